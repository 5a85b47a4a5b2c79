"""Conditional trades as state machines: a concession to be made only against another.

drafted -> authorised -> offered -> met -> executed; executed-unmet while what was to be had for
it is not committed; lapsed after its time, withdrawn when revoked or replaced. Met is not
sticky: a commitment withdrawn no longer counts, before or after execution.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from parley.dossier.dossier import formula
from parley.dossier.fold import possibly_in_force, standing_at
from parley.dossier.language.formulas import Formula, issues_of
from parley.dossier.language.logic import entails
from parley.dossier.vocabulary.entries import Answer, Reply, Request, Trade
from parley.mandate.acts import Act, acts_of, stays_inside
from parley.mandate.authority import may_instruct
from parley.mandate.case import Case, in_side
from parley.mandate.commitments import (
    Item,
    Pool,
    conceded_proof,
    first_said,
    make_pool,
    proven_by,
)
from parley.mandate.orders import may_answer

__all__ = [
    "STATES",
    "TradeState",
    "allowed",
    "is_offer",
    "is_package",
    "offers_trade",
    "permissions",
    "trade_states",
]

State = Literal[
    "drafted", "authorised", "offered", "met", "executed", "executed-unmet", "lapsed", "withdrawn"
]
#: In the order in which a healthy trade passes through them.
STATES: tuple[State, ...] = ("drafted", "authorised", "offered", "met", "executed")


@dataclass(frozen=True, slots=True)
class TradeState:
    """Where a trade stands: what proves that it was given, what proves that it was met."""

    trade: Trade
    state: State
    given: tuple[Item, ...] = ()
    got: tuple[Item, ...] = ()
    offered: tuple[str, ...] = ()
    authorised_by: str | None = None
    missing: tuple[str, ...] = ()  # trades that had to come first and did not


def trade_states(case: Case) -> tuple[TradeState, ...]:
    """The state of every trade of the case's side, in order of time."""
    offers = acts_of(case.acts, case.parties)
    by_issue = _by_issue(act for act in offers if act.kind == "proposal")
    permits = permissions(case)
    found: dict[str, TradeState] = {}
    for entry in case.seen.entries:
        if isinstance(entry, Trade) and in_side(case, (*entry.by, *entry.to)):
            give, get = formula(case.dossier, entry.give), formula(case.dossier, entry.get)
            if give is not None and get is not None:
                found[entry.id] = _state(case, entry, give, get, by_issue, permits)
    return tuple(_with_requirements(state, found) for state in found.values())


def _by_issue(acts: Iterable[Act]) -> dict[str, list[Act]]:
    index: dict[str, list[Act]] = {}
    for act in acts:
        for issue in act.issues:
            index.setdefault(issue, []).append(act)
    return index


def _state(
    case: Case,
    trade: Trade,
    give: Formula,
    get: Formula,
    by_issue: dict[str, list[Act]],
    permits: dict[str, str | None],
) -> TradeState:
    authorised_by = allowed(case, trade, permits)
    near = {act.entry.id: act for issue in issues_of(give) for act in by_issue.get(issue, ())}
    offered = tuple(name for name, act in near.items() if offers_trade(case, act, trade, give, get))
    given = _given(case, trade, give, get)
    proof = proven_by(case.committed, get, case.seen.as_of)
    got = tuple(proof[0]) if proof else ()
    standing = standing_at(case.periods.get(trade.id, ()), case.seen.as_of)
    state: State
    if given:
        state = "executed" if proof else "executed-unmet"
    elif not standing:
        ended = case.periods.get(trade.id, ())
        state = "lapsed" if ended and ended[-1].expired else "withdrawn"
    elif proof:
        state = "met"
    elif offered:
        state = "offered"
    else:
        state = "authorised" if authorised_by else "drafted"
    return TradeState(trade, state, given, got, offered, authorised_by)


def _given(case: Case, trade: Trade, give: Formula, get: Formula) -> tuple[Item, ...]:
    """The proof that `give` was conceded since the trade stood; packages only offer it."""
    drafted = case.dossier.spans[trade.id]
    pool: Pool = case.conceded
    while True:
        proof = conceded_proof(pool, case.committed, give, case.seen.as_of)
        if proof is None:
            return ()
        packages = {
            item.entries[-1]
            for item in proof[0]
            if item.offer
            and (act := case.act_of.get(item.entries[-1])) is not None
            and is_package(case, act, give, get)
        }
        if not packages:
            break
        pool = make_pool(
            (item for item in pool.items if not (item.offer and item.entries[-1] in packages)),
            pool.logic,
        )
    since = [
        item
        for item in proof[0]
        if not case.parties.isdisjoint(item.parties)
        and item.at.latest >= drafted.earliest
        and possibly_in_force(case.periods.get(trade.id, ()), item.at)
    ]
    if not since:
        return ()
    instant = case.seen.as_of
    return tuple(first_said(pool, item, drafted, instant) for item in proof[0])


def is_package(case: Case, act: Act, give: Formula, get: Formula) -> bool:
    """Whether one proposal puts both parts of a trade on the table together."""
    logic = case.dossier.logic
    return entails(logic, (act.says,), give) and entails(logic, (act.says,), get)


def offers_trade(case: Case, act: Act, trade: Trade, give: Formula, get: Formula) -> bool:
    """Whether a proposal offers this trade: asks at least `get` and gives inside `give`."""
    return possibly_in_force(case.periods.get(trade.id, ()), act.at) and is_offer(
        case, act, give, get
    )


def is_offer(case: Case, act: Act, give: Formula, get: Formula) -> bool:
    """Whether a proposal is what a trade would have offered, whenever it stood."""
    logic = case.dossier.logic
    if act.condition is not None:
        return entails(logic, (act.condition,), get) and stays_inside(logic, act.says, give)
    return entails(logic, (act.says,), get) and stays_inside(logic, act.says, give)


def permissions(case: Case) -> dict[str, str | None]:
    """Trades and fallbacks that were asked about or allowed: their id -> the entry that allows.

    None stands for asked and not, or no longer, allowed: who asks does not take it as given.
    """
    found: dict[str, str | None] = {}
    for entry in case.seen.entries:
        if entry.id not in case.periods:
            continue
        for name in entry.authorises:
            found[name] = entry.id
        if isinstance(entry, Request):
            for question in entry.questions:
                for name in question.about:
                    found.setdefault(name, None)
        if not isinstance(entry, Reply) or not may_answer(case.authority, entry):
            continue
        request = case.dossier.by_id.get(entry.re)
        if not isinstance(request, Request):
            continue
        asked = {question.id: question.about for question in request.questions}
        for answer in entry.answers:
            if answer.answer in ("yes", "answered", "discretion") or _condition_met(case, answer):
                for name in asked.get(answer.question, ()):
                    found[name] = entry.id
            elif answer.answer == "no":
                for name in asked.get(answer.question, ()):
                    found[name] = None
    return found


def _condition_met(case: Case, answer: Answer) -> bool:
    condition = formula(case.dossier, answer.if_)
    return (
        answer.answer == "condition"
        and condition is not None
        and proven_by(case.committed, condition, case.seen.as_of) is not None
    )


def allowed(case: Case, plan: Trade, permits: dict[str, str | None]) -> str | None:
    """What authorises a trade: an entry's id, its own if its author may instruct; or None."""
    if plan.id in permits:
        return permits[plan.id]
    free = case.dossier.declared.default_authority == "free-unless-forbidden"
    if free or not plan.by:
        return plan.id
    when = case.dossier.spans[plan.id]
    addressees = plan.to or tuple(case.parties)
    parties = case.dossier.declared.parties
    for giver in plan.by:
        for whom in addressees:
            known = giver in parties and whom in parties and giver != whom
            if known and may_instruct(case.authority, giver, whom, when):
                return plan.id
    return None


def _with_requirements(state: TradeState, found: dict[str, TradeState]) -> TradeState:
    if state.state not in ("executed", "executed-unmet", "met", "offered"):
        return state
    missing = tuple(
        requirement.trade
        for requirement in state.trade.requires
        if requirement.trade in found and not _reached(found[requirement.trade], requirement.state)
    )
    if not missing:
        return state
    kind: State = "executed-unmet" if state.given else state.state
    return TradeState(
        state.trade, kind, state.given, state.got, state.offered, state.authorised_by, missing
    )


def _reached(state: TradeState, wanted: State) -> bool:
    if state.state in STATES:
        return STATES.index(state.state) >= STATES.index(wanted)
    return state.state == "executed-unmet" and wanted in ("authorised", "offered")
