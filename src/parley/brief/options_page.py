"""How the options are laid out: a table for each problem, with what speaks for and against."""

from __future__ import annotations

from collections.abc import Sequence

from parley.brief.blocks import (
    Block,
    Bullets,
    Card,
    Line,
    Paragraph,
    Run,
    Table,
    cited,
    counted,
    line,
    more_left_out,
)
from parley.brief.consequences import Point
from parley.brief.model import Header
from parley.brief.options import Option, Options, Problem

__all__ = ["NOT_RANKED", "lay_out"]

NOT_RANKED = (
    "Not ranked, and no recommendation: the order is fixed by kind. What speaks for and against "
    "is read from the dossier; what the dossier does not hold is not weighed."
)


def lay_out(content: Options, header: Header, short: bool) -> tuple[Block, ...]:
    """The line that says that nothing is ranked, the alternative, then the problems."""
    blocks: list[Block] = [Paragraph(line(NOT_RANKED), "lead")]
    if content.no_agreement:
        when = f" ({content.no_agreement_trigger})" if content.no_agreement_trigger else ""
        alternative = line(
            Run("Without an agreement", "strong"),
            f"{when}: {content.no_agreement}.",
            cited(content.no_agreement_cite),
        )
        blocks.append(Paragraph(alternative))
    else:
        blocks.append(Paragraph(line("No no-agreement alternative of the party is recorded.")))
    if not content.problems:
        blocks.append(Paragraph(line("There is no fault and no unsettled issue to weigh.")))
    if short:
        pressing = [one for one in content.problems if one.findings or "contested" in one.title]
        blocks.extend(_short(one) for one in pressing)
        rest = len(content.problems) - len(pressing)
        told = counted(rest, "more issue that is", "more issues that are")
        others = f", with {told} not settled" if rest else ""
        words = "What speaks for and against each is in the full brief"
        blocks.append(Paragraph(line(f"{words}{others}.")))
    else:
        blocks.extend(_card(one) for one in content.problems)
    if content.left_out:
        blocks.append(Paragraph(line(f"{more_left_out(content.left_out)}."), "note"))
    return tuple(blocks)


def _card(one: Problem) -> Card:
    table = Table(
        f"Options on {one.title}",
        ("Option", "Speaks for it", "Speaks against it"),
        tuple(_row(option) for option in one.options),
        (24, 38, 38),
    )
    return Card(line(one.title), (Paragraph(line(one.about)), table))


def _row(option: Option) -> tuple[tuple[Line, ...], ...]:
    what = [line(Run(option.what, "strong"))]
    if option.says:
        what.append(line(Run(option.says, "code")))
    return tuple(what), _points(option.speaks_for), _points(option.speaks_against)


def _points(points: Sequence[Point]) -> tuple[Line, ...]:
    return tuple(line(point.text, cited(point.cite)) for point in points) or (
        line(Run("nothing known", "muted")),
    )


def _short(one: Problem) -> Card:
    """Only what could be done: counting points would look like a score."""
    return Card(line(one.title), (Bullets(tuple(line(option.what) for option in one.options)),))
