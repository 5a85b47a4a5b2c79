"""Exchanges, swings and verdicts against a list of all outcomes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from parley.bargaining.frontier import frontier
from parley.bargaining.trades import Exchange, exchanges, rate, swings
from parley.bargaining.verdicts import judge
from parley.space.network import Network
from tests.properties.strategies_bargaining import constraints, networks, packages
from tests.twins import frontier_literal
from tests.twins import trades_literal as twin


def moves_of(network: Network, one: Exchange) -> twin.Moves:
    """What an exchange changes, as numbers."""
    return tuple(
        (issue, network.values[issue].index(change.becomes))
        for change in one.changes
        for issue in (network.issues.index(change.issue),)
    )


@given(data=st.data(), network=networks(), most=st.integers(1, 3))
def test_exchanges_are_all_that_hurt_nobody(
    data: st.DataObject, network: Network, most: int
) -> None:
    """All of them, what each gains, which are best, and the best first."""
    package = data.draw(packages(network))
    found = exchanges(network, package, most, None)
    expected = twin.exchanges(network, package, most)
    by_moves = {moves_of(network, one): one for one in found}
    assert len(by_moves) == len(found)
    assert {moves: one.gains for moves, one in by_moves.items()} == expected
    for moves, one in by_moves.items():
        assert one.best == twin.is_best(moves, expected)
    keys = [(not one.best, len(one.changes), moves_of(network, one)) for one in found]
    assert keys == sorted(keys)
    some = data.draw(st.integers(0, 4))
    assert exchanges(network, package, most, some) == found[:some]


@given(data=st.data(), network=networks())
def test_an_exchange_says_who_concedes_what(data: st.DataObject, network: Network) -> None:
    """Each change by itself, what comes of making them together, and losses by issue."""
    package = data.draw(packages(network))
    for one in exchanges(network, package, 3, 20):
        for change in one.changes:
            issue = network.issues.index(change.issue)
            place = network.values[issue].index(change.becomes)
            assert change.was == network.values[issue][package[issue]] != change.becomes
            assert change.gains == twin.alone(network, package, issue)[place]
        for party, gain in enumerate(one.gains):
            parts = [change.gains[party] for change in one.changes]
            assert sum(parts) + one.together[party] == gain
            losses = [change.issue for change in one.changes if change.gains[party] < 0]
            assert list(one.concedes[party]) == losses


@given(data=st.data(), network=networks())
def test_efficient_packages_leave_nothing_to_exchange(
    data: st.DataObject, network: Network
) -> None:
    """And with all issues free, a feasible package without an exchange is efficient."""
    outcomes = frontier_literal.feasible(network)
    if not outcomes:
        return
    package = data.draw(st.sampled_from(sorted(outcomes)))
    every = exchanges(network, package, len(network.issues), 1)
    assert bool(every) == (package not in twin.efficient_outcomes(network))


@given(data=st.data(), network=networks())
def test_swings_are_what_each_value_alone_changes(data: st.DataObject, network: Network) -> None:
    """Least and most by party, which values these are, and rates between two issues."""
    package = data.draw(packages(network))
    found = swings(network, package)
    assert [one.issue for one in found] == list(network.issues)
    for issue, one in enumerate(found):
        rows = list(zip(*twin.alone(network, package, issue), strict=True))
        values = network.values[issue]
        for party, row in enumerate(rows):
            assert (one.loses[party], one.gains[party]) == (min(row), max(row))
            assert row[values.index(one.worst[party])] == min(row)
            assert row[values.index(one.best[party])] == max(row)
            assert one.weight[party] == max(row) - min(row)
            if min(row) == 0:
                assert one.worst[party] == values[package[issue]]
            if max(row) == 0:
                assert one.best[party] == values[package[issue]]
    for one in found:
        for party, exchange in enumerate(rate(found[0], one)):
            weight = one.weight[party]
            if exchange is None:
                assert weight == 0
            else:
                assert weight and exchange * weight == found[0].weight[party]


@given(data=st.data(), network=networks(least=2))
def test_an_order_of_wishes_has_no_weight_and_no_rate(
    data: st.DataObject, network: Network
) -> None:
    """The other parties' are as before."""
    ordinal = replace(network, ordinal=(True, *network.ordinal[1:]))
    package = data.draw(packages(network))
    for one, other in zip(swings(ordinal, package), swings(network, package), strict=True):
        assert one.weight == (None, *other.weight[1:])
        assert (one.loses, one.best) == (other.loses, other.best)
        assert rate(one, one)[0] is None


@given(data=st.data(), network=networks())
def test_verdicts_are_what_the_outcomes_say(data: st.DataObject, network: Network) -> None:
    """Counted and compared outcome by outcome."""
    region = data.draw(constraints(network))
    inside = twin.inside(network, region)
    verdict = judge(network, region, frontier(network))
    assert verdict.impossible == (not inside)
    if not inside:
        return
    best = twin.efficient_outcomes(network)
    assert (verdict.efficient, verdict.of) == (len(best & inside.keys()), len(best))
    everything = frontier_literal.feasible(network)
    assert verdict.dominated == all(
        any(
            frontier_literal.beats(other, worth)
            for places, other in everything.items()
            if places not in inside
        )
        for worth in inside.values()
    )
    assert (verdict.example is None) == verdict.dominated
    if verdict.example is not None:
        assert _places(network, verdict.example) in best & inside.keys()
    if verdict.beaten is not None:
        own, better = (
            _places(network, each) for each in (verdict.beaten.outcome, verdict.beaten.better)
        )
        assert inside[own] == verdict.beaten.worth
        assert better not in inside and everything[better] == verdict.beaten.better_worth
        assert frontier_literal.beats(everything[better], inside[own])


def _places(network: Network, outcome: dict[str, str]) -> tuple[int, ...]:
    return tuple(
        values.index(outcome[issue])
        for issue, values in zip(network.issues, network.values, strict=True)
    )


@given(data=st.data(), network=networks())
def test_a_verdict_says_who_is_left_below_no_agreement(
    data: st.DataObject, network: Network
) -> None:
    """All outcomes, some or none satisfy everybody; and whom none satisfies."""
    region = data.draw(constraints(network, most=1))
    inside = twin.inside(network, region)
    verdict = judge(network, region, frontier(network))
    if not inside:
        return
    parties = range(len(network.parties))
    all_of = [
        all(twin.satisfied(network, worth, party) for party in parties) for worth in inside.values()
    ]
    expected = "all" if all(all_of) else "some" if any(all_of) else "none"
    assert verdict.acceptable == expected
    assert verdict.below == tuple(
        network.parties[party]
        for party in parties
        if not any(twin.satisfied(network, worth, party) for worth in inside.values())
    )
