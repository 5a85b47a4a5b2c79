"""States of a conflict as rows, and one of them with everything that is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from parley.brief.conflicts.reasons import why_lines
from parley.brief.conflicts.study import Study
from parley.brief.conflicts.ways import route_lines
from parley.brief.conflicts.words import (
    gains,
    holds_under,
    is_merged,
    party_name,
    shared,
    statement,
    stays_under,
)
from parley.conflict.explanation import Explanation, explain
from parley.conflict.paths import routes
from parley.conflict.threshold import THRESHOLD_CONCEPTS
from parley.kernel.errors import Refused
from parley.space.compiling import where
from parley.space.space import outcome_of
from parley.web.analysis.block_html import Targets, line_html, text_html

if TYPE_CHECKING:
    from parley.space.model import Named

__all__ = [
    "Chosen",
    "Move",
    "StateRow",
    "StateValue",
    "Verdict",
    "all_places",
    "chosen_of",
    "explained_too",
    "place_of",
    "places_where",
    "row_of",
]

_MOST_MOVES = 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a concept says of a state: who would leave it; nobody where it holds."""

    concept: str
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state as a row: its number from 1, where it differs from how things stand, verdicts."""

    number: int
    text: str
    differs: bool
    verdicts: tuple[Verdict, ...]
    now: bool
    came_about: bool


@dataclass(frozen=True, slots=True)
class StateValue:
    """The value of an issue in a state, and that in which things stand."""

    issue: str
    value: str
    meaning: str
    stood: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """A move from a state: who makes it, to which state, what changes, whether all gain by it."""

    by: tuple[str, ...]
    to: int
    changes: tuple[tuple[str, str, str], ...]
    gain: bool


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """A state and all that is told of it.

    Parameters:
        row: the same as in the table.
        values: issue by issue; empty for a state that stands for several outcomes.
        holds: the concepts under which it holds for all.
        stays: party -> concepts under which it stays.
        why: the reasons, each as a sentence with links.
        ranks: party -> its place in the party's order, 1 the best, and of how many.
        gains, others: moves that are a gain to whoever makes them, and the rest.
        left_out: how many moves are not listed.
        way: how it is reached from where things stand.
    """

    row: StateRow
    values: tuple[StateValue, ...]
    holds: tuple[str, ...]
    stays: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    why: tuple[Markup, ...]
    ranks: tuple[tuple[str, int, int], ...]
    gains: tuple[Move, ...]
    others: tuple[Move, ...]
    left_out: int
    way: tuple[Markup, ...]


def place_of(study: Study, number: int) -> int:
    """Return the place of a state by its number from 1; raises Refused for one that is not."""
    count = len(study.stability.states)
    if not 1 <= number <= count:
        raise Refused(
            f"state: expected a number from 1 to {count:,}, got {number}",
            hint="choose one from the table or the picture",
        )
    return number - 1


def places_where(study: Study, named: Named | None) -> tuple[int, ...]:
    """Return the places of the states of which a statement is true; none for None."""
    if named is None:
        return ()
    true = where(study.model, named.formula)[study.stability.states]
    return tuple(map(int, np.flatnonzero(true)))


def all_places(study: Study, concept: str, everything: bool) -> Sequence[int]:
    """Return the places that the table lists: what holds, and where things stand first.

    Parameters:
        concept: only what holds under it, if anything.
        everything: whether every state is listed.
    """
    count = len(study.stability.states)
    if concept:
        verdict = study.stability.stable[concept].all(axis=0)
        return [int(one) for one in np.flatnonzero(verdict)]
    if everything:
        return range(count)
    holding = {place for group in study.holding for place in group.places}
    for places in study.equilibria.values():
        holding.update(places)
    start = [study.start] if study.start is not None else []
    strength = {place: len(holds_under(study, place)) for place in holding}
    rest = sorted(holding, key=lambda place: (-strength[place], place))
    return list(dict.fromkeys([*start, *rest]))


def row_of(study: Study, place: int, came_about: Iterable[int]) -> StateRow:
    """Return a state as a row."""
    base: dict[str, str] = {}
    if study.start is not None and place != study.start and not is_merged(study, place):
        base = shared(study, (study.start,))
    return StateRow(
        place + 1,
        statement(study, place, base),
        bool(base),
        tuple(
            Verdict(
                concept,
                tuple(study.space.parties[party] for party in np.flatnonzero(~stable[:, place])),
            )
            for concept, stable in study.stability.stable.items()
        ),
        place == study.start,
        place in came_about,
    )


def explained_too(study: Study, place: int) -> Study:
    """Return a study in which a state is explained; of a large one, only some are at first."""
    if any(one.state == place for one in study.explanations):
        return study
    return replace(study, explanations=(*study.explanations, *_explanations(study, place)))


def _explanations(study: Study, place: int) -> Iterator[Explanation]:
    ranks = [rank[study.stability.states] for rank in study.space.ranks]
    for party in range(len(study.space.parties)):
        for concept in study.stability.stable:
            if concept in THRESHOLD_CONCEPTS:
                yield explain(study.steps, ranks, party=party, concept=concept, state=place)


def chosen_of(study: Study, place: int, came_about: Iterable[int], to: Targets) -> Chosen:
    """Return everything that is told of a state.

    Parameters:
        study: one in which it is explained.
        to: where the labels of states lead.
    """
    moves = sorted(_moves(study, place), key=lambda one: (not one.gain, one.by, one.to))
    shown = moves[:_MOST_MOVES]
    return Chosen(
        row_of(study, place, came_about),
        tuple(_values(study, place)),
        holds_under(study, place),
        tuple(_stays(study, place)),
        tuple(line_html(one, to) for one in why_lines(study, place)),
        tuple(_ranks(study, place)),
        tuple(one for one in shown if one.gain),
        tuple(one for one in shown if not one.gain),
        len(moves) - len(shown),
        tuple(_way(study, place, to)),
    )


def _outcome(study: Study, place: int) -> Mapping[str, str]:
    return outcome_of(study.space, int(study.stability.states[place]))


def _values(study: Study, place: int) -> Iterator[StateValue]:
    if is_merged(study, place):
        return
    stood = _outcome(study, study.start) if study.start is not None else {}
    for issue, value in _outcome(study, place).items():
        meaning = study.model.meanings.get(issue, {}).get(value, "")
        before = stood.get(issue)
        told = before if before != value else None
        yield StateValue(issue, value, " ".join(meaning.split()).rstrip("."), told)


def _stays(study: Study, place: int) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    for party in range(len(study.space.parties)):
        stays = stays_under(study, party, place)
        leaves = tuple(one for one in study.stability.stable if one not in stays)
        yield party_name(study, party), stays, leaves


def _ranks(study: Study, place: int) -> Iterator[tuple[str, int, int]]:
    for party, rank in enumerate(study.space.ranks):
        own = rank[study.stability.states]
        levels = np.unique(own)
        at = int(np.searchsorted(levels, own[place]))
        yield party_name(study, party), len(levels) - at, len(levels)


def _moves(study: Study, place: int) -> Iterator[Move]:
    here = _outcome(study, place)
    for mover, target in study.steps.after(place):
        who = study.steps.who[mover]
        there = _outcome(study, target)
        yield Move(
            tuple(party_name(study, party) for party in sorted(who)),
            target + 1,
            tuple(
                (issue, value, there[issue])
                for issue, value in here.items()
                if there[issue] != value
            ),
            gains(study, who, place, target),
        )


def _way(study: Study, place: int, to: Targets) -> Iterator[Markup]:
    if study.start is None:
        return
    for route in routes(study.steps, study.start, targets=(place,), listed=1):
        for text in route_lines(study, route):
            yield text_html(text, to)
