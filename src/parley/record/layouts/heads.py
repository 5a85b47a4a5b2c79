"""The heads and feet of documents: numbers, copies, stamps, times and names, wherever they stand.

Every pattern is tried on the whole head or foot, lines joined by newlines, so that the order of
lines does not count and a field may run over the end of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from parley.record.document import Field
from parley.record.language import languages
from parley.record.layouts.dates import Found, find_times
from parley.record.layouts.lines import Joined
from parley.record.layouts.patterns import compiled, name_like
from parley.record.layouts.shelfmarks import find_shelf_marks

__all__ = ["BY_WAY_OF", "Named", "Side", "cable_fields", "stamp_fields"]

#: The name of a field and one value of it.
Named: TypeAlias = tuple[str, Field]
#: Above the text, or below it.
Side: TypeAlias = Literal["head", "foot"]

#: What stands as `by` of an addressee who hands the document on.
BY_WAY_OF = "by way of"

_REACH = 90  # characters from a word such as `received` to its time
_CUSTODY = ("received", "deciphered", "printed", "sent")
_FROM = r"{word:from}\s+(?P<by>[^\n,;:]{2,60}?),?\s+$"
_FROM_BEHIND = r",?[ ]+{word:from}[ ]+(?P<by>[^\n,;:]{2,60})$"
_NUMBERED = r"{word:number}[,:]?\s*SIGN(?P<value>NUMBER)"
_SERIES = r"{word:series}\s*:?\s*(?P<value>[\"“«„']?\w{1,3}[\"”»“']?(?:[ ]+[A-ZА-Я](?!\w))?)(?!\w)"
_INCOMING = r"{word:incoming}\s*(?:SIGN)?(?P<value>NUMBER)"
_OWN = (
    r"(?<![\w(])(?:our\s+|outgoing\s+|special\s+|исх\.\s*|особый\s+)?SIGN(?P<value>NUMBER)(?![\w/])"
)
_HOLDER = r"(?:[^\n,;:№()]|\([^()\n]*\))+?"
_COPY_END = (
    r"(?=\s+(?:{word:copy}\s*)?(?:SIGN)?\d+\s+(?:{word:to}|{word:person}|в\s)"
    r"|\s+{word:copy}|\s*[\n,;]|\.?\s*$)"
)
_COPY = (
    rf"{{word:copy}}\s*(?:SIGN)?(?P<list>\d+(?:(?:\s*,\s*|\s+and\s+|\s+и\s+)\d+)*)(?![\d/])"
    rf"(?:(?:\s*(?P<link>{{word:to}}|[:–—-]|в)\s+|\s+(?={{word:person}}))"
    rf"(?P<by>{_HOLDER}){_COPY_END})?"
)
_MORE_COPIES = (
    rf"[,;]?\s*(?:{{word:copy}}\s*)?(?:SIGN)?(?P<list>\d+)"
    rf"(?:\s*(?P<link>{{word:to}}|[:–—-]|в)\s+|\s+(?={{word:person}}))(?P<by>{_HOLDER}){_COPY_END}"
)
_COPIES_PRINTED = (
    r"(?:(?:{word:counts}|\d+)\s+{word:copy}\s+(?:{word:printed}|made\b)"
    r"|(?:{word:printed}|\bmade)\s*\d+\s*{word:copy})"
)
_COPIES_TO = r"^{word:copy}(?:\s+{word:to})?\s*:\s*(?P<value>[^\n]+)$"
_VERIFIED = r"{word:verified}(?:\s+{word:by}\b|\s*[:.–—-])\s*(?P<value>[^\n]+(?:\n[^\n]+){0,3})"
#: A name in capitals must follow, and no point of minutes: lines of a text begin so too.
_TO = (
    r"^(?:to|for|кому|для)\s*:?\s+(?!(?:p\.|point|item|para|SIGN)\s*\S*\d)"
    r"(?=(?:the\s|my\s)?[\"“(\[]?(?-i:[A-ZА-ЯЁ]))(?P<value>[^\n]{2,120})$"
)
_VIA = (
    r"^(?P<via>[A-ZА-Я][\w.\- ]{2,30}),?\s+(?:to\s+|–\s*|—\s*|-\s+)(?!SIGN\d)"
    r"(?P<value>[^\n]{2,100})$"
)
_DELIVERY = (
    r"(?:(?:immediate\s+|urgent\s+)?(?:delivery|transmission|transmittal)\s+to\s+|передачи\s+)?"
)
_CHAIN = (
    rf"[,.]?\s+(?:for|для)\s+{_DELIVERY}"
    r"(?=(?:the\s|my\s)?[\"“(\[]?(?-i:[A-ZА-ЯЁ]))(?P<value>[^\n]+)$"
)
#: A post alone on its line, below the place where it is.
_POST_HOLDER = (
    r"^(?P<place>(?-i:[A-ZА-ЯЁ]{4,}))\n"
    r"(?P<value>{word:office}(?:[ ]+(?:in[ ]+)?(?-i:[A-ZА-ЯЁ][\w.-]+)){0,4})[.!]?$"
)
_FROM_LINE = r"^(?:from|от)\s*:\s*(?P<value>[^\n]{2,120})$"
_DATIVE = r"^(?P<value>(?:тов\.|товарищу|т\.)\s*[А-ЯЁа-яё. ]+(?:у|ю|ому|ему))[!.]?$"
_DATE_LABEL = re.compile(r"(?:date|sent|дата)\s*:\s*(?:\w{3},?)?$", re.IGNORECASE)
#: The letters of haste before a date-time group.
_PRECEDENCE = {"Z": "flash", "O": "immediate", "P": "priority", "R": "routine"}
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s+\Z")
#: Common words that may stand between two marks of custody.
_BETWEEN_MARKS = frozenset(("and", "и", "at", "on", "в", "by", "also"))
_POST = re.compile(r"^(?P<value>(?:AM|US)[A-Z]{3,}(?: [A-Z]+)+)$", re.MULTILINE)
_FM = re.compile(r"^FM\s+(?P<value>[A-Z][^\n]*)$", re.MULTILINE)
_INFO = re.compile(
    r"^(?P<word>INFO|ACTION|ORIGIN|CC|Cc|XMT)\s*:?\s+(?P<value>[^\n]+)$", re.MULTILINE
)
_CLASS = re.compile(
    r"^(?P<mark>[A-Z](?: [A-Z]\b){4,}(?:/[A-Z ]+)?|(?:TOP )?SECRET|CONFIDENTIAL|UNCLAS\w*"
    r"|RESTRICTED)"
    r"\s+(?:(?:SECTION \d+ OF \d+)\s+)?(?P<number>[A-Z][A-Z ]{2,20}\s\d{2,6})$",
    re.MULTILINE,
)
_WHOLE_LINE = r"^[\W\d]*(?P<value>{word:handling}(?:[\s./,;–—-]+(?:{word:handling}))*)[\W\d]*$"
_ANYWHERE = (
    r"(?P<value>{word:handling})"
    r"(?P<more>(?:[ ]+(?:to|within|in|by|в|до)[ ]+(?!{word:person})[^\n.;\]]{2,60})?)"
)


def cable_fields(joined: Joined, side: Side, year: int) -> list[Named]:
    """Return the fields in a head or foot, in order of where they stand.

    Parameters:
        joined: its lines, joined by newlines.
        year: the year of times that name none; 0 leaves these out.
    """
    found: list[Named] = []
    taken: list[tuple[int, int]] = []
    for make in (_telegram, _kept, _copies, _numbers, _times, _persons, _marks):
        for name, value, start, end in make(joined.text, side, year, taken):
            taken.append((start, end))
            place = joined.place(start, end)
            words, precision, by = value
            found.append((name, Field(words, place, precision, by)))
    return sorted(found, key=lambda one: one[1].place)


def stamp_fields(joined: Joined) -> list[Named]:
    """Return the fields of a stamp: what it asks for, and the number under which it came in."""
    text = joined.text
    head = compiled(r"\[?\s*(?:{word:stamp}\s*:?\s*)?").match(text)
    begin = head.end() if head else 0
    end = len(text.rstrip(" ]"))
    found: list[Named] = []
    incoming = compiled(_INCOMING).search(text)
    if incoming:
        stop = incoming.end()
        when = find_times(text[stop:end])
        if when and not text[stop : stop + when[0].start].strip(" ,.-–—"):
            stop += when[0].end  # the day on which it came in belongs to the number
        found.append(
            ("incoming_number", Field(incoming["value"], joined.place(incoming.start(), stop)))
        )
        end = incoming.start()
    words = text[begin:end].strip(" ,;.")
    if words:
        start = text.index(words, begin)
        found.insert(0, ("handling", Field(words, joined.place(start, start + len(words)))))
    return found


#: value, precision, by
_Value: TypeAlias = tuple[str, str, str]
_Hit: TypeAlias = tuple[str, _Value, int, int]
_Taken: TypeAlias = list[tuple[int, int]]


def _free(taken: _Taken, start: int, end: int) -> bool:
    return all(end <= begin or start >= stop for begin, stop in taken)


def _telegram(text: str, side: Side, year: int, taken: _Taken) -> Iterator[_Hit]:
    """The lines of a telegram of the American service: FM, INFO, ACTION, the mark of secrecy."""
    if side == "foot":
        return
    for match in _FM.finditer(text):
        yield "author", (match["value"], "", ""), match.start(), match.end()
    for match in _INFO.finditer(text):
        yield "copies", (match["value"], "", match["word"]), match.start(), match.end()
    informed = re.search(r"^INFO\s+(?:AM|US)[A-Z]", text, re.MULTILINE)
    for match in _POST.finditer(text, informed.end()) if informed else ():
        yield "copies", (match["value"], "", "INFO"), match.start(), match.end()
    for match in _CLASS.finditer(text):
        mark = match["mark"]
        value = mark.replace(" ", "") if mark[1:2] == " " else mark
        yield "handling", (value, "", ""), match.start(), match.end("mark")
        yield "number", (match["number"], "", ""), match.start("number"), match.end()


def _kept(text: str, side: Side, year: int, taken: _Taken) -> Iterator[_Hit]:
    """A shelf mark at the head of a printed document."""
    if side == "foot":
        return
    for mark in find_shelf_marks(text):
        if mark.archive:
            yield "archive", (mark.archive, "", ""), mark.archive_start, mark.archive_end
        yield "shelfmark", (mark.value, "", ""), mark.start, mark.end


def _copies(text: str, side: Side, year: int, taken: _Taken) -> Iterator[_Hit]:
    """Copies with their numbers and holders; how many were made; to whom they went."""
    for match in compiled(_COPIES_TO).finditer(text):
        begin = match.start("value")
        for piece in re.finditer(r"[^,;]+", match["value"]):
            bare = piece[0].strip(" .")
            if bare:
                at = begin + piece.start() + piece[0].index(bare)
                start = at if piece.start() else match.start()
                yield "copies", (bare, "", bare), start, at + len(bare)
    more = compiled(_MORE_COPIES)
    for match in compiled(_COPY).finditer(text):
        if not _free(taken, match.start(), match.end()):
            continue
        holder = (match["by"] or "").strip()
        numbers = list(re.finditer(r"\d+", match["list"]))
        for nth, number in enumerate(numbers):
            value = _copy_of(number[0], match["link"], holder)
            begin = match.start() if nth == 0 else match.start("list") + number.start()
            stop = match.end()
            if nth < len(numbers) - 1:
                stop = match.start("list") + numbers[nth + 1].start() - 1
            yield "copies", (value, "", holder), begin, stop
        end = match.end()
        while holder and (another := more.match(text, end)):
            begin, end = another.start(), another.end()
            begin += len(another[0]) - len(another[0].lstrip(" ,;\n"))
            holder = another["by"].strip()
            yield (
                "copies",
                (_copy_of(another["list"], another["link"], holder), "", holder),
                begin,
                end,
            )
    for match in compiled(_COPIES_PRINTED).finditer(text):
        yield "copies", (match[0], "", ""), match.start(), match.end()


def _copy_of(number: str, link: str | None, holder: str) -> str:
    return " ".join(one for one in ("Nº", number, link if holder else "", holder) if one)


def _numbers(text: str, side: Side, year: int, taken: _Taken) -> Iterator[_Hit]:
    for name, pattern in (
        ("number", _NUMBERED),
        ("incoming_number", _INCOMING),
        ("series", _SERIES),
    ):
        for match in compiled(pattern).finditer(text):
            if _free(taken, match.start(), match.end()):
                yield name, (match["value"], "", ""), match.start(), match.end()
    for match in compiled(_OWN).finditer(text):
        # In a head a number that stands alone is the document's, in a foot its sender's.
        bare = match[0][0] in "NnN№#нН"
        alone = bare and "\n" not in (text[max(0, match.start() - 1) : match.start()] or "\n")
        if _free(taken, match.start(), match.end()) and not (side == "head" and alone):
            name = "sender_number" if side == "foot" else "number"
            yield name, (match["value"], "", ""), match.start(), match.end()


def _times(text: str, side: Side, year: int, taken: _Taken) -> Iterator[_Hit]:
    """Each time goes to the nearest word before it, or behind it, that says what happened then."""
    words = sorted(
        (match.start(), match.end(), kind)
        for kind in _CUSTODY
        for match in compiled(f"{{word:{kind}}}").finditer(text)
        if not _told(text, match.start())
    )
    times = find_times(text, year)
    used: set[int] = set()
    behind = 0
    for when in times:
        before = [one for one in words if behind <= one[0] and one[1] <= when.start]
        near = before[-1] if before and when.start - before[-1][1] <= _REACH else None
        behind = when.end
        if near is not None:
            used.add(near[0])
            yield _custody(text, near, when)
        elif _alone(text, when):
            lead = text[text.rfind("\n", 0, when.start) + 1 : when.start]
            start = when.start - len(lead)
            place = re.sub(r"^[^:]*:\s*(?:\w{3},\s*)?|.*\b(?:of|from|от)\s*$", "", lead).strip(
                " ,["
            )
            place = compiled("{word:handling}|SIGNNUMBER").sub("", place).strip(" ,")
            if place in _PRECEDENCE:
                yield "handling", (_PRECEDENCE[place], "", ""), start, start + 1
                place, start = "", when.start
            start = start + lead.index(place) if place and place in lead else when.start
            yield "sent", (when.value, when.precision, place), start, when.end
    for start, end, kind in words:
        if start not in used and kind != "sent":
            who = re.match(r"\s*(?:by|:)?\s*([^\n,;.:\d]{3,60})", text[end:])
            if who and _free(taken, start, end + who.end()) and name_like(who[1].strip()):
                yield kind, (who[1].strip(), "", who[1].strip()), start, end + len(who[0].rstrip())


def _told(text: str, at: int) -> bool:
    """Whether a word stands in a sentence, as in `we received`, and not on a mark of custody."""
    word = _WORD_BEFORE.search(text, text.rfind("\n", 0, at) + 1, at)
    if word is None or word[1].casefold() in _BETWEEN_MARKS:
        return False
    return any(word[1].casefold() in one.common for one in languages()) or word[1] == "I"


def _custody(text: str, word: tuple[int, int, str], when: Found) -> _Hit:
    start, end, kind = word
    between = text[end : when.start].strip(" \n,;:.-–—")
    by = re.sub(rf"^(?:{'|'.join(('by', 'at', 'on', 'in', 'в'))})\b\s*", "", between)
    by = re.sub(r"\s*\b(?:at|on|в)$", "", by).strip(" ,;:.")
    if kind in ("received", "sent"):
        source = compiled(_FROM).search(text[:start])
        if source:
            by, start = source["by"].strip("[] "), source.start()
        elif not by and (behind := compiled(_FROM_BEHIND).match(text, when.end)):
            by = behind["by"].strip("[] ")
            return kind, (when.value, when.precision, by), start, behind.end()
    return kind, (when.value, when.precision, by), start, when.end


def _alone(text: str, when: Found) -> bool:
    """Whether a time fills its line, but for a place before it, so that it is the document's."""
    begin = text.rfind("\n", 0, when.start) + 1
    stop = text.find("\n", when.end)
    rest = text[when.end : stop if stop >= 0 else len(text)]
    lead = text[begin : when.start].strip(" ,")
    if lead and _DATE_LABEL.match(lead):
        return True
    return not rest.strip(" .,;]") and (not lead or name_like(lead) or lead.endswith(":"))


def _persons(text: str, side: Side, year: int, taken: _Taken) -> Iterator[_Hit]:
    verified = compiled(_VERIFIED).search(text)
    if verified and _free(taken, verified.start(), verified.start() + 4):
        stop = min(
            [begin for begin, _ in taken if begin > verified.start()] + [verified.end()],
        )
        value = " ".join(text[verified.start("value") : stop].split())
        name = re.search(r"\(([^()]{2,40})\)\s*$", value)
        by = name[1] if name else value.rpartition("]")[2].strip() or value
        if value:
            end = verified.start() + len(text[verified.start() : stop].rstrip())
            yield "verified", (value, "", by), verified.start(), end
    if side == "foot":
        return
    for match in compiled(_FROM_LINE).finditer(text):
        yield "author", (match["value"].strip(), "", ""), match.start(), match.end()
    found = list(compiled(f"{_TO}|{_DATIVE.replace('value', 'dative')}").finditer(text))
    onward = {one.start() - 1 for one in found if compiled(r"(?:for|для)\b").match(one[0])}
    for match in found:
        if not _free(taken, match.start(), match.end()):
            continue
        for kind, (who, known, by), start, end in _addressees(
            match, "value" if match["value"] else "dative"
        ):  # one whose line the next one goes on from with `for` hands it on
            hands_on = BY_WAY_OF if match.end() in onward else by
            yield kind, (who, known, hands_on), start, end
    for match in compiled(_POST_HOLDER).finditer(text):
        if _free(taken, match.start(), match.end()):
            yield "addressee", (match["value"], "", ""), *match.span("value")
            yield "addressee", (match["place"], "", BY_WAY_OF), *match.span("place")
    for match in compiled(_VIA).finditer(text):
        if compiled("{word:handling}").fullmatch(match["via"].strip()):
            continue
        capital = match["via"].isupper() or match["value"].isupper()
        if capital and _free(taken, match.start(), match.end()):
            via = match["via"].strip(" .")
            chain = list(_addressees(match, "value"))
            yield from chain
            at = match.start("via")
            yield "addressee", (via, "", BY_WAY_OF), at, at + len(via)


def _addressees(match: re.Match[str], group: str) -> Iterator[_Hit]:
    """The last of a chain is whom it is for; those before it hand it on."""
    whole, start = match[group].rstrip(" .:;"), match.start(group)
    begin = start if "via" in match.re.groupindex else match.start()
    chain = compiled(_CHAIN).search(whole)
    if chain is None:
        yield "addressee", (whole, "", ""), begin, start + len(whole)
        return
    at = start + chain.end() - len(chain[0].lstrip(" ,.\n"))  # with its `for`
    yield "addressee", (chain["value"], "", ""), at, start + chain.end()
    via = whole[: chain.start()].rstrip(" ,.")
    yield "addressee", (via, "", BY_WAY_OF), begin, start + len(via)


def _marks(text: str, side: Side, year: int, taken: _Taken) -> Iterator[_Hit]:
    """Marks of secrecy, haste and return: alone on their line, or of several words anywhere."""
    mine: _Taken = []
    for match in compiled(_WHOLE_LINE).finditer(text):
        for mark in compiled("{word:handling}").finditer(match["value"]):
            start = match.start("value") + mark.start()
            end = start + len(mark[0])
            if _free(taken, start, end):
                mine.append((start, end))
                yield "handling", (" ".join(mark[0].split()), "", ""), start, end
    for match in compiled(_ANYWHERE).finditer(text):
        start, end = match.start(), match.end()
        several = " " in match["value"].strip() or match["value"].isupper()
        if several and _free(taken, start, end) and _free(mine, start, end):
            yield "handling", (" ".join(match[0].split()), "", ""), start, end
