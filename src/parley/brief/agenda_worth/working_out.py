"""Working out for the brief what agendas open: the study of what a party knew, put into words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from parley.bargaining.agenda_value import Worth, worth_of
from parley.brief.agenda_worth.drafted import Noted
from parley.brief.agenda_worth.known import KnownAgendas, without_unheard
from parley.brief.agenda_worth.opened import constraints_of, opened_by
from parley.brief.agenda_worth.opening import (
    AgendaOpens,
    DraftOpens,
    Extreme,
    Rests,
    WordingOpens,
    WorthTo,
)
from parley.brief.agenda_worth.pictures import drafts_svg
from parley.brief.agenda_worth.reasons import nearest, reasons
from parley.brief.agenda_worth.study import Study, StudyOptions, study_of
from parley.brief.agenda_worth.words import (
    agenda_words,
    common_words,
    gains_words,
    number_words,
    opened_words,
    short_name,
    worth_words,
)
from parley.brief.agendas import Tabled
from parley.brief.conflicts.known import known_cite
from parley.brief.desk import Desk
from parley.brief.model import Cite
from parley.dossier.dossier import formula
from parley.dossier.language.formulas import issues_of
from parley.dossier.vocabulary.declarations import Weight
from parley.kernel.errors import Refused
from parley.space.from_dossier import model_of
from parley.space.openings import Agenda, agenda_items

__all__ = ["work_out"]

_LEAD = (
    "An agenda decides what can be raised. It is worth to a side what the talks would give it "
    "inside the outcomes that it leaves, as far as this party knew what everybody wants: at the "
    "fair point of Nash, and from the least to the most that a settlement acceptable to all "
    "gives. How much a thing counts is assumed where the weights below say so, and undated. "
    "Numbers are on each side's own scale and cannot be held against another's; nothing is ranked "
    "and nothing is recommended."
)


def work_out(desk: Desk, known: KnownAgendas) -> AgendaOpens | None:
    """Return what the known agendas open; None where that cannot be valued."""
    try:
        model = model_of(known.dossier, known.issues, part="bargaining")
        model = replace(model, notes=without_unheard(known, model.notes))
        items = agenda_items(known.dossier, model)
        noted = [_noted(one) for one in known.drafts]
        study = study_of(model, items, noted, StudyOptions(draws=0))
    except Refused:
        return None
    if not study.drafts:
        return None
    tabled = {one.letter: one for one in known.drafts}
    return AgendaOpens(
        _LEAD,
        f"{study.base_name}: {agenda_words(items, study.base)}",
        len(study.values.agendas),
        tuple(_draft(study, one.agenda, tabled[one.noted.letter]) for one in study.drafts),
        tuple(_wordings(study)),
        tuple(_extremes(study)),
        tuple(_rests(desk, known, study)),
        (*study.notes, *_guessed(study)),
        drafts_svg(study),
    )


def _noted(one: Tabled) -> Noted:
    status = "adopted" if one.status.startswith("adopted") else one.status
    return Noted(one.letter, one.entry, one.by, one.at, status, one.whole, dict(one.lines))


def _draft(study: Study, agenda: Agenda, one: Tabled) -> DraftOpens:
    told = dict(opened_words(opened_by(constraints_of(study.values, agenda), study.model)))
    return DraftOpens(
        one.letter,
        one.status,
        one.by,
        one.at,
        agenda == study.base,
        agenda_words(study.values.items, agenda),
        told["opens"],
        told["settles"],
        told["closes"],
        _worths(study, worth_of(study.values, agenda), agenda == study.base),
        one.cite,
    )


def _worths(study: Study, worth: Worth, base: bool) -> tuple[WorthTo, ...]:
    own = worth_of(study.values, study.base).by[study.measure]
    return tuple(
        WorthTo(
            party,
            short_name(study.model, party),
            float(worth.by[study.measure][number]),
            float(worth.by["lowest"][number]),
            float(worth.by["highest"][number]),
            worth.agreed,
            None if base else float(worth.by[study.measure][number] - own[number]),
            worth_words(worth, number, study.measure),
        )
        for number, party in enumerate(study.values.network.parties)
    )


def _wordings(study: Study) -> Iterator[WordingOpens]:
    names = [short_name(study.model, party) for party in study.values.network.parties]
    own = worth_of(study.values, study.base).by[study.measure]
    for one in study.compared:
        for row in one.rows:
            base = row.comparison is None
            found = row.worth.by[study.measure]
            differences = [a - b for a, b in zip(found, own, strict=True)]
            yield WordingOpens(
                one.item.name,
                one.item.title,
                row.name,
                row.same_as,
                base,
                "" if base else gains_words(names, differences, row.worth.agreed),
                _worths(study, row.worth, base),
            )


def _extremes(study: Study) -> Iterator[Extreme]:
    for party in study.values.network.parties:
        found = study.extremes[party]
        if found.worst == found.best:
            continue
        for which, worth, agendas in (
            ("least", found.worst, found.worst_agendas),
            ("most", found.best, found.best_agendas),
        ):
            name = short_name(study.model, party)
            told = tuple(_why(study, party, agendas))
            yield Extreme(party, name, which, float(worth), len(agendas), told)


def _why(study: Study, party: str, agendas: tuple[Agenda, ...]) -> Iterator[str]:
    common = common_words(study.values.items, agendas)
    if len(agendas) > 1 and common:
        yield f"All of them have {common}."
    if study.base in agendas:
        yield "The base is among them."
        return
    near = nearest(agendas, study.base)
    if len(agendas) == 1:
        yield f"It is {agenda_words(study.values.items, near)}."
    else:
        yield f"The nearest to the base: {agenda_words(study.values.items, near)}."
    yield from reasons(study.model, study.values, (near, study.base), party, study.measure)


def _rests(desk: Desk, known: KnownAgendas, study: Study) -> Iterator[Rests]:
    for party in study.values.network.parties:
        for weight in known.wants[party].weights if party in known.wants else ():
            on = weight.says or weight.issue or ""
            stated = formula(known.dossier, weight.says)
            about = issues_of(stated) if stated is not None else {weight.issue}
            if not about <= study.model.issues.keys():
                continue  # nothing here rests on it, and the party may never have heard of it
            assumed = (weight.assumed,) if weight.assumed else ()
            proof = known_cite(desk, Cite((), tuple(weight.sources), assumed))
            yield Rests(party, short_name(study.model, party), on, _weight(weight), proof)


def _weight(weight: Weight) -> str:
    ends = weight.weight if isinstance(weight.weight, tuple) else (weight.weight,)
    return " to ".join(number_words(Fraction(repr(end))) for end in ends)


def _guessed(study: Study) -> Iterator[str]:
    assumed = [short_name(study.model, party) for party in study.values.from_status_quo]
    if assumed:
        yield (
            f"What no agreement is worth to {', '.join(assumed)} is not known: where things stand "
            "stands for it."
        )
    for number, none in enumerate(study.values.no_agreement):
        party = study.values.network.parties[number]
        if party not in study.values.from_status_quo:
            yield (
                f"No agreement is taken to be worth {number_words(none)} to "
                f"{short_name(study.model, party)}."
            )
    yield (
        "Of a weight that is an interval the middle is taken; `parley agenda` draws them, and says "
        "how far that carries."
    )
