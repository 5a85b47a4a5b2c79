"""The drafts of the log as agendas that can be valued: one choice for each item compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from parley.dossier.dossier import Dossier
from parley.dossier.fold import view
from parley.dossier.vocabulary.entries import Response
from parley.kernel.spans import LAST
from parley.mandate.agenda import Draft, drafts_in
from parley.space.openings import LEFT_OUT, Agenda, Item

__all__ = ["MOST_DRAFTS", "Drafted", "Noted", "drafts_of_log", "valued"]

#: Drafts that are put side by side; of more, the last.
MOST_DRAFTS = 12
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Noted:
    """A draft as the log has it.

    Parameters:
        letter: what it is called, in order of time.
        entry: the id of the entry that holds it.
        by: whose it is, in words.
        at: when, in words.
        status: planned, tabled or adopted.
        whole: whether it says that what it does not list is not on the agenda.
        lines: item -> wording; empty where the draft has none.
    """

    letter: str
    entry: str
    by: str
    at: str
    status: str
    whole: bool
    lines: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft that can be valued, and the agenda that it is."""

    noted: Noted
    agenda: Agenda


def drafts_of_log(dossier: Dossier) -> tuple[Noted, ...]:
    """Return every agenda planned, tabled or adopted, whoever knew of it, in order of time."""
    seen = view(dossier, None, LAST)
    found = [
        draft
        for draft in drafts_in(dossier, seen)
        if draft.lines and not (isinstance(draft.entry, Response) and draft.entry.says is not None)
    ][-MOST_DRAFTS:]
    return tuple(_noted(dossier, draft, number) for number, draft in enumerate(found))


def _noted(dossier: Dossier, draft: Draft, number: int) -> Noted:
    parties = dossier.declared.parties
    names = [parties[name].name if name in parties else name for name in draft.entry.by]
    days = list(dict.fromkeys(_DAY.findall(draft.entry.at)))
    status = "planned" if draft.planned else "adopted" if draft.adopted else "tabled"
    return Noted(
        chr(ord("A") + number),
        draft.entry.id,
        " and ".join(" ".join(name.split()) for name in names),
        " to ".join([days[0], days[-1]] if len(days) > 1 else days),
        status,
        draft.planned or draft.whole,
        {line.item: line.wording or "" for line in draft.lines},
    )


def valued(noted: Sequence[Noted], items: Sequence[Item]) -> tuple[tuple[Drafted, ...], list[str]]:
    """Return the drafts that can be valued, and why others cannot.

    Parameters:
        noted: the drafts of the log.
        items: the agenda items compared.

    A draft of which the log has only a part is no agenda; where no draft says that it is whole,
    each is taken as whole, and that is told.
    """
    whole = [one for one in noted if one.whole]
    notes = []
    if noted and not whole:
        notes.append(
            "No draft says that it is the whole agenda: each is taken so. Say `covers: whole` in "
            "the entries of those that are."
        )
    elif len(whole) < len(noted):
        parts = ", ".join(f"{one.letter} (`{one.entry}`)" for one in noted if not one.whole)
        notes.append(
            f"Of {parts} only some items are on record, or only some are touched: what an agenda "
            "is worth hangs on all of them, so that these have no worth here. `covers: whole` in "
            "the entry says that a draft lists everything."
        )
    found = []
    for one in whole or noted:
        unknown = list(_unworded(one.lines, items))
        if unknown:
            notes.append(
                f"{one.letter} (`{one.entry}`) does not say in which wording it has "
                f"{', '.join(unknown)}: it has no worth here."
            )
        else:
            found.append(Drafted(one, tuple(_choices(one.lines, items))))
    return tuple(found), notes


def _unworded(lines: Mapping[str, str], items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        if item.name in lines and _wording(item, lines[item.name]) is None:
            yield f"`{item.name}`"


def _choices(lines: Mapping[str, str], items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        wording = _wording(item, lines[item.name]) if item.name in lines else None
        yield wording or LEFT_OUT


def _wording(item: Item, name: str) -> str | None:
    """The wording meant: the only one where the draft names none."""
    known = [choice.name for choice in item.choices if choice.name != LEFT_OUT]
    if not name and len(known) == 1:
        return known[0]
    return name if name in known else None
