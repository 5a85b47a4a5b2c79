"""Exchanges, swings and verdicts read off a list of all outcomes.

An exchange is found by comparing a package with every feasible outcome and counting the issues in
which they differ; a verdict by looking at every outcome in question.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from parley.space.network import Constraint, Network
from tests.twins.frontier_literal import Places, Worth, allows, beats, efficient, feasible, worth_of

#: The issues that change and their new places.
Moves = tuple[tuple[int, int], ...]


def moved(package: Places, moves: Moves) -> Places:
    """A package with some issues changed."""
    then = dict(moves)
    return tuple(then.get(issue, place) for issue, place in enumerate(package))


def exchanges(network: Network, package: Places, most: int) -> dict[Moves, Worth]:
    """What changes of at most so many issues hurt nobody and help somebody, and what each gains.

    Those are left out of which a part would do the same for everybody.
    """
    outcomes = feasible(network)
    base = worth_of(network, package)
    found = {}
    for places, worth in outcomes.items():
        moves = tuple(
            (issue, new)
            for issue, (old, new) in enumerate(zip(package, places, strict=True))
            if old != new
        )
        if len(moves) > most or not beats(worth, base):
            continue
        parts = [
            moved(package, part)
            for count in range(len(moves))
            for part in combinations(moves, count)
        ]
        if not any(outcomes.get(part) == worth for part in parts):
            found[moves] = tuple(a - b for a, b in zip(worth, base, strict=True))
    return found


def is_best(moves: Moves, found: dict[Moves, Worth]) -> bool:
    """Whether no exchange of as many issues or fewer gives nobody less and somebody more."""
    return not any(
        len(other) <= len(moves) and beats(gains, found[moves]) for other, gains in found.items()
    )


def alone(network: Network, package: Places, issue: int) -> list[Worth]:
    """What each value of an issue would change for each party, all else as in the package."""
    base = worth_of(network, package)
    return [
        tuple(
            a - b
            for a, b in zip(worth_of(network, moved(package, ((issue, place),))), base, strict=True)
        )
        for place in range(len(network.values[issue]))
    ]


def inside(network: Network, region: Sequence[Constraint]) -> dict[Places, Worth]:
    """The feasible outcomes of a region."""
    return {
        places: worth
        for places, worth in feasible(network).items()
        if all(allows(network, limit, places) for limit in region)
    }


def efficient_outcomes(network: Network) -> set[Places]:
    """All outcomes that nothing beats."""
    return {places for each in efficient(feasible(network)).values() for places in each}


def satisfied(network: Network, worth: Worth, party: int) -> bool:
    """Whether an outcome does not leave a party below no agreement, as far as that is known."""
    none: Fraction | None = network.no_agreement[party]
    return none is None or worth[party] >= none
