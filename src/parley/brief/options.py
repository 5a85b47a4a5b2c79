"""Options: what could be done about each fault and each issue that is not settled.

Each comes with what the dossier says for and against it. They stand in a fixed order of kinds,
which is no order of merit: nothing is ranked and nothing is recommended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parley.brief.asking import WAITING, mandators
from parley.brief.blocks import counted
from parley.brief.breaches import Breach, breaches
from parley.brief.consequences import (
    Point,
    Weighed,
    standing_acts,
    weigh_saying,
    weigh_taking_back,
)
from parley.brief.desk import Desk, cite, in_words, known_sources, names, own_side, part_on, said
from parley.brief.model import Cite
from parley.brief.positions import condition_met_by, orders_in_force, stances
from parley.brief.situation import Standing, situation
from parley.dossier.dossier import ancestors, formula
from parley.dossier.language.formulas import Formula, Not, issues_of
from parley.dossier.vocabulary.entries import Assessment, Exclusion, Fallback, Trade
from parley.mandate.acts import conjoin
from parley.mandate.questions import question_states
from parley.mandate.weighing import requirement, trades_of

__all__ = ["MOST_PROBLEMS", "Option", "Options", "Problem", "options"]

MOST_PROBLEMS = 30
_STATES = {"contested": "contested", "open": "open", "matched": "offers match"}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that could be done, and what the dossier says for and against it."""

    what: str
    says: str | None
    speaks_for: tuple[Point, ...]
    speaks_against: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault (by the labels of its findings) or an issue, with what could be done."""

    title: str
    about: str
    findings: tuple[str, ...]
    options: tuple[Option, ...]
    cite: Cite


@dataclass(frozen=True, slots=True)
class Options:
    """Problems, and what is left if there is no agreement."""

    no_agreement: str
    no_agreement_trigger: str
    no_agreement_cite: Cite
    problems: tuple[Problem, ...]
    left_out: int


def options(desk: Desk) -> Options:
    """What could be done, never ranked; only what is shown is weighed."""
    plan, trigger, proof = _no_agreement(desk)
    found: list[Breach | Standing] = [*breaches(desk), *_unsettled(desk)]
    shown = (
        _fault(desk, one) if isinstance(one, Breach) else _issue(desk, one, plan)
        for one in found[:MOST_PROBLEMS]
    )
    return Options(
        plan,
        trigger,
        proof,
        tuple(one for one in shown if one.options),
        max(0, len(found) - MOST_PROBLEMS),
    )


def _no_agreement(desk: Desk) -> tuple[str, str, Cite]:
    parties = desk.case.dossier.declared.parties
    for name in ancestors(desk.case.dossier, desk.case.party):
        plan = parties[name].no_agreement
        if plan is not None:
            shown = known_sources(desk, plan.sources)
            if plan.sources and not shown:
                break  # the papers that state it had not been written or seen
            return (
                " ".join(plan.plan.split()).rstrip("."),
                plan.trigger or "",
                Cite((), shown, (plan.assumed,) if plan.assumed else ()),
            )
    return "", "", Cite()


def _option(desk: Desk, what: str, stated: Formula | None, *more: Weighed) -> Option:
    weighed = (*((weigh_saying(desk, stated),) if stated is not None else ()), *more)
    return Option(
        what,
        said(desk, stated) if stated is not None else None,
        tuple(point for one in weighed for point in one.speaks_for),
        tuple(point for one in weighed for point in one.speaks_against),
    )


def _fault(desk: Desk, breach: Breach) -> Problem:
    return Problem(
        f"{', '.join(breach.labels)} {breach.code}",
        breach.findings[0].message,
        breach.labels,
        tuple(_of_breach(desk, breach)),
        cite(desk, *breach.proof),
    )


def _of_breach(desk: Desk, breach: Breach) -> Iterator[Option]:
    if breach.code in ("instruction-conflict", "views-differ"):
        yield from _one_of_several(desk, breach)
        return
    if breach.code in ("question-overdue", "reply-missing-part"):
        yield _option(desk, f"Ask {_whom(desk)} again", None, _asking(desk))
        yield _option(desk, "Wait for the answer", None, _staying(breach))
        return
    acts = ", ".join(act.entry.id for act in standing_acts(desk, breach))
    if acts:
        yield _option(desk, f"Take back {acts}", None, weigh_taking_back(desk, breach))
    trade = breach.first(Trade)
    if trade is not None and breach.code == "trade-unmet":
        get = formula(desk.case.dossier, trade.get)
        yield _option(desk, f"Seek what {trade.id} was to bring", get)
    elif breach.first(Fallback) is not None and breach.code == "fallback-not-followed":
        rung = breach.findings[0].required
        if isinstance(rung, Formula):
            yield _option(desk, "Put the due rung forward now", rung)
    elif breach.required is not None and breach.code != "red-line-crossed":
        held = breach.first(Exclusion)
        what = "Take the matter up" if held is not None else "Insist on what was asked for"
        yield _option(desk, what, breach.required)
    if breach.done is not None:
        whom = _whom(desk)
        what = f"Leave it so, and ask {whom} to approve it"
        yield _option(desk, what, breach.done, _asking(desk), _staying(breach))


def _one_of_several(desk: Desk, breach: Breach) -> Iterator[Option]:
    for order in breach.orders:
        yield _option(desk, f"Follow {order.entry}", requirement(order))
    for entry in breach.entries:
        stated = formula(desk.case.dossier, getattr(entry, "says", None))
        if isinstance(entry, Assessment) and stated is not None:
            yield _option(desk, f"Hold the view of {names(desk, entry.by)} ({entry.id})", stated)
    yield _option(desk, f"Ask {_whom(desk)} which holds", None, _asking(desk))


def _whom(desk: Desk) -> str:
    return names(desk, mandators(desk)) or "whoever may decide"


def _staying(breach: Breach) -> Weighed:
    verb = "stays" if len(breach.labels) == 1 else "stay"
    return Weighed((), (Point(f"{', '.join(breach.labels)} {verb} until it is answered", Cite()),))


def _asking(desk: Desk) -> Weighed:
    """How asking has gone so far: which questions were answered, and which still wait."""
    asked = [
        state
        for state in question_states(desk.case)
        if not desk.case.parties.isdisjoint(state.request.by)
    ]
    waiting = [state for state in asked if state.state in WAITING]
    answered = [state for state in asked if state.state not in WAITING]
    pro: tuple[Point, ...] = ()
    con: tuple[Point, ...] = ()
    if answered:
        replies = dict.fromkeys(state.reply.id for state in answered if state.reply is not None)
        text = f"{len(answered)} of {counted(len(asked), 'question')} asked so far answered"
        pro = (Point(text, cite(desk, *replies)),)
    if waiting:
        requests = dict.fromkeys(state.request.id for state in waiting)
        text = counted(len(waiting), "question already waits", "questions already wait")
        con = (Point(f"{text} for an answer", cite(desk, *requests)),)
    return Weighed(pro, con)


def _unsettled(desk: Desk) -> Iterator[Standing]:
    """Issues that are not settled and in which no fault is named already, contested ones first."""
    taken = {
        issue
        for breach in breaches(desk)
        if breach.required is not None
        for issue in issues_of(breach.required)
    }
    standing = [
        one
        for one in situation(desk).issues
        if one.aspect != "fact" and one.issue not in taken and _spoken_to(one)
    ]
    for state in _STATES:
        yield from (one for one in standing if one.state == state)


def _spoken_to(one: Standing) -> bool:
    return bool(one.conceded or one.theirs or any(own.kind == "must" for own in one.own))


def _issue(desk: Desk, one: Standing, plan: str) -> Problem:
    title = f"{one.issue}: {_STATES[one.state]}"
    return Problem(title, one.question, (), tuple(_of_issue(desk, one, plan)), one.cite)


def _of_issue(desk: Desk, one: Standing, plan: str) -> Iterator[Option]:
    mine, theirs = _positions(desk, one.issue)
    if mine is None and theirs is None:
        return
    if mine is not None:
        held = _option(desk, f"Hold to our position: {in_words(desk, mine)}", mine)
        if plan and any("was refused" in point.text for point in held.speaks_against):
            end = Point(f"if the talks end over it, what is left is: {plan}", Cite())
            held = Option(held.what, held.says, held.speaks_for, (*held.speaks_against, end))
        yield held
    if theirs is not None:
        yield _option(desk, f"Take what the others want: {in_words(desk, theirs)}", theirs)
    for state in trades_of(desk.case):
        give = formula(desk.case.dossier, state.trade.give)
        if state.state not in ("drafted", "authorised", "offered") or give is None:
            continue
        if one.issue in issues_of(give):
            what = f"Give it under {state.trade.id} ({state.state}), only for what it asks"
            yield _option(desk, what, None, _of_trade(desk, state.trade, state.authorised_by))
    yield _option(desk, "Leave it open, reserving it by name", None, _open(desk, one.issue))


def _positions(desk: Desk, issue: str) -> tuple[Formula | None, Formula | None]:
    mine, theirs = stances(desk, issue)
    own = [item.says for item in mine]
    if not own:
        own = [
            part_on(order.says, issue)
            for order in orders_in_force(desk)
            if order.mode == "must" and order.condition is None and issue in order.issues
        ]
    others = [item.says for item in theirs]
    if not others:
        refused = [
            act
            for act in desk.case.acts
            if act.kind == "refusal" and issue in act.issues and not own_side(desk, act.entry.by)
        ]
        others = [Not(part_on(refused[-1].says, issue))] if refused else []
    return _joined(own), _joined(others)


def _joined(parts: Sequence[Formula]) -> Formula | None:
    return conjoin(parts) if parts else None


def _of_trade(desk: Desk, trade: Trade, authorised_by: str | None) -> Weighed:
    get = formula(desk.case.dossier, trade.get)
    wanted = said(desk, get) if get is not None else trade.get
    proof = cite(desk, trade.id, authorised_by)
    if authorised_by is None:
        return Weighed((), (Point("nobody has authorised it", proof),))
    return Weighed((Point(f"is authorised, and brings `{wanted}` if taken", proof),), ())


def _open(desk: Desk, issue: str) -> Weighed:
    waiting = [
        Point(f"leaves {order.entry} not carried out meanwhile", cite(desk, order.entry))
        for order in orders_in_force(desk)
        if order.mode == "must"
        and issue in order.issues
        and condition_met_by(desk, order) is not None
    ]
    return Weighed((), tuple(waiting))
