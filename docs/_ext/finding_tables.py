"""What each finding means and how to mend it: of checks, of reading, of message offices."""

from __future__ import annotations

from importlib.metadata import entry_points

from parley.cables.attention import CODES
from parley.dossier.vocabulary.fault_codes import FAULT_CODES
from parley.mandate.check import Check

__all__ = ["check_sections", "fault_sections", "office_sections"]


def check_sections() -> str:
    """Return a section for each check that parley itself registers."""
    found: list[Check] = [
        point.load()
        for point in entry_points(group="parley.checks")
        if point.value.startswith("parley.")
    ]
    found.sort(key=lambda check: check.code)
    return "\n\n".join(
        _section(check.code, check.severity, check.meaning, check.mending) for check in found
    )


def fault_sections() -> str:
    """Return a section for each fault that reading a dossier may find."""
    return "\n\n".join(
        _section(code, fault.severity, fault.meaning, fault.mending)
        for code, fault in sorted(FAULT_CODES.items())
    )


def office_sections() -> str:
    """Return a section for each thing that a message office may find to need somebody."""
    return "\n\n".join(
        _section(code, one.severity, one.meaning, one.mending)
        for code, one in sorted(CODES.items())
    )


def _section(code: str, severity: str, meaning: str, mending: str) -> str:
    return f"### {code}\n\n*{severity}*\n\n{meaning}\n\n**How to mend it.** {mending}"
