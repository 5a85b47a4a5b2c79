"""Orders: everything that tells a party what to insist on, to refuse, or to feel free to do.

Instructions, standing positions on procedure, answers to questions, and the red and bottom
lines that `dossier.yaml` declares are brought into one shape, so that each rule about them is
written once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from parley.dossier.dossier import Dossier, formula, members, moment, side_of, zone_for
from parley.dossier.fold import Period, View
from parley.dossier.language.formulas import And, Const, Formula, Not, issues_of
from parley.dossier.vocabulary.entries import (
    Answer,
    Entry,
    Instruction,
    Procedure,
    Question,
    Reply,
    Request,
)
from parley.kernel.times import NEG_INF, Span, read_time
from parley.mandate.authority import Authority, may_instruct, reach

__all__ = ["Mode", "Order", "collect_orders", "gives_orders", "may_answer"]

Mode = Literal["must", "must-not", "may", "prefer", "red-line", "bottom-line"]


@dataclass(frozen=True, slots=True)
class Order:
    """One order as it binds: `entry` is the id to cite, `bound` who must heed it.

    An act of a whole side is weighed against the orders to those it acts through (`acting`),
    which an ally is not.
    """

    entry: str
    mode: Mode
    says: Formula
    condition: Formula | None
    by: tuple[str, ...]
    to: tuple[str, ...]
    bound: frozenset[str]
    acting: frozenset[str]  # `bound`, and the sides that act through them
    given: Span
    periods: tuple[Period, ...]
    issues: frozenset[str]
    acts: frozenset[str] = frozenset({"propose", "accept", "agree", "do"})


def gives_orders(authority: Authority, entry: Entry) -> bool:
    """Whether an entry has effect: an order by somebody who may not give it is none."""
    if not isinstance(entry, Instruction):
        return True
    return _authorised(authority, entry)


def may_answer(authority: Authority, reply: Reply) -> bool:
    """Whether a reply gives authority: its author may instruct whoever asked."""
    dossier = authority.dossier
    request = dossier.by_id.get(reply.re)
    known = dossier.declared.parties
    return isinstance(request, Request) and any(
        giver not in known
        or asker not in known
        or may_instruct(authority, giver, asker, dossier.spans[reply.id])
        for giver in reply.by
        for asker in request.by
    )


def _authorised(authority: Authority, entry: Entry) -> bool:
    dossier = authority.dossier
    when = dossier.spans[entry.id]
    said = formula(dossier, getattr(entry, "says", None))
    issues = frozenset(entry.issues) | (issues_of(said) if said is not None else frozenset())
    addressees = entry.to or tuple({side_of(dossier, giver) for giver in entry.by})
    known = dossier.declared.parties
    return not entry.by or any(
        giver not in known
        or whom not in known
        or may_instruct(authority, giver, whom, when, issues)
        for giver in entry.by
        for whom in addressees
    )


def collect_orders(
    seen: View, authority: Authority, periods: Mapping[str, tuple[Period, ...]]
) -> tuple[Order, ...]:
    """All orders of a view with the periods in which they stood, in order of time."""
    found: list[Order] = list(_declared_lines(authority))
    for entry in seen.entries:
        if isinstance(entry, Instruction):
            found.extend(_instruction(authority, entry, periods))
        elif isinstance(entry, Procedure):
            found.extend(_procedure(authority, entry, periods))
        elif isinstance(entry, Reply):
            found.extend(_answers(authority, entry, periods))
    return tuple(found)


def _bound(authority: Authority, entry: Entry) -> frozenset[str]:
    dossier = authority.dossier
    addressees = entry.to or tuple(side_of(dossier, giver) for giver in entry.by)
    return frozenset(name for whom in addressees for name in reach(authority, whom))


def _acting(dossier: Dossier, addressees: Iterable[str]) -> frozenset[str]:
    parties = dossier.declared.parties
    return frozenset(
        side_of(dossier, name)
        for name in addressees
        if name not in parties or parties[name].role not in ("ally", "observer", "mediator")
    )


def _instruction(
    authority: Authority, entry: Instruction, periods: Mapping[str, tuple[Period, ...]]
) -> Iterable[Order]:
    dossier = authority.dossier
    if entry.id not in periods:
        return
    said = formula(dossier, entry.says)
    if said is None:
        if entry.mode != "may" or entry.says is not None or not entry.issues:
            return
        said = Const(True)  # "you may settle these issues as you judge best"
    yield _order(authority, entry, entry.mode, said, formula(dossier, entry.if_), periods)


def _procedure(
    authority: Authority, entry: Procedure, periods: Mapping[str, tuple[Period, ...]]
) -> Iterable[Order]:
    said = formula(authority.dossier, entry.says)
    if said is not None and entry.id in periods:
        yield _order(authority, entry, "must", said, None, periods)


def _order(
    authority: Authority,
    entry: Entry,
    mode: Mode,
    said: Formula,
    condition: Formula | None,
    periods: Mapping[str, tuple[Period, ...]],
) -> Order:
    return Order(
        entry.id,
        mode,
        said,
        condition,
        entry.by,
        entry.to,
        _bound(authority, entry),
        _bound(authority, entry) | _acting(authority.dossier, entry.to or entry.by),
        authority.dossier.spans[entry.id],
        periods[entry.id],
        issues_of(said) | frozenset(entry.issues),
        frozenset(getattr(entry, "acts", ("propose", "accept", "agree", "do"))),
    )


def _answers(
    authority: Authority, entry: Reply, periods: Mapping[str, tuple[Period, ...]]
) -> Iterable[Order]:
    dossier = authority.dossier
    request = dossier.by_id.get(entry.re)
    if not isinstance(request, Request) or entry.id not in periods:
        return
    if not may_answer(authority, entry):
        return
    questions = {question.id: question for question in request.questions}
    for answer in entry.answers:
        question = questions.get(answer.question)
        if question is not None:
            yield from _answer(authority, entry, request, question, answer, periods[entry.id])


def _answer(
    authority: Authority,
    reply: Reply,
    request: Request,
    question: Question,
    answer: Answer,
    periods: tuple[Period, ...],
) -> Iterable[Order]:
    dossier = authority.dossier
    asked, own = formula(dossier, question.says), formula(dossier, answer.says)
    if answer.until and answer.answer != "deferred":
        last = moment(dossier, reply, answer.until).latest
        periods = tuple(
            period
            if period.end and period.end.earliest <= last
            else Period(period.start, Span(last, last))
            for period in periods
        )
    bound: set[str] = set()
    for asker in request.by:
        bound |= reach(authority, asker)

    def order(mode: Mode, said: Formula, condition: Formula | None = None) -> Order:
        about = issues_of(asked) if asked is not None else frozenset()
        issues = issues_of(said) or about | frozenset(question.issues)
        return Order(
            reply.id,
            mode,
            said,
            condition,
            reply.by,
            request.by,
            frozenset(bound),
            frozenset(bound) | _acting(dossier, request.by),
            dossier.spans[reply.id],
            periods,
            issues,
        )

    said = own if own is not None else asked
    if answer.answer in ("yes", "answered") and said is not None:
        yield order(answer.mode, said)
    elif answer.answer == "condition" and said is not None:
        yield order(answer.mode, said, formula(dossier, answer.if_))
    elif answer.answer == "no" and asked is not None:
        yield order("must-not", asked)
    elif answer.answer == "discretion" and (asked is not None or question.issues):
        yield order("may", Const(True))
    elif answer.answer == "changed" and own is not None:
        yield order(answer.mode, own)
        if asked is not None:
            # What was asked for and the changed answer does not allow is refused by it.
            yield order("must-not", And((asked, Not(own))))


def _declared_lines(authority: Authority) -> Iterable[Order]:
    dossier = authority.dossier
    for name, party in dossier.declared.parties.items():
        for mode, lines in (("red-line", party.red_lines), ("bottom-line", party.bottom_lines)):
            for line in lines:
                said = formula(dossier, line.says)
                if said is None:
                    continue
                period = _line_period(dossier, name, line.since, line.until)
                yield Order(
                    line.id,
                    "red-line" if mode == "red-line" else "bottom-line",
                    said,
                    None,
                    (name,),
                    (name,),
                    members(dossier, name),
                    members(dossier, name) | _acting(dossier, (name,)),
                    period.start,
                    (period,),
                    issues_of(said),
                )


def _line_period(dossier: Dossier, name: str, since: str | None, until: str | None) -> Period:
    zone = zone_for(dossier, (name,))
    start = read_time(since, zone) if since else Span(NEG_INF, NEG_INF)
    if until is None:
        return Period(start)
    last = read_time(until, zone).latest
    return Period(start, Span(last, last))
