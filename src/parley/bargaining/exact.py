"""Whole numbers of any size as arrays: sums stay exact where 64 bits do not suffice.

A number is cut into limbs of 56 bits, the lowest first; only the highest has a sign. Decimal
weights with seventeen digits divided by an issue's best score need this, and floats would tell
apart what ties. One limb is an ordinary int64.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Exact", "add", "join", "keys_of", "leading", "limbs_needed", "split"]

#: int64, shape (parties, limbs, n).
Exact: TypeAlias = NDArray[np.int64]

_BITS = 56
_LOW = np.int64((1 << _BITS) - 1)
_ONE_LIMB = 62  # bits that sums may take in a single limb


def limbs_needed(bits: int) -> int:
    """Return how many limbs hold numbers of so many bits, the sign not counted."""
    return 1 if bits <= _ONE_LIMB else 1 + -(-(bits - _BITS) // _BITS)


def split(tables: Sequence[NDArray[Any]], limbs: int) -> Exact:
    """Return one row of numbers for each party as limbs.

    Parameters:
        tables: per party, shape (n,).
    """
    found = np.empty((len(tables), limbs, len(tables[0])), dtype=np.int64)
    for party, row in enumerate(tables):
        if limbs == 1:
            found[party, 0] = row
            continue
        rest = row.astype(np.object_)
        for limb in range(limbs - 1):
            found[party, limb] = (rest & int(_LOW)).astype(np.int64)
            rest = rest >> _BITS
        found[party, limbs - 1] = rest.astype(np.int64)
    return found


def add(left: Exact, right: Exact) -> Exact:
    """Return the sums of numbers, place by place."""
    total = left + right
    for limb in range(total.shape[1] - 1):
        total[:, limb + 1] += total[:, limb] >> _BITS
        total[:, limb] &= _LOW
    return total


def keys_of(points: Exact) -> NDArray[np.int64]:
    """Return one int64 for each number that orders it among the others of its party.

    Of one limb these are the numbers themselves, of more their dense ranks.
    """
    if points.shape[1] == 1:
        return points[:, 0]
    found = np.empty((points.shape[0], points.shape[2]), dtype=np.int64)
    for party, row in enumerate(points):
        order = np.lexsort(row)
        new = np.zeros(len(order), dtype=np.bool_)
        new[1:] = (row[:, order[1:]] != row[:, order[:-1]]).any(axis=0)
        found[party, order] = np.cumsum(new)
    return found


def join(points: Exact) -> NDArray[Any]:
    """Return the numbers again, shape (parties, n): int64 of one limb, Python's own of more."""
    if points.shape[1] == 1:
        return points[:, 0]
    total = points[:, -1].astype(np.object_)
    for limb in range(points.shape[1] - 2, -1, -1):
        total = (total << _BITS) + points[:, limb].astype(np.object_)
    return total


def leading(points: Exact) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the leading digits of numbers, shape (parties, n), and how many bits they lack.

    A number is at least its leading digits shifted by so many bits, and less than one more.
    """
    if points.shape[1] == 1:
        return points[:, 0], np.zeros(points.shape[0], dtype=np.int64)
    top, below = points[:, -1], points[:, -2]
    shift = np.zeros(points.shape[0], dtype=np.int64)
    found = np.empty_like(top)
    for party, row in enumerate(top):
        bits = int(np.abs(row).max(initial=0)).bit_length()
        taken = min(_ONE_LIMB - bits, _BITS)
        found[party] = (row << taken) + (below[party] >> (_BITS - taken))
        shift[party] = _BITS * (points.shape[1] - 1) - taken
    return found, shift
