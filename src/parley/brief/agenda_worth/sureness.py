"""How far weights that are only intervals carry a comparison of agendas, and what would turn it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import TypeAlias

from parley.bargaining.agenda_value import AgendaValues, Measure, Worth
from parley.bargaining.extremes import extremes
from parley.bargaining.sensitivity import (
    Change,
    Doubt,
    Draws,
    Shares,
    Turning,
    doubts_of,
    draw_worths,
    shares_of,
    worths_at,
)
from parley.brief.agenda_worth.wordings import Square
from parley.space.model import Model
from parley.space.openings import Agenda

__all__ = ["Sureness", "Turned", "shares", "sureness_of"]

#: An interval is looked at in so many parts for a change, which is then found to one of `_STEPS`.
_LOOKS, _FINE, _STEPS = 4, 20, 400

#: With the other item and without: per party, 1 where general words are worth more, -1 less.
Signs: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Turned:
    """What becomes of general against explicit words for a party as one number moves.

    Parameters:
        party: to whom they are worth something.
        present: whether the other item of the square is on the agenda.
        turning: the number, and where the comparison turns.
    """

    party: str
    present: bool
    turning: Turning


@dataclass(frozen=True, slots=True, eq=False)
class Sureness:
    """Draws of all weights that are intervals, and numbers that turn a comparison alone.

    Parameters:
        doubts: the weights that are intervals.
        draws: what the agendas of interest are worth in each draw; None where no weight is one.
        places: number of a space -> its place among the agendas drawn for.
        turned: for general against explicit words: every doubtful weight, and no agreement of each
            party from the worst to the best that it could have, where it turns the comparison.
    """

    doubts: tuple[Doubt, ...]
    draws: Draws | None
    places: Mapping[int, int]
    turned: tuple[Turned, ...]


def sureness_of(
    model: Model,
    values: AgendaValues,
    agendas: Iterable[Agenda],
    square: Square | None,
    asked: tuple[Measure, int, int],
) -> Sureness:
    """Draw the weights that are intervals, and find what turns the comparison of the square.

    Parameters:
        agendas: those of interest.
        asked: by what they are valued, how many draws, and their seed.
    """
    measure, count, seed = asked
    doubts = doubts_of(model)
    numbers = list(dict.fromkeys(values.spaces[values.agendas.index(one)] for one in agendas))
    spaces = [values.constraints[number] for number in numbers]
    draws = draw_worths(model, spaces, doubts, count, seed) if doubts else None
    places = {number: place for place, number in enumerate(numbers)}
    turned = _turned(model, values, square, doubts, measure) if square is not None else ()
    return Sureness(doubts, draws, places, tuple(turned))


def shares(
    sureness: Sureness | None,
    values: AgendaValues,
    pair: tuple[Agenda, Agenda],
    party: str,
    measure: Measure,
) -> Shares | None:
    """Return in which share of the draws the first agenda is worth more than the second.

    None where nothing was drawn, or the two leave the same outcomes.
    """
    if sureness is None or sureness.draws is None:
        return None
    one, other = (values.spaces[values.agendas.index(agenda)] for agenda in pair)
    if one == other:
        return None
    return shares_of(sureness.draws, (sureness.places[one], sureness.places[other]), party, measure)


def _turned(
    model: Model,
    values: AgendaValues,
    square: Square,
    doubts: tuple[Doubt, ...],
    measure: Measure,
) -> Iterator[Turned]:
    general, explicit = square.agendas
    # In the order of `_signs`: general and explicit words with the other item, then without.
    agendas = (general[0], explicit[0], general[1], explicit[1])
    spaces = [values.constraints[values.spaces[values.agendas.index(one)]] for one in agendas]
    # Weights are looked at coarsely; what no agreement is worth often turns it twice.
    nones = tuple(_no_agreements(model, values))
    for doubt, looks in [*((one, _LOOKS) for one in doubts), *((one, _FINE) for one in nones)]:

        @cache
        def signs(step: int, doubt: Doubt = doubt) -> Signs:
            number = doubt.low + (doubt.high - doubt.low) * Fraction(step, _STEPS)
            return _signs(worths_at(model, spaces, (doubt,), (number,)), measure)

        for place, present in enumerate((True, False)):
            for number, party in enumerate(model.parties):
                turning = _turning(doubt, signs, (place, number), looks)
                if turning.changes:
                    yield Turned(party, present, turning)


def _signs(worths: Sequence[Worth], measure: Measure) -> Signs:
    """With the other item and without: per party, whether general words are worth more."""
    found = []
    for one, other in ((worths[0], worths[1]), (worths[2], worths[3])):
        pairs = zip(one.by[measure], other.by[measure], strict=True)
        found.append(tuple((a > b) - (a < b) for a, b in pairs))
    return found[0], found[1]


def _turning(
    doubt: Doubt, signs: Callable[[int], Signs], which: tuple[int, int], looks: int
) -> Turning:
    place, party = which

    def sign(step: int) -> int:
        return signs(step)[place][party]

    def at(step: int) -> Fraction:
        return doubt.low + (doubt.high - doubt.low) * Fraction(step, _STEPS)

    looked = [_STEPS * part // looks for part in range(looks + 1)]
    changes = []
    for low, high in pairwise(looked):
        if sign(low) == sign(high):
            continue
        below, above = low, high
        while above - below > 1:
            between = (below + above) // 2
            below, above = (between, above) if sign(between) == sign(below) else (below, between)
        changes.append(Change(at(below), at(above), sign(below), sign(above)))
    return Turning(doubt, sign(0), sign(_STEPS), tuple(changes))


def _no_agreements(model: Model, values: AgendaValues) -> Iterator[Doubt]:
    """What no agreement is worth to each party, from its worst outcome to its best."""
    for number, party in enumerate(model.parties):
        ends = extremes(values.network, number)
        if ends is not None and ends[0] < ends[1]:
            usual = Fraction(values.no_agreement[number])
            yield Doubt(party, None, "no agreement", *ends, usual)
