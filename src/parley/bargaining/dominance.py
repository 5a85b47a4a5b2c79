"""Which of many points no other dominates: the maxima of a set of vectors.

One point dominates another where it is at least as good for every party and better for one. Two
parties take one sort, three a sort and a sweep over a tree of the best so far (Kung, Luccio and
Preparata 1975), both O(n log n); more are compared with what is kept, best sums first (Chomicki,
Godfrey, Gryz and Liang 2003). Points may lie in cells that are not compared with each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.bargaining import _sweeps
from parley.space.space import Bools

__all__ = ["Maxima", "maxima"]

_COMPILED_FROM = 1 << 15  # points from which compiled sweeps are worth loading a compiler's output
_SIEVED_FROM = 1 << 13
_MOST_PACKED = 1 << 62


@dataclass(frozen=True, slots=True, eq=False)
class Maxima:
    """Points that none dominates, equal ones together.

    Parameters:
        members: int64, the numbers of all points kept, by cell, then best for the first party
            first; those equal in everything stand together, the least number first.
        starts: int64, shape (m + 1,): where each distinct point begins in `members`.
    """

    members: NDArray[np.int64]
    starts: NDArray[np.int64]


def maxima(keys: NDArray[np.int64], cells: NDArray[np.int64] | None = None) -> Maxima:
    """Return the points that no other of their cell dominates.

    Parameters:
        keys: int64, shape (parties, n), n at least 1; larger is better.
        cells: int64, shape (n,), from 0; None: all are in one.
    """
    kept = _sieve(keys) if cells is None and keys.shape[1] >= _SIEVED_FROM else None
    if kept is not None:
        found = _maxima_of_sieved(keys[:, kept], None)
        return Maxima(kept[found.members], found.starts)
    return _maxima_of_sieved(keys, cells)


def _maxima_of_sieved(keys: NDArray[np.int64], cells: NDArray[np.int64] | None) -> Maxima:
    """Return the same without a first pass that throws out what is plainly dominated."""
    if len(keys) == 1:
        return _best(keys[0], cells)
    if len(keys) == 2:
        return _staircase(keys, cells)
    return _maxima_of_many(keys, cells)


def _sieve(keys: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """The points that a few strong ones do not dominate; None where that is most of them.

    Strong is what has the best sum when each party's numbers are scaled to their span.
    """
    low, high = keys.min(axis=1), keys.max(axis=1)
    span = np.maximum(high.astype(np.float64) - low, 1.0)
    alive = np.arange(keys.shape[1], dtype=np.int64)
    scaled = (keys - low[:, None]) / span[:, None]
    for lean in range(len(keys) + 1):
        weights = np.ones(len(keys))
        if lean:
            weights[lean - 1] = 3.0
        best = keys[:, alive[np.argmax(weights @ scaled[:, alive])]][:, None]
        here = keys[:, alive]
        beaten = (here <= best).all(axis=0) & (here < best).any(axis=0)
        if not lean and beaten.mean() < 0.25:
            return None
        alive = alive[~beaten]
    return alive


def _first_of_runs(*columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where runs of rows equal in all columns begin."""
    new = np.ones(len(columns[0]), dtype=np.bool_)
    if len(new) > 1:
        new[1:] = False
        for column in columns:
            new[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(new)


def _best(row: NDArray[np.int64], cells: NDArray[np.int64] | None) -> Maxima:
    if cells is None:
        members = np.flatnonzero(row == row.max())
        return Maxima(members, np.array([0, len(members)]))
    order = np.argsort(cells, kind="stable")
    starts = _first_of_runs(cells[order])
    most = np.maximum.reduceat(row[order], starts)
    kept = row[order] == np.repeat(most, np.diff(np.append(starts, len(order))))
    members = order[kept]
    return Maxima(members, np.append(_first_of_runs(cells[members]), len(members)))


def _sorted(first: NDArray[np.int64], cells: NDArray[np.int64] | None) -> NDArray[np.int64]:
    """An order by cell, then by the first party's number, best first."""
    if cells is None:
        return np.argsort(-first)
    low, high = int(first.min()), int(first.max())
    span = high - low + 1
    if (int(cells.max()) + 1) * span < _MOST_PACKED:
        return np.argsort(cells * span + (high - first))
    return np.lexsort((-first, cells))


def _staircase(keys: NDArray[np.int64], cells: NDArray[np.int64] | None) -> Maxima:
    """Two parties: after a sort by the first, what is better for the second than all before it."""
    first, second = keys
    order = _sorted(first, cells)
    u, v = first[order], second[order]
    c = None if cells is None else cells[order]
    starts = _first_of_runs(u) if c is None else _first_of_runs(c, u)
    top = np.maximum.reduceat(v, starts)
    better = _above_all_before(top, None if c is None else c[starts])
    lengths = np.diff(np.append(starts, len(order)))
    wanted = np.repeat(better, lengths) & (v == np.repeat(top, lengths))
    members = order[wanted]
    group = np.repeat(np.cumsum(better), lengths)[wanted]
    if len(members) and (np.diff(group) == 0).any():  # ties, in the order of their numbers
        members = members[np.lexsort((members, group))]
    return Maxima(members, np.append(_first_of_runs(group), len(members)))


def _above_all_before(top: NDArray[np.int64], cells: NDArray[np.int64] | None) -> Bools:
    """Where a number is greater than all before it in its cell; cells are in order."""
    found = np.ones(len(top), dtype=np.bool_)
    if cells is not None:
        low, span = int(top.min()), int(top.max()) - int(top.min()) + 1
        if (int(cells[-1]) + 1) * span >= _MOST_PACKED:
            top = np.unique(top, return_inverse=True)[1].reshape(-1)
            low, span = 0, int(top.max()) + 1
        top = top - low + cells * span  # what is in a later cell is above all of earlier ones
    found[1:] = top[1:] > np.maximum.accumulate(top)[:-1]
    return found


def _maxima_of_many(keys: NDArray[np.int64], cells: NDArray[np.int64] | None) -> Maxima:
    """Three parties and more: equal points become one, then a sweep throws out dominated ones."""
    columns = [-row for row in keys[::-1]]
    order = np.lexsort(columns if cells is None else [*columns, cells])
    ordered = keys[:, order]
    c = np.zeros(len(order), dtype=np.int64) if cells is None else cells[order]
    starts = _first_of_runs(c, *ordered)
    unique = ordered[:, starts]
    kept = _sweep(unique, c[starts])
    lengths = np.diff(np.append(starts, len(order)))
    members = order[np.repeat(kept, lengths)]
    return Maxima(members, np.append(0, np.cumsum(lengths[kept])))


def _sweep(unique: NDArray[np.int64], cells: NDArray[np.int64]) -> Bools:
    """Of distinct points, by cell and best first, those that none before them dominates."""
    sweep, compare = _sweeps.sweep_three, _sweeps.compare_with_kept
    if unique.shape[1] >= _COMPILED_FROM and _compiled():
        from parley.bargaining import _kernels

        sweep, compare = _kernels.sweep_three, _kernels.compare_with_kept
    if len(unique) == 3:
        return sweep(_dense(unique[1]), _dense(unique[2]), cells)
    ranks = np.stack([_dense(row) for row in unique])
    order = np.lexsort((-ranks.sum(axis=0), cells))
    found = np.empty(len(order), dtype=np.bool_)
    found[order] = compare(np.ascontiguousarray(ranks[:, order]), cells[order])
    return found


def _dense(row: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.unique(row, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _compiled() -> bool:
    from importlib.util import find_spec

    return find_spec("numba") is not None
