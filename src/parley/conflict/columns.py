"""The columns of a mover: sets of outcomes that differ only in issues which it can change.

In option form a mover's moves stay inside a column (a coset of the mixed-radix numbers), so that
every pass of an analysis is the same small computation on each column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from parley.space.model import Direction

__all__ = ["MOST_FOLDED", "Columns", "columns_of", "in_parts", "sums"]

#: Outcomes of the largest column that is folded in one go; longer ones are folded by parts.
MOST_FOLDED = 2_048
_ALONG = {"both": 0, "up": 1, "down": -1}


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """All columns of some issues, each with its outcomes in the same order.

    Parameters:
        bases: int64, shape (c,): the outcome of each column with every issue at its first value.
        offsets: int64, shape (k,): what to add for each outcome of a column.
        counts: int64, shape (issues,): how many values each issue has, the innermost first.
        along: int64, shape (issues,): 0 both ways, 1 only up, -1 only down.
        setting: int64, shape (k,): the values of the one-way issues, as one number.
        start, permitted: which settings can be moved to: of setting m,
            `permitted[start[m]:start[m + 1]]`, itself included.
    """

    bases: NDArray[np.int64]
    offsets: NDArray[np.int64]
    counts: NDArray[np.int64]
    along: NDArray[np.int64]
    setting: NDArray[np.int64]
    start: NDArray[np.int64]
    permitted: NDArray[np.int64]


def columns_of(
    sizes: tuple[int, ...], directions: tuple[Direction, ...], issues: tuple[int, ...]
) -> Columns:
    """Return the columns of some issues of a mixed-radix space.

    Parameters:
        sizes: how many values each issue has, the least significant first.
        directions: the moves that each issue permits.
        issues: numbers of the issues in question, ascending.
    """
    strides = [prod(sizes[:k]) for k in range(len(sizes))]
    others = tuple(k for k in range(len(sizes)) if k not in issues)
    along = [_ALONG[directions[k]] for k in issues]
    start, permitted = _permitted([sizes[k] for k in issues], along)
    return Columns(
        sums(sizes, strides, others),
        sums(sizes, strides, issues),
        np.array([sizes[k] for k in issues], dtype=np.int64),
        np.array(along, dtype=np.int64),
        _settings([sizes[k] for k in issues], along),
        start,
        permitted,
    )


def in_parts(sizes: tuple[int, ...], issues: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Cut issues into runs whose columns are short enough for fast memory.

    Taking the extreme over one run after the other is taking it over all: moves in different
    issues commute.
    """
    part: list[int] = []
    for issue in issues:
        if part and prod(sizes[k] for k in part) * sizes[issue] > MOST_FOLDED:
            yield tuple(part)
            part = []
        part.append(issue)
    if part:
        yield tuple(part)


def sums(sizes: tuple[int, ...], strides: list[int], issues: tuple[int, ...]) -> NDArray[np.int64]:
    """Return every sum of one step along each issue: int64, the first issue varying fastest.

    Parameters:
        strides: for every issue by how much a step along it counts.
        issues: numbers of the issues that vary, ascending.
    """
    found = np.zeros(1, dtype=np.int64)
    for issue in issues:
        steps = np.arange(sizes[issue], dtype=np.int64) * strides[issue]
        found = (steps[:, None] + found[None, :]).reshape(-1)
    return found


def _settings(sizes: list[int], along: list[int]) -> NDArray[np.int64]:
    found = np.zeros(1, dtype=np.int64)
    stride = 1
    for size, way in zip(sizes, along, strict=True):
        steps = np.arange(size, dtype=np.int64) * (stride if way else 0)
        found = (steps[:, None] + found[None, :]).reshape(-1)
        stride *= size if way else 1
    return found


def _permitted(sizes: list[int], along: list[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    lists: list[list[int]] = [[0]]
    stride = 1
    for size, way in zip(sizes, along, strict=True):
        if not way:
            continue
        lists = [
            [
                low + stride * to
                for to in (range(at, size) if way > 0 else range(at + 1))
                for low in one
            ]
            for at in range(size)
            for one in lists
        ]
        stride *= size
    start = np.cumsum([0, *map(len, lists)], dtype=np.int64)
    return start, np.array([to for one in lists for to in one], dtype=np.int64)
