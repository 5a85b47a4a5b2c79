"""Published conflicts come out as published, each as its source in `conflicts/` has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import permutations, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from parley.brief.conflicts.study import Study, StudyOptions, study_of
from parley.conflict.analysis import game_for
from parley.conflict.game import make_game
from parley.conflict.inverse import inverse
from parley.conflict.sanctions import standard
from parley.conflict.unknown import with_unknowns
from parley.dossier.reading import read_dossier
from parley.space.from_dossier import model_of
from parley.space.space import outcome_of

FOLDER = Path(__file__).parent / "conflicts"
CASES = sorted(path.parent.name for path in FOLDER.glob("*/expected.yaml"))
#: Names of concepts as parley gives them, where the file has another.
_NAMES = {"L_2": "L2", "L_3": "L3"}


@cache
def _expected(case: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / case / "expected.yaml").read_text("utf-8"))
    return found


@cache
def _study(case: str) -> Study:
    dossier = read_dossier(FOLDER / case)
    assert not dossier.faults
    concepts = ("R", "SMR", "SSEQ", "SEQ", "GMR", "SIM", "L2", "L3", "NM")
    return study_of(model_of(dossier), StudyOptions(concepts=concepts, coalitions=()))


def _places(study: Study, states: Iterable[Mapping[str, str]]) -> set[int]:
    """The places of states that are given by some or all of their issues."""
    outcomes = [outcome_of(study.space, int(number)) for number in study.stability.states]
    found = set()
    for state in states:
        fits = [
            place
            for place, outcome in enumerate(outcomes)
            if all(outcome[issue] == value for issue, value in state.items())
        ]
        assert len(fits) == 1, state
        found.update(fits)
    return found


def test_the_cases_the_field_knows_are_there() -> None:
    """Nothing was dropped from the list that every engine of the field is held to."""
    assert {
        "prisoners-dilemma",
        "chicken",
        "stag-hunt",
        "cuba-fraser-hipel",
        "elmira",
        "garrison",
        "gisborne-economy",
        "gisborne-environment",
        "syria-iraq",
    } <= set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_a_case_has_its_source_and_its_number_of_states(case: str) -> None:
    """Each says where its numbers are from and whether they were read again."""
    expected = _expected(case)
    assert expected["source"]
    assert expected["grade"] in ("read", "recalled")
    assert len(_study(case).stability.states) == expected["states"]


@pytest.mark.parametrize("case", [case for case in CASES if "unknown" not in _expected(case)])
def test_equilibria_are_those_of_the_source(case: str) -> None:
    """Every concept that the source, or the definitions, report."""
    study, expected = _study(case), _expected(case)
    listed = {**expected.get("derived", {}), **expected["equilibria"]}
    checked = 0
    for concept, states in listed.items():
        name = _NAMES.get(concept, concept)
        if name == "SIM" and study.model.coalesce:
            continue  # SIM is about options, not about coalesced states
        assert set(study.equilibria[name]) == _places(study, states), concept
        checked += 1
    assert checked


@pytest.mark.parametrize("case", [case for case in CASES if "stability" in _expected(case)])
def test_verdicts_for_each_party_are_those_of_the_source(case: str) -> None:
    """Party by party, concept by concept."""
    study = _study(case)
    for party, concepts in _expected(case)["stability"].items():
        row = study.space.parties.index(party)
        for concept, states in concepts.items():
            verdict = study.stability.stable[concept][row]
            assert set(np.flatnonzero(verdict).tolist()) == _places(study, states), (party, concept)


@pytest.mark.parametrize("case", [case for case in CASES if "coalition" in _expected(case)])
def test_coalitions_jump_where_published(case: str) -> None:
    """An equilibrium jump: two parties leave one equilibrium for another that both prefer."""
    study = _study(case)
    assert study.coalitions is not None
    for jump in _expected(case)["coalition"]:
        (source,), (target,) = _places(study, [jump["from"]]), _places(study, [jump["to"]])
        by = frozenset(study.space.parties.index(party) for party in jump["by"])
        made = [(one.source, one.target, one.by) for one in study.coalitions.jumps]
        assert (source, target, by) in made
        assert source not in study.coalitions.equilibria["CNash"]


@pytest.mark.parametrize("case", [case for case in CASES if "inverse" in _expected(case)])
def test_the_inverse_problem_has_the_published_counts(case: str) -> None:
    """How many strict rankings of one party make a state an equilibrium."""
    study, asked = _study(case), _expected(case)["inverse"]
    game = game_for(study.space)
    assert game is not None
    (target,) = _places(study, [asked["target"]])
    party = study.space.parties.index(asked["free"][0])
    others = [row for row in range(len(game.parties)) if row != party]
    for concept, count in asked["counts"].items():
        assert all(standard(game, row, concept)[target] for row in others)
        assert inverse(game, party, state=target, concept=concept).count == count


@pytest.mark.parametrize("case", [case for case in CASES if "unknown" in _expected(case)])
def test_unknown_preference_leaves_the_equilibria_of_each_variant(case: str) -> None:
    """What holds for each reading of what a party has not told."""
    study, expected = _study(case), _expected(case)
    game = game_for(study.space)
    assert game is not None
    count = len(game.states)
    unknowns = [np.zeros((count, count), dtype=np.bool_) for _ in game.parties]
    ranks = game.ranks.copy()
    for party, told in expected["unknown"].items():
        row = study.space.parties.index(party)
        unknowns[row] = ~np.eye(count, dtype=np.bool_)
        for pair in told["known"]:
            (better,), (worse,) = _places(study, [pair["better"]]), _places(study, [pair["worse"]])
            unknowns[row][better, worse] = unknowns[row][worse, better] = False
            ranks[row, better] = ranks[row, worse] + 1
    arcs = tuple(mover.arcs for mover in game.movers)
    told_game = make_game(game.parties, arcs, ranks)
    for variant, concepts in expected["equilibria_with_unknown"].items():
        for concept, states in concepts.items():
            verdicts = [
                with_unknowns(told_game, row, concept, variant=variant, unknowns=unknowns)
                for row in range(len(game.parties))
            ]
            holds = np.logical_and.reduce(verdicts)
            assert set(np.flatnonzero(holds).tolist()) == _places(study, states), (variant, concept)


def test_the_two_by_two_games_have_the_published_numbers_of_equilibria() -> None:
    """All 144 strictly ordinal games of two parties with two options each."""
    games = yaml.safe_load((FOLDER / "two-by-two-games.yaml").read_text("utf-8"))
    found = {0: 0, 1: 0, 2: 0}
    rows = np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], dtype=np.bool_)
    columns = np.array([[0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]], dtype=np.bool_)
    everything = list(permutations(range(4)))
    for mine, theirs in product(everything, everything):
        game = make_game(("row", "column"), (rows, columns), np.array([mine, theirs]))
        holds = standard(game, 0, "R") & standard(game, 1, "R")
        found[int(holds.sum())] += 1
    alike = 4  # rows may change places, and columns
    assert found[0] == alike * games["games_144"]["no_equilibrium"]
    assert found[1] == alike * games["games_144"]["one_equilibrium"]
    assert found[2] == alike * games["games_144"]["two_equilibria"]
