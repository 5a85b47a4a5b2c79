"""The slow twin for unknown, strong and fuzzy preference and attitudes: see `literal`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tests.twins.literal import Literal, Reading, judge

__all__ = ["attitudes", "fuzzy", "strength", "unknown"]

Pairs = Sequence[set[tuple[int, int]]]
Levels = Sequence[Mapping[tuple[int, int], int]]
Degrees = Sequence[Mapping[tuple[int, int], Fraction]]


def unknown(
    conflict: Literal, party: int, concept: str, variant: str, unknowns: Pairs
) -> list[bool]:
    """Unknown preference, variant a to d: `unknowns[j]` holds (s, t) and (t, s)."""
    ranks = conflict.ranks

    def better(j: int, t: int, s: int) -> bool:
        return ranks[j][t] > ranks[j][s] and (s, t) not in unknowns[j]

    def surely_not_better(x: int, s: int) -> bool:
        return ranks[party][s] >= ranks[party][x] and (s, x) not in unknowns[party]

    def tempts(s1: int, s: int) -> bool:
        maybe = variant in "ac" and (s, s1) in unknowns[party]
        return better(party, s1, s) or maybe

    def deters(s2: int, s: int) -> bool:
        maybe = variant in "cd" and (s, s2) in unknowns[party]
        return surely_not_better(s2, s) or maybe

    def improves(j: int, t: int, s: int) -> bool:
        return better(j, t, s) or (s, t) in unknowns[j]

    return judge(conflict, party, concept, Reading(tempts, deters, improves))


def strength(
    conflict: Literal, party: int, concept: str, degree: int, levels: Levels
) -> list[bool]:
    """Strength: every sanction is worse by `degree`; 0 asks only that s >= s2.

    Parameters:
        levels: per party (s, t) -> how much better t is than s; 0 where it is not better.
    """
    mine = levels[party]
    reading = Reading(
        tempts=lambda s1, s: mine[s, s1] > 0,
        deters=lambda s2, s: mine[s2, s] >= degree if degree > 0 else not mine[s, s2] > 0,
        improves=lambda j, t, s: levels[j][s, t] > 0,
    )
    return judge(conflict, party, concept, reading)


def fuzzy(
    conflict: Literal, party: int, concept: str, degrees: Degrees, thresholds: Sequence[Fraction]
) -> list[bool]:
    """Fuzzy preference: `degrees[j][s, q]` is how far j prefers s to q."""

    def certainty(j: int, s: int, q: int) -> Fraction:
        return degrees[j][s, q] - degrees[j][q, s]

    reading = Reading(
        tempts=lambda s1, s: certainty(party, s1, s) >= thresholds[party],
        deters=lambda s2, s: certainty(party, s2, s) < thresholds[party],
        improves=lambda j, t, s: certainty(j, t, s) >= thresholds[j],
    )
    return judge(conflict, party, concept, reading)


def attitudes(
    conflict: Literal, party: int, concept: str, attitude: Sequence[Sequence[int]]
) -> list[bool]:
    """Attitudes: `attitude[i][j]` is +1, 0 or -1; s itself counts among the sanctions."""
    ranks = conflict.ranks

    def replies(i: int, t: int, s: int) -> bool:
        for j, feeling in enumerate(attitude[i]):
            if feeling > 0 and not ranks[j][t] >= ranks[j][s]:
                return False
            if feeling < 0 and not ranks[j][s] >= ranks[j][t]:
                return False
        return True

    reading = Reading(
        tempts=lambda s1, s: replies(party, s1, s),
        deters=lambda s2, s: s2 == s or not replies(party, s2, s),
        improves=replies,
    )
    return judge(conflict, party, concept, reading)
