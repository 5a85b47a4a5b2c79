"""A conflict in words: what is said of a verdict is true when it is played through."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from parley.brief.conflicts.concepts import concept_words
from parley.brief.conflicts.study import Study
from parley.brief.conflicts.ways import route_lines
from parley.brief.conflicts.words import (
    difference,
    explained,
    gains,
    holds_under,
    is_merged,
    label,
    listed,
    party_name,
    statement,
    stays_under,
    tempted,
    together,
)
from parley.conflict.analysis import ALL_CONCEPTS
from parley.conflict.explanation import Explanation
from parley.space.compiling import where
from parley.space.space import outcome_of
from tests.unit.conflict_support import PUBLISHED, chain, made_up, published


def rank(study: Study, party: int, place: int) -> int:
    """How good a state is for a party."""
    return int(study.space.ranks[party][study.stability.states[place]])


def own_moves(study: Study, party: int, place: int) -> list[int]:
    """Where a party can go by itself."""
    assert study.steps is not None
    who = study.steps.who
    return [to for mover, to in study.steps.after(place) if who[mover] == frozenset((party,))]


def replayed(study: Study, one: Explanation) -> list[int]:
    """Play an explanation through by the definitions; return the states that it passes."""
    assert study.steps is not None
    before = rank(study, one.party, one.state)
    better = [
        to for to in own_moves(study, one.party, one.state) if rank(study, one.party, to) > before
    ]
    assert len(better) == one.improvements
    if one.tempted_to is None:
        assert better == []
        return []
    assert one.tempted_to in better
    passed, last = [one.tempted_to], None
    for answer in one.answers:
        assert one.party not in answer.by
        step = [
            mover
            for mover, to in study.steps.after(passed[-1])
            if to == answer.to and study.steps.who[mover] == answer.by and mover != last
        ]
        assert step, "no such move"
        if one.concept in ("SEQ", "SSEQ"):
            assert gains(study, answer.by, passed[-1], answer.to)
        last = step[0]
        passed.append(answer.to)
    if one.answers:
        assert rank(study, one.party, passed[-1]) <= before
    if one.escape is not None:
        assert one.escape in own_moves(study, one.party, passed[-1])
        if one.concept in ("SMR", "SSEQ"):
            assert rank(study, one.party, one.escape) <= before
        passed.append(one.escape)
    return passed


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_explanation_is_true_and_names_what_it_passes(name: str) -> None:
    """Each step can be made, is a gain where that is said, and stands in the words."""
    study, _ = published(name)
    assert study.explanations
    for one in study.explanations:
        text = explained(study, one)
        passed = replayed(study, one)
        assert party_name(study, one.party) in text
        assert label(one.state) in text
        for place in passed:
            assert f"{label(place)} " in text or f"({label(place)})" in text
        for answer in one.answers:
            assert together(study, answer.by) in text
        verdict = bool(study.stability.stable[one.concept][one.party, one.state])
        assert ("would leave" in text) is not verdict
        assert ("own gain" in text) is (bool(one.answers) and one.concept in ("SEQ", "SSEQ"))


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_statement_is_true_of_its_state_alone(name: str) -> None:
    """What a state is called can be typed as a statement, and leads back to it."""
    from parley.dossier.language.statements import parse

    study, _ = published(name)
    for place in range(len(study.stability.states)):
        formula = parse(statement(study, place), study.model.issues)
        true = where(study.model, formula)[study.stability.states]
        assert true.nonzero()[0].tolist() == [place]


def test_a_difference_is_what_changes() -> None:
    """Applied to the first state it gives the second."""
    study, _ = published("garrison")
    states = [outcome_of(study.space, int(number)) for number in study.stability.states]
    for one, before in enumerate(states):
        for two, after in enumerate(states):
            words = difference(study, one, two)
            changes = re.findall("`([^`]+)` from `([^`]+)` to `([^`]+)`", words)
            assert all(before[issue] == old for issue, old, _ in changes)
            assert {**before, **{issue: new for issue, _, new in changes}} == after


def test_outcomes_that_count_as_one_are_called_by_what_they_share() -> None:
    """Elmira's abandoned plant is one state; no issue is said to change that need not."""
    study, _ = published("elmira")
    merged = [place for place in range(len(study.stability.states)) if is_merged(study, place)]
    assert [statement(study, place) for place in merged] == ["response = abandon"]
    assert difference(study, 0, merged[0]) == "a change to `response = abandon`"


@pytest.mark.parametrize("name", PUBLISHED)
def test_who_is_tempted_and_what_holds_follow_from_the_verdicts(name: str) -> None:
    """Nash stability is having no better move of one's own; a state holds if all stay."""
    study, _ = published(name)
    for place in range(len(study.stability.states)):
        parties = range(len(study.space.parties))
        assert set(tempted(study, place)) == {
            party
            for party in parties
            if any(
                rank(study, party, to) > rank(study, party, place)
                for to in own_moves(study, party, place)
            )
        }
        for concept in study.stability.stable:
            every = all(concept in stays_under(study, party, place) for party in parties)
            assert every == (concept in holds_under(study, place))
            assert every == (place in study.equilibria[concept])


@pytest.mark.parametrize("name", PUBLISHED)
def test_ways_are_told_step_by_step(name: str) -> None:
    """The states of the first shortest way stand in the words, in order, and so do blockers."""
    study, _ = published(name)
    for route in study.routes:
        text = " ".join(route_lines(study, route))
        if not route.moves:
            assert "where things stand" in text or "No moves lead" in text
            continue
        assert f"{route.moves} move" in text
        at = [
            text.index(f"({label(place)}", text.index(": ")) for place in route.paths[0].states[1:]
        ]
        assert all(one < two for one, two in pairwise(at))
        for party in route.needed:
            assert party_name(study, party) in text.split("can block it")[0]


def test_a_way_that_is_blocked_or_missing_is_told() -> None:
    """One party alone can block what it must do; what cannot be reached is said so."""
    head = chain(
        2,
        conflict={"status_quo": "i0 = b and i1 = b"},
    )
    head["issues"]["i0"] |= {"ordered": True, "direction": "up"}
    study, _ = made_up(head)
    told = [" ".join(route_lines(study, route)) for route in study.routes]
    assert any("No moves lead to" in text for text in told) or all("can block" in t for t in told)


def test_every_concept_has_a_name_and_a_meaning() -> None:
    """Also those that look so many moves ahead, or let one party lead."""
    for concept in (*(one for one in ALL_CONCEPTS if one != "ST"), "L7", "ST-red"):
        assert all(concept_words(concept, {"red": "Red"}))
    assert "Red" in concept_words("ST-red", {"red": "Red"}).meaning


def test_a_search_that_was_ended_is_told() -> None:
    """An open verdict is not given out as one."""
    study, _ = published("chicken")
    one = Explanation(0, 0, "GMR", None, 1, 1, ())
    assert "is open" in explained(study, one)


def test_lists_of_words() -> None:
    """Commas, and a word before the last."""
    assert [listed(one) for one in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
