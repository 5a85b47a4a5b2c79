"""Cards for the fair points of a frontier: what each is worth, its package, and its risks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from parley.bargaining.points import DEFINITIONS
from parley.brief.blocks import (
    Block,
    Bullets,
    Card,
    Facts,
    Line,
    Paragraph,
    Run,
    counted,
    line,
)
from parley.brief.conflicts.words import listed
from parley.brief.settlements.picture_parts import Group, groups
from parley.brief.settlements.study import MeetingPoint, Study
from parley.brief.settlements.words import (
    FAIR_NAMES,
    differing,
    gain,
    label,
    party_name,
    refusals,
    tie_words,
    value_in_words,
    worth,
)

__all__ = ["MOST_LINES", "fair_blocks", "package_facts"]

MOST_LINES = 30  # issues of a package that are shown in the short form


def fair_blocks(study: Study, base: Mapping[str, str], short: bool) -> Iterator[Block]:
    """Return a card for each fair point, or for where the parties meet by their orders.

    Parameters:
        base: the values that all points listed have in common.
        short: whether long packages are cut.
    """
    found = groups(study)
    if not found and study.fallback is None:
        return
    if base:
        yield Paragraph(line("In every point listed here:"))
        yield package_facts(study, base, short)
    if study.fallback is not None:
        yield from _met(study, study.fallback, base, short)
        return
    for group in found:
        yield _fair_card(study, group, base, short)
    left = [FAIR_NAMES[name] for name in DEFINITIONS if name not in study.fair]
    if left:
        yield Paragraph(line(f"Not defined here: {listed(left)}."), "note")


def _fair_card(study: Study, group: Group, base: Mapping[str, str], short: bool) -> Card:
    names = listed(FAIR_NAMES[one] for one in group.names)
    blocks: list[Block] = [
        Facts(
            tuple(
                (party_name(study, party), (line(_worth_and_gain(study, group.place, party)),))
                for party in range(len(study.network.parties))
            )
        )
    ]
    rest = differing(study, group.place, base)
    if rest:
        blocks.append(package_facts(study, rest, short))
    risks = [*refusals(study, group.place), *_as_good(study, group)]
    blocks.append(Bullets(tuple(line(text) for text in (*risks, tie_words(study, group.place)))))
    return Card(
        line(Run(f"{label(group.place)} "), Run(f"{names[:1].upper()}{names[1:]}")), tuple(blocks)
    )


def _met(study: Study, met: MeetingPoint, base: Mapping[str, str], short: bool) -> Iterator[Block]:
    """Where the parties meet as they fall back in step, which needs orders alone."""
    yield Paragraph(
        line(
            "Fallback bargaining (Brams and Kilgour 2001): every party begins at what it likes "
            "best, and all fall back in step until some outcome is acceptable to all. They meet "
            f"at depth {met.depth:,} of {met.of:,} outcomes."
        )
    )
    for place, depths in zip(met.places, met.depths, strict=True):
        rows = tuple(
            (
                party_name(study, party),
                (line(f"{_better(depth - 1)}; {worth(study, place, party)}"),),
            )
            for party, depth in enumerate(depths)
        )
        blocks: list[Block] = [Facts(rows)]
        rest = differing(study, place, base)
        if rest:
            blocks.append(package_facts(study, rest, short))
        blocks.append(Bullets((line(tie_words(study, place)),)))
        yield Card(line(f"{label(place)} Fallback bargaining"), tuple(blocks))


def _better(count: int) -> str:
    if not count:
        return "no outcome is better for it"
    return "one outcome is better for it" if count == 1 else f"{count:,} outcomes are better for it"


def _as_good(study: Study, group: Group) -> Iterator[str]:
    for name in group.names:
        point = getattr(study.points, name)
        if point is not None and point.tied:
            count = len(point.tied)
            others = "one other point is" if count == 1 else f"{count:,} other points are"
            yield f"By the {FAIR_NAMES[name]} definition {others} as good; the rule for ties chose."


def _worth_and_gain(study: Study, place: int, party: int) -> str:
    over = gain(study, place, party)
    return f"{worth(study, place, party)}{f' ({over} over no agreement)' if over else ''}"


def package_facts(study: Study, values: Mapping[str, str], short: bool) -> Facts:
    """Return a package, or part of one, issue by issue, with what the dossier says of values."""
    rows = [(issue, (_value(study, issue, value),)) for issue, value in values.items()]
    most = MOST_LINES if short else len(rows)
    shown = rows[:most]
    if len(rows) > most:
        shown.append(("...", (line(counted(len(rows) - most, "more issue")),)))
    return Facts(tuple(shown))


def _value(study: Study, issue: str, value: str) -> Line:
    words = value_in_words(study, issue, value)
    return line(Run(value, "code"), *((f" {words}",) if words else ()))
