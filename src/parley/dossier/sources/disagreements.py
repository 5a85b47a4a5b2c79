"""Where claims about one subject disagree, and what would reconcile them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Literal, TypeAlias

from parley.dossier.sources.claims import Claim, ClaimKind, subject_of
from parley.dossier.sources.measures import comparable, in_base, rounding
from parley.kernel.durations import DAY
from parley.kernel.errors import BadTime
from parley.kernel.times import INF, NEG_INF, Span, read_time

__all__ = ["Disagreement", "Way", "WayKind", "disagreements"]

WayKind: TypeAlias = Literal[
    "contains", "overlap", "units", "rounded", "zone", "calendar", "incomparable"
]

_MOST = 60  # claims of one subject that are compared pair by pair
_EPOCH = datetime(1970, 1, 1)
_EQUAL = 1e-9  # relative: what conversion may lose
#: The years in which both calendars were in use: the reform of Gregory XIII, and the last states
#: that took it up.
_TWO_CALENDARS = (1582, 1930)


@dataclass(frozen=True, slots=True)
class Way:
    """What may reconcile two claims.

    Parameters:
        kind: `contains`: one is the other, told more exactly; `overlap`: both can be true; `units`:
            the same in other units. These settle it. `rounded`, `zone` and `calendar` are only
            suggested; `incomparable`: the units cannot be compared.
        text: the same for people.
        first: the number of one claim in the disagreement, from 0.
        second: that of the other.
        settles: whether the two agree by it.
    """

    kind: WayKind
    text: str
    first: int
    second: int
    settles: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims about one subject that are not all the same.

    Parameters:
        about: the subject as the first claim has it.
        claims: all about it, those that agree among them.
        ways: what may reconcile each two that differ.
        settled: every two of them agree, or are reconciled for certain.
    """

    about: str
    kind: ClaimKind
    claims: tuple[Claim, ...]
    ways: tuple[Way, ...]
    settled: bool


def disagreements(claims: Sequence[Claim], zones: Sequence[str]) -> tuple[Disagreement, ...]:
    """Return the subjects on which claims differ, those that are not settled first.

    Words are compared only where an assertion has a dissent: two texts may say the same.

    Parameters:
        zones: the time zones of the dossier, in which a time without one may have been meant.
    """
    subjects: dict[tuple[str, ClaimKind], list[Claim]] = {}
    for claim in claims:
        subjects.setdefault((subject_of(claim.about), claim.kind), []).append(claim)
    found = [
        one for some in subjects.values() if (one := _compared(some[:_MOST], zones)) is not None
    ]
    return tuple(sorted(found, key=lambda one: one.settled))


def _compared(claims: Sequence[Claim], zones: Sequence[str]) -> Disagreement | None:
    ways: list[Way] = []
    settled = True
    differing = False
    for first, second in combinations(range(len(claims)), 2):
        one, other = claims[first], claims[second]
        if _same(one, other):
            continue
        differing = True
        pair = list(_ways(one, other, zones))
        ways.extend(Way(kind, text, first, second, sure) for kind, text, sure in pair)
        settled = settled and any(sure for _, _, sure in pair)
    if not differing or (claims[0].kind == "words" and not any(one.dissent for one in claims)):
        return None
    return Disagreement(claims[0].about, claims[0].kind, tuple(claims), tuple(ways), settled)


def _same(one: Claim, other: Claim) -> bool:
    if one.span is not None and other.span is not None:
        return one.span == other.span
    if one.measure is not None and other.measure is not None:
        return one.measure == other.measure
    return subject_of(one.said) == subject_of(other.said)


_Told: TypeAlias = tuple[WayKind, str, bool]


def _ways(one: Claim, other: Claim, zones: Sequence[str]) -> Iterator[_Told]:
    if one.span is not None and other.span is not None:
        yield from _of_times(one, other, one.span, other.span, zones)
    elif one.measure is not None and other.measure is not None:
        yield from _of_numbers(one, other)


def _of_times(
    one: Claim, other: Claim, first: Span, second: Span, zones: Sequence[str]
) -> Iterator[_Told]:
    if first.overlaps(second):
        for narrow, wide, inner, outer in (
            (one, other, first, second),
            (other, one, second, first),
        ):
            if outer.earliest <= inner.earliest and inner.latest <= outer.latest:
                yield "contains", f"{narrow.said} lies within {wide.said}: both can be true", True
                return
        yield "overlap", f"{one.said} and {other.said} overlap: both can be true", True
        return
    for claim, span in ((one, second), (other, first)):
        zone = _zone_that_fits(claim, span, zones)
        if zone is not None:
            said = other.said if claim is one else one.said
            text = f"if {claim.said} is by the clocks of {zone}, it can be {said}"
            yield "zone", text, False
            break
    early, late = (one, other) if first.earliest < second.earliest else (other, one)
    days = _days_between_calendars(early, late)
    if days:
        text = (
            f"if {early.said} is by the Julian calendar (old style), it is {days} days later, "
            f"which can be {late.said}"
        )
        yield "calendar", text, False


def _zone_that_fits(claim: Claim, span: Span, zones: Sequence[str]) -> str | None:
    """Return the zone by whose clocks a time that says none could be within the other."""
    if _read(claim.said, "+00:00") == _read(claim.said, "+12:00"):
        return None  # it says its zone itself
    for zone in zones:
        meant = _read(claim.said, zone)
        if zone != claim.zone and meant is not None and meant.overlaps(span):
            return zone
    return None


def _read(text: str, zone: str) -> Span | None:
    try:
        return read_time(text, zone)
    except BadTime:  # clocks of that zone skipped it
        return None


def _days_between_calendars(early: Claim, late: Claim) -> int:
    """Return the difference of the calendars, if it is what parts two dates; else nought."""
    if early.span is None or late.span is None:
        return 0
    start, end = early.span.earliest, early.span.latest
    if not NEG_INF < start <= end < INF:
        return 0
    year = (_EPOCH + timedelta(microseconds=start)).year
    if not _TWO_CALENDARS[0] <= year <= _TWO_CALENDARS[1]:
        return 0
    # The Julian calendar has a leap day in 1700, 1800 and 1900, which the Gregorian has not.
    days = year // 100 - year // 400 - 2
    moved = Span(start + days * DAY, end + days * DAY)
    return days if moved.overlaps(late.span) else 0


def _of_numbers(one: Claim, other: Claim) -> Iterator[_Told]:
    if one.measure is None or other.measure is None:
        return
    if not comparable(one.measure, other.measure):
        text = f"{one.said} and {other.said} are in units that cannot be compared"
        yield "incomparable", text, False
        return
    low, high, size = in_base(one.measure, other.measure)
    other_low, other_high, other_size = in_base(other.measure, one.measure)
    loss = _EQUAL * max(abs(high), abs(other_high), abs(low), abs(other_low))
    if abs(low - other_low) <= loss and abs(high - other_high) <= loss:
        yield "units", f"{one.said} is {other.said} in other units", True
        return
    if low <= other_high + loss and other_low <= high + loss:
        inside = (low >= other_low - loss and high <= other_high + loss) or (
            other_low >= low - loss and other_high <= high + loss
        )
        if inside:
            yield "contains", f"one of {one.said} and {other.said} lies within the other", True
        else:
            yield "overlap", f"{one.said} and {other.said} overlap: both can be true", True
        return
    for coarse, fine, gap, step in (
        (one, other, max(low - other_high, other_low - high), _step(one, size)),
        (other, one, max(low - other_high, other_low - high), _step(other, other_size)),
    ):
        if gap <= step / 2:
            yield "rounded", f"{coarse.said} may be {fine.said}, rounded", False
            return


def _step(claim: Claim, size: float) -> float:
    """Return to what a number looks rounded, in the common base."""
    return rounding(claim.measure.low) * size if claim.measure is not None else 0.0
