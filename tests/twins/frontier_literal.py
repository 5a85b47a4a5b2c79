"""Outcomes, the efficient frontier and fair points of a network, read off a list of all outcomes.

Slow and plain on purpose: every worth is an exact fraction, what is efficient is found by comparing
each outcome with each other, and each fair point is what its definition says. It shares nothing
with the package but the records of a network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from parley.space.network import Constraint, Network

Places = tuple[int, ...]
Worth = tuple[Fraction, ...]


def allows(network: Network, limit: Constraint, places: Places) -> bool:
    """Whether a constraint allows an outcome."""
    at = dict(zip(network.issues, places, strict=True))
    return bool(limit.allowed[tuple(at[issue] for issue in reversed(limit.issues))])


def worth_of(network: Network, places: Places) -> Worth:
    """What an outcome is worth to each party: the sum of its tables' entries over its unit."""
    at = dict(zip(network.issues, places, strict=True))
    return tuple(
        Fraction(
            sum(int(one.table[tuple(at[issue] for issue in reversed(one.issues))]) for one in each),
            unit,
        )
        for each, unit in zip(network.factors, network.units, strict=True)
    )


def feasible(network: Network, extra: Sequence[Constraint] = ()) -> dict[Places, Worth]:
    """Every feasible outcome and what it is worth."""
    return {
        places: worth_of(network, places)
        for places in product(*(range(len(each)) for each in network.values))
        if all(allows(network, one, places) for one in (*network.constraints, *extra))
    }


def beats(one: Sequence[Fraction], other: Sequence[Fraction]) -> bool:
    """Whether the first is at least as good for all and better for somebody."""
    return all(a >= b for a, b in zip(one, other, strict=True)) and tuple(one) != tuple(other)


def efficient(worths: dict[Places, Worth]) -> dict[Worth, list[Places]]:
    """The efficient points, and all outcomes that attain each."""
    points = set(worths.values())
    kept = {one for one in points if not any(beats(other, one) for other in points)}
    found: dict[Worth, list[Places]] = {}
    for places, worth in worths.items():
        if worth in kept:
            found.setdefault(worth, []).append(places)
    return found


def worst(worths: dict[Places, Worth], party: int) -> Fraction:
    """The least that a feasible outcome is worth to a party."""
    return min(worth[party] for worth in worths.values())


def acceptable(points: Sequence[Worth], none: Worth) -> list[Worth]:
    """The points that leave nobody below no agreement."""
    return [one for one in points if all(a >= b for a, b in zip(one, none, strict=True))]


def gains(one: Worth, none: Worth) -> Worth:
    """What each party gains over no agreement."""
    return tuple(a - b for a, b in zip(one, none, strict=True))


def _smallest_share(one: Worth, none: Worth, inside: Sequence[Worth]) -> Fraction:
    """The smallest gain as a share of the most that its party could gain; none has no share."""
    most = [max(each[party] for each in inside) - none[party] for party in range(len(none))]
    own = zip(gains(one, none), most, strict=True)
    return min((gain / top for gain, top in own if top > 0), default=Fraction())


def fair_points(inside: Sequence[Worth], none: Worth) -> dict[str, tuple[Worth, set[Worth]]]:
    """Per definition the point chosen, and all that are equally good by it.

    Parameters:
        inside: the efficient points that leave nobody below no agreement; at least one.
    """
    goals: dict[str, Callable[[Worth], Fraction | list[Fraction]]] = {
        "nash": lambda one: Fraction(prod(gains(one, none))),
        "kalai": lambda one: min(gains(one, none)),
        "kalai_smorodinsky": lambda one: _smallest_share(one, none, inside),
        "utilitarian": lambda one: sum(one, Fraction()),
        "leximin": lambda one: sorted(one),
    }
    found = {}
    for name, goal in goals.items():
        scores = {one: goal(one) for one in inside}
        best = max(scores.values())
        tied = {one for one in inside if scores[one] == best}
        chosen = max(tied, key=lambda one: (sorted(gains(one, none)), one))
        found[name] = (chosen, tied)
    return found
