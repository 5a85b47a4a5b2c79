"""What all could accept: efficient settlements, as far as the party knew what each side wants.

Numbers are only worked with where the party knew of something to bargain over, so a brief of any
other dossier loads none of what that needs.
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.brief.blocks import (
    Block,
    Bullets,
    Card,
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
from parley.brief.desk import Desk
from parley.brief.model import Header
from parley.brief.settlements.acceptable import CouldAccept, Settlement, Share, TradeVerdict
from parley.brief.settlements.known import known_substance

__all__ = ["NOTHING", "could_accept", "lay_out"]

NOTHING = (
    "The party knew of nothing to bargain over of which it could be worked out what all could "
    "accept."
)


def could_accept(desk: Desk) -> CouldAccept:
    """What all could accept, from the declarations as far as the party knew them."""
    known = known_substance(desk)
    if known is None:
        return CouldAccept(NOTHING)
    from parley.brief.settlements.working_out import work_out

    return work_out(desk, known) or CouldAccept(NOTHING)


def lay_out(content: CouldAccept, header: Header, short: bool) -> tuple[Block, ...]:
    """How to take it, what no agreement is worth, the settlements with their risks, the rest."""
    if not content.outcomes:
        return (Paragraph(line(content.lead)),)
    blocks: list[Block] = [Paragraph(line(content.lead), "lead")]
    blocks.extend(Paragraph(line(text)) for text in content.told)
    blocks.append(Paragraph(line("What no agreement is worth:")))
    blocks.append(Facts(tuple((one.name, (line(one.worth),)) for one in content.bottoms)))
    if content.picture and not short:
        blocks.append(Picture(content.picture, "Picture of the efficient outcomes"))
    if short:
        blocks.append(Bullets(tuple(_in_a_line(one) for one in content.settlements)))
        blocks.extend(_trades(content))
        blocks.append(
            Paragraph(
                line("What they have in common, and what each wants: the full brief."), "note"
            )
        )
        return tuple(blocks)
    if content.common:
        blocks.append(
            Paragraph(line("Common to all settlements shown: ", Run(content.common, "code")))
        )
    blocks.extend(_card(one) for one in content.settlements)
    blocks.extend(_trades(content))
    blocks.append(_wishes(content))
    if content.definitions:
        blocks.append(Fold("What the fair points mean", tuple(_definitions(content))))
    if content.notes:
        blocks.append(Bullets(tuple(line(note) for note in content.notes)))
    return tuple(blocks)


def _named(one: Settlement) -> str:
    return f"{one.point} {', '.join(one.chosen_by)}".strip()


def _told(share: Share) -> str:
    over = f" ({share.gain} over no agreement)" if share.gain else ""
    return f"{share.worth}{over}"


def _in_a_line(one: Settlement) -> Line:
    shares = "; ".join(f"{share.name} {_told(share)}" for share in one.shares)
    risk = f". {one.risks[0]}" if one.risks else "."
    said = (" ", Run(one.says, "code")) if one.says else ()
    return line(Run(_named(one), "strong"), *said, f": {shares}{risk}")


def _card(one: Settlement) -> Card:
    blocks: list[Block] = []
    if one.says:
        blocks.append(Paragraph(line(Run(one.says, "code"))))
    if one.meaning:
        blocks.append(Paragraph(line(Run(one.meaning, "muted"))))
    blocks.append(Facts(tuple((share.name, (line(_told(share)),)) for share in one.shares)))
    blocks.append(Bullets(tuple(line(text) for text in (*one.risks, one.ties))))
    return Card(line(_named(one)), tuple(blocks))


def _trades(content: CouldAccept) -> Iterator[Block]:
    if content.trades:
        yield Paragraph(line("What the trades and fallbacks known to the party can come to:"))
        yield Bullets(tuple(_trade(one) for one in content.trades))


def _trade(one: TradeVerdict) -> Line:
    name = one.entry if one.rung is None else f"{one.entry}, rung {one.rung}"
    says = (" ", Run(one.says, "code")) if one.says else ()
    return line(Run(name, "strong"), *says, f": {one.verdict}.", cited(one.cite))


def _definitions(content: CouldAccept) -> Iterator[Block]:
    yield Facts(tuple((one.name, (line(f"{one.meaning}."),)) for one in content.definitions))
    yield Paragraph(line(f"Ties: {content.ties_rule}."))


def _wishes(content: CouldAccept) -> Table:
    rows = []
    for one in content.wishes:
        side = "own side" if one.own else "other side"
        wants = tuple(line(wish.says, cited(wish.cite)) for wish in one.wants)
        nothing = (line(Run("not recorded; taken as indifferent", "muted")),)
        head = (line(Run(one.name, "strong")), line(Run(side, "muted")))
        rows.append((head, wants or nothing))
    return Table("Wishes that this rests on", ("Party", "Wants"), tuple(rows), (25, 75))
