"""How each efficient point came about: outcomes that attain it, and how many there are.

Every step of a computation keeps, for each point it kept, from which points of the steps before it
came; equal points keep all their origins. An outcome is found by walking back, so nothing lists
the outcomes of a space.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Leaf", "Node", "Step", "attained_by", "outcome_at", "outcomes_at"]


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """Points of one table.

    Parameters:
        issues: numbers of the issues that are fixed here, in the order of the axes.
        sizes: how many values each has.
        cells: int64, shape (n,): each point's values as one number, the last issue least.
    """

    issues: tuple[int, ...]
    sizes: tuple[int, ...]
    cells: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """Points made of points of two others, or chosen from those of one.

    Parameters:
        left, right: where the parts are from; `right` is None for a choice.
        starts: int64, shape (m + 1,): origins of point k are `starts[k]` to `starts[k + 1]`.
        lefts, rights: int64: an origin's point on the left, and on the right.
    """

    left: Node
    right: Node | None
    starts: NDArray[np.int64]
    lefts: NDArray[np.int64]
    rights: NDArray[np.int64] | None


Node: TypeAlias = Leaf | Step
_Rest: TypeAlias = "tuple[Node, int, _Rest] | None"


def outcome_at(node: Node, point: int, count: int) -> tuple[int, ...]:
    """Return an outcome that attains a point: the first found, always the same.

    Parameters:
        count: how many issues there are.
    """
    return next(outcomes_at(node, point, count))


def outcomes_at(node: Node, point: int, count: int) -> Iterator[tuple[int, ...]]:
    """Give every outcome that attains a point, one after the other.

    Parameters:
        count: how many issues there are.
    """
    # What is still to be walked is a linked list, so that branches share their ends.
    ways: list[tuple[tuple[int, ...], _Rest]] = [((0,) * count, (node, point, None))]
    while ways:
        places, rest = ways.pop()
        if rest is None:
            yield places
            continue
        here, at, rest = rest
        if isinstance(here, Leaf):
            ways.append((_placed(here, at, places), rest))
            continue
        for origin in range(int(here.starts[at + 1]) - 1, int(here.starts[at]) - 1, -1):
            after = rest
            if here.right is not None and here.rights is not None:
                after = (here.right, int(here.rights[origin]), after)
            ways.append((places, (here.left, int(here.lefts[origin]), after)))


def _placed(leaf: Leaf, at: int, places: tuple[int, ...]) -> tuple[int, ...]:
    found, rest = list(places), int(leaf.cells[at])
    for issue, size in zip(reversed(leaf.issues), reversed(leaf.sizes), strict=True):
        rest, found[issue] = divmod(rest, size)
    return tuple(found)


def attained_by(node: Node, points: Sequence[int]) -> list[int]:
    """Return how many outcomes attain each of some points, exactly.

    Only what leads to these points is counted: linear in the origins on the way.
    """
    order, wanted = _wanted(node, points)
    counts: dict[int, dict[int, int]] = {}
    for here in reversed(order):
        if isinstance(here, Leaf):
            counts[id(here)] = dict.fromkeys(wanted[id(here)].tolist(), 1)
            continue
        left = counts[id(here.left)]
        right = counts[id(here.right)] if here.right is not None else None
        found: dict[int, int] = {}
        for point in wanted[id(here)].tolist():
            origins = range(int(here.starts[point]), int(here.starts[point + 1]))
            if right is None or here.rights is None:
                found[point] = sum(left[int(here.lefts[one])] for one in origins)
            else:
                found[point] = sum(
                    left[int(here.lefts[one])] * right[int(here.rights[one])] for one in origins
                )
        counts[id(here)] = found
    return [counts[id(node)][int(point)] for point in points]


def _wanted(node: Node, points: Sequence[int]) -> tuple[list[Node], dict[int, NDArray[np.int64]]]:
    """The nodes from the last to the first, and which points of each lead to those asked for."""
    order: list[Node] = []
    wanted: dict[int, NDArray[np.int64]] = {id(node): np.unique(np.array(points, dtype=np.int64))}
    waiting: list[Node] = [node]
    while waiting:  # the nodes form a tree: each is reached once
        here = waiting.pop()
        order.append(here)
        if isinstance(here, Leaf):
            continue
        own = wanted[id(here)]
        lengths = here.starts[own + 1] - here.starts[own]
        total = int(lengths.sum())
        first = np.repeat(here.starts[own] - (np.cumsum(lengths) - lengths), lengths)
        origins = first + np.arange(total)
        for part, entries in ((here.left, here.lefts), (here.right, here.rights)):
            if part is not None and entries is not None:
                wanted[id(part)] = np.unique(entries[origins])
                waiting.append(part)
    return order, wanted
