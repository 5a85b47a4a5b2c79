"""A frontier too large to keep, thinned to what stands for it: an epsilon-frontier.

Points are laid on a grid, and of those in one field one is kept. What is not kept is better than
what stands for it by less than the grid's width for any party, and errors of sums add up
(Papadimitriou and Yannakakis 2000 show how few points that takes).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.bargaining.exact import Exact, leading

__all__ = ["Thinned", "thin"]


@dataclass(frozen=True, slots=True, eq=False)
class Thinned:
    """Which points stand for all.

    Parameters:
        kept: int64, ascending numbers of points.
        error: per party, by how much, in units, another point can be better than what stands
            for it.
    """

    kept: NDArray[np.int64]
    error: tuple[int, ...]


def thin(points: Exact, cells: NDArray[np.int64] | None, most: int) -> Thinned:
    """Return at most so many points that stand for all, at least one for each cell.

    Parameters:
        points: shape (parties, limbs, n).
        cells: int64, shape (n,); None: all are in one.
        most: how many may be kept; more are where there are more cells.
    """
    high, shift = leading(points)
    least = high.min(axis=1, keepdims=True)
    span = high.max(axis=1) - least[:, 0]
    fields = max(most, 1)
    own = np.zeros(points.shape[2], dtype=np.int64) if cells is None else cells
    while True:
        width = np.maximum(span // fields + 1, 1)
        grid = (high - least) // width[:, None]
        order = np.lexsort((*grid[::-1], own))
        new = np.ones(len(order), dtype=np.bool_)
        new[1:] = (np.diff(grid[:, order], axis=1) != 0).any(axis=0) | (np.diff(own[order]) != 0)
        if int(new.sum()) <= most or fields == 1:
            break
        fields = max(fields // 2, 1)
    # `lexsort` is stable, so the first of a field has the least number.
    error = tuple(int(one) * (1 << int(bits)) - 1 for one, bits in zip(width, shift, strict=True))
    return Thinned(np.sort(order[new]), error)
