"""Agendas: which one is adopted, and what the wordings of its items open.

What an item's wording opens is exhaustive: a matter that no adopted wording opens is not on
the agenda.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parley.dossier.dossier import Dossier, formula
from parley.dossier.fold import View, surely_in_force
from parley.dossier.language.formulas import Formula, issues_of
from parley.dossier.vocabulary.entries import (
    AgendaDraftItem,
    Agreement,
    Entry,
    Proposal,
    Request,
    Response,
)
from parley.kernel.times import Span
from parley.mandate.case import Case

__all__ = ["Draft", "adopted_at", "drafts", "drafts_in", "opened", "standing_agenda"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A planned, tabled or adopted agenda; `entry` is what holds it."""

    entry: Proposal | Agreement | Response | Request
    lines: tuple[AgendaDraftItem, ...]
    adopted: bool
    opens: tuple[str, ...] = ()  # by the text's own wording, besides its lines
    planned: bool = False  # laid before a mandator, not put forward
    whole: bool = False  # takes the place of what was adopted before


def drafts(case: Case) -> tuple[Draft, ...]:
    """Every agenda planned, tabled or adopted, in order of time."""
    return drafts_in(case.dossier, case.seen)


def drafts_in(dossier: Dossier, seen: View) -> tuple[Draft, ...]:
    """Every agenda planned, tabled or adopted among the entries that somebody saw, in that order.

    Parameters:
        seen: of `parley.dossier.fold.view`; of no party: what all of them know together.
    """
    return tuple(draft for entry in seen.entries for draft in _draft(dossier, seen, entry))


def _draft(dossier: Dossier, seen: View, entry: Entry) -> Iterable[Draft]:
    if isinstance(entry, (Proposal, Agreement)) and (entry.agenda or entry.opens):
        yield Draft(
            entry,
            entry.agenda,
            isinstance(entry, Agreement),
            entry.opens,
            whole=entry.covers == "whole",
        )
    elif isinstance(entry, Request) and entry.agenda:
        yield Draft(entry, entry.agenda, False, planned=True)
    elif isinstance(entry, Response) and entry.answer == "accept" and _of_the_whole(entry):
        tabled = dossier.by_id.get(entry.re or "")
        known = isinstance(tabled, Proposal) and tabled.id in seen.ids
        if known and isinstance(tabled, Proposal) and (tabled.agenda or tabled.opens):
            yield Draft(entry, tabled.agenda, True, tabled.opens, whole=tabled.covers == "whole")


def _of_the_whole(entry: Response) -> bool:
    return not entry.issues and entry.says is None


def adopted_at(case: Case, when: Span) -> Draft | None:
    """The agenda surely adopted before `when`, the newest if there were several."""
    standing = [
        draft
        for draft in drafts(case)
        if draft.adopted
        and draft.lines
        and surely_in_force(case.periods.get(draft.entry.id, ()), when)
    ]
    return standing[-1] if standing else None


def standing_agenda(case: Case, adopted: Sequence[Draft], when: Span) -> tuple[Draft, ...]:
    """The adopted drafts that surely make up the agenda at a time.

    They are the last one that was whole, and what was adopted besides since.
    """
    standing = [
        draft for draft in adopted if surely_in_force(case.periods.get(draft.entry.id, ()), when)
    ]
    last = max(
        (number for number, draft in enumerate(standing) if draft.whole and draft.lines), default=0
    )
    return tuple(standing[last:])


def opened(dossier: Dossier, draft: Draft) -> tuple[frozenset[str], tuple[Formula, ...]]:
    """The issues that an agenda opens, and the statements that limit which of their values."""
    whole: set[str] = set()
    limits: list[Formula] = []
    for text in (*_openings(dossier, draft.lines), *draft.opens):
        if text in dossier.declared.issues:
            whole.add(text)
            continue
        said = formula(dossier, text)
        if said is not None:
            limits.append(said)
    return frozenset(whole), tuple(said for said in limits if not issues_of(said) <= whole)


def _openings(dossier: Dossier, lines: Iterable[AgendaDraftItem]) -> Iterable[str]:
    for line in lines:
        item = dossier.declared.agenda.get(line.item)
        wording = item.wordings.get(line.wording or "") if item is not None else None
        if item is not None and wording is None and line.wording is None:
            # An item tabled without a wording opens whatever one of its wordings would.
            for each in item.wordings.values():
                yield from each.opens
        elif wording is not None:
            yield from wording.opens
