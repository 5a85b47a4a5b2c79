"""The times of a dossier as stops of a slider: the days on which something happened."""

from __future__ import annotations

from dataclasses import dataclass

from parley.dossier.fold import known_to, view
from parley.kernel.spans import FIRST, LAST
from parley.kernel.times import INF, Span, show_time
from parley.web.desk import Desk
from parley.web.keeping import remembered

__all__ = ["MOST_STOPS", "Stops", "stops"]

MOST_STOPS = 400


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
    found: dict[str, None] = {}
    party = desk.seen.party
    for entry in entries:
        learned = known_to(desk.dossier, entry, party) if party is not None else None
        if learned is not None and FIRST <= learned.earliest <= LAST:
            found[show_time(Span(learned.earliest, learned.earliest), zone)[:10]] = None
        for at in (
            spans[entry.id].earliest,
            spans[entry.id].latest,
        ):  # from when it may have been, and by when it surely was
            if FIRST <= at <= LAST:
                found[show_time(Span(at, at), zone)[:10]] = None
    days = sorted(found)
    if len(days) <= MOST_STOPS:
        return tuple(days)
    last = len(days) - 1
    return tuple(days[at * last // (MOST_STOPS - 1)] for at in range(MOST_STOPS))
