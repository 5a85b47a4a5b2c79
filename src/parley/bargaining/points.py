"""Fair points of a frontier: Nash, Kalai, Kalai-Smorodinsky, utilitarian, leximin.

Each is exact over the outcomes there are: nothing is interpolated between them. Only outcomes that
leave no party below no agreement count. What differs between the points is said by `DEFINITIONS`;
where several outcomes are equally good by a definition, the rule of `TIES` chooses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parley.bargaining.extremes import extremes
from parley.bargaining.frontier import Frontier
from parley.kernel.errors import Refused

__all__ = ["DEFINITIONS", "TIES", "Point", "Points", "solution_points"]

#: Point -> what it maximises, over outcomes that leave nobody below no agreement.
DEFINITIONS = {
    "nash": "the product of what each party gains over no agreement (Nash 1950)",
    "kalai": "the smallest gain over no agreement, in the parties' own units (Kalai 1977)",
    "kalai_smorodinsky": "the smallest gain as a share of the most that the party could gain "
    "without anybody falling below no agreement (Kalai and Smorodinsky 1975)",
    "utilitarian": "the sum of what the outcome is worth to the parties",
    "leximin": "what the outcome is worth to the party worst off, then to the next, and so on, "
    "no agreement not deducted (Sen 1970)",
}
#: Which of several equally good outcomes a point is.
TIES = (
    "of several, the one whose smallest gain is largest, then the second smallest, and so on; if "
    "they are still equal, the one best for the party named first"
)
_NEAR = 1e-9  # what comes so near to the best in floats is compared exactly


@dataclass(frozen=True, slots=True)
class Point:
    """One fair point.

    Parameters:
        index: the number of the point on the frontier.
        worth: per party, what it is worth.
        gains: per party, worth less no agreement.
        tied: numbers of the other points of the frontier that are as good by the definition.
    """

    index: int
    worth: tuple[Fraction, ...]
    gains: tuple[Fraction, ...]
    tied: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """The fair points of a frontier.

    Parameters:
        no_agreement: per party, what no agreement is worth, as used.
        assumed: per party, whether that is not known, and its worst feasible outcome stands for it.
        above: int64, the numbers of the frontier's points that leave nobody below no agreement.
        ideal: per party, the most it gets in any of these; None where there are none.
        nash, kalai, kalai_smorodinsky, utilitarian, leximin: the points; None where there are none.
    """

    no_agreement: tuple[Fraction, ...]
    assumed: tuple[bool, ...]
    above: NDArray[np.int64]
    ideal: tuple[Fraction, ...] | None
    nash: Point | None = None
    kalai: Point | None = None
    kalai_smorodinsky: Point | None = None
    utilitarian: Point | None = None
    leximin: Point | None = None


def solution_points(
    found: Frontier, no_agreement: Sequence[Fraction | None] | None = None
) -> Points:
    """Return the fair points of a frontier, exactly.

    Parameters:
        no_agreement: per party, what no agreement is worth; None for a party whose worst feasible
            outcome stands for it. Left out: as the network says.

    Raises Refused where some party's wishes have an order and no worth. Of a thinned frontier the
    points are those of what is listed.
    """
    network = found.network
    orders = [name for name, only in zip(network.parties, network.ordinal, strict=True) if only]
    if orders:
        raise Refused(
            f"{network.name}: expected weights of every party, got only an order of wishes of "
            f"{', '.join(orders)}: gains can then not be compared, multiplied or added",
            hint="give `weights`, or use what an order allows: the efficient outcomes and "
            "fallback bargaining",
        )
    stated = tuple(network.no_agreement if no_agreement is None else no_agreement)
    none = tuple(_worst(found, party, value) for party, value in enumerate(stated))
    assumed = tuple(value is None for value in stated)
    above = _above(found, none)
    if not len(above):
        return Points(none, assumed, above, None)
    gains, scale = _gains(found, none, above)
    ideal = tuple(
        Fraction(int(row.max()), scale) + value for row, value in zip(gains, none, strict=True)
    )
    best = {
        "nash": _nash(gains),
        "kalai": _leximin(gains, 1),
        "kalai_smorodinsky": _kalai_smorodinsky(gains),
        "utilitarian": _most(gains.sum(axis=0)),
        "leximin": _leximin(_gains(found, (Fraction(),) * len(none), above)[0], len(none)),
    }
    made = {name: _point(found, none, above, (gains, at)) for name, at in best.items()}
    return Points(none, assumed, above, ideal, **made)


def _worst(found: Frontier, party: int, value: Fraction | None) -> Fraction:
    if value is not None:
        return value
    both = extremes(found.network, party)
    return both[0] if both is not None else Fraction()


def _above(found: Frontier, none: Sequence[Fraction]) -> NDArray[np.int64]:
    inside = np.ones(found.size, dtype=np.bool_)
    for row, unit, value in zip(found.numbers, found.network.units, none, strict=True):
        inside &= (row >= ceil(value * unit)).astype(np.bool_)
    return np.flatnonzero(inside)


def _gains(
    found: Frontier, none: Sequence[Fraction], above: NDArray[np.int64]
) -> tuple[NDArray[Any], int]:
    """Gains as whole numbers over one scale for all parties: int64, or Python's own."""
    units = found.network.units
    scale = lcm(*units, *(value.denominator for value in none))
    most = max(
        int(abs(row).max()) * (scale // u) for row, u in zip(found.numbers, units, strict=True)
    )
    most += max(int(abs(value) * scale) for value in none)
    dtype = np.int64 if most * len(units) < 1 << 62 else np.object_
    rows = [
        row[above].astype(dtype) * (scale // unit) - int(value * scale)
        for row, unit, value in zip(found.numbers, units, none, strict=True)
    ]
    return np.stack(rows), scale


def _most(scores: NDArray[Any]) -> NDArray[np.int64]:
    return np.flatnonzero(scores == scores.max())


def _leximin(gains: NDArray[Any], depth: int) -> NDArray[np.int64]:
    """Which have the largest smallest number, then the largest second smallest, and so on."""
    ordered = np.sort(gains, axis=0)
    at = np.arange(gains.shape[1])
    for row in ordered[:depth]:
        at = at[_most(row[at])]
    return at


def _nash(gains: NDArray[Any]) -> NDArray[np.int64]:
    if not (gains > 0).all(axis=0).any():
        return np.arange(gains.shape[1])
    # Whole numbers are divided before they become floats, which could not hold all of them.
    shares = [(row / max(int(row.max()), 1)).astype(np.float64) for row in gains]
    rough = np.prod(shares, axis=0)
    near = np.flatnonzero(rough >= rough.max() * (1 - _NEAR))
    exact = np.array([prod(int(g) for g in gains[:, at]) for at in near], dtype=np.object_)
    return near[_most(exact)]


def _kalai_smorodinsky(gains: NDArray[Any]) -> NDArray[np.int64]:
    """A party that can gain nothing has no share, and does not count."""
    rows = [(row, int(row.max())) for row in gains if int(row.max()) > 0]
    if not rows:
        return np.arange(gains.shape[1])
    rough = np.min([(row / most).astype(np.float64) for row, most in rows], axis=0)
    near = np.flatnonzero(rough >= rough.max() - _NEAR)
    exact = np.array(
        [min(Fraction(int(row[at]), most) for row, most in rows) for at in near], dtype=np.object_
    )
    return near[_most(exact)]


def _point(
    found: Frontier,
    none: Sequence[Fraction],
    above: NDArray[np.int64],
    best: tuple[NDArray[Any], NDArray[np.int64]],
) -> Point:
    gains, at = best
    chosen = int(at[_leximin(gains[:, at], len(gains))].min())
    index = int(above[chosen])
    worth = tuple(
        Fraction(int(row[index]), unit)
        for row, unit in zip(found.numbers, found.network.units, strict=True)
    )
    return Point(
        index,
        worth,
        tuple(a - b for a, b in zip(worth, none, strict=True)),
        tuple(int(above[one]) for one in at if one != chosen),
    )
