"""The frontier at its edges: how issues are linked, what is too large, and what is empty."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from parley.bargaining.frontier import frontier, make_plan, most_points_in, outcome, ties
from parley.bargaining.points import DEFINITIONS, solution_points
from parley.kernel.errors import Refused
from parley.space.factors import Factor
from parley.space.network import Constraint, Network


def linked(size: int, scopes: Sequence[tuple[int, ...]], count: int) -> Network:
    """A network of `count` issues with `size` values each and a table for each set of issues."""
    issues = tuple(f"i{number}" for number in range(count))
    factors = tuple(
        tuple(
            Factor(
                tuple(issues[one] for one in scope),
                np.arange(size ** len(scope), dtype=np.int64).reshape((size,) * len(scope)) * sign,
                1,
            )
            for scope in scopes
        )
        for sign in (1, -1)
    )
    values = tuple(tuple(f"v{place}" for place in range(size)) for _ in issues)
    return Network("made-up", issues, values, ("p", "q"), factors, (1, 1))


def test_issues_linked_with_nothing_need_no_table() -> None:
    """Additive worth: a table for each issue alone."""
    plan = make_plan(linked(3, [(k,) for k in range(20)], 20))
    assert (plan.width, plan.cells, len(plan.roots)) == (0, 3, 20)


def test_a_chain_links_one_issue_at_a_time() -> None:
    """However long it is, two issues stand in a table."""
    plan = make_plan(linked(3, [(k, k + 1) for k in range(49)], 50))
    assert (plan.width, plan.cells, len(plan.roots)) == (1, 9, 1)


def test_a_tree_links_one_issue_at_a_time() -> None:
    """Settled from its leaves; two trees are two roots."""
    plan = make_plan(linked(3, [((k - 1) // 3, k) for k in range(1, 40)], 40))
    assert (plan.width, plan.cells) == (1, 9)
    apart = [((k - 1) // 3, k) for k in range(1, 20)] + [(20, k) for k in range(21, 30)]
    assert len(make_plan(linked(3, apart, 30)).roots) == 2


@pytest.mark.parametrize("side", [3, 5])
def test_a_grid_links_its_shorter_side(side: int) -> None:
    """The width of a grid is its side, which no order goes below; the greedy one finds it."""
    at = {(x, y): x * side + y for x in range(side) for y in range(side)}
    scopes = [(at[x, y], at[x + 1, y]) for x, y in at if x + 1 < side]
    scopes += [(at[x, y], at[x, y + 1]) for x, y in at if y + 1 < side]
    plan = make_plan(linked(2, scopes, side * side))
    assert side <= plan.width <= side + 1
    assert plan.cells <= 2 ** (side + 2)


def test_a_constraint_that_will_come_is_planned_for() -> None:
    """It links the issues that it names, though the network does not."""
    network = linked(2, [(k,) for k in range(4)], 4)
    assert make_plan(network, [("i0", "i3")]).width == 1
    assert make_plan(network).width == 0


def test_too_many_issues_linked_are_refused() -> None:
    """Thirty yes-or-no issues, each linked with each, would need a table of 2^30."""
    network = linked(2, list(combinations(range(30), 2)), 30)
    with pytest.raises(Refused) as caught:
        frontier(network)
    assert "link 30 in one table of 1,073,741,824" in caught.value.message
    assert caught.value.hint is not None and "leave out the statement" in caught.value.hint


def _nothing(network: Network, *issues: str) -> Constraint:
    sizes = dict(zip(network.issues, map(len, network.values), strict=True))
    return Constraint(
        "never", issues, np.zeros([sizes[one] for one in reversed(issues)], dtype=np.bool_)
    )


@pytest.mark.parametrize("issues", [(), ("i0",), ("i0", "i1")])
def test_nothing_feasible_is_an_empty_frontier(issues: tuple[str, ...]) -> None:
    """Whatever the statement that rules everything out is about; and there is no fair point."""
    network = linked(2, [(0, 1), (1, 2)], 3)
    found = frontier(network, [_nothing(network, *issues)])
    assert (found.size, found.worth.shape, ties(found)) == (0, (0, 2), [])
    points = solution_points(found, [Fraction(), Fraction()])
    assert (len(points.above), points.ideal, points.nash) == (0, None, None)


def test_a_single_outcome_is_efficient_and_every_fair_point() -> None:
    """One issue of one value: its worth, one outcome, and all points the same."""
    values = (("only",),)
    own = (Factor(("i0",), np.array([4], dtype=np.int64), 3),)
    found = frontier(Network("made-up", ("i0",), values, ("p", "q"), (own, ()), (3, 1)))
    assert (found.size, outcome(found, 0), ties(found)) == (1, {"i0": "only"}, [1])
    points = solution_points(found, [Fraction(1), Fraction(0)])
    assert {getattr(points, name).worth for name in DEFINITIONS} == {(Fraction(4, 3), Fraction())}


def test_nobody_above_no_agreement_leaves_no_fair_point() -> None:
    """Every outcome is below no agreement for one party: the frontier stays, the points do not."""
    found = frontier(linked(3, [(0,), (1,)], 2))
    points = solution_points(found, [Fraction(5), Fraction(-9)])
    assert (found.size, len(points.above)) == (5, 0)
    assert all(getattr(points, name) is None for name in DEFINITIONS)


def test_the_number_of_points_that_fit_falls_with_the_parties() -> None:
    """And is never less than a few."""
    assert most_points_in(1 << 30, 2) > most_points_in(1 << 30, 4) > 1 << 20
    assert most_points_in(0, 2) == 16


def test_worth_beyond_every_float_is_infinite_and_the_numbers_are_exact() -> None:
    """As of a party with more than a thousand priorities, whose worth is in powers of two."""
    table = np.array([1 << 2000, -(1 << 2000), 3], dtype=np.object_)
    own = ((Factor(("i0",), table, 2),), (Factor(("i0",), -table, 1),))
    found = frontier(Network("made-up", ("i0",), (("x", "y", "z"),), ("p", "q"), own, (2, 1)))
    assert found.numbers[0].tolist() == [1 << 2000, 3, -(1 << 2000)]
    assert found.worth.tolist() == [[np.inf, -np.inf], [1.5, -3.0], [-np.inf, np.inf]]
