"""views-differ: parties of one side hold views that no outcome satisfies together."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from parley.dossier.dossier import formula
from parley.dossier.fold import standing_at
from parley.dossier.language.logic import conflict
from parley.dossier.vocabulary.entries import Assessment
from parley.kernel.findings import Finding
from parley.mandate.case import Case, finding, in_side, party_names, quoted
from parley.mandate.check import Check

__all__ = ["CHECK"]

CODE = "views-differ"


def _run(case: Case) -> Iterable[Finding]:
    views = [
        entry
        for entry in case.seen.entries
        if isinstance(entry, Assessment)
        and entry.kind == "view"
        and in_side(case, entry.by)
        and standing_at(case.periods.get(entry.id, ()), case.seen.as_of)
    ]
    by_issue: dict[frozenset[str], list[Assessment]] = {}
    for entry in views:
        by_issue.setdefault(frozenset(entry.by), []).append(entry)
    for one, other in combinations(by_issue.values(), 2):
        for first in one:
            for second in other:
                found = _difference(case, first, second)
                if found is not None:
                    yield found


def _difference(case: Case, first: Assessment, second: Assessment) -> Finding | None:
    said, also = formula(case.dossier, first.says), formula(case.dossier, second.says)
    if said is None or also is None or not set(first.by).isdisjoint(second.by):
        return None
    proof = conflict(case.dossier.logic, (said, also))
    if proof is None or len(proof.premises) < 2:
        return None
    linked = [case.dossier.declared.feasibility[index].id for index in proof.feasibility]
    because = f"; with feasibility {', '.join(linked)}" if linked else ""
    return finding(
        case,
        CODE,
        "warning",
        f"{party_names(case, second.by)} ({second.id}: {quoted(case, also)}) and "
        f"{party_names(case, first.by)} ({first.id}: {quoted(case, said)}) hold views that no "
        f"outcome satisfies together{because}",
        (second.id, first.id, *linked),
        hint="settle inside the side what it can say as one before it is said",
    )


CHECK = Check(
    code=CODE,
    severity="warning",
    meaning=(
        "Two parties inside one side hold views (`assessment` with `kind: view`) that exclude "
        "each other, and the side knows both. Views that overlap do not differ."
    ),
    mending="Settle the difference inside the side; a changed view `replaces:` the old one.",
    run=_run,
)
