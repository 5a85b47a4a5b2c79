"""Working out what all could accept for the brief: the study of what a party knew, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from parley.bargaining.frontier import make_plan
from parley.bargaining.points import DEFINITIONS, TIES
from parley.brief.conflicts.beside import proofs_of
from parley.brief.conflicts.holding import Wanted, Wishes
from parley.brief.conflicts.known import KnownPart, known_cite
from parley.brief.conflicts.wishes import wishes
from parley.brief.conflicts.words import listed
from parley.brief.desk import Desk, cite, own_side
from parley.brief.positions import orders_in_force
from parley.brief.settlements.acceptable import (
    Bottom,
    CouldAccept,
    Definition,
    Settlement,
    Share,
    TradeVerdict,
)
from parley.brief.settlements.beside import beside_of
from parley.brief.settlements.log_trades import judge_log
from parley.brief.settlements.picture import settlements_svg
from parley.brief.settlements.study import Study, StudyOptions, measured, spread, study_of
from parley.brief.settlements.trades_section import says_of, verdict_in_short
from parley.brief.settlements.words import (
    FAIR_NAMES,
    acceptable_words,
    definition,
    differing,
    fair_at,
    gain,
    guarantee,
    label,
    package,
    party_name,
    refusals,
    shared,
    tie_words,
    value_in_words,
    where_from,
    worth,
)
from parley.dossier.language.formulas import evaluate, issues_of
from parley.dossier.vocabulary.entries import Fallback, Trade
from parley.kernel.errors import Refused
from parley.mandate.orders import Order
from parley.space.from_dossier import model_of
from parley.space.model import Model
from parley.space.network import compile_network

__all__ = ["MOST_SHOWN", "work_out"]

#: Settlements that a brief shows, where definitions do not choose more.
MOST_SHOWN = 6
_MOST_CELLS = 1 << 18  # a brief does not wait for more
_MOST_POINTS = 4_096
_MOST_FALLEN = 1 << 16
_MOST_TRADES = 12  # trades and rungs that a brief judges, the newest


def work_out(desk: Desk, known: KnownPart) -> CouldAccept | None:
    """Return what all could accept; None where what the party knew cannot be worked out."""
    try:
        model = _model(known)
        if make_plan(compile_network(model)).cells > _MOST_CELLS:
            return None
        study = study_of(model, StudyOptions(most_points=_MOST_POINTS, most_fallen=_MOST_FALLEN))
    except Refused:
        return None
    places = _places(study)
    base = shared(study, places)
    parties = range(len(study.network.parties))
    beside = beside_of(known.dossier)
    return CouldAccept(
        _lead(desk, study),
        study.network.size,
        study.found.size,
        None if study.points is None else len(study.points.above),
        (*acceptable_words(study), guarantee(study)),
        package(study, base),
        tuple(_settlement(desk, study, place, base) for place in places),
        tuple(
            Bottom(
                party_name(study, party),
                own_side(desk, (study.network.parties[party],)),
                where_from(study, party, beside),
            )
            for party in parties
        ),
        ()
        if study.points is None
        else tuple(Definition(FAIR_NAMES[one], definition(one)) for one in DEFINITIONS),
        "" if study.points is None else TIES,
        tuple(_wishes(desk, known, study, party) for party in parties),
        study.notes,
        tuple(_trades(desk, known, study)),
        settlements_svg(study, "What all could accept"),
    )


def _model(known: KnownPart) -> Model:
    model = model_of(known.dossier, known.issues, part="bargaining")
    notes = tuple(
        note for note in model.notes if known.unheard.isdisjoint(re.findall(r"[\w-]+", note))
    )
    return replace(model, notes=notes)


def _places(study: Study) -> tuple[int, ...]:
    """The points that definitions choose, and some between of those that all could accept."""
    met = study.fallback.places if study.fallback is not None else ()
    chosen = {*study.fair.values(), *met}
    above = set(study.points.above.tolist()) if study.points is not None else set()
    near = [place for place in study.shown if place in above] or list(study.shown)
    always = [at for at, place in enumerate(near) if place in chosen]
    return tuple(near[at] for at in spread(measured(study.found)[near], always, MOST_SHOWN))


def _lead(desk: Desk, study: Study) -> str:
    others = [
        party_name(study, party)
        for party, name in enumerate(study.network.parties)
        if not own_side(desk, (name,))
    ]
    orders = [party_name(study, at) for at, only in enumerate(study.network.ordinal) if only]
    only = (
        f" Of the wishes of {listed(orders)} only the order is known, so that gains cannot be "
        "compared and there are no fair points."
        if orders
        else ""
    )
    return (
        "If every side wants what this party knew it to want, these settlements are efficient: no "
        f"other is better for somebody and worse for nobody. The wishes of {listed(others)}, and "
        "what no agreement is worth to others, are this party's picture of them: a wish that it "
        f"did not know of is not in it, and could change all of this.{only} Each side has a scale "
        "of its own; the wishes are declared without a date. Nothing is ranked and nothing is "
        "recommended."
    )


def _settlement(desk: Desk, study: Study, place: int, base: dict[str, str]) -> Settlement:
    rest = differing(study, place, base)
    words = ((issue, value_in_words(study, issue, value)) for issue, value in rest.items())
    return Settlement(
        label(place),
        fair_at(study, place),
        tuple(
            Share(party_name(study, party), worth(study, place, party), gain(study, place, party))
            for party in range(len(study.network.parties))
        ),
        package(study, rest),
        "; ".join(f"{issue}: {told}" for issue, told in words if told),
        (*_against(desk, study, place), *refusals(study, place)),
        tie_words(study, place),
    )


def _against(desk: Desk, study: Study, place: int) -> Iterator[str]:
    """The orders in force that a settlement goes against."""
    outcome = study.outcomes[place]
    for order in orders_in_force(desk):
        named = issues_of(order.says)
        if (
            order.condition is None
            and named
            and named <= outcome.keys()
            and _broken(order, outcome)
        ):
            yield f"It goes against {order.entry} ({order.mode}), which stands."


def _broken(order: Order, outcome: Mapping[str, str]) -> bool:
    true = evaluate(order.says, outcome)
    return (
        true
        if order.mode in ("must-not", "red-line")
        else (not true and order.mode in ("must", "bottom-line"))
    )


def _trades(desk: Desk, known: KnownPart, study: Study) -> Iterator[TradeVerdict]:
    """Judge the newest trades and fallbacks that the party knew of; ended ones among them."""
    plans = [entry for entry in desk.case.seen.entries if isinstance(entry, Trade | Fallback)]
    found = judge_log(
        known.dossier, study.model, study.found, plans[-_MOST_TRADES:], most_cells=_MOST_CELLS
    )
    judged = [
        TradeVerdict(
            one.region.entry,
            one.region.rung,
            says_of(one),
            verdict_in_short(study, found, one),
            cite(desk, one.region.entry),
        )
        for one in found.judged
    ]
    others = [
        TradeVerdict(one.entry, one.rung, "", f"not judged: {one.why}", cite(desk, one.entry))
        for one in found.not_judged
    ]
    return iter((*judged, *others))


def _wishes(desk: Desk, known: KnownPart, study: Study, party: int) -> Wishes:
    name = study.network.parties[party]
    proofs = dict(proofs_of(known.wants[name])) if name in known.wants else {}
    return Wishes(
        name,
        party_name(study, party),
        own_side(desk, (name,)),
        (),
        tuple(
            Wanted(says, known_cite(desk, proof))
            for says, proof in wishes(study.model, name, proofs)
        ),
    )
