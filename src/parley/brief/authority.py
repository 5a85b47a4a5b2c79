"""Authority: the orders in force, what has ended lately, delegations, and who may instruct."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parley.brief.blocks import (
    Block,
    Bullets,
    Facts,
    Fold,
    Line,
    Paragraph,
    Run,
    Table,
    cited,
    line,
    more_left_out,
)
from parley.brief.desk import Desk, cite, entry_when, in_words, names, own_side, said, when
from parley.brief.model import Cite, Header
from parley.brief.positions import condition_met_by, condition_words
from parley.dossier.fold import Period, standing_at
from parley.dossier.language.formulas import Const
from parley.dossier.vocabulary.entries import Delegation
from parley.kernel.durations import DAY
from parley.mandate.authority import Rule
from parley.mandate.orders import Order

__all__ = ["Authority", "Delegated", "Ordered", "authority", "lay_out", "no_zone_of"]

MOST_ORDERS = 80
_MODES = ("red-line", "bottom-line", "must", "must-not", "may", "prefer")
_LATELY = 30 * DAY


@dataclass(frozen=True, slots=True)
class Ordered:
    """One order: `condition` with `met` tells whether it holds now; `ended` how it ended."""

    entry: str
    mode: str
    says: str
    words: str
    by: str
    to: str
    given: str
    until: str
    condition: str | None
    met: bool | None
    ended: str | None
    cite: Cite


@dataclass(frozen=True, slots=True)
class Delegated:
    """Who may act for whom, how far, and until when."""

    who: str
    may: tuple[str, ...]
    whom: str
    issues: tuple[str, ...]
    limits: str | None
    until: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Authority:
    """What the party is told and allowed as of the brief's time."""

    default: str
    instructed_by: str
    in_force: tuple[Ordered, ...]
    left_out: int
    ended: tuple[Ordered, ...]
    delegations: tuple[Delegated, ...]


def authority(desk: Desk) -> Authority:
    """What is authorised, by whom, until when."""
    case = desk.case
    instant = case.seen.as_of
    binding = [one for one in case.orders if not one.acting.isdisjoint(case.parties)]
    standing = [one for one in binding if standing_at(one.periods, instant)]
    standing.sort(key=lambda one: _MODES.index(one.mode))
    ended = [
        one
        for one in binding
        if not standing_at(one.periods, instant) and _ended_lately(one.periods, instant)
    ]
    return Authority(
        case.dossier.declared.default_authority,
        names(desk, _mandators(desk)),
        tuple(_ordered(desk, one) for one in standing[:MOST_ORDERS]),
        max(0, len(standing) - MOST_ORDERS),
        tuple(_ordered(desk, one) for one in ended[-10:]),
        tuple(_delegations(desk)),
    )


def _mandators(desk: Desk) -> tuple[str, ...]:
    parties = desk.case.dossier.declared.parties
    return tuple(
        dict.fromkeys(
            rule.who
            for rule in desk.case.authority.rules
            if "instruct" in rule.may
            and rule.entry is None
            and rule.whom in desk.case.parties
            and rule.who in parties
            and rule.who not in desk.case.parties
        )
    )


def _ended_lately(periods: tuple[Period, ...], instant: int) -> bool:
    end = periods[-1].end if periods else None
    return end is not None and instant - end.latest <= _LATELY


def _ordered(desk: Desk, order: Order) -> Ordered:
    entry = desk.case.dossier.by_id.get(order.entry)
    condition = order.condition
    proof = condition_met_by(desk, order)
    last = order.periods[-1]
    free = order.says == Const(True)
    return Ordered(
        order.entry,
        order.mode,
        "as it judges best" if free else said(desk, order.says),
        ", ".join(sorted(order.issues)) if free else in_words(desk, order.says),
        names(desk, order.by),
        names(desk, order.to) or "the whole side",
        entry_when(desk, entry) if entry is not None else "declared",
        when(desk, last.end) if last.end is not None and last.expired else "",
        said(desk, condition) if condition is not None else None,
        proof is not None if condition is not None else None,
        _how_it_ended(desk, last),
        cite(desk, order.entry, last.ended_by, *(proof or ())),
    )


def _how_it_ended(desk: Desk, last: Period) -> str | None:
    if last.end is None or (last.expired and last.end.latest >= desk.case.seen.as_of):
        return None
    by = f"by {last.ended_by}" if last.ended_by else "ran out"
    return f"{by}, {when(desk, last.end)}"


def _delegations(desk: Desk) -> Iterable[Delegated]:
    for rule in desk.case.authority.rules:
        if set(rule.may) == {"instruct"} and rule.entry is None:
            continue
        if not own_side(desk, (rule.who, rule.whom)):
            continue
        if standing_at(rule.periods, desk.case.seen.as_of):
            yield _delegated(desk, rule)


def _delegated(desk: Desk, rule: Rule) -> Delegated:
    entry = desk.case.dossier.by_id.get(rule.entry or "")
    end = rule.periods[-1].end
    return Delegated(
        names(desk, (rule.who,)),
        tuple(sorted(rule.may)),
        names(desk, (rule.whom,)),
        tuple(sorted(rule.issues or ())),
        entry.says if isinstance(entry, Delegation) else None,
        when(desk, end) if end is not None else "",
        cite(desk, rule.entry),
    )


def lay_out(content: Authority, header: Header, short: bool) -> tuple[Block, ...]:
    """The default, then the orders by mode, the delegations, and what has ended."""
    default = {
        "nothing-unless-authorised": "Nothing may be settled without authority.",
        "free-unless-forbidden": "Where no order speaks, the party is free.",
    }[content.default]
    rows: list[tuple[str, tuple[Line, ...]]] = [("By default", (line(default),))]
    if content.instructed_by:
        rows.append(("Instructed by", (line(content.instructed_by),)))
    blocks: list[Block] = [Facts(tuple(rows))]
    if content.in_force and short:
        blocks.append(Bullets(tuple(_in_a_line(one) for one in content.in_force)))
    elif content.in_force:
        blocks.append(_table("Orders in force", content.in_force, header))
    else:
        blocks.append(Paragraph(line("No order to the party is in force.")))
    if content.left_out:
        blocks.append(Paragraph(line(f"{more_left_out(content.left_out)}."), "note"))
    if content.delegations:
        blocks.append(_delegation_table(content.delegations))
    if content.ended:
        table = _table("Ended in the last 30 days", content.ended, header)
        blocks.append(Fold(f"Ended in the last 30 days: {len(content.ended)}", (table,)))
    return tuple(blocks)


def _in_a_line(one: Ordered) -> Line:
    condition = ""
    if one.condition is not None:
        condition = f" {condition_words(one.condition, met=bool(one.met))}"
    until = f", until {one.until}" if one.until else ""
    return line(
        Run(one.mode, "strong"),
        " ",
        Run(one.says, "code"),
        f"{condition} ({one.by}{until})",
        cited(Cite(one.cite.entries[:1])),
    )


def _table(caption: str, orders: Iterable[Ordered], header: Header) -> Table:
    return Table(
        caption,
        ("Order", "Says", "By and to", "In force"),
        tuple(_row(one, header) for one in orders),
        (22, 40, 18, 20),
    )


def _row(one: Ordered, header: Header) -> tuple[tuple[Line, ...], ...]:
    says = [line(Run(one.says, "code")), line(Run(one.words, "muted"))]
    if one.condition is not None:
        met = "met" if one.met else "not met"
        says.append(line("only if ", Run(one.condition, "code"), f": {met}"))
    since = no_zone_of(header, one.given)
    force = [line(f"since {since}" if one.given != "declared" else "declared")]
    if one.until:
        force.append(line(f"until {no_zone_of(header, one.until)}"))
    if one.ended:
        force.append(line(f"ended {one.ended}"))
    mode = (line(Run(one.mode, "strong")), cited(one.cite))
    return mode, tuple(says), (line(f"{one.by} to {one.to}"),), tuple(force)


def no_zone_of(header: Header, text: str) -> str:
    """A time without the zone that the whole brief uses."""
    return text.removesuffix(f" {header.zone}")


def _delegation_table(delegations: Iterable[Delegated]) -> Table:
    return Table(
        "Who may act for whom",
        ("Who", "For whom", "May", "Limits"),
        tuple(
            (
                (line(Run(one.who, "strong")), cited(one.cite)),
                (line(one.whom),),
                (line(", ".join(one.may)),),
                _limits(one),
            )
            for one in delegations
        ),
        (30, 24, 22, 24),
    )


def _limits(one: Delegated) -> tuple[Line, ...]:
    found: list[Line] = []
    if one.issues:
        found.append(line("only ", Run(", ".join(one.issues), "code")))
    if one.limits:
        found.append(line(Run(one.limits, "code")))
    if one.until:
        found.append(line(f"until {one.until}"))
    return tuple(found) or (line(Run("none", "muted")),)
