"""Acts weighed against orders: which orders bound an act, and what may excuse it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import heappop, heappush

from parley.dossier.dossier import formula
from parley.dossier.fold import possibly_in_force, surely_in_force
from parley.dossier.language.formulas import Const, Formula, Not, issues_of
from parley.dossier.language.logic import consistent, entails, linked_issues
from parley.kernel.times import INF
from parley.mandate.acts import Act, acts_of, breached_parts, conceding, stays_inside
from parley.mandate.authority import outranks
from parley.mandate.case import Case
from parley.mandate.commitments import proven_by
from parley.mandate.fallbacks import Due, FallbackState, due_rungs, fallback_states
from parley.mandate.orders import Order
from parley.mandate.trades import (
    TradeState,
    offers_trade,
    trade_states,
)

__all__ = [
    "Weighed",
    "applies",
    "doing",
    "excused",
    "fallbacks_of",
    "grant_covers",
    "requirement",
    "rung_covers",
    "trade_allows",
    "trades_of",
    "weighed_acts",
]

_DOING = {
    "proposal": "propose",
    "acceptance": "accept",
    "agreement": "agree",
    "deed": "do",
    "refusal": "refuse",
}


def doing(act: Act) -> str:
    """The word for an act in `acts:` and `may:`."""
    return _DOING[act.kind]


@dataclass(frozen=True, slots=True)
class Weighed:
    """An act of the party with the orders that bound its actors and may then have stood."""

    act: Act
    orders: tuple[Order, ...]


@lru_cache(maxsize=16)
def trades_of(case: Case) -> tuple[TradeState, ...]:
    """The case's trades, worked out once."""
    return trade_states(case)


@lru_cache(maxsize=16)
def fallbacks_of(case: Case) -> tuple[FallbackState, ...]:
    """The case's fallbacks, worked out once."""
    return fallback_states(case)


@lru_cache(maxsize=16)
def _dues(case: Case) -> Mapping[str, tuple[Due, ...]]:
    found: dict[str, list[Due]] = {}
    for due in due_rungs(fallbacks_of(case)):
        for issue in issues_of(due.do):
            found.setdefault(issue, []).append(due)
    return {issue: tuple(dues) for issue, dues in found.items()}


@lru_cache(maxsize=16)
def _trades_by_issue(case: Case) -> Mapping[str, tuple[TradeState, ...]]:
    found: dict[str, list[TradeState]] = {}
    for state in trades_of(case):
        for text in (state.trade.give, state.trade.get):
            said = formula(case.dossier, text)
            for issue in issues_of(said) if said is not None else ():
                found.setdefault(issue, []).append(state)
    return {issue: tuple(states) for issue, states in found.items()}


@lru_cache(maxsize=16)
def weighed_acts(case: Case) -> tuple[Weighed, ...]:
    """The party's acts in order of time, each with the orders that may have bound it.

    A sweep over time with one heap per issue of the orders that have begun: an order leaves
    when it has surely ended, so the cost is that of the pairs that could matter. Whole texts
    look at every order, since they can fail by what they leave out.
    """
    return tuple(_sweep(case, acts_of(case.acts, case.parties)))


def _sweep(case: Case, acts: Iterable[Act]) -> Iterator[Weighed]:
    waiting = sorted(
        (
            (start.start.earliest, number, start.end.latest if start.end else INF, order)
            for number, order in enumerate(case.orders)
            for start in order.periods
        ),
        key=lambda row: (row[0], row[1]),
    )
    active: dict[str, list[tuple[int, int, Order]]] = {}
    everything: list[tuple[int, int, Order]] = []
    begun = 0
    for act in sorted(acts, key=lambda one: (one.at.earliest, one.at.latest)):
        while begun < len(waiting) and waiting[begun][0] <= act.at.latest:
            _, number, end, order = waiting[begun]
            begun += 1
            heappush(everything, (end, number, order))
            for issue in order.issues:
                heappush(active.setdefault(issue, []), (end, number, order))
        near: dict[int, Order] = {}
        named = linked_issues(case.dossier.logic, act.issues)
        for heap in (everything,) if act.whole else (active.get(name, []) for name in named):
            while heap and heap[0][0] < act.at.earliest:
                heappop(heap)
            near.update({number: order for _, number, order in heap})
        yield Weighed(
            act,
            tuple(
                order
                for _, order in sorted(near.items())
                if not order.acting.isdisjoint(act.actors)
                and possibly_in_force(order.periods, act.at)
            ),
        )


def applies(case: Case, order: Order, act: Act) -> bool:
    """Whether an order surely bound an act: in force for certain, of that kind, condition met."""
    if doing(act) not in order.acts or not surely_in_force(order.periods, act.at):
        return False
    if order.condition is None:
        return True
    return proven_by(case.committed, order.condition, act.at.earliest) is not None


def grant_covers(case: Case, grant: Order, act: Act) -> bool:
    """Whether a may or must, once in force, covers what an act says on its issues."""
    if grant.mode not in ("may", "must") or doing(act) not in grant.acts:
        return False
    logic = case.dossier.logic
    said = conceding(act)
    if grant.condition is not None and not (
        entails(logic, (said,), grant.condition)
        or proven_by(case.committed, grant.condition, act.at.latest) is not None
    ):
        return False
    return grant.says == Const(True) or stays_inside(logic, said, grant.says)


def excused(case: Case, weighed: Weighed, broken: Order) -> bool:
    """Whether something allowed an act that goes against an order.

    Either a later order of no lower rank that the act obeys; or, for every part of the order that
    the act goes against, a later permission, an authorised trade that the act offers or carries
    out, or a rung that was due and asks for less: what becomes of that is the fallback's matter.
    """
    act = weighed.act
    later = [order for order in weighed.orders if _may_override(case, order, broken)]
    if any(
        order.mode != "may" and _clash(case, order, broken) and _obeys(case, act, order)
        for order in later
    ):
        return True
    asked = requirement(broken)
    # What was allowed together excuses nothing less than the whole of it.
    permits = [
        order
        for order in later
        if order.mode == "may"
        and grant_covers(case, order, act)
        and entails(case.dossier.logic, (conceding(act),), order.says)
    ]
    return all(
        any(not order.issues.isdisjoint(near) for order in permits)
        or trade_allows(case, act, near)
        or _rung_overrides(case, act, part, near)
        for part in breached_parts(case.dossier.logic, act, asked) or (asked,)
        for near in (_concerned(act, part),)
    )


def _concerned(act: Act, part: Formula) -> frozenset[str]:
    """The issues on which an act goes against a part: its own, where feasibility ties them."""
    named = issues_of(part)
    return named | act.issues if named.isdisjoint(act.issues) else named


def _may_override(case: Case, order: Order, broken: Order) -> bool:
    if order is broken or order.mode not in ("must", "must-not", "may"):
        return False
    if _ranks_below(case, broken, order):
        return True
    return not _ranks_below(case, order, broken) and not order.given.before(broken.given)


def _ranks_below(case: Case, one: Order, other: Order) -> bool:
    return any(outranks(case.authority, high, low) for high in other.by for low in one.by)


def requirement(order: Order) -> Formula:
    """What an order asks to hold: what it says, or for a prohibition its opposite."""
    return Not(order.says) if order.mode == "must-not" else order.says


def _clash(case: Case, one: Order, other: Order) -> bool:
    return not consistent(case.dossier.logic, (requirement(one), requirement(other)))


def _obeys(case: Case, act: Act, order: Order) -> bool:
    return entails(case.dossier.logic, (act.says,), requirement(order))


def trade_allows(case: Case, act: Act, issues: frozenset[str]) -> bool:
    """Whether an act is the offer of an authorised trade, or its execution when met."""
    states = {
        state.trade.id: state for issue in issues for state in _trades_by_issue(case).get(issue, ())
    }
    for state in states.values():
        trade = state.trade
        give, get = formula(case.dossier, trade.give), formula(case.dossier, trade.get)
        if state.authorised_by is None or give is None or get is None:
            continue
        if offers_trade(case, act, trade, give, get):
            return True
        if (
            act.condition is None
            and possibly_in_force(case.periods.get(trade.id, ()), act.at)
            and stays_inside(case.dossier.logic, act.says, give)
            and not state.missing
            and proven_by(case.committed, get, act.at.latest) is not None
        ):
            return True
    return False


def _possibly_due(due: Due, act: Act) -> bool:
    return due.since.earliest <= act.at.latest and (
        due.until is None or act.at.earliest <= due.until.latest
    )


def _rung_overrides(case: Case, act: Act, part: Formula, near: frozenset[str]) -> bool:
    """Whether a rung that may have been due asks for less than a part of an order."""
    logic = case.dossier.logic
    return any(
        _possibly_due(due, act)
        and not entails(logic, (due.do,), part)
        # A conditional offer lapses no rung, so that only one inside the rung is excused by it.
        and (act.condition is None or stays_inside(logic, act.says, due.do))
        for issue in near
        for due in _dues(case).get(issue, ())
    )


def rung_covers(case: Case, act: Act, issue: str) -> bool:
    """Whether a due rung covers what an act says on an issue."""
    return any(
        _possibly_due(due, act) and stays_inside(case.dossier.logic, conceding(act), due.do)
        for due in _dues(case).get(issue, ())
    )
