"""Wordings of one item against each other, the rest held fixed, and with and without another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parley.bargaining.agenda_value import (
    AgendaValues,
    Comparison,
    Measure,
    Worth,
    compare_wordings,
    worth_of,
)
from parley.brief.agenda_worth.opened import room_of
from parley.dossier.language.formulas import Formula
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.space.model import Model
from parley.space.openings import LEFT_OUT, Agenda, Choice, Item, space_of

__all__ = [
    "Compared",
    "Row",
    "Square",
    "compare_item",
    "compared_name",
    "square_of",
    "with_choice",
]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One choice of an item, the rest being that of the base.

    Parameters:
        name: of the choice.
        same_as: other choices that open and say the same.
        agenda: the base with this choice.
        worth: what that is worth.
        comparison: against the base's own choice; None for that one.
    """

    name: str
    same_as: tuple[str, ...]
    agenda: Agenda
    worth: Worth
    comparison: Comparison | None


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """An item with its choices, those that are the same once."""

    item: Item
    against: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Square:
    """General words of one item against explicit ones, with and without another item.

    Parameters:
        item, other: names of the two items.
        general, explicit: the choice of the first that leaves most to be raised, and least.
        present: the wording of the second item where it is on the agenda.
        agendas: for general and then explicit words: with the second item, and without.
    """

    item: str
    other: str
    general: str
    explicit: str
    present: str
    agendas: tuple[tuple[Agenda, Agenda], tuple[Agenda, Agenda]]


def compared_name(name: str) -> str:
    """Return what a choice is called in a sentence.

    >>> compared_name(""), compared_name("general")
    ('leaving it out', '`general`')
    """
    return f"`{name}`" if name != LEFT_OUT else "leaving it out"


def with_choice(values: AgendaValues, agenda: Agenda, item: str, name: str) -> Agenda:
    """Return an agenda with another choice of one item."""
    place = [each.name for each in values.items].index(item)
    return (*agenda[:place], name, *agenda[place + 1 :])


def compare_item(values: AgendaValues, item: str, base: Agenda, measure: Measure) -> Compared:
    """Return every choice of an item against that of the base.

    Parameters:
        item: its name.
        base: the agenda whose other items are kept.
        measure: by what agendas are valued.
    """
    place = [each.name for each in values.items].index(item)
    own = base[place]
    rows = []
    for group in _groups(values.items[place].choices, own):
        name, *same = group
        agenda = with_choice(values, base, item, name)
        comparison = (
            compare_wordings(values, item, (name, own), base, measure) if name != own else None
        )
        rows.append(Row(name, tuple(same), agenda, worth_of(values, agenda), comparison))
    return Compared(values.items[place], own, tuple(rows))


def _groups(choices: Sequence[Choice], own: str) -> Iterator[list[str]]:
    """Names of choices that open and say the same, the base's own first."""
    groups: dict[tuple[frozenset[str], frozenset[Formula], frozenset[Formula]], list[str]] = {}
    for one in choices:
        limits = frozenset(named.formula for named in one.limits)
        says = frozenset(named.formula for named in one.says)
        groups.setdefault((frozenset(one.opens), limits, says), []).append(one.name)
    for names in groups.values():
        named = [name for name in names if name != LEFT_OUT or name == own]
        # That an item opens nothing does not make it the same as no item to a reader.
        yield from ([name] for name in names if name not in named)
        if named:
            yield sorted(named, key=lambda name: name != own)


def square_of(
    values: AgendaValues,
    model: Model,
    compared: Sequence[Compared],
    base: Agenda,
    asked: tuple[str, str],
) -> Square | None:
    """Return general words of an item against explicit ones, with and without another item.

    Parameters:
        compared: every item with its choices.
        base: the agenda whose other items are kept.
        asked: the names of the two items; empty: the item whose words matter most, and the one
            whose presence changes that most.

    Raises Refused for an item that is not compared, or twice the same.
    """
    names = [one.item.name for one in compared]
    for name in filter(None, asked):
        if name not in names:
            meant = did_you_mean(name, names)
            raise Refused(
                f"--item: no agenda item `{name}` is compared",
                hint=f"did you mean `{meant}`?" if meant else f"known: {', '.join(names)}",
            )
    if asked[0] and asked[0] == asked[1]:
        raise Refused(
            f"--item: expected two different items, got `{asked[0]}` twice",
            hint="the first is the item that is reworded, the second is there or not",
        )
    items = [one for one in compared if asked[0] in ("", one.item.name)]
    others = [one for one in compared if asked[1] in ("", one.item.name)]
    found = [
        square
        for item in items
        if (ends := _ends(model, values.items, item)) is not None
        for other in others
        if other.item.name != item.item.name
        and (square := _square(values, base, item, ends, other)) is not None
    ]
    measure = _measure_of(compared)
    several = [one for one in found if one.explicit != LEFT_OUT] or found
    return max(several, key=lambda one: _weight(values, one, measure), default=None)


def _measure_of(compared: Sequence[Compared]) -> Measure:
    for one in compared:
        for row in one.rows:
            if row.comparison is not None:
                return row.comparison.measure
    return "nash"


def _ends(model: Model, items: Sequence[Item], compared: Compared) -> tuple[str, str] | None:
    """The choice that leaves most to be raised, and that which leaves least.

    Leaving the item out counts only where it has a single wording.
    """
    named = [row for row in compared.rows if row.name != LEFT_OUT]
    rows = named if len(named) > 1 else list(compared.rows)
    if len(rows) < 2:
        return None
    room = {row.name: room_of(space_of(items, row.agenda, model), model) for row in rows}
    general = max(rows, key=lambda row: room[row.name]).name
    rest = [row for row in rows if row.name != general]
    return general, min(rest, key=lambda row: room[row.name]).name


def _square(
    values: AgendaValues, base: Agenda, item: Compared, ends: tuple[str, str], other: Compared
) -> Square | None:
    wordings = [row.name for row in other.rows if row.name != LEFT_OUT]
    present = other.against if other.against != LEFT_OUT else next(iter(wordings), None)
    if present is None:
        return None
    first, second = (with_choice(values, base, item.item.name, name) for name in ends)
    return Square(
        item.item.name,
        other.item.name,
        *ends,
        present,
        (_pair(values, first, other, present), _pair(values, second, other, present)),
    )


def _pair(
    values: AgendaValues, agenda: Agenda, other: Compared, present: str
) -> tuple[Agenda, Agenda]:
    name = other.item.name
    return with_choice(values, agenda, name, present), with_choice(values, agenda, name, LEFT_OUT)


def _weight(values: AgendaValues, square: Square, measure: Measure) -> tuple[Fraction, Fraction]:
    """How much the other item changes what words are worth, then how much the words matter."""
    general, explicit = square.agendas
    pairs = [
        _difference(values, pair, measure) for pair in ((general[k], explicit[k]) for k in (0, 1))
    ]
    changed = sum((abs(a - b) for a, b in zip(*pairs, strict=False)), Fraction())
    return changed, _sum(abs(one) for pair in pairs for one in pair)


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, Fraction())


def _difference(
    values: AgendaValues, pair: tuple[Agenda, Agenda], measure: Measure
) -> list[Fraction]:
    one, other = (worth_of(values, agenda).by.get(measure) for agenda in pair)
    if one is None or other is None:
        return []
    return [a - b for a, b in zip(one, other, strict=True)]
