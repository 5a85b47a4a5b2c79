"""What each wording of each item is worth, as blocks: who gains by it, and who loses."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from parley.brief.agenda_worth.study import Study
from parley.brief.agenda_worth.sureness import shares
from parley.brief.agenda_worth.wordings import Compared, Row
from parley.brief.agenda_worth.words import (
    difference_words,
    gains_words,
    listed,
    number_words,
    share_words,
    short_names,
)
from parley.brief.blocks import Block, Bullets, Fold, Line, Paragraph, Run, Table, line
from parley.space.openings import LEFT_OUT

__all__ = ["item_blocks"]


def item_blocks(study: Study, short: bool) -> Iterator[Block]:
    """Yield a table for each item, and how its wordings compare over all other choices."""
    yield Paragraph(line("One item is changed, the rest is as in the base."))
    quiet = [one for one in study.compared if short and _is_quiet(study, one)]
    for one in study.compared:
        if one in quiet:
            continue
        yield Table(one.item.title.rstrip("."), _columns(study), tuple(_item_rows(study, one)))
    if quiet:
        named = listed(one.item.name for one in quiet)
        yield Paragraph(line(f"By whatever is done with {named}, nobody gains or loses."))
    if not short:
        counts = tuple(Bullets(tuple(_counts(study, one))) for one in study.compared)
        yield Fold("The same over all choices of the other items", counts)


def _is_quiet(study: Study, one: Compared) -> bool:
    found = [row.comparison for row in one.rows if row.comparison is not None]
    return all(each.at_base and not any(each.at_base.values()) for each in found)


def _columns(study: Study) -> tuple[str, ...]:
    return ("Wording", "Who gains, who loses", *(f"To {name}" for name in short_names(study.model)))


def _item_rows(study: Study, one: Compared) -> Iterator[tuple[tuple[Line, ...], ...]]:
    for row in one.rows:
        named = line(Run(row.name, "code")) if row.name != LEFT_OUT else line("left out")
        same = f", the same as {listed(f'`{name}`' for name in row.same_as)}" if row.same_as else ""
        head = [line(named, same)]
        if row.comparison is None:
            head[0] = line(head[0], Run(" (the base)", "muted"))
        cells = []
        for number in range(len(study.model.parties)):
            cells.append(tuple(_cell(study, row, number)))
        yield (tuple(head), _gains(study, row), *cells)


def _cell(study: Study, row: Row, number: int) -> Iterator[Line]:
    worth = row.worth.by.get(study.measure)
    if worth is None:
        return
    shown = number_words(worth[number])
    difference = _at_base(study, row, number)
    if difference is None:
        yield line(shown)
        return
    yield line(f"{shown} ({difference_words(difference)})")
    party = study.values.network.parties[number]
    drawn = shares(study.sureness, study.values, (row.agenda, study.base), party, study.measure)
    if share_words(drawn):
        yield line(Run(share_words(drawn), "muted"))


def _at_base(study: Study, row: Row, number: int) -> Fraction | None:
    if row.comparison is None:
        return None
    return row.comparison.at_base.get(study.values.network.parties[number])


def _gains(study: Study, row: Row) -> tuple[Line, ...]:
    found = row.comparison
    if found is None or not found.at_base:
        return ()
    differences = [found.at_base[party] for party in study.values.network.parties]
    return (line(gains_words(short_names(study.model), differences, row.worth.agreed)),)


def _counts(study: Study, one: Compared) -> Iterator[Line]:
    for row in one.rows:
        found = row.comparison
        if found is None:
            continue
        told = "; ".join(
            f"{name} more on {found.better[party]}, less on {found.worse[party]}, the same on "
            f"{found.same[party]}"
            for party, name in zip(
                study.values.network.parties, short_names(study.model), strict=True
            )
        )
        mine, own = (
            f"`{name}`" if name != LEFT_OUT else "left out" for name in (found.one, found.other)
        )
        yield line(f"{one.item.name} {mine} against {own}: to {told}")
