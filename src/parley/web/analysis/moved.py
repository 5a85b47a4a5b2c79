"""What a change of wishes moves in a conflict: which equilibria appear, which vanish, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from parley.brief.conflicts.study import Study
from parley.brief.conflicts.words import explained, holds_under, party_name, stays_under
from parley.conflict.explanation import explain
from parley.conflict.threshold import THRESHOLD_CONCEPTS
from parley.web.analysis.block_html import Targets, text_html
from parley.web.analysis.states import StateRow, row_of

__all__ = ["ConceptMove", "ConflictMove", "StateMove", "WhyMove", "conflict_move"]

#: States that are explained; of more, their numbers.
MOST_EXPLAINED = 12


@dataclass(frozen=True, slots=True)
class ConceptMove:
    """How many states hold under a concept before and after, and which come and go (from 1)."""

    concept: str
    before: int
    after: int
    appear: tuple[int, ...]
    vanish: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WhyMove:
    """Why a party now stays or leaves: the concepts in question, and both sentences."""

    party: str
    stays: bool
    concepts: tuple[str, ...]
    before: Markup
    after: Markup


@dataclass(frozen=True, slots=True)
class StateMove:
    """A state under other concepts than before.

    Parameters:
        row: as it is after.
        before, after: the concepts under which it holds.
        gained, lost: the difference.
        why: party by party.
    """

    row: StateRow
    before: tuple[str, ...]
    after: tuple[str, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    why: tuple[WhyMove, ...]


@dataclass(frozen=True, slots=True)
class ConflictMove:
    """What moved.

    Parameters:
        concepts: one row for each.
        states: those that changed most tellingly, with the reasons.
        more: the numbers of the others that changed, from 1.
        start: the status quo as it is after, and the concepts under which it held before.
    """

    concepts: tuple[ConceptMove, ...]
    states: tuple[StateMove, ...]
    more: tuple[int, ...]
    start: tuple[StateRow, tuple[str, ...], tuple[str, ...]] | None


def conflict_move(old: Study, new: Study, came_about: Sequence[int], to: Targets) -> ConflictMove:
    """Return what moved between two studies of the same conflict with other wishes.

    Parameters:
        came_about: places of the states that came about, which are told first.
        to: where the labels of states lead.
    """
    changed = _changed(old, new)
    order = sorted(changed, key=lambda place: _rank(old, new, place, came_about))
    start = None
    if new.start is not None:
        row = row_of(new, new.start, came_about)
        start = (row, holds_under(old, new.start), holds_under(new, new.start))
    return ConflictMove(
        tuple(_concepts(old, new)),
        tuple(_state(old, new, place, came_about, to) for place in order[:MOST_EXPLAINED]),
        tuple(place + 1 for place in sorted(order[MOST_EXPLAINED:])),
        start,
    )


def _shared(old: Study, new: Study) -> list[str]:
    return [one for one in new.stability.stable if one in old.stability.stable]


def _changed(old: Study, new: Study) -> list[int]:
    found: set[int] = set()
    for concept in _shared(old, new):
        before = old.stability.stable[concept].all(axis=0)
        after = new.stability.stable[concept].all(axis=0)
        found.update(map(int, np.flatnonzero(before != after)))
    return sorted(found)


def _rank(old: Study, new: Study, place: int, came_about: Sequence[int]) -> tuple[int, int, int]:
    """What came about first, then what changed under most concepts."""
    before, after = set(holds_under(old, place)), set(holds_under(new, place))
    return (place not in came_about, -len(before ^ after), place)


def _concepts(old: Study, new: Study) -> Iterator[ConceptMove]:
    for concept in _shared(old, new):
        before = old.stability.stable[concept].all(axis=0)
        after = new.stability.stable[concept].all(axis=0)
        yield ConceptMove(
            concept,
            int(before.sum()),
            int(after.sum()),
            tuple(int(one) + 1 for one in np.flatnonzero(after & ~before)),
            tuple(int(one) + 1 for one in np.flatnonzero(before & ~after)),
        )


def _state(old: Study, new: Study, place: int, came_about: Sequence[int], to: Targets) -> StateMove:
    before, after = holds_under(old, place), holds_under(new, place)
    gained = tuple(one for one in after if one not in before)
    lost = tuple(one for one in before if one not in after)
    why = tuple(_why(old, new, place, (*gained, *lost), to))
    return StateMove(row_of(new, place, came_about), before, after, gained, lost, why)


def _why(
    old: Study, new: Study, place: int, concepts: Sequence[str], to: Targets
) -> Iterator[WhyMove]:
    """For each party that changed its mind under these concepts: what it would do, and does."""
    for party in range(len(new.space.parties)):
        before, after = stays_under(old, party, place), stays_under(new, party, place)
        told: dict[tuple[str, str, bool], list[str]] = {}
        for concept in concepts:
            if (concept in before) == (concept in after) or concept not in THRESHOLD_CONCEPTS:
                continue
            pair = tuple(_sentence(study, place, party, concept) for study in (old, new))
            told.setdefault((pair[0], pair[1], concept in after), []).append(concept)
        for (was, now, stays), names in told.items():
            yield WhyMove(
                party_name(new, party),
                stays,
                tuple(names),
                text_html(was, to),
                text_html(now, to),
            )


def _sentence(study: Study, place: int, party: int, concept: str) -> str:
    for one in study.explanations:
        if (one.state, one.party, one.concept) == (place, party, concept):
            return explained(study, one)
    ranks = [rank[study.stability.states] for rank in study.space.ranks]
    found = explain(study.steps, ranks, party=party, concept=concept, state=place)
    return explained(study, found)
