"""Lengths of time, as in `2d` or `1d 6h`."""

import re

from parley.kernel.errors import BadTime, quoted

__all__ = ["DAY", "SECOND", "read_days_and_rest", "read_duration"]

SECOND = 1_000_000  # microseconds
DAY = 86_400 * SECOND

_UNITS = {"w": 7 * DAY, "d": DAY, "h": 3_600 * SECOND, "m": 60 * SECOND, "s": SECOND}
_LONGEST_TEXT = 200  # characters
_LONGEST = 4_000_000 * DAY  # the whole calendar
_DURATION = re.compile(r"(?:[0-9]{1,9} ?[wdhms] ?)+")
_PART = re.compile(r"([0-9]+) ?([wdhms])")


def read_duration(text: str) -> int:
    """Read a length of time, such as `2d` or `1d 6h`, into microseconds; a day is 24 hours.

    Raises:
        BadTime: the text is no duration.

    >>> read_duration("1d 6h") // 3_600_000_000
    30
    """
    days, rest = read_days_and_rest(text)
    return days * DAY + rest


def read_days_and_rest(text: str) -> tuple[int, int]:
    """Read a length of time as `read_duration` does, into whole days and microseconds.

    Days count apart because those of the calendar are not all 24 hours long; `24h` is no day.

    Raises:
        BadTime: the text is no duration.

    >>> read_days_and_rest("1w 1d 24h")
    (8, 86400000000)
    """
    plain = " ".join(text.split()) if len(text) <= _LONGEST_TEXT else ""
    parts = _PART.findall(plain) if _DURATION.fullmatch(plain) else []
    units = [unit for _, unit in parts]
    counted = {unit: int(count) * _UNITS[unit] for count, unit in parts}
    if not parts or units != [unit for unit in _UNITS if unit in units]:
        raise BadTime(
            f"expected a duration such as 2d, 12h or 1d 6h, got {quoted(text)}",
            hint="write whole numbers with w, d, h, m or s, the largest first and each once",
        )
    if sum(counted.values()) > _LONGEST:
        raise BadTime(
            f"expected a duration within the calendar, got {quoted(text)}",
            hint="write at most 4000000d",
        )
    days = (counted.pop("w", 0) + counted.pop("d", 0)) // DAY
    return days, sum(counted.values())
