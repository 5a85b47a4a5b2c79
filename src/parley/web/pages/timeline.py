"""The timeline: entries of all types by time, as a picture and a table, chosen by many marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.brief.cards.entries import Filter, chosen, entry_data, said, said_by, texts_of
from parley.brief.cards.kept import concerns_of
from parley.brief.cards.picture import entries_picture
from parley.brief.cards.short import one_line, short_time
from parley.brief.viewpoint import instant, known_party
from parley.dossier.entries import ENTRY_TYPES, Entry
from parley.kernel.errors import BadTime, Refused
from parley.kernel.suggest import did_you_mean
from parley.kernel.times import iso, read_time
from parley.mandate.concerns import concerns_of_entry
from parley.web.addresses import link
from parley.web.desk import Desk, known, worked_out
from parley.web.keeping import remembered
from parley.web.paging import Paged, part_of
from parley.web.registry import Page, Rows
from parley.web.withheld import shown_entry, shown_sources

__all__ = ["PAGE", "Timeline", "TimelineRow", "Wanted", "entries_table", "timeline"]

_ROWS = 100
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

    `entries` is the same part in the shape of `parley log --format json`.
    """

    rows: tuple[TimelineRow, ...]
    paged: Paged
    picture: str
    entries: tuple[dict[str, Any], ...]
    types: tuple[str, ...]
    issues: tuple[str, ...]


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
    return Timeline(
        tuple(_row(desk, entry) for entry in rows),
        paged,
        worked_out(
            desk, ("picture", wanted, desk.seen.zone, desk.asked), lambda: _picture(desk, entries)
        ),
        tuple(shown_entry(desk, entry_data(desk.dossier, entry, desk.seen)) for entry in rows),
        tuple(sorted(ENTRY_TYPES)),
        tuple(desk.dossier.declared.issues),
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
    found = chosen(dossier, known(desk).entries, plain)
    if wanted.issue:
        about = _about(desk)
        found = tuple(one for one in found if not about[one.id].isdisjoint(wanted.issue))
    if wanted.find.strip():
        told, sought = _told(desk), wanted.find.strip().casefold()
        found = tuple(one for one in found if sought in told[one.id])
    return found[::-1] if wanted.newest else found


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


def _told(desk: Desk) -> Mapping[str, str]:
    """Everything that each entry says, in small letters."""
    return remembered(
        desk.bench.kept,
        desk.state,
        "told",
        lambda: {one.id: "\n".join(texts_of(one)).casefold() for one in desk.dossier.entries},
    )


def _picture(desk: Desk, entries: Sequence[Entry]) -> str:
    drawn = sorted(entries, key=lambda one: desk.dossier.spans[one.id].earliest)
    return entries_picture(
        desk.dossier, drawn, desk.seen.zone, lambda name: link(desk.asked, ("entry", name), {})
    )


def _row(desk: Desk, entry: Entry) -> TimelineRow:
    return TimelineRow(
        entry.id,
        str(entry.__struct_config__.tag),
        short_time(desk.dossier.spans[entry.id], desk.seen.zone),
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
