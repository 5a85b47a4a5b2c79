"""From a package: what it is worth, what lies between it and the frontier, and the exchanges.

An exchange changes a few issues, leaves nobody worse off and somebody better. All is exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from parley.bargaining.frontier import Frontier, outcome
from parley.bargaining.trades import Exchange, Swing, exchanges, rate, swings
from parley.space.network import Network, utility_of
from parley.space.packages import Package

__all__ = ["MOST_EXCHANGES", "PackageStudy", "places_of", "study_package"]

#: Exchanges that are kept of a package.
MOST_EXCHANGES = 100
_MOST_BETTER = 5  # points at least as good for all that are shown with their packages


@dataclass(frozen=True, slots=True, eq=False)
class PackageStudy:
    """A package, how far it is from the frontier, and what can be exchanged from it.

    Parameters:
        package: as asked.
        worth: per party; for a party with only an order of wishes it means nothing but an order.
        measured: per party its worth; where only an order is known, its height among the efficient
            points, half a step off where it is between two.
        efficient: whether no outcome beats it; None where the frontier is thinned and no point
            listed beats it, so that it cannot be told.
        at: its own point of the frontier; None where it is not among them.
        below: the parties to which it is worth less than no agreement, as far as that is known.
        better: the points at least as good for every party and better for somebody, ascending.
        room: per party, the most that it gains in one of `better`.
        shown: some of `better`, those best for each party among them.
        outcomes: point shown -> an outcome that attains it.
        exchanges: the best first, then those that change fewer issues.
        is_whole: whether there are no more exchanges than these.
        swings: per issue, what it alone would change.
        measure: the number of the issue in whose swings rates are told; None where no issue matters
            to every party.
        rates: per issue and party, how many swings of that issue pay for one of this; None: none.
        most_issues: how many issues an exchange may change.
    """

    package: Package
    worth: tuple[Fraction, ...]
    measured: tuple[float, ...]
    efficient: bool | None
    at: int | None
    below: tuple[int, ...]
    better: tuple[int, ...]
    room: tuple[Fraction, ...]
    shown: tuple[int, ...]
    outcomes: Mapping[int, Mapping[str, str]]
    exchanges: tuple[Exchange, ...]
    is_whole: bool
    swings: tuple[Swing, ...]
    measure: int | None
    rates: tuple[tuple[Fraction | None, ...], ...]
    most_issues: int


def places_of(network: Network, values: Mapping[str, str]) -> list[int]:
    """Return the place of each issue's value in an outcome."""
    return [
        known.index(values[issue])
        for issue, known in zip(network.issues, network.values, strict=True)
    ]


def study_package(
    network: Network, found: Frontier, package: Package, most_issues: int = 2
) -> PackageStudy:
    """Work out what a package is worth and what can be exchanged from it.

    Parameters:
        found: the frontier of the network.
        most_issues: how many issues an exchange may change.
    """
    places = places_of(network, package.outcome)
    parties = range(len(network.parties))
    worth = tuple(utility_of(network, party, places) for party in parties)
    own = [int(one * unit) for one, unit in zip(worth, network.units, strict=True)]
    better, at = _better(found, own)
    exact = found.is_exact
    some = exchanges(network, places, most_issues, MOST_EXCHANGES + 1)
    swung = swings(network, places)
    measure = _measure(swung)
    shown = _ends(found, better)
    return PackageStudy(
        package,
        worth,
        tuple(_measured(found, party, own[party], worth[party]) for party in parties),
        False if better else (True if exact else None),
        at,
        tuple(
            party
            for party in parties
            if not network.ordinal[party]
            and (none := network.no_agreement[party]) is not None
            and worth[party] < none
        ),
        better,
        tuple(_room(found, party, own[party], better) for party in parties),
        shown,
        {place: outcome(found, place) for place in shown},
        some[:MOST_EXCHANGES],
        len(some) <= MOST_EXCHANGES,
        swung,
        measure,
        () if measure is None else tuple(rate(one, swung[measure]) for one in swung),
        most_issues,
    )


def _better(found: Frontier, own: Sequence[int]) -> tuple[tuple[int, ...], int | None]:
    """The points at least as good for all and better for somebody, and the package's own point."""
    at_least: NDArray[np.bool_] = np.ones(found.size, dtype=np.bool_)
    same = at_least.copy()
    for row, number in zip(found.numbers, own, strict=True):
        at_least &= (row >= number).astype(np.bool_)
        same &= (row == number).astype(np.bool_)
    here = np.flatnonzero(same)
    return (
        tuple(map(int, np.flatnonzero(at_least & ~same))),
        int(here[0]) if len(here) else None,
    )


def _measured(found: Frontier, party: int, own: int, worth: Fraction) -> float:
    if not found.network.ordinal[party]:
        return float(worth)
    levels = sorted({int(one) for one in found.numbers[party]})
    lower = sum(one < own for one in levels)
    return float(lower + 1) if own in levels else lower + 0.5


def _room(found: Frontier, party: int, own: int, better: Sequence[int]) -> Fraction:
    unit = found.network.units[party]
    most = max((int(found.numbers[party][place]) for place in better), default=own)
    return Fraction(most - own, unit)


def _ends(found: Frontier, better: Sequence[int]) -> tuple[int, ...]:
    """Of these points the best for each party, and some spread evenly between, ascending."""
    if len(better) <= _MOST_BETTER:
        return tuple(better)
    ends = {max(better, key=lambda place: int(row[place])) for row in found.numbers}
    even = np.linspace(0, len(better) - 1, _MOST_BETTER).round().astype(int).tolist()
    for place in (better[at] for at in even):
        if len(ends) < max(_MOST_BETTER, len(found.numbers)):
            ends.add(place)
    return tuple(sorted(ends))


def _measure(swung: Sequence[Swing]) -> int | None:
    """The issue that matters most where it matters least, as a share of all that a party swings."""
    totals: dict[int, Fraction] = {}
    for one in swung:
        for party, weight in enumerate(one.weight):
            if weight is not None:
                totals[party] = totals.get(party, Fraction()) + weight
    cared = {party: total for party, total in totals.items() if total}
    if len(cared) < 2:
        return None
    least = [min((one.weight[p] or Fraction()) / cared[p] for p in cared) for one in swung]
    most = max(least)
    return least.index(most) if most else None
