"""Time zones: their names, and what their clocks showed when.

The tables are those of the `tzdata` package alone, never the machine's own: systems are built with
different histories before 1970, and a dossier must read the same on every machine.

Instants are whole microseconds since 1970-01-01 UTC.
"""

import pkgutil
import re
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from io import BytesIO
from zoneinfo import ZoneInfo

from parley.kernel.errors import BadTime, quoted
from parley.kernel.suggest import did_you_mean

__all__ = [
    "OFFSET",
    "clock_change",
    "day_start",
    "instants",
    "offset_at",
    "show_offset",
    "show_wall",
    "valid_zone",
    "wall_clock",
    "zone_hint",
    "zone_of",
]

OFFSET = r"[+-][0-9]{2}:?[0-9]{2}(?::[0-9]{2})?"

_EPOCH = datetime(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)
_FARTHEST = timedelta(hours=16)  # no clock was ever farther from Greenwich: Manila had -15:56
_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})(?::([0-9]{2}))?")
_LOOSE_OFFSET = re.compile(r"(?:utc|gmt)?([+-])([0-9]{1,2})(?::?([0-9]{2}))?", re.IGNORECASE)
_LETTERS = {"Z": 0}
_LETTERS |= {letter: hours for hours, letter in enumerate("ABCDEFGHIKLM", 1)}
_LETTERS |= {letter: -hours for hours, letter in enumerate("NOPQRSTUVWXY", 1)}


@lru_cache(maxsize=1024)
def zone_of(name: str) -> tzinfo:
    """Return the rules of a zone: an IANA name, an offset such as `+09:00`, or a military letter.

    Raises:
        BadTime: there is no such zone.
    """
    if name in _names():
        table = pkgutil.get_data("tzdata", "zoneinfo/" + name)
        if table is not None:
            return ZoneInfo.from_file(BytesIO(table), key=name)
    if name in _LETTERS:
        return timezone(timedelta(hours=_LETTERS[name]))
    offset = _OFFSET.fullmatch(name)
    if offset is None:
        raise _unknown(name)
    hours, minutes, seconds = (int(part or 0) for part in offset.group(2, 3, 4))
    away = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if minutes > 59 or seconds > 59 or away >= _FARTHEST:
        raise BadTime(
            f"expected an offset between -15:59 and +15:59, got {name!r}",
            hint="write hours and minutes ahead of Greenwich, as in +09:00",
        )
    return timezone(-away if offset[1] == "-" else away)


def valid_zone(name: str) -> bool:
    """Tell whether `name` is a zone: an IANA name, an offset or a military letter.

    >>> valid_zone("Asia/Seoul"), valid_zone("+09:00"), valid_zone("KST")
    (True, True, False)
    """
    try:
        zone_of(name)
    except BadTime:
        return False
    return True


@lru_cache(maxsize=1024)
def zone_hint(name: str) -> str | None:
    """Return the zone that `name` was probably meant to be, or None.

    >>> zone_hint("Asia/Seul"), zone_hint("new york"), zone_hint("UTC+9"), zone_hint("KST")
    ('Asia/Seoul', 'America/New_York', '+09:00', None)
    """
    offset = _LOOSE_OFFSET.fullmatch(name)
    if offset is not None:
        return f"{offset[1]}{offset[2]:0>2}:{offset[3] or '00'}"
    wanted = "_".join(name.split()).casefold()
    # Etc/GMT+9 is nine hours behind Greenwich, which is hardly what was meant.
    known = {zone.casefold(): zone for zone in _names() if not zone.startswith("Etc/GMT")}
    cities = {zone.rpartition("/")[2]: zone for zone in sorted(known, reverse=True)}
    if wanted in known:
        return known[wanted]
    if wanted in cities:
        return known[cities[wanted]]
    if len(wanted) < 5 and name.isupper():  # an abbreviation looks like many others, and means none
        return None
    near = did_you_mean(wanted, known)
    if near is not None:
        return known[near]
    city = did_you_mean(wanted, cities)
    return known[cities[city]] if city is not None else None


def instants(wall: datetime, zone: tzinfo) -> tuple[int, int]:
    """Return the two instants at which clocks may have shown `wall`, a time without a zone.

    They are equal as a rule; in order where clocks set back showed it twice; and in the wrong
    order, around the clock change, where it was skipped.
    """
    first = zone.utcoffset(wall)
    second = zone.utcoffset(wall.replace(fold=1))
    since = wall - _EPOCH
    return (
        (since - (first or timedelta())) // _MICROSECOND,
        (since - (second or timedelta())) // _MICROSECOND,
    )


def wall_clock(instant: int, zone: tzinfo) -> datetime:
    """Return what clocks in the zone show at an instant, without a zone.

    Raises:
        OverflowError: the instant is outside the years that a clock can show (1 to 9999).
    """
    return _EPOCH + timedelta(microseconds=instant + offset_at(instant, zone))


def offset_at(instant: int, zone: tzinfo) -> int:
    """Return by how many microseconds the zone is ahead of UTC at an instant."""
    shown = (_EPOCH + timedelta(microseconds=instant)).replace(tzinfo=zone)
    ahead = zone.fromutc(shown).utcoffset()
    return (ahead or timedelta()) // _MICROSECOND


def clock_change(before: int, after: int, zone: tzinfo) -> int:
    """Return the first instant with the offset that holds at `after`; it is later than `before`."""
    changed = offset_at(after, zone)
    while after - before > 1:
        middle = (before + after) // 2
        if offset_at(middle, zone) == changed:
            after = middle
        else:
            before = middle
    return after


def day_start(day: date, zone: tzinfo) -> int:
    """Return the instant at which a day begins in a zone; the day before ends just before it.

    That is the last time that clocks pass from the day before into this day: where they are set
    back across midnight, the hour shown twice belongs to the day before.
    """
    first, second = instants(datetime(day.year, day.month, day.day), zone)
    if first == second:
        return first
    if first > second:  # midnight itself was skipped
        return clock_change(second, first, zone)
    return second if wall_clock(second - 1, zone).date() < day else first


def show_wall(wall: datetime) -> str:
    """Show a time without a zone to the minute, and finer only where that is not zero."""
    if wall.microsecond:
        return wall.isoformat(" ", "microseconds").rstrip("0")
    return wall.isoformat(" ", "seconds" if wall.second else "minutes")


def show_offset(ahead: int) -> str:
    """Show by how many microseconds a zone is ahead of UTC, as in `+09:00`."""
    minutes, seconds = divmod(abs(ahead) // 1_000_000, 60)
    text = f"{'-' if ahead < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    listing = pkgutil.get_data("tzdata", "zones") or b""
    return frozenset(listing.decode("ascii").split())


def _unknown(name: str) -> BadTime:
    message = f"expected a time zone such as Asia/Seoul, got {quoted(name)}"
    if name == "J":
        why = "the letter J stands for the observer's own local time"
        return BadTime(f"{message}: {why}", hint="write the zone's name or its offset")
    hint = zone_hint(name)
    if hint is not None:
        return BadTime(message, hint=f"did you mean {hint!r}?")
    return BadTime(
        message, hint="write a name of the IANA list, an offset as in +09:00 or a letter as in K"
    )
