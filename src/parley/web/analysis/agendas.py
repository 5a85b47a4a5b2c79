"""Agendas as a page shows them: drafts side by side, and one put together item by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from parley.bargaining.agenda_value import MEASURES, Measure, Worth, worth_of
from parley.brief.agenda_worth.base import base_of
from parley.brief.agenda_worth.drafted import Drafted, Noted, valued
from parley.brief.agenda_worth.opened import constraints_of, opened_by
from parley.brief.agenda_worth.reasons import nearest, reasons
from parley.brief.agenda_worth.study import Study, StudyOptions, study_of
from parley.brief.agenda_worth.sureness import shares
from parley.brief.agenda_worth.traded import traded_items
from parley.brief.agenda_worth.words import (
    difference_words,
    number_words,
    range_words,
    share_words,
)
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.space.openings import LEFT_OUT, Agenda, Item
from parley.web.analysis.part import model_in
from parley.web.analysis.worked import agenda_items_of, agenda_values, long_result, once, part_at
from parley.web.desk import Desk, known

if TYPE_CHECKING:
    from parley.brief.agenda_worth.wordings import Compared

__all__ = [
    "Composed",
    "DraftCell",
    "DraftColumn",
    "End",
    "ItemRow",
    "Opens",
    "Rewording",
    "Valued",
    "agenda_study",
    "composed_from",
    "draft_columns",
    "ends_of",
    "item_rows",
    "measure_named",
    "opens_of",
    "require_draft",
    "valued_of",
]

#: How an address says that nothing is on the agenda.
NO_ITEM = "none"


@dataclass(frozen=True, slots=True)
class Composed:
    """An agenda that is put together: items on it in their order, with their wordings."""

    order: tuple[tuple[str, str], ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The same as the fields `item` of an address."""
        return tuple(f"{name}:{wording}" for name, wording in self.order) or (NO_ITEM,)


@dataclass(frozen=True, slots=True)
class DraftCell:
    """What a draft has of an item.

    Parameters:
        place: where it stands in the draft, from 1; None where it is not there.
        wording: its wording; empty where the draft names none.
        change: against the draft before: `added`, `reworded`, `dropped`, `moved`, `unsaid` where
            the draft does not list everything, or empty.
    """

    place: int | None
    wording: str
    change: str


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """A draft: as the log has it, and its cell for each item."""

    letter: str
    entry: str
    by: str
    at: str
    status: str
    whole: bool
    valued: bool
    cells: Mapping[str, DraftCell]


@dataclass(frozen=True, slots=True)
class Valued:
    """What an agenda is worth to one party.

    Parameters:
        worth: in words; empty where the measure is not defined.
        range: from what to what settlements go.
        agreed: whether anything is acceptable to all.
        difference: of the agenda put together against this one; empty for itself.
        sign: of that.
        sure: in which share of draws it is so; empty where none were made.
    """

    worth: str
    range: str
    agreed: bool
    difference: str
    sign: int
    sure: str


@dataclass(frozen=True, slots=True)
class Opens:
    """What an agenda opens, settles and leaves alone, and what of that another does not.

    `part` is issue -> the values that are left; `news` are issues open here and not there, `gone`
    those open there and not here.
    """

    whole: tuple[str, ...]
    part: Mapping[str, tuple[str, ...]]
    settled: Mapping[str, str]
    closed: tuple[str, ...]
    news: tuple[str, ...]
    gone: tuple[str, ...]
    nothing: bool


@dataclass(frozen=True, slots=True)
class Rewording:
    """A choice of an item, the rest of the agenda being the same.

    Parameters:
        wording: its name; empty for leaving the item out.
        text: in words.
        opens: what it opens, as the dossier says it.
        same_as: other wordings that open and say the same.
        own: whether the agenda has it.
        worth: to each party, in words.
        difference: to each party against the agenda's own choice, in words.
        signs: of these.
        order: the agenda with it.
    """

    wording: str
    text: str
    opens: tuple[str, ...]
    same_as: tuple[str, ...]
    own: bool
    worth: tuple[str, ...]
    difference: tuple[str, ...]
    signs: tuple[int, ...]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of the agenda put together, or one that is left out.

    Parameters:
        place: where it stands, from 1; None where it is left out.
        wordings: the names and texts that it can have.
        up, down, out: the agendas with the item a place earlier or later, and without it; empty
            where there is none.
        put: the agenda with the item at the end, for one that is left out.
        rewordings: every choice, with what it is worth.
    """

    name: str
    title: str
    wording: str
    place: int | None
    wordings: tuple[tuple[str, str], ...]
    up: tuple[str, ...]
    down: tuple[str, ...]
    out: tuple[str, ...]
    put: tuple[str, ...]
    rewordings: tuple[Rewording, ...]


@dataclass(frozen=True, slots=True)
class End:
    """An agenda that is worth least, or most, to a party, and why."""

    party: str
    which: str
    worth: str
    count: int
    order: tuple[str, ...]
    why: tuple[str, ...]


def measure_named(name: str) -> Measure:
    """Return a measure by its name; raises Refused for one that is none."""
    if name not in MEASURES:
        raise Refused(
            f"measure: expected one of {', '.join(MEASURES)}, got `{name[:40]}`",
            hint="choose one on the page",
        )
    return MEASURES[MEASURES.index(name)]


def composed_from(
    fields: Sequence[str], draft: str, items: Sequence[Item], noted: Sequence[Noted]
) -> Composed:
    """Return the agenda that an address puts together.

    Parameters:
        fields: each `item:wording`, in their order; empty: the draft's.
        draft: the letter or entry of a draft; empty: what was adopted, else the last one.

    Raises Refused for an item or a wording that is not there.
    """
    known = {item.name: item for item in items}
    if not fields:
        return _of_draft(draft, items, noted)
    order: dict[str, str] = {}
    for text in fields:
        if text == NO_ITEM:
            continue
        name, _, wording = text.partition(":")
        if name not in known or name in order:
            meant = did_you_mean(name, known)
            raise Refused(
                f"item: expected each agenda item once, as `item:wording`, got `{text[:80]}`",
                hint=f"did you mean `{meant}`?" if meant else f"the items are {', '.join(known)}",
            )
        names = [one.name for one in known[name].choices if one.name != LEFT_OUT]
        if wording not in names:
            raise Refused(
                f"item: `{name}` has no wording `{wording[:40]}`",
                hint=f"its wordings are {', '.join(names)}",
            )
        order[name] = wording
    return Composed(tuple(order.items()))


def _of_draft(draft: str, items: Sequence[Item], noted: Sequence[Noted]) -> Composed:
    drafts, _ = valued(noted, items)
    agenda, _ = base_of("", items, drafts, noted)
    lines: Sequence[str] = ()
    if draft:
        found = require_draft(draft, drafts)
        agenda = found.agenda
    for one in drafts:
        if one.agenda == agenda and (not draft or draft in (one.noted.letter, one.noted.entry)):
            lines = tuple(one.noted.lines)
    wording = dict(zip((item.name for item in items), agenda, strict=True))
    names = [*(name for name in lines if name in wording), *wording]
    return Composed(
        tuple((name, wording[name]) for name in dict.fromkeys(names) if wording[name] != LEFT_OUT)
    )


def require_draft(draft: str, drafts: Sequence[Drafted]) -> Drafted:
    """Return a draft by its letter or entry; raises Refused for one that has no worth here."""
    for one in drafts:
        if draft in (one.noted.letter, one.noted.entry):
            return one
    told = ", ".join(f"{one.noted.letter} ({one.noted.entry})" for one in drafts)
    raise Refused(
        f"no draft `{draft[:60]}` that can be valued is known from where you look",
        hint=f"known: {told or 'none'}",
    )


def agenda_study(desk: Desk, composed: Composed, measure: Measure, job: str = "") -> Study:
    """Return the study in which an agenda put together is what changes are held against.

    Parameters:
        job: the name of a task that drew guessed weights as well.

    Raises Refused as the analysis does.
    """
    values = agenda_values(desk, job)
    part = part_at(desk, "agenda")
    model = model_in(part)
    items = agenda_items_of(part, model)

    def make() -> Study:
        wordings = dict(composed.order)
        text = ",".join(f"{one.name}={wordings.get(one.name, 'left_out')}" for one in items)
        options = StudyOptions(
            base=text,
            measure=measure,
            draws=0,
            traded=traded_items(part.dossier, known(desk).entries, items),
        )
        study = study_of(model, items, part.drafts, options, values)
        if job:
            drawn: Study = long_result(desk, job, "agenda", values.network.digest)
            # Only what belongs to this agenda was drawn.
            study = replace(study, sureness=drawn.sureness if drawn.base == study.base else None)
        return study

    letters = tuple(one.letter for one in part.drafts)
    return once(desk, ("agenda study", tuple(sorted(composed.order)), measure, job, letters), make)


def draft_columns(noted: Sequence[Noted], items: Sequence[Item]) -> tuple[DraftColumn, ...]:
    """Return the drafts side by side, each with what changed against the one before."""
    drafts, _ = valued(noted, items)
    can = {one.noted.letter for one in drafts}
    names = list(
        dict.fromkeys([*(i.name for i in items), *(n for one in noted for n in one.lines)])
    )
    columns = []
    before: Noted | None = None
    for one in noted:
        cells = {name: _cell(name, one, before) for name in names}
        columns.append(
            DraftColumn(
                one.letter,
                one.entry,
                one.by,
                one.at,
                one.status,
                one.whole,
                one.letter in can,
                cells,
            )
        )
        before = one if one.whole or before is None else before
    return tuple(columns)


def _cell(name: str, draft: Noted, before: Noted | None) -> DraftCell:
    if name not in draft.lines:
        gone = before is not None and name in before.lines
        change = "" if not gone else "dropped" if draft.whole else "unsaid"
        return DraftCell(None, "", change)
    place = list(draft.lines).index(name) + 1
    wording = draft.lines[name]
    if before is None:
        return DraftCell(place, wording, "")
    if name not in before.lines:
        return DraftCell(place, wording, "added" if before.whole else "")
    if before.lines[name] != wording:
        return DraftCell(place, wording, "reworded")
    if not (draft.whole and before.whole):
        return DraftCell(place, wording, "")
    both = [one for one in before.lines if one in draft.lines]
    now = [one for one in draft.lines if one in before.lines]
    return DraftCell(place, wording, "moved" if both.index(name) != now.index(name) else "")


def valued_of(study: Study, agenda: Agenda, own: Agenda) -> tuple[Valued, ...]:
    """Return what an agenda is worth to each party, and how another differs from it.

    Parameters:
        own: the agenda put together; its difference against the other is told.
    """
    worth, mine = worth_of(study.values, agenda), worth_of(study.values, own)
    found = []
    for number, party in enumerate(study.values.network.parties):
        difference = _difference(mine, worth, study.measure, number)
        drawn = shares(study.sureness, study.values, (own, agenda), party, study.measure)
        told = worth.by.get(study.measure)
        found.append(
            Valued(
                number_words(told[number]) if told is not None else "",
                range_words(worth, number),
                worth.agreed,
                "" if agenda == own or difference is None else difference_words(difference),
                _sign(difference),
                share_words(drawn) if agenda != own else "",
            )
        )
    return tuple(found)


def _difference(mine: Worth, other: Worth, measure: Measure, number: int) -> Fraction | None:
    here, there = mine.by.get(measure), other.by.get(measure)
    return here[number] - there[number] if here is not None and there is not None else None


def _sign(value: Fraction | None) -> int:
    return 0 if value is None else (value > 0) - (value < 0)


def opens_of(study: Study, agenda: Agenda, against: Agenda) -> Opens:
    """Return what an agenda opens, settles and leaves alone, beside another."""
    mine, other = (
        opened_by(constraints_of(study.values, one), study.model) for one in (agenda, against)
    )
    here, there = ({*one.whole, *one.part} for one in (mine, other))
    return Opens(
        mine.whole,
        mine.part,
        mine.settled,
        mine.closed,
        tuple(issue for issue in study.model.issues if issue in here - there),
        tuple(issue for issue in study.model.issues if issue in there - here),
        mine.nothing,
    )


def item_rows(study: Study, composed: Composed) -> tuple[ItemRow, ...]:
    """Return the items on the agenda in their order, then those that are left out."""
    by_name = {one.item.name: one for one in study.compared}
    names = [name for name, _ in composed.order]
    rest = [name for name in by_name if name not in names]
    return tuple(_item(study, by_name[name], composed, names) for name in (*names, *rest))


def _item(study: Study, one: Compared, composed: Composed, names: Sequence[str]) -> ItemRow:
    item, order = one.item, composed.order
    place = names.index(item.name) if item.name in names else None
    wordings = [choice for choice in item.choices if choice.name != LEFT_OUT]
    put = Composed((*order, (item.name, wordings[0].name))).fields if wordings else ()
    return ItemRow(
        item.name,
        " ".join(item.title.split()).rstrip("."),
        dict(order).get(item.name, LEFT_OUT),
        place + 1 if place is not None else None,
        tuple((choice.name, " ".join(choice.text.split())) for choice in wordings),
        _swapped(order, place, -1),
        _swapped(order, place, 1),
        Composed(tuple(pair for pair in order if pair[0] != item.name)).fields
        if place is not None
        else (),
        put if place is None else (),
        tuple(_rewordings(study, one, composed)),
    )


def _swapped(order: Sequence[tuple[str, str]], place: int | None, by: int) -> tuple[str, ...]:
    if place is None or not 0 <= place + by < len(order):
        return ()
    found = list(order)
    found[place], found[place + by] = found[place + by], found[place]
    return Composed(tuple(found)).fields


def _rewordings(study: Study, one: Compared, composed: Composed) -> Iterator[Rewording]:
    texts = {choice.name: choice for choice in one.item.choices}
    base = worth_of(study.values, study.base)
    count = range(len(study.values.network.parties))
    for row in one.rows:
        differences = [_difference(row.worth, base, study.measure, number) for number in count]
        told = row.worth.by.get(study.measure)
        choice = texts[row.name]
        yield Rewording(
            row.name,
            " ".join(choice.text.split()),
            (*choice.opens, *(named.name for named in choice.limits)),
            row.same_as,
            row.comparison is None,
            tuple(number_words(told[number]) if told is not None else "" for number in count),
            tuple(difference_words(each) if each is not None else "" for each in differences),
            tuple(map(_sign, differences)),
            _with_wording(composed, one.item.name, row.name),
        )


def _with_wording(composed: Composed, name: str, wording: str) -> tuple[str, ...]:
    if wording == LEFT_OUT:
        return Composed(tuple(pair for pair in composed.order if pair[0] != name)).fields
    if any(pair[0] == name for pair in composed.order):
        order = tuple((n, wording if n == name else w) for n, w in composed.order)
        return Composed(order).fields
    return Composed((*composed.order, (name, wording))).fields


def ends_of(study: Study, names: Sequence[str]) -> tuple[End, ...]:
    """Return for each party the agendas that are worth least and most to it, and why.

    Parameters:
        names: of the parties.
    """
    return tuple(_ends(study, names))


def _ends(study: Study, names: Sequence[str]) -> Iterator[End]:
    for party, name in zip(study.values.network.parties, names, strict=True):
        found = study.extremes[party]
        if found.worst == found.best:
            continue
        for which, worth, agendas in (
            ("least", found.worst, found.worst_agendas),
            ("most", found.best, found.best_agendas),
        ):
            near = nearest(agendas, study.base)
            told = reasons(study.model, study.values, (near, study.base), party, study.measure)
            order = tuple(
                (item.name, wording)
                for item, wording in zip(study.values.items, near, strict=True)
                if wording != LEFT_OUT
            )
            yield End(
                name, which, number_words(worth), len(agendas), Composed(order).fields, tuple(told)
            )
