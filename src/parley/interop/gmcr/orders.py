"""What a party prefers, as tiers of numbered states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import lcm

from parley.interop.gmcr.cubes import Sides, truth_bits
from parley.space.model import Preference, Priorities, Ranking, Weights

__all__ = ["bits_of_states", "tiers_of"]


def bits_of_states(issues: Sequence[str], states: Sequence[int]) -> dict[str, int]:
    """Return issue -> in which of the states it is taken: bit k for the k-th state."""
    return {
        issue: int("".join("1" if state >> place & 1 else "0" for state in reversed(states)), 2)
        for place, issue in enumerate(issues)
    }


def tiers_of(
    preference: Preference | None, sides: Sides, atoms: Mapping[str, int], count: int
) -> list[list[int]]:
    """Return the states, numbered from 1, best first; states in one list are tied.

    Parameters:
        atoms: of `bits_of_states`.
        count: how many states there are.
    """
    full = (1 << count) - 1
    if isinstance(preference, Priorities):
        tiers = [full]
        for group in preference.groups:
            for named in group:
                true = truth_bits(named.formula, sides, atoms, full)
                tiers = [part for tier in tiers for part in (tier & true, tier & ~true) if part]
    elif isinstance(preference, Ranking):
        tiers = _by_ranking(preference, sides, atoms, full)
    elif isinstance(preference, Weights):
        tiers = _by_weights(preference, sides, atoms, count)
    else:
        tiers = [full]
    return [_numbers(tier) for tier in tiers]


def _by_ranking(ranking: Ranking, sides: Sides, atoms: Mapping[str, int], full: int) -> list[int]:
    """A state belongs to the first tier that speaks of it; those that none speaks of come last."""
    tiers, left = [], full
    for tier in ranking.tiers:
        here = 0
        for named in tier:
            here |= truth_bits(named.formula, sides, atoms, full)
        tiers.append(here & left)
        left &= ~here
    return [tier for tier in (*tiers, left) if tier]


def _by_weights(weights: Weights, sides: Sides, atoms: Mapping[str, int], count: int) -> list[int]:
    full = (1 << count) - 1
    parts = []  # of the score: where it is added, and how much
    for term in weights.terms:
        if term.says is not None:
            parts.append((truth_bits(term.says.formula, sides, atoms, full), term.low))
        elif term.issue is not None:
            taken = atoms[term.issue]
            for value, where in zip(sides[term.issue], (full ^ taken, taken), strict=True):
                if value in term.scores:
                    parts.append((where, term.low * term.scores[value]))
    unit = lcm(*(number.denominator for _, number in parts))
    scores = [0] * count
    for where, number in parts:
        step = int(number * unit)
        for state in _numbers(where):
            scores[state - 1] += step
    tiers: dict[int, int] = {}
    for state, score in enumerate(scores):
        tiers[score] = tiers.get(score, 0) | 1 << state
    return [tiers[score] for score in sorted(tiers, reverse=True)]


def _numbers(bits: int) -> list[int]:
    """Return the places of the bits that are set, from 1."""
    return [place for place, sign in enumerate(reversed(f"{bits:b}"), 1) if sign == "1"]
