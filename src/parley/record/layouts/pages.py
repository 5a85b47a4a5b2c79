"""The page about a document: labels such as `Citation:`, the title above, what archives add.

A label stands alone on its line, or before its value; with several on one line, as in a print of a
page without line breaks, each still counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from parley.record.document import Field, Place
from parley.record.layouts.dates import find_times
from parley.record.layouts.heads import Named
from parley.record.layouts.lines import Block, Joined, Line, cut, join
from parley.record.layouts.patterns import NUMBER, SIGN, any_of, compiled, ends_sentence
from parley.record.layouts.shelfmarks import find_shelf_marks

__all__ = [
    "LABELS",
    "Page",
    "documents_in",
    "navigation",
    "page_of",
    "split_labels",
    "title_fields",
]

#: Label -> the field that it stands for; nothing where there is no field for it.
LABELS = {
    "citation": "citation",
    "preferred citation": "citation",
    "cite as": "citation",
    "summary": "summary",
    "document summary": "summary",
    "abstract": "summary",
    "description": "summary",
    "credits": "credits",
    "credit": "credits",
    "donors": "credits",
    "rights": "rights",
    "copyright": "rights",
    "usage rights": "rights",
    "original language": "original_language",
    "original languages": "original_language",
    "original language(s)": "original_language",
    "language": "original_language",
    "languages": "original_language",
    "source": "archive",
    "sources": "archive",
    "original archive": "archive",
    "source archive": "archive",
    "archive": "archive",
    "repository": "archive",
    "shelf mark": "shelfmark",
    "shelfmark": "shelfmark",
    "call number": "shelfmark",
    "archival reference": "shelfmark",
    "author": "author",
    "authors": "author",
    "author(s)": "author",
    "creator": "author",
    "addressee": "addressee",
    "addressee(s)": "addressee",
    "recipient": "addressee",
    "recipient(s)": "addressee",
    "document date": "sent",
    "title": "title",
    "contents": "contents",
    "transcript": "",
    "associated people": "",
    "associated people & organizations": "",
    "associated people and organizations": "",
    "associated organizations": "",
    "associated places": "",
    "associated topics": "",
    "contributors": "",
    "subjects discussed": "",
    "subjects": "",
    "keywords": "",
    "geographic subject": "",
    "type": "",
    "document type": "",
    "format": "",
    "record id": "",
    "identifier": "",
    "document id": "",
    "original uploaded date": "",
    "original classification": "",
    "related documents": "",
    "related": "",
    "collections": "",
    "document information": "",
    "view document in english": "",
}
#: Of these several blocks may follow the label, if another label comes soon.
_LONG_VALUES = frozenset({"summary", "rights", "credits", ""})
_MOST_BLOCKS = 4
_DATE_LINE = 30  # characters of a line that is a date alone
_MOST_DOCUMENTS = 500  # in one file; more labels than that are none
_FEW_LINES = 6
_SURE_LABELS = 3
_MOST_BEFORE = 25  # blocks above the first label in which a title is looked for
_ALTERNATIVES = "|".join(sorted(map(re.escape, LABELS), key=len, reverse=True))
_WITH_COLON = re.compile(rf"(?:[-–•*]\s*)?(?P<label>{_ALTERNATIVES})\s*[:：]\s*", re.IGNORECASE)
_ALONE = re.compile(rf"(?P<label>{_ALTERNATIVES})", re.IGNORECASE)
_INSIDE = re.compile(rf"(?<!\S)(?P<label>{_ALTERNATIVES}):(?=\s|$)", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:[-–•*]?\s*(?:transcript|translation|original|scan|english|russian|chinese|korean|german"
    r"|french)(?:\s+(?:translation|transcript))?(?:\s*[-–]\s*\w+)?\s*)+(?:\[\s*\.\.\.\s*\]|\[…\])?",
    re.IGNORECASE,
)
_NAVIGATION = re.compile(r"[-–•*·»›|]\s*\S|.*\s[|»›>]\s.*|(?:<<|>>|«|»)")
_PAGE_ALONE = frozenset({"source", "sources", "language", "languages", "title", "type", "format"})
_KIND = (
    r"^(?:(?:{word:number}|letter|telephonogram|memorandum|memo|message|note|report|draft)\s*)*"
    r"(?:SIGNNUMBER)?[,:]?\s*(?:from\s+)?"
)
_NOTE_BEHIND = re.compile(r"(?<=[a-zа-яё)])\d{1,2}$")  # the number of a footnote
_TO = re.compile(r"\s+to\s+(?:the\s+)?(?=[\w“\"\[])")
_ADDRESSEE_END = re.compile(
    r",\s|\s+(?:concerning|regarding|about|on the|with|via|transmitting|conveying)\s|[“\"]"
)


@dataclass(slots=True)
class Page:
    """What a page says about its document.

    Parameters:
        fields: as found, in order.
        blocks: what is left: the document itself, and what was not understood before it.
        marks: labels and other marks that are understood but are no values.
        contents: the parts that the page says there are.
        top: how many of the blocks stand before the document.
        is_page: there is such a page at all.
        menu: it begins with the menu of a site.
        beside: labels that stand for no field, each with its value.
    """

    fields: list[Named] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    marks: list[Place] = field(default_factory=list)
    contents: str = ""
    top: int = 0
    is_page: bool = False
    menu: bool = False
    beside: list[Place] = field(default_factory=list)


def split_labels(lines: Sequence[Line]) -> list[Line]:
    """Cut lines before the labels inside them; only where a line has two of them or more."""
    found: list[Line] = []
    for line in lines:
        if line.text.count(":") < 2:
            found.append(line)
            continue
        inside = [match.start("label") for match in _INSIDE.finditer(line.text)]
        if len(inside) > 1 and any(one[0].isupper() for one in _words(line, inside)):
            found.extend(cut(line, *(at for at in inside if line.text[at].isupper())))
        else:
            found.append(line)
    return found


def _words(line: Line, places: list[int]) -> list[str]:
    return [line.text[at : at + 1] for at in places]


def page_of(blocks: Sequence[Block]) -> Page:
    """Take the page about a document off the blocks of a file."""
    page = Page()
    labels = _labels(blocks)
    strong = {
        name for _, _, name, _ in labels if name in ("citation", "original_language", "contents")
    }
    page.is_page = bool(strong) or len({name for _, _, name, _ in labels if name}) > 1
    if not page.is_page:
        labels = []
    used: set[Line] = set()
    for nth, (_, line, name, end) in enumerate(labels):
        value = _value(blocks, labels, nth)
        if name:
            page.marks.append((line.start, line.start + end))
        else:
            page.beside.append((line.start, max([line.end, *(one.end for one in value)])))
        used.update(value)
        used.add(line)
        _put(page, name, value, line, end)
    page.blocks = [piece for block in blocks for piece in _without(block, used)]
    if labels:
        first = labels[0][1].start
        page.top = sum(1 for block in page.blocks if block.lines[-1].start < first)
    if page.top > _MOST_BEFORE:
        page.top = 0
    return page


def documents_in(blocks: Sequence[Block]) -> list[list[Block]]:
    """Part the blocks of a file in which several pages follow one another, each with a citation.

    A page begins with the title above its citation, and with the date that stands above that.
    """
    starts: list[int] = []
    cited = [at for at, _, name, _ in _labels(blocks) if name == "citation"]
    for at in cited[1:] if len(cited) > 1 else ():
        begin = at - 1
        if (
            begin > 0
            and find_times(blocks[begin - 1].lines[0].text)
            and (len(blocks[begin - 1].lines[0].text) < _DATE_LINE)
        ):
            begin -= 1
        if begin > (starts[-1] if starts else cited[0]):
            starts.append(begin)
    if len(starts) > _MOST_DOCUMENTS:
        starts = []
    edges = [0, *starts, len(blocks)]
    return [list(blocks[a:b]) for a, b in pairwise(edges)]


def _without(block: Block, used: set[Line]) -> list[Block]:
    """Return what is left of a block, parted where something was taken out of it."""
    pieces: list[list[Line]] = [[]]
    for line in block.lines:
        if line in used:
            pieces.append([])
        else:
            pieces[-1].append(line)
    kept = [Block(tuple(one)) for one in pieces if one]
    return [Block(kept[0].lines, block.after_page), *kept[1:]] if kept else []


def _labels(blocks: Sequence[Block]) -> list[tuple[int, Line, str, int]]:
    """Return the labels: in which block, on which line, for which field, and where they end."""
    found: list[tuple[int, Line, str, int]] = []
    for at, block in enumerate(blocks):
        for line in block.lines:
            match = _WITH_COLON.match(line.text)
            if match is None and len(line.text) < 40:
                match = _ALONE.fullmatch(line.text)
            if match is not None:
                found.append((at, line, LABELS[match["label"].casefold()], match.end()))
    alone = [one for one in found if one[1].text.casefold() in _PAGE_ALONE]
    if len(found) == len(alone):
        return []
    bare = [one for one in found if ":" not in one[1].text]
    if len(bare) < _SURE_LABELS:  # a word alone on its line, in the middle of many lines, is a word
        inside = [one for one in bare if len(blocks[one[0]].lines) > _FEW_LINES]
        return [one for one in found if one not in inside]
    return found


def _value(
    blocks: Sequence[Block], labels: list[tuple[int, Line, str, int]], nth: int
) -> list[Line]:
    """Return the lines of a label's value, from behind it to the next label or the first gap."""
    at, line, name, end = labels[nth]
    after = labels[nth + 1] if nth + 1 < len(labels) else None
    same = list(blocks[at].lines)
    rest = same[same.index(line) + 1 :]
    found: list[Line] = []
    if line.text[end:].strip():
        found.extend(cut(line, end)[-1:])
        if name == "contents":
            return found
    if after is None or after[0] != at:
        rest = _first_lines(rest, name, bool(found))
    for one in rest:
        if after is not None and one is after[1]:
            return found
        found.append(one)
    last = after[0] if after is not None else at + (0 if found else 2)
    if name in _LONG_VALUES and after is not None and last - at <= _MOST_BLOCKS:
        pass
    elif found:
        last = at + 1
    else:
        last = min(last, at + 2)
    for block in blocks[at + 1 : last]:
        found.extend(block.lines)
    if after is not None and after[0] == last and not found:
        above = blocks[last].lines
        found.extend(above[: above.index(after[1])] if after[1] in above else ())
    return found


def _first_lines(rest: list[Line], name: str, begun: bool) -> list[Line]:
    """Return the lines below the last label of a block that may be its value; then comes text."""
    if name == "contents":
        return list(takewhile(lambda one: _CONTENTS.fullmatch(one.text), rest))
    if name in ("summary", "citation", "credits", "rights") and len(rest) <= _FEW_LINES:
        return rest
    return rest[: 0 if begun else 1]


def _put(page: Page, name: str, value: list[Line], line: Line, end: int) -> None:
    if not value:
        return
    joined = join(value)
    if name == "contents":
        listed = _CONTENTS.match(joined.text)
        page.contents = listed[0] if listed else ""
        if listed:
            page.marks.append(joined.place(0, len(listed[0].rstrip()) or 1))
        return
    if not name:
        return
    place = joined.place(0, len(joined.text))
    if name == "citation":
        page.fields.append((name, Field(joined.text, place, of="page")))
        page.fields.extend(_kept_where(joined))
    elif name in ("archive", "shelfmark"):
        page.fields.extend(_kept_where(joined) or [(name, Field(joined.text, place, of="page"))])
    elif name == "sent":
        page.fields.extend(
            ("sent", Field(one.value, joined.place(one.start, one.end), one.precision, of="page"))
            for one in find_times(joined.text)[:1]
        )
    elif name == "author" and len(value) > 1 and not line.text[end:].strip():
        page.fields.extend(
            (name, Field(one.text, (one.start, one.end), of="page")) for one in value
        )
    else:
        page.fields.append((name, Field(joined.text, place, of="page")))


def _kept_where(joined: Joined) -> list[Named]:
    """The archives and shelf marks in a citation or a line about the source."""
    found: list[Named] = []
    for mark in find_shelf_marks(joined.text):
        if mark.archive:
            place = joined.place(mark.archive_start, mark.archive_end)
            found.append(("archive", Field(mark.archive, place, of="page")))
        place = joined.place(mark.start, mark.end)
        found.append(("shelfmark", Field(mark.value, place, of="page")))
    for match in re.finditer(r"[^,“”\"]*\bDigital Archive\b", joined.text):
        name = match[0].strip()
        at = match.start() + match[0].index(name)
        found.append(("archive", Field(name, joined.place(at, at + len(name)), of="page")))
    return found


def title_fields(lines: Sequence[Line]) -> list[Named]:
    """Return what a title says: itself, its date, the number, author and addressee.

    >>> from parley.record.layouts.lines import lines_of
    >>> [one.value for _, one in title_fields(lines_of("Cable No. 7, A to Cde. B"))]
    ['Cable No. 7, A to Cde. B', '7', 'A', 'Cde. B']
    """
    joined = join(lines)
    text = joined.text
    found: list[Named] = []
    times = [one for one in find_times(text) if one.start < 12 or one.end > len(text) - 3]
    begin, end = 0, len(text)
    for one in times[:1]:
        when = Field(one.value, joined.place(one.start, one.end), one.precision, of="title")
        found.append(("sent", when))
        if one.start < 12 and not text[: one.start].strip():
            begin = one.end
        elif one.end > len(text) - 3:
            end = one.start
    bare = _NOTE_BEHIND.sub("", text[begin:end].strip(" ,;:.-–—"))
    if not bare:
        return found
    begin = text.index(bare, begin)
    found.insert(0, ("title", Field(bare, joined.place(begin, begin + len(bare)), of="title")))
    number = re.search(rf"{any_of('number')}\s*{SIGN}(?P<value>{NUMBER})", bare, re.IGNORECASE)
    number = number or re.search(rf"{SIGN}(?P<value>{NUMBER})", bare)
    if number:
        place = joined.place(begin + number.start(), begin + number.end())
        found.append(("number", Field(number["value"], place, of="title")))
    found.extend(_correspondents(joined, bare, begin))
    return found


def _correspondents(joined: Joined, bare: str, begin: int) -> list[Named]:
    lead = compiled(_KIND).match(bare)
    start = lead.end() if lead else 0
    parted = _TO.search(bare, start)
    if parted is None:
        return []
    author = bare[start : parted.start()].strip(" ,")
    until = _ADDRESSEE_END.search(bare, parted.end())
    addressee = bare[parted.end() : until.start() if until else len(bare)].strip(" ,.'")
    found: list[Named] = []
    if author and len(author) < 100 and not ends_sentence(author):
        at = begin + bare.index(author, start)
        found.append(("author", Field(author, joined.place(at, at + len(author)), of="title")))
    if addressee and len(addressee) < 100:
        at = begin + bare.index(addressee, parted.end())
        place = joined.place(at, at + len(addressee))
        found.append(("addressee", Field(addressee, place, of="title")))
    return found


def navigation(block: Block) -> bool:
    """Whether a block is the menu of an old site: short lines behind bullets or between bars."""
    return all(len(one.text) < 90 and _NAVIGATION.match(one.text) for one in block.lines) and (
        not any(ends_sentence(one.text) for one in block.lines)
    )
