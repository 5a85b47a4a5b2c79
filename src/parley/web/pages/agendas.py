"""Agendas: the drafts side by side, and one put together: what it opens, and what that is worth.

The numbers are those of `parley agenda`, whose JSON the API returns. What was put together can be
written into the log as a draft, and an item worded anew into `dossier.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from parley.kernel.errors import ParleyError, Refused
from parley.web.addresses import link
from parley.web.analysis.drafting import DraftOffer, draft, draft_offer, noted
from parley.web.analysis.longer import DRAWS, begin_agenda
from parley.web.analysis.refusal import Refusal, refusal_of
from parley.web.analysis.shapes import AgendaJson
from parley.web.analysis.wording import Reworded, reworded_of, word
from parley.web.analysis.worked import agenda_items_of, part_at, require_weights
from parley.web.desk import Desk
from parley.web.editing.shared import Bar, bar, may_change
from parley.web.registry import Act, Done, Page, Rows
from parley.web.workbench import is_allowed

if TYPE_CHECKING:
    from parley.brief.agenda_worth.study import Study
    from parley.web.analysis.agendas import (
        Composed,
        DraftColumn,
        End,
        ItemRow,
        Opens,
        Valued,
    )

__all__ = [
    "PAGE",
    "AgendaRow",
    "Agendas",
    "DrawForm",
    "Wanted",
    "agendas",
    "draw",
    "plain",
    "wordings_table",
    "worths_table",
]

_MEASURES = (
    "nash",
    "kalai",
    "kalai_smorodinsky",
    "utilitarian",
    "leximin",
    "lowest",
    "highest",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the page.

    Parameters:
        item: the agenda put together: each `item:wording`, in their order; left out: a draft's.
        draft: the letter or entry of the draft to begin with; left out: what was adopted.
        against: that of the draft it is held against; left out: what was adopted.
        measure: by what agendas are valued.
        job: the name of a task that drew guessed weights.
        reword: the item that is to be worded anew.
    """

    item: tuple[str, ...] = ()
    draft: str = ""
    against: str = ""
    measure: str = "nash"
    job: str = ""
    reword: str = ""


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """An agenda beside the one put together: a draft, or that one itself with an empty letter."""

    letter: str
    entry: str
    told: str
    same: bool
    fields: tuple[str, ...]
    worth: tuple[Valued, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Agendas:
    """What the page shows; of what cannot be valued, `refusal` and the drafts.

    Parameters:
        study: in which the agenda put together is the base.
        parties, ids: names, in the order of the worths.
        items: those on the agenda, in their order, then those left out.
        order: the agenda put together, as in the address.
        rows: it and every draft with its worth.
        against: the letter of the draft it is held against.
        opens: what it opens, beside that draft.
        why: party -> why it is worth to it what it is, against that draft.
        titles: item -> title, for the drafts.
        columns: the drafts side by side.
        ends: the agendas that each party should fear and wish for.
        offer: the form that writes it into the log; None for those who may not.
        rewords: whether items can be worded anew from here, and `reworded` one that is.
        everybody: the address of the page as everybody sees it together, where that is needed.
        bar: what can be undone and redone by those who see the files.
    """

    refusal: Refusal | None = None
    study: Study | None = None
    parties: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    items: tuple[ItemRow, ...] = ()
    order: tuple[str, ...] = ()
    rows: tuple[AgendaRow, ...] = ()
    against: str = ""
    opens: Opens | None = None
    why: tuple[tuple[str, tuple[str, ...]], ...] = ()
    titles: Mapping[str, str] | None = None
    texts: Mapping[str, Mapping[str, str]] | None = None
    columns: tuple[DraftColumn, ...] = ()
    ends: tuple[End, ...] = ()
    measures: tuple[str, ...] = _MEASURES
    measure: str = "nash"
    draws: int = 0
    draw_count: int = DRAWS
    offer: DraftOffer | None = None
    rewords: bool = False
    reworded: Reworded | None = None
    everybody: str = ""
    bar: Bar | None = None


def agendas(desk: Desk, wanted: Wanted) -> Agendas:
    """Return what an agenda opens and is worth, in the shape of `parley agenda --format json`.

    The agenda put together with `item` is the base that every rewording is held against.
    """
    from parley.web.analysis.agendas import agenda_study, draft_columns, measure_named
    from parley.web.analysis.part import model_in

    columns: tuple[DraftColumn, ...] = ()
    titles: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {}
    try:
        part = part_at(desk, "agenda")
        model = model_in(part)
        items = agenda_items_of(part, model)
        columns = draft_columns(part.drafts, items)
        declared = part.dossier.declared.agenda
        titles = {name: one.title for name, one in declared.items()}
        texts = {
            name: {key: wording.text for key, wording in one.wordings.items()}
            for name, one in declared.items()
        }
        measure = measure_named(wanted.measure)
        require_weights(model, items)
        composed = _composed(desk, wanted)
        study = agenda_study(desk, composed, measure, wanted.job)
        return _with_forms(desk, wanted, _shown(wanted, study, composed, columns, (titles, texts)))
    except ParleyError as error:
        undoing = bar(desk) if may_change(desk) else None
        return Agendas(refusal_of(error), columns=columns, titles=titles, texts=texts, bar=undoing)


def _with_forms(desk: Desk, wanted: Wanted, shown: Agendas) -> Agendas:
    """The same, with the forms that whoever looks may send."""
    fields = {"item": shown.order, "against": wanted.against, "measure": wanted.measure}
    if is_allowed(desk.bench, desk.visitor, "edit"):
        part = part_at(desk, "agenda")
        compared = [item.name for item in shown.items]
        act = link(desk.asked, ("agenda", "log"), fields)
        offer = draft_offer(desk, part, noted(part, shown.against), compared, act)
        shown = replace(shown, offer=offer)
    if not may_change(desk):
        return shown
    shown = replace(shown, bar=bar(desk))
    if desk.seen.party is not None:
        asked = replace(desk.asked, party=None)
        return replace(shown, everybody=link(asked, ("agenda",), fields))
    if not wanted.reword:
        return replace(shown, rewords=True)
    like = dict(one.split(":", 1) for one in shown.order if ":" in one).get(wanted.reword, "")
    act = link(desk.asked, ("agenda", "wording"), {**fields, "reword": wanted.reword})
    reworded = reworded_of(desk.dossier.declared, wanted.reword, like, act)
    return replace(shown, rewords=True, reworded=reworded)


def _composed(desk: Desk, wanted: Wanted) -> Composed:
    from parley.web.analysis.agendas import composed_from
    from parley.web.analysis.part import model_in

    part = part_at(desk, "agenda")
    items = agenda_items_of(part, model_in(part))
    return composed_from(wanted.item, wanted.draft, items, part.drafts)


def _shown(
    wanted: Wanted,
    study: Study,
    composed: Composed,
    columns: tuple[DraftColumn, ...],
    words: tuple[Mapping[str, str], Mapping[str, Mapping[str, str]]],
) -> Agendas:
    from parley.brief.agenda_worth.reasons import reasons
    from parley.brief.agenda_worth.words import party_name, short_names
    from parley.web.analysis.agendas import ends_of, item_rows, opens_of

    names = short_names(study.model)
    full = tuple(party_name(study.model, party) for party in study.model.parties)
    letter, against = _against(wanted, study)
    drawn = study.sureness.draws if study.sureness is not None else None
    return Agendas(
        study=study,
        parties=names,
        ids=study.values.network.parties,
        items=item_rows(study, composed),
        order=composed.fields,
        rows=tuple(_rows(study, composed, columns)),
        against=letter,
        opens=opens_of(study, study.base, against),
        why=tuple(
            (
                name,
                tuple(
                    reasons(study.model, study.values, (study.base, against), party, study.measure)
                ),
            )
            for party, name in zip(study.values.network.parties, full, strict=True)
        )
        if study.base != against
        else (),
        titles=words[0],
        texts=words[1],
        columns=columns,
        ends=ends_of(study, full),
        measure=study.measure,
        draws=len(drawn.steps) if drawn is not None else 0,
    )


def _against(wanted: Wanted, study: Study) -> tuple[str, tuple[str, ...]]:
    """The draft that the agenda is held against: its letter, and the agenda that it is."""
    from parley.web.analysis.agendas import require_draft

    if wanted.against:
        found = require_draft(wanted.against, study.drafts)
        return found.noted.letter, found.agenda
    adopted = [one for one in study.drafts if one.noted.status == "adopted"]
    for one in reversed(adopted or study.drafts):
        return one.noted.letter, one.agenda
    return "", study.base


def _rows(study: Study, composed: Composed, columns: tuple[DraftColumn, ...]) -> list[AgendaRow]:
    from parley.space.openings import LEFT_OUT
    from parley.web.analysis.agendas import Composed as Made
    from parley.web.analysis.agendas import valued_of

    own = study.base
    rows = [AgendaRow("", "", "", True, composed.fields, valued_of(study, own, own))]
    names = [item.name for item in study.values.items]
    for one in study.drafts:
        wording = dict(zip(names, one.agenda, strict=True))
        listed = [*(name for name in one.noted.lines if name in wording), *names]
        order = tuple(
            (name, wording[name]) for name in dict.fromkeys(listed) if wording[name] != LEFT_OUT
        )
        noted = one.noted
        rows.append(
            AgendaRow(
                noted.letter,
                noted.entry,
                f"{noted.by}, {noted.at}",
                one.agenda == own,
                Made(order).fields,
                valued_of(study, one.agenda, own),
            )
        )
    return rows


def plain(data: Agendas) -> dict[str, object]:
    """Return what the command writes as JSON; raises what was refused."""
    from parley.brief.agenda_worth.data import study_as_data

    if data.refusal is not None:
        raise data.refusal.error
    study = data.study
    if study is None:
        raise Refused("nothing was worked out", hint="ask for the page without fields")
    return study_as_data(study, study.model.name)


def worths_table(desk: Desk, wanted: Wanted) -> Rows:
    """Return what the agenda put together and every draft is worth to each party."""
    from parley.bargaining.agenda_value import worth_of
    from parley.web.analysis.agendas import agenda_study, measure_named

    composed = _composed(desk, wanted)
    study = agenda_study(desk, composed, measure_named(wanted.measure), wanted.job)
    rows = []
    for name, agenda in (
        ("put together", study.base),
        *((one.noted.letter, one.agenda) for one in study.drafts),
    ):
        worth = worth_of(study.values, agenda)
        told = worth.by.get(study.measure)
        for number, party in enumerate(study.values.network.parties):
            rows.append(
                (
                    name,
                    tuple(
                        f"{item.name}:{wording}"
                        for item, wording in zip(study.values.items, agenda, strict=True)
                        if wording
                    ),
                    party,
                    float(told[number]) if told is not None else None,
                    float(worth.by["lowest"][number]),
                    float(worth.by["highest"][number]),
                    worth.agreed,
                )
            )
    columns = ("agenda", "items", "party", study.measure, "lowest", "highest", "agreed")
    return Rows(columns, tuple(rows))


def wordings_table(desk: Desk, wanted: Wanted) -> Rows:
    """Return what every rewording of the agenda put together is worth to each party."""
    from parley.web.analysis.agendas import agenda_study, measure_named

    composed = _composed(desk, wanted)
    study = agenda_study(desk, composed, measure_named(wanted.measure), wanted.job)
    rows = []
    for one in study.compared:
        for row in one.rows:
            told = row.worth.by.get(study.measure)
            worths = (
                [float(each) for each in told]
                if told is not None
                else [None] * len(study.values.network.parties)
            )
            same = tuple(name or "left out" for name in row.same_as)
            own = row.comparison is None
            rows.append((one.item.name, row.name or "left out", same, own, *worths))
    worth = tuple(f"worth:{party}" for party in study.values.network.parties)
    return Rows(("item", "wording", "same_as", "own", *worth), tuple(rows))


@dataclass(frozen=True, slots=True)
class DrawForm:
    """Which agenda guessed weights are drawn for, as in the address of the page."""

    item: tuple[str, ...] = ()
    against: str = ""
    measure: str = "nash"


def draw(desk: Desk, form: DrawForm) -> Done:
    """Begin to value every agenda, and to draw the guessed weights many times."""
    from parley.web.analysis.agendas import measure_named
    from parley.web.analysis.part import model_in

    wanted = Wanted(item=form.item, against=form.against, measure=form.measure)
    composed = _composed(desk, wanted)
    part = part_at(desk, "agenda")
    wordings = dict(composed.order)
    base = ",".join(
        f"{one.name}={wordings.get(one.name, 'left_out')}"
        for one in agenda_items_of(part, model_in(part))
    )
    fields = {"item": composed.fields, "against": form.against, "measure": form.measure}
    to = link(desk.asked, ("agenda",), fields)
    return begin_agenda(desk, to, base, measure_named(form.measure))


PAGE = Page(
    "agendas",
    "/agenda",
    agendas,
    key="d",
    order=64,
    plain=plain,
    shape=AgendaJson,
    tables={"worths": worths_table, "wordings": wordings_table},
    acts={"draw": Act(draw, "look"), "log": Act(draft), "wording": Act(word)},
)
