"""A study of a conflict as plain data, in the stable shape of `parley stability --format json`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from parley.brief.conflicts.study import Study, places_of_all
from parley.conflict.explanation import Explanation
from parley.conflict.paths import Route
from parley.space.space import outcome_of

__all__ = ["study_as_data"]


def study_as_data(study: Study, sentence: Callable[[Study, Explanation], str]) -> dict[str, object]:
    """Return a study as data ready for JSON; every list of verdicts is aligned with `states`.

    Parameters:
        sentence: says an explanation in words.
    """
    shown = places_of_all(study)
    place_of = {place: index for index, place in enumerate(shown)}
    stability, space = study.stability, study.space
    at = np.array(shown, dtype=np.int64)
    return {
        "method": stability.method,
        "version": stability.version,
        "digest": space.digest,
        "conflict": study.model.name,
        "parties": dict(study.model.parties),
        "outcomes": space.size,
        "feasible": len(stability.states),
        "complete": len(shown) == len(stability.states),
        "states": [outcome_of(space, int(stability.states[place])) for place in shown],
        "stability": {
            party: {one: verdict[row, at].tolist() for one, verdict in stability.stable.items()}
            for row, party in enumerate(space.parties)
        },
        "equilibria": {
            one: [place_of[place] for place in places if place in place_of]
            for one, places in study.equilibria.items()
        },
        "counts": {
            one: sum(group.count for group in study.holding if one in group.concepts)
            for one in study.equilibria
        },
        "ranks": {
            party: rank[stability.states[at]].tolist()
            for party, rank in zip(space.parties, space.ranks, strict=True)
        },
        "margins": {
            party: {one: margin[row, at].tolist() for one, margin in stability.margins.items()}
            for row, party in enumerate(space.parties)
        },
        "explanations": [
            _explanation(study, one, place_of, sentence)
            for one in study.explanations
            if one.state in place_of
        ],
        "status_quo": place_of.get(study.start) if study.start is not None else None,
        "paths": [_route(study, one, place_of) for one in study.routes],
        "coalitions": _coalitions(study, place_of),
        "unknown": {
            variant: {
                concept: np.flatnonzero(verdict.all(axis=0)).tolist()
                for concept, verdict in verdicts.items()
            }
            for variant, verdicts in study.unknown.items()
        },
        "notes": list(study.notes),
    }


def _names(study: Study, who: frozenset[int]) -> list[str]:
    return [study.space.parties[party] for party in sorted(who)]


def _explanation(
    study: Study,
    one: Explanation,
    place_of: dict[int, int],
    sentence: Callable[[Study, Explanation], str],
) -> dict[str, object]:
    margin = study.stability.margins.get(one.concept)
    return {
        "state": place_of[one.state],
        "party": study.space.parties[one.party],
        "concept": one.concept,
        "stable": bool(study.stability.stable[one.concept][one.party, one.state]),
        "margin": int(margin[one.party, one.state]) if margin is not None else None,
        "improvements": one.improvements,
        "tempted_to": None if one.tempted_to is None else place_of[one.tempted_to],
        "answers": [
            {"by": _names(study, answer.by), "to": place_of[answer.to]} for answer in one.answers
        ],
        "text": sentence(study, one),
    }


def _route(study: Study, one: Route, place_of: dict[int, int]) -> dict[str, object]:
    who = study.steps.who
    return {
        "to": place_of.get(one.target),
        "moves": one.moves,
        "shortest": one.count,
        "paths": [
            [
                {"by": _names(study, who[mover]), "to": place_of[state]}
                for mover, state in zip(path.movers, path.states[1:], strict=True)
            ]
            for path in one.paths
        ],
        "can_block": _names(study, one.needed),
        "complete": one.complete,
    }


def _coalitions(study: Study, place_of: dict[int, int]) -> dict[str, object] | None:
    found = study.coalitions
    if found is None:
        return None
    return {
        "blocks": [_names(study, block) for block in found.blocks] or "every coalition",
        "equilibria": {
            concept: [place_of[place] for place in places if place in place_of]
            for concept, places in found.equilibria.items()
        },
        "jumps_between": found.concept,
        "jumps": [
            {
                "from": place_of[jump.source],
                "to": place_of[jump.target],
                "by": _names(study, jump.by),
            }
            for jump in found.jumps
        ],
    }
