"""The fast forms agree with the literal twin, compiled or not, on generated conflicts."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from parley.conflict.explanation import explain
from parley.conflict.simultaneous import simultaneous
from parley.conflict.steps import space_steps
from parley.conflict.threshold import THRESHOLD_CONCEPTS, secured, stable
from parley.space.space import Space, outcomes
from tests.properties.strategies_conflict import spaces
from tests.twins import literal

#: Several hundred conflicts in `make test`, and 6,000 where the search is nightly.
TABLES = max(300, 3 * settings().max_examples)


@settings(max_examples=TABLES)
@given(space=spaces())
def test_every_verdict_is_the_literal_one(space: Space) -> None:
    """No mismatch on any concept, party or feasible outcome; infeasible ones are never stable."""
    found = stable(space, compiled=False)
    margins = secured(space, compiled=False)
    states = outcomes(space)
    for concept in THRESHOLD_CONCEPTS:
        for party in range(len(space.parties)):
            verdicts = found[concept][party]
            assert verdicts[states].tolist() == literal.stable(space, party, concept)
            assert int(verdicts.sum()) == int(verdicts[states].sum())
            reached = space.ranks[party] >= margins[concept][party]
            assert (reached[states] == verdicts[states]).all()


@settings(max_examples=TABLES)
@given(space=spaces())
def test_compiled_and_plain_passes_secure_the_same(space: Space) -> None:
    """Every kernel is its numpy twin, to the number."""
    pytest.importorskip("numba")
    plain, quick = secured(space, compiled=False), secured(space, compiled=True)
    states = outcomes(space)
    for concept in THRESHOLD_CONCEPTS:
        assert (plain[concept][:, states] == quick[concept][:, states]).all(), concept


@given(space=spaces())
def test_simultaneous_stability_is_the_literal_one(space: Space) -> None:
    """SIM, party by party."""
    for party in range(len(space.parties)):
        assert simultaneous(space, party).tolist() == literal.simultaneous(space, party)


@given(space=spaces())
def test_the_concepts_imply_each_other_as_published(space: Space) -> None:
    """R implies SSEQ, which implies SMR and SEQ, each of which implies GMR; and R implies SIM."""
    found = stable(space)
    pairs = (("R", "SSEQ"), ("SSEQ", "SMR"), ("SSEQ", "SEQ"), ("SMR", "GMR"), ("SEQ", "GMR"))
    for strong, weak in pairs:
        assert not (found[strong] & ~found[weak]).any()
    states = outcomes(space)
    for party in range(len(space.parties)):
        assert not (found["R"][party][states] & ~simultaneous(space, party)).any()


def _legal(space: Space, party: int, concept: str, path: list[tuple[frozenset[int], int]]) -> bool:
    """Whether each step of a sanction is one that its movers can, and where asked would, make."""
    steps = space_steps(space, improvements=concept in ("SEQ", "SSEQ"))
    for (_, state), (by, to) in itertools.pairwise(path):
        made = {(steps.who[mover], target) for mover, target in steps.after(state)}
        if (by, to) not in made or party in by:
            return False
    return True


@given(space=spaces(most=48))
def test_every_explanation_proves_its_verdict(space: Space) -> None:
    """What tempts is an improvement; what deters is legal and leads to nothing better."""
    found = stable(space)
    steps = space_steps(space)
    for state in outcomes(space).tolist():
        for party, rank in enumerate(space.ranks):
            for concept in THRESHOLD_CONCEPTS:
                said = explain(steps, space.ranks, party=party, concept=concept, state=state)
                assert said.stable == bool(found[concept][party, state])
                if said.tempted_to is None:
                    assert said.improvements == 0
                    continue
                assert rank[said.tempted_to] > rank[state]
                nobody: frozenset[int] = frozenset()
                path = [(nobody, said.tempted_to), *((one.by, one.to) for one in said.answers)]
                assert _legal(space, party, concept, path)
                if said.answers:
                    assert rank[said.answers[-1].to] <= rank[state]


def _relabelled(space: Space, order: NDArray[np.int64]) -> Space:
    """The same conflict with its parties in another order."""
    back = {int(old): new for new, old in enumerate(order)}
    return Space(
        space.issues,
        space.values,
        tuple(space.parties[one] for one in order),
        tuple(frozenset(back[one] for one in each) for each in space.deciders),
        space.directions,
        space.feasible,
        tuple(space.ranks[one] for one in order),
        space.digest,
    )


@given(space=spaces())
def test_the_order_of_parties_does_not_matter(space: Space) -> None:
    """Verdicts follow the parties, whatever their numbers."""
    order = np.arange(len(space.parties))[::-1]
    before, after = stable(space), stable(_relabelled(space, order))
    for concept in THRESHOLD_CONCEPTS:
        assert (before[concept][order] == after[concept]).all()
