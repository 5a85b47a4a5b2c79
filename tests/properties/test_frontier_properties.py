"""The frontier against a list of all outcomes compared one by one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given, reject
from hypothesis import strategies as st

from parley.bargaining.extremes import extremes
from parley.bargaining.frontier import Frontier, frontier, make_plan, outcome, ties
from parley.bargaining.trace import outcomes_at
from parley.dossier.language.formulas import evaluate
from parley.kernel.errors import Refused
from parley.space.compiling import compile_space
from parley.space.model import Model
from parley.space.network import Network, compile_network, utility_of
from parley.space.space import places_of
from tests.properties.strategies_bargaining import constraints, models, networks
from tests.twins import frontier_literal as twin


def points_of(found: Frontier) -> list[tuple[Fraction, ...]]:
    """What each listed point is worth, exactly."""
    units = found.network.units
    return [
        tuple(Fraction(int(n), unit) for n, unit in zip(column, units, strict=True))
        for column in found.numbers.T
    ]


def attained(found: Frontier, point: int) -> list[tuple[int, ...]]:
    """Every outcome that is said to attain a point."""
    return sorted(outcomes_at(found.node, point, len(found.network.issues)))


@given(data=st.data(), network=networks())
def test_the_frontier_is_what_comparing_all_outcomes_gives(
    data: st.DataObject, network: Network
) -> None:
    """The same points, each once and in order, the same outcomes behind them, and their number."""
    extra = data.draw(constraints(network))
    found = frontier(network, extra)
    expected = twin.efficient(twin.feasible(network, extra))
    points = points_of(found)
    assert points == sorted(expected, reverse=True)
    assert found.is_exact and not any(found.error)
    assert ties(found) == [len(expected[one]) for one in points]
    for number, point in enumerate(points):
        assert attained(found, number) == sorted(expected[point])
    assert np.allclose(found.worth, np.array(points, dtype=float).reshape(found.worth.shape))


@given(data=st.data(), network=networks())
def test_nothing_beats_it_and_it_answers_everything(data: st.DataObject, network: Network) -> None:
    """No feasible outcome beats a point; each outcome is beaten by one, or attains one."""
    extra = data.draw(constraints(network))
    found = frontier(network, extra)
    points = points_of(found)
    for worth in twin.feasible(network, extra).values():
        assert not any(twin.beats(worth, point) for point in points)
        assert worth in points or any(twin.beats(point, worth) for point in points)
    for number, point in enumerate(points):
        settled = outcome(found, number)
        places = tuple(
            values.index(settled[issue])
            for issue, values in zip(network.issues, network.values, strict=True)
        )
        assert all(twin.allows(network, one, places) for one in (*network.constraints, *extra))
        assert twin.worth_of(network, places) == point
        own = tuple(utility_of(network, party, places) for party in range(len(network.parties)))
        assert own == point


@given(data=st.data(), network=networks(most=3))
def test_a_shared_plan_and_memory_change_nothing(data: st.DataObject, network: Network) -> None:
    """Several sets of constraints solved one after the other, and each by itself."""
    sets = data.draw(st.lists(constraints(network), min_size=2, max_size=5))
    plan = make_plan(network, [one.issues for each in sets for one in each])
    memo: dict[object, Any] = {}
    for each in (*sets, sets[0]):
        shared = frontier(network, each, plan=plan, memo=memo)
        fresh = frontier(network, each)
        assert points_of(shared) == points_of(fresh)
        assert ties(shared) == ties(fresh)
        for number in range(fresh.size):
            assert attained(shared, number) == attained(fresh, number)


@given(data=st.data(), network=networks(), most=st.integers(1, 3))
def test_a_thinned_frontier_keeps_its_promise(
    data: st.DataObject, network: Network, most: int
) -> None:
    """Each efficient point has one listed that falls short by at most `error`; those are real."""
    extra = data.draw(constraints(network))
    thinned = frontier(network, extra, most_points=most)
    listed = points_of(thinned)
    worths = twin.feasible(network, extra)
    assert bool(listed) == bool(worths)
    assert len(listed) <= most
    for point in twin.efficient(worths):
        assert any(
            all(a + e >= b for a, e, b in zip(one, thinned.error, point, strict=True))
            for one in listed
        )
    if thinned.is_exact:
        assert set(listed) == set(twin.efficient(worths))
    for number, (point, count) in enumerate(zip(listed, ties(thinned), strict=True)):
        here = attained(thinned, number)
        assert len(set(here)) == len(here) == count
        assert all(worths[places] == point for places in here)
        assert not any(twin.beats(other, point) for other in listed)


@given(data=st.data(), network=networks(most=3))
def test_extremes_are_the_least_and_the_most(data: st.DataObject, network: Network) -> None:
    """Over all feasible outcomes, for each party; none where nothing is feasible."""
    extra = data.draw(constraints(network))
    worths = list(twin.feasible(network, extra).values())
    for party in range(len(network.parties)):
        own = [worth[party] for worth in worths]
        assert extremes(network, party, extra) == ((min(own), max(own)) if own else None)


@given(model=models())
def test_worth_orders_outcomes_as_ranks_do(model: Model) -> None:
    """Of a compiled model, whatever its wishes are: weights, priorities or a ranking."""
    network = compile_network(model)
    try:
        space = compile_space(model)
    except Refused:  # nothing is feasible, a ranking contradicts itself, numbers too fine
        reject()
    outcomes = [index for index in range(space.size) if space.ranks[0][index] >= 0]
    worths = twin.feasible(network)
    assert sorted(worths) == sorted(places_of(space, index) for index in outcomes)
    for party, rank in enumerate(space.ranks):
        own = {index: worths[places_of(space, index)][party] for index in outcomes}
        places = {worth: place for place, worth in enumerate(sorted(set(own.values())))}
        assert [int(rank[index]) for index in outcomes] == [places[own[i]] for i in outcomes]


@given(model=models())
def test_what_is_feasible_is_what_the_statements_allow(model: Model) -> None:
    """The network allows an outcome where every statement is true of it."""
    network = compile_network(model)
    kept = twin.feasible(network)
    everything = twin.feasible(Network("all", network.issues, network.values, (), (), ()))
    for places in everything:
        named = {
            issue: values[place]
            for issue, values, place in zip(network.issues, network.values, places, strict=True)
        }
        assert (places in kept) == all(evaluate(one.formula, named) for one in model.feasibility)
