"""Times as documents write them: `1500 13 July 1951`, `11:30 30.6.1951`, `July 13, 1951—6 p.m.`.

What is found is written in ISO 8601 as far as it is known, without a zone where none is said. A
date whose day and month could change places is not guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from parley.record.language import languages

__all__ = ["Found", "find_times", "pattern_of_times"]

_ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6,
    "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}  # fmt: skip
_OLDEST_SHORT_YEAR = 30  # '29 is 2029, '30 is 1930


class Found(NamedTuple):
    """A time in a text.

    Parameters:
        value: in ISO 8601, as far as it is known.
        precision: `minute`, `hour`, `day`, `month` or `year`.
        start, end: from which character to before which.
    """

    value: str
    precision: str
    start: int
    end: int


class _Day(NamedTuple):
    year: int
    month: int
    day: int  # 0: not said


class _Clock(NamedTuple):
    hour: int
    minute: int
    precise: bool
    zone: str


def find_times(text: str, year: int = 0) -> tuple[Found, ...]:
    """Return the times in a text, in order.

    Parameters:
        year: the year of a date that names none; 0 leaves such dates out.

    >>> [one.value for one in find_times("received 1500 13 July 1951, read 13.VII.51")]
    ['1951-07-13T15:00', '1951-07-13']
    """
    return tuple(_all(text, year))


@lru_cache(maxsize=1)
def pattern_of_times() -> re.Pattern[str]:
    """Return the pattern of everything that may be a time."""
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    day = r"(?P<{0}day>[0-3]?[0-9])(?:st|nd|rd|th)?"
    roman = "XII|XI|IX|X|VIII|VII|VI|IV|V|III|II|I"
    year = r"(?P<{0}year>1[0-9]{{3}}|20[0-9]{{2}}|['’]?[0-9]{{2}}(?![0-9:.]))"
    forms = (
        r"(?P<iso>(?P<i_year>[12][0-9]{3})-(?P<i_month>[01][0-9])-(?P<i_day>[0-3][0-9]))"
        r"(?:[T ](?P<i_hour>[0-2][0-9]):(?P<i_minute>[0-5][0-9])(?::[0-5][0-9])?"
        r"(?P<i_zone>Z|[+-][0-9]{2}:?[0-9]{2})?)?",
        rf"(?P<a_hour>[0-2][0-9])(?P<a_minute>[0-5][0-9])(?P<a_zone>[A-Z])\s+"
        rf"(?P<a_month>{month})\.?\s+" + year.format("a_"),
        rf"[\"“«„]?{day.format('b_')}[\"”»]?[\s.,\-–]{{0,3}}(?P<b_month>{month})\b[\s.,\-–]{{0,3}}"
        + f"(?:{year.format('b_')})?",
        rf"(?P<c_month>{month})\b\.?\s+{day.format('c_')}(?![0-9:])"
        + rf"(?:\s*,?\s+{year.format('c_')})?",
        rf"{day.format('d_')}\.(?P<d_month>1[0-2]|0?[1-9]|{roman})\.{year.format('d_')}",
        rf"{day.format('e_')}/(?P<e_month>[0-3]?[0-9])/{year.format('e_')}",
        rf"(?P<f_month>{month})\s*,?\s+{year.format('f_')}",
    )
    dates = "|".join(f"(?:{form})" for form in forms)
    clock = (
        r"(?P<{0}hour>[0-2]?[0-9])(?:[:.](?P<{0}minute>[0-5][0-9])|(?P<{0}bare>[0-5][0-9]))?"
        r"(?:[:.][0-5][0-9])?\s*"
        r"(?P<{0}half>[ap]\.?\s?m\b\.?)?(?:\s*(?P<{0}word>hours?|hrs\.?|h\b|o'clock"
        r"|час(?:ов|а)?\.?|ч\.)\s*(?:(?P<{0}minutes>[0-5]?[0-9])\s*(?:мин(?:ут[аы]?)?\.?|min(?:ute)?s?\b\.?|m\b))?)?"
        r"(?:\s*(?P<{0}zone>Z\b|GMT\b|UTC\b|[+-][0-9]{{4}}\b))?"
    )
    # Without one of these signs a number before a month is a day.
    sign = (
        r"[0-2]?[0-9](?:[:.]?[0-5][0-9](?![0-9])"
        r"|\s*(?:[ap]\.?\s?m\b|hours?|hrs|h\b|o'clock|час|ч\.))"
    )
    # Either order, with little between; neither half of a number that goes on.
    return re.compile(
        rf"(?<![\w./:-])(?:(?={sign})(?:{clock.format('x_')})[\s,;]{{1,3}}(?:on\s+|of\s+)?)?"
        rf"(?:DTG:?\s*(?P<dtg>[0-3][0-9]))?(?P<dtgday>[0-3][0-9](?=[0-2][0-9][0-5][0-9][A-Z]\s))?"
        rf"(?:{dates})(?!\w)"
        rf"(?:\s*г(?:ода|\.)?)?"
        rf"(?:(?:\s*[,;—–]\s*|\s+at\s+|\s+в\s+|\s+)(?:{clock.format('y_')}|(?P<named>noon|midnight))(?![\w/-]|[.:][0-9]))?",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for language in languages():
        for names in (language.months, language.short_months):
            for nth, name in enumerate(names):
                found[name.casefold()] = nth + 1 if nth < 12 else 9
    return found


def _all(text: str, year: int) -> Iterator[Found]:
    known = year or _some_year(text)
    for match in pattern_of_times().finditer(text):
        parts = {key: value for key, value in match.groupdict().items() if value is not None}
        day = _day(parts, known if year else 0, known)
        if day is None:
            continue
        end = match.end()
        clock = _clock(parts)
        if clock is None and "y_hour" in parts:  # a number stands behind the date, but no time
            end = _end_of_date(match)
        start = match.start()
        if "x_hour" in parts and not _is_clock(parts, "x_"):
            start = _start_of_date(match)
        yield _found(day, clock, start, end)


def _found(day: _Day, clock: _Clock | None, start: int, end: int) -> Found:
    if not day.day:
        return Found(f"{day.year:04}-{day.month:02}", "month", start, end)
    date = f"{day.year:04}-{day.month:02}-{day.day:02}"
    if clock is None:
        return Found(date, "day", start, end)
    value = f"{date}T{clock.hour:02}:{clock.minute:02}{clock.zone}"
    return Found(value, "minute" if clock.precise else "hour", start, end)


def _day(parts: dict[str, str], year: int, near: int) -> _Day | None:
    form = next((key[0] for key in parts if re.fullmatch("[iabcdef]_month", key)), "")
    month = _month(parts.get(f"{form}_month", ""))
    day = int(parts.get(f"{form}_day") or parts.get("dtgday") or parts.get("dtg") or 0)
    written = parts.get(f"{form}_year", "").lstrip("'’")
    full = int(written) if len(written) == 4 else _full(int(written), near) if written else year
    if form == "e":  # a slash parts day and month in either order
        if day > 12 >= month:
            pass
        elif month > 12 >= day:
            day, month = month, day
        else:
            return None
    if not full or not 1 <= month <= 12 or day > monthrange(full, month)[1]:
        return None
    if form != "f" and not day:
        return None
    return _Day(full, month, day)


def _month(written: str) -> int:
    folded = written.casefold()
    if folded.isdecimal():
        return int(folded)
    return _months().get(folded) or _ROMAN.get(folded, 0)


def _full(short: int, near: int) -> int:
    if near and near % 100 == short:
        return near
    return short + (1900 if short >= _OLDEST_SHORT_YEAR else 2000)


def _some_year(text: str) -> int:
    found = re.search(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)", text)
    return int(found[0]) if found else 0


def _is_clock(parts: dict[str, str], side: str) -> bool:
    """Whether a number beside a date is a time of day: it must look like one, not like a count."""
    signs = ("minute", "bare", "half", "word", "zone")
    return any(side + sign in parts for sign in signs)


def _clock(parts: dict[str, str]) -> _Clock | None:
    if "named" in parts:
        return _Clock(12 if parts["named"].casefold() == "noon" else 24, 0, True, "")
    for side in ("i_", "a_", "x_", "y_"):
        if side + "hour" not in parts:
            continue
        if side in ("x_", "y_") and not _is_clock(parts, side):
            continue
        if side == "a_" and not (parts.get("dtg") or parts.get("dtgday")):
            continue
        hour = int(parts[side + "hour"])
        minute = parts.get(side + "minute") or parts.get(side + "bare")
        minute = minute or parts.get(side + "minutes")
        half = parts.get(side + "half", "").casefold()
        if half:
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        if hour > 24 or (hour == 24 and int(minute or 0)):
            continue
        zone = parts.get(side + "zone", "").upper()
        zone = {"GMT": "Z", "UTC": "Z"}.get(zone, zone)
        if len(zone) == 5:
            zone = f"{zone[:3]}:{zone[3:]}"
        if side == "a_":
            zone = _military(zone)
        return _Clock(hour, int(minute or 0), minute is not None, zone)
    return None


def _military(letter: str) -> str:
    """Return the offset that a letter of a date-time group stands for."""
    if letter in ("Z", ""):
        return letter
    at = "ABCDEFGHIKLM".find(letter)
    if at >= 0:
        return f"+{at + 1:02}:00"
    at = "NOPQRSTUVWXY".find(letter)
    return f"-{at + 1:02}:00" if at >= 0 else ""


def _end_of_date(match: re.Match[str]) -> int:
    ends = [match.end(key) for key in match.groupdict() if key[1] == "_" and key[0] in "iabcdef"]
    return max(end for end in ends if end > 0)


def _start_of_date(match: re.Match[str]) -> int:
    keys = [key for key in match.groupdict() if key[1] == "_" and key[0] in "iabcdef"]
    return min(match.start(key) for key in keys if match.start(key) >= 0)
