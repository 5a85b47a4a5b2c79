"""How sure a study of agendas is, as blocks: draws of the weights, and what would turn it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parley.brief.agenda_worth.study import Study
from parley.brief.agenda_worth.sureness import Sureness, Turned
from parley.brief.agenda_worth.words import listed, number_words, short_name
from parley.brief.blocks import (
    Block,
    Bullets,
    Line,
    Paragraph,
    Run,
    counted,
    line,
)
from parley.space.openings import LEFT_OUT

__all__ = ["sure_blocks"]

_SHORT = 6


def sure_blocks(study: Study, short: bool) -> list[Block]:
    """Return how many weights are guessed, what was drawn, and what single number turns it."""
    sureness = study.sureness
    if sureness is None:
        return [
            Paragraph(
                line(
                    "Nothing was drawn: every weight that is an interval stands at its middle. "
                    "`--draws 100` says how far that carries."
                )
            )
        ]
    blocks: list[Block] = [Paragraph(line(_drawn(sureness)))]
    if study.square is None:
        return blocks
    told = list(_turned_lines(study, sureness))
    if not told:
        blocks.append(Paragraph(line(_nothing_turns(study))))
        return blocks
    blocks.append(Paragraph(line(_intro(study))))
    blocks.append(Bullets(tuple(told[:_SHORT] if short else told)))
    if short and len(told) > _SHORT:
        blocks.append(
            Paragraph(
                line(
                    f"{counted(len(told) - _SHORT, 'more number turns', 'more numbers turn')} it."
                ),
                "note",
            )
        )
    return blocks


def _drawn(sureness: Sureness) -> str:
    if sureness.draws is None:
        return (
            "Every weight is one number, and none an interval: how unsure they are is not said. "
            "Write `weight: [0.1, 0.3]` for one that is guessed."
        )
    count = len(sureness.doubts)
    many = (
        "One weight is an interval, and here it stands at its middle. It was"
        if count == 1
        else f"{count} weights are intervals, and here they stand at their middle. They were"
    )
    return (
        f"{many} drawn {len(sureness.draws.steps)} times, evenly and each by itself (seed "
        f"{sureness.draws.seed}); the shares of draws above are no probabilities, they say how "
        "much of what is left open agrees. The weights are the assumptions of whoever wrote the "
        "dossier, and what no agreement is worth was not drawn."
    )


def _intro(study: Study) -> str:
    square = study.square
    if square is None:
        return ""
    return (
        f"What turns the comparison of general words for {square.item} (`{square.general}`) with "
        f"explicit ones ({_choice(square.explicit)}), when it moves alone: a weight over its "
        "interval, and what no agreement is worth from the worst outcome to the best. Elsewhere "
        "it is the same."
    )


def _nothing_turns(study: Study) -> str:
    square = study.square
    name = square.item if square is not None else ""
    return (
        f"No weight over its interval, and no worth of no agreement, turns by itself whether "
        f"general words for {name} are worth more."
    )


def _choice(name: str) -> str:
    return f"`{name}`" if name != LEFT_OUT else "leaving it out"


def _turned_lines(study: Study, sureness: Sureness) -> Iterator[Line]:
    """One line for each number that turns it, with the other item or without.

    What no agreement is worth comes first: it is the number that events away from the table move.
    """
    groups: dict[tuple[bool, bool, str, str], list[Turned]] = {}
    for one in sureness.turned:
        doubt = one.turning.doubt
        key = (doubt.term is not None, not one.present, doubt.party, doubt.name)
        groups.setdefault(key, []).append(one)
    for key in sorted(groups, key=lambda key: key[:2]):
        yield _turned_line(study, groups[key])


def _turned_line(study: Study, group: Sequence[Turned]) -> Line:
    square, model = study.square, study.model
    first = group[0]
    doubt = first.turning.doubt
    whose = short_name(model, doubt.party)
    number = f"the weight of {whose} on `{doubt.name}`"
    if doubt.term is None:
        number = f"no agreement to {whose}"
    other = square.other if square is not None else ""
    where = f"{'With' if first.present else 'Without'} {other}"
    told = [f"to {short_name(model, one.party)} {_stretches(one)}" for one in group]
    return line(
        Run(f"{where}: ", "strong"),
        f"{number} (now {number_words(doubt.usual)}): {'; '.join(told)}.",
    )


def _stretches(one: Turned) -> str:
    """The stretches of the number in which either words are worth more; elsewhere it is even."""
    turning = one.turning
    signs = [turning.at_low, *(change.after for change in turning.changes)]
    ends = [f"about {float((c.below + c.above) / 2):.3g}" for c in turning.changes]
    words = {1: "general words are worth more", -1: "explicit ones are worth more"}
    told = []
    for place, sign in enumerate(signs):
        if sign == 0:
            continue
        if place == 0:
            where = f"up to {ends[0]}"
        elif place == len(ends):
            where = f"above {ends[-1]}"
        else:
            where = f"from {ends[place - 1]} to {ends[place]}"
        told.append(f"{words[sign]} {where}")
    return listed(told)
