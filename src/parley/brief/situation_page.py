"""How the situation is laid out: one table for each kind of issue, wording apart from substance."""

from __future__ import annotations

from collections.abc import Iterable

from parley.brief.blocks import Block, Line, Paragraph, Run, Table, claim_line, join, line
from parley.brief.model import Claim, Header
from parley.brief.situation import Situation, Standing

__all__ = ["GROUPS", "lay_out"]

#: Caption of the table -> the aspects in it.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Substance", ("substance",)),
    ("Agenda and its wording", ("agenda", "wording")),
    ("Procedure of the talks", ("procedure",)),
    ("Facts", ("fact",)),
)
_WORDS = {"settled": "settled", "narrowed": "narrowed to", "untouched": "nobody has spoken"}


def lay_out(content: Situation, header: Header, short: bool) -> tuple[Block, ...]:
    """Tables by aspect; issues that nobody has spoken to are only named."""
    blocks: list[Block] = []
    for caption, aspects in GROUPS:
        members = [one for one in content.issues if one.aspect in aspects]
        touched = [one for one in members if one.state != "untouched"]
        if touched:
            blocks.append(_table(caption, touched, short))
        silent = [one for one in members if one.state == "untouched"]
        if silent:
            named = join(line(Run(one.issue, "code")) for one in silent)
            blocks.append(
                Paragraph(line(f"{caption}, nobody has spoken to it yet: ", named), "note")
            )
    if not blocks:
        blocks.append(Paragraph(line("The dossier declares no issue that concerns the party.")))
    return tuple(blocks)


def _table(caption: str, issues: Iterable[Standing], short: bool) -> Table:
    return Table(
        caption,
        ("Issue", "State", "Own side", "Others", "Agreed or known"),
        tuple(_row(one, short) for one in issues),
        (18, 13, 31, 19, 19),
    )


def _row(one: Standing, short: bool) -> tuple[tuple[Line, ...], ...]:
    wording = f" (wording of {one.wording_of})" if one.wording_of else ""
    head: tuple[Line, ...] = (line(Run(one.issue, "strong"), wording), line(one.question))
    own = (*one.lines, *one.own, *one.conceded)
    if short:
        head = (line(Run(one.issue, "strong"), f"{wording}: {one.question}"),)
        own = (*one.lines, *one.own[-2:], *one.conceded[-1:])
    return (
        head,
        _state(one),
        _claims(own),
        _claims(one.theirs[-1:] if short else one.theirs),
        _claims(one.agreed[-1:] if short else one.agreed),
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
