"""The passes over columns in plain numpy: what `_kernels` does faster, and the twin it is held to.

fold    each outcome gets the largest (or least) value of those its mover can move to, and own
order   the outcomes of each column from best to worst for a party, ties marked
sweep   each outcome gets the least value of those its mover would improve to, and own
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from parley.conflict.agenda import Agenda
from parley.conflict.columns import Columns
from parley.space.space import Bools, Ints

__all__ = [
    "INFINITE",
    "Order",
    "at_least",
    "expand",
    "fold",
    "order",
    "reduce",
    "sweep",
    "sweep_joint",
]

#: Larger than every rank: the value of an outcome that cannot be.
INFINITE = np.int32(2**31 - 1)

#: Per column the places of its outcomes from best to worst, the top bit set where a new tier of
#: ties begins; and how many of them are feasible, which come first.
Order = tuple[NDArray[np.uint16] | NDArray[np.uint32], NDArray[np.int64]]


def reduce(values: Ints, columns: Columns, *, largest: bool) -> Ints:
    """Return the extreme of each column: int32, shape (c,)."""
    table = values[columns.bases[None, :] + columns.offsets[:, None]]
    found: Ints = table.max(axis=0) if largest else table.min(axis=0)
    return found


def expand(compact: Ints, columns: Columns) -> Ints:
    """Return an array over all outcomes with the value of its column for each."""
    values = np.empty(len(columns.bases) * len(columns.offsets), dtype=np.int32)
    values[columns.bases[None, :] + columns.offsets[:, None]] = compact[None, :]
    return values


def settle(values: Ints, compact: Ints, columns: Columns, barred: Ints) -> bool:
    """Give each outcome the value of its column, or its bar if that is more, in place.

    Returns whether anything changed.
    """
    found = np.maximum(expand(compact, columns), barred)
    changed = not np.array_equal(found, values)
    values[:] = found
    return changed


def at_least(rank: Ints, compact: Ints, columns: Columns, out: Bools) -> None:
    """Write where a rank is at least the value of its column, bool of shape (size,)."""
    where = columns.bases[None, :] + columns.offsets[:, None]
    out[where] = rank[where] >= compact[None, :]


def fold(values: Ints, columns: Columns, *, largest: bool) -> None:
    """Give each outcome the extreme of what it can be moved to, and its own, in place.

    Parameters:
        values: int32, shape (size,).
        largest: whether the largest is meant, else the least.
    """
    where = columns.bases[None, :] + columns.offsets[:, None]
    table = values[where]
    extreme = np.maximum if largest else np.minimum
    length = len(columns.offsets)
    stride = 1
    for count, along in zip(columns.counts.tolist(), columns.along.tolist(), strict=True):
        shaped = table.reshape(length // (stride * count), count, stride, -1)
        if along >= 0:
            shaped = extreme.accumulate(shaped[:, ::-1], axis=1)[:, ::-1]
        if along <= 0:
            shaped = extreme.accumulate(shaped, axis=1)
        table = shaped.reshape(length, -1)
        stride *= count
    values[where] = table


def order(rank: Ints, columns: Columns) -> Order:
    """Sort each column by rank, the best first; infeasible outcomes (rank -1) come last."""
    table = rank[columns.bases[:, None] + columns.offsets[None, :]]
    places = np.argsort(-table.astype(np.int64), axis=1, kind="stable")
    ranked = np.take_along_axis(table, places, axis=1)
    fresh = np.ones_like(ranked, dtype=np.bool_)
    fresh[:, 1:] = ranked[:, 1:] != ranked[:, :-1]
    wide = len(columns.offsets) > 1 << 15
    flag = 1 << (31 if wide else 15)
    marked = places + flag * fresh
    live: NDArray[np.int64] = (ranked >= 0).sum(axis=1, dtype=np.int64)
    return (marked.astype(np.uint32) if wide else marked.astype(np.uint16)), live


def sweep(
    values: Ints, columns: Columns, ordered: Order, turn: tuple[Agenda, int] | None = None
) -> bool:
    """Give each outcome the least value of those better for the mover, and its own, in place.

    Parameters:
        turn: what waits, and whose turn it is, so that columns at rest may be passed over; this
            plain form looks at all of them.

    Returns whether anything changed.
    """
    marked, live = ordered
    flag = 1 << (31 if marked.dtype == np.uint32 else 15)
    count, settings = len(marked), len(columns.start) - 1
    rows = np.arange(count)
    seen = np.full((count, settings), INFINITE, dtype=np.int32)  # of tiers passed, by setting
    tier = seen.copy()  # and the present tier besides
    changed = False
    for k in range(marked.shape[1]):
        entry = marked[:, k].astype(np.int64)
        feasible = k < live
        fresh = (entry >= flag)[:, None]
        seen = np.where(fresh, tier, seen)
        place = entry & (flag - 1)
        at = columns.bases + columns.offsets[place]
        setting = columns.setting[place]
        best = _least_permitted(seen, setting, columns)
        old = values[at]
        new = np.where(feasible, np.minimum(old, best), old)
        changed |= bool((new != old).any())
        values[at] = new
        inserted = np.where(feasible, new, INFINITE)
        tier[rows, setting] = np.minimum(tier[rows, setting], inserted)
    return changed


def _least_permitted(seen: Ints, setting: NDArray[np.int64], columns: Columns) -> Ints:
    if seen.shape[1] == 1:
        return seen[:, 0]
    found = np.full(len(seen), INFINITE, dtype=np.int32)
    for m in range(seen.shape[1]):
        mine = setting == m
        reached = columns.permitted[columns.start[m] : columns.start[m + 1]]
        found[mine] = seen[mine][:, reached].min(axis=1)
    return found


def sweep_joint(
    values: Ints, columns: Columns, ranks: tuple[Ints, ...], feasible: Bools | None
) -> bool:
    """Do what `sweep` does for parties that move together: better means better for all of them.

    O(k) passes over the outcomes for columns of k.
    """
    where = columns.bases[:, None] + columns.offsets[None, :]
    table = values[where]
    if feasible is not None:
        table = np.where(feasible[where], table, INFINITE)
    found = table.copy()
    tables = [rank[where] for rank in ranks]
    reach = permitted_matrix(columns)
    for to in range(len(columns.offsets)):
        better = np.logical_and.reduce([one[:, to, None] > one for one in tables])
        better &= reach[:, to][None, :]
        np.minimum(found, np.where(better, table[:, to, None], INFINITE), out=found)
    if feasible is not None:
        found = np.where(feasible[where], found, values[where])
    changed = bool((found != values[where]).any())
    values[where] = found
    return changed


def permitted_matrix(columns: Columns) -> Bools:
    """Return whether the directions let a mover go from place s to place t of a column."""
    settings = len(columns.start) - 1
    can = np.zeros((settings, settings), dtype=np.bool_)
    for m in range(settings):
        can[m, columns.permitted[columns.start[m] : columns.start[m + 1]]] = True
    found: Bools = can[np.ix_(columns.setting, columns.setting)]
    return found
