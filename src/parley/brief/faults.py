"""The findings of the brief: what the checks found, with proof, and what has been waived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parley.brief.blocks import (
    Badge,
    Block,
    Card,
    Facts,
    Fold,
    Line,
    Paragraph,
    Run,
    cited,
    line,
    more_left_out,
)
from parley.brief.desk import Desk, cite, known_sources, names, when
from parley.brief.model import Cite, Header
from parley.dossier.dossier import moment
from parley.kernel.findings import Finding, Severity
from parley.mandate.running import Waived

__all__ = ["MOST_FINDINGS", "Fault", "Faults", "SetAside", "faults", "label_findings", "lay_out"]

MOST_FINDINGS = 100
_GRAVEST_FIRST: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding under the label by which the rest of the brief speaks of it."""

    label: str
    code: str
    severity: Severity
    message: str
    file: str | None
    line: int | None
    hint: str | None
    address: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class SetAside:
    """A finding that its owner waived, why, and until when."""

    fault: Fault
    waiver: str
    reason: str
    owner: str
    until: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class Faults:
    """What was found, errors first, and apart from it what is waived."""

    found: tuple[Fault, ...]
    left_out: int
    waived: tuple[SetAside, ...]


def _in_order(found: Sequence[Finding]) -> list[Finding]:
    return sorted(found, key=lambda one: _GRAVEST_FIRST.index(one.severity))


def label_findings(found: Sequence[Finding]) -> Mapping[str, str]:
    """Labels `F1`, `F2` ... by address, errors first."""
    return {one.address: f"F{number}" for number, one in enumerate(_in_order(found), 1)}


def faults(desk: Desk) -> Faults:
    """What the checks found for the party."""
    found = _in_order(desk.report.findings)
    return Faults(
        tuple(_fault(desk, one) for one in found[:MOST_FINDINGS]),
        max(0, len(found) - MOST_FINDINGS),
        tuple(_set_aside(desk, one) for one in desk.report.waived),
    )


def _fault(desk: Desk, found: Finding) -> Fault:
    proof = cite(desk, *found.entries)
    passages = known_sources(desk, tuple(dict.fromkeys((*found.sources, *proof.passages))))
    return Fault(
        desk.labels.get(found.address, ""),
        found.code,
        found.severity,
        found.message,
        found.file,
        found.line,
        found.hint,
        found.address,
        Cite(proof.entries or found.entries, passages, proof.assumed, proof.withheld),
    )


def _set_aside(desk: Desk, waived: Waived) -> SetAside:
    waiver = waived.waiver
    until = when(desk, moment(desk.case.dossier, waiver, waiver.until))
    return SetAside(
        _fault(desk, waived.finding),
        waiver.id,
        waiver.reason,
        names(desk, waiver.by),
        until,
        cite(desk, waiver.id),
    )


def lay_out(content: Faults, header: Header, short: bool) -> tuple[Block, ...]:
    """One card for each finding; waived ones folded away below."""
    blocks: list[Block] = []
    if not content.found:
        blocks.append(Paragraph(line("The checks found nothing.")))
    blocks.extend(_card(fault) for fault in content.found)
    if content.left_out:
        blocks.append(
            Paragraph(line(f"{more_left_out(content.left_out)}; `parley check` lists all."))
        )
    if content.waived:
        cards = tuple(_waived_card(one, header) for one in content.waived)
        blocks.append(Fold(f"Waived: {len(content.waived)}", cards))
    return tuple(blocks)


def _card(fault: Fault) -> Card:
    tone = {"error": "bad", "warning": "warn", "note": "calm"}[fault.severity]
    badge = Badge(fault.severity, "bad" if tone == "bad" else "warn" if tone == "warn" else "calm")
    rows: list[tuple[str, tuple[Line, ...]]] = []
    if fault.hint:
        rows.append(("To mend it", (line(fault.hint),)))
    if fault.file:
        place = f"{fault.file}:{fault.line}" if fault.line else fault.file
        rows.append(("Where", (line(Run(place, "code")),)))
    rows.append(("Proof", (cited(fault.cite),)))
    return Card(
        line(Run(f"{fault.label} ", "muted"), fault.code),
        (Paragraph(line(fault.message)), Facts(tuple(rows))),
        (badge,),
        anchor=f"finding-{fault.label}" if fault.label else None,
    )


def _waived_card(one: SetAside, header: Header) -> Card:
    fault = one.fault
    rows = (
        (
            "Waived by",
            (line(f"{one.owner or 'nobody named'}, until {one.until}", cited(one.cite)),),
        ),
        ("Reason", (line(one.reason),)),
        ("Proof", (cited(fault.cite),)),
    )
    return Card(line(fault.code), (Paragraph(line(fault.message)), Facts(rows)), (Badge("waived"),))
