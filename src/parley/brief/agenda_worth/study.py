"""A study of what agendas are worth: the drafts, each wording against the others, and how sure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from parley import __version__
from parley.bargaining.agenda_value import (
    AgendaValues,
    BestAndWorst,
    Measure,
    best_and_worst,
    value_agendas,
)
from parley.brief.agenda_worth.base import base_of
from parley.brief.agenda_worth.drafted import Drafted, Noted, valued
from parley.brief.agenda_worth.sureness import Sureness, sureness_of
from parley.brief.agenda_worth.wordings import (
    Compared,
    Square,
    compare_item,
    compared_name,
    square_of,
)
from parley.kernel.errors import Refused
from parley.space.model import Model, Weights
from parley.space.network import compile_network
from parley.space.openings import Agenda, Item

__all__ = ["Study", "StudyOptions", "study_of"]

_METHOD = (
    "exact frontier of the outcomes that each agenda leaves, by elimination; fair points over the "
    "settlements that nobody finds worse than no agreement"
)


@dataclass(frozen=True, slots=True)
class StudyOptions:
    """What is asked of a study.

    Parameters:
        item: the item whose wordings are set against one another; empty: the one that matters most.
        other: the item with and without which that is done; empty: the one that changes it most.
        traded: pairs of such items that trades of the log link; they come first where none is
            asked for.
        base: the letter or entry of a draft, or `item=wording` with commas; empty: the agenda that
            was adopted, else the last draft.
        measure: by what agendas are valued.
        draws: how many times weights that are intervals are drawn; 0: never.
        seed: of the draws.
    """

    item: str = ""
    other: str = ""
    base: str = ""
    measure: Measure = "nash"
    draws: int = 100
    seed: int = 1
    traded: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """Everything that a page on agendas shows.

    Parameters:
        model: the substance.
        values: what every combination of wordings is worth.
        measure: by what agendas are valued.
        base: the agenda whose other items are kept when one is reworded.
        base_name: what it is called, in words.
        drafts: those of the log that can be valued, in order of time.
        compared: every item with its choices.
        square: one item's wordings with and without another item; None with fewer than two items.
        extremes: party -> the agendas that are worth least and most to it, of all.
        sureness: how far weights that are only intervals carry it; None: nothing was drawn.
        notes: what a reader must know.
        method, version: how it was found, and by which parley.
    """

    model: Model
    values: AgendaValues
    measure: Measure
    base: Agenda
    base_name: str
    drafts: tuple[Drafted, ...]
    compared: tuple[Compared, ...]
    square: Square | None
    extremes: Mapping[str, BestAndWorst]
    sureness: Sureness | None
    notes: tuple[str, ...]
    method: str = _METHOD
    version: str = __version__


def study_of(
    model: Model,
    items: Sequence[Item],
    noted: Sequence[Noted],
    options: StudyOptions = StudyOptions(),
    values: AgendaValues | None = None,
) -> Study:
    """Value every agenda, and compare what is asked for.

    Parameters:
        model: the substance, of `model_of` for the part `bargaining`.
        items: the agenda items compared.
        noted: the drafts of the log.
        values: what every combination of these items is worth, where that is known already.

    Raises Refused where there are no items or no weights, for a base or an item that is not there,
    and for too many combinations.
    """
    _require(model, items)
    drafts, notes = valued(noted, items)
    base, base_name = base_of(options.base, items, drafts, noted)
    if values is None:
        values = value_agendas(items, model, compile_network(model))
    compared = tuple(compare_item(values, item.name, base, options.measure) for item in items)
    square = _square(values, model, compared, base, options)
    extremes = {party: best_and_worst(values, party, options.measure) for party in model.parties}
    sureness = (
        sureness_of(
            model,
            values,
            [base, *(one.agenda for one in drafts), *_agendas(compared, square)],
            square,
            (options.measure, options.draws, options.seed),
        )
        if options.draws
        else None
    )
    return Study(
        model,
        values,
        options.measure,
        base,
        base_name,
        drafts,
        compared,
        square,
        extremes,
        sureness,
        (*model.notes, *notes, *_alike(compared)),
    )


def _square(
    values: AgendaValues,
    model: Model,
    compared: Sequence[Compared],
    base: Agenda,
    options: StudyOptions,
) -> Square | None:
    """Two items against each other: those asked for, else those of a trade, else what matters."""
    asked = (options.item, options.other)
    for pair in options.traded:
        if all(one in ("", other) for one, other in zip(asked, pair, strict=True)):
            found = square_of(values, model, compared, base, pair)
            if found is not None:
                return found
    return square_of(values, model, compared, base, asked)


def _agendas(compared: Iterable[Compared], square: Square | None) -> Iterable[Agenda]:
    for one in compared:
        yield from (row.agenda for row in one.rows)
    if square is not None:
        yield from (agenda for pair in square.agendas for agenda in pair)


def _alike(compared: Iterable[Compared]) -> Iterable[str]:
    for one in compared:
        for row in one.rows:
            if row.same_as:
                names = ", ".join(f"`{name}`" for name in row.same_as)
                yield (
                    f"Of {one.item.name}, {compared_name(row.name)} opens the same as {names}: by "
                    "what can be raised these are one wording."
                )


def _require(model: Model, items: Sequence[Item]) -> None:
    if not items or not any(len(item.choices) > 1 for item in items):
        raise Refused(
            f"{model.name}: expected agenda items with wordings, got none",
            hint="declare them under `agenda` in dossier.yaml: for each its wordings, and what "
            "each `opens`",
        )
    without = [
        party for party in model.parties if not isinstance(model.preferences.get(party), Weights)
    ]
    if without:
        raise Refused(
            f"{model.name}: expected weights of every party, got none of {', '.join(without)}: "
            "what an agenda is worth can only be told where it is said how much things count",
            hint="give `weights` under `preferences` of `bargaining` in dossier.yaml; `assumed:` "
            "says whose guess they are, and an interval such as [0.1, 0.3] how unsure it is",
        )
