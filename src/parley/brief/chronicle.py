"""The record: the entries that the party knew, in order of time, with a picture of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parley.brief.blocks import (
    Block,
    Bullets,
    Line,
    Paragraph,
    Picture,
    Run,
    Table,
    line,
    more_left_out,
)
from parley.brief.desk import Desk, entry_when, known_sources, names, when
from parley.brief.model import Header
from parley.brief.timeline_svg import Mark, timeline_svg
from parley.dossier.dossier import side_of
from parley.dossier.fold import known_to
from parley.dossier.vocabulary.entries import ENTRY_TYPES, Entry
from parley.kernel.spans import FIRST, LAST
from parley.kernel.times import Span, iso

__all__ = ["MOST_ENTRIES", "Chronicle", "Happening", "chronicle", "lay_out"]

MOST_ENTRIES = 200
_SHORT = 12
_NOBODYS = "Facts and meetings"
_TYPE = {record: name for name, record in ENTRY_TYPES.items()}


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry: what it is, when it happened, when the party learned of it, and where it stands.

    `since` and `until` bound the time in microseconds since 1970 UTC, None where it is open.
    """

    entry: str
    type: str
    at: str
    at_utc: str
    known: str
    by: str
    to: str
    lane: str
    text: str
    file: str
    line: int
    sources: tuple[str, ...]
    withheld: int
    assumed: str | None
    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The newest entries and all that the brief cites, oldest first; the rest is left out."""

    zone: str
    happenings: tuple[Happening, ...]
    left_out: int
    counted: int
    marks: tuple[Mark, ...]


def chronicle(desk: Desk) -> Chronicle:
    """The entries by time."""
    entries = desk.case.seen.entries
    keep = {entry.id for entry in entries[-MOST_ENTRIES:]}
    keep.update(name for name in desk.cited if name in desk.case.seen.ids)
    shown = tuple(_happening(desk, entry) for entry in entries if entry.id in keep)
    marks = tuple(sorted((_mark(desk, entry) for entry in entries), key=_own_lane_first(desk)))
    return Chronicle(desk.zone, shown, len(entries) - len(shown), len(entries), marks)


def _own_lane_first(desk: Desk) -> Callable[[Mark], int]:
    mine = names(desk, (side_of(desk.case.dossier, desk.case.party),))
    rank = {mine: 0, _NOBODYS: 2}
    return lambda mark: rank.get(mark.lane, 1)


def _lane(desk: Desk, entry: Entry) -> str:
    if not entry.by:
        return _NOBODYS
    sides = dict.fromkeys(side_of(desk.case.dossier, name) for name in entry.by)
    return names(desk, tuple(sides)) if len(sides) == 1 else "Both or several sides"


def _bounds(span: Span) -> tuple[int | None, int | None]:
    return (
        span.earliest if span.earliest >= FIRST else None,
        span.latest if span.latest <= LAST else None,
    )


def _mark(desk: Desk, entry: Entry) -> Mark:
    since, until = _bounds(desk.case.dossier.spans[entry.id])
    return Mark(
        entry.id, _TYPE[type(entry)], _lane(desk, entry), since, until, entry_when(desk, entry)
    )


def _happening(desk: Desk, entry: Entry) -> Happening:
    dossier = desk.case.dossier
    span = dossier.spans[entry.id]
    known = known_to(dossier, entry, desk.case.party)
    since, until = _bounds(span)
    place = dossier.places[entry.id]
    shown = known_sources(desk, entry.sources)
    return Happening(
        entry.id,
        _TYPE[type(entry)],
        entry_when(desk, entry),
        iso(span),
        when(desk, known) if known is not None and known != span else "",
        names(desk, entry.by),
        names(desk, entry.to),
        _lane(desk, entry),
        " ".join((entry.text or "").split()),
        place.file,
        place.line,
        shown,
        len(entry.sources) - len(shown),
        entry.assumed,
        since,
        until,
    )


def lay_out(content: Chronicle, header: Header, short: bool) -> tuple[Block, ...]:
    """The picture, then the table of what it shows; the short form has the newest entries only."""
    if not content.happenings:
        return (Paragraph(line("The party knew of no entry by then.")),)
    shown = content.happenings[-_SHORT:] if short else content.happenings
    missing = content.counted - len(shown)
    blocks: list[Block] = []
    if not short:
        svg = timeline_svg(content.marks, content.zone, f"Timeline of {header.title}")
        blocks.append(Picture(svg, "Timeline picture"))
    if missing:
        rest = "" if short else ", and all that this brief cites"
        blocks.append(
            Paragraph(line(f"The newest {len(shown)} entries{rest}; {more_left_out(missing)}."))
        )
    if short:
        blocks.append(Bullets(tuple(_in_a_line(one, header) for one in shown)))
    else:
        blocks.append(_table(shown, header))
    return tuple(blocks)


def _in_a_line(one: Happening, header: Header) -> Line:
    at = one.at.removesuffix(f" {header.zone}")
    return line(f"{at} ", Run(one.entry, "strong"), f" ({one.type}, {one.by or 'a fact'})")


def _table(shown: Sequence[Happening], header: Header) -> Table:
    return Table(
        f"Entries, times in {header.zone} unless another zone is named",
        ("When", "Who", "What", "Proof"),
        tuple(_row(one, header) for one in shown),
        (17, 18, 43, 22),
    )


def _row(one: Happening, header: Header) -> tuple[tuple[Line, ...], ...]:
    at = one.at.removesuffix(f" {header.zone}")
    cells = [line(Run(at, "strong"))]
    if one.known:
        cells.append(line(Run(f"known {one.known.removesuffix(f' {header.zone}')}", "muted")))
    whom = f"{one.by or 'a fact'}" + (f" to {one.to}" if one.to else "")
    proof = [line(Run(name, "passage")) for name in one.sources]
    if one.withheld:
        proof.append(line(Run("a source not known to the party then", "muted")))
    if one.assumed:
        proof.append(line(Run(f"assumed: {one.assumed}", "muted")))
    proof.append(line(Run(f"{one.file}:{one.line}", "muted")))
    return (
        tuple(cells),
        (line(whom), line(Run(one.type, "muted"))),
        _lines(line(Run(one.entry, "entry")), line(one.text)),
        tuple(proof),
    )


def _lines(*lines: Line) -> tuple[Line, ...]:
    return tuple(one for one in lines if one)
