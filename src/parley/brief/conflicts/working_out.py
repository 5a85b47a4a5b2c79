"""Working out what would hold for the brief: the study of what a party knew, put into words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import prod

import numpy as np

from parley.brief.conflicts.appendix import smallest_jumps
from parley.brief.conflicts.beside import proofs_of
from parley.brief.conflicts.concepts import concept_words
from parley.brief.conflicts.drawing import conflict_svg
from parley.brief.conflicts.holding import Concept, Holding, Stance, Wanted, Wishes, WouldHold
from parley.brief.conflicts.known import KnownPart, known_cite
from parley.brief.conflicts.study import Study, StudyOptions, study_of
from parley.brief.conflicts.ways import route_lines
from parley.brief.conflicts.wishes import wishes
from parley.brief.conflicts.words import (
    explained,
    holds_under,
    in_own_words,
    is_merged,
    label,
    listed,
    party_name,
    shared,
    statement,
    stays_under,
    tempted,
)
from parley.brief.desk import Desk, own_side, part_on, said
from parley.brief.positions import orders_in_force, stances
from parley.conflict.explanation import Explanation, explain
from parley.conflict.paths import Route, routes
from parley.conflict.steps import Steps
from parley.conflict.threshold import THRESHOLD_CONCEPTS
from parley.dossier.language.formulas import Formula, issues_of
from parley.kernel.errors import Refused
from parley.mandate.acts import conjoin
from parley.space.compiling import where
from parley.space.from_dossier import model_of
from parley.space.model import Model, Priorities, Weights
from parley.space.uncertainty import is_sure

__all__ = ["MOST_SHOWN", "work_out"]

MOST_SHOWN = 8
#: States up to which it is also asked what groups could do: that takes matrices for every group.
_MOST_FOR_GROUPS = 256
_MOST_PARTIES = 6
#: States up to which it is asked what holds whatever an unknown order is.
_MOST_FOR_UNKNOWN = 1_024


def work_out(desk: Desk, known: KnownPart) -> WouldHold | None:
    """Return what would hold; None where what the party knew cannot be analysed."""
    try:
        model = _model(known)
        study = _study(model)
    except Refused:
        return None
    shown = _in_order(study)[:MOST_SHOWN]
    ways = {route.target: " ".join(route_lines(study, route)) for route in _routes(study, shown)}
    wanted = tuple(_wishes(desk, known, study, party) for party in study.space.parties)
    return WouldHold(
        _lead(wanted),
        len(study.stability.states),
        tuple(Concept(one, *concept_words(one, model.parties)) for one in study.stability.stable),
        tuple(_stances(desk, study)),
        tuple(_holding(study, place, ways.get(place, "")) for place in shown),
        sum(one.count for one in study.holding) - len(shown),
        wanted,
        study.notes,
        conflict_svg(study, "What would hold"),
    )


def _model(known: KnownPart) -> Model:
    model = model_of(known.dossier, known.issues)
    notes = tuple(
        note for note in model.notes if known.unheard.isdisjoint(re.findall(r"[\w-]+", note))
    )
    return replace(model, notes=notes)


def _study(model: Model) -> Study:
    size = prod(len(domain.values) for domain in model.issues.values())
    few = size <= _MOST_FOR_GROUPS and len(model.parties) <= _MOST_PARTIES
    options = StudyOptions(coalitions=() if few else None)
    if size > _MOST_FOR_UNKNOWN:
        model = _as_written(model)
    try:
        return study_of(model, options)
    except Refused:
        if model.status_quo is None:
            raise
        note = f"The status quo that is declared, `{model.status_quo.name}`, is not one state."
        return study_of(replace(model, status_quo=None, notes=(*model.notes, note)), options)


def _as_written(model: Model) -> Model:
    """Take wishes of unknown order as they are written: matrices for so many states take long."""
    unsure = [party for party in model.preferences if not is_sure(model, party)]
    if not unsure:
        return model
    found = dict(model.preferences)
    for party in unsure:
        wanted = found[party]
        if isinstance(wanted, Priorities):
            found[party] = Priorities(tuple((one,) for group in wanted.groups for one in group))
        elif isinstance(wanted, Weights):
            middles = [(term.low + term.high) / 2 for term in wanted.terms]
            terms = zip(wanted.terms, middles, strict=True)
            found[party] = Weights(tuple(replace(one, low=m, high=m) for one, m in terms))
    names = listed(model.parties[party] for party in unsure)
    note = (
        f"The order of the wishes of {names} is not wholly known: it is taken as written, of an "
        "interval its middle. What holds whatever the order is left out: there are too many states."
    )
    return replace(model, preferences=found, notes=(*model.notes, note))


def _in_order(study: Study) -> list[int]:
    """States that hold, those under most concepts first: that says how sure, not how good."""
    found = [(-len(one.concepts), place) for one in study.holding for place in one.places]
    return [place for _, place in sorted(found)]


def _lead(wanted: Sequence[Wishes]) -> str:
    rests = []
    for one in wanted:
        if one.own:
            continue
        assumed = any(wish.cite.assumed for wish in one.wants)
        sourced = any(wish.cite.passages for wish in one.wants)
        kind = "partly assumed, partly from sources" if assumed and sourced else ""
        kind = kind or ("an assumption" if assumed else "from sources" if sourced else "")
        kind = kind or ("given without a source" if one.wants else "not recorded")
        rests.append(f"the order of the wishes of {one.name} is {kind}")
    others = f"{'; '.join(rests)}. " if rests else ""
    return (
        "If every side acts on its wishes as this party knew them, these states would hold: no "
        f"side would leave them by itself. {others[:1].upper()}{others[1:]}The wishes and the "
        "status quo are declared without a date. What holds need not be good for us; nothing is "
        "ranked and nothing is recommended."
    )


def _routes(study: Study, places: Sequence[int]) -> Sequence[Route]:
    """The ways to what is shown: those of the study lead to the leading equilibria only."""
    if study.start is None:
        return ()
    return routes(study.steps, study.start, targets=places, listed=1)


def _holding(study: Study, place: int, way: str) -> Holding:
    base: dict[str, str] = {}
    if study.start is not None and place != study.start and not is_merged(study, place):
        base = shared(study, (study.start,))
    return Holding(
        label(place),
        statement(study, place),
        statement(study, place, base) if base else "",
        in_own_words(study, place, base),
        holds_under(study, place),
        tuple(_risks(study, place)),
        way,
    )


def _risks(study: Study, place: int) -> Iterator[str]:
    """What could still undo a state that holds."""
    holds = [one for one in holds_under(study, place) if one in THRESHOLD_CONCEPTS]
    for party in tempted(study, place):
        if holds:
            yield explained(study, _explanation(study, study.steps, place, party, holds[0]))
        else:
            yield f"It is held only by how the others could answer {party_name(study, party)}."
    for jump in smallest_jumps(study.coalitions.jumps) if study.coalitions is not None else ():
        if jump.source == place and len(jump.by) > 1:
            names = listed(party_name(study, party) for party in sorted(jump.by))
            yield f"{names} could leave it together for {label(jump.target)}."
    hardest = study.unknown.get("a", {}).get(study.leading)
    if hardest is not None and not bool(hardest[:, place].all()):
        names = listed(study.model.parties.get(party, party) for party in study.unsure)
        yield f"Whether it holds depends on what {names} would rather have, which is not known."


def _explanation(study: Study, steps: Steps, place: int, party: int, concept: str) -> Explanation:
    """Why a party stays: of a large conflict the study explains only some states."""
    for one in study.explanations:
        if (one.state, one.party, one.concept) == (place, party, concept):
            return one
    ranks = [rank[study.stability.states] for rank in study.space.ranks]
    return explain(steps, ranks, party=party, concept=concept, state=place)


def _stances(desk: Desk, study: Study) -> Iterator[Stance]:
    if study.start is not None:
        verdict = _verdict(study, [study.start])
        yield Stance("status quo", statement(study, study.start), verdict)
    ours, theirs = [], []
    for issue in study.model.issues:
        mine, others = stances(desk, issue)
        own = [item.says for item in mine] or [
            order.says
            for order in orders_in_force(desk)
            if order.mode == "must" and order.condition is None and issue in order.issues
        ]
        ours += [part_on(one, issue) for one in own]
        theirs += [part_on(item.says, issue) for item in others]
    for whose, parts in (("own side", ours), ("others", theirs)):
        yield _stance(desk, study, whose, parts)


def _stance(desk: Desk, study: Study, whose: str, parts: Sequence[Formula]) -> Stance:
    issues = study.model.issues.keys()
    fitting = list(dict.fromkeys(one for one in parts if issues_of(one) <= issues))
    if not fitting:
        return Stance(whose, "", "No position on these issues is recorded.")
    stated = conjoin(fitting)
    true = where(study.model, stated)[study.stability.states]
    return Stance(whose, said(desk, stated), _verdict(study, np.flatnonzero(true).tolist()))


def _verdict(study: Study, places: Sequence[int]) -> str:
    """Which of some states would hold, and who would leave the others."""
    if not places:
        return "No state of the conflict is that."
    holding = [place for place in places if holds_under(study, place)]
    if len(places) == 1:
        return f"{label(places[0])}: {_of_one(study, places[0])}."
    if not holding:
        return f"None of the {len(places):,} states that fit would hold for all."
    named = listed(label(place) for place in holding[:MOST_SHOWN])
    more = len(holding) - MOST_SHOWN
    named += f" and {more} more" if more > 0 else ""
    return f"Of {len(places):,} states that fit, {len(holding):,} would hold for all: {named}."


def _of_one(study: Study, place: int) -> str:
    holds = holds_under(study, place)
    every = tuple(study.stability.stable)
    if holds == every:
        return "would hold for all under every concept"
    leaving = [
        f"{party_name(study, party)} would leave it under "
        + ("every concept" if len(left) == len(every) else listed(left))
        for party in range(len(study.space.parties))
        if (left := [one for one in every if one not in stays_under(study, party, place)])
    ]
    start = f"would hold for all under {listed(holds)}" if holds else "would not hold"
    return f"{start}; {'; '.join(leaving)}"


def _wishes(desk: Desk, known: KnownPart, study: Study, party: str) -> Wishes:
    number = study.space.parties.index(party)
    proofs = dict(proofs_of(known.wants[party])) if party in known.wants else {}
    issues = zip(study.space.issues, study.space.deciders, strict=True)
    return Wishes(
        party,
        party_name(study, number),
        own_side(desk, (party,)),
        tuple(issue for issue, deciders in issues if number in deciders),
        tuple(
            Wanted(says, known_cite(desk, proof))
            for says, proof in wishes(study.model, party, proofs)
        ),
    )
