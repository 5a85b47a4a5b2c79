"""Requests and replies: where each question stands.

A reply is bound to the questions it names; an answer to another question is none. Deferred to
a named time, a question is neither missing nor overdue until then, and overdue after.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from parley.dossier.dossier import moment
from parley.dossier.vocabulary.entries import Answer, Question, Reply, Request
from parley.kernel.times import Span
from parley.mandate.case import Case, in_side

__all__ = ["QuestionState", "question_states"]

State = Literal["open", "answered", "answered-late", "deferred", "overdue", "missing"]


@dataclass(frozen=True, slots=True)
class QuestionState:
    """One question: its answer and the reply that gave it, and by when it was due."""

    request: Request
    question: Question
    state: State
    due: Span | None
    answer: Answer | None = None
    reply: Reply | None = None
    replies: tuple[str, ...] = ()  # every reply to the request, also those that left it out


def question_states(case: Case) -> tuple[QuestionState, ...]:
    """The state of every question that the case's side asked or was asked."""
    replies: dict[str, list[Reply]] = {}
    for entry in case.seen.entries:
        if isinstance(entry, Reply) and entry.id in case.periods:
            replies.setdefault(entry.re, []).append(entry)
    return tuple(
        _state(case, entry, question, replies.get(entry.id, []))
        for entry in case.seen.entries
        if isinstance(entry, Request) and _stands(case, entry)
        if in_side(case, (*entry.by, *entry.to))
        for question in entry.questions
    )


def _stands(case: Case, entry: Request) -> bool:
    periods = case.periods.get(entry.id, ())
    return bool(periods) and periods[-1].end is None


def _state(case: Case, request: Request, question: Question, replies: list[Reply]) -> QuestionState:
    due = _due(case, request, question)
    names = tuple(reply.id for reply in replies)
    given = list(_given(replies, question))
    final = next(((r, a) for r, a in given if a.answer != "deferred"), None)
    promised = _promised(case, given)
    limit = promised if promised is not None else due
    as_of = case.seen.as_of
    if final is not None:
        reply, answer = final
        late = limit is not None and limit.before(case.dossier.spans[reply.id])
        state: State = "answered-late" if late else "answered"
        return QuestionState(request, question, state, limit, answer, reply, names)
    if promised is not None or given:
        reply, answer = given[-1]
        overdue = limit is not None and limit.latest < as_of
        state = "overdue" if overdue else "deferred"
        return QuestionState(request, question, state, limit, answer, reply, names)
    if replies and not _later_than_answered(case, request, limit, replies):
        return QuestionState(request, question, "missing", limit, replies=names)
    state = "overdue" if limit is not None and limit.latest < as_of else "open"
    return QuestionState(request, question, state, limit)


def _later_than_answered(
    case: Case, request: Request, limit: Span | None, replies: Iterable[Reply]
) -> bool:
    """Whether a question is due later than one that was answered, so that it can still wait."""
    if limit is None or limit.latest < case.seen.as_of:
        return False
    answered = {answer.question for reply in replies for answer in reply.answers}
    dues = (_due(case, request, one) for one in request.questions if one.id in answered)
    return any(due is not None and due.before(limit) for due in dues)


def _given(replies: Iterable[Reply], question: Question) -> Iterable[tuple[Reply, Answer]]:
    for reply in replies:
        for answer in reply.answers:
            if answer.question == question.id:
                yield reply, answer


def _due(case: Case, request: Request, question: Question) -> Span | None:
    text = question.due or request.due
    return moment(case.dossier, request, text) if text else None


def _promised(case: Case, given: Iterable[tuple[Reply, Answer]]) -> Span | None:
    promised = [
        moment(case.dossier, reply, answer.until)
        for reply, answer in given
        if answer.answer == "deferred" and answer.until
    ]
    return max(promised, key=lambda span: span.latest, default=None)
