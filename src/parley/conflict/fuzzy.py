"""Stability where preference is a matter of degree: fuzzy preference with thresholds.

`r[s, q]` in [0, 1] says how far a party prefers s to q, with r[s, q] + r[q, s] = 1. What counts is
the certainty r[s, q] - r[q, s], in [-1, 1]. A party goes for a state only where it is certain
enough that it is better, by its own threshold; and it is deterred by any state of which it is not
so certain (Bashar, Kilgour and Hipel 2012). FR, FGMR, FSMR and FSEQ are theirs; FSSEQ, the fuzzy
form of a younger concept, is extended in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from parley.conflict.game import Game
from parley.conflict.sanctions import Reading, judge
from parley.kernel.errors import Refused
from parley.space.space import Bools, Ints

__all__ = ["TOLERANCE", "Degrees", "crisp", "with_fuzzy_preference"]

#: For one party float64, shape (m, m): how far it prefers s to q, at [s, q].
Degrees: TypeAlias = NDArray[np.float64]

#: Decimal degrees are inexact in binary: 0.7 - 0.3 must reach a threshold of 0.4.
TOLERANCE = 1e-9


def crisp(rank: Ints) -> Degrees:
    """Return the degrees that say the same as ranks: 1 where s is better than q, 1/2 as good.

    Parameters:
        rank: int32, shape (m,); more is better.

    >>> crisp(np.array([0, 1, 1], dtype=np.int32)).tolist()
    [[0.5, 0.0, 0.0], [1.0, 0.5, 0.5], [1.0, 0.5, 0.5]]
    """
    found: Degrees = (np.sign(rank[:, None] - rank[None, :]) + 1) / 2
    return found


def with_fuzzy_preference(
    game: Game,
    party: int,
    concept: str,
    *,
    preferences: Sequence[Degrees],
    thresholds: Sequence[float],
) -> Bools:
    """Return whether each state is stable for a party whose preference is fuzzy, shape (m,).

    Parameters:
        concept: R, SMR, SSEQ, SEQ or GMR, for FR to FGMR.
        preferences: for each party float64, shape (m, m), in place of the game's ranks.
        thresholds: for each party how certain it must be that a state is better, in (0, 1].

    Raises Refused where degrees or thresholds are outside their range, or the degrees of a pair of
    states do not add up to 1.
    """
    _require_thresholds(game, thresholds)
    _require_degrees(game, preferences)
    # At [s, t]: whether t is certainly enough better than s.
    improves = tuple(
        threshold - TOLERANCE <= one.T - one
        for one, threshold in zip(preferences, thresholds, strict=True)
    )
    return judge(game, party, concept, Reading(improves[party], ~improves[party], improves))


def _require_thresholds(game: Game, thresholds: Sequence[float]) -> None:
    """Raise Refused unless each party has a threshold above 0 and up to 1."""
    if len(thresholds) != len(game.parties):
        raise Refused(f"expected {len(game.parties)} thresholds, got {len(thresholds)}")
    for name, threshold in zip(game.parties, thresholds, strict=True):
        if not 0 < threshold <= 1:
            raise Refused(f"{name}: expected a threshold above 0 and up to 1, got {threshold}")


def _require_degrees(game: Game, preferences: Sequence[Degrees]) -> None:
    """Raise Refused unless each party has degrees in [0, 1] that add up to 1 for every pair."""
    if [one.shape for one in preferences] != [one.shape for one in game.better]:
        raise Refused("expected for each party a table of all pairs of states")
    for name, one in zip(game.parties, preferences, strict=True):
        wrong = np.argwhere(~((one >= 0) & (one <= 1)))  # so that what is no number is wrong too
        if len(wrong):
            s, q = wrong[0].tolist()
            raise Refused(
                f"{name}: expected a degree from 0 to 1 for states {s} and {q}, got {one[s, q]}"
            )
        wrong = np.argwhere(abs(one + one.T - 1) > TOLERANCE)
        if len(wrong):
            s, q = wrong[0].tolist()
            raise Refused(
                f"{name}: the degrees of states {s} and {q}, {one[s, q]} and {one[q, s]}, "
                "do not add up to 1"
            )
