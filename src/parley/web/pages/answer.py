"""The mandator's list: requests that are addressed to the post, and how far each is answered."""

from __future__ import annotations

from dataclasses import dataclass

from parley.brief.cards.short import short_time
from parley.dossier.dossier import members
from parley.dossier.vocabulary.entries import Request
from parley.mandate.questions import QuestionState, question_states
from parley.web.desk import Desk, cases
from parley.web.registry import Page, Rows
from parley.web.times import to_second
from parley.web.visitor import visible_parties

__all__ = ["PAGE", "AnswerList", "QuestionAsked", "RequestAsked", "answer", "questions_table"]

_WAITING = ("open", "overdue", "missing", "deferred")


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """A question of a request and where it stands."""

    id: str
    text: str
    state: str
    due: str | None


@dataclass(frozen=True, slots=True)
class RequestAsked:
    """A request: `mine` tells whether whoever looks was asked, `waiting` how much is open."""

    id: str
    at: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    mine: bool
    waiting: int
    questions: tuple[QuestionAsked, ...]


@dataclass(frozen=True, slots=True)
class AnswerList:
    """Requests in which a question waits, those addressed to whoever looks first, and the rest."""

    waiting: tuple[RequestAsked, ...]
    answered: tuple[RequestAsked, ...]


def answer(desk: Desk) -> AnswerList:
    """Return the requests that wait for an answer, and those that have theirs."""
    found: dict[str, dict[str, QuestionState]] = {}
    for case in cases(desk):
        for one in question_states(case):
            found.setdefault(one.request.id, {}).setdefault(one.question.id, one)
    asked = [_asking(desk, list(states.values())) for states in found.values()]
    asked.sort(key=lambda one: not one.mine)
    waiting = tuple(one for one in asked if one.waiting)
    return AnswerList(waiting, tuple(one for one in asked if not one.waiting))


def _asking(desk: Desk, states: list[QuestionState]) -> RequestAsked:
    request = states[0].request
    return RequestAsked(
        request.id,
        short_time(to_second(desk.dossier.spans[request.id]), desk.seen.zone),
        request.by,
        request.to,
        _is_asked(desk, request),
        sum(one.state in _WAITING for one in states),
        tuple(_question(desk, one) for one in states),
    )


def _question(desk: Desk, one: QuestionState) -> QuestionAsked:
    due = short_time(to_second(one.due), desk.seen.zone) if one.due is not None else None
    return QuestionAsked(one.question.id, " ".join(one.question.text.split()), one.state, due)


def _is_asked(desk: Desk, request: Request) -> bool:
    if desk.seen.party is None:
        return bool(set(request.to) & set(visible_parties(desk.visitor, desk.dossier)))
    inside = members(desk.dossier, desk.seen.party)
    return any(name in inside for name in request.to)


def questions_table(desk: Desk) -> Rows:
    """Return every question as a table, with its request and where it stands."""
    columns = ("request", "question", "state", "due", "at", "by", "to", "text")
    found = answer(desk)
    rows = [
        (one.id, each.id, each.state, each.due, one.at, one.by, one.to, each.text)
        for one in (*found.waiting, *found.answered)
        for each in one.questions
    ]
    return Rows(columns, tuple(rows))


PAGE = Page("answer", "/answer", answer, key="a", order=35, tables={"questions": questions_table})
