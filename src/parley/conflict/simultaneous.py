"""Simultaneous stability (SIM): while a party leaves, the others may be improving on what it left.

A party that leaves a state s for s1 is deterred if the others, each staying at s or improving from
it, can by that turn the joint effect into a feasible outcome no better for it than s (Fraser and
Hipel 1979, 1984, for two; every number of parties as in GMCR+). Each party changes what it decides
alone. A joint outcome that is infeasible is no sanction. Published tableaux apply SIM only where
both players would otherwise be unstable, so they may list fewer states.
"""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from parley.conflict.steps import targets_of
from parley.space.space import Bools, Space, movers, outcomes

__all__ = ["MOST_EFFECTS", "effects_to_weigh", "simultaneous"]

#: Joint effects that are weighed, one by one in the worst case, before SIM is refused.
MOST_EFFECTS = 1 << 31


def effects_to_weigh(space: Space) -> int:
    """Return how many joint effects there are at most: outcomes times what everybody can change."""
    alone = [prod(space.sizes[k] for k in mover.issues) for mover in movers(space)]
    return space.size * prod(alone[: len(space.parties)])


def simultaneous(space: Space, party: int) -> Bools:
    """Return which feasible outcomes are stable for a party under SIM: bool, shape (m,).

    O(m K^n) for n parties that can each set their issues in K ways, less what stops early.
    """
    own = movers(space)[: len(space.parties)]
    rank = space.ranks[party]
    found = []
    for state in outcomes(space).tolist():
        improvements = _improvements(space, party, state, own[party].issues)
        if not len(improvements):
            found.append(True)
            continue
        shifts = np.zeros(1, dtype=np.int64)
        for other, mover in enumerate(own):
            if other != party:
                steps = _improvements(space, other, state, mover.issues) - state
                shifts = (shifts[:, None] + np.append(0, steps)[None, :]).reshape(-1)
        found.append(
            all(_deterred(space, rank[state], to + shifts, rank) for to in improvements.tolist())
        )
    return np.array(found, dtype=np.bool_)


def _improvements(
    space: Space, party: int, state: int, issues: tuple[int, ...]
) -> NDArray[np.int64]:
    targets = targets_of(space, state, issues)
    rank = space.ranks[party]
    return np.compress(rank[targets] > rank[state], targets)


def _deterred(space: Space, kept: int, effects: NDArray[np.int64], rank: np.ndarray) -> bool:
    if space.feasible is not None:
        effects = effects[space.feasible[effects]]
    return bool((rank[effects] <= kept).any())
