"""The sweeps of `_sweeps`, compiled: the same names, the same answers, for many points."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from parley.space.space import Bools

__all__ = ["compare_with_kept", "sweep_three"]


def sweep_three(
    second: NDArray[np.int64], third: NDArray[np.int64], cells: NDArray[np.int64]
) -> Bools:
    """Return which points no earlier one of their cell dominates; see `_sweeps`: O(n log n)."""
    kept = np.ones(len(second), dtype=np.bool_)
    _sweep_three(second, third, cells, kept)
    return kept


def compare_with_kept(ranks: NDArray[np.int64], cells: NDArray[np.int64]) -> Bools:
    """Return which points no other of their cell dominates; see `_sweeps`."""
    kept = np.ones(ranks.shape[1], dtype=np.bool_)
    _compare_with_kept(np.ascontiguousarray(ranks.T), cells, kept)
    return kept


@njit(cache=True, nogil=True)
def _sweep_three(second, third, cells, kept):  # type: ignore[no-untyped-def]
    # A binary indexed tree of the best third number so far, by second number from the best down;
    # what an earlier cell wrote is told by its stamp and never cleared.
    size = second.max() + 1
    best = np.empty(size + 1, dtype=np.int64)
    stamp = np.full(size + 1, -1, dtype=np.int64)
    for place in range(len(second)):
        cell, own = cells[place], third[place]
        at = size - second[place]
        look = at
        while look > 0:
            if stamp[look] == cell and best[look] >= own:
                kept[place] = False
                break
            look -= look & -look
        if kept[place]:
            while at <= size:
                if stamp[at] != cell or best[at] < own:
                    stamp[at] = cell
                    best[at] = own
                at += at & -at


@njit(cache=True, nogil=True)
def _compare_with_kept(points, cells, kept):  # type: ignore[no-untyped-def]
    count, parties = points.shape
    chosen = np.empty(count, dtype=np.int64)
    found = 0
    for place in range(count):
        if place and cells[place] != cells[place - 1]:
            found = 0
        for number in range(found):
            other = chosen[number]
            beaten = True
            for party in range(parties):
                if points[other, party] < points[place, party]:
                    beaten = False
                    break
            if beaten:
                kept[place] = False
                # What beats one often beats the next: it goes to the front.
                chosen[number] = chosen[number // 2]
                chosen[number // 2] = other
                break
        if kept[place]:
            chosen[found] = place
            found += 1
