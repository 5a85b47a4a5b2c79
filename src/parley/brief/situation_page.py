"""How the situation is laid out: one table for each kind of issue, wording apart from substance."""

from __future__ import annotations

from collections.abc import Iterable

from parley.brief.blocks import (
    Block,
    Bullets,
    Line,
    Paragraph,
    Run,
    Table,
    brief_claim,
    cited,
    claim_line,
    counted,
    join,
    line,
)
from parley.brief.model import Cite, Claim, Header
from parley.brief.situation import Situation, Standing

__all__ = ["GROUPS", "lay_out"]

#: Caption of the table -> the aspects in it.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Substance", ("substance",)),
    ("Agenda and its wording", ("agenda", "wording")),
    ("Procedure of the talks", ("procedure",)),
    ("Facts", ("fact",)),
)
_WORDS = {"settled": "settled", "narrowed": "narrowed to", "matched": "offers match"}


def lay_out(content: Situation, header: Header, short: bool) -> tuple[Block, ...]:
    """Tables by aspect; issues that nobody has spoken to are only named."""
    blocks: list[Block] = []
    for caption, aspects in GROUPS:
        members = [one for one in content.issues if one.aspect in aspects]
        touched = [one for one in members if one.state != "untouched"]
        silent = [one for one in members if one.state == "untouched"]
        if touched and short:
            blocks.append(Paragraph(line(Run(caption, "strong"))))
            blocks.append(Bullets(tuple(_in_a_line(one) for one in touched)))
        elif touched:
            blocks.append(_table(caption, touched))
        if silent:
            named = join(line(Run(one.issue, "code")) for one in silent)
            blocks.append(
                Paragraph(line(f"{caption}, nobody has spoken to it yet: ", named), "note")
            )
    if content.left_out:
        issues = counted(content.left_out, "more issue")
        are = "is" if content.left_out == 1 else "are"
        words = f"{issues}, neither contested nor at fault, {are} left out."
        blocks.append(Paragraph(line(words), "note"))
    if not blocks:
        blocks.append(Paragraph(line("The dossier declares no issue that concerns the party.")))
    return tuple(blocks)


def _in_a_line(one: Standing) -> Line:
    """An issue in one line: where it stands, and the one thing that counts on each side."""
    left = f" {', '.join(one.left[:6])}" if one.left else ""
    parts = [line(Run(one.issue, "strong"), f" {_WORDS.get(one.state, one.state)}{left}")]
    if one.findings:
        parts.append(line("see ", ", ".join(one.findings)))
    parts.extend(brief_claim(claim) for claim in one.lines)
    if one.state == "settled":
        proof = tuple(name for claim in one.agreed[-1:] for name in claim.cite.entries)
        return (*join(parts, "; "), *cited(Cite(proof)))
    ordered = [claim for claim in one.own if claim.kind != "view"]
    mine = (*(ordered or one.own)[-1:], *one.conceded[-1:])
    if mine:
        parts.append(line("we: ", join((brief_claim(claim) for claim in mine), ", ")))
    if one.theirs:
        parts.append(line("they: ", brief_claim(one.theirs[-1])))
    return join(parts, "; ")


def _table(caption: str, issues: Iterable[Standing]) -> Table:
    return Table(
        caption,
        ("Issue", "State", "Own side", "Others", "Agreed or known"),
        tuple(_row(one) for one in issues),
        (18, 13, 31, 19, 19),
    )


def _row(one: Standing) -> tuple[tuple[Line, ...], ...]:
    wording = f" (wording of {one.wording_of})" if one.wording_of else ""
    return (
        (line(Run(one.issue, "strong"), wording), line(one.question)),
        _state(one),
        _claims((*one.lines, *one.own, *one.conceded)),
        _claims(one.theirs),
        _claims(one.agreed),
    )


def _state(one: Standing) -> tuple[Line, ...]:
    lines = [line(Run(_WORDS.get(one.state, one.state), "strong"))]
    meanings = {value.name: value.meaning for value in one.values}
    if one.left:
        unit = f" {one.unit}" if one.unit else ""
        told = "; ".join(
            f"`{value}`{unit}" + (f": {meanings[value]}" if meanings.get(value) else "")
            for value in one.left[:6]
        )
        lines.append(line(told))
    if one.findings:
        lines.append(line("see ", ", ".join(one.findings)))
    return tuple(lines)


def _claims(claims: Iterable[Claim]) -> tuple[Line, ...]:
    return tuple(claim_line(one) for one in claims) or (line(Run("nothing", "muted")),)
