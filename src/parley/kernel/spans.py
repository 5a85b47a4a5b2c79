"""A span: when something happened, as surely as it is known, and how that is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from parley.kernel.durations import SECOND
from parley.kernel.zones import (
    day_start,
    instants,
    offset_at,
    show_offset,
    show_wall,
    wall_clock,
    zone_of,
)

__all__ = ["FIRST", "INF", "LAST", "NEG_INF", "Span", "iso", "show_in_zones", "show_time"]

INF = 2**62  # microseconds: later than every time that can be read
NEG_INF = -INF

_ONE_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1)
# A year is kept free at each end, so that every instant between can be shown in every zone.
FIRST = (datetime(2, 1, 1) - _EPOCH) // timedelta(microseconds=1)
LAST = (datetime(9999, 1, 1) - _EPOCH) // timedelta(microseconds=1) - 1


@dataclass(frozen=True, slots=True, order=False)
class Span:
    """A time known to lie from `earliest` to `latest`, both included.

    Parameters:
        earliest: microseconds since 1970-01-01 UTC, or NEG_INF.
        latest: microseconds since 1970-01-01 UTC, or INF; not before `earliest`.
    """

    earliest: int
    latest: int

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError(f"expected earliest <= latest, got {self.earliest} > {self.latest}")

    @property
    def exact(self) -> bool:
        """Whether the instant itself is known."""
        return self.earliest == self.latest

    def before(self, other: "Span") -> bool:
        """Tell whether this is definitely before the other."""
        return self.latest < other.earliest

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two may be the same instant, so that their order is unknown."""
        return self.earliest <= other.latest and other.earliest <= self.latest


def show_time(span: Span, zone: str) -> str:
    """Show a time as clocks in a zone showed it, with its uncertainty.

    An exact instant reads back as the same instant; a whole day, month or year of the zone stays
    one.

    Raises:
        BadTime: there is no such zone.

    >>> show_time(Span(0, 0), "Asia/Tokyo"), show_time(Span(0, INF), "UTC")
    ('1970-01-01 09:00 Asia/Tokyo', 'not before 1970-01-01 UTC')
    """
    clock = zone_of(zone)
    if span.earliest > LAST:
        return "the far future"
    if span.latest < FIRST:
        return "the far past"
    if span.exact:
        return _show_instant(span.earliest, clock, zone)
    since, until = span.earliest >= FIRST, span.latest <= LAST
    if since and until:
        return _show_bounded(span, clock, zone)
    if since:
        return f"not before {_show_edge(span.earliest, _opened(span.earliest, clock), clock, zone)}"
    if until:
        return f"not after {_show_edge(span.latest, _closed(span.latest, clock), clock, zone)}"
    return "at an unknown time"


def show_in_zones(span: Span, zones: Sequence[str]) -> list[str]:
    """Show one time as the clocks of several zones showed it, in their order."""
    return [show_time(span, zone) for zone in zones]


def iso(span: Span) -> str:
    """Write a time for machines, in UTC: an instant, or start/end, with `..` for an open end.

    >>> iso(Span(0, 0)), iso(Span(NEG_INF, 0))
    ('1970-01-01T00:00:00Z', '../1970-01-01T00:00:00Z')
    """
    if span.exact:
        return _iso(span.earliest)
    return f"{_iso(span.earliest)}/{_iso(span.latest)}"


def _show_instant(instant: int, clock: tzinfo, zone: str) -> str:
    if _shown_twice(instant, clock):
        return _with_offset(instant, clock)
    return f"{show_wall(wall_clock(instant, clock))} {zone}"


def _show_bounded(span: Span, clock: tzinfo, zone: str) -> str:
    first, last = _opened(span.earliest, clock), _closed(span.latest, clock)
    if first is not None and last is not None:
        return _show_days(first, last, zone)
    wall = wall_clock(span.earliest, clock)
    if instants(wall, clock) == (span.earliest, span.latest):  # one time of day that came twice
        return f"{show_wall(wall)} {zone}"
    start, end = span.earliest, _rounded(span.latest)
    if _shown_twice(start, clock) or _shown_twice(end, clock):
        return f"between {_with_offset(start, clock)} and {_with_offset(end, clock)}"
    return f"between {show_wall(wall)} and {show_wall(wall_clock(end, clock))} {zone}"


def _show_days(first: date, last: date, zone: str) -> str:
    after = last + _ONE_DAY
    if first == last:
        return f"{first} {zone}"
    if (first.month, first.day, after.month, after.day) == (1, 1, 1, 1) and first.year == last.year:
        return f"{first.year:04} {zone}"
    if first.day == after.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04}-{first.month:02} {zone}"
    return f"between {first} and {last} {zone}"


def _show_edge(instant: int, day: date | None, clock: tzinfo, zone: str) -> str:
    return f"{day} {zone}" if day is not None else _show_instant(_rounded(instant), clock, zone)


def _opened(instant: int, clock: tzinfo) -> date | None:
    """The day that begins at this instant, if one does."""
    day = wall_clock(instant, clock).date()
    return day if day_start(day, clock) == instant else None


def _closed(instant: int, clock: tzinfo) -> date | None:
    """The day that ends with this instant, if one does."""
    day = wall_clock(instant, clock).date()
    return day if day_start(day + _ONE_DAY, clock) == instant + 1 else None


def _rounded(instant: int) -> int:
    """The full second, where the instant is the last before it, as a day's end elsewhere is."""
    return instant + 1 if instant % SECOND == SECOND - 1 else instant


def _shown_twice(instant: int, clock: tzinfo) -> bool:
    first, second = instants(wall_clock(instant, clock), clock)
    return first != second


def _with_offset(instant: int, clock: tzinfo) -> str:
    return f"{show_wall(wall_clock(instant, clock))} {show_offset(offset_at(instant, clock))}"


def _iso(instant: int) -> str:
    if not FIRST <= instant <= LAST:
        return ".."
    wall = _EPOCH + timedelta(microseconds=instant)
    text = wall.isoformat(timespec="microseconds" if wall.microsecond else "seconds")
    return (text.rstrip("0") if wall.microsecond else text) + "Z"
