"""Positions: the orders in force, the offers that stand, and the issues that concern a party."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from parley.brief.desk import Desk, own_side
from parley.dossier.fold import standing_at
from parley.dossier.language.formulas import issues_of
from parley.mandate.commitments import Item, newest_consistent, proven_by
from parley.mandate.orders import Order

__all__ = ["condition_met_by", "condition_words", "known_issues", "orders_in_force", "stances"]


def known_issues(desk: Desk) -> tuple[str, ...]:
    """The issues that concern the party: it decides on them, nobody does, or it heard of them.

    An issue that only the other side decides is shown only once something the party knows names
    it: that a question is asked there can itself be a secret.
    """
    case = desk.case
    heard = {issue for act in case.acts for issue in act.issues}
    heard.update(issue for order in _own_orders(desk) for issue in order.issues)
    for entry in case.seen.entries:
        heard.update(entry.issues)
        stated = case.dossier.formulas.get(getattr(entry, "says", None) or "")
        if stated is not None:
            heard.update(issues_of(stated))
    return tuple(
        name
        for name, issue in case.dossier.declared.issues.items()
        if name in heard or not issue.decided_by or own_side(desk, issue.decided_by)
    )


def _own_orders(desk: Desk) -> Iterable[Order]:
    parties = desk.case.parties
    return (order for order in desk.case.orders if not order.acting.isdisjoint(parties))


@lru_cache(maxsize=4)
def orders_in_force(desk: Desk) -> tuple[Order, ...]:
    """The orders that bind the party as of the brief's time."""
    instant = desk.case.seen.as_of
    return tuple(order for order in _own_orders(desk) if standing_at(order.periods, instant))


def condition_met_by(desk: Desk, order: Order) -> tuple[str, ...] | None:
    """The entries by which the condition of an order is met now; None where it is not met."""
    if order.condition is None:
        return ()
    found = proven_by(desk.case.committed, order.condition, desk.case.seen.as_of)
    return None if found is None else tuple(name for item in found[0] for name in item.entries)


def condition_words(condition: str, *, met: bool) -> str:
    """What an order hangs on, and whether that is so, as every page says it."""
    return f"only if `{condition}`, which is {'met' if met else 'not met'}"


def stances(desk: Desk, issue: str) -> tuple[list[Item], list[Item]]:
    """The open offers on an issue, of the party's side and of others, newer ones first in doubt."""
    case = desk.case
    near = [
        item
        for index in _offers_on(desk, issue)
        if standing_at((item := case.ledger[index]).periods, case.seen.as_of)
    ]
    mine = [item for item in near if own_side(desk, item.parties)]
    theirs = [item for item in near if not own_side(desk, item.parties)]
    logic = case.dossier.logic
    return newest_consistent(mine, logic), newest_consistent(theirs, logic)


def _offers_on(desk: Desk, issue: str) -> Sequence[int]:
    if not desk.offers:
        for index, item in enumerate(desk.case.ledger):
            if item.offer and item.parties:
                for name in issues_of(item.says):
                    desk.offers.setdefault(name, []).append(index)
    return desk.offers.get(issue, ())
