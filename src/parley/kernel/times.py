"""When something happened: instants and spans, in whatever zone, as surely as it is known.

A time is a `Span`: the earliest and the latest instant at which it may have been. Dates are of the
Gregorian calendar, also before it was introduced. Rooms above import all of it from here; `spans`
has how a time is shown, `zones` what clocks did, and `durations` lengths of time.
"""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from parley.kernel.durations import DAY, SECOND, read_days_and_rest, read_duration
from parley.kernel.errors import BadTime, quoted
from parley.kernel.spans import FIRST, INF, LAST, NEG_INF, Span, iso, show_in_zones, show_time
from parley.kernel.zones import (
    OFFSET,
    clock_change,
    day_start,
    instants,
    offset_at,
    show_offset,
    show_wall,
    valid_zone,
    wall_clock,
    zone_hint,
    zone_of,
)

__all__ = [
    "INF",
    "NEG_INF",
    "Span",
    "iso",
    "read_duration",
    "read_time",
    "show_in_zones",
    "show_time",
    "valid_zone",
    "zone_hint",
]

_ONE_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1)
_FIRST_DATE, _LAST_DATE = date(1, 12, 30), date(9999, 1, 2)  # a zone may be a day from UTC
_LONGEST_TEXT = 200  # characters

_MINUTES = {f"{m // 60:02}:{m % 60:02}": m * 60 * SECOND for m in range(1440)}
_SECONDS = {f"{second:02}": second * SECOND for second in range(60)}
_NTH = {f"-{day:02}": day for day in range(1, 32)}
_PLAIN_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_PLAIN_ZONE = re.compile(rf"([A-Z]|{OFFSET})| ([^0-9\s]\S*)")
_BOUND = re.compile(r"not (before|after) ", re.IGNORECASE)
_BETWEEN = re.compile(r"\s/\s|\s?/\s?(?=[0-9]|\.\.)")
_WIDENED = re.compile(r"\s?(?:±|\+/?-)\s?")
_MOMENT = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:[T ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,6}))?)?)?"
    rf"(?P<glued>[A-Z]|{OFFSET})?)?)?(?: (?P<apart>[^0-9\s].*))?"
)


class _Days(NamedTuple):
    """Whole days in a zone, from the first until the one after the last."""

    first: date
    after: date
    zone: str


def read_time(text: str, zone: str) -> Span:
    """Read a time.

    Parameters:
        text: a year, month, day or time of day, with or without a zone (`1951-07-13 15:00`,
            `1951-07-13T10:55K`, `1951-07-13 13:00 Asia/Tokyo`), as it stands, with an uncertainty
            (`T ± 1d`, `T +- 2h`), bounded (`not before T`, `not after T`) or between (`T1 / T2`).
        zone: where the clock hung if the text does not say.

    A time of day is that exact instant; where clocks were set back and showed it twice, both.

    Raises:
        BadTime: the text is no time, its zone is unknown, or clocks skipped it.

    >>> iso(read_time("1951-07-13 10:55 K", "UTC"))
    '1951-07-13T00:55:00Z'
    """
    return _read(text, zone)


@lru_cache(maxsize=1 << 16)
def _read(text: str, zone: str) -> Span:
    plain = _read_plain(text, zone)
    if plain is not None:
        return plain
    if len(text) > _LONGEST_TEXT:
        raise _no_time(text)
    words = " ".join(text.split())
    bound = _BOUND.match(words)
    ends = _BETWEEN.split(words)
    if bound is not None:
        point = _point(words[bound.end() :], zone)
        after = bound[1].lower() == "before"
        return Span(point.earliest, INF) if after else Span(NEG_INF, point.latest)
    if len(ends) == 2:
        return _between(ends[0], ends[1], zone)
    return _point(words, zone)


def _read_plain(text: str, zone: str) -> Span | None:
    """The short way for what nearly every time is: a day, or minutes or seconds of a day, with or
    without a zone, when no clock changed. None for everything else, also for what is wrong.
    """
    since = _MINUTES.get(text[11:16])
    if since is None or text[10] not in "T ":
        start = _regular_day(text, zone) if len(text) == 10 else None
        return Span(start, start + DAY - 1) if start is not None else None
    tail = text[16:]
    if tail[:1] == ":":
        second = _SECONDS.get(tail[1:3])
        if second is None:
            return None
        since, tail = since + second, tail[3:]
    where = _named(tail) if tail else zone
    start = _regular_day(text[:10], where) if where is not None else None
    return Span(start + since, start + since) if start is not None else None


def _regular_day(text: str, zone: str) -> int | None:
    """The start of a plain day around which no clock changed; None for every other text."""
    nth = _NTH.get(text[7:])
    if nth is None:
        return None
    start, days = _regular_days(text[:7], 0, zone)
    if not days:
        start, days = _regular_days(text[:7], nth, zone)
        return start if days else None
    return start + (nth - 1) * DAY if nth <= days else None


@lru_cache(maxsize=1 << 13)
def _regular_days(text: str, nth: int, zone: str) -> tuple[int, int]:
    """The start of a month such as `1951-07` and its days, or of its nth day and one; if a clock
    changed in them, the day before or the day after, no days.
    """
    written = _PLAIN_MONTH.fullmatch(text)
    year, month = (int(part) for part in written.groups()) if written is not None else (0, 0)
    if not (2 < year < 9998 and 1 <= month <= 12 and nth <= monthrange(year, month)[1]):
        return 0, 0
    days = 1 if nth else monthrange(year, month)[1]
    first = datetime(year, month, nth or 1)
    clock = zone_of(zone)
    ahead = {clock.utcoffset(first + day * _ONE_DAY) for day in range(-1, days + 2)}
    return (instants(first, clock)[0], days) if len(ahead) == 1 else (0, 0)


@lru_cache(maxsize=1024)
def _named(tail: str) -> str | None:
    """The zone that follows a plain time of day, if it is one."""
    written = _PLAIN_ZONE.fullmatch(tail)
    name = (written[1] or written[2]) if written is not None else ""
    return name if name and valid_zone(name) else None


def _between(first: str, last: str, zone: str) -> Span:
    since = NEG_INF if first == ".." else _point(first, zone).earliest
    until = INF if last == ".." else _point(last, zone).latest
    if since > until:
        raise BadTime(
            f"expected the earlier time first, got {quoted(f'{first} / {last}')}",
            hint=f"write {last} / {first}",
        )
    return Span(since, until)


def _point(text: str, zone: str) -> Span:
    written, *widths = _WIDENED.split(text)
    if len(widths) > 1:
        raise _no_time(text)
    moment = _moment(written, zone)
    days, wider = read_days_and_rest(widths[0]) if widths else (0, 0)
    if isinstance(moment, _Days):
        moment = _span_of_days(moment, days)
    else:
        wider += days * DAY
    span = Span(moment.earliest - wider, moment.latest + wider)
    if span.earliest < FIRST or span.latest > LAST:
        raise _outside(text)
    return span


def _moment(text: str, zone: str) -> Span | _Days:
    written = _MOMENT.fullmatch(text)
    if written is None or (written["glued"] and written["apart"]):
        raise _no_time(text)
    if written["glued"] == "T" and not written["hour"]:  # rather cut off than in zone T
        raise _no_time(text)
    name = written["glued"] or written["apart"] or zone
    year = int(written["year"])
    month, day = (int(written[part] or 0) for part in ("month", "day"))
    first = _date(text, year, int(written["month"] or 1), int(written["day"] or 1))
    if not month:
        return _Days(first, _date(text, year + 1, 1, 1), name)
    if not day:
        return _Days(first, _date(text, year + month // 12, month % 12 + 1, 1), name)
    if not written["hour"]:
        return _Days(first, first + _ONE_DAY, name)
    hour, minute, second = (int(written[part] or 0) for part in ("hour", "minute", "second"))
    micro = int((written["fraction"] or "").ljust(6, "0"))
    if minute > 59 or second > 59 or (hour, minute, second, micro) > (24, 0, 0, 0):
        raise BadTime(
            f"expected a time of day from 00:00 to 24:00, got {quoted(text)}",
            hint="minutes and seconds end at 59; write a leap second as the second before it",
        )
    clock = timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)
    return _span_of_wall(datetime(year, month, day) + clock, name)


def _date(text: str, year: int, month: int, day: int) -> date:
    if not 1 <= year <= 9999:
        raise _outside(text)
    if not 1 <= month <= 12:
        raise BadTime(
            f"expected a month from 01 to 12, got {month:02} in {quoted(text)}",
            hint="write year-month-day, as in 1951-07-13",
        )
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise BadTime(
            f"expected a day from 01 to {days} in {year:04}-{month:02}, "
            f"got {day:02} in {quoted(text)}",
            hint="write year-month-day, as in 1951-07-13",
        )
    found = date(year, month, day)
    if not _FIRST_DATE <= found <= _LAST_DATE:
        raise _outside(text)
    return found


def _span_of_days(days: _Days, wider: int) -> Span:
    """Whole days, and as many more on each side: midnights, so that clock changes do not count."""
    clock = zone_of(days.zone)
    more = timedelta(days=wider)
    try:
        start = day_start(days.first - more, clock)
        end = day_start(days.after + more, clock)
    except OverflowError:
        raise _outside(f"{days.first} ± {wider}d") from None
    if start == end:
        raise BadTime(
            f"expected a day that there was in {days.zone}, got {days.first}, which was skipped",
            hint=f"write {days.first - _ONE_DAY} or {days.after}, or name another zone",
        )
    return Span(start, end - 1)


def _span_of_wall(wall: datetime, zone: str) -> Span:
    clock = zone_of(zone)
    first, second = instants(wall, clock)
    if first <= second:
        return Span(first, second)
    change = clock_change(second, first, clock)
    ahead = offset_at(change - 1, clock)
    left = show_wall(_EPOCH + timedelta(microseconds=change + ahead))
    reached = show_wall(wall_clock(change, clock))
    raise BadTime(
        f"expected a time that clocks in {zone} showed, got {show_wall(wall)}: "
        f"they went from {left} straight to {reached}",
        hint=f"write a time before {left}, or {reached} or later, or name the offset, as in "
        f"{show_wall(wall)} {show_offset(ahead)}",
    )


def _no_time(text: str) -> BadTime:
    return BadTime(
        "expected a time such as 1951-07-13, 1951-07-13T15:00 or 1951-07-13 15:00 Asia/Seoul, "
        f"got {quoted(text)}",
        hint="write year-month-day, then the time of day and the zone; if unsure: T ± 1d, "
        "not before T, not after T, or T1 / T2",
    )


def _outside(text: str) -> BadTime:
    return BadTime(
        f"expected a time in the years 0002 to 9998 (UTC), got {quoted(text)}",
        hint="write the year with four digits; leave an end open with 'not before' or 'not after'",
    )
