"""Fallback bargaining: what Brams and Kilgour (2001) say of it, in examples worked by hand.

The claims are those of their abstract; the rankings below are made up to show each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import numpy as np
import pytest

from parley.bargaining.fallback import Fallback, depths_of, efficient_outcomes, fallback_bargaining
from parley.kernel.errors import Refused
from parley.space.space import Space


def space_of(*rankings: str, ties: Sequence[Sequence[str]] = ()) -> Space:
    """A space of one issue whose values are letters; each ranking is written best first.

    Parameters:
        ties: further rankings, as groups of letters of which the party likes all the same.
    """
    ladders: list[Sequence[str]] = [*map(tuple, rankings), *ties]
    names = sorted("".join(ladders[0]))
    ranks = []
    for ladder in ladders:
        own = {one: len(ladder) - 1 - step for step, group in enumerate(ladder) for one in group}
        ranks.append(np.array([own[one] for one in names], dtype=np.int32))
    parties = tuple(f"p{number}" for number in range(len(ranks)))
    together = frozenset(range(len(ranks)))
    return Space(
        ("x",), (tuple(names),), parties, (together,), ("both",), None, tuple(ranks), "made-up"
    )


def letters(found: Fallback) -> str:
    """The outcomes met on, as letters."""
    return "".join("abcdefgh"[one] for one in found.outcomes)


def test_two_parties_with_opposite_wishes_meet_in_the_middle() -> None:
    """The second step brings the middle of three to both."""
    found = fallback_bargaining(space_of("abc", "cba"))
    assert (found.depth, letters(found)) == (2, "b")
    assert found.depths.tolist() == [[2], [2]]
    assert found.support.tolist() == [2]


def test_the_outcome_need_not_be_unique() -> None:
    """Of four, two come at the third step; neither is better for both."""
    found = fallback_bargaining(space_of("abcd", "dcba"))
    assert (found.depth, letters(found)) == (3, "bc")
    assert found.efficient.tolist() == found.outcomes.tolist()
    assert found.depths.tolist() == [[2, 3], [3, 2]]


def test_it_need_not_be_what_a_majority_wants_most() -> None:
    """Two of three like `a` best, so it wins against each other outcome; all agree on `b`."""
    space = space_of("abc", "abc", "bca")
    found = fallback_bargaining(space)
    assert (found.depth, letters(found)) == (2, "b")
    majority = fallback_bargaining(space, 2)
    assert (majority.depth, letters(majority)) == (1, "a")
    assert majority.support.tolist() == [2]


def test_a_smaller_quota_is_met_no_deeper() -> None:
    """One of three is satisfied at once, two at the second step, all at the third."""
    space = space_of("abcd", "bdca", "cdba")
    depths = [fallback_bargaining(space, quota).depth for quota in (1, 2, 3)]
    assert depths == [1, 2, 3]
    assert letters(fallback_bargaining(space, 1)) == "abc"
    assert letters(fallback_bargaining(space, 2)) == "bd"
    assert letters(fallback_bargaining(space, 3)) == "bc"


@pytest.mark.parametrize("names", ["abc", "abcd"])
def test_two_parties_agree_at_least_on_the_middle(names: str) -> None:
    """Of strict rankings: no party goes below the middle of its own, and all are efficient."""
    for other in permutations(names):
        space = space_of(names, "".join(other))
        found = fallback_bargaining(space)
        assert found.depth <= len(names) // 2 + 1
        assert set(found.outcomes.tolist()) <= set(efficient_outcomes(space).tolist())


def test_three_parties_go_down_no_further_than_counting_allows() -> None:
    """At depth d they accept 3d outcomes; once 3d is more than 2k, one is accepted by all."""
    for second in permutations("abcd"):
        for third in permutations("abcd"):
            space = space_of("abcd", "".join(second), "".join(third))
            assert fallback_bargaining(space).depth <= 2 * 4 // 3 + 1


def test_ties_are_accepted_together() -> None:
    """Parley's own definition: as deep as many outcomes are strictly better, and one more."""
    space = space_of("abcd", ties=(("cd", "ab"),))
    assert depths_of(space).tolist() == [[1, 2, 3, 4], [3, 3, 1, 1]]
    found = fallback_bargaining(space)
    assert (found.depth, letters(found)) == (3, "abc")
    assert [int(one) for one in found.efficient] == [0, 2], "`a` beats `b`, with which q ties it"


def test_a_quota_that_is_no_number_of_parties_is_refused() -> None:
    """It says from where to where, and what a majority is."""
    for quota in (0, 3):
        with pytest.raises(Refused) as caught:
            fallback_bargaining(space_of("ab", "ba"), quota)
        assert f"from 1 to 2 that must agree, got {quota}" in str(caught.value)


def test_nothing_feasible_is_refused() -> None:
    """A space that was not compiled from a model may hold nothing."""
    full = space_of("ab", "ba")
    never = np.zeros(2, dtype=np.bool_)
    none = (np.full(2, -1, dtype=np.int32),) * 2
    space = Space(
        full.issues, full.values, full.parties, full.deciders, ("both",), never, none, "made-up"
    )
    assert efficient_outcomes(space).tolist() == []
    with pytest.raises(Refused, match="some feasible outcome, got none"):
        fallback_bargaining(space)
