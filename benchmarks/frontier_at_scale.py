"""How long the exact frontier and its fair points take, beside NegMAS, which lists outcomes.

Both get the same random additive domains: two parties, each value of each issue worth a whole
number below a thousand. The time of parley is from the model as read to the points: compiling,
frontier and points; that of NegMAS from its loaded utility functions: listing outcomes, frontier
and points. Before anything is timed the two frontiers, and the points that both define alike, are
asserted equal. What NegMAS cannot do is timed against what it takes for 10,000 outcomes, in the
same run; frontiers that it cannot check are checked against a plain fold over whole numbers.
"""

from __future__ import annotations

import argparse
import math
import resource
import time
import warnings
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from parley.bargaining.frontier import Frontier, frontier
from parley.bargaining.points import Points, solution_points
from parley.dossier.language.domain import Domain
from parley.space.factors import Factor
from parley.space.model import Model, Term, Weights
from parley.space.network import Network, compile_network

ROUNDS = 7
FASTER_AT_A_MILLION = 1_000.0
Tables = Sequence[Sequence[Sequence[int]]]  # party -> issue -> value -> worth


def random_tables(parties: int, issues: int, values: int, seed: int = 1951) -> Tables:
    """Make up what each value of each issue is worth to each party."""
    random = np.random.default_rng(seed)
    found: Tables = random.integers(0, 1_000, (parties, issues, values)).tolist()
    return found


def model_of_tables(tables: Tables) -> Model:
    """Return an additive domain as a model, as a reader of files gives it."""
    issues = [f"i{k}" for k in range(len(tables[0]))]
    values = [[f"v{j}" for j in range(len(row))] for row in tables[0]]
    one = Fraction(1)
    return Model(
        "made up",
        {issue: Domain(tuple(row)) for issue, row in zip(issues, values, strict=True)},
        {f"p{k}": f"p{k}" for k in range(len(tables))},
        {},
        preferences={
            f"p{k}": Weights(
                tuple(
                    Term(
                        one,
                        one,
                        issue=issue,
                        scores=dict(zip(row, map(Fraction, worth), strict=True)),
                    )
                    for issue, row, worth in zip(issues, values, party, strict=True)
                )
            )
            for k, party in enumerate(tables)
        },
        no_agreement={f"p{k}": Fraction() for k in range(len(tables))},
    )


def worked_out(model: Model) -> tuple[Frontier, Points]:
    """Do all that parley does with a model: compile it, find the frontier, find the points."""
    found = frontier(compile_network(model))
    return found, solution_points(found)


def plain_fold(tables: Tables) -> list[tuple[int, int]]:
    """Return the frontier of two parties by a fold with pruning, in plain Python."""
    points = [(0, 0)]
    for first, second in zip(*tables, strict=True):
        sums = {(a + x, b + y) for a, b in points for x, y in set(zip(first, second, strict=True))}
        points, best = [], -1
        for a, b in sorted(sums, reverse=True):
            if b > best:
                points.append((a, b))
                best = b
    return points


def negmas_domain(tables: Tables) -> tuple[Any, Any]:
    """Return the same domain as NegMAS loads it: outcome space and utility functions."""
    from negmas.outcomes import make_issue, make_os
    from negmas.preferences import LinearAdditiveUtilityFunction

    names = [[f"v{j}" for j in range(len(row))] for row in tables[0]]
    space = make_os([make_issue(row, name=f"i{k}") for k, row in enumerate(names)])
    functions = [
        LinearAdditiveUtilityFunction(
            values=[
                dict(zip(row, worth, strict=True)) for row, worth in zip(names, party, strict=True)
            ],
            weights=[1.0] * len(names),
            outcome_space=space,
            reserved_value=0.0,
        )
        for party in tables
    ]
    return space, functions


def negmas_work(domain: tuple[Any, Any]) -> tuple[Any, Any]:
    """Do what NegMAS does from loaded functions to points; return frontier and Nash points."""
    from negmas.preferences import ops

    space, functions = domain
    outcomes = list(space.enumerate_or_sample())
    edge, _ = ops.pareto_frontier(functions, outcomes=outcomes, sort_by_welfare=True)
    nash = ops.nash_points(functions, edge, outcome_space=space)
    ops.kalai_points(functions, edge, outcome_space=space)
    ops.ks_points(functions, edge, outcome_space=space)
    ops.max_welfare_points(functions, edge, outcome_space=space)
    return edge, nash


def timed(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of a piece of work in seconds."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return sorted(taken)[len(taken) // 2]


def assert_equal(tables: Tables, work: tuple[Any, Any]) -> None:
    """Assert that both find the same frontier and the same best products and sums of worth."""
    (edge, nash), (found, points) = work, worked_out(model_of_tables(tables))
    ours = {tuple(map(int, column)) for column in found.numbers.T}
    theirs = {tuple(round(float(x)) for x in point) for point in edge}
    assert ours == theirs, (len(ours), len(theirs))
    assert points.nash is not None and points.utilitarian is not None
    assert math.prod(points.nash.worth) == max(math.prod(one) for one in ours)
    assert math.isclose(float(math.prod(points.nash.worth)), float(math.prod(nash[0][0])))
    assert sum(points.utilitarian.worth) == max(sum(one) for one in ours)


def constant_sum(count: int) -> Network:
    """Return a domain in which what one party wins the other loses: all outcomes are efficient."""
    side = round(count ** (1 / 3))
    issues, values = ("a", "b", "c"), (tuple(map(str, range(side))),) * 3
    rows = [np.arange(side, dtype=np.int64) * side**k for k in range(3)]
    factors = tuple(
        tuple(Factor((issue,), sign * row, 1) for issue, row in zip(issues, rows, strict=True))
        for sign in (1, -1)
    )
    return Network("constant sum", issues, values, ("one", "other"), factors, (1, 1))


def chain(count: int, values: int, parties: int = 2) -> Network:
    """Return a domain in which the worth of each issue depends on the one before it."""
    random = np.random.default_rng(1951)
    issues = tuple(f"i{k}" for k in range(count))
    factors = tuple(
        tuple(
            Factor((issues[k], issues[k + 1]), random.integers(0, 1_000, (values, values)), 1)
            for k in range(count - 1)
        )
        for _ in range(parties)
    )
    return Network(
        "chain", issues, (tuple(map(str, range(values))),) * count,
        tuple(f"p{k}" for k in range(parties)), factors, (1,) * parties,
    )  # fmt: skip


def plain_chain(network: Network) -> set[tuple[int, ...]]:
    """Return the frontier of a chain by walking along it with plain sets of pairs."""
    sizes = len(network.values[0])
    ways: list[set[tuple[int, ...]]] = [{(0,) * len(network.parties)} for _ in range(sizes)]
    for place in range(len(network.issues) - 1):
        tables = [factors[place].table for factors in network.factors]
        ways = [
            _kept(
                {
                    tuple(w + int(t[after, before]) for w, t in zip(way, tables, strict=True))
                    for before in range(sizes)
                    for way in ways[before]
                }
            )
            for after in range(sizes)
        ]
    return _kept(set().union(*ways))


def _kept(points: set[tuple[int, ...]]) -> set[tuple[int, ...]]:
    best = -math.inf
    kept: set[tuple[int, ...]] = set()
    for first, second in sorted(points, reverse=True):
        if second > best:
            kept.add((first, second))
            best = second
    return kept


def beside_negmas(issues: int) -> tuple[float, float]:
    """Time both on issues of ten values, after asserting that they agree; in seconds."""
    tables = random_tables(2, issues, 10)
    domain, model = negmas_domain(tables), model_of_tables(tables)
    assert_equal(tables, negmas_work(domain))
    ours = timed(lambda: worked_out(model), 25)
    theirs = timed(lambda: negmas_work(domain), 3 if issues > 5 else ROUNDS)
    print(
        f"10^{issues} outcomes: parley {ours * 1e3:8.2f} ms, NegMAS {theirs * 1e3:9.1f} ms: "
        f"{theirs / ours:7.0f} times faster"
    )
    return ours, theirs


def additive(issues: int, values: int, unit: float) -> float:
    """Time an additive domain that cannot be listed, after checking it; in seconds."""
    tables = random_tables(2, issues, values)
    model = model_of_tables(tables)
    found, _ = worked_out(model)
    assert [tuple(map(int, one)) for one in found.numbers.T] == plain_fold(tables)
    ours = timed(lambda: worked_out(model))
    print(
        f"{issues} issues of {values}: {ours * 1e3:8.1f} ms, {found.size:,} efficient points; "
        f"{ours / unit:.2f} of NegMAS's time for 10^4 outcomes"
    )
    return ours


def others(unit: float) -> None:
    """Time what grows in other ways: constant sum, three parties, a chain."""
    for count in (125_000, 1_000_000):
        flat = constant_sum(count)
        assert frontier(flat).size == flat.size
        taken = timed(lambda flat=flat: frontier(flat), 3)  # type: ignore[misc]
        per = taken / (flat.size * math.log2(flat.size)) * 1e9
        print(f"constant sum, {flat.size:,} points: {taken:.2f} s, {per:.1f} ns per n log2 n")
    three = model_of_tables(random_tables(3, 6, 10))
    found, _ = worked_out(three)
    _assert_maximal(found)
    print(
        f"three parties, 10^6 outcomes: {timed(lambda: worked_out(three)) * 1e3:.1f} ms, "
        f"{found.size} efficient points"
    )
    linked = chain(40, 5)
    got = frontier(linked)
    assert {tuple(map(int, one)) for one in got.numbers.T} == plain_chain(linked)
    taken = timed(lambda: frontier(linked))
    print(
        f"conditional chain of 40 issues of 5: {taken * 1e3:.1f} ms, {got.size} efficient points, "
        f"width {got.width}; {taken / unit:.2f} of NegMAS's time for 10^4 outcomes"
    )


def _assert_maximal(found: Frontier) -> None:
    """Assert against the list of all outcomes that nothing dominates, and nothing is missing."""
    network = found.network
    worth = np.zeros((len(network.parties), 1), dtype=np.int64)
    for issue in range(len(network.issues)):
        row = np.stack([factors[issue].table for factors in network.factors])
        worth = (worth[:, :, None] + row[:, None, :]).reshape(len(network.parties), -1)
    left = np.ones(worth.shape[1], dtype=np.bool_)
    for point in found.numbers.T:
        assert not (
            (worth >= point[:, None]).all(axis=0) & (worth > point[:, None]).any(axis=0)
        ).any()
        left &= ~(worth <= point[:, None]).all(axis=0)
    assert not left.any()


def main() -> None:
    """Print the figures, and fail where a promise is not kept."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.parse_args()
    warnings.simplefilter("ignore")  # NegMAS's own
    _, unit = beside_negmas(4)
    beside_negmas(5)
    ours, theirs = beside_negmas(6)
    assert theirs / ours >= FASTER_AT_A_MILLION, theirs / ours
    assert additive(20, 10, unit) < unit
    additive(50, 5, unit)
    additive(100, 5, unit)
    others(unit)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory, NegMAS's list of outcomes included: {peak:.0f} MB")


if __name__ == "__main__":
    main()
