"""Dense ordinal ranks: priorities by refinement, weights, explicit ranking; ties are kept.

Ranks are found by refinement, so that any number of statements is exact: fixed-width scores of
2^k overflow from 63 statements (Hipel, Kilgour, Fang and Peng 1997 describe the scores).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from parley.space.space import Bools, Ints

__all__ = ["by_refinement", "by_tiers", "dense"]

_LEAST_TABLE = 1 << 16


def dense(keys: NDArray[np.signedinteger], feasible: Bools | None) -> Ints:
    """Renumber keys from 0 without gaps over feasible outcomes; others get -1.

    Parameters:
        keys: whole numbers, shape (n,), of any size; larger is better.
        feasible: bool, shape (n,); None: all are.

    Linear while the keys span at most some times n, else O(n log n).
    """
    kept = keys if feasible is None else keys[feasible]
    if not len(kept):
        return np.full(len(keys), -1, dtype=np.int32)
    low, high = int(kept.min()), int(kept.max())
    if high - low < max(4 * len(keys), _LEAST_TABLE):
        present = np.zeros(high - low + 1, dtype=np.bool_)
        present[kept - low] = True
        places = np.cumsum(present, dtype=np.int32) - np.int32(1)
        found = places[kept - low]
    else:
        found = np.unique(kept, return_inverse=True)[1].astype(np.int32).reshape(-1)
    if feasible is None:
        ranks: Ints = found
        return ranks
    ranks = np.full(len(keys), -1, dtype=np.int32)
    ranks[feasible] = found
    return ranks


def by_refinement(size: int, statements: Iterable[Bools], feasible: Bools | None) -> Ints:
    """Rank outcomes lexicographically by statements, the most important first.

    Parameters:
        size: how many outcomes.
        statements: per statement bool, shape (size,), or anything that spreads to it.
        feasible: bool, shape (size,); None: all are.

    Each statement doubles the rank and adds its truth; ranks are renumbered whenever they might
    outgrow a table, so that k statements cost O(k size).
    """
    keys = np.zeros(size, dtype=np.int64)
    bound = 1  # keys are below it
    most = max(4 * size, _LEAST_TABLE)
    for statement in statements:
        if bound * 2 > most:
            keys = dense(keys, feasible).astype(np.int64)
            bound = int(keys.max()) + 1
        keys *= 2
        keys += statement
        bound *= 2
    return dense(keys, feasible)


def by_tiers(size: int, tiers: Iterable[Bools], feasible: Bools | None) -> Ints:
    """Rank outcomes by the first tier that they are in, best first; those in none come last.

    Parameters:
        tiers: per tier bool, shape (size,).
    """
    keys = np.zeros(size, dtype=np.int64)
    rank = -1
    placed = np.zeros(size, dtype=np.bool_)
    for tier in tiers:
        keys[tier & ~placed] = rank
        placed |= tier
        rank -= 1
    keys[~placed] = rank
    return dense(keys, feasible)
