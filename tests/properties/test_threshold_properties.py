"""The fast forms agree with the literal twin, compiled or not, on generated conflicts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from parley.conflict.threshold import THRESHOLD_CONCEPTS, secured, stable
from parley.space.space import Space
from tests.properties.strategies_conflict import spaces
from tests.twins import literal


def _feasible(space: Space) -> np.ndarray:
    if space.feasible is None:
        return np.arange(space.size)
    return np.flatnonzero(space.feasible)


@given(space=spaces())
@pytest.mark.parametrize("compiled", [False, True])
def test_every_verdict_is_the_literal_one(compiled: bool, space: Space) -> None:
    """No mismatch on any concept, party or feasible outcome; infeasible ones are never stable."""
    found = stable(space, compiled=compiled)
    margins = secured(space, compiled=compiled)
    states = _feasible(space)
    for concept in THRESHOLD_CONCEPTS:
        for party in range(len(space.parties)):
            verdicts = found[concept][party]
            assert verdicts[states].tolist() == literal.stable(space, party, concept)
            assert int(verdicts.sum()) == int(verdicts[states].sum())
            reached = space.ranks[party] >= margins[concept][party]
            assert (reached[states] == verdicts[states]).all()


@given(space=spaces())
def test_the_concepts_imply_each_other_as_published(space: Space) -> None:
    """R implies SSEQ, which implies SMR and SEQ, each of which implies GMR."""
    found = stable(space)
    for strong, weak in (
        ("R", "SSEQ"),
        ("SSEQ", "SMR"),
        ("SSEQ", "SEQ"),
        ("SMR", "GMR"),
        ("SEQ", "GMR"),
    ):
        assert not (found[strong] & ~found[weak]).any()
