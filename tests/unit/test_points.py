"""Fair points where floats would choose wrongly, and where the rule for ties decides."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from parley.bargaining.frontier import frontier
from parley.bargaining.points import Point, Points, solution_points
from parley.space.factors import Factor
from parley.space.network import Network

_BIG = 10**10


def points_of(*worths: Sequence[int]) -> Points:
    """The fair points of outcomes that are worth so much, with no agreement worth nothing."""
    parties = tuple("pqrs"[: len(worths[0])])
    tables = tuple(
        (Factor(("x",), np.array(row, dtype=object), 1),) for row in zip(*worths, strict=True)
    )
    values = (tuple(f"v{number}" for number in range(len(worths))),)
    network = Network("made-up", ("x",), values, parties, tables, (1,) * len(parties))
    return solution_points(frontier(network), [Fraction()] * len(parties))


def worth(point: Point | None) -> tuple[int, ...]:
    """What a point is worth, as whole numbers, and that it has no equal."""
    assert point is not None and point.tied == ()
    return tuple(map(int, point.worth))


def test_products_that_floats_cannot_tell_apart_are_told_apart() -> None:
    """The greater product wins, though the other outcome is the more even one."""
    even, uneven = (_BIG, _BIG), (_BIG + 3, _BIG - 1)
    assert worth(points_of(even, uneven).nash) == uneven


def test_shares_that_floats_cannot_tell_apart_are_told_apart() -> None:
    """The second party's share decides, by one part in a million million."""
    ends = (_BIG, 0), (0, 100 * _BIG)
    one, other = (6 * _BIG // 10, 50 * _BIG), (55 * _BIG // 100, 50 * _BIG + 1)
    assert worth(points_of(*ends, one, other).kalai_smorodinsky) == other


def test_of_equally_good_ones_the_more_even_then_the_first_partys() -> None:
    """Products of 12: of 2 and 6, and 3 and 4, the more even; of 3 and 4, and 4 and 3, p's."""
    nash = points_of((2, 6), (3, 4), (6, 2), (4, 3)).nash
    assert nash is not None
    assert (tuple(map(int, nash.worth)), len(nash.tied)) == ((4, 3), 3)


def test_numbers_beyond_every_float_are_counted_all_the_same() -> None:
    """Gains of a thousand digits, and products of shares that a float rounds to nothing."""
    huge = 10**1000
    found = points_of((huge, 0), (2, 1), (0, huge))
    assert worth(found.nash) == worth(found.kalai) == worth(found.kalai_smorodinsky) == (2, 1)
    even = points_of((3 * huge, huge), (2 * huge, 2 * huge))
    assert worth(even.nash) == (2 * huge, 2 * huge)
