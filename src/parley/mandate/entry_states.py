"""Where one entry stands for a party: in force, ended, answered, met, followed."""

from __future__ import annotations

from dataclasses import dataclass

from parley.dossier.fold import OPEN_TYPES, Period, standing_at
from parley.dossier.vocabulary.entries import (
    Agreement,
    Entry,
    Fallback,
    Proposal,
    Request,
    Response,
    Trade,
)
from parley.mandate.case import Case
from parley.mandate.orders import gives_orders
from parley.mandate.questions import question_states
from parley.mandate.weighing import fallbacks_of, trades_of

__all__ = ["EntryState", "entry_state"]

#: The answer that counts, where a proposal had several.
_ANSWERS = {"accept": "accepted", "reject": "refused", "counter": "countered", "defer": "put off"}


@dataclass(frozen=True, slots=True)
class EntryState:
    """The state of an entry, in words.

    Parameters:
        state: one word or a few, such as `stands`, `replaced` or `executed-unmet`.
        because: the entries that made it so.
        periods: when it was in force.
        parts: for a request, each question with its state.
    """

    state: str
    because: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()


def entry_state(case: Case, entry: Entry) -> EntryState:
    """Return where an entry stood when the case was made, for the case's party."""
    if entry.id not in case.seen.ids:
        return EntryState("not known, or not yet")
    if not gives_orders(case.authority, entry):
        return EntryState("without effect: its author may not instruct whom it addresses")
    periods = case.periods.get(entry.id, ())
    if isinstance(entry, Trade):
        return _trade(case, entry, periods)
    if isinstance(entry, Fallback):
        return _fallback(case, entry, periods)
    if isinstance(entry, Request):
        parts = tuple(
            (one.question.id, one.state)
            for one in question_states(case)
            if one.request.id == entry.id
        )
        return EntryState(_stands(case, entry, periods), _ended_by(periods), periods, parts)
    if isinstance(entry, (Proposal, Agreement)):
        return _offer(case, entry, periods)
    if isinstance(entry, OPEN_TYPES) and standing_at(periods, case.seen.as_of):
        return EntryState("happened", (), periods)
    return EntryState(_stands(case, entry, periods), _ended_by(periods), periods)


def _trade(case: Case, entry: Trade, periods: tuple[Period, ...]) -> EntryState:
    for one in trades_of(case):
        if one.trade.id == entry.id:
            items = (*one.given, *one.got)
            because = dict.fromkeys(name for item in items for name in item.entries)
            by = (one.authorised_by,) if one.authorised_by not in (None, entry.id) else ()
            names = dict.fromkeys((*because, *one.offered, *filter(None, by), *one.missing))
            return EntryState(one.state, tuple(names), periods)
    return EntryState(_stands(case, entry, periods), _ended_by(periods), periods)


def _fallback(case: Case, entry: Fallback, periods: tuple[Period, ...]) -> EntryState:
    for one in fallbacks_of(case):
        if one.fallback.id == entry.id:
            causes = [name for due in one.due for name in due.cause]
            acts = [lapse.act.entry.id for lapse in one.lapses if lapse.act is not None]
            names = dict.fromkeys((*causes, *one.followed_by, *acts))
            return EntryState(one.state, tuple(names), periods)
    return EntryState(_stands(case, entry, periods), _ended_by(periods), periods)


def _offer(case: Case, entry: Entry, periods: tuple[Period, ...]) -> EntryState:
    answers = [
        one
        for one in case.seen.entries
        if isinstance(one, Response) and one.re == entry.id and one.answer in _ANSWERS
    ]
    for word in _ANSWERS:
        given = [one for one in answers if one.answer == word]
        if given:
            partly = all(one.says is not None or one.issues for one in given)
            state = f"{_ANSWERS[word]}{' in part' if partly else ''}"
            if not standing_at(periods, case.seen.as_of):
                state += f", then {_stands(case, entry, periods)}"
            names = (*(one.id for one in given), *_ended_by(periods))
            return EntryState(state, tuple(dict.fromkeys(names)), periods)
    return EntryState(_stands(case, entry, periods), _ended_by(periods), periods)


def _stands(case: Case, entry: Entry, periods: tuple[Period, ...]) -> str:
    if standing_at(periods, case.seen.as_of):
        return "stands"
    if not periods:
        return "has no effect"
    last = periods[-1]
    ender = case.dossier.by_id.get(last.ended_by or "")
    if ender is None:
        return "ran out"
    if entry.id in ender.replaces:
        return "replaced"
    return "withdrawn" if entry.id in ender.revokes else "ended"


def _ended_by(periods: tuple[Period, ...]) -> tuple[str, ...]:
    ender = periods[-1].ended_by if periods else None
    return (ender,) if ender is not None else ()
