"""instruction-conflict: standing orders of equal rank that no outcome satisfies together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from parley.dossier.fold import standing_at
from parley.dossier.language.formulas import issues_of
from parley.dossier.language.logic import Proof, conflict, consistent
from parley.kernel.findings import Finding
from parley.mandate.authority import outranks
from parley.mandate.case import Case, finding, party_names, quoted
from parley.mandate.check import Check
from parley.mandate.commitments import proven_by
from parley.mandate.orders import Order
from parley.mandate.weighing import requirement

__all__ = ["CHECK"]

CODE = "instruction-conflict"


def _run(case: Case) -> Iterable[Finding]:
    logic = case.dossier.logic
    for group in _connected(case, _standing(case)):
        told: set[frozenset[str]] = set()
        for orders in _candidates(group):
            proof = conflict(logic, tuple(requirement(order) for order in orders))
            if proof is None or not proof.premises:
                continue
            involved = [orders[index] for index in proof.premises]
            names = frozenset(order.entry for order in involved)
            if len(involved) < 2 or any(known <= names for known in told):
                continue
            if _same_rank(case, involved) and _common_addressee(involved):
                told.add(names)
                yield _finding(case, involved, proof)


def _standing(case: Case) -> list[Order]:
    logic = case.dossier.logic
    return [
        order
        for order in case.orders
        if order.mode in ("must", "must-not")
        and "propose" in order.acts
        and not order.bound.isdisjoint(case.parties)
        and standing_at(order.periods, case.seen.as_of)
        and (
            order.condition is None
            or proven_by(case.committed, order.condition, case.seen.as_of) is not None
        )
        and consistent(logic, (requirement(order),))
    ]


def _connected(case: Case, orders: Sequence[Order]) -> Iterable[list[Order]]:
    """Orders that share issues, directly or through feasibility; others cannot conflict."""
    group_of: dict[str, str] = {}

    def root(issue: str) -> str:
        while group_of.setdefault(issue, issue) != issue:
            issue = group_of[issue]
        return issue

    linked = (issues_of(part) for part in case.dossier.logic.feasibility)
    for named in (*linked, *(order.issues for order in orders)):
        first, *others = sorted(named) or [""]
        for other in others:
            group_of[root(other)] = root(first)
    groups: dict[str, list[Order]] = {}
    for order in orders:
        groups.setdefault(root(min(order.issues, default="")), []).append(order)
    return groups.values()


def _candidates(group: list[Order]) -> Iterable[tuple[Order, ...]]:
    """Distinct pairs first, since they tell most; then all together for larger conflicts."""
    newest: dict[object, Order] = {}
    for order in group:
        newest[(requirement(order), order.by, order.to)] = order
    distinct = tuple(newest.values())
    yield from combinations(distinct, 2)
    if len(distinct) > 2:
        yield distinct


def _same_rank(case: Case, orders: Sequence[Order]) -> bool:
    return not any(
        outranks(case.authority, one, other)
        for first in orders
        for second in orders
        for one in first.by
        for other in second.by
    )


def _common_addressee(orders: Sequence[Order]) -> bool:
    return bool(frozenset.intersection(*(order.bound for order in orders)))


def _finding(case: Case, orders: Sequence[Order], proof: Proof) -> Finding:
    linked = [case.dossier.declared.feasibility[index].id for index in proof.feasibility]
    told = " and ".join(
        f"{order.entry} ({party_names(case, order.by)}: {order.mode} {quoted(case, order.says)})"
        for order in orders
    )
    because = f"; with feasibility {', '.join(linked)}" if linked else ""
    return finding(
        case,
        CODE,
        "error",
        f"no outcome satisfies {told}{because}",
        (*(order.entry for order in reversed(orders)), *linked),
        hint="replace one explicitly (`replaces:`), whatever their dates",
    )


CHECK = Check(
    code=CODE,
    severity="error",
    meaning=(
        "Two or more standing orders of equal rank, to a common addressee, cannot all be obeyed: "
        "no outcome that the feasibility statements allow satisfies them. Dates do not matter, "
        "because replacing is explicit; an order by somebody who outranks the other prevails and "
        "is no conflict, and an act that obeys the later one is not blamed."
    ),
    mending="Have one of them replaced or revoked by whoever gave it or outranks him.",
    run=_run,
)
