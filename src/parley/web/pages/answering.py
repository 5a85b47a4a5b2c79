"""One request and its questions, for whoever is to answer: what a yes would mean, for and against.

Nothing is ranked and nothing is recommended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from parley.brief.consequences import Point, weigh_saying
from parley.brief.desk import Desk as BriefDesk
from parley.brief.desk import in_words, said, when
from parley.brief.plans import Plan, TradePlan, plans
from parley.dossier.dossier import formula, zone_for
from parley.dossier.language.formulas import issues_of
from parley.dossier.vocabulary.entries import Question, Request
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.kernel.times import read_time
from parley.mandate.questions import QuestionState, question_states
from parley.web.addresses import link
from parley.web.desk import Desk, known, worked_out
from parley.web.proposing import (
    in_form_words,
    moment_to_write,
    packed,
    take_back,
    unpacked,
    write_entries,
)
from parley.web.registry import Act, Done, Page, Rows
from parley.web.replying import AfterReply, ReplyForm, after_reply, asker_desk, reply_entry
from parley.web.viewing import viewpoint
from parley.web.visitor import visible_parties
from parley.web.withheld import shown_sources

__all__ = [
    "PAGE",
    "Answered",
    "Answering",
    "Choice",
    "ToAnswer",
    "UndoForm",
    "answering",
    "answers_table",
    "own_passages",
    "preview",
    "send",
    "take_back_reply",
]


_ANSWER = "#answer/"  # before the question, in the name of a passage of a reply by cable


@dataclass(frozen=True, slots=True)
class Choice:
    """An issue that a question is about, and the values that a statement can name."""

    issue: str
    question: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer that a question has, in the words of the file, and the reply that gave it."""

    reply: str
    answer: str
    says: str | None
    condition: str | None
    until: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A question.

    Parameters:
        says, words: what a plain yes would authorise, as a statement and in words.
        about: the trades and fallbacks that a plain yes would authorise.
        trades, fallbacks: those of them that whoever looks knows.
        speaks_for, speaks_against: what the dossier says of standing for it.
        choices: the issues with their values, for a statement of one's own.
        state: where it stands now.
    """

    id: str
    text: str
    says: str | None
    words: str
    about: tuple[str, ...]
    trades: tuple[TradePlan, ...]
    fallbacks: tuple[Plan, ...]
    speaks_for: tuple[Point, ...]
    speaks_against: tuple[Point, ...]
    choices: tuple[Choice, ...]
    state: str
    due: str
    answered: Answered | None


@dataclass(frozen=True, slots=True)
class Answering:
    """A request as it lies before whoever is to answer.

    Parameters:
        posts: for whom the visitor may answer; empty for nobody.
        agenda: the items and wordings of an agenda that is laid before them.
        filled: what the form is to hold.
        preview: what a reply so filled in would bring about; None where nothing is filled in.
        step: what was written last and can be undone; 0 for nothing.
    """

    request: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    at: str
    text: str | None
    passages: tuple[str, ...]
    posts: tuple[str, ...]
    agenda: tuple[tuple[str, str], ...]
    questions: tuple[ToAnswer, ...]
    moment: str
    filled: dict[str, str]
    preview: AfterReply | None
    step: int


def answering(desk: Desk, name: str, given: tuple[str, ...] = (), step: int = 0) -> Answering:
    """Return a request with its questions; `given` fills the form in: `answer.QUESTION=yes`.

    `step` is the number of what was written last, which can be undone.
    """
    request = _request(desk, name)
    posts = _posts(desk, request)
    post = posts[0] if posts else (request.to[0] if request.to else request.by[0])
    brief = worked_out(
        desk,
        ("asker", name, desk.seen.zone),
        lambda: asker_desk(desk, desk.dossier, request, post),
    )
    filled = unpacked(given)
    return Answering(
        name,
        request.by,
        request.to,
        when(brief, desk.dossier.spans[name]),
        request.text,
        shown_sources(desk, request.sources),
        posts,
        tuple((one.item, one.wording or "") for one in request.agenda),
        worked_out(
            desk, ("to answer", name, desk.seen.zone), lambda: tuple(_questions(brief, request))
        ),
        moment_to_write(desk),
        filled,
        after_reply(desk, request, posts, _form(name, filled)) if filled else None,
        step,
    )


def _request(desk: Desk, name: str) -> Request:
    entry = desk.dossier.by_id.get(name)
    if not isinstance(entry, Request) or name not in known(desk).ids:
        requests = [one.id for one in known(desk).entries if isinstance(one, Request)]
        meant = did_you_mean(name, requests)
        raise Refused(
            f"there is no request `{name}` from where you look",
            hint=f"did you mean `{meant}`?" if meant else "look at another time",
        )
    return entry


def _posts(desk: Desk, request: Request) -> tuple[str, ...]:
    allowed = visible_parties(desk.visitor, desk.dossier)
    return tuple(name for name in request.to if name in allowed)


def _questions(brief: BriefDesk, request: Request) -> Iterator[ToAnswer]:
    states = {
        one.question.id: one for one in question_states(brief.case) if one.request.id == request.id
    }
    drawn = plans(brief)
    for question in request.questions:
        stated = formula(brief.case.dossier, question.says)
        weighed = weigh_saying(brief, stated) if stated is not None else None
        state = states.get(question.id)
        yield ToAnswer(
            question.id,
            " ".join(question.text.split()),
            said(brief, stated) if stated is not None else None,
            in_words(brief, stated) if stated is not None else "",
            question.about,
            tuple(one for one in drawn.trades if one.entry in question.about),
            tuple(one for one in drawn.fallbacks if one.entry in question.about),
            own_passages(weighed.speaks_for, question.id) if weighed is not None else (),
            own_passages(weighed.speaks_against, question.id) if weighed is not None else (),
            tuple(_choices(brief, question)),
            state.state if state is not None else "open",
            when(brief, state.due) if state is not None and state.due is not None else "",
            _answered(state) if state is not None else None,
        )


def own_passages(points: Iterable[Point], question: str) -> tuple[Point, ...]:
    """Return points about a question, of a reply's answers citing only the one to the question.

    A reply that came as a cable is proved by all its answers, `SOURCE#answer/QUESTION` each; where
    the question's own is among them, the others prove something else.
    """
    found = []
    for one in points:
        passages = one.cite.passages
        sources = {name.partition("#")[0] for name in passages if name.endswith(_ANSWER + question)}
        kept = tuple(
            name
            for name in passages
            if _ANSWER not in name
            or name.partition("#")[0] not in sources
            or name.endswith(_ANSWER + question)
        )
        found.append(replace(one, cite=replace(one.cite, passages=kept)))
    return tuple(found)


def _choices(brief: BriefDesk, question: Question) -> Iterator[Choice]:
    dossier = brief.case.dossier
    stated = formula(dossier, question.says)
    named = {*question.issues, *(issues_of(stated) if stated is not None else ())}
    for name, issue in dossier.declared.issues.items():
        if name in named:
            values = dossier.domains[name].values[:24]
            yield Choice(name, " ".join(issue.question.split()), tuple(values))


def _answered(state: QuestionState) -> Answered | None:
    if state.answer is None or state.reply is None:
        return None
    given = state.answer
    return Answered(state.reply.id, given.answer, given.says, given.if_, given.until, given.text)


def _form(name: str, filled: dict[str, str]) -> ReplyForm:
    """A form from the fields that an address fills in; others than those of the form are let be."""
    plain: dict[str, str] = {}
    keyed: dict[str, dict[str, str]] = {}
    for one in fields(ReplyForm):
        if one.name in ("by", "at", "note", "sources"):
            plain[one.name] = filled.get(one.name, "")
        elif one.name != "name":
            start = f"{one.name}."
            keyed[one.name] = {
                key.removeprefix(start): text
                for key, text in filled.items()
                if key.startswith(start)
            }
    return ReplyForm(name, **plain, **keyed)  # type: ignore[arg-type]


def preview(desk: Desk, form: ReplyForm) -> Done:
    """Show what a reply would authorise, without writing it."""
    _request(desk, form.name)
    given = packed(form, ("text", "note"))
    address = link(desk.asked, ("answer", form.name), {"given": list(given)}, "preview")
    return Done(address)


def send(desk: Desk, form: ReplyForm) -> Done:
    """Write a reply into the dossier, bound to each question that it answers."""
    request = _request(desk, form.name)
    entry = reply_entry(desk, request, _posts(desk, request), form)
    with in_form_words():
        step = write_entries(desk, [entry])
    asked = desk.asked
    later = read_time(str(entry["at"]), zone_for(desk.dossier, (str(entry["by"]),))).earliest
    fields_: dict[str, object] = {"step": step}
    if later > viewpoint(desk.dossier, asked, desk.visitor).as_of:
        fields_["as-of"] = str(entry["at"])  # so that what was written is seen
    return Done(link(asked, ("answer", form.name), fields_), "answering.sent")


@dataclass(frozen=True, slots=True)
class UndoForm:
    """What is to be undone: the request, for the way back, and the number of the step."""

    name: str
    step: int


def take_back_reply(desk: Desk, form: UndoForm) -> Done:
    """Take back the reply that was written last, as one step."""
    take_back(desk, form.step)
    return Done(link(desk.asked, ("answer", form.name), {}), "answering.undone")


def answers_table(desk: Desk, name: str) -> Rows:
    """Return the questions of a request as a table, with what a yes would mean and the answers."""
    columns = (
        "question",
        "text",
        "says",
        "about",
        "state",
        "due",
        "reply",
        "answer",
        "answer_says",
    )
    rows = []
    for one in answering(desk, name).questions:
        given = one.answered
        told = (given.reply, given.answer, given.says) if given is not None else (None, None, None)
        rows.append((one.id, one.text, one.says, one.about, one.state, one.due, *told))
    return Rows(columns, tuple(rows))


PAGE = Page(
    "answering",
    "/answer/{name}",
    answering,
    tables={"questions": answers_table},
    acts={
        "preview": Act(preview, "look"),
        "send": Act(send, "answer"),
        "undo": Act(take_back_reply, "answer"),
    },
)
