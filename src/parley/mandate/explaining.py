"""Every code of a finding, from reading and from the checks, with its explanation."""

from __future__ import annotations

from dataclasses import dataclass

from parley.dossier.vocabulary.fault_codes import FAULT_CODES
from parley.kernel.findings import Severity
from parley.mandate.running import checks

__all__ = ["Explanation", "explanations"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means, how to mend it, and whether reading or a check finds it."""

    code: str
    severity: Severity
    meaning: str
    mending: str
    found_by: str


def explanations() -> tuple[Explanation, ...]:
    """Return all explanations, by code; raises ParleyError for a plug-in that cannot be loaded."""
    found = {
        code: Explanation(code, fault.severity, fault.meaning, fault.mending, "reading")
        for code, fault in FAULT_CODES.items()
    }
    found.update(
        (one.code, Explanation(one.code, one.severity, one.meaning, one.mending, "a check"))
        for one in checks()
    )
    return tuple(found[code] for code in sorted(found))
