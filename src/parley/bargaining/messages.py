"""Sets of efficient points, one for each combination of some issues' values, and their sums.

What a part of the negotiation can give the parties is such a set. Two parts that share no issue but
those combinations add up: every point of one with every point of the other (a Minkowski sum), and
what is then dominated goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.bargaining.dominance import Maxima, maxima
from parley.bargaining.exact import Exact, add, keys_of
from parley.bargaining.thinning import Thinned, thin
from parley.bargaining.trace import Node, Step

__all__ = ["Message", "choose", "combine"]

_MOST_AT_ONCE = 1 << 21  # sums that are made before what is dominated goes


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """Efficient points by cell.

    Parameters:
        points: int64, shape (parties, limbs, m), by cell and then best for the first party first.
        starts: int64, shape (cells + 1,): points of cell c are `starts[c]` to `starts[c + 1]`.
        node: how the points came about.
        error: per party, by how much, in units, a point that is not here can be better than some
            point that is; zeros where every efficient point is here.
    """

    points: Exact
    starts: NDArray[np.int64]
    node: Node
    error: tuple[int, ...]


def choose(
    points: Exact,
    cells: NDArray[np.int64] | None,
    count: int,
    node: Node,
    most: int | None,
) -> Message:
    """Return the efficient ones of some points.

    Parameters:
        points: shape (parties, limbs, n).
        cells: int64, shape (n,), below `count`; None: there is one cell.
        node: how the points came about, one for one.
        most: the most points to keep; None: any number.
    """
    kept, thinned = _efficient(points, cells, most)
    step = Step(node, None, kept.starts, kept.members, None)
    return _message(points, cells, count, (kept, thinned), step)


def combine(
    left: tuple[Exact, Node, tuple[int, ...]],
    right: Message,
    at: NDArray[np.int64] | None,
    cells: NDArray[np.int64] | None,
    limits: tuple[int, int | None],
) -> Message:
    """Return the efficient sums of points on the left with those of their cell on the right.

    Parameters:
        left: points, shape (parties, limbs, n); how they came about; their error.
        at: int64, shape (n,): the cell of `right` that goes with each; None: there is one.
        cells: int64, shape (n,): in which cell of the result each falls; None: there is one.
        limits: the number of those cells, and the most points to keep (None: any number).
    """
    points, node, error = left
    count, most = limits
    parts = []
    for here in _slices(points.shape[2], right, at):
        lefts, rights = _pairs(here, right, at)
        sums = add(points[:, :, lefts], right.points[:, :, rights])
        parts.append((sums, lefts, rights))
        if len(parts) > 1:
            parts = [_reduced(parts, cells)]
    if not parts:
        parts = [(points[:, :, :0], np.empty(0, np.int64), np.empty(0, np.int64))]
    sums, lefts, rights = parts[0]
    own = None if cells is None else cells[lefts]
    kept, thinned = _efficient(sums, own, most)
    step = Step(node, right.node, kept.starts, lefts[kept.members], rights[kept.members])
    found = _message(sums, own, count, (kept, thinned), step)
    both = tuple(a + b + c for a, b, c in zip(error, right.error, found.error, strict=True))
    return Message(found.points, found.starts, found.node, both)


def _slices(
    count: int, right: Message, at: NDArray[np.int64] | None
) -> Iterator[NDArray[np.int64]]:
    """Runs of points on the left that make so many sums at once."""
    lengths = np.diff(right.starts)
    sums = np.cumsum(lengths[at]) if at is not None else np.arange(1, count + 1) * lengths[0]
    start = 0
    while start < count:
        before = int(sums[start - 1]) if start else 0
        end = int(np.searchsorted(sums, before + _MOST_AT_ONCE, side="right"))
        end = max(end, start + 1)
        yield np.arange(start, end)
        start = end


def _pairs(
    here: NDArray[np.int64], right: Message, at: NDArray[np.int64] | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    if at is None:
        width = int(right.starts[1])
        return np.repeat(here, width), np.tile(np.arange(width), len(here))
    first = right.starts[at[here]]
    lengths = right.starts[at[here] + 1] - first
    before = np.cumsum(lengths) - lengths
    rights = np.repeat(first - before, lengths) + np.arange(int(lengths.sum()))
    return np.repeat(here, lengths), rights


def _reduced(
    parts: list[tuple[Exact, NDArray[np.int64], NDArray[np.int64]]],
    cells: NDArray[np.int64] | None,
) -> tuple[Exact, NDArray[np.int64], NDArray[np.int64]]:
    sums = np.concatenate([part[0] for part in parts], axis=2)
    lefts, rights = (np.concatenate([part[k] for part in parts]) for k in (1, 2))
    kept = np.sort(_efficient(sums, None if cells is None else cells[lefts], None)[0].members)
    return sums[:, :, kept], lefts[kept], rights[kept]


def _efficient(
    points: Exact, cells: NDArray[np.int64] | None, most: int | None
) -> tuple[Maxima, Thinned | None]:
    if points.shape[2] == 0:
        return Maxima(np.empty(0, np.int64), np.zeros(1, np.int64)), None
    kept = maxima(keys_of(points), cells)
    if most is None or len(kept.starts) - 1 <= most:
        return kept, None
    first = kept.members[kept.starts[:-1]]
    thinned = thin(points[:, :, first], None if cells is None else cells[first], most)
    lengths = np.diff(kept.starts)[thinned.kept]
    chosen = np.zeros(len(kept.starts) - 1, dtype=np.bool_)
    chosen[thinned.kept] = True
    members = kept.members[np.repeat(chosen, np.diff(kept.starts))]
    return Maxima(members, np.append(0, np.cumsum(lengths))), thinned


def _message(
    points: Exact,
    cells: NDArray[np.int64] | None,
    count: int,
    found: tuple[Maxima, Thinned | None],
    step: Step,
) -> Message:
    kept, thinned = found
    first = kept.members[kept.starts[:-1]]
    own = points[:, :, first]
    if cells is None:
        starts = np.array([0, len(first)], dtype=np.int64)
    else:
        starts = np.searchsorted(cells[first], np.arange(count + 1))
    error = thinned.error if thinned is not None else (0,) * points.shape[0]
    return Message(own, starts, step, error)
