"""A reply to a request: made from a form, and what it would authorise, as the mandator knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from parley.brief.consequences import Point, weigh_saying
from parley.brief.desk import Desk as BriefDesk
from parley.brief.desk import in_words, said
from parley.dossier.dossier import Dossier, members, side_of, zone_for
from parley.dossier.language.formulas import Const
from parley.dossier.vocabulary.entries import Request
from parley.kernel.errors import ParleyError, Refused
from parley.kernel.times import read_time
from parley.mandate.case import Case, make_case
from parley.mandate.commitments import concession_pool
from parley.mandate.orders import Order
from parley.mandate.questions import QuestionState, question_states
from parley.mandate.trades import permissions
from parley.web.desk import Desk, report
from parley.web.proposing import (
    free_id,
    moment_to_write,
    proof_of,
    proposed,
    told_without_places,
)

__all__ = [
    "ANSWERS",
    "AfterReply",
    "Granted",
    "Permitted",
    "QuestionStands",
    "ReplyForm",
    "after_reply",
    "asker_desk",
    "reply_entry",
]

#: The answers that there are; `answered` is for a question without a statement.
ANSWERS = ("yes", "no", "condition", "discretion", "changed", "answered", "deferred")
_NEEDS = {
    "condition": ("condition", "the statement that must hold"),
    "changed": ("says", "the statement that holds instead"),
    "deferred": ("until", "the time by which the answer will come"),
}
#: What an answer can have besides itself.
_HAS: Mapping[str, tuple[str, ...]] = {
    "yes": ("mode", "until", "text"),
    "no": ("until", "text"),
    "condition": ("condition", "mode", "until", "text"),
    "discretion": ("until", "text"),
    "changed": ("says", "mode", "until", "text"),
    "answered": ("says", "mode", "until", "text"),
    "deferred": ("until", "text"),
}
_KEYS = {"condition": "if"}


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """What is typed into the form of a reply; `FIELD.QUESTION` belongs to one question.

    Parameters:
        name: the request.
        by: who answers; left out, the post to which it is addressed.
        at: when; left out, the time that one looks at.
        answer: one of the words of the file format; a question without one stays unanswered.
        says: instead of the question's own statement.
        condition: on what the answer hangs.
        until: until when it holds, or by when a deferred one comes.
        mode: `may`, or `must` for what is to be insisted on.
        text: in words.
        note: the reply as a whole, in words.
        sources: passages that prove it; left out, that it was written here.
    """

    name: str
    by: str = ""
    at: str = ""
    answer: dict[str, str] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)
    condition: dict[str, str] = field(default_factory=dict)
    until: dict[str, str] = field(default_factory=dict)
    mode: dict[str, str] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)
    note: str = ""
    sources: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """An order that a reply would give, and what the dossier says against following it."""

    mode: str
    says: str
    words: str
    condition: str | None
    against: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Permitted:
    """A trade or fallback that a reply allows, or does not allow."""

    entry: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class QuestionStands:
    """Where a question would stand."""

    question: str
    state: str


@dataclass(frozen=True, slots=True)
class AfterReply:
    """What a reply would bring about.

    Parameters:
        fault: why it cannot be written as it stands; everything else is then empty.
        orders: what becomes authorised, insisted on or forbidden.
        plans: trades and fallbacks that were asked about.
        states: where every question would stand.
        unanswered: the questions that are left out.
    """

    fault: str | None
    orders: tuple[Granted, ...] = ()
    plans: tuple[Permitted, ...] = ()
    states: tuple[QuestionStands, ...] = ()
    unanswered: tuple[str, ...] = ()


def asker_desk(
    desk: Desk, dossier: Dossier, request: Request, post: str, at: int | None = None
) -> BriefDesk:
    """Return the brief's desk of the side that asks, with no more than whoever looks knows.

    Parameters:
        dossier: the dossier as it is, or as it would be.
        post: who is asked: what it knows counts where nobody's eyes are chosen.
        at: an instant to look from, if it is later than that of the page.
    """
    seen = desk.seen
    knower = seen.party or post
    later = seen.as_of if at is None else max(seen.as_of, at)
    known = seen.known_as_of if at is None else max(seen.known_as_of, at)
    case = make_case(dossier, knower, later, known)
    asker = request.by[0] if request.by else knower
    side = side_of(dossier, asker)
    hidden = case.hidden_sources if seen.party is not None else frozenset()
    return BriefDesk(_as_side(case, side), report(desk), seen.zone, {}, hidden)


def _as_side(case: Case, side: str) -> Case:
    """A case through the eyes of one party, as it bears on another side."""
    if case.party == side or side not in case.dossier.declared.parties:
        return case
    parties = members(case.dossier, side)
    pool = concession_pool(case.ledger, parties, case.dossier.logic)
    return replace(case, party=side, parties=parties, conceded=pool)


def reply_entry(
    desk: Desk, request: Request, posts: Sequence[str], form: ReplyForm
) -> dict[str, object]:
    """Return a reply as the keys of the file format.

    Parameters:
        posts: for whom the visitor may answer.

    Raises Refused where no question is answered, where an answer lacks what it needs, and for
    somebody who was not asked.
    """
    by = form.by or (posts[0] if posts else "")
    if by not in posts:
        raise Refused(
            f"`{by}` was not asked, or may not be answered for by you",
            hint=f"expected one of: {', '.join(posts)}" if posts else "sign in as who was asked",
        )
    answers = [
        _answer(form, question.id) for question in request.questions if _answered(form, question.id)
    ]
    if not answers:
        raise Refused("no question has an answer", hint="answer one, and leave the others blank")
    # What is taken may be withheld: then each post counts its own.
    wanted = f"reply-{request.id}-{by}" if desk.seen.reader else f"reply-{request.id}"
    entry: dict[str, object] = {
        "id": free_id(desk.dossier.by_id, wanted),
        "type": "reply",
        "at": form.at or moment_to_write(desk),
        "by": by,
        "to": list(request.by) if len(request.by) != 1 else request.by[0],
        "re": request.id,
        "answers": answers,
    }
    if request.compartment:  # an answer tells what was asked
        entry["compartment"] = list(request.compartment)
    if form.note.strip():
        entry["text"] = form.note.strip()
    return {**entry, **proof_of(desk, form.sources)}


def _answered(form: ReplyForm, question: str) -> bool:
    chosen = form.answer.get(question, "")
    if chosen and chosen not in ANSWERS:
        raise Refused(
            f"question {question}: there is no answer '{chosen[:40]}'",
            hint=f"one of {', '.join(ANSWERS)}",
        )
    typed = [name for name in ("says", "condition", "text") if getattr(form, name).get(question)]
    if not chosen and typed:
        raise Refused(
            f"question {question}: something is written, and no answer is chosen",
            hint="choose an answer, or delete what is written",
        )
    return bool(chosen)


def _answer(form: ReplyForm, question: str) -> dict[str, object]:
    word = form.answer[question]
    needed, what = _NEEDS.get(word, ("", ""))
    if needed and not getattr(form, needed).get(question, "").strip():
        raise Refused(f"question {question}: this answer needs {what}", hint="write it beside it")
    if word == "answered" and not (form.says.get(question) or form.text.get(question)):
        raise Refused(f"question {question}: this answer needs words", hint="write them beside it")
    found: dict[str, object] = {"question": question, "answer": word}
    for name in _HAS[word]:
        value = getattr(form, name).get(question, "").strip()
        if value and (name, value) != ("mode", "may"):
            found[_KEYS.get(name, name)] = value
    return found


def after_reply(desk: Desk, request: Request, posts: Sequence[str], form: ReplyForm) -> AfterReply:
    """Return what a reply would bring about; what is wrong with it is told, not raised."""
    try:
        entry = reply_entry(desk, request, posts, form)
        dossier = proposed(desk, [entry])
        name, by = str(entry["id"]), str(entry["by"])
        at = read_time(str(entry["at"]), zone_for(desk.dossier, (str(entry["by"]),))).latest
        after = asker_desk(desk, dossier, request, by, at)
    except ParleyError as error:
        return AfterReply("; ".join(told_without_places(error)))
    before = asker_desk(desk, desk.dossier, request, by)
    states = _states(after, request)
    permits = permissions(after.case)
    about = dict.fromkeys(plan for one in states if _by(one, name) for plan in one.question.about)
    return AfterReply(
        None,
        tuple(_granted(before, after, one) for one in after.case.orders if one.entry == name),
        tuple(Permitted(plan, permits.get(plan) == name) for plan in about),
        tuple(QuestionStands(one.question.id, one.state) for one in states),
        tuple(one.question.id for one in states if one.reply is None),
    )


def _by(one: QuestionState, reply: str) -> bool:
    return one.reply is not None and one.reply.id == reply


def _states(brief: BriefDesk, request: Request) -> list[QuestionState]:
    return [one for one in question_states(brief.case) if one.request.id == request.id]


def _granted(before: BriefDesk, after: BriefDesk, order: Order) -> Granted:
    free = order.says == Const(True)
    binding = order.mode in ("must", "may") and not free
    return Granted(
        order.mode,
        "" if free else said(after, order.says),
        ", ".join(sorted(order.issues)) if free else in_words(after, order.says),
        said(after, order.condition) if order.condition is not None else None,
        weigh_saying(before, order.says).speaks_against if binding else (),
    )
