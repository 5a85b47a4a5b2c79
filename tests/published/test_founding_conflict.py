"""What would have held in July 1951 by the wishes that the papers state, and what came about.

The page `docs/explanation/what-would-hold.md` says in words what is asserted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise, permutations
from pathlib import Path

import numpy as np

from parley.brief.conflicts.study import Study, study_of
from parley.conflict.threshold import stable
from parley.dossier.language.statements import parse
from parley.dossier.reading import read_dossier
from parley.space.compiling import compile_space, where
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


def _wishes(party: str) -> tuple[Named, ...]:
    wanted = _model().preferences[party]
    assert isinstance(wanted, Priorities)
    return tuple(statement for group in wanted.groups for statement in group)


def _wanting(party: str, wishes: Iterable[Named]) -> Model:
    """The conflict with other wishes of one side, or the same in another order."""
    model = _model()
    changed = Priorities(tuple((wish,) for wish in wishes))
    return replace(model, preferences={**model.preferences, party: changed})


def _named(says: str) -> Named:
    return Named(says, parse(says, _model().issues))


def _with(order: Iterable[int]) -> Study:
    """The conflict with the statements of the Volunteers and the People's Army in another order."""
    wishes = _wishes("cpv-kpa")
    return study_of(_wanting("cpv-kpa", (wishes[k] for k in order)))


def _holds_under(model: Model) -> set[str]:
    """The concepts under which no side leaves what came about."""
    (place,) = np.flatnonzero(where(model, _came_about().formula))
    found = stable(compile_space(model))
    return {concept for concept, verdict in found.items() if verdict[:, place].all()}


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
    found = {
        (party, first): _holds_under(_wanting(party, _changed_round(_wishes(party), first)))
        for party in _model().preferences
        for first, _ in pairwise(range(len(_wishes(party))))
    }
    assert len(found) == 5 + 7
    assert {pair for pair, concepts in found.items() if concepts} == {("cpv-kpa", 0)}


def _changed_round(wishes: tuple[Named, ...], first: int) -> tuple[Named, ...]:
    return (*wishes[:first], wishes[first + 1], wishes[first], *wishes[first + 2 :])


def test_of_all_orders_it_holds_only_in_some_with_the_talks_above_the_press() -> None:
    """And never under R, SEQ and SSEQ: no answer that the other side wants keeps them there."""
    press, talks, *_ = wishes = _wishes("cpv-kpa")
    orders = list(permutations(wishes))
    assert len(orders) == 720
    found = {order: _holds_under(_wanting("cpv-kpa", order)) for order in orders}
    holding = {order: concepts for order, concepts in found.items() if concepts}
    assert holding
    assert all(order.index(talks) < order.index(press) for order in holding)
    assert set().union(*holding.values()) == {"GMR", "SMR"}


def test_nothing_that_the_other_side_wishes_makes_it_hold() -> None:
    """Under GMR, which every other concept here implies, its wishes do not count at all."""
    study = study_of(_model())
    party = study.space.parties.index("cpv-kpa")
    assert not study.stability.stable["GMR"][party, _place(study)]


def test_with_a_wish_for_an_agenda_it_holds_sequentially_too() -> None:
    """Added above the fallback, and only with the talks above the press rule."""
    press, talks, troops, *rest = _wishes("cpv-kpa")
    agenda = _named("kpa_parallel = dropped and (kpa_troops = dropped or unc_troops = accepted)")
    changed = (talks, press, troops, agenda, *rest)
    assert _holds_under(_wanting("cpv-kpa", changed)) == {"GMR", "SMR", "SEQ", "SSEQ"}
    assert not _holds_under(_wanting("cpv-kpa", (press, talks, troops, agenda, *rest)))


def test_that_talks_hold_hangs_on_coming_without_newsmen() -> None:
    """If the United Nations Command stays away while newsmen are stopped, no talks hold by R."""
    troops, admitted, _, *rest = _wishes("unc")
    away = _named("unc_presence = stays_away if kpa_press = stopped")
    holding = _holding(study_of(_wanting("unc", (troops, admitted, away, *rest))), "R")
    assert holding
    assert all(outcome["unc_presence"] == "stays_away" for outcome in holding)
    assert all(outcome["kpa_offensive"] == "resumed" for outcome in holding)


def test_it_is_reached_only_with_moves_that_both_sides_make() -> None:
    """From 13 July: the United Nations Command returns, the other side gives way three times."""
    study = study_of(_model())
    assert study.start is not None and study.steps is not None
    before = outcome_of(study.space, int(study.stability.states[study.start]))
    after = outcome_of(study.space, int(study.stability.states[_place(study)]))
    changed = {issue for issue in before if before[issue] != after[issue]}
    assert changed == {"unc_presence", "kpa_press", "kpa_parallel", "kpa_troops"}
