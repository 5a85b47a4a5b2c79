"""Which columns have to be looked at again: those in which another mover changed a value.

Where movers answer in turn, most columns are at rest after a few turns. A bundle of columns waits
until a value in it has been changed by somebody else; the others are passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from parley.conflict.columns import Columns, sums

__all__ = ["BUNDLE", "Agenda", "make_agenda"]

#: Columns that are looked at together: a row of int32 values of them is one line of the cache.
BUNDLE = 16
_SMALL = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Agenda:
    """What waits for each mover, and how a mover finds out whom a change of its concerns.

    A state's column of another mover is numbered by the sum of a part of the mover's column that
    the state is in and a part of its place there, because digits do not carry.

    Parameters:
        waiting: uint8, shape (movers, bundles): 1 where a bundle has to be looked at.
        of_base: per mover int64, shape (movers, c): the first part, for every mover's columns.
        of_place: per mover int64, shape (movers, k): the second part.
    """

    waiting: NDArray[np.uint8]
    of_base: tuple[NDArray[np.int64], ...]
    of_place: tuple[NDArray[np.int64], ...]


def make_agenda(
    sizes: tuple[int, ...], issues: Sequence[tuple[int, ...]], columns: Sequence[Columns]
) -> Agenda | None:
    """Return an agenda on which everything waits; None where it would be large beside the space.

    With many movers of short columns to note who waits costs more than it saves.

    Parameters:
        sizes: how many values each issue has.
        issues: per mover the numbers of its issues.
        columns: per mover its columns.
    """
    size, notes = prod(sizes), len(issues) * sum(len(one.bases) for one in columns)
    if size > _SMALL and notes > size // 2:
        return None
    most = max((-(-len(one.bases) // BUNDLE) for one in columns), default=0)
    strides = [_strides(sizes, other) for other in issues]
    of_base, of_place = [], []
    for mine in issues:
        rest = tuple(k for k in range(len(sizes)) if k not in mine)
        of_base.append(np.array([sums(sizes, one, rest) for one in strides]))
        of_place.append(np.array([sums(sizes, one, mine) for one in strides]))
    waiting = np.ones((len(issues), most), dtype=np.uint8)
    return Agenda(waiting, tuple(of_base), tuple(of_place))


def _strides(sizes: tuple[int, ...], own: tuple[int, ...]) -> list[int]:
    """By how much the number of a mover's column grows with each issue; its own change nothing."""
    rest = [k for k in range(len(sizes)) if k not in own]
    return [
        0 if issue in own else prod(sizes[k] for k in rest if k < issue)
        for issue in range(len(sizes))
    ]
