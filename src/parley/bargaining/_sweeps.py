"""The sweeps over sorted points in plain numpy: what `_kernels` does faster, and its twin."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from parley.space.space import Bools

__all__ = ["compare_with_kept", "sweep_three"]

_BLOCK = 256


def sweep_three(
    second: NDArray[np.int64], third: NDArray[np.int64], cells: NDArray[np.int64]
) -> Bools:
    """Return which points no earlier one of their cell dominates, by halves: O(n log^2 n).

    Parameters:
        second, third: dense ranks, shape (n,), of distinct points in the order of their cells and
            then of the first number, best first.
        cells: int64, shape (n,), ascending.
    """
    count = len(second)
    kept = np.ones(count, dtype=np.bool_)
    most_second, most_third = int(second.max()) + 1, int(third.max()) + 1
    width = 1
    while width < count:
        at = np.flatnonzero(kept)
        pair, right = at // (2 * width), (at // width) & 1
        runs = np.zeros(len(at), dtype=np.int64)
        runs[1:] = np.cumsum((pair[1:] != pair[:-1]) | (cells[at[1:]] != cells[at[:-1]]))
        order = np.argsort((runs * most_second + (most_second - 1 - second[at])) * 2 + right)
        floor = runs[order] * (most_third + 1)  # what is in a later run is above all of earlier
        is_left = right[order] == 0
        above = np.maximum.accumulate(floor + np.where(is_left, third[at[order]], -1)) - floor
        beaten = ~is_left & (above >= third[at[order]])
        kept[at[order[beaten]]] = False
        width *= 2
    return kept


def compare_with_kept(ranks: NDArray[np.int64], cells: NDArray[np.int64]) -> Bools:
    """Return which points no other of their cell dominates: O(n m) for m that none does.

    Parameters:
        ranks: int64, shape (parties, n): distinct points by cell, then the best sum first, so that
            none is dominated by a later one.
        cells: int64, shape (n,), ascending.
    """
    kept = np.ones(ranks.shape[1], dtype=np.bool_)
    bounds = np.flatnonzero(np.diff(cells, prepend=cells[0] - 1, append=cells[-1] + 1))
    for start, end in pairwise(bounds.tolist()):
        for block in range(start, end, _BLOCK):
            stop = min(block + _BLOCK, end)
            here = np.arange(block, stop)
            before = start + np.flatnonzero(kept[start:block])
            for part in range(0, len(before), _BLOCK):
                others = before[part : part + _BLOCK]
                kept[here] &= ~_beaten(ranks[:, here], ranks[:, others])
                here = here[kept[here]]
            inside = _at_least(ranks[:, here], ranks[:, here])
            np.fill_diagonal(inside, False)
            kept[here] &= ~inside.any(axis=1)
    return kept


def _at_least(points: NDArray[np.int64], others: NDArray[np.int64]) -> Bools:
    found = np.ones((points.shape[1], others.shape[1]), dtype=np.bool_)
    for one, other in zip(points, others, strict=True):
        found &= other[None, :] >= one[:, None]
    return found


def _beaten(points: NDArray[np.int64], others: NDArray[np.int64]) -> Bools:
    return np.asarray(_at_least(points, others).any(axis=1))
