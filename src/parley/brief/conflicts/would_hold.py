"""What would hold: the outcomes that no side would leave, as far as the party knew their wishes.

Numbers are only worked with where the party knew of a conflict that is worth it, so a brief of any
other dossier loads none of what that needs.
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.brief.blocks import (
    Block,
    Bullets,
    Facts,
    Fold,
    Line,
    Paragraph,
    Picture,
    Run,
    Table,
    cited,
    line,
)
from parley.brief.conflicts.holding import Holding, Stance, WouldHold
from parley.brief.conflicts.known import known_conflict
from parley.brief.desk import Desk
from parley.brief.model import Header

__all__ = ["lay_out", "would_hold"]

NOTHING = "The party knew of no conflict of which it could be worked out what would hold."
_SHORT = 4


def would_hold(desk: Desk) -> WouldHold:
    """What would hold, from the declarations as far as the party knew them."""
    known = known_conflict(desk)
    if known is None:
        return WouldHold(NOTHING)
    from parley.brief.conflicts.working_out import work_out

    return work_out(desk, known) or WouldHold(NOTHING)


def lay_out(content: WouldHold, header: Header, short: bool) -> tuple[Block, ...]:
    """How to take it, where the sides stand, what holds with its risks, and what it rests on."""
    if not content.outcomes:
        return (Paragraph(line(content.lead)),)
    blocks: list[Block] = [Paragraph(line(content.lead), "lead")]
    blocks.append(Facts(tuple(_stance(one) for one in content.stances)))
    blocks.extend(_holding(content, short))
    if content.picture and not short:
        blocks.append(Picture(content.picture, "Picture of the conflict"))
    if short:
        blocks.append(Paragraph(line("What each wants is in the full brief."), "note"))
        return tuple(blocks)
    blocks.append(_wishes(content))
    terms = tuple((one.concept, (line(f"{one.name}: {one.meaning}."),)) for one in content.concepts)
    blocks.append(Fold("What the concepts mean", (Facts(terms),)))
    if content.notes:
        blocks.append(Bullets(tuple(line(note) for note in content.notes)))
    return tuple(blocks)


_WHOSE = {"status quo": "Status quo", "own side": "We stand for", "others": "Others ask"}


def _stance(one: Stance) -> tuple[str, tuple[Line, ...]]:
    says = line(Run(one.says, "code")) if one.says else ()
    lines = tuple(part for part in (says, line(one.verdict)) if part)
    return _WHOSE.get(one.whose, one.whose), lines


def _holding(content: WouldHold, short: bool) -> Iterator[Block]:
    total = len(content.holding) + content.left_out
    if not total:
        yield Paragraph(line(f"None of the {content.outcomes:,} states holds for all."))
        return
    shown = content.holding[:_SHORT] if short else content.holding
    caption = f"States that hold for all ({total:,} of {content.outcomes:,}), not ranked"
    if short:
        yield Paragraph(
            line(f"States that hold for all ({total:,} of {content.outcomes:,}), not ranked:")
        )
        yield Bullets(tuple(_in_a_line(content, one) for one in shown))
    else:
        rows = tuple(_row(content, one) for one in shown)
        yield Table(
            caption,
            ("State", "Holds under", "Way there", "Risks"),
            rows,
            (28, 12, 28, 32),
        )
    if total > len(shown):
        yield Paragraph(line(f"{total - len(shown):,} more are left out."), "note")


def _under(content: WouldHold, one: Holding) -> str:
    every = len(one.concepts) == len(content.concepts)
    return "every concept" if every else ", ".join(one.concepts)


def _in_a_line(content: WouldHold, one: Holding) -> Line:
    under = f": under {_under(content, one)}"
    risk = f". {one.risks[0]}" if one.risks else ""
    return line(_named(one), under, risk)


def _named(one: Holding) -> Line:
    if not one.changes:
        return line(Run(one.state, "strong"), " ", Run(one.says, "code"))
    return line(Run(one.state, "strong"), " as things stand, but ", Run(one.changes, "code"))


def _row(content: WouldHold, one: Holding) -> tuple[tuple[Line, ...], ...]:
    first = [_named(one)]
    if one.meaning:
        first.append(line(Run(one.meaning, "muted")))
    return (
        tuple(first),
        (line(_under(content, one)),),
        (line(one.way),) if one.way else (),
        tuple(line(risk) for risk in one.risks) or (line(Run("none known", "muted")),),
    )


def _wishes(content: WouldHold) -> Table:
    rows = []
    for one in content.wishes:
        side = "own side" if one.own else "other side"
        decides = ", ".join(f"`{issue}`" for issue in one.decides) or "nothing"
        wants = tuple(line(wish.says, cited(wish.cite)) for wish in one.wants)
        nothing = (line(Run("not recorded; taken as indifferent", "muted")),)
        head = (line(Run(one.name, "strong")), line(Run(side, "muted")))
        rows.append((head, (line(decides),), wants or nothing))
    columns = ("Party", "Decides", "Wants")
    return Table(
        "Wishes that this rests on, first what counts most", columns, tuple(rows), (22, 22, 56)
    )
