"""Trades and fallbacks: the state of each, and what proves it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from parley.brief.blocks import (
    Badge,
    Block,
    Bullets,
    Card,
    Facts,
    Line,
    Paragraph,
    Run,
    Table,
    Track,
    cited,
    line,
)
from parley.brief.desk import Desk, cite, entry_when, in_words, names, said, when
from parley.brief.model import Cite, Header
from parley.dossier.dossier import formula, moment
from parley.mandate.commitments import Item
from parley.mandate.fallbacks import Due, FallbackState, Lapse
from parley.mandate.trades import STATES, TradeState
from parley.mandate.weighing import fallbacks_of, trades_of

__all__ = ["Plan", "Plans", "Step", "TradePlan", "lay_out", "plans"]

S = TypeVar("S", TradeState, FallbackState)

MOST_PLANS = 40
_MEANING = {
    "drafted": "drafted; nobody has authorised it",
    "authorised": "authorised; not yet put to the other side",
    "offered": "offered; the other side has not committed itself to its part",
    "met": "the other side's part is committed; ours is not yet given",
    "executed": "both parts are given",
    "executed-unmet": "given without what was to be had for it",
    "lapsed": "lapsed: its time is over",
    "withdrawn": "withdrawn or replaced",
    "armed": "armed: nothing has set it off",
    "triggered": "set off, and not yet carried out",
    "followed": "set off, and carried out",
    "not-followed": "set off, and something else was done instead",
    "exhausted": "every rung was tried and refused",
}
_TONE = {"executed-unmet": "bad", "not-followed": "bad", "triggered": "warn", "exhausted": "warn"}


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
    ranked = sorted(reversed(states), key=lambda one: one.state not in _TONE)
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


def lay_out(content: Plans, header: Header, short: bool) -> tuple[Block, ...]:
    """A card for each plan: its state, its parts, and the proof of every step."""
    if not content.trades and not content.fallbacks:
        return (Paragraph(line("No trade and no fallback has been drafted.")),)
    cards = (
        *(_trade_card(one) for one in content.trades),
        *(_fallback_card(one, short) for one in content.fallbacks),
    )
    if content.left_out:
        return (*cards, Paragraph(line(f"{content.left_out} older ones are left out."), "note"))
    return cards


def _badge(state: str) -> Badge:
    tone = _TONE.get(state)
    if tone == "bad":
        return Badge(state, "bad")
    return Badge(state, "warn" if tone == "warn" else "calm")


def _trade_card(one: TradePlan) -> Card:
    rows: list[tuple[str, tuple[Line, ...]]] = [
        ("Give", (line(Run(one.give, "code")), line(Run(one.give_words, "muted")))),
        ("Only for", (line(Run(one.get, "code")), line(Run(one.get_words, "muted")))),
    ]
    own = one.authorised.entries == (one.entry,)
    steps = (
        ("Authorised", Cite() if own else one.authorised),
        ("Offered", one.offered),
        ("Given by", one.given),
        ("Got by", one.got),
    )
    rows.extend((label, (cited(proof),)) for label, proof in steps if proof.entries)
    if one.missing:
        rows.append(("Must come first", (line(", ".join(one.missing)),)))
    if one.until:
        rows.append(("Lapses after", (line(one.until),)))
    blocks: list[Block] = [
        Track("State of the trade", STATES, one.reached, one.state),
        Paragraph(line(f"{_MEANING[one.state].capitalize()}.")),
        Facts((*rows, _source_row(one.by, one.at, one.cite))),
    ]
    if one.text:
        blocks.insert(0, Paragraph(line(one.text)))
    return Card(line(Run(f"{one.entry}", "entry")), tuple(blocks), (_badge(one.state),))


def _source_row(by: str, at: str, proof: Cite) -> tuple[str, tuple[Line, ...]]:
    return "Drawn up", (line(", ".join(part for part in (by, at) if part), cited(proof)),)


def _fallback_card(one: Plan, short: bool) -> Card:
    rows: list[tuple[str, tuple[Line, ...]]] = [("Set off when", (line(one.trigger),))]
    if one.followed.entries:
        rows.append(("Carried out by", (cited(one.followed),)))
    if one.lapses:
        rows.append(("Not followed", (*(line(text) for text in one.lapses),)))
    rows.append(_source_row(one.by, one.at, one.cite))
    blocks: list[Block] = [
        *([Paragraph(line(one.text))] if one.text else []),
        Paragraph(line(f"{_MEANING.get(one.state, one.state).capitalize()}.")),
        Facts(tuple(rows)),
    ]
    if one.steps and short:
        blocks.append(Bullets(tuple(_rung_line(number, step) for number, step in _rows(one))))
    elif one.steps:
        blocks.append(_rungs(one))
    return Card(line(Run(one.entry, "entry")), tuple(blocks), (_badge(one.state),))


def _rows(one: Plan) -> Iterable[tuple[int, Step]]:
    return enumerate(one.steps, 1)


def _rung_line(number: int, step: Step) -> Line:
    due = f"due since {step.since}" if step.since else "not due"
    refused = f", tried and refused {step.tried}" if step.tried else ""
    return line(f"rung {number}: ", Run(step.do, "code"), f" ({due}{refused})", cited(step.cause))


def _rungs(one: Plan) -> Table:
    return Table(
        f"Rungs of {one.entry}",
        ("Rung", "Put forward", "Due since", "Tried and refused"),
        tuple(
            (
                (line(Run(str(number), "strong")),),
                tuple(
                    text
                    for text in (
                        line(Run(step.do, "code")),
                        line(step.text or Run(step.words, "muted")),
                        line(step.limit),
                    )
                    if text
                ),
                (line(step.since or Run("not due", "muted"), cited(step.cause)),),
                (line(step.tried or Run("no", "muted")),),
            )
            for number, step in _rows(one)
        ),
    )
