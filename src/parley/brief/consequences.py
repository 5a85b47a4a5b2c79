"""Consequences: what the dossier says for and against saying something, or taking it back.

Nothing here is judged: each point is a fact of the dossier with its proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parley.brief.breaches import Breach
from parley.brief.desk import Desk, cite, in_words, names, own_side, said
from parley.brief.model import Cite
from parley.brief.positions import condition_met_by, orders_in_force, stances
from parley.dossier.dossier import formula
from parley.dossier.fold import Period, standing_at
from parley.dossier.language.formulas import Const, Formula, Not, conjuncts, issues_of
from parley.dossier.language.logic import consistent, entails
from parley.dossier.vocabulary.entries import Assessment
from parley.kernel.times import Span
from parley.mandate.acts import Act, conjoin
from parley.mandate.commitments import Item, holding, make_pool, proven_by
from parley.mandate.orders import Order
from parley.mandate.weighing import fallbacks_of, requirement, trades_of

__all__ = ["Point", "Weighed", "standing_acts", "weigh_saying", "weigh_taking_back"]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that speaks for or against, with its proof."""

    text: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Weighed:
    """What speaks for and against; both empty means that the dossier knows nothing."""

    speaks_for: tuple[Point, ...]
    speaks_against: tuple[Point, ...]


def weigh_saying(desk: Desk, stated: Formula) -> Weighed:
    """What the dossier says for and against standing for a statement."""
    pro: list[Point] = []
    con: list[Point] = []
    for good, point in (
        *_by_orders(desk, stated),
        *_by_plans(desk, stated),
        *_by_others(desk, stated),
        *_by_forecasts(desk, stated),
    ):
        (pro if good else con).append(point)
    return Weighed(_unlike(pro), _unlike(con))


def _unlike(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple({point.text: point for point in points}.values())


def _by_orders(desk: Desk, stated: Formula) -> Iterator[tuple[bool, Point]]:
    case = desk.case
    logic = case.dossier.logic
    named = issues_of(stated)
    for order in orders_in_force(desk):
        if order.mode in ("red-line", "bottom-line"):
            yield from _by_line(desk, stated, order)
            continue
        if named.isdisjoint(order.issues) or not _condition_holds(desk, order):
            continue
        if order.mode == "may":
            if order.says == Const(True) or entails(logic, (stated,), order.says):
                yield True, _order_point(desk, "is allowed by", order)
            continue
        if order.mode == "must-not" and "propose" not in order.acts:
            continue
        asked = requirement(order)
        near = conjoin(part for part in conjuncts(asked) if not named.isdisjoint(issues_of(part)))
        wish = order.mode == "prefer"
        if entails(logic, (stated,), near):
            yield True, _order_point(desk, "fits the wish in" if wish else "is asked for in", order)
        elif not consistent(logic, (stated, asked)):
            word = "goes against the wish in" if wish else "breaks"
            yield False, _order_point(desk, word, order)


def _condition_holds(desk: Desk, order: Order) -> bool:
    return condition_met_by(desk, order) is not None


def _order_point(desk: Desk, word: str, order: Order) -> Point:
    text = f"{word} {order.entry} ({order.mode}, {names(desk, order.by)})"
    return Point(text, cite(desk, order.entry))


def _by_line(desk: Desk, stated: Formula, order: Order) -> Iterator[tuple[bool, Point]]:
    """Whether a line is crossed with what is conceded, or how much of it is reached."""
    crossed = Not(order.says) if order.mode == "bottom-line" else order.says
    if issues_of(crossed).isdisjoint(issues_of(stated)):
        return
    case = desk.case
    word = order.mode.replace("-", " ")
    proof = proven_by(case.conceded, crossed, case.seen.as_of, (_supposed(desk, stated),))
    if proof is not None:
        held = tuple(name for item in proof[0] for name in item.entries)
        with_what = f" together with {', '.join(dict.fromkeys(held))}" if held else ""
        text = f"crosses the {word} {order.entry} (`{said(desk, order.says)}`){with_what}"
        yield False, Point(text, cite(desk, order.entry, *held))
        return
    parts = conjuncts(crossed)
    reached = sum(_reached(desk, part, stated) for part in parts)
    if len(parts) > 1 and any(entails(case.dossier.logic, (stated,), part) for part in parts):
        text = f"comes nearer the {word} {order.entry}: {reached} of its {len(parts)} parts"
        yield False, Point(text, cite(desk, order.entry))
    elif entails(case.dossier.logic, (stated,), Not(crossed)):
        yield True, Point(f"keeps clear of the {word} {order.entry}", cite(desk, order.entry))


def _supposed(desk: Desk, stated: Formula) -> Item:
    now = Span(desk.case.seen.as_of, desk.case.seen.as_of)
    return Item(stated, (), desk.case.parties, now, (Period(now),))


def _reached(desk: Desk, part: Formula, stated: Formula) -> bool:
    supposed = (_supposed(desk, stated),)
    return proven_by(desk.case.conceded, part, desk.case.seen.as_of, supposed) is not None


def _by_plans(desk: Desk, stated: Formula) -> Iterator[tuple[bool, Point]]:
    case = desk.case
    logic, instant = case.dossier.logic, case.seen.as_of
    for state in trades_of(case):
        trade = state.trade
        if state.state in ("lapsed", "withdrawn"):
            continue
        give, get = formula(case.dossier, trade.give), formula(case.dossier, trade.get)
        if give is None or get is None:
            continue
        if entails(logic, (stated,), get):
            yield True, Point(f"is what {trade.id} asks for", cite(desk, trade.id))
        elif entails(logic, (stated,), give) and proven_by(case.committed, get, instant) is None:
            text = f"gives what {trade.id} gives only for `{said(desk, get)}`, which is not had"
            yield False, Point(text, cite(desk, trade.id))
    for plan in fallbacks_of(case):
        for due in plan.due:
            if due.until is not None or issues_of(due.do).isdisjoint(issues_of(stated)):
                continue
            if not standing_at(case.periods.get(plan.fallback.id, ()), instant):
                continue
            proof = cite(desk, plan.fallback.id, *due.cause)
            if entails(logic, (stated,), due.do):
                yield True, Point(f"is the rung that {plan.fallback.id} has due", proof)
            elif not consistent(logic, (stated, due.do)):
                text = f"is not the rung that {plan.fallback.id} has due: `{said(desk, due.do)}`"
                yield False, Point(text, proof)


def _by_others(desk: Desk, stated: Formula) -> Iterator[tuple[bool, Point]]:
    """What others offered, refused or have in writing."""
    case = desk.case
    logic, named = case.dossier.logic, issues_of(stated)
    for act in case.acts:
        if act.kind != "refusal" or own_side(desk, act.entry.by):
            continue
        if not named.isdisjoint(act.issues) and entails(logic, (stated,), act.says):
            whom = names(desk, act.entry.by)
            yield False, Point(f"was refused by {whom}", cite(desk, act.entry.id))
    for issue in sorted(named):
        for item in stances(desk, issue)[1]:
            whom = names(desk, tuple(sorted(item.parties)))
            if entails(logic, (item.says,), stated):
                yield True, Point(f"is what {whom} offers", cite(desk, *item.entries))
            elif not consistent(logic, (item.says, stated)):
                text = f"is not what {whom} offers: `{said(desk, item.says)}`"
                yield False, Point(text, cite(desk, *item.entries))
    for item in holding(case.committed, named, case.seen.as_of):
        if named.isdisjoint(issues_of(item.says)):
            continue
        if not consistent(logic, (item.says, stated)):
            text = f"goes against what is committed: `{said(desk, item.says)}`"
            yield False, Point(text, cite(desk, *item.entries))
        elif entails(logic, (item.says,), stated):
            yield True, Point("is committed already", cite(desk, *item.entries))


def _by_forecasts(desk: Desk, stated: Formula) -> Iterator[tuple[bool, Point]]:
    """Reactions that the side forecast."""
    case = desk.case
    logic = case.dossier.logic
    for entry in case.seen.entries:
        if not isinstance(entry, Assessment) or entry.kind != "forecast":
            continue
        expected = formula(case.dossier, entry.says)
        if expected is None or not own_side(desk, (*entry.by, *entry.to)):
            continue
        if issues_of(expected).isdisjoint(issues_of(stated)):
            continue
        if not standing_at(case.periods.get(entry.id, ()), case.seen.as_of):
            continue
        sure = f", confidence {entry.confidence}" if entry.confidence else ""
        whose = f"{entry.id} ({names(desk, entry.by)}{sure})"
        if entails(logic, (expected,), stated):
            yield True, Point(f"is expected by the forecast {whose}", cite(desk, entry.id))
        elif not consistent(logic, (expected, stated)):
            text = f"is not what the forecast {whose} expects: {in_words(desk, expected)}"
            yield False, Point(text, cite(desk, entry.id))


def standing_acts(desk: Desk, breach: Breach) -> tuple[Act, ...]:
    """The acts at fault that still stand, so that they can be taken back."""
    periods, instant = desk.case.periods, desk.case.seen.as_of
    return tuple(act for act in breach.acts if standing_at(periods.get(act.entry.id, ()), instant))


def weigh_taking_back(desk: Desk, breach: Breach) -> Weighed:
    """What the dossier says for and against taking back the acts that a breach is about."""
    case = desk.case
    acts = {act.entry.id for act in standing_acts(desk, breach)}
    mine = [item for item in case.conceded.items if acts & set(item.entries)]
    pro = [Point(f"ends {', '.join(breach.labels)}", Cite())]
    con: list[Point] = []
    others = sorted({name for item in mine if not item.offer for name in item.parties})
    others = [name for name in others if not own_side(desk, (name,))]
    proof = cite(desk, *sorted(acts))
    if others:
        con.append(Point(f"takes back what is committed to {names(desk, others)}", proof))
    elif any(item.offer for item in mine):
        pro.append(Point("is an open offer so far: nobody has accepted it", proof))
    if breach.required is not None:
        rest = make_pool(
            (item for item in case.conceded.items if not acts & set(item.entries)),
            case.dossier.logic,
        )
        still = proven_by(rest, Not(breach.required), case.seen.as_of)
        if still is not None:
            held = tuple(dict.fromkeys(name for item in still[0] for name in item.entries))
            text = f"is not enough by itself: {', '.join(held)} says the same and would stand"
            con.append(Point(text, cite(desk, *held)))
            pro = []
        pro.extend(
            Point(f"returns to what {order.entry} asks for", cite(desk, order.entry))
            for order in breach.orders
            if standing_at(order.periods, case.seen.as_of) and order.mode in ("must", "must-not")
        )
    return Weighed(_unlike(pro), _unlike(con))
