"""A study of agendas as plain data, in the stable shape of `parley agenda --format json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from parley.bargaining.agenda_value import (
    BestAndWorst,
    Worth,
    compare_wordings,
    settlement_at,
    worth_of,
)
from parley.bargaining.sensitivity import Shares
from parley.brief.agenda_worth.drafted import Drafted
from parley.brief.agenda_worth.opened import constraints_of, opened_by
from parley.brief.agenda_worth.reasons import nearest, reasons
from parley.brief.agenda_worth.study import Study
from parley.brief.agenda_worth.sureness import Sureness, Turned, shares
from parley.brief.agenda_worth.wordings import Compared, Row
from parley.space.openings import LEFT_OUT, Agenda

__all__ = ["study_as_data"]


def study_as_data(study: Study, dossier: str) -> dict[str, object]:
    """Return a study as data ready for JSON; a wording is `null` where an item is left out.

    Parameters:
        dossier: its id.
    """
    values = study.values
    return {
        "method": study.method,
        "version": study.version,
        "digest": values.network.digest,
        "dossier": dossier,
        "parties": dict(study.model.parties),
        "measure": study.measure,
        "no_agreement": _by_party(study, values.no_agreement),
        "no_agreement_from_status_quo": list(values.from_status_quo),
        "base": {"name": study.base_name, "agenda": _agenda(study, study.base)},
        "drafts": [_draft(study, one) for one in study.drafts],
        "items": [_item(study, one) for one in study.compared],
        "square": _square(study),
        "extremes": {party: _extremes(study, one) for party, one in study.extremes.items()},
        "draws": _draws(study, study.sureness),
        "turned": [_turned(one) for one in study.sureness.turned] if study.sureness else [],
        "agendas": [[_wording(name) for name in agenda] for agenda in values.agendas],
        "spaces": list(values.spaces),
        "worths": [_worth(study, one) for one in values.worths],
        "notes": list(study.notes),
    }


def _wording(name: str) -> str | None:
    return name if name != LEFT_OUT else None


def _agenda(study: Study, agenda: Agenda) -> dict[str, str | None]:
    pairs = zip(study.values.items, agenda, strict=True)
    return {item.name: _wording(name) for item, name in pairs}


def _by_party(study: Study, worths: Sequence[Fraction]) -> dict[str, float]:
    pairs = zip(study.values.network.parties, worths, strict=True)
    return {party: float(worth) for party, worth in pairs}


def _worth(study: Study, worth: Worth) -> dict[str, object]:
    return {
        "agreed": worth.agreed,
        "impossible": worth.impossible,
        "efficient": worth.efficient,
        "settlements": worth.settlements,
        "by": {measure: _by_party(study, found) for measure, found in worth.by.items()},
        "error": _by_party(study, worth.error),
    }


def _draft(study: Study, one: Drafted) -> dict[str, object]:
    noted = one.noted
    opened = opened_by(constraints_of(study.values, one.agenda), study.model)
    settled = settlement_at(study.values, one.agenda, study.measure)
    return {
        "letter": noted.letter,
        "entry": noted.entry,
        "by": noted.by,
        "at": noted.at,
        "status": noted.status,
        "agenda": _agenda(study, one.agenda),
        "opens": list(opened.whole),
        "opens_in_part": {issue: list(left) for issue, left in opened.part.items()},
        "settles": dict(opened.settled),
        "closes": list(opened.closed),
        "worth": _worth(study, worth_of(study.values, one.agenda)),
        "settlement": dict(settled) if settled is not None else None,
        "draws_against_base": _shares(study, one.agenda, study.base),
    }


def _shares(study: Study, agenda: Agenda, base: Agenda) -> dict[str, object]:
    found = {
        party: shares(study.sureness, study.values, (agenda, base), party, study.measure)
        for party in study.model.parties
    }
    return {party: _share(one) for party, one in found.items() if one is not None}


def _share(one: Shares) -> dict[str, float]:
    return {"better": one.better, "worse": one.worse, "same": one.same, "draws": one.draws}


def _item(study: Study, one: Compared) -> dict[str, object]:
    texts = {choice.name: choice for choice in one.item.choices}
    return {
        "item": one.item.name,
        "title": one.item.title,
        "against": _wording(one.against),
        "choices": [
            {
                "wording": _wording(row.name),
                "same_as": [_wording(name) for name in row.same_as],
                "opens": list(texts[row.name].opens),
                "opens_in_part": [named.name for named in texts[row.name].limits],
                "says": list(dict.fromkeys(named.name for named in texts[row.name].says)),
                "worth": _worth(study, row.worth),
                "comparison": _comparison(study, one, row),
                "draws_against_base": _shares(study, row.agenda, study.base),
            }
            for row in one.rows
        ],
    }


def _comparison(study: Study, one: Compared, row: Row) -> dict[str, object]:
    pair = row.name, one.against
    found = row.comparison or compare_wordings(
        study.values, one.item.name, pair, study.base, study.measure
    )
    return {
        "at_base": {party: float(number) for party, number in found.at_base.items()},
        "better": dict(found.better),
        "worse": dict(found.worse),
        "same": dict(found.same),
    }


def _square(study: Study) -> dict[str, object] | None:
    square = study.square
    if square is None:
        return None
    return {
        "item": square.item,
        "other": square.other,
        "general": _wording(square.general),
        "explicit": _wording(square.explicit),
        "present": square.present,
        "with": _pair(study, (square.agendas[0][0], square.agendas[1][0])),
        "without": _pair(study, (square.agendas[0][1], square.agendas[1][1])),
    }


def _pair(study: Study, pair: tuple[Agenda, Agenda]) -> dict[str, object]:
    general, explicit = (_worth(study, worth_of(study.values, one)) for one in pair)
    return {"general": general, "explicit": explicit, "draws": _shares(study, *pair)}


def _extremes(study: Study, found: BestAndWorst) -> dict[str, object]:
    return {
        "worst": _end(study, found.party, found.worst, found.worst_agendas),
        "best": _end(study, found.party, found.best, found.best_agendas),
        "drafts": {
            one.noted.letter: float(
                worth_of(study.values, one.agenda).by[study.measure][
                    study.values.network.parties.index(found.party)
                ]
            )
            for one in study.drafts
        },
    }


def _end(
    study: Study, party: str, worth: Fraction, agendas: Sequence[Agenda]
) -> Mapping[str, object]:
    near = nearest(agendas, study.base)
    told = reasons(study.model, study.values, (near, study.base), party, study.measure)
    return {
        "worth": float(worth),
        "agendas": [study.values.agendas.index(one) for one in agendas],
        "nearest": _agenda(study, near),
        "why": list(told),
    }


def _draws(study: Study, sureness: Sureness | None) -> dict[str, object] | None:
    if sureness is None or sureness.draws is None:
        return None
    return {
        "count": len(sureness.draws.steps),
        "seed": sureness.draws.seed,
        "doubts": [
            {"party": one.party, "on": one.name, "low": float(one.low), "high": float(one.high)}
            for one in sureness.doubts
        ],
    }


def _turned(one: Turned) -> dict[str, object]:
    turning = one.turning
    return {
        "party": one.party,
        "with": one.present,
        "number": {"party": turning.doubt.party, "on": turning.doubt.name},
        "low": float(turning.doubt.low),
        "high": float(turning.doubt.high),
        "usual": float(turning.doubt.usual),
        "at_low": turning.at_low,
        "changes": list(_changes(one)),
    }


def _changes(one: Turned) -> Iterable[dict[str, object]]:
    for change in one.turning.changes:
        yield {"between": [float(change.below), float(change.above)], "then": change.after}
