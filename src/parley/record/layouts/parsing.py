"""A reading as documents: fields, parts, paragraphs, documents inside, and what is left over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from parley.record.document import (
    FIELDS,
    Document,
    Field,
    Imported,
    Paragraph,
    Part,
    Place,
    Reading,
    Unread,
)
from parley.record.layouts.bodies import paragraphs_of, prose, shape_of, split_salutation
from parley.record.layouts.heads import BY_WAY_OF, Named, cable_fields, stamp_fields
from parley.record.layouts.lines import Block, Line, blocks_of, join, lines_of, places_of
from parley.record.layouts.marks import take_marks
from parley.record.layouts.pages import (
    Page,
    documents_in,
    navigation,
    page_of,
    split_labels,
    title_fields,
)
from parley.record.layouts.parts import kind_of_part, language_runs
from parley.record.layouts.patterns import compiled, name_like
from parley.record.layouts.recognising import layout_of, prepared, title_in_head
from parley.record.layouts.slips import suggestions_of
from parley.record.layouts.wrapping import MOST_INSIDE, unwrapped

__all__ = ["parse"]

#: Of which source the first value is, where a field has several; the text itself elsewhere.
_PAGE_FIRST = frozenset({"author", "addressee", "archive", "shelfmark"})
_CABLE_HEAD = r"^\W*(?:{word:number}[,:]?\s*SIGNNUMBER|{word:series}|{word:copy}\s*SIGN?\d)"
_CLEAR_TITLE = r"{word:number}|\bletter\b|SIGN\d|\sto\s+(?-i:[A-Z])"
_CREDITS = re.compile(r"\bmade possible\b|\bwith (?:the )?support (?:from|of)\b", re.IGNORECASE)
_RIGHTS = re.compile(r"©|\(c\)\s|copyright\b|all rights reserved", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_OWN_NUMBER = re.compile(r"([A-Z]{1,4}[-–]\d{2,6})\.\s")  # before the first words of a telegram
_NO_AUTHOR = r"^(?:{word:closing}|{word:enclosure})"


@dataclass(slots=True)
class _Work:
    """One document while it is put together."""

    text: str
    fields: list[Named] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    wrapped: list[Document] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)  # all that must be in something
    known: list[Place] = field(default_factory=list)  # understood, but no field and no paragraph
    beside: list[Place] = field(default_factory=list)  # told as a whole to be not understood
    layout: str = "plain"


def parse(reading: Reading) -> Imported:
    """Find the documents in a reading.

    Any field may be missing or stand elsewhere; nothing is left out: what is part of no field and
    no paragraph is in `not_understood`.
    """
    lines = prepared(lines_of(reading.text))
    marked = take_marks(lines)
    blocks = blocks_of(split_labels(marked.lines))
    groups = documents_in(blocks)
    ends = [group[-1].place[1] for group in groups[:-1]]
    documents: list[Document] = []
    for group, begin, end in zip(groups, [0, *ends], [*ends, len(reading.text)], strict=True):
        stamps = [one for one in marked.stamps if begin <= one[0].start < end]
        known = [one for one in marked.places if begin <= one[0] < end]
        found = _document(reading, group, stamps, known)
        slips = suggestions_of(found, reading.text, (begin, end))
        documents.append(replace(found, suggestions=slips))
    return Imported(reading, tuple(documents))


def _document(
    reading: Reading,
    blocks: Sequence[Block],
    stamps: Sequence[tuple[Line, ...]],
    known: Sequence[Place],
) -> Document:
    work = _Work(reading.text, known=list(known))
    page = page_of(blocks)
    work.fields.extend(page.fields)
    work.known.extend(page.marks)
    work.beside.extend(page.beside)
    work.lines.extend(line for block in blocks for line in block.lines)
    work.lines.extend(line for stamp in stamps for line in stamp)
    body = _below_the_page(page, work)
    if reading.kind == "html" and page.is_page:
        body = _above_the_imprint(body, work)
    work.layout = layout_of(reading, page, [line for one in body[:40] for line in one.lines])
    _read_text(work, body, stamps, page)
    return _finished(work)


def _below_the_page(page: Page, work: _Work) -> list[Block]:
    """Take the title, and what else stands above the document, off the blocks of a page."""
    blocks = list(page.blocks)
    top = page.top
    menu = 0
    while menu < len(blocks) and navigation(blocks[menu]):
        menu += 1
    page.menu = menu > 0
    if menu < 2 and sum(len(one.lines) for one in blocks[:menu]) < 3:
        menu = 0
        page.menu = False
    if not page.is_page and menu:
        top = max(top, _first_of_document(blocks))
    above = [one for one in blocks[:top] if not navigation(one)]
    if above:
        title, rest = _title(above)
        work.fields.extend(title_fields(title))
        for block in rest:
            joined = join(block.lines)
            place = joined.place(0, len(joined.text))
            if _CREDITS.search(joined.text):
                work.fields.append(("credits", Field(joined.text, place, of="page")))
            elif prose(block, 0, "head") and not any(name == "summary" for name, _ in work.fields):
                work.fields.append(("summary", Field(joined.text, place, of="page")))
    return blocks[max(top, menu) :]


def _above_the_imprint(blocks: list[Block], work: _Work) -> list[Block]:
    """Take the menu and the rights at the foot of a site's page off the blocks of a document."""
    end = len(blocks)
    while end > 1:
        last = blocks[end - 1]
        text = join(last.lines)
        if _RIGHTS.match(text.text):
            place = text.place(0, len(text.text))
            work.fields.append(("rights", Field(text.text, place, of="page")))
        elif not navigation(last):
            break
        end -= 1
    return blocks[:end]


def _title(above: Sequence[Block]) -> tuple[list[Line], list[Block]]:
    """Return the lines of the title, with a date alone above or below it, and the other blocks."""
    above = _below_the_banner(above)
    lines = [line for block in above[:2] for line in block.lines]
    first = 1 if len(lines) > 1 and _is_date(lines[0]) else 0
    end = first + 1
    while end < len(lines) and (lines[end].text[0].islower() or lines[end - 1].text[-1] == ","):
        end += 1
    if not first and end < len(lines) and _is_date(lines[end]):
        end += 1
    title = lines[:end]
    rest = [
        Block(kept)
        for block in above
        if (kept := tuple(one for one in block.lines if one not in title))
    ]
    return title, rest


def _below_the_banner(above: Sequence[Block]) -> Sequence[Block]:
    """Leave out the name of a site, where a date and then clearly a title stand below it."""
    for nth, block in enumerate(above[:6]):
        lines = [*block.lines, *(above[nth + 1].lines if nth + 1 < len(above) else ())]
        dated = len(lines) > 1 and _is_date(lines[0])
        if dated and compiled(_CLEAR_TITLE).search(lines[1].text):
            return above[nth:]
    return above


def _is_date(line: Line) -> bool:
    from parley.record.layouts.dates import find_times

    found = find_times(line.text)
    return bool(found) and found[0].end - found[0].start > len(line.text) - 4


def _first_of_document(blocks: Sequence[Block]) -> int:
    """Return at which block a document begins that stands below a page: its head or salutation."""
    for nth, block in enumerate(blocks[:40]):
        if nth and (
            compiled(_CABLE_HEAD).search(block.lines[0].text) or split_salutation(block)[1]
        ):
            return nth
    return 0


def _read_text(
    work: _Work, blocks: list[Block], stamps: Sequence[tuple[Line, ...]], page: Page | None = None
) -> None:
    """Read the document itself, in each of its languages."""
    original = next((one.value for name, one in work.fields if name == "original_language"), "")
    runs = language_runs(blocks)
    left = list(stamps)
    for nth, (language, some) in enumerate(runs):
        end = max(block.place[1] for block in some)
        mine = [one for one in left if one[0].start < end or nth == len(runs) - 1]
        left = [one for one in left if one not in mine]
        outer, inner = unwrapped(some, _year(work)) if page is not None else (some, [])
        kind = kind_of_part(language, original, page.contents if page else "", len(runs) == 1)
        _read_part(work, outer, mine, (language, kind))
        for blocks_inside in inner:
            work.wrapped.append(_inside(work.text, blocks_inside, 1, _year(work)))


def _inside(text: str, blocks: list[Block], depth: int, year: int) -> Document:
    work = _Work(text)
    work.lines.extend(line for block in blocks for line in block.lines)
    outer, inner = unwrapped(blocks, year) if depth < MOST_INSIDE else (blocks, [])
    for language, some in language_runs(outer):
        _read_part(work, some, [], (language, "transcript"), year)
    work.wrapped.extend(_inside(text, some, depth + 1, year) for some in inner)
    work.layout = "wrapped"
    return _finished(work)


def _year(work: _Work) -> int:
    for name in ("sent", "received", "citation"):
        for one, value in work.fields:
            year = _YEAR.search(value.value)
            if one == name and year:
                return int(year[0])
    return 0


def _read_part(
    work: _Work,
    blocks: list[Block],
    stamps: Sequence[tuple[Line, ...]],
    what: tuple[str, str],
    year: int = 0,
) -> None:
    year = _year(work) or year
    shape = shape_of(blocks, year)
    if shape.head:
        work.fields.extend(title_in_head(shape.head))
        said = _YEAR.search(" ".join(line.text for line in shape.head))
        year = _year(work) or (int(said[0]) if said else year)
        found = cable_fields(join(shape.head, "\n"), "head", year)
        work.fields.extend(found)
        year = _year(work) or year
    below = (*shape.signature, *shape.foot)
    for line in shape.signature:
        if name_like(line.text) and not compiled(_NO_AUTHOR).match(line.text):
            work.fields.append(("author", Field(line.text, (line.start, line.end))))
    if shape.foot and not any(name_like(line.text) for line in shape.signature):
        work.fields.extend(_signed_below(shape.foot, year))
    if shape.foot:
        work.fields.extend(cable_fields(join(below, "\n"), "foot", year))
    for stamp in stamps:
        work.fields.extend(stamp_fields(join(stamp)))
        word = compiled(r"\W*{word:stamp}").match(stamp[0].text)
        if word:
            work.known.append((stamp[0].start, stamp[0].start + word.end()))
    language, kind = what
    paragraphs = paragraphs_of(shape, language, work.text)
    if work.layout == "printed telegram":
        paragraphs = _with_number(work, paragraphs)
    paragraphs = _with_stamps(paragraphs, stamps, work.text)
    work.parts.append(
        Part(language, "transcript" if kind == "transcript" else "translation", paragraphs)
    )


def _signed_below(foot: Sequence[Line], year: int) -> list[Named]:
    """The name in capitals that stands right below the sender's number, above the date."""
    for line in foot[:3]:
        plain = not cable_fields(join([line]), "foot", year)
        if plain and line.text.isupper() and name_like(line.text) and len(line.text) > 2:
            return [("author", Field(line.text, (line.start, line.end)))]
    return []


def _with_number(work: _Work, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The number of a telegram stands before its first words, where that is no list."""
    body = next((one for one in paragraphs if one.number == 1), None)
    own = _OWN_NUMBER.match(body.text) if body else None
    if body and own:
        start = body.places[0][0]
        work.fields.insert(0, ("number", Field(own[1], (start, start + len(own[1])))))
        return paragraphs
    items = [one for one in paragraphs if one.kind == "item"]
    if len(items) != 1 or items[0].number != 1 or not items[0].item.isdecimal():
        return paragraphs
    first, start = items[0], items[0].places[0][0]
    if int(first.item) < 2:
        return paragraphs
    work.fields.append(("number", Field(first.item, (start, start + len(first.item)))))
    kind = replace(first, kind="body", item="")
    return tuple(kind if one is first else one for one in paragraphs)


def _with_stamps(
    paragraphs: tuple[Paragraph, ...], stamps: Sequence[tuple[Line, ...]], text: str
) -> tuple[Paragraph, ...]:
    found = list(paragraphs)
    for stamp in stamps:
        counted = [one for one in found if one.number]
        above = not counted or stamp[0].start < counted[0].places[0][0]
        paragraph = Paragraph(
            0, "head" if above else "foot", join(stamp).text, places_of(stamp, text)
        )
        nth = 0
        while nth < len(found) and found[nth].places[0][0] < stamp[0].start:
            nth += 1
        if not above:
            nth = max(nth, 1 + max(at for at, one in enumerate(found) if one.number))
        found.insert(nth, paragraph)
    return tuple(found)


def _finished(work: _Work) -> Document:
    if not any(name == "number" for name, _ in work.fields):
        own = [one for name, one in work.fields if name == "sender_number"]
        work.fields.extend(("number", one) for one in own)
    fields = _ordered(work.fields)
    places = [one.place for _, one in work.fields]
    places.extend(work.known)
    for part in work.parts:
        for one in part.paragraphs:
            if one.kind not in ("head", "foot"):
                places.extend(one.places)
    for inside in work.wrapped:
        places.extend(_covered_by(inside))
    return Document(
        fields,
        tuple(work.parts),
        tuple(work.wrapped),
        tuple(_unread(work, places)),
        layout=work.layout,
    )


def _covered_by(document: Document) -> Iterable[Place]:
    for part in document.parts:
        for one in part.paragraphs:
            yield from one.places
    for inside in document.wrapped:
        yield from _covered_by(inside)


def _ordered(found: Sequence[Named]) -> Mapping[str, tuple[Field, ...]]:
    """Return the values of each field, the most trustworthy first, each once."""
    fields: dict[str, tuple[Field, ...]] = {}
    for name in FIELDS:
        values = [value for one, value in found if one == name]
        rank = {"page": 0, "title": 1, "text": 2}
        if name not in _PAGE_FIRST:
            rank = {"text": 0, "title": 1, "page": 2}
        values.sort(key=lambda one: (one.by == BY_WAY_OF, rank[one.of]))
        seen: dict[tuple[str, str], Field] = {}
        for value in values:
            seen.setdefault((value.value.casefold(), value.by.casefold()), value)
        if seen:
            fields[name] = tuple(seen.values())
    return fields


def _unread(work: _Work, places: Sequence[Place]) -> Iterator[Unread]:
    """Give what of the lines is in none of the places, as far as it says anything, in order."""
    found = [Unread(place, " ".join(work.text[slice(*place)].split())) for place in work.beside]
    taken = _merged([*places, *work.beside])
    at = 0
    for line in sorted(set(work.lines), key=lambda one: one.start):
        while at < len(taken) and taken[at][1] <= line.start:
            at += 1
        begin = line.start
        nth = at
        while nth < len(taken) and taken[nth][0] < line.end:
            start, end = taken[nth]
            if start > begin:
                found.extend(_left(line, begin, start))
            begin = max(begin, end)
            nth += 1
        if begin < line.end:
            found.extend(_left(line, begin, line.end))
    return iter(sorted(found, key=lambda one: one.place))


def _merged(places: Sequence[Place]) -> list[Place]:
    """Return places in order, those that overlap as one."""
    found: list[Place] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _left(line: Line, begin: int, end: int) -> Iterable[Unread]:
    piece = line.text[begin - line.start : end - line.start]
    bare = piece.strip(' \t,;:.-–—[]()|•*"“”')
    if any(one.isalnum() for one in bare):
        start = begin + piece.index(bare)
        yield Unread((start, start + len(bare)), bare)
