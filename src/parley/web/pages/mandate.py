"""The mandate: what is authorised, by whom and until when; trades, fallbacks, rules, questions."""

from __future__ import annotations

from dataclasses import dataclass

from parley.brief.asking import Asking, Posed, asking
from parley.brief.authority import Authority, Ordered, authority
from parley.brief.desk import Desk as BriefDesk
from parley.brief.desk import cite, in_words, names, own_side, said
from parley.brief.left_out import Excluded, LeftOut, Rule, left_out
from parley.brief.model import Cite
from parley.brief.plans import Plan, Plans, TradePlan, plans
from parley.brief.positions import known_issues
from parley.dossier.fold import standing_at
from parley.kernel.findings import Finding
from parley.mandate.differences import Changed, Differences
from parley.mandate.orders import Order
from parley.web.desk import Desk, report, worked_out
from parley.web.registry import Page, Rows
from parley.web.sided import brief_desks, changed_since

__all__ = [
    "PAGE",
    "Begun",
    "Faulty",
    "Mandate",
    "Moved",
    "Silent",
    "mandate",
    "orders_table",
    "plans_table",
    "questions_table",
    "rules_table",
]

#: Findings that somebody with authority can decide about, or that tell of an answer that is missing
_CODES = (
    "red-line-crossed",
    "outside-mandate",
    "authority-expired",
    "instruction-conflict",
    "trade-unmet",
    "fallback-not-followed",
    "exclusion-contradicted",
    "position-abandoned",
    "not-on-agenda",
    "question-overdue",
    "reply-missing-part",
)


@dataclass(frozen=True, slots=True)
class Silent:
    """An issue that the party may settle and on which no order speaks."""

    issue: str
    question: str


@dataclass(frozen=True, slots=True)
class Faulty:
    """A finding about what is authorised."""

    address: str
    code: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Begun:
    """An order that began or ended since a time, and the entry that ended it, if one did."""

    entry: str
    mode: str
    says: str
    words: str
    ended_by: str | None
    cite: Cite


@dataclass(frozen=True, slots=True)
class Moved:
    """What changed since a time: orders, the states of plans and of questions."""

    begun: tuple[Begun, ...]
    ended: tuple[Begun, ...]
    plans: tuple[Changed, ...]
    questions: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class Mandate:
    """What a party is told and allowed; without a party everything is empty.

    Parameters:
        orders: those in force, what has ended lately, and who may act for whom.
        trades, fallbacks: with their states and proofs.
        exclusions, rules: what is left out on purpose, and the rules of the talks.
        questions: those asked by the party or of it.
        worth_asking: how many questions the dossier raises.
        findings: what is wrong with all this.
        silent: issues without an order; by the dossier's default they need one, or are free.
        changed: what moved since the time asked for; None where none was.
    """

    party: str | None
    orders: Authority | None
    trades: tuple[TradePlan, ...]
    fallbacks: tuple[Plan, ...]
    exclusions: tuple[Excluded, ...]
    rules: tuple[Rule, ...]
    questions: tuple[Posed, ...]
    worth_asking: int
    findings: tuple[Faulty, ...]
    silent: tuple[Silent, ...]
    changed: Moved | None


def mandate(desk: Desk, since: str = "") -> Mandate:
    """Return what the party that looks is told and allowed; `since` tells what moved from then."""
    if desk.seen.party is None:
        return Mandate(None, None, (), (), (), (), (), 0, (), (), None)
    (brief,) = brief_desks(desk)
    orders, drawn, rules, asked = _read(desk, brief)
    changes = changed_since(desk, since)
    return Mandate(
        desk.seen.party,
        orders,
        drawn.trades,
        drawn.fallbacks,
        rules.exclusions,
        rules.rules,
        asked.posed,
        len(asked.pressing) + asked.not_asked,
        tuple(map(_faulty, (one for one in report(desk).findings if one.code in _CODES))),
        tuple(_silent(brief)),
        _moved(brief, changes[desk.seen.party]) if changes else None,
    )


def _read(desk: Desk, brief: BriefDesk) -> tuple[Authority, Plans, LeftOut, Asking]:
    return worked_out(
        desk,
        ("mandate", desk.seen.zone),
        lambda: (authority(brief), plans(brief), left_out(brief), asking(brief)),
    )


def _faulty(one: Finding) -> Faulty:
    return Faulty(one.address, one.code, one.severity, one.message)


def _silent(brief: BriefDesk) -> list[Silent]:
    case = brief.case
    told = {
        issue
        for order in case.orders
        if not order.acting.isdisjoint(case.parties)
        if standing_at(order.periods, case.seen.as_of)
        for issue in order.issues
    }
    found = []
    for name in known_issues(brief):
        issue = case.dossier.declared.issues[name]
        own = not issue.decided_by or own_side(brief, issue.decided_by)
        if own and name not in told and issue.aspect != "fact":
            found.append(Silent(name, " ".join(issue.question.split())))
    return found


def _moved(brief: BriefDesk, found: Differences) -> Moved:
    return Moved(
        tuple(_begun(brief, one, None) for one in found.begun),
        tuple(_begun(brief, one.order, one.by) for one in found.ended),
        (*found.trades, *found.fallbacks),
        found.questions,
    )


def _begun(brief: BriefDesk, order: Order, ended_by: str | None) -> Begun:
    return Begun(
        order.entry,
        order.mode,
        said(brief, order.says),
        in_words(brief, order.says) if order.issues else names(brief, order.by),
        ended_by,
        cite(brief, order.entry, ended_by),
    )


def orders_table(desk: Desk) -> Rows:
    """Return the orders in force, and those that ended lately, as a table."""
    columns = ("entry", "mode", "says", "words", "by", "to", "given", "until", "condition", "met")
    found = mandate(desk).orders
    orders: tuple[Ordered, ...] = (*found.in_force, *found.ended) if found is not None else ()
    return Rows(
        (*columns, "ended", "passages"),
        tuple(
            (*(getattr(one, name) for name in columns), one.ended, one.cite.passages)
            for one in orders
        ),
    )


def plans_table(desk: Desk) -> Rows:
    """Return trades, and the rungs of fallbacks, as a table with a row for each."""
    found = mandate(desk)
    rows: list[tuple[object, ...]] = [
        ("trade", one.entry, one.state, None, one.give, one.get, one.until, one.cite.passages)
        for one in found.trades
    ]
    rows += [
        (
            "fallback",
            one.entry,
            one.state,
            number,
            step.do,
            one.trigger,
            step.limit,
            one.cite.passages,
        )
        for one in found.fallbacks
        for number, step in enumerate(one.steps, 1)
    ]
    columns = ("kind", "entry", "state", "rung", "do", "for", "until", "passages")
    return Rows(columns, tuple(rows))


def questions_table(desk: Desk) -> Rows:
    """Return the questions asked by the party or of it as a table."""
    columns = ("request", "question", "text", "says", "about", "state", "due", "answer", "by", "to")
    return Rows(
        columns,
        tuple(tuple(getattr(one, name) for name in columns) for one in mandate(desk).questions),
    )


def rules_table(desk: Desk) -> Rows:
    """Return the rules of the talks, and what is left out on purpose, as a table."""
    found = mandate(desk)
    rows: list[tuple[object, ...]] = [
        ("rule", one.entry, one.says, one.text, one.by, one.dispute, None, one.cite.passages)
        for one in found.rules
    ]
    rows += [
        (
            "left out",
            one.entry,
            one.says,
            one.text,
            one.owner,
            None,
            one.reason,
            one.cite.passages,
        )
        for one in found.exclusions
    ]
    columns = ("kind", "entry", "says", "text", "by", "dispute", "reason", "passages")
    return Rows(columns, tuple(rows))


PAGE = Page(
    "mandate",
    "/mandate",
    mandate,
    key="m",
    order=30,
    tables={
        "orders": orders_table,
        "plans": plans_table,
        "questions": questions_table,
        "rules": rules_table,
    },
)
