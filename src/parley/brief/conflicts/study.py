"""A study of a conflict: what is stable and why, from what joins model, space and analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.conflict.analysis import (
    Coalitions,
    analyse,
    analyse_coalitions,
    analyse_unknown,
    equilibrium_sets,
    game_for,
)
from parley.conflict.explanation import Explanation, explain
from parley.conflict.game import Game
from parley.conflict.paths import Route, routes
from parley.conflict.stability import CONCEPTS, Group, Stability, groups
from parley.conflict.steps import Steps, game_steps, space_steps
from parley.conflict.threshold import THRESHOLD_CONCEPTS
from parley.kernel.errors import Refused
from parley.space.compiling import compile_space, where
from parley.space.model import Model, Named
from parley.space.space import Bools, Space, outcome_of
from parley.space.uncertainty import is_sure, unknown_pairs

__all__ = [
    "MOST_EXPLAINED",
    "MOST_LISTED",
    "Study",
    "StudyOptions",
    "places_of_all",
    "steps_of",
    "study_of",
]

#: States whose every verdict is explained; of larger conflicts only equilibria and the status quo.
MOST_EXPLAINED = 64
#: States that are listed one by one; of larger conflicts only equilibria are.
MOST_LISTED = 1 << 16
_MOST_ROUTES = 12
_SOME_EXPLAINED = 18


@dataclass(frozen=True, slots=True)
class StudyOptions:
    """What is asked of a study.

    Parameters:
        concepts: names; see `analysis.ALL_CONCEPTS`.
        coalitions: None: none; empty: every coalition; else blocks of names of parties.
        start: where paths begin, a statement's formula; None: the model's status quo.
    """

    concepts: tuple[str, ...] = CONCEPTS
    coalitions: tuple[tuple[str, ...], ...] | None = None
    start: Named | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """Everything that a page on a conflict shows; states are places in `stability.states`.

    Parameters:
        model, space: what was analysed.
        stability: the verdicts.
        steps: who can move where, by places.
        equilibria: concept -> places, of a large conflict the first `MOST_LISTED`.
        holding: the states that hold, by the concepts under which they do; all are counted.
        leading: the concept whose equilibria paths and jumps are about.
        start: the place of the status quo; None where none is given.
        routes: how the leading equilibria are reached from it.
        explanations: why, state by state, then party by party, then by concept.
        coalitions: what coalitions make of it; None: not asked, or too large.
        unknown: variant -> concept -> verdicts, where some preference is uncertain; else empty.
        unsure: the parties whose preference leaves an order open.
        notes: what a reader must know.
    """

    model: Model
    space: Space
    stability: Stability
    steps: Steps
    equilibria: Mapping[str, tuple[int, ...]]
    holding: tuple[Group, ...]
    leading: str
    start: int | None
    routes: tuple[Route, ...]
    explanations: tuple[Explanation, ...]
    coalitions: Coalitions | None
    unknown: Mapping[str, Mapping[str, Bools]]
    unsure: tuple[str, ...]
    notes: tuple[str, ...]


def study_of(model: Model, options: StudyOptions = StudyOptions()) -> Study:
    """Compile a model and find everything that is asked of it.

    Raises Refused where the model cannot be analysed, where nobody's wishes are known, or the
    status quo is no single outcome.
    """
    if model.issues and model.parties and not model.preferences:
        raise Refused(
            f"{model.name}: expected wishes of at least one party, got none: nobody would leave "
            "anything, so that every outcome would hold",
            hint="say what each party's `preferences` are",
        )
    space = compile_space(model)
    together = [where(model, named.formula) for named in model.coalesce]
    names = [named.name for named in model.coalesce]
    stability = analyse(space, options.concepts, together=together, names=names, notes=model.notes)
    notes = list(stability.notes)
    game = game_for(space, together, names)
    equilibria = equilibrium_sets(stability, MOST_LISTED)
    leading = _leading(equilibria)
    start = _start(model, space, stability, options.start or model.status_quo)
    steps, ranks = steps_of(space, stability, game)
    targets = equilibria.get(leading, ())[:_MOST_ROUTES]
    found = routes(steps, start, targets=targets) if start is not None else ()
    coalitions = _coalitions(space, game, options, (leading, equilibria.get(leading, ())), notes)
    unsure = tuple(party for party in space.parties if not is_sure(model, party))
    unknown = _unknown(model, game, unsure, tuple(stability.stable), notes)
    explained = _explained(stability, equilibria, start)
    explanations = tuple(
        explain(steps, ranks, party=party, concept=concept, state=state)
        for state in explained
        for party in range(len(space.parties))
        for concept in stability.stable
        if concept in THRESHOLD_CONCEPTS
    )
    return Study(
        model,
        space,
        stability,
        steps,
        equilibria,
        groups(stability, MOST_EXPLAINED),
        leading,
        start,
        found,
        explanations,
        coalitions,
        unknown,
        unsure,
        tuple(dict.fromkeys(notes)),
    )


def _leading(equilibria: Mapping[str, tuple[int, ...]]) -> str:
    """The strongest concept asked for that some state satisfies, in the order asked."""
    for concept, places in equilibria.items():
        if places:
            return concept
    return next(iter(equilibria), "R")


def _start(model: Model, space: Space, stability: Stability, named: Named | None) -> int | None:
    """The place of the one feasible outcome that the status quo is; ties go to coalesced states."""
    if named is None:
        return None
    true = where(model, named.formula)
    if space.feasible is not None:
        true = true & space.feasible
    for other in model.coalesce:
        class_ = where(model, other.formula)
        if not (true & ~class_).any():
            true = class_
    places = np.flatnonzero(true[stability.states])
    if len(places) == 1:
        return int(places[0])
    count = int(true.sum())
    example = ""
    if count > 1:
        one, two = (outcome_of(space, int(k)) for k in np.flatnonzero(true)[:2])
        differ = [issue for issue in one if one[issue] != two[issue]]
        example = f"; it leaves {', '.join(differ)} open"
    raise Refused(
        f"{model.name}: expected the status quo to be one feasible outcome, got {count} of which "
        f"`{named.name}` is true{example}",
        hint="say a value of every issue analysed: `a = x and b = y and ...`",
    )


def steps_of(
    space: Space, stability: Stability, game: Game | None
) -> tuple[Steps, list[np.ndarray]]:
    """Return steps and ranks by places in the list of states, without a matrix if that is large.

    Parameters:
        game: the graph form, where there is one.
    """
    if game is not None:
        return game_steps(game), list(game.ranks)
    states = stability.states
    raw = space_steps(space)

    def targets(mover: int, place: int) -> NDArray[np.int64]:
        return np.searchsorted(states, raw.targets(mover, int(states[place])))

    return Steps(raw.who, targets), [rank[states] for rank in space.ranks]


def _coalitions(
    space: Space,
    game: Game | None,
    options: StudyOptions,
    single: tuple[str, tuple[int, ...]],
    notes: list[str],
) -> Coalitions | None:
    if options.coalitions is None:
        return None
    if game is None:
        notes.append("Coalitions are left out: they take at most 4,096 states.")
        return None
    blocks = tuple(
        frozenset(space.parties.index(name) for name in block) for block in options.coalitions
    )
    return analyse_coalitions(game, blocks=blocks, single=single)


def _unknown(
    model: Model,
    game: Game | None,
    unsure: tuple[str, ...],
    concepts: tuple[str, ...],
    notes: list[str],
) -> Mapping[str, Mapping[str, Bools]]:
    if not unsure:
        return {}
    notes.append(
        "The order of the wishes of "
        + " and ".join(" ".join(model.parties[party].split()) for party in unsure)
        + " is not wholly known: the verdicts take it as written (of an interval, its middle)."
    )
    if game is None or model.coalesce:
        notes.append("What holds whatever the order is left out: the conflict is too large.")
        return {}
    pairs = [unknown_pairs(model, party, game.states) for party in game.parties]
    return analyse_unknown(game, pairs, concepts)


def _explained(
    stability: Stability, equilibria: Mapping[str, tuple[int, ...]], start: int | None
) -> list[int]:
    """All states of a small conflict; else the status quo and some equilibria of each concept."""
    count = len(stability.states)
    if count <= MOST_EXPLAINED:
        return list(range(count))
    each = max(1, _SOME_EXPLAINED // max(1, len(equilibria)))
    some = {place for places in equilibria.values() for place in places[:each]}
    return sorted(some if start is None else {*some, start})


def places_of_all(study: Study) -> list[int]:
    """Return the places of the states to list: all, or of a large conflict what is spoken of.

    That is the equilibria, and what explanations and paths lead over.
    """
    count = len(study.stability.states)
    if count <= MOST_LISTED:
        return list(range(count))
    some = {place for places in study.equilibria.values() for place in places}
    found = set(sorted(some)[:MOST_LISTED])
    for one in study.explanations:
        found.update((one.state, *(answer.to for answer in one.answers)))
        found.update(() if one.tempted_to is None else (one.tempted_to,))
    for route in study.routes:
        found.update((route.target, *(state for path in route.paths for state in path.states)))
    return sorted(found if study.start is None else {*found, study.start})
