"""Where every issue stands: own position, own concessions, the other side, and what is agreed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from parley.brief.desk import (
    Desk,
    cite,
    claim,
    issues_found,
    item_claims,
    known_sources,
    own_side,
    part_on,
    said,
    values_left,
)
from parley.brief.model import Cite, Claim
from parley.brief.positions import (
    condition_met_by,
    condition_words,
    known_issues,
    orders_in_force,
    stances,
)
from parley.dossier.dossier import side_of
from parley.dossier.fold import standing_at
from parley.dossier.language.formulas import Formula, Not, issues_of
from parley.dossier.language.logic import consistent, entails
from parley.dossier.vocabulary.entries import Assessment
from parley.mandate.acts import Act, conjoin
from parley.mandate.commitments import Item, holding
from parley.mandate.orders import Order

__all__ = [
    "Situation",
    "Standing",
    "Value",
    "situation",
]

State = Literal["settled", "narrowed", "contested", "matched", "open", "untouched"]
MOST_ISSUES = 120
MOST_SHOWN = 3  # claims of one kind on one issue; the newest count


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an issue and what it means, if the dossier says."""

    name: str
    meaning: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """One issue. `left` are the values that the commitments in force leave (all: none listed).

    Its state: `settled` by what is committed, `narrowed` by it, `contested` (what both sides want
    excludes each other), `matched` (both offer the same and nothing is committed), `open`, or
    `untouched`.
    """

    issue: str
    question: str
    aspect: str
    wording_of: str | None
    unit: str | None
    values: tuple[Value, ...]
    state: State
    left: tuple[str, ...]
    own: tuple[Claim, ...]
    lines: tuple[Claim, ...]
    conceded: tuple[Claim, ...]
    theirs: tuple[Claim, ...]
    agreed: tuple[Claim, ...]
    findings: tuple[str, ...]
    cite: Cite


@dataclass(frozen=True, slots=True)
class Situation:
    """The issues that the party has to do with, in the dossier's order; see `MOST_ISSUES`."""

    issues: tuple[Standing, ...]
    left_out: int


@lru_cache(maxsize=4)
def situation(desk: Desk) -> Situation:
    """Where every issue stands."""
    found: dict[str, list[str]] = {}
    for one in desk.report.findings:
        for issue in issues_found(desk, one):
            found.setdefault(issue, []).append(desk.labels[one.address])
    orders: dict[str, list[Order]] = {}
    for order in orders_in_force(desk):
        for issue in order.issues:
            orders.setdefault(issue, []).append(order)
    refused = _refusals(desk.case.acts)
    views = _views(desk)
    standing = [
        _standing(
            desk,
            issue,
            orders.get(issue, ()),
            refused.get(issue, []),
            (views.get(issue, []), found.get(issue, [])),
        )
        for issue in known_issues(desk)
    ]
    if len(standing) <= MOST_ISSUES:
        return Situation(tuple(standing), 0)
    # Too many to read: what is at fault or contested comes before what is not.
    ranked = sorted(standing, key=lambda one: not one.findings and one.state != "contested")
    kept = {one.issue for one in ranked[:MOST_ISSUES]}
    shown = tuple(one for one in standing if one.issue in kept)
    return Situation(shown, len(standing) - len(shown))


def _refusals(acts: Iterable[Act]) -> dict[str, list[Act]]:
    found: dict[str, list[Act]] = {}
    for act in acts:
        if act.kind == "refusal":
            for issue in act.issues:
                found.setdefault(issue, []).append(act)
    return found


def _views(desk: Desk) -> dict[str, list[Assessment]]:
    found: dict[str, list[Assessment]] = {}
    case = desk.case
    for entry in case.seen.entries:
        if not isinstance(entry, Assessment) or entry.kind != "view":
            continue
        stated = case.dossier.formulas.get(entry.says or "")
        standing = standing_at(case.periods.get(entry.id, ()), case.seen.as_of)
        if stated is not None and standing and own_side(desk, entry.by):
            for issue in issues_of(stated):
                found.setdefault(issue, []).append(entry)
    return found


def _standing(
    desk: Desk,
    issue: str,
    orders: Sequence[Order],
    refused: Sequence[Act],
    more: tuple[Sequence[Assessment], Sequence[str]],
) -> Standing:
    case = desk.case
    declared = case.dossier.declared.issues[issue]
    views, found = more
    others = [act for act in refused if not own_side(desk, act.entry.by)]
    committed = holding(case.committed, (issue,), case.seen.as_of)
    if (
        declared.decided_by
        and len({side_of(case.dossier, one) for one in declared.decided_by}) == 1
    ):
        # What one side decides alone is settled by what it says itself.
        alone = own_side(desk, declared.decided_by)
        committed = [*committed, *stances(desk, issue)[0 if alone else 1]]
    near = [item for item in committed if issue in issues_of(item.says)]
    left = _left(desk, issue, committed)
    mine, theirs = stances(desk, issue)
    own = [_order_claim(desk, order, issue) for order in orders if order.mode not in _LINES]
    own.extend(_view_claim(desk, entry, issue) for entry in views)
    meanings = declared.values if isinstance(declared.values, dict) else {}
    domain = case.dossier.domains[issue]
    return Standing(
        issue,
        " ".join(declared.question.split()),
        declared.aspect,
        declared.wording_of,
        declared.unit,
        tuple(Value(value, meanings.get(value)) for value in domain.values[:24]),
        _state(desk, left, _wanted(mine, orders), _opposed(theirs, others), bool(own)),
        left,
        tuple(own),
        tuple(_order_claim(desk, order, issue) for order in orders if order.mode in _LINES),
        item_claims(desk, "offers", mine, issue)[-MOST_SHOWN:],
        (
            *item_claims(desk, "offers", theirs, issue)[-MOST_SHOWN:],
            *_refusal_claims(desk, others, issue),
        ),
        item_claims(desk, "", near, issue)[-MOST_SHOWN:],
        tuple(found),
        Cite(
            (),
            known_sources(desk, declared.sources),
            (declared.assumed,) if declared.assumed else (),
        ),
    )


_LINES = ("red-line", "bottom-line")


def _order_claim(desk: Desk, order: Order, issue: str) -> Claim:
    entry = desk.case.dossier.by_id.get(order.entry)
    line = order.mode in _LINES
    stated = (
        order.says if line or issue not in issues_of(order.says) else part_on(order.says, issue)
    )
    if entry is None:
        return Claim(order.mode, said(desk, stated), None, "", "", cite(desk, order.entry))
    if order.condition is None:
        return claim(desk, order.mode, entry, stated)
    met = condition_met_by(desk, order)
    told = claim(desk, order.mode, entry, stated, *(met or ()))
    hangs_on = condition_words(said(desk, order.condition), met=met is not None)
    return replace(told, text=hangs_on)


def _view_claim(desk: Desk, entry: Assessment, issue: str) -> Claim:
    stated = desk.case.dossier.formulas[entry.says or ""]
    return claim(desk, "view", entry, part_on(stated, issue))


def _refusal_claims(desk: Desk, others: Sequence[Act], issue: str) -> Iterable[Claim]:
    for act in others[-MOST_SHOWN:]:
        yield claim(desk, "refuses", act.entry, part_on(act.says, issue))


def _left(desk: Desk, issue: str, committed: Sequence[Item]) -> tuple[str, ...]:
    """The values left, or nothing where the commitments exclude none (or there are too many)."""
    if not committed:
        return ()
    left = values_left(desk, issue, tuple(item.says for item in committed))
    if left is None or len(left) == len(desk.case.dossier.domains[issue].values):
        return ()
    return left


def _state(
    desk: Desk,
    left: tuple[str, ...],
    mine: Sequence[Formula],
    theirs: Sequence[Formula],
    spoken: bool,
) -> State:
    if len(left) == 1:
        return "settled"
    if left:
        return "narrowed"
    logic = desk.case.dossier.logic
    if mine and theirs and not consistent(logic, (*mine, *theirs)):
        return "contested"
    same = entails(logic, mine, conjoin(theirs)) and entails(logic, theirs, conjoin(mine))
    if mine and theirs and same:
        return "matched"
    return "open" if mine or theirs or spoken else "untouched"


def _wanted(mine: Sequence[Item], orders: Sequence[Order]) -> list[Formula]:
    """What the party stands for: its open offers, else what it was told to insist on."""
    if mine:
        return [item.says for item in mine]
    return [one.says for one in orders if one.mode == "must" and one.condition is None]


def _opposed(theirs: Sequence[Item], refused: Sequence[Act]) -> list[Formula]:
    """What the others stand for: their open offers, else the opposite of what they refused last."""
    if theirs:
        return [item.says for item in theirs]
    return [Not(refused[-1].says)] if refused else []
