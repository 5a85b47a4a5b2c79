"""A study of what all could accept: the frontier, its fair points, and the outcomes shown of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from parley.bargaining.fallback import fallback_bargaining
from parley.bargaining.frontier import Frontier, frontier, outcome, ties
from parley.bargaining.points import DEFINITIONS, Point, Points, solution_points
from parley.brief.settlements.from_package import PackageStudy, places_of
from parley.brief.settlements.log_trades import LogTrades
from parley.kernel.errors import Refused
from parley.space.compiling import clash, compile_space
from parley.space.model import Model, Priorities, Weights
from parley.space.network import Network, compile_network, utility_of
from parley.space.space import outcome_of

__all__ = [
    "MOST_FALLEN",
    "MOST_LISTED",
    "MeetingPoint",
    "Study",
    "StudyOptions",
    "heights",
    "measured",
    "spread",
    "study_of",
]

#: Points that pages list with their outcomes; of more, the fair ones and some spread over the rest.
MOST_LISTED = 60
#: Outcomes up to which it is looked where parties meet that fall back: that lists them.
MOST_FALLEN = 1 << 22
_MOST_MET = 8
_MOST_COMPARED = 100_000  # points among which those that are spread are looked for


@dataclass(frozen=True, slots=True)
class StudyOptions:
    """What is asked of a study.

    Parameters:
        time: how much of the time for the talks is gone, from 0 to 1.
        most_points: the most points kept of any set; None: every point.
        most_fallen: outcomes up to which it is looked where parties meet that fall back.
        scale: what the numbers are, in a word, for those who read them.
    """

    time: Fraction = Fraction()
    most_points: int | None = None
    most_fallen: int = MOST_FALLEN
    scale: str = "dossier"


@dataclass(frozen=True, slots=True)
class MeetingPoint:
    """Where the parties meet as they fall back in step from what they like best.

    Parameters:
        depth: how far they fall back, counted from 1, their best outcomes.
        of: how many feasible outcomes there are to fall back through.
        places: the points of the frontier at which they meet.
        depths: per place, how deep it lies for each party.
    """

    depth: int
    of: int
    places: tuple[int, ...]
    depths: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """Everything that a page on what all could accept shows; points are numbers on the frontier.

    Parameters:
        model, network: what was worked out.
        found: the frontier.
        points: its fair points; None where wishes have only an order.
        fair: definition -> the number of its point, where there is one.
        shown: numbers of the points that are listed, ascending.
        outcomes: point listed -> one outcome that attains it, issue -> value.
        ties: point listed -> how many outcomes attain it; where thinned, at least so many.
        fallback: where parties meet that fall back from their best, where only orders are known.
        options: as asked.
        notes: what a reader must know.
        package: what was worked out from a package; None where none was asked for.
        trades: what the trades and fallbacks of a log can come to; None where there is no log.
    """

    model: Model
    network: Network
    found: Frontier
    points: Points | None
    fair: Mapping[str, int]
    shown: tuple[int, ...]
    outcomes: Mapping[int, Mapping[str, str]]
    ties: Mapping[int, int]
    fallback: MeetingPoint | None
    options: StudyOptions
    notes: tuple[str, ...]
    package: PackageStudy | None = None
    trades: LogTrades | None = None


def study_of(model: Model, options: StudyOptions = StudyOptions()) -> Study:
    """Work out the efficient outcomes of a model and what is shown of them.

    Raises Refused where the model has no issue or nobody who wants something, where statements
    link too many issues, and where no outcome is feasible; it names the statements that clash.
    """
    if model.issues and model.parties and not model.preferences:
        raise Refused(
            f"{model.name}: expected wishes of at least one party, got none: every outcome would "
            "be as good as every other",
            hint="say what each party's `preferences` are",
        )
    network = compile_network(model, time=options.time)
    found = frontier(network, most_points=options.most_points)
    if not found.size:
        raise Refused(
            f"{model.name}: expected some feasible outcome, got none: "
            f"{clash(model)} cannot all be true",
            hint="weaken or remove one of these statements",
        )
    if not np.isfinite(measured(found)).all():
        raise Refused(
            f"{model.name}: expected worths that a number of 64 bits holds, got larger ones",
            hint="divide all weights of a party by the same number: it changes no fair point of "
            "Nash or Kalai-Smorodinsky",
        )
    points = None if any(network.ordinal) else solution_points(found)
    fair = dict(_fair(points)) if points is not None else {}
    notes = [*model.notes, *_notes(model, network, points, options)]
    meeting = _meeting(model, found, options, notes) if points is None else None
    always = [*fair.values(), *(meeting.places if meeting is not None else ())]
    shown = spread(measured(found), always, MOST_LISTED)
    return Study(
        model,
        network,
        found,
        points,
        fair,
        shown,
        {point: outcome(found, point) for point in shown},
        dict(zip(shown, ties(found, shown), strict=True)),
        meeting,
        options,
        tuple(dict.fromkeys(notes)),
    )


def _meeting(
    model: Model, found: Frontier, options: StudyOptions, notes: list[str]
) -> MeetingPoint | None:
    """Where the parties meet by their orders alone; it lists outcomes, so not of every model."""
    network = found.network
    if network.size > options.most_fallen:
        notes.append(
            f"Fallback bargaining is left out: it lists outcomes, and takes at most "
            f"{options.most_fallen:,}."
        )
        return None
    try:
        space = compile_space(model)
    except Refused as error:
        notes.append(f"Fallback bargaining is left out: {error}")
        return None
    met = fallback_bargaining(space)
    known = {tuple(map(int, column)): place for place, column in enumerate(found.numbers.T)}
    places: dict[int, tuple[int, ...]] = {}
    for number in met.efficient.tolist():
        own = outcome_of(space, number)
        at = places_of(network, own)
        worths = (utility_of(network, party, at) for party in range(len(network.parties)))
        scaled = tuple(int(w * unit) for w, unit in zip(worths, network.units, strict=True))
        if scaled in known and known[scaled] not in places:
            column = int(np.searchsorted(met.outcomes, number))
            places[known[scaled]] = tuple(met.depths[:, column].tolist())
        if len(places) == _MOST_MET:
            break
    of = space.size if space.feasible is None else int(space.feasible.sum())
    order = sorted(places)
    return MeetingPoint(met.depth, of, tuple(order), tuple(places[one] for one in order))


def _fair(points: Points) -> Iterator[tuple[str, int]]:
    for name in DEFINITIONS:
        point: Point | None = getattr(points, name)
        if point is not None:
            yield name, point.index


def spread(worth: NDArray[np.float64], always: Iterable[int], most: int) -> tuple[int, ...]:
    """Choose points that lie far from each other, the ends of each party among them.

    The next one is always that which is farthest from those chosen (Gonzalez 1985).

    Parameters:
        worth: shape (m, parties).
        always: points that are chosen whatever there is.
        most: how many to choose, if there are so many; more where `always` and ends are more.

    Returns numbers of points, ascending.
    """
    count = len(worth)
    if count <= most:
        return tuple(range(count))
    chosen = dict.fromkeys((*always, *map(int, worth.argmax(axis=0))))
    some = np.unique(np.linspace(0, count - 1, min(count, _MOST_COMPARED)).astype(np.int64))
    span = np.ptp(worth, axis=0)
    shares = (worth - worth.min(axis=0)) / np.where(span > 0, span, 1)
    far = np.full(len(some), np.inf)
    for point in chosen:
        far = np.minimum(far, np.abs(shares[some] - shares[point]).max(axis=1))
    while len(chosen) < most and far.max() > 0:
        point = int(some[far.argmax()])
        chosen[point] = None
        far = np.minimum(far, np.abs(shares[some] - shares[point]).max(axis=1))
    return tuple(sorted(chosen))


@lru_cache(maxsize=4)
def heights(found: Frontier) -> Sequence[tuple[NDArray[np.int64], int]]:
    """Return, per party, each point's height in its order, 1 the lowest, and how many there are."""
    each = []
    for row in found.numbers:
        levels, at = np.unique(row, return_inverse=True)
        each.append((at.astype(np.int64) + 1, len(levels)))
    return each


def measured(found: Frontier) -> NDArray[np.float64]:
    """Return worth, or height where only an order is known: float64, shape (m, parties)."""
    each = found.worth.copy()
    for party, ordinal in enumerate(found.network.ordinal):
        if ordinal:
            each[:, party] = heights(found)[party][0]
    return each


def _notes(
    model: Model, network: Network, points: Points | None, options: StudyOptions
) -> Iterator[str]:
    unsure = [
        party
        for party, wants in model.preferences.items()
        if isinstance(wants, Weights) and any(term.low != term.high for term in wants.terms)
    ]
    if unsure:
        yield (
            f"Weights of {', '.join(unsure)} that are given between two numbers are taken in the "
            "middle."
        )
    flat = [
        party
        for party, tables in zip(network.parties, network.factors, strict=True)
        if not any(one.issues and one.table.min() != one.table.max() for one in tables)
    ]
    if flat and points is not None and points.ideal is not None:
        yield (
            f"To {', '.join(flat)} every outcome is worth the same, so that it can gain nothing: "
            "the product and the smallest of the gains are alike everywhere, and the rule for ties "
            "decides those points."
        )
    loose = [
        party
        for party, wants in model.preferences.items()
        if isinstance(wants, Priorities) and any(len(group) > 1 for group in wants.groups)
    ]
    if loose:
        yield (
            f"The order of the wishes of {', '.join(loose)} is not wholly known: it is taken as "
            "written."
        )
    if options.time and not any(rate != 1 for rate in model.discounts.values()):
        yield "No party's worth falls with time: the share of it that is gone changes nothing."
