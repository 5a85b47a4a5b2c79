"""Fair points against their definitions, outcome by outcome."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.bargaining.frontier import frontier
from parley.bargaining.points import DEFINITIONS, Points, solution_points
from parley.kernel.errors import Refused
from parley.space.network import Network
from tests.properties.strategies_bargaining import networks
from tests.twins import frontier_literal as twin

_ANY = st.fractions(-12, 6, max_denominator=3)


def _stated(
    data: st.DataObject, network: Network, worths: list[twin.Worth]
) -> list[Fraction | None]:
    """What no agreement is worth: unknown, any number, or just what some outcome is worth."""
    return [
        data.draw(
            st.one_of(
                st.none(), _ANY, st.sampled_from([worth[party] for worth in worths] or [Fraction()])
            )
        )
        for party in range(len(network.parties))
    ]


def _check(network: Network, found: Points, stated: list[Fraction | None]) -> None:
    worths = twin.feasible(network)
    if not worths:
        assert not len(found.above) and found.nash is None and found.ideal is None
        return
    none = tuple(
        twin.worst(worths, party) if value is None else value for party, value in enumerate(stated)
    )
    assert found.no_agreement == none
    assert found.assumed == tuple(value is None for value in stated)
    points = sorted(twin.efficient(worths), reverse=True)
    inside = twin.acceptable(points, none)
    assert [points[number] for number in found.above] == inside
    if not inside:
        assert found.ideal is None
        assert all(getattr(found, name) is None for name in DEFINITIONS)
        return
    assert found.ideal == tuple(map(max, zip(*inside, strict=True)))
    expected = twin.fair_points(inside, none)
    assert expected.keys() == DEFINITIONS.keys()
    for name, (chosen, tied) in expected.items():
        point = getattr(found, name)
        assert (name, point.worth) == (name, chosen)
        assert points[point.index] == chosen
        assert point.gains == twin.gains(chosen, none)
        assert {points[number] for number in point.tied} == tied - {chosen}


@given(data=st.data(), network=networks())
def test_points_are_what_their_definitions_say(data: st.DataObject, network: Network) -> None:
    """Chosen points, those tied with them, the ideal, and what is above no agreement."""
    stated = _stated(data, network, list(twin.feasible(network).values()))
    _check(network, solution_points(frontier(network), stated), stated)


@given(network=networks())
def test_points_go_by_the_networks_own_no_agreement(network: Network) -> None:
    """Nothing said, what the network says counts."""
    _check(network, solution_points(frontier(network)), list(network.no_agreement))


@given(data=st.data(), network=networks(), factor=st.fractions("1/9", 9, max_denominator=9))
def test_other_units_move_no_point_that_does_not_compare_them(
    data: st.DataObject, network: Network, factor: Fraction
) -> None:
    """One party's scale is stretched: the products, and shares of the most, stay in order."""
    worths = list(twin.feasible(network).values())
    stated = [Fraction() if value is None else value for value in _stated(data, network, worths)]
    before = solution_points(frontier(network), stated)
    scaled = replace(
        network,
        factors=(
            tuple(
                replace(one, table=np.asarray(one.table.astype(object) * factor.numerator))
                for one in network.factors[0]
            ),
            *network.factors[1:],
        ),
        units=(network.units[0] * factor.denominator, *network.units[1:]),
    )
    after = solution_points(frontier(scaled), [stated[0] * factor, *stated[1:]])
    assert before.above.tolist() == after.above.tolist()
    for name in ("nash", "kalai_smorodinsky"):
        one, other = getattr(before, name), getattr(after, name)
        if one is None:
            assert other is None
            continue
        assert {one.index, *one.tied} == {other.index, *other.tied}


@given(network=networks(), which=st.integers(0, 4))
def test_an_order_of_wishes_is_refused(network: Network, which: int) -> None:
    """Gains of a party that has only an order mean nothing; the message names it."""
    party = which % len(network.parties)
    ordinal = tuple(number == party for number in range(len(network.parties)))
    with pytest.raises(Refused, match=network.parties[party]):
        solution_points(frontier(replace(network, ordinal=ordinal)))
