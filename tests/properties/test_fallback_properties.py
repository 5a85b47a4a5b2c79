"""Fallback bargaining against stepping down one rung after the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.bargaining.fallback import depths_of, efficient_outcomes, fallback_bargaining
from parley.space.space import Space, outcomes
from tests.properties.strategies_conflict import spaces
from tests.twins import fallback_literal as twin


def ranks_of(space: Space) -> list[dict[int, int]]:
    """Per party, what each feasible outcome ranks."""
    kept = outcomes(space).tolist()
    return [{one: int(row[one]) for one in kept} for row in space.ranks]


@given(space=spaces(), which=st.integers(0, 3))
def test_it_is_what_stepping_down_gives(space: Space, which: int) -> None:
    """For every quota: depth, outcomes, those that nothing beats, depths and support."""
    quota = which % len(space.parties) + 1
    found = fallback_bargaining(space, quota)
    ranks = ranks_of(space)
    depth, expected = twin.fall_back(ranks, quota)
    assert (found.depth, set(found.outcomes.tolist())) == (depth, expected)
    assert found.outcomes.tolist() == sorted(expected)
    assert set(found.efficient.tolist()) == expected & twin.efficient(ranks)
    for column, outcome in enumerate(found.outcomes.tolist()):
        own = [1 + sum(other > each[outcome] for other in each.values()) for each in ranks]
        assert found.depths[:, column].tolist() == own
        assert found.support[column] == sum(one <= depth for one in own)


@given(space=spaces())
def test_all_together_spare_whoever_is_worst_off(space: Space) -> None:
    """With everybody's agreement, no outcome has a smaller greatest depth; some is efficient."""
    found = fallback_bargaining(space)
    assert found.quota == len(space.parties)
    greatest = depths_of(space).max(axis=0)
    assert found.depth == greatest.min()
    assert (found.depths.max(axis=0) == found.depth).all()
    assert len(found.efficient)


@given(space=spaces())
def test_fewer_that_must_agree_agree_no_later(space: Space) -> None:
    """Depth never falls as the quota rises; some outcome met on is always efficient."""
    found = [fallback_bargaining(space, quota) for quota in range(1, len(space.parties) + 1)]
    assert [one.depth for one in found] == sorted(one.depth for one in found)
    assert all(len(one.efficient) and (one.support >= one.quota).all() for one in found)


@given(space=spaces())
def test_the_ordinal_efficient_set_is_what_nothing_beats(space: Space) -> None:
    """Compared outcome by outcome."""
    assert set(efficient_outcomes(space).tolist()) == twin.efficient(ranks_of(space))
