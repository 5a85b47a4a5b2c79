"""How the questions are laid out: the request that is ready first, then what was asked so far."""

from __future__ import annotations

from collections.abc import Iterable

from parley.brief.asking import WAITING, Asking, Posed, Pressing
from parley.brief.blocks import (
    Block,
    Bullets,
    Fold,
    Line,
    Listing,
    Paragraph,
    Run,
    Table,
    cited,
    line,
    more_left_out,
)
from parley.brief.model import Cite, Header

__all__ = ["lay_out"]


def lay_out(content: Asking, header: Header, short: bool) -> tuple[Block, ...]:
    """Open questions, the request worth sending, its text for the file, and what was answered."""
    blocks: list[Block] = []
    waiting = [one for one in content.posed if one.state in WAITING]
    done = [one for one in content.posed if one.state not in WAITING]
    if waiting and short:
        blocks.append(Paragraph(line(Run("Waiting for an answer", "strong"))))
        blocks.append(Bullets(tuple(_posed_line(one) for one in waiting)))
    elif waiting:
        blocks.append(_posed_table("Waiting for an answer", waiting))
    else:
        blocks.append(Paragraph(line("No question that was asked waits for an answer.")))
    blocks.extend(_worth_asking(content, short))
    if done:
        folded = f"Answered so far: {len(done)}"
        blocks.append(Fold(folded, (_posed_table("Answered so far", done),)))
    return tuple(blocks)


def _worth_asking(content: Asking, short: bool) -> Iterable[Block]:
    if not content.pressing:
        yield Paragraph(line("The dossier raises no question that is not already asked."))
        return
    whom = f"of {content.to}" if content.to else "(the dossier names nobody to ask)"
    caption = f"Worth asking {whom} now"
    if short:
        yield Paragraph(line(Run(caption, "strong")))
        yield Bullets(tuple(_pressing_line(one) for one in content.pressing))
    else:
        yield _pressing_table(caption, content.pressing)
    if content.not_asked:
        yield Paragraph(line(f"{more_left_out(content.not_asked)}."), "note")
    listing = Listing("As an entry for the log", content.yaml)
    yield Fold("The same as an entry, ready to append to a log file", (listing,))


def _posed_line(one: Posed) -> Line:
    due = f", due {one.due}" if one.due else ""
    return line(
        Run(one.state, "strong"),
        f"{due}: {one.text}",
        " Yes means " if one.says else "",
        Run(one.says or "", "code"),
        cited(Cite(one.cite.entries)),
    )


def _pressing_line(one: Pressing) -> Line:
    raised = f" ({', '.join(one.because)})" if one.because else ""
    stop = "" if one.text.endswith((".", "?", "!")) else "."
    return line(f"{one.text}{stop}", f" A yes authorises {one.authorises}{raised}")


def _posed_table(caption: str, posed: Iterable[Posed]) -> Table:
    return Table(
        caption,
        ("Question", "A yes authorises", "State", "Asked"),
        tuple(_posed_row(one) for one in posed),
        (27, 26, 20, 27),
    )


def _posed_row(one: Posed) -> tuple[tuple[Line, ...], ...]:
    state = [line(Run(one.state, "strong"))]
    if one.due:
        state.append(line(f"due {one.due}"))
    if one.answer:
        state.append(line(one.answer))
    allowed = [line(Run(one.says, "code"))] if one.says else []
    allowed.extend(line("use of ", Run(name, "entry")) for name in one.about)
    whom = "us" if one.of_us else one.to
    return (
        (line(one.text),),
        tuple(allowed) or (line(Run("answered in words", "muted")),),
        tuple(state),
        (line(f"{one.by} to {whom}, {one.at}", cited(one.cite)),),
    )


def _pressing_table(caption: str, pressing: Iterable[Pressing]) -> Table:
    return Table(
        caption,
        ("Question", "A yes authorises", "Raised by"),
        tuple(
            (
                (line(Run(f"{one.id} ", "muted"), one.text),),
                (line(one.authorises),),
                (
                    line(
                        ", ".join(one.because) or "a gap in the authority",
                        cited(one.cite),
                    ),
                ),
            )
            for one in pressing
        ),
        (46, 22, 32),
    )
