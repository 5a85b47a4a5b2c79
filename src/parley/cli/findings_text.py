"""Findings as a person reads them in a terminal: by file, wrapped, with proof and how to mend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import click

from parley.cli.layout import counted, dim, heading, wrapped
from parley.cli.viewpoint import Viewpoint, shown
from parley.dossier.dossier import Dossier
from parley.kernel.findings import Finding, Severity
from parley.mandate.running import Waived

__all__ = [
    "SEVERITIES",
    "count_line",
    "finding_lines",
    "findings_lines",
    "scope_line",
    "waived_lines",
]

#: The most severe first.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_COLORS = {"error": "red", "warning": "yellow", "note": "blue"}


def scope_line(dossier: Dossier, seen: Viewpoint) -> str:
    """Say what was looked at: which dossier, through whose eyes, as of when."""
    who = f"for {seen.party}" if seen.party is not None else "for each side"
    zone = dossier.declared.zone  # in which times without a zone were typed
    when = f"as of {shown(seen.as_of, seen.zone)}"
    if seen.zone != zone:
        when += f" ({shown(seen.as_of, zone)})"
    if seen.known_as_of != seen.as_of:
        when += f", with what was known by {shown(seen.known_as_of, seen.zone)}"
    return f"{dossier.declared.id}: {who}, {when}"


def findings_lines(findings: Iterable[Finding]) -> list[str]:
    """Lay findings out under the name of their file, in the order given."""
    lines: list[str] = []
    for file, group in groupby(findings, key=lambda one: one.file):
        members = list(group)
        lines.append(heading(f"{file or 'The dossier as a whole'}: {count_line(members, 0)}"))
        for finding in members:
            lines.extend(("", *finding_lines(finding)))
        lines.append("")
    return lines


def finding_lines(finding: Finding) -> list[str]:
    """Lay one finding out: place, code, message, how to mend it, and its proof."""
    color = _COLORS[finding.severity]
    place = f"{finding.file or 'dossier'}:{finding.line or 1}"
    if finding.column is not None:
        place += f":{finding.column}"
    severity = click.style(finding.severity, fg=color, bold=finding.severity == "error")
    lines = [f"{place}: {severity}: {click.style(finding.code, bold=True)}"]
    lines.extend(wrapped(finding.message, 4))
    if finding.hint:
        lines.extend(wrapped(f"mend: {finding.hint}", 4, 10))
    proof = [
        f"entries: {', '.join(finding.entries)}" if finding.entries else "",
        f"passages: {', '.join(finding.sources)}" if finding.sources else "",
        f"address: {finding.address}",
    ]
    lines.extend(dim(wrapped("; ".join(part for part in proof if part), 4, 6)))
    return lines


def waived_lines(waived: Sequence[Waived]) -> list[str]:
    """Lay out what was set aside, each finding with who waived it, why and until when."""
    lines = [heading("Waived"), ""]
    for one in waived:
        lines.extend(finding_lines(one.finding))
        waiver = one.waiver
        by = ", ".join(waiver.by) or "somebody"
        lines.extend(
            wrapped(f"waived by {by} ({waiver.id}) until {waiver.until}: {waiver.reason}", 4, 6)
        )
        lines.append("")
    return lines


def count_line(findings: Sequence[Finding], waived: int) -> str:
    """Say how many findings there are of each severity, and how many are waived."""
    counts = [
        counted(number, severity)
        for severity in SEVERITIES
        if (number := sum(one.severity == severity for one in findings))
    ]
    told = ", ".join(counts) or "no findings"
    return told + (f"; {waived} waived" if waived else "")
