"""How far weights that are only guessed carry a comparison of agendas.

A weight that is known as an interval is a doubt, and so may be the worth of no agreement. All of
them are drawn at once, to see how often a comparison comes out which way; and each is moved alone
over its interval, with the others where they usually stand, to see where the comparison turns. The
share of draws is no probability: it says how much of what is left open agrees, if nothing in it
counts for more than the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parley.bargaining.agenda_value import (
    MEASURES,
    Measure,
    Worth,
    no_agreement_of,
    worth_inside,
)
from parley.bargaining.elimination import make_plan
from parley.kernel.errors import Refused
from parley.space.model import Model, Term, Weights
from parley.space.network import Constraint, compile_network
from parley.space.uncertainty import is_sure

__all__ = [
    "STEPS",
    "Change",
    "Doubt",
    "Draws",
    "Shares",
    "Turning",
    "doubts_of",
    "draw_worths",
    "shares_of",
    "sweep",
    "turning_points",
    "with_numbers",
    "worths_at",
]

#: An interval is looked at in so many equal steps: draws fall on them, changes are found to one.
#: (Numbers as fine as a float's would cost exactness or time, and tell no more.)
STEPS = 1000

#: Constraints of the agendas compared, as `space_of` gives them.
Spaces = Sequence[tuple[Constraint, ...]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A number that is only known to lie between two others.

    Parameters:
        party: whose it is.
        term: the place of the weight among the party's terms; None: what no agreement is worth.
        name: what the weight is on, in words.
        low, high: the ends of the interval.
        usual: where it stands while another is moved: the middle; of no agreement the worth that
            the model has, where it has one.
    """

    party: str
    term: int | None
    name: str
    low: Fraction
    high: Fraction
    usual: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """What some agendas are worth in many draws of all doubtful numbers.

    Parameters:
        parties: names, in the order of the last axis.
        doubts: the numbers drawn.
        seed: of numpy's default generator.
        steps: int64, shape (draws, doubts): where in its interval each lies, from 0 to `STEPS`.
        worths: float64, shape (draws, agendas, measures, parties), on the scale of the weights;
            not a number where a measure is not defined. Measures are in the order of `MEASURES`.
        agreed: bool, shape (draws, agendas): whether something is acceptable to all.
    """

    parties: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    seed: int
    steps: NDArray[np.int64]
    worths: NDArray[np.float64]
    agreed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Shares:
    """In which share of the draws one agenda is worth more to a party than another.

    Parameters:
        better, worse, same: shares of the draws in which the measure is defined on both; they add
            up to 1.
        draws: in how many draws it is.
    """

    better: float
    worse: float
    same: float
    draws: int


@dataclass(frozen=True, slots=True)
class Change:
    """Where, along a doubtful number, a comparison turns.

    Parameters:
        below, above: the last number looked at with the sign before and the first with that after;
            the turn lies between them.
        before, after: 1 where the one agenda is worth more to the party, -1 less, 0 as much.
    """

    below: Fraction
    above: Fraction
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Turning:
    """What becomes of a comparison as one doubtful number moves over its interval.

    Parameters:
        doubt: the number; all others are where they usually stand.
        at_low, at_high: the sign of the comparison at the ends.
        changes: where it turns, from low to high; a sign that comes and goes between two of the
            places looked at is not seen.
    """

    doubt: Doubt
    at_low: int
    at_high: int
    changes: tuple[Change, ...]


def doubts_of(
    model: Model, no_agreement: Mapping[str, tuple[Fraction, Fraction]] | None = None
) -> tuple[Doubt, ...]:
    """Return every number of a model that is known as an interval only.

    Parameters:
        no_agreement: party -> between what the worth of no agreement is taken to lie.

    Raises Refused for a party with priorities whose order is not known: draw orders elsewhere.
    """
    ranges = no_agreement or {}
    return tuple(
        doubt for party in model.parties for doubt in _doubts(model, party, ranges.get(party))
    )


def with_numbers(model: Model, doubts: Sequence[Doubt], numbers: Sequence[Fraction]) -> Model:
    """Return a model in which some doubtful numbers are known.

    Parameters:
        doubts: of `doubts_of`.
        numbers: one for each of them.
    """
    known: dict[str, dict[int, Fraction]] = {}
    none = dict(model.no_agreement)
    for doubt, number in zip(doubts, numbers, strict=True):
        if doubt.term is None:
            none[doubt.party] = number
        else:
            known.setdefault(doubt.party, {})[doubt.term] = number
    preferences = dict(model.preferences)
    for party, chosen in known.items():
        preference = preferences[party]
        if isinstance(preference, Weights):
            terms = (_known(term, chosen.get(place)) for place, term in enumerate(preference.terms))
            preferences[party] = Weights(tuple(terms))
    return replace(model, preferences=preferences, no_agreement=none)


def worths_at(
    model: Model, spaces: Spaces, doubts: Sequence[Doubt], numbers: Sequence[Fraction]
) -> tuple[Worth, ...]:
    """Return what some agendas are worth with the doubtful numbers given.

    Parameters:
        spaces: what each agenda leaves of the outcomes, as `space_of` gives it.
        doubts, numbers: as in `with_numbers`; a weight not among them is at its middle.
    """
    known = with_numbers(model, doubts, numbers)
    network = compile_network(known)
    none, _ = no_agreement_of(network, known)
    scopes = dict.fromkeys(one.issues for space in spaces for one in space)
    plan, memo = make_plan(network, scopes), dict[object, Any]()
    return tuple(worth_inside(network, space, none, plan, memo) for space in spaces)


def draw_worths(
    model: Model, spaces: Spaces, doubts: Sequence[Doubt], count: int, seed: int
) -> Draws:
    """Draw all doubtful numbers many times, evenly over their intervals and each by itself.

    Parameters:
        spaces: what each agenda leaves of the outcomes, as `space_of` gives it.
        doubts: of `doubts_of`.
        count: how many draws.
        seed: of numpy's default generator; the same seed gives the same draws.
    """
    parties = tuple(model.parties)
    steps = np.random.default_rng(seed).integers(0, STEPS + 1, size=(count, len(doubts)))
    worths = np.full((count, len(spaces), len(MEASURES), len(parties)), np.nan)
    agreed = np.zeros((count, len(spaces)), dtype=np.bool_)
    for draw, row in enumerate(steps):
        numbers = [_at(doubt, int(step)) for doubt, step in zip(doubts, row, strict=True)]
        for place, worth in enumerate(worths_at(model, spaces, doubts, numbers)):
            agreed[draw, place] = worth.agreed
            for measure, found in worth.by.items():
                worths[draw, place, MEASURES.index(measure)] = [float(each) for each in found]
    return Draws(parties, tuple(doubts), seed, steps, worths, agreed)


def shares_of(draws: Draws, pair: tuple[int, int], party: str, measure: Measure = "nash") -> Shares:
    """Return how often the first of two agendas is worth more to a party than the second.

    Parameters:
        pair: the places of the two among the agendas drawn for.
        measure: by what agendas are valued.
    """
    column = draws.worths[:, :, MEASURES.index(measure), draws.parties.index(party)]
    difference = column[:, pair[0]] - column[:, pair[1]]
    known = difference[~np.isnan(difference)]
    count = len(known)
    if not count:
        return Shares(0.0, 0.0, 0.0, 0)
    better, worse = int((known > 0).sum()), int((known < 0).sum())
    return Shares(better / count, worse / count, (count - better - worse) / count, count)


def sweep(
    model: Model, spaces: Spaces, doubt: Doubt, looks: int = 40
) -> tuple[tuple[Fraction, tuple[Worth, ...]], ...]:
    """Move one doubtful number over its interval, and say what some agendas are worth on the way.

    Parameters:
        spaces: what each agenda leaves of the outcomes, as `space_of` gives it.
        doubt: the number moved; all others are as in the model, weights at their middle.
        looks: into how many equal parts the interval is cut.

    Returns numbers from low to high, each with the worth of every agenda.
    """
    numbers = [
        doubt.low + (doubt.high - doubt.low) * Fraction(part, looks) for part in range(looks + 1)
    ]
    return tuple((number, worths_at(model, spaces, (doubt,), (number,))) for number in numbers)


def turning_points(
    model: Model,
    spaces: tuple[tuple[Constraint, ...], tuple[Constraint, ...]],
    doubts: Sequence[Doubt],
    party: str,
    measure: Measure = "nash",
    looks: int = 20,
) -> tuple[Turning, ...]:
    """Move each doubtful number alone, and say where the comparison of two agendas turns.

    Parameters:
        spaces: what the two agendas leave of the outcomes.
        doubts: of `doubts_of`; while one moves, the others are where they usually stand.
        party: to whom the agendas are worth something.
        measure: by what they are valued.
        looks: how many equal parts of an interval are looked at before a turn is narrowed down to
            one step of `STEPS`.

    Raises Refused where the measure is not defined somewhere along an interval.
    """
    number = list(model.parties).index(party)
    usual = [doubt.usual for doubt in doubts]

    def sign(place: int, step: int) -> int:
        numbers = [*usual[:place], _at(doubts[place], step), *usual[place + 1 :]]
        one, other = worths_at(model, spaces, doubts, numbers)
        if measure not in one.by or measure not in other.by:
            raise Refused(
                f"{model.name}: expected a measure that is defined throughout, got `{measure}`",
                hint="compare by `lowest` or `highest`",
            )
        a, b = one.by[measure][number], other.by[measure][number]
        return (a > b) - (a < b)

    return tuple(_turning(doubt, partial(sign, place), looks) for place, doubt in enumerate(doubts))


def _turning(doubt: Doubt, sign: Callable[[int], int], looks: int) -> Turning:
    looked = sorted({STEPS * part // looks for part in range(looks + 1)})
    signs = {step: sign(step) for step in looked}
    changes = []
    for low, high in pairwise(looked):
        if signs[low] == signs[high]:
            continue
        below, above = low, high
        while above - below > 1:
            between = (below + above) // 2
            signs[between] = sign(between)
            below, above = (between, above) if signs[between] == signs[below] else (below, between)
        changes.append(Change(_at(doubt, below), _at(doubt, above), signs[below], signs[above]))
    return Turning(doubt, signs[0], signs[STEPS], tuple(changes))


def _doubts(model: Model, party: str, none: tuple[Fraction, Fraction] | None) -> Iterator[Doubt]:
    preference = model.preferences.get(party)
    if isinstance(preference, Weights):
        for place, term in enumerate(preference.terms):
            if term.low != term.high:
                on = term.says.name if term.says is not None else f"{term.issue}"
                yield Doubt(party, place, on, term.low, term.high, (term.low + term.high) / 2)
    elif not is_sure(model, party):
        raise Refused(
            f"{model.name}: expected weights of {party}, got statements of unknown order",
            hint="put the statements in an order, or give `weights`",
        )
    if none is not None:
        usual = model.no_agreement.get(party, (none[0] + none[1]) / 2)
        yield Doubt(party, None, "no agreement", *none, usual)


def _known(term: Term, number: Fraction | None) -> Term:
    return term if number is None else replace(term, low=number, high=number)


def _at(doubt: Doubt, step: int) -> Fraction:
    return doubt.low + (doubt.high - doubt.low) * Fraction(step, STEPS)
