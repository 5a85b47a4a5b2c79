"""no-authority: an instruction by somebody who may not give it, and so is none."""

from __future__ import annotations

from collections.abc import Iterable

from parley.dossier.vocabulary.entries import Instruction
from parley.kernel.findings import Finding
from parley.mandate.case import Case, entry_time, finding, party_names
from parley.mandate.check import Check
from parley.mandate.orders import gives_orders

__all__ = ["CHECK"]

CODE = "no-authority"


def _run(case: Case) -> Iterable[Finding]:
    for entry in case.seen.entries:
        if isinstance(entry, Instruction) and not gives_orders(case.authority, entry):
            to = party_names(case, entry.to) or "its own side"
            yield finding(
                case,
                CODE,
                "warning",
                f"{entry.id} ({entry_time(case, entry)}): {party_names(case, entry.by)} may not "
                f"instruct {to}, so it has no effect",
                (entry.id,),
                hint="record who may (`mandator:`, `authority:`, `delegation` with "
                "`may: instruct`), or enter it as an `assessment` with `kind: view`",
            )


CHECK = Check(
    code=CODE,
    severity="warning",
    meaning=(
        "By the dossier's own rules the author may not instruct the addressee. The order has no "
        "effect: it conflicts with nothing and nobody is blamed for not obeying it."
    ),
    mending="Record the rule or delegation that gives the authority, or enter it as a view.",
    run=_run,
)
