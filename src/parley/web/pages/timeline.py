"""The timeline: entries of all types by time, as a picture and a table, chosen by many marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.brief.cards.entries import Filter, chosen, entry_data, said, said_by, texts_of
from parley.brief.cards.kept import concerns_of
from parley.brief.cards.picture import entries_picture
from parley.brief.cards.short import one_line, short_time
from parley.brief.viewpoint import instant, known_party
from parley.dossier.vocabulary.entries import ENTRY_TYPES, Entry
from parley.kernel.errors import BadTime, Refused
from parley.kernel.spans import FIRST, LAST
from parley.kernel.suggest import did_you_mean
from parley.kernel.times import iso, read_time
from parley.mandate.concerns import concerns_of_entry
from parley.web.addresses import link
from parley.web.desk import Desk, known, worked_out
from parley.web.keeping import remembered
from parley.web.paging import Paged, part_of
from parley.web.registry import Page, Rows
from parley.web.stretch import main_stretch
from parley.web.times import to_second
from parley.web.withheld import shown_entry, shown_sources

__all__ = ["PAGE", "Timeline", "TimelineRow", "Wanted", "entries_table", "timeline"]

_ROWS = 100
_BETWEEN = "\0"  # between what two entries say
_TEXT = 240  # characters of an entry in the table


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """An entry as a row: when it happened, what it is, who did it, what it says."""

    id: str
    type: str
    when: str
    who: str
    says: str
    text: str
    issues: tuple[str, ...]
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The entries that were chosen: a part of the table, and all of them as a picture (SVG).

    `entries` is the same part in the shape of `parley log --format json`. `not_drawn` counts the
    entries that lie so far from all others that the picture leaves them out.
    """

    rows: tuple[TimelineRow, ...]
    paged: Paged
    picture: str
    entries: tuple[dict[str, Any], ...]
    types: tuple[str, ...]
    issues: tuple[str, ...]
    not_drawn: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What entries must be like; what is empty lets everything through.

    Parameters:
        find: words that stand anywhere in them.
        party: parties that they name, or somebody inside one.
        issue: issues that they are about.
        type: their types.
        since, until: when they may have happened.
        newest: the newest first.
    """

    find: str = ""
    party: tuple[str, ...] = ()
    issue: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    newest: bool = False


def timeline(desk: Desk, wanted: Wanted, page: int = 1) -> Timeline:
    """Return the entries in order of time; `find` looks for words in everything that they say."""
    entries = _entries(desk, wanted)
    rows, paged = part_of(entries, page, _ROWS)
    picture, not_drawn = worked_out(
        desk, ("picture", wanted, desk.seen.zone, desk.asked), lambda: _picture(desk, entries)
    )
    return Timeline(
        tuple(_row(desk, entry) for entry in rows),
        paged,
        picture,
        tuple(shown_entry(desk, entry_data(desk.dossier, entry, desk.seen)) for entry in rows),
        tuple(sorted(ENTRY_TYPES)),
        tuple(desk.dossier.declared.issues),
        not_drawn,
    )


def _entries(desk: Desk, wanted: Wanted) -> tuple[Entry, ...]:
    return worked_out(desk, ("entries", wanted), lambda: _chosen(desk, wanted))


def _chosen(desk: Desk, wanted: Wanted) -> tuple[Entry, ...]:
    dossier = desk.dossier
    zone = desk.asked.zone or dossier.declared.zone
    for name in wanted.issue:
        _must_be(name, dossier.declared.issues, "issue")
    for name in wanted.type:
        _must_be(name, ENTRY_TYPES, "type")
    plain = Filter(
        parties=tuple(known_party(dossier, name) for name in wanted.party),
        types=wanted.type,
        since=_start(wanted.since, zone) if wanted.since else None,
        until=instant(wanted.until, zone, "until") if wanted.until else None,
    )
    found: Sequence[Entry] = known(desk).entries
    if plain != Filter():
        found = chosen(dossier, found, plain)
    if wanted.issue:
        by_issue = _by_issue(desk)
        about = frozenset().union(*(by_issue.get(name, frozenset()) for name in wanted.issue))
        found = [one for one in found if one.id in about]
    if wanted.find.strip():
        told = _saying(_told(desk), wanted.find.strip().casefold())
        found = [one for one in found if one.id in told]
    return tuple(reversed(found)) if wanted.newest else tuple(found)


def _must_be(name: str, names: Mapping[str, object], what: str) -> None:
    if name not in names:
        meant = did_you_mean(name, names)
        raise Refused(
            f"{what}: there is no `{name}`", hint=f"did you mean `{meant}`?" if meant else None
        )


def _start(text: str, zone: str) -> int:
    try:
        return read_time(text, zone).earliest
    except BadTime as error:
        raise BadTime(f"since: {error.message}", hint=error.hint) from None


def _about(desk: Desk) -> Mapping[str, frozenset[str]]:
    return concerns_of(desk.dossier)


def _by_issue(desk: Desk) -> Mapping[str, frozenset[str]]:
    """Issue -> the entries that are about it."""

    def make() -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for name, issues in _about(desk).items():
            for issue in issues:
                found.setdefault(issue, set()).add(name)
        return {issue: frozenset(names) for issue, names in found.items()}

    return remembered(desk.bench.kept, desk.state, "by issue", make)


@dataclass(frozen=True, slots=True)
class _Told:
    """Everything that the entries say, in small letters, one after the other, and where each is."""

    text: str
    starts: tuple[int, ...]
    ids: tuple[str, ...]


def _saying(told: _Told, sought: str) -> frozenset[str]:
    """The entries with some words in them."""
    found: list[str] = []
    at = told.text.find(sought) if _BETWEEN not in sought else -1
    while at >= 0:
        place = bisect_right(told.starts, at) - 1
        found.append(told.ids[place])
        if place + 1 == len(told.starts):
            break
        at = told.text.find(sought, told.starts[place + 1])
    return frozenset(found)


def _told(desk: Desk) -> _Told:
    def make() -> _Told:
        starts, parts, at = [], [], 0
        for one in desk.dossier.entries:
            text = "\n".join(texts_of(one)).casefold().replace(_BETWEEN, " ") + _BETWEEN
            starts.append(at)
            parts.append(text)
            at += len(text)
        ids = tuple(one.id for one in desk.dossier.entries)
        return _Told("".join(parts), tuple(starts), ids)

    return remembered(desk.bench.kept, desk.state, "told", make)


def _picture(desk: Desk, entries: Sequence[Entry]) -> tuple[str, int]:
    """The picture of the entries that lie near one another, and how many it leaves out."""
    spans = desk.dossier.spans
    begins = {one.id: spans[one.id].earliest for one in entries}
    first, last = main_stretch([at for at in begins.values() if at >= FIRST]) or (FIRST, LAST)
    near = [one for one in entries if begins[one.id] < FIRST or first <= begins[one.id] <= last]
    picture = entries_picture(
        desk.dossier,
        sorted(near, key=lambda one: begins[one.id]),
        desk.seen.zone,
        lambda name: link(desk.asked, ("entry", name), {}),
    )
    return picture, len(entries) - len(near)


def _row(desk: Desk, entry: Entry) -> TimelineRow:
    return TimelineRow(
        entry.id,
        str(entry.__struct_config__.tag),
        short_time(to_second(desk.dossier.spans[entry.id]), desk.seen.zone),
        said_by(entry),
        said(entry),
        one_line(entry.text or "", _TEXT),
        tuple(sorted(concerns_of_entry(desk.dossier, entry))),
        shown_sources(desk, entry.sources),
    )


def entries_table(desk: Desk, wanted: Wanted) -> Rows:
    """Return the entries that were chosen, all of them, as a table."""
    about = _about(desk)
    columns = ("id", "type", "at", "happened", "by", "to", "issues", "says", "text", "sources")
    rows = tuple(
        (
            entry.id,
            str(entry.__struct_config__.tag),
            entry.at,
            iso(desk.dossier.spans[entry.id]),
            entry.by,
            entry.to,
            tuple(sorted(about[entry.id])),
            said(entry),
            entry.text,
            shown_sources(desk, entry.sources),
        )
        for entry in _entries(desk, wanted)
    )
    return Rows(columns, rows)


PAGE = Page("timeline", "/timeline", timeline, key="t", order=10, tables={"entries": entries_table})
