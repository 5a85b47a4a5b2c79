"""The cheapest pairing of two lists, written as it is defined: every node, plain Python, sets."""

from __future__ import annotations

import math

from parley.record.align.dynamic import Matter
from parley.record.align.evidence import Signs
from parley.record.align.lengths import LengthModel

__all__ = ["bead_cost", "cheapest_way"]

Node = tuple[int, int]


def cheapest_way(matter: Matter) -> float:
    """Return what the cheapest way costs, looking at all of them."""
    total: dict[Node, float] = {(0, 0): 0.0}
    for i in range(len(matter.left) + 1):
        for j in range(len(matter.right) + 1):
            for step in matter.steps:
                before = (i - step[0], j - step[1])
                if before in total:
                    cost = total[before] + bead_cost(matter, before, (i, j))
                    total[i, j] = min(total.get((i, j), math.inf), cost)
    return total[len(matter.left), len(matter.right)]


def bead_cost(matter: Matter, begin: Node, end: Node) -> float:
    """Return what speaks against one bead, from the definitions."""
    step = (end[0] - begin[0], end[1] - begin[1])
    cost = -math.log(matter.steps[step])
    if 0 in step:
        return cost
    if matter.groups is not None:
        mine = {int(one) for one in matter.groups[0][begin[0] : end[0]]}
        theirs = {int(one) for one in matter.groups[1][begin[1] : end[1]]}
        if len(mine | theirs) > 1:
            return math.inf
    left = float(sum(matter.left[begin[0] : end[0]]))
    right = float(sum(matter.right[begin[1] : end[1]]))
    cost += _length_cost(matter.lengths, left, right, step[1])
    evidence = matter.evidence
    signs = _signs(evidence.left, begin[0], end[0]), _signs(evidence.right, begin[1], end[1])
    cost += sum(float(evidence.missing[one]) for side in signs for one in side)
    return cost - sum(float(evidence.gain[one]) for one in signs[0] & signs[1])


def _signs(signs: Signs, begin: int, end: int) -> set[int]:
    return {int(one) for one in signs.signs[signs.start[begin] : signs.start[end]]}


def _length_cost(model: LengthModel, left: float, right: float, count: int) -> float:
    """Normal around what the left side lets expect, beside log-normal around what is usual."""
    variance = model.variance * (left + 4)
    pair = -((right - model.ratio * left) ** 2) / (2 * variance)
    pair -= math.log(math.sqrt(2 * math.pi * variance))
    mean, spread2 = count * model.mean, count * model.spread**2
    sigma2 = math.log(1 + spread2 / mean**2)
    length = max(right, 1.0)
    usual = -((math.log(length) - math.log(mean) + sigma2 / 2) ** 2) / (2 * sigma2)
    usual -= math.log(length * math.sqrt(2 * math.pi * sigma2))
    return min(usual - pair, 4.0)
