"""The times of a dossier as stops of a slider: the days on which something happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from parley.dossier.fold import known_to, view
from parley.kernel.spans import FIRST, LAST
from parley.kernel.times import INF, Span, show_time
from parley.kernel.zones import day_start, wall_clock, zone_of
from parley.web.desk import Desk
from parley.web.keeping import remembered

__all__ = ["MOST_STOPS", "Stops", "stops", "to_second"]

MOST_STOPS = 400
_SECOND = 1_000_000  # microseconds


@dataclass(frozen=True, slots=True)
class Stops:
    """The days to stop at, and where the desk stands among them.

    Parameters:
        days: as `1951-07-13`, in order.
        at: the last day that is not later than the desk's time; -1 where all are later.
        known_at: the same for what was known.
        earlier, later: the days before and after, None at the ends.
    """

    days: tuple[str, ...]
    at: int
    known_at: int
    earlier: str | None
    later: str | None


def to_second(span: Span) -> Span:
    """Return a time for people to read: to the second, where a clock of a machine gave more.

    What ends with the last instant of a day or year stays, since it is shown as that day or year.

    >>> to_second(Span(1_535_947, 1_535_947))
    Span(earliest=1000000, latest=1000000)
    """
    if span.earliest != span.latest:
        return span
    at = span.earliest - span.earliest % _SECOND
    return Span(at, at)


def stops(desk: Desk) -> Stops:
    """Return the days on which something happened, or was learned, that the party ever knew."""
    zone = desk.asked.zone or desk.dossier.declared.zone  # in which times in the address are read
    days = remembered(
        desk.bench.kept, desk.state, ("days", desk.seen.party, zone), lambda: _days(desk, zone)
    )
    as_of = show_time(Span(desk.seen.as_of, desk.seen.as_of), zone)[:10]
    known = show_time(Span(desk.seen.known_as_of, desk.seen.known_as_of), zone)[:10]
    at = sum(day <= as_of for day in days) - 1
    exact = at >= 0 and days[at] == as_of
    before = at - 1 if exact or desk.asked.as_of is None else at
    return Stops(
        days,
        at,
        sum(day <= known for day in days) - 1,
        days[before] if 0 <= before < len(days) else None,
        days[at + 1] if at + 1 < len(days) else None,
    )


def _days(desk: Desk, zone: str) -> tuple[str, ...]:
    spans = desk.dossier.spans
    entries = view(desk.dossier, desk.seen.party, INF, INF).entries
    party = desk.seen.party
    found: list[int] = []
    for entry in entries:
        span = spans[entry.id]  # from when it may have been, and by when it surely was
        learned = known_to(desk.dossier, entry, party) if party is not None else None
        found += (span.earliest, span.latest, *((learned.earliest,) if learned is not None else ()))
    days = _days_of((at for at in found if FIRST <= at <= LAST), zone)
    if len(days) <= MOST_STOPS:
        return days
    last = len(days) - 1
    return tuple(days[at * last // (MOST_STOPS - 1)] for at in range(MOST_STOPS))


def _days_of(instants: Iterable[int], zone: str) -> tuple[str, ...]:
    """The days on which instants are, in order: each is looked up once, however many it has."""
    clock, end = zone_of(zone), None
    found: list[str] = []
    for at in sorted(instants):
        if end is None or at >= end:
            day = wall_clock(at, clock).date()
            end = day_start(day + timedelta(days=1), clock) if day < date.max else None
            found.append(day.isoformat())
    return tuple(dict.fromkeys(found))
