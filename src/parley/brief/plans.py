"""Trades and fallbacks: the state of each, and what proves it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from parley.brief.desk import Desk, cite, entry_when, in_words, names, said, when
from parley.brief.model import Cite
from parley.dossier.dossier import formula, moment
from parley.mandate.commitments import Item
from parley.mandate.fallbacks import Due, FallbackState, Lapse
from parley.mandate.trades import STATES, TradeState
from parley.mandate.weighing import fallbacks_of, trades_of

__all__ = ["TONES", "Plan", "Plans", "Step", "TradePlan", "plans"]

S = TypeVar("S", TradeState, FallbackState)

MOST_PLANS = 40
#: States that deserve alarm, and how much.
TONES = {"executed-unmet": "bad", "not-followed": "bad", "triggered": "warn", "exhausted": "warn"}


@dataclass(frozen=True, slots=True)
class TradePlan:
    """A trade: what is to be given only for what, how far it has come, and each step's proof."""

    entry: str
    text: str | None
    give: str
    give_words: str
    get: str
    get_words: str
    state: str
    reached: int
    until: str
    authorised: Cite
    offered: Cite
    given: Cite
    got: Cite
    missing: tuple[str, ...]
    by: str
    at: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of a fallback; `since` and `cause` are set once it came due."""

    do: str
    words: str
    text: str | None
    limit: str
    since: str
    tried: str
    cause: Cite


@dataclass(frozen=True, slots=True)
class Plan:
    """A fallback: what sets it off, its rungs, and what was done against it."""

    entry: str
    text: str | None
    trigger: str
    state: str
    steps: tuple[Step, ...]
    followed: Cite
    lapses: tuple[str, ...]
    lapse_proof: Cite
    by: str
    at: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Plans:
    """Trades and fallbacks of the side in order of time; the oldest of too many are left out."""

    trades: tuple[TradePlan, ...]
    fallbacks: tuple[Plan, ...]
    left_out: int


def plans(desk: Desk) -> Plans:
    """Where every trade and every fallback stands."""
    trades, fallbacks = trades_of(desk.case), fallbacks_of(desk.case)
    left_out = max(0, len(trades) - MOST_PLANS) + max(0, len(fallbacks) - MOST_PLANS)
    return Plans(
        tuple(_trade(desk, state) for state in _pressing(trades)),
        tuple(_fallback(desk, state) for state in _pressing(fallbacks)),
        left_out,
    )


def _pressing(states: Sequence[S]) -> Sequence[S]:
    """Of too many, those that went wrong or wait for something before the newest others."""
    if len(states) <= MOST_PLANS:
        return states
    ranked = sorted(reversed(states), key=lambda one: one.state not in TONES)
    kept = {id(one) for one in ranked[:MOST_PLANS]}
    return [one for one in states if id(one) in kept]


def _trade(desk: Desk, state: TradeState) -> TradePlan:
    trade, dossier = state.trade, desk.case.dossier
    give, get = formula(dossier, trade.give), formula(dossier, trade.get)
    return TradePlan(
        trade.id,
        trade.text,
        said(desk, give) if give is not None else trade.give,
        in_words(desk, give) if give is not None else "",
        said(desk, get) if get is not None else trade.get,
        in_words(desk, get) if get is not None else "",
        state.state,
        _reached(state),
        when(desk, moment(dossier, trade, trade.until)) if trade.until else "",
        cite(desk, state.authorised_by),
        cite(desk, *state.offered),
        _items(desk, state.given),
        _items(desk, state.got),
        state.missing,
        names(desk, trade.by),
        entry_when(desk, trade),
        cite(desk, trade.id),
    )


def _reached(state: TradeState) -> int:
    if state.state in STATES:
        return STATES.index(state.state)
    # A trade that left the track shows how far it had come on it.
    if state.got:
        return STATES.index("met")
    if state.offered:
        return STATES.index("offered")
    return STATES.index("authorised") if state.authorised_by else 0


def _items(desk: Desk, items: Iterable[Item]) -> Cite:
    return cite(desk, *(name for item in items for name in item.entries))


def _fallback(desk: Desk, state: FallbackState) -> Plan:
    plan, dossier = state.fallback, desk.case.dossier
    demand, fact = formula(dossier, plan.on_refusal), formula(dossier, plan.when)
    triggers = []
    if demand is not None:
        triggers.append(f"the other side refuses `{said(desk, demand)}`")
    if fact is not None:
        triggers.append(f"`{said(desk, fact)}` comes about")
    due = {one.number: one for one in state.due}
    return Plan(
        plan.id,
        plan.text,
        ", or ".join(triggers) or "an entry says that it is set off",
        state.state,
        tuple(_step(desk, state, number, due.get(number)) for number in range(len(plan.rungs))),
        cite(desk, *state.followed_by),
        tuple(_lapse(lapse) for lapse in state.lapses),
        cite(desk, *(lapse.act.entry.id for lapse in state.lapses if lapse.act is not None)),
        names(desk, plan.by),
        entry_when(desk, plan),
        cite(desk, plan.id),
    )


def _step(desk: Desk, state: FallbackState, number: int, due: Due | None) -> Step:
    rung = state.fallback.rungs[number]
    do = formula(desk.case.dossier, rung.do)
    limits = [f"within {rung.within}"] if rung.within else []
    if rung.by_time:
        limits.append(f"by {when(desk, moment(desk.case.dossier, state.fallback, rung.by_time))}")
    return Step(
        said(desk, do) if do is not None else rung.do,
        in_words(desk, do) if do is not None else "",
        rung.text,
        ", ".join(limits),
        when(desk, due.since) if due is not None else "",
        when(desk, due.until) if due is not None and due.until is not None else "",
        cite(desk, *(due.cause if due is not None else ())),
    )


def _lapse(lapse: Lapse) -> str:
    if lapse.act is None:
        return f"the time for rung {lapse.due.number + 1} passed"
    what = {
        "contradicted": "goes against",
        "later-rung-first": "takes a later rung before",
        "time-passed": "came too late for",
    }[lapse.how]
    return f"{lapse.act.entry.id} {what} rung {lapse.due.number + 1}"
