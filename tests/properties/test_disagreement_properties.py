"""Claims agree for certain exactly where both can be true, in whatever order they stand."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from parley.dossier.sources.claims import Claim
from parley.dossier.sources.disagreements import Disagreement, disagreements
from parley.dossier.sources.measures import Measure, rounding
from parley.kernel.times import Span, iso, read_time

BOUNDS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)
NUMBERS = st.lists(BOUNDS, min_size=2, max_size=5)


def compared(claims: list[Claim]) -> Disagreement | None:
    """The disagreement of claims about one subject, if there is one."""
    found = disagreements(claims, ["UTC"])
    return found[0] if found else None


def meet(one: list[int], other: list[int]) -> bool:
    """Whether two ranges have a number in common, told by counting."""
    return bool(set(range(one[0], one[1] + 1)) & set(range(other[0], other[1] + 1)))


@given(NUMBERS)
def test_numbers_agree_where_every_two_ranges_meet(ranges: list[list[int]]) -> None:
    """The same answer for every order."""
    claims = [
        Claim("it", "number", f"{low}-{high}", "x", measure=Measure(low, high))
        for low, high in ranges
    ]
    wanted = all(meet(one, other) for one in ranges for other in ranges)
    for some in (claims, claims[::-1]):
        found = compared(some)
        assert (found is None or found.settled) is wanted
        assert (found is None) is all(one == ranges[0] for one in ranges)


@given(NUMBERS)
def test_times_agree_where_every_two_spans_meet(ranges: list[list[int]]) -> None:
    """Minutes of one hour, as spans."""
    claims = []
    for low, high in ranges:
        span = Span(low, high)
        claims.append(Claim("it", "date", iso(span).replace("/", " / "), "x", span, "UTC"))
    wanted = all(meet(one, other) for one in ranges for other in ranges)
    found = compared(claims)
    assert (found is None or found.settled) is wanted


@given(st.dates(min_value=date(1583, 1, 1), max_value=date(1929, 1, 1)))
def test_the_calendars_are_apart_as_the_julian_day_says(day: date) -> None:
    """By the count of days from a common origin (Meeus, Astronomical Algorithms, chapter 7)."""
    year, month, number = day.year, day.month, day.day
    moved = _gregorian_of_julian(year, month, number)
    claims = [
        Claim("it", "date", text, "x", read_time(text, "UTC"), "UTC") for text in (str(day), moved)
    ]
    found = compared(claims)
    assert found is not None and not found.settled
    # Days near a leap day that only one calendar has may be out by one: they are not suggested.
    near = (month, number) in {(2, 28), (2, 29)} or (month, number) <= (2, 29)
    if not (near and year % 100 == 0):
        assert [way.kind for way in found.ways] == ["calendar"]


def _gregorian_of_julian(year: int, month: int, day: int) -> str:
    """The Gregorian date of a Julian one."""
    a = (14 - month) // 12
    y, m = year + 4800 - a, month + 12 * a - 3
    number = day + (153 * m + 2) // 5 + 365 * y + y // 4 - 32083
    b = number + 32044
    century = (4 * b + 3) // 146097
    c = b - 146097 * century // 4
    d = (4 * c + 3) // 1461
    e = c - 1461 * d // 4
    m = (5 * e + 2) // 153
    return (
        f"{100 * century + d - 4800 + m // 10:04}-{m + 3 - 12 * (m // 10):02}-"
        f"{e - (153 * m + 2) // 5 + 1:02}"
    )


@given(st.integers(1, 10**9), st.integers(0, 6))
def test_a_rounded_number_is_rounded_to_what_it_looks_like(number: int, places: int) -> None:
    """Its last figure that is not nought has that value."""
    whole = number * 10**places
    step = int(rounding(whole))
    assert whole % step == 0
    assert whole % (step * 10) != 0
