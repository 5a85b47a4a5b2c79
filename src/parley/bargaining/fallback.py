"""Fallback bargaining: how far all must come down from what they like best to agree on something.

Each party begins at its best outcomes and falls back, all in step, to less and less preferred
ones, until some outcome is acceptable to as many parties as must agree (Brams and Kilgour 2001).
It needs an order of each party's wishes and nothing else: no weights, no comparison of gains.
Where all must agree, what is found is as good as can be for the party that is worst off by rank.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.bargaining.dominance import maxima
from parley.kernel.errors import Refused
from parley.space.space import Space, outcomes

__all__ = ["Fallback", "depths_of", "efficient_outcomes", "fallback_bargaining"]


@dataclass(frozen=True, slots=True, eq=False)
class Fallback:
    """Where the parties meet as they fall back.

    Parameters:
        quota: how many parties must find an outcome acceptable.
        depth: how far they fall back, counted from 1, their best: the least depth at which some
            outcome is acceptable to so many.
        outcomes: int64, shape (m,), ascending: the numbers of the outcomes that are so then.
        efficient: int64, ascending: those of them that no outcome at all beats for everybody.
        depths: int64, shape (parties, m): how deep each lies for each party.
        support: int64, shape (m,): to how many parties each is acceptable at this depth.
    """

    quota: int
    depth: int
    outcomes: NDArray[np.int64]
    efficient: NDArray[np.int64]
    depths: NDArray[np.int64]
    support: NDArray[np.int64]


def fallback_bargaining(space: Space, quota: int | None = None) -> Fallback:
    """Return what the parties meet on as they fall back in step from their best.

    Parameters:
        quota: how many parties must agree; None: all. More than half is majority fallback.

    An outcome's depth is as `depths_of` says, so that parties that are indifferent between
    outcomes accept them together. Source: Brams and Kilgour, Fallback Bargaining, Group Decision
    and Negotiation 10 (2001); they have no ties. O(n log n) in the feasible outcomes.

    Raises Refused for a quota that is no number of parties, and where nothing is feasible.
    """
    count = len(space.parties)
    needed = count if quota is None else quota
    if not 1 <= needed <= count:
        raise Refused(
            f"fallback bargaining: expected a number of parties from 1 to {count} that must "
            f"agree, got {needed}",
            hint=f"{count} is all of them, {count // 2 + 1} a majority",
        )
    depths = depths_of(space)
    if not depths.shape[1]:
        raise Refused(
            "fallback bargaining: expected some feasible outcome, got none",
            hint="weaken or remove a statement of `feasibility`",
        )
    met = _met(depths, needed)
    depth = int(met.min())
    at = np.flatnonzero(met == depth)
    found, own = outcomes(space)[at], depths[:, at].astype(np.int64)
    return Fallback(
        needed,
        depth,
        found,
        # Whatever beats one of these is acceptable to the same parties, so it is one of them.
        np.sort(found[maxima(-own).members]),
        own,
        np.count_nonzero(own <= depth, axis=0).astype(np.int64),
    )


def depths_of(space: Space) -> NDArray[np.int32]:
    """Return how deep each feasible outcome lies for each party: int32, shape (parties, m).

    It is 1 and how many feasible outcomes the party strictly prefers: outcomes that it is
    indifferent between lie equally deep, and what comes after them lies below them all. Outcomes
    are in the order of `parley.space.space.outcomes`.
    """
    kept = outcomes(space)
    found = np.empty((len(space.parties), len(kept)), dtype=np.int32)
    for row, ranks in zip(found, space.ranks, strict=True):
        own = ranks[kept]
        at_least = np.cumsum(np.bincount(own)[::-1])[::-1] if len(own) else own
        better = np.append(at_least[1:], 0)
        row[:] = 1 + better[own]
    return found


def efficient_outcomes(space: Space) -> NDArray[np.int64]:
    """Return the numbers of the feasible outcomes that no other beats: int64, ascending.

    One beats another where it ranks at least as high for everybody and higher for somebody; so
    this needs orders of wishes only (the ordinal efficient set).
    """
    kept = outcomes(space)
    if not len(kept):
        return kept
    ranks = np.stack([row[kept].astype(np.int64) for row in space.ranks])
    return np.sort(kept[maxima(ranks).members])


def _met(depths: NDArray[np.int32], needed: int) -> NDArray[np.int32]:
    """The depth at which each outcome is acceptable to so many parties: shape (m,)."""
    if needed == len(depths):
        return np.asarray(depths.max(axis=0))
    return np.asarray(np.partition(depths, needed - 1, axis=0)[needed - 1])
