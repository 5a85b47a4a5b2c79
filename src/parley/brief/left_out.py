"""What is left out on purpose, and the rules of the talks with the disputes about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parley.brief.blocks import Block, Line, Paragraph, Run, Table, cited, claim_line, line
from parley.brief.desk import Desk, cite, claim, entry_when, names, own_side, said, when
from parley.brief.model import Cite, Claim, Header
from parley.dossier.dossier import formula, moment
from parley.dossier.fold import standing_at
from parley.dossier.language.formulas import issues_of
from parley.dossier.language.logic import consistent
from parley.dossier.vocabulary.entries import Entry, Exclusion, Procedure
from parley.mandate.commitments import holding, proven_by

__all__ = ["Excluded", "LeftOut", "Rule", "lay_out", "left_out"]

MOST_OPPONENTS = 4


@dataclass(frozen=True, slots=True)
class Excluded:
    """A matter left out: whose view that is, why, and what is wrong with it."""

    entry: str
    matters: tuple[str, ...]
    says: str | None
    text: str | None
    owner: str
    reason: str | None
    until: str
    findings: tuple[str, ...]
    cite: Cite


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of procedure: `own` tells a standing position of the side from a common rule.

    `against` are acts that go against it, `dispute` is open, settled as the rule says, settled
    otherwise, or none; `settled_by` proves a settlement.
    """

    entry: str
    says: str | None
    text: str | None
    by: str
    own: bool
    consent: str
    since: str
    until: str
    against: tuple[Claim, ...]
    dispute: str
    settled_by: Cite
    cite: Cite


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Exclusions and rules of procedure that stand."""

    exclusions: tuple[Excluded, ...]
    rules: tuple[Rule, ...]


def left_out(desk: Desk) -> LeftOut:
    """What is left out and which rules stand, as of the brief's time."""
    standing = [entry for entry in desk.case.seen.entries if _stands(desk, entry)]
    return LeftOut(
        tuple(_excluded(desk, entry) for entry in standing if isinstance(entry, Exclusion)),
        tuple(_rule(desk, entry) for entry in standing if isinstance(entry, Procedure)),
    )


def _stands(desk: Desk, entry: Entry) -> bool:
    return standing_at(desk.case.periods.get(entry.id, ()), desk.case.seen.as_of)


def _until(desk: Desk, entry: Exclusion | Procedure) -> str:
    return when(desk, moment(desk.case.dossier, entry, entry.until)) if entry.until else ""


def _excluded(desk: Desk, entry: Exclusion) -> Excluded:
    stated = formula(desk.case.dossier, entry.says)
    owner = (entry.owner,) if entry.owner else entry.by
    return Excluded(
        entry.id,
        entry.matters,
        said(desk, stated) if stated is not None else None,
        entry.text,
        names(desk, owner),
        entry.reason,
        _until(desk, entry),
        tuple(
            desk.labels[found.address]
            for found in desk.report.findings
            if entry.id in found.entries
        ),
        cite(desk, entry.id),
    )


def _rule(desk: Desk, entry: Procedure) -> Rule:
    case = desk.case
    stated = formula(case.dossier, entry.says)
    against: list[Claim] = []
    dispute, proof = "none", Cite()
    if stated is not None:
        drafted = case.dossier.spans[entry.id]
        against = [
            claim(desk, act.kind, act.entry, act.says)
            for act in case.acts
            if act.kind != "refusal"
            and not act.at.before(drafted)
            and not issues_of(stated).isdisjoint(act.issues)
            and not consistent(case.dossier.logic, (act.says, stated))
        ]
        committed = holding(case.committed, issues_of(stated), case.seen.as_of)
        kept = proven_by(case.committed, stated, case.seen.as_of)
        broken = not consistent(case.dossier.logic, (*(one.says for one in committed), stated))
        if kept is not None:
            dispute = "settled as the rule says"
            proof = cite(desk, *(name for item in kept[0] for name in item.entries))
        elif broken:
            dispute = "settled otherwise"
            proof = cite(desk, *(name for item in committed for name in item.entries))
        elif against:
            dispute = "open"
    return Rule(
        entry.id,
        said(desk, stated) if stated is not None else None,
        entry.text,
        names(desk, entry.by),
        own_side(desk, entry.by),
        names(desk, entry.consent),
        entry_when(desk, entry),
        _until(desk, entry),
        tuple(against[-MOST_OPPONENTS:]),
        dispute,
        proof,
        cite(desk, entry.id),
    )


def lay_out(content: LeftOut, header: Header, short: bool) -> tuple[Block, ...]:
    """Two tables: what is left out, and the rules of the talks."""
    blocks: list[Block] = []
    if content.exclusions:
        blocks.append(_exclusion_table(content.exclusions))
    else:
        blocks.append(Paragraph(line("Nothing is recorded as left out on purpose.")))
    if content.rules:
        blocks.append(_rule_table(content.rules))
    else:
        blocks.append(Paragraph(line("No rule of procedure is recorded.")))
    return tuple(blocks)


def _exclusion_table(exclusions: Iterable[Excluded]) -> Table:
    return Table(
        "Left out on purpose",
        ("Matter", "What it means", "Whose, and why"),
        tuple(
            (
                (line(Run(", ".join(one.matters) or one.entry, "strong")), cited(one.cite)),
                _lines(
                    line(Run(one.says, "code")) if one.says else (),
                    line(one.text or ""),
                    line("see ", ", ".join(one.findings)) if one.findings else (),
                ),
                _lines(
                    line(one.owner),
                    line(one.reason or Run("no reason given", "muted")),
                    line(f"until {one.until}") if one.until else (),
                ),
            )
            for one in exclusions
        ),
        (26, 38, 36),
    )


def _lines(*lines: Line) -> tuple[Line, ...]:
    return tuple(one for one in lines if one)


def _rule_table(rules: Iterable[Rule]) -> Table:
    return Table(
        "Rules of the talks",
        ("Rule", "Whose", "Against it", "Dispute"),
        tuple(
            (
                _lines(
                    line(Run(one.entry, "strong")),
                    line(Run(one.says, "code")) if one.says else (),
                    line(one.text or ""),
                    cited(one.cite),
                ),
                _lines(
                    line(one.by or "a common rule"),
                    line(f"changed only by consent of {one.consent}") if one.consent else (),
                    line(f"since {one.since}"),
                    line(f"until {one.until}") if one.until else (),
                ),
                tuple(claim_line(act) for act in one.against) or (line(Run("nobody", "muted")),),
                _lines(line(Run(one.dispute, "strong")), cited(one.settled_by)),
            )
            for one in rules
        ),
        (32, 20, 32, 16),
    )
