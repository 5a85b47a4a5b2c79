"""The bitemporal fold: what a party knew by one time of what had happened by another.

An entry counts for a party when it had happened by `as_of` and the party knew it by
`known_as_of`. Among those, happened-time decides what was in force when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from parley.dossier.dossier import Dossier, ancestors, members, moment, side_of, zone_for
from parley.dossier.vocabulary.entries import (
    Agreement,
    Document,
    Entry,
    Event,
    Proposal,
    Response,
    Session,
)
from parley.kernel.times import Span, read_time

__all__ = [
    "OPEN_TYPES",
    "Period",
    "View",
    "fold_periods",
    "hidden_sources",
    "known_to",
    "possibly_in_force",
    "standing_at",
    "surely_in_force",
    "view",
]

#: Entry types that happen in the open: every party knows them unless `known` says otherwise.
OPEN_TYPES = (Proposal, Response, Session, Agreement, Event)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time in which an entry was in force; `end` absent means it still is."""

    start: Span
    end: Span | None = None
    ended_by: str | None = None  # an entry's id; None with an end: it ran out by itself

    @property
    def expired(self) -> bool:
        """Whether it ran out by its own `until`."""
        return self.end is not None and self.ended_by is None


@dataclass(frozen=True, slots=True)
class View:
    """A dossier as one party saw it: `entries` known and happened, in order of time."""

    dossier: Dossier
    party: str | None
    as_of: int
    known_as_of: int
    entries: tuple[Entry, ...]
    ids: frozenset[str]


def known_to(dossier: Dossier, entry: Entry, party: str) -> Span | None:
    """When `party` learned of `entry`; None when it never did."""
    known = entry.known
    if known is None:
        return _known_by_default(dossier, entry, party)
    if isinstance(known, str):
        if not _open_to(dossier, entry, party):
            return None
        return _never_or(known, zone_for(dossier, (party,)))
    for around in ancestors(dossier, party):
        if around in known:
            return _never_or(known[around], zone_for(dossier, (around,)))
    inside = members(dossier, party)
    learned = [
        span
        for name, text in known.items()
        if name in inside and (span := _never_or(text, zone_for(dossier, (name,)))) is not None
    ]
    if learned:
        return min(learned, key=lambda span: (span.earliest, span.latest))
    # Nobody is ignorant of what he did himself, even where only others are listed.
    if any(author in inside for author in entry.by):
        return dossier.spans[entry.id]
    return None


def _never_or(text: str, zone: str) -> Span | None:
    return None if text == "never" else read_time(text, zone)


def _known_by_default(dossier: Dossier, entry: Entry, party: str) -> Span | None:
    if not _open_to(dossier, entry, party):
        return None
    happened = dossier.spans[entry.id]
    if entry.via is None:
        return happened
    document = dossier.by_id.get(entry.via)
    if document is None or document is entry or document.via is not None:
        return happened
    return known_to(dossier, document, party)


def _open_to(dossier: Dossier, entry: Entry, party: str) -> bool:
    if isinstance(entry, OPEN_TYPES):
        return True
    named = (*entry.by, *entry.to)
    if not named:
        return True
    side = side_of(dossier, party)
    return any(side_of(dossier, name) == side for name in named)


def view(
    dossier: Dossier,
    party: str | None,
    as_of: int,
    known_as_of: int | None = None,
) -> View:
    """The entries that count for `party`; for no party, all that had happened.

    Parameters
    ----------
    dossier: the dossier.
    party: the party whose knowledge counts, or None for everybody's together.
    as_of: instant, in microseconds since 1970 UTC, up to which things happened.
    known_as_of: instant up to which the party learned of them; `as_of` if left out.
    """
    known_by = as_of if known_as_of is None else known_as_of
    spans = dossier.spans
    chosen: list[Entry] = []
    for entry in dossier.entries:
        if spans[entry.id].earliest > as_of:
            continue
        if party is not None:
            known = known_to(dossier, entry, party)
            if known is None or known.earliest > known_by:
                continue
        chosen.append(entry)
    chosen.sort(key=lambda entry: (spans[entry.id].earliest, spans[entry.id].latest))
    return View(
        dossier, party, as_of, known_by, tuple(chosen), frozenset(entry.id for entry in chosen)
    )


def hidden_sources(seen: View) -> frozenset[str]:
    """The sources that are papers of the log, none of which the party had come to know."""
    papers = [entry for entry in seen.dossier.entries if isinstance(entry, Document)]
    known = {entry.source for entry in papers if entry.id in seen.ids}
    return frozenset(entry.source for entry in papers if entry.source) - known


def fold_periods(
    seen: View,
    effective: Callable[[Entry], bool] = lambda _: True,
    may_end: Callable[[Entry, Entry], bool] = lambda _ender, _ended: True,
) -> Mapping[str, tuple[Period, ...]]:
    """When each entry of a view was in force.

    Entries are taken in order of time; each ends what it replaces and revokes, and reviving
    one ends what had replaced it. An entry that is not `effective` (an order by somebody who
    may not give it) changes nothing and is never in force; none ends what it `may_end` not.
    """
    dossier = seen.dossier
    periods: dict[str, list[Period]] = {}
    replaced_by: dict[str, str] = {}
    for entry in seen.entries:
        if not effective(entry):
            continue
        if entry.replaces or entry.revokes or entry.revives:
            _change(dossier, entry, periods, replaced_by, may_end)
        periods[entry.id] = [_opened(dossier, entry, dossier.spans[entry.id])]
    return {name: tuple(stretches) for name, stretches in periods.items()}


def _change(
    dossier: Dossier,
    entry: Entry,
    periods: dict[str, list[Period]],
    replaced_by: dict[str, str],
    may_end: Callable[[Entry, Entry], bool],
) -> None:
    """Let an entry end and reopen what it names."""
    start = dossier.spans[entry.id]

    def reached(names: Iterable[str]) -> list[str]:
        targets = ((name, dossier.by_id.get(name)) for name in names)
        return [name for name, one in targets if one is not None and may_end(entry, one)]

    for target in reached(entry.replaces):
        _end(periods, target, start, entry.id)
        replaced_by[target] = entry.id
    for target in reached(entry.revokes):
        _end(periods, target, start, entry.id)
    for target in reached(entry.revives):
        successor = replaced_by.pop(target, None)
        if successor is not None:
            _end(periods, successor, start, entry.id)
        original = dossier.by_id.get(target)
        if original is not None and target in periods and periods[target][-1].end is not None:
            periods[target].append(_opened(dossier, original, start))


def _opened(dossier: Dossier, entry: Entry, start: Span) -> Period:
    until: str | None = getattr(entry, "until", None)
    if until is None:
        return Period(start)
    # "Until 12 June" runs to the end of that day, so only the latest instant ends it.
    last = moment(dossier, entry, until).latest
    return Period(start, Span(last, last))


def _end(periods: dict[str, list[Period]], target: str, at: Span, by: str) -> None:
    stretches = periods.get(target)
    if not stretches:
        return
    last = stretches[-1]
    if last.end is None or last.end.earliest > at.earliest:
        stretches[-1] = Period(last.start, at, by)


def surely_in_force(periods: Iterable[Period], when: Span) -> bool:
    """Whether one period covers all of `when`, whatever the uncertain times really were."""
    return any(
        period.start.latest <= when.earliest
        and (
            period.end is None
            or (
                when.latest <= period.end.earliest
                if period.expired
                else when.latest < period.end.earliest
            )
        )
        for period in periods
    )


def possibly_in_force(periods: Iterable[Period], when: Span) -> bool:
    """Whether some period may cover part of `when`."""
    return any(
        period.start.earliest <= when.latest
        and (period.end is None or when.earliest <= period.end.latest)
        for period in periods
    )


def standing_at(periods: Iterable[Period], instant: int) -> bool:
    """Whether an entry stands at an instant; begun and ended are taken at their earliest."""
    return any(
        period.start.earliest <= instant
        and (
            period.end is None
            or (instant <= period.end.latest if period.expired else instant < period.end.earliest)
        )
        for period in periods
    )
