"""What an agenda is worth to each party: what the talks on the substance would give inside it.

An agenda opens some outcomes and closes the others. Inside what it leaves, the parties can settle
on any efficient outcome that nobody finds worse than no agreement; from the least to the most that
these give a party is the range of the agenda's worth to it, and the fair points lie inside. Where
nothing is acceptable to all, the worth is that of no agreement. Agendas that leave the same
outcomes are worth the same, and are worked out once.

That general words keep more open, and may be worth more for it, is the argument of Mao's cable of
13 July 1951; the fair points are those of Nash (1950), Kalai and Smorodinsky (1975), Kalai (1977).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import ceil, prod
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from parley import __version__
from parley.bargaining.elimination import Plan, make_plan
from parley.bargaining.frontier import Frontier, frontier, outcome
from parley.bargaining.points import solution_points
from parley.kernel.errors import Refused
from parley.space.model import Model
from parley.space.network import Constraint, Network, compile_network, utility_of
from parley.space.openings import (
    Agenda,
    Item,
    SpaceKey,
    require_status_quo,
    space_key,
    space_of,
    status_quo_of,
)

__all__ = [
    "MEASURES",
    "MOST_AGENDAS",
    "AgendaValues",
    "BestAndWorst",
    "Comparison",
    "Measure",
    "Worth",
    "best_and_worst",
    "compare_wordings",
    "no_agreement_of",
    "settlement_at",
    "value_agendas",
    "worth_inside",
    "worth_of",
]

#: By what an agenda is valued: a fair point inside it, or an end of the range of settlements.
Measure = Literal[
    "nash", "kalai", "kalai_smorodinsky", "utilitarian", "leximin", "lowest", "highest"
]
MEASURES: tuple[Measure, ...] = get_args(Measure)
_POINTS: tuple[Measure, ...] = MEASURES[:5]

#: Combinations of wordings that are valued at once.
MOST_AGENDAS = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """What the talks on the substance are worth inside one space of outcomes.

    Parameters:
        efficient: how many points the frontier of the space has.
        agreed: whether some outcome is no worse than no agreement for anybody. Where none is, every
            measure is the worth of no agreement.
        settlements: how many points of the frontier are acceptable to all.
        by: measure -> worth to each party, in the order of the network. `lowest` and `highest` are
            those of each party by itself, over all settlements; no single settlement need give
            them to all. A fair point is left out where it is not defined.
        at: fair point -> its place on the frontier of the space; empty without an agreement.
        impossible: whether the statements of the agenda leave no outcome at all.
        error: per party, by how much an efficient outcome that was not kept can be better than one
            that was; zeros where all were kept.
    """

    efficient: int
    agreed: bool
    settlements: int
    by: Mapping[Measure, tuple[Fraction, ...]]
    at: Mapping[Measure, int]
    impossible: bool
    error: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AgendaValues:
    """Every combination of wordings, and what each is worth to each party.

    Parameters:
        network: the substance; its parties and notes, and its digest, which names the input.
        items: the agenda items compared.
        no_agreement: per party what no agreement is worth.
        from_status_quo: parties of which nothing says what no agreement is worth; where things
            stand stands for it.
        agendas: one choice for each item; in the order of items and choices, the last item fastest.
        spaces: per agenda the number of its space in `worths`.
        constraints: what each space leaves of the outcomes.
        worths: what the talks are worth inside each space, each once.
        version: of parley.
    """

    network: Network
    items: tuple[Item, ...]
    no_agreement: tuple[Fraction, ...]
    from_status_quo: tuple[str, ...]
    agendas: tuple[Agenda, ...]
    spaces: tuple[int, ...]
    constraints: tuple[tuple[Constraint, ...], ...]
    worths: tuple[Worth, ...]
    version: str
    _places: dict[Agenda, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        places = {agenda: place for place, agenda in enumerate(self.agendas)}
        object.__setattr__(self, "_places", places)


@dataclass(frozen=True, slots=True)
class BestAndWorst:
    """The agendas that a party should fear most and wish for most.

    Parameters:
        party: whose worth it is.
        measure: by what agendas are valued.
        worst: the least that an agenda is worth to it.
        worst_agendas: all that are worth no more.
        best: the most that an agenda is worth to it.
        best_agendas: all that are worth no less.
    """

    party: str
    measure: Measure
    worst: Fraction
    worst_agendas: tuple[Agenda, ...]
    best: Fraction
    best_agendas: tuple[Agenda, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One wording of an item against another, the rest of the agenda being the same.

    Parameters:
        item: the item whose wordings are compared.
        one, other: the names of the two choices.
        base: the agenda whose other items are kept for `at_base`.
        measure: by what agendas are valued.
        at_base: party -> by how much `one` is worth more than `other` to it on that agenda; empty
            where the measure is not defined on one of the two.
        better, worse, same: party -> on how many agendas, over all choices of the other items,
            `one` is worth more to it than `other`, less, or as much.
    """

    item: str
    one: str
    other: str
    base: Agenda
    measure: Measure
    at_base: Mapping[str, Fraction]
    better: Mapping[str, int]
    worse: Mapping[str, int]
    same: Mapping[str, int]


def value_agendas(
    items: Sequence[Item],
    model: Model,
    network: Network | None = None,
    most_points: int | None = None,
) -> AgendaValues:
    """Work out what every combination of wordings is worth to each party.

    Parameters:
        items: the agenda items, each with its choices.
        model: the substance.
        network: the model compiled, where weights other than the middle ones are to count.
        most_points: the most efficient points kept of any set; None: all.

    Raises Refused for more than `MOST_AGENDAS` combinations, for an issue that some agenda leaves
    without a value, and where nothing says what no agreement is worth.
    """
    count = prod(len(item.choices) for item in items)
    if count > MOST_AGENDAS:
        sizes = ", ".join(f"{item.name} ({len(item.choices)})" for item in items)
        raise Refused(
            f"{model.name}: expected at most {MOST_AGENDAS:,} agendas, got {count:,}, from the "
            f"choices of {sizes}",
            hint="name fewer items under `agenda` of `bargaining`",
        )
    require_status_quo(items, model)
    network = network or compile_network(model)
    none, assumed = no_agreement_of(network, model)
    agendas = tuple(product(*(tuple(choice.name for choice in item.choices) for item in items)))
    numbers: dict[SpaceKey, int] = {}
    constraints: list[tuple[Constraint, ...]] = []
    spaces = []
    for agenda in agendas:
        found = space_of(items, agenda, model)
        number = numbers.setdefault(space_key(found), len(numbers))
        if number == len(constraints):
            constraints.append(found)
        spaces.append(number)
    worths = tuple(_worths(network, constraints, none, most_points))
    return AgendaValues(
        network,
        tuple(items),
        none,
        assumed,
        agendas,
        tuple(spaces),
        tuple(constraints),
        worths,
        __version__,
    )


def no_agreement_of(network: Network, model: Model) -> tuple[tuple[Fraction, ...], tuple[str, ...]]:
    """Return what no agreement is worth to each party, and those for whom the status quo stands.

    Raises Refused where neither is known, with all parties of whom that is so.
    """
    loose = [
        party
        for party, worth in zip(network.parties, network.no_agreement, strict=True)
        if worth is None
    ]
    quo = status_quo_of(model)
    if loose and quo.keys() != model.issues.keys():
        open_issues = ", ".join(issue for issue in model.issues if issue not in quo)
        raise Refused(
            f"{model.name}: expected to know what no agreement is worth to {', '.join(loose)}, "
            f"got neither that nor where {open_issues} stand",
            hint="give a `reservation` under `preferences`, or a `status_quo` that names a value "
            "for every issue",
        )
    places = [
        domain.ranked.index(quo[issue]) for issue, domain in model.issues.items() if issue in quo
    ]
    found = tuple(
        utility_of(network, number, places) if worth is None else worth
        for number, worth in enumerate(network.no_agreement)
    )
    return found, tuple(loose)


def worth_inside(
    network: Network,
    constraints: tuple[Constraint, ...],
    no_agreement: Sequence[Fraction],
    plan: Plan | None = None,
    memo: dict[object, Any] | None = None,
    most_points: int | None = None,
) -> Worth:
    """Work out what the talks are worth inside the outcomes that some constraints leave.

    Parameters:
        no_agreement: per party what no agreement is worth.
        plan: of `make_plan`, for the constraints of all spaces of interest.
        memo: what is kept between calls with the same plan, network and `most_points`.
        most_points: the most points kept of any set on the way; None: all.

    Where the preferences of a party are only an order, no fair point is defined.
    """
    found = frontier(network, constraints, plan=plan, memo=memo, most_points=most_points)
    none = tuple(no_agreement)
    above = _acceptable(found, none)
    if not len(above):
        by = dict.fromkeys(MEASURES, none)
        return Worth(found.size, False, 0, by, {}, not found.size, found.error)
    at = {} if any(network.ordinal) else _fair_points(found, none)
    by = {measure: _point(found, place) for measure, place in at.items()}
    columns = found.numbers[:, above]
    by["lowest"] = _worth(columns.min(axis=1), network)
    by["highest"] = _worth(columns.max(axis=1), network)
    return Worth(found.size, True, len(above), by, at, False, found.error)


def worth_of(values: AgendaValues, agenda: Sequence[str]) -> Worth:
    """Return what one agenda is worth; KeyError for one that was not valued."""
    return values.worths[values.spaces[values._places[tuple(agenda)]]]


def settlement_at(
    values: AgendaValues, agenda: Sequence[str], measure: Measure
) -> Mapping[str, str] | None:
    """Return issue -> value of an outcome at a fair point of an agenda.

    None where the measure is no point there: of the ends of the range, and without an agreement.
    """
    space = values.spaces[values._places[tuple(agenda)]]
    place = values.worths[space].at.get(measure)
    if place is None:
        return None
    return outcome(frontier(values.network, values.constraints[space]), place)


def best_and_worst(values: AgendaValues, party: str, measure: Measure = "nash") -> BestAndWorst:
    """Return the agendas that are worth least and most to a party.

    Parameters:
        measure: by what agendas are valued.

    Agendas on which the measure is not defined are passed over; those that leave no outcome at all
    count as no agreement. Raises Refused where it is defined on none that comes to an agreement.
    """
    _defined(values, measure)
    number = values.network.parties.index(party)
    worths = [worth.by.get(measure) for worth in values.worths]
    known = [worth[number] for worth in worths if worth is not None]
    worst, best = min(known), max(known)

    def those(worth: Fraction) -> Iterator[Agenda]:
        for agenda, space in zip(values.agendas, values.spaces, strict=True):
            found = worths[space]
            if found is not None and found[number] == worth:
                yield agenda

    return BestAndWorst(party, measure, worst, tuple(those(worst)), best, tuple(those(best)))


def compare_wordings(
    values: AgendaValues, item: str, choices: tuple[str, str], base: Agenda, measure: Measure
) -> Comparison:
    """Compare two choices of one item, the others being the same.

    Parameters:
        item: its name.
        choices: the names of the choice of interest and of the one it is held against.
        base: an agenda; what it has of `item` does not matter.
        measure: by what agendas are valued.

    Agendas on which the measure is not defined for one of the two are passed over in the counts.
    Raises Refused where it is defined on no agenda, KeyError for a choice that is not there.
    """
    _defined(values, measure)
    place = [each.name for each in values.items].index(item)

    def with_choice(agenda: Agenda, name: str) -> tuple[Fraction, ...] | None:
        changed = (*agenda[:place], name, *agenda[place + 1 :])
        return worth_of(values, changed).by.get(measure)

    parties = values.network.parties
    here, there = (with_choice(base, name) for name in choices)
    counts = {sign: dict.fromkeys(parties, 0) for sign in (-1, 0, 1)}
    for agenda in values.agendas:
        if agenda[place] != choices[0]:
            continue
        mine, against = worth_of(values, agenda).by.get(measure), with_choice(agenda, choices[1])
        if mine is None or against is None:
            continue
        for party, a, b in zip(parties, mine, against, strict=True):
            counts[(a > b) - (a < b)][party] += 1
    at_base = (
        {party: a - b for party, a, b in zip(parties, here, there, strict=True)}
        if here is not None and there is not None
        else {}
    )
    return Comparison(item, *choices, base, measure, at_base, counts[1], counts[-1], counts[0])


def _worths(
    network: Network,
    spaces: Sequence[tuple[Constraint, ...]],
    no_agreement: Sequence[Fraction],
    most_points: int | None,
) -> Iterator[Worth]:
    scopes = dict.fromkeys(one.issues for space in spaces for one in space)
    plan, memo = make_plan(network, scopes), dict[object, Any]()
    for space in spaces:
        yield worth_inside(network, space, no_agreement, plan, memo, most_points)


def _acceptable(found: Frontier, none: Sequence[Fraction]) -> NDArray[np.int64]:
    """The efficient points that nobody finds worse than no agreement."""
    good = np.ones(found.size, dtype=np.bool_)
    for row, worth, unit in zip(found.numbers, none, found.network.units, strict=True):
        good &= (row >= ceil(worth * unit)).astype(np.bool_)
    return np.flatnonzero(good)


def _fair_points(found: Frontier, none: Sequence[Fraction]) -> dict[Measure, int]:
    points = solution_points(found, none)
    named = ((measure, getattr(points, measure)) for measure in _POINTS)
    return {measure: int(point.index) for measure, point in named if point is not None}


def _defined(values: AgendaValues, measure: Measure) -> None:
    if not any(worth.agreed and measure in worth.by for worth in values.worths) and any(
        worth.agreed for worth in values.worths
    ):
        raise Refused(
            f"{values.network.name}: expected a measure that is defined, got `{measure}`: the "
            "preferences of a party are only an order",
            hint="compare by `lowest` or `highest`, or give weights",
        )


def _point(found: Frontier, place: int) -> tuple[Fraction, ...]:
    return _worth(found.numbers[:, place], found.network)


def _worth(numbers: NDArray[Any], network: Network) -> tuple[Fraction, ...]:
    """Whole numbers in units as worths, per party."""
    return tuple(
        Fraction(int(number), unit) for number, unit in zip(numbers, network.units, strict=True)
    )
