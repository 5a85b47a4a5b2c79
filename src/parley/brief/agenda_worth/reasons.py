"""Why an agenda is worth little or much to a party: which change of it against the base does it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parley.bargaining.agenda_value import AgendaValues, Measure, settlement_at, worth_of
from parley.brief.agenda_worth.opened import constraints_of, opened_by
from parley.brief.agenda_worth.wordings import with_choice
from parley.brief.agenda_worth.words import listed, number_words
from parley.space.model import Model
from parley.space.openings import LEFT_OUT, Agenda

__all__ = ["Cause", "causes", "nearest", "reasons"]


@dataclass(frozen=True, slots=True)
class Cause:
    """One item in which an agenda differs from the base, and what taking that back would do.

    Parameters:
        item: its name.
        has, base: what the agenda has of it, and the base.
        back: how much more the agenda would be worth to the party with the base's choice.
    """

    item: str
    has: str
    base: str
    back: Fraction


def nearest(agendas: Sequence[Agenda], base: Agenda) -> Agenda:
    """Return the agenda that differs from the base in the fewest items, the first of several."""
    return min(agendas, key=lambda one: sum(a != b for a, b in zip(one, base, strict=True)))


def causes(
    values: AgendaValues, agenda: Agenda, base: Agenda, party: str, measure: Measure
) -> tuple[Cause, ...]:
    """Return every difference of an agenda from the base, what matters most to the party first."""
    number = values.network.parties.index(party)
    here = worth_of(values, agenda).by.get(measure)
    found = []
    for item, has, own in zip(values.items, agenda, base, strict=True):
        there = worth_of(values, with_choice(values, agenda, item.name, own)).by.get(measure)
        if has != own and here is not None and there is not None:
            found.append(Cause(item.name, has, own, there[number] - here[number]))
    return tuple(sorted(found, key=lambda one: -abs(one.back)))


def reasons(
    model: Model, values: AgendaValues, pair: tuple[Agenda, Agenda], party: str, measure: Measure
) -> Iterator[str]:
    """Say why an agenda is worth to a party what it is, against the base.

    Parameters:
        pair: the agenda and the base.
    """
    agenda, base = pair
    if agenda == base:
        return
    found = causes(values, agenda, base, party, measure)
    yield f"Against the base it has {listed(_change(one) for one in found)}."
    yield from _closed(model, values, pair)
    worth = worth_of(values, agenda)
    if not worth.agreed and not worth.impossible:
        yield "Nothing that it leaves is acceptable to all, so that its worth is no agreement's."
    telling = [one for one in found if one.back]
    if telling:
        told = [f"{_more(one.back)} with {_had(one)}" for one in telling[:3]]
        yield f"The rest the same, it would be worth {listed(told)}."
    elif len(found) > 1:
        yield "No single one of these changes makes the difference; together they do."
    yield from _settled(values, pair, measure)


def _more(number: Fraction) -> str:
    return f"{number_words(abs(number))} {'more' if number > 0 else 'less'}"


def _had(one: Cause) -> str:
    return f"{one.item} `{one.base}`" if one.base != LEFT_OUT else f"{one.item} left out"


def _change(one: Cause) -> str:
    if one.has == LEFT_OUT:
        return f"no {one.item}"
    instead = f" instead of `{one.base}`" if one.base != LEFT_OUT else " besides"
    return f"{one.item} `{one.has}`{instead}"


def _closed(model: Model, values: AgendaValues, pair: tuple[Agenda, Agenda]) -> Iterator[str]:
    """The issues that it takes off the table, fixes, or puts there."""
    mine, own = (opened_by(constraints_of(values, one), model) for one in pair)
    open_here, open_there = ({*one.whole, *one.part} for one in (mine, own))
    closed = [f"`{issue}`" for issue in mine.closed if issue in open_there]
    fixed = [
        f"`{issue} = {value}`"
        for issue, value in mine.settled.items()
        if own.settled.get(issue) != value
    ]
    opened = [f"`{issue}`" for issue in model.issues if issue in open_here - open_there]
    parts = [
        f"{word} {listed(names)}"
        for word, names in (("closes", closed), ("settles", fixed), ("opens", opened))
        if names
    ]
    if parts:
        yield f"So it {listed(parts)}."


def _settled(values: AgendaValues, pair: tuple[Agenda, Agenda], measure: Measure) -> Iterator[str]:
    mine, own = (settlement_at(values, one, measure) for one in pair)
    if mine is None or own is None:
        return
    changed = [
        f"`{issue} = {value}` instead of `{own[issue]}`"
        for issue, value in mine.items()
        if own[issue] != value
    ]
    if changed:
        yield f"Its fair point has {listed(changed)}."
