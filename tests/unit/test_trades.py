"""Exchanges and verdicts in cases small enough to read, and at the size that matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from parley.bargaining.frontier import frontier
from parley.bargaining.trades import exchanges, rate, swings
from parley.bargaining.verdicts import judge
from parley.kernel.errors import Refused
from parley.space.factors import Factor
from parley.space.network import Constraint, Network, utility_of

_ZERO = Fraction()


def of(*numbers: int | Fraction) -> tuple[Fraction, ...]:
    """Numbers, one for each party, as fractions."""
    return tuple(map(Fraction, numbers))


def factor(issues: str, rows: Sequence[object]) -> Factor:
    """A table over issues named by one letter each, the last one's axis first."""
    return Factor(tuple(issues), np.array(rows, dtype=np.int64), 1)


def bargain(*parties: tuple[Factor, ...], **more: object) -> Network:
    """Two issues, `a` and `b`, of the values `no` and `yes` each."""
    names = tuple("pqrs"[: len(parties)])
    network = Network(
        "made-up", ("a", "b"), (("no", "yes"),) * 2, names, parties, (1,) * len(parties)
    )
    return replace(network, **more)  # type: ignore[arg-type]


#: p cares about `a` three times as much as about `b`, q the other way round; both want yes on the
#: one that they care about and no on the other's.
LOGROLL = bargain(
    (factor("a", [0, 3]), factor("b", [1, 0])), (factor("a", [1, 0]), factor("b", [0, 3]))
)


def test_each_gives_where_it_cares_little() -> None:
    """From no and no: p gives `b`, q gives `a`, and both are better by two."""
    (one,) = exchanges(LOGROLL, (0, 0))
    assert [(each.issue, each.was, each.becomes) for each in one.changes] == [
        ("a", "no", "yes"),
        ("b", "no", "yes"),
    ]
    assert one.changes[0].gains == of(3, -1)
    assert one.changes[1].gains == of(-1, 3)
    assert one.concedes == (("b",), ("a",))
    assert (one.gains, one.together, one.best) == (of(2, 2), of(0, 0), True)
    assert exchanges(LOGROLL, (0, 0), most_issues=1) == ()
    assert exchanges(LOGROLL, (1, 1)) == ()


def test_rates_show_who_should_give_what() -> None:
    """A whole swing on `a` is worth three of `b` to p, a third of one to q."""
    on_a, on_b = swings(LOGROLL, (0, 0))
    assert (on_a.weight, on_b.weight) == (of(3, 1), of(1, 3))
    assert (on_a.best, on_a.worst) == (("yes", "no"), ("no", "yes"))
    assert rate(on_a, on_b) == of(3, Fraction(1, 3))


def test_a_conditional_term_is_told_apart_from_its_parts() -> None:
    """Neither change alone is worth anything to p; both together are."""
    network = bargain((factor("ab", [[0, 0], [0, 5]]),), ())
    (one,) = exchanges(network, (0, 0))
    assert [change.gains for change in one.changes] == [of(0, 0), of(0, 0)]
    assert (one.gains, one.together) == (of(5, 0), of(5, 0))
    assert [each.weight for each in swings(network, (0, 0))] == [of(0, 0), of(0, 0)]
    assert [each.weight for each in swings(network, (0, 1))] == [of(5, 0), of(0, 0)]


def test_a_part_that_changes_nothing_for_anybody_is_left_out() -> None:
    """Nobody cares about `b`, so it does not come along with `a`."""
    found = exchanges(bargain((factor("a", [0, 1]),), ()), (0, 0))
    assert [[change.issue for change in one.changes] for one in found] == [["a"]]


def test_a_package_that_is_not_allowed_can_be_mended() -> None:
    """Both issues must agree: from a package where they do not, one change mends it."""
    same = Constraint("same", ("a", "b"), np.eye(2, dtype=np.bool_))
    network = replace(bargain((factor("a", [0, 1]), factor("b", [0, 1]))), constraints=(same,))
    found = exchanges(network, (0, 1))
    assert [[change.issue for change in one.changes] for one in found] == [["a"]]
    never = Constraint("never", (), np.array(False))
    assert exchanges(replace(network, constraints=(never,)), (0, 1)) == ()


def test_what_mends_a_package_is_no_idle_part() -> None:
    """Nobody cares about `b`, but only its yes is allowed, so it must come along with `a`."""
    only_yes = Constraint("only yes", ("b",), np.array([False, True]))
    network = replace(bargain((factor("a", [0, 1]),), ()), constraints=(only_yes,))
    (one,) = exchanges(network, (0, 0))
    assert [change.issue for change in one.changes] == ["a", "b"]
    (other,) = exchanges(network, (0, 1))
    assert [change.issue for change in other.changes] == ["a"]


def test_a_hundred_issues_of_five_values() -> None:
    """With conditional terms and statements: every exchange found is one, summed up anew."""
    random = np.random.default_rng(7)
    issues = tuple(f"i{number}" for number in range(100))
    parties = tuple(
        tuple(
            [Factor((one,), random.integers(0, 99, 5), 3) for one in issues]
            + [Factor(pair, random.integers(0, 40, (5, 5)), 3) for pair in pairwise(issues)]
        )
        for _ in range(3)
    )
    limits = tuple(
        Constraint("some", pair, random.random((5, 5)) < 0.8)
        for pair in zip(issues[::3], issues[2::3], strict=False)
    )
    values = (tuple("vwxyz"),) * 100
    network = Network("made-up", issues, values, ("p", "q", "r"), parties, (3,) * 3, limits)
    package = (0,) * 100
    for one in limits:
        one.allowed[0, 0] = True
    found = exchanges(network, package, most=40)
    assert len(found) == 40 and all(one.best for one in found[:5])
    before = [utility_of(network, party, package) for party in range(3)]
    for exchange in found:
        new = list(package)
        for change in exchange.changes:
            new[issues.index(change.issue)] = "vwxyz".index(change.becomes)
        after = [utility_of(network, party, new) for party in range(3)]
        assert exchange.gains == tuple(a - b for a, b in zip(after, before, strict=True))
        assert min(exchange.gains) >= 0 < max(exchange.gains)
        for limit in limits:
            at = tuple(new[issues.index(issue)] for issue in reversed(limit.issues))
            assert limit.allowed[at]


def _where(network: Network, issue: str, value: str) -> Constraint:
    names = network.values[network.issues.index(issue)]
    return Constraint("made-up", (issue,), np.array([one == value for one in names]))


def test_a_verdict_on_a_trade_that_all_can_live_with() -> None:
    """`a` is yes only in efficient outcomes, of which all but one are acceptable."""
    network = replace(LOGROLL, no_agreement=(Fraction(3), _ZERO))
    verdict = judge(network, [_where(network, "a", "yes")], frontier(network))
    assert (verdict.efficient, verdict.of) == (2, 3)
    assert verdict.example == {"a": "yes", "b": "no"}
    assert (verdict.dominated, verdict.beaten) == (False, None)
    assert (verdict.acceptable, verdict.below) == ("all", ())


def test_a_verdict_on_a_trade_that_is_beaten() -> None:
    """No on both is worse for both than yes on both, and the verdict shows it."""
    network = replace(LOGROLL, no_agreement=(Fraction(2), Fraction(1)))
    region = [_where(network, "a", "no"), _where(network, "b", "no")]
    verdict = judge(network, region, frontier(network))
    assert verdict.efficient == 0 and verdict.dominated and verdict.beaten is not None
    assert (verdict.beaten.worth, verdict.beaten.better_worth) == (of(1, 1), of(3, 3))
    assert verdict.beaten.better == {"a": "yes", "b": "yes"}
    assert (verdict.acceptable, verdict.below) == ("none", ("p",))


def test_each_may_be_satisfied_and_not_all_at_once() -> None:
    """Nobody is below in every outcome, yet no outcome satisfies both."""
    network = replace(LOGROLL, no_agreement=(Fraction(4), Fraction(4)))
    verdict = judge(network, [], frontier(network))
    assert (verdict.acceptable, verdict.below) == ("none", ())
    some = replace(LOGROLL, no_agreement=(Fraction(3), None))
    assert judge(some, [], frontier(some)).acceptable == "some"


def test_a_verdict_on_what_cannot_be() -> None:
    """Two statements that exclude each other."""
    region = [_where(LOGROLL, "a", "no"), _where(LOGROLL, "a", "yes")]
    verdict = judge(LOGROLL, region, frontier(LOGROLL))
    assert verdict.impossible and not verdict.dominated and verdict.example is None


def test_a_thinned_frontier_gives_no_verdict() -> None:
    """What is efficient cannot be told from it, and the message says what to do."""
    rows = tuple(factor(one, [0, number]) for one, number in (("a", 3), ("b", 4)))
    losses = tuple(factor(one, [0, -number]) for one, number in (("a", 3), ("b", 4)))
    network = bargain(rows, losses)
    with pytest.raises(Refused, match="thinned to 1 points"):
        judge(network, [], frontier(network, most_points=1))
