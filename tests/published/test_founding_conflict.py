"""What would have held in July 1951 by the wishes that the papers state, and what came about.

The page `docs/explanation/what-would-hold.md` says in words what is asserted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from parley.brief.conflicts.study import Study, study_of
from parley.dossier.reading import read_dossier
from parley.space.compiling import where
from parley.space.from_dossier import model_of
from parley.space.model import Model, Named, Priorities
from parley.space.space import outcome_of

FOLDER = Path(__file__).parents[2] / "examples" / "kaesong-1951"
#: What is the same in all that holds under R: the item is refused, the demands stand.
_DEADLOCK = {"unc_troops": "refused", "kpa_troops": "insisted", "kpa_parallel": "insisted"}


@cache
def _model() -> Model:
    dossier = read_dossier(FOLDER)
    assert not dossier.faults
    return model_of(dossier)


@cache
def _came_about() -> Named:
    dossier = read_dossier(FOLDER)
    conflict = dossier.declared.conflict
    assert conflict is not None and conflict.came_about is not None
    return Named("what came about", dossier.formulas[conflict.came_about])


def _place(study: Study) -> int:
    """The one state that came about."""
    (place,) = np.flatnonzero(where(study.model, _came_about().formula)[study.stability.states])
    return int(place)


def _holding(study: Study, concept: str) -> list[dict[str, str]]:
    states = study.stability.states
    return [outcome_of(study.space, int(states[k])) for k in study.equilibria[concept]]


def _with(order: Iterable[int]) -> Study:
    """The conflict with the statements of the Volunteers and the People's Army in another order."""
    model = _model()
    wanted = model.preferences["cpv-kpa"]
    assert isinstance(wanted, Priorities)
    changed = Priorities(tuple(wanted.groups[k] for k in order))
    return study_of(replace(model, preferences={**model.preferences, "cpv-kpa": changed}))


def _stays(study: Study, place: int) -> Mapping[str, list[str]]:
    """Concept -> the parties that do not leave a state."""
    return {
        concept: [
            party
            for party, stable in zip(study.space.parties, verdict[:, place], strict=True)
            if stable
        ]
        for concept, verdict in study.stability.stable.items()
    }


def test_two_outcomes_hold_by_the_wishes_as_they_were_put() -> None:
    """Talks without newsmen and without movement, or no talks and a new offensive."""
    holding = _holding(study_of(_model()), "R")
    assert len(holding) == 2
    assert all(outcome.items() >= _DEADLOCK.items() for outcome in holding)
    talks, war = sorted(holding, key=lambda outcome: outcome["kpa_offensive"])
    assert (talks["unc_presence"], talks["unc_press"]) == ("at_table", "without")
    assert (talks["kpa_press"], talks["kpa_offensive"]) == ("stopped", "as_before")
    assert (war["unc_presence"], war["kpa_presence"]) == ("stays_away", "walks_out")
    assert war["kpa_offensive"] == "resumed"


def test_what_came_about_does_not_hold_by_the_plan() -> None:
    """The side whose plan it was would have stopped the newsmen again; the other would not move."""
    study = study_of(_model())
    stays = _stays(study, _place(study))
    assert all(parties == ["unc"] for parties in stays.values())


def test_with_the_talks_above_the_press_it_holds_by_what_the_others_could_do() -> None:
    """The first two wishes the other way round: under GMR and SMR, for fear of the talks' end."""
    study = _with([1, 0, 2, 3, 4, 5])
    stays = _stays(study, _place(study))
    assert {concept for concept, parties in stays.items() if len(parties) == 2} == {"GMR", "SMR"}


def test_no_other_pair_of_wishes_changed_round_makes_it_hold() -> None:
    """The answer hangs on the press rule against the talks, and on no other pair of neighbours."""
    for first in range(1, 5):
        order = list(range(6))
        order[first], order[first + 1] = order[first + 1], order[first]
        study = _with(order)
        assert all(len(parties) < 2 for parties in _stays(study, _place(study)).values())


def test_it_is_reached_only_with_moves_that_both_sides_make() -> None:
    """From 13 July: the United Nations Command returns, the other side gives way three times."""
    study = study_of(_model())
    assert study.start is not None and study.steps is not None
    before = outcome_of(study.space, int(study.stability.states[study.start]))
    after = outcome_of(study.space, int(study.stability.states[_place(study)]))
    changed = {issue for issue in before if before[issue] != after[issue]}
    assert changed == {"unc_presence", "kpa_press", "kpa_parallel", "kpa_troops"}
