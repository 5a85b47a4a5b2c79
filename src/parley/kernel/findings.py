"""A finding: what a check, or the reading of a dossier, has to say, as a value."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from parley.kernel.digests import digest_of

__all__ = ["Finding", "Severity", "as_json", "sort_findings"]

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a dossier, with its place and its proof.

    Parameters:
        code: which kind of thing, for example `trade-unmet`.
        severity: how much it matters.
        message: what was expected, what was found, in a sentence.
        file: the file it is in, relative to the dossier, or None.
        line: the line in that file, from 1.
        column: the column in that line, from 1.
        entries: the identifiers of the entries that prove it.
        sources: the passages that prove it.
        hint: how to mend it.
        subject: what tells apart two findings of one code about the same entries.
        identity: the entries that make it this finding, where the rest of the proof may grow.
        act: the entry that is at fault, if it is an act; no part of the address.
        required: the statement that the act goes against; with `act` it tells when two codes
            name one fault.
    """

    code: str
    severity: Severity
    message: str
    file: str | None
    line: int | None
    column: int | None = None
    entries: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    hint: str | None = None
    subject: str = ""
    identity: tuple[str, ...] = ()
    act: str | None = field(default=None, compare=False)
    required: object = field(default=None, compare=False, repr=False)

    @property
    def address(self) -> str:
        """The finding's permanent name, by which it can be waived or cited.

        Where entries prove it, only code, subject and the set of entries (of `identity`, where it
        is given) count: neither lines that
        move, nor another wording of the message, nor another order of the proof changes it.
        """
        proof = sorted(set(self.identity or self.entries)) or ["", self.file or "", self.message]
        return f"{self.code}-{digest_of(self.code, self.subject, *proof)}"


def as_json(finding: Finding) -> dict[str, object]:
    """Return a finding as plain data, ready to be written as JSON."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "entries": list(finding.entries),
        "sources": list(finding.sources),
        "hint": finding.hint,
        "address": finding.address,
    }


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by file, line, code and entries, those without a place last.

    The order depends on nothing but the findings: it is the same in every run.
    """
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[object, ...]:
    return (
        finding.file is None,
        finding.file or "",
        finding.line is None,
        finding.line or 0,
        finding.code,
        finding.entries,
        finding.subject,
        finding.column or 0,
        finding.severity,
        finding.message,
        finding.sources,
        finding.hint or "",
    )
