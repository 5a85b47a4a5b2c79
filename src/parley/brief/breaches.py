"""Breaches: findings that are about one and the same thing, with what was done and what was asked.

Questions to the mandator and options are derived from these, so that one fault found in three
acts is one question and one set of options.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from parley.brief.desk import Desk, required_of
from parley.dossier.dossier import formula
from parley.dossier.language.formulas import Formula, conjuncts, issues_of
from parley.dossier.language.logic import consistent
from parley.dossier.vocabulary.entries import Entry, Exclusion
from parley.kernel.findings import Finding
from parley.mandate.acts import Act, conjoin
from parley.mandate.orders import Order

__all__ = ["Breach", "breaches"]

E = TypeVar("E", bound=Entry)

#: Findings that somebody can decide about; the others are mended in the dossier itself.
_DECIDED = (
    "red-line-crossed",
    "trade-unmet",
    "fallback-not-followed",
    "exclusion-contradicted",
    "authority-expired",
    "position-abandoned",
    "outside-mandate",
    "not-on-agenda",
    "instruction-conflict",
    "views-differ",
    "question-overdue",
    "reply-missing-part",
)


@dataclass(frozen=True, slots=True)
class Breach:
    """One fault: `required` is what was asked, `done` what the acts at fault say against it."""

    code: str
    findings: tuple[Finding, ...]
    labels: tuple[str, ...]
    required: Formula | None
    done: Formula | None
    acts: tuple[Act, ...]
    entries: tuple[Entry, ...]
    orders: tuple[Order, ...]

    @property
    def proof(self) -> tuple[str, ...]:
        """The ids that prove it."""
        return tuple(dict.fromkeys(name for one in self.findings for name in one.entries))

    def first(self, kind: type[E]) -> E | None:
        """The first entry of a type among its proof."""
        return next((entry for entry in self.entries if isinstance(entry, kind)), None)


@lru_cache(maxsize=4)
def breaches(desk: Desk) -> tuple[Breach, ...]:
    """What is at fault and can be decided about, gravest first."""
    orders: dict[str, list[Order]] = {}
    for order in desk.case.orders:
        orders.setdefault(order.entry, []).append(order)
    acts = {act.entry.id: act for act in desk.case.acts}
    groups: dict[object, list[Finding]] = {}
    for found in sorted(desk.report.findings, key=lambda one: int(desk.labels[one.address][1:])):
        if found.code in _DECIDED:
            groups.setdefault(_key(desk, found, orders), []).append(found)
    return tuple(_breach(desk, group, orders, acts) for group in groups.values())


def _key(desk: Desk, found: Finding, orders: dict[str, list[Order]]) -> object:
    if found.code in ("trade-unmet", "fallback-not-followed", "red-line-crossed"):
        return found.code, required_of(desk, found) or found.address
    return _required(desk, found, orders) or found.address


def _required(desk: Desk, found: Finding, orders: dict[str, list[Order]]) -> Formula | None:
    required = required_of(desk, found)
    if required is None and found.code == "exclusion-contradicted":
        # A standing order demands what is left out.
        demands = [order for name in found.entries for order in orders.get(name, ())]
        return demands[0].says if demands else None
    return required


def _breach(
    desk: Desk,
    group: Sequence[Finding],
    orders: dict[str, list[Order]],
    acts: dict[str, Act],
) -> Breach:
    by_id = desk.case.dossier.by_id
    named = tuple(dict.fromkeys(name for found in group for name in found.entries))
    entries = tuple(by_id[name] for name in named if name in by_id)
    at_fault = [found.act for found in group if found.act is not None]
    made = tuple(acts[name] for name in dict.fromkeys(at_fault) if name in acts)
    required = _required(desk, group[0], orders)
    return Breach(
        group[0].code,
        tuple(group),
        tuple(desk.labels[found.address] for found in group),
        required,
        _done(desk, required, made, entries),
        made,
        entries,
        tuple(order for name in named for order in orders.get(name, ())),
    )


def _done(
    desk: Desk, required: Formula | None, acts: Sequence[Act], entries: Iterable[Entry]
) -> Formula | None:
    """What the newest act at fault says against what was required, and nothing besides."""
    logic = desk.case.dossier.logic
    if required is not None and acts:
        parts = conjuncts(acts[-1].says)
        against = [part for part in parts if not consistent(logic, (part, required))]
        near = [part for part in parts if not issues_of(part).isdisjoint(issues_of(required))]
        if against or near:
            return conjoin(against or near)
    for entry in entries:
        if isinstance(entry, Exclusion):
            return formula(desk.case.dossier, entry.says)
    return acts[-1].says if acts and required is None else None
