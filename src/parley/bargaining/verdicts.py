"""Verdicts on conditional trades and fallbacks that somebody has written down.

A trade (what is given, and what must be had for it) or a rung of a fallback is a part of the
outcomes: those in which it is carried out. What that part holds of the efficient outcomes, and of
those that no party need refuse, is what the trade can come to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from parley.bargaining.extremes import extremes
from parley.bargaining.frontier import Frontier, frontier, outcome, ties
from parley.kernel.errors import Refused
from parley.space.network import Constraint, Network

__all__ = ["Beaten", "Verdict", "judge"]


@dataclass(frozen=True, slots=True)
class Beaten:
    """An outcome, and one that is at least as good for every party and better for one.

    Parameters:
        outcome, better: issue -> value.
        worth, better_worth: per party.
    """

    outcome: dict[str, str]
    worth: tuple[Fraction, ...]
    better: dict[str, str]
    better_worth: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a trade or a fallback, taken as some part of the outcomes, can come to.

    Parameters:
        impossible: whether no feasible outcome is in it; nothing else is then said.
        efficient: how many efficient outcomes are in it.
        of: how many efficient outcomes there are at all.
        example: an efficient outcome in it, issue -> value; None where there is none.
        beaten: where none is efficient, an outcome in it and one outside that beats it: whatever is
            agreed in it, all could do no worse, and some better, outside.
        acceptable: whether `all` its outcomes, `some` or `none` leave every party at or above no
            agreement, as far as that is known.
        below: the parties that every outcome in it leaves below no agreement. Where `acceptable` is
            `none` and this is empty, each could be satisfied, but not all in one outcome.
    """

    impossible: bool
    efficient: int = 0
    of: int = 0
    example: dict[str, str] | None = None
    beaten: Beaten | None = None
    acceptable: Literal["all", "some", "none"] = "none"
    below: tuple[str, ...] = ()

    @property
    def dominated(self) -> bool:
        """Whether every feasible outcome in it is beaten by one outside it."""
        return self.beaten is not None


def judge(network: Network, region: Sequence[Constraint], found: Frontier) -> Verdict:
    """Return what a conditional trade or a fallback can come to, exactly.

    Parameters:
        region: what holds where it is carried out; see `parley.space.regions`.
        found: the frontier of the network, without these constraints.

    Raises Refused for a thinned frontier: what is efficient cannot then be told.
    """
    if not found.is_exact:
        raise Refused(
            f"{network.name}: expected every efficient point, got a frontier thinned to "
            f"{found.size:,} points",
            hint="keep more points, or bargain over fewer issues",
        )
    inside = frontier(network, region)
    if not inside.size:
        return Verdict(impossible=True)
    every = set(map(tuple, found.numbers.T.tolist()))
    good = [k for k, own in enumerate(map(tuple, inside.numbers.T.tolist())) if own in every]
    acceptable, below = _acceptable(network, region, inside)
    return Verdict(
        False,
        sum(ties(inside, good)),
        sum(ties(found)),
        outcome(inside, good[0]) if good else None,
        None if good else _beaten(inside, found),
        acceptable,
        below,
    )


def _worths(network: Network, numbers: Sequence[int]) -> tuple[Fraction, ...]:
    return tuple(Fraction(int(n), unit) for n, unit in zip(numbers, network.units, strict=True))


def _acceptable(
    network: Network, region: Sequence[Constraint], inside: Frontier
) -> tuple[Literal["all", "some", "none"], tuple[str, ...]]:
    """How far a region leaves everybody at or above no agreement, and who is below in all of it.

    If any outcome does, an efficient one of the region does.
    """
    together = np.ones(inside.size, dtype=np.bool_)
    every, below = True, []
    for party, none in enumerate(network.no_agreement):
        if none is None or network.ordinal[party]:  # a number says nothing among an order
            continue
        own = [bool(Fraction(int(n), network.units[party]) >= none) for n in inside.numbers[party]]
        together &= np.array(own, dtype=np.bool_)
        if not any(own):
            below.append(network.parties[party])
        ends = extremes(network, party, region)
        every = every and ends is not None and ends[0] >= none
    if every:
        return "all", ()
    return ("some" if together.any() else "none"), tuple(below)


def _beaten(inside: Frontier, found: Frontier) -> Beaten:
    """The first outcome of a region that has no efficient one, and the first point that beats it.

    What beats it is efficient, so it is outside.
    """
    own = inside.numbers[:, 0]
    at_least = np.ones(found.size, dtype=np.bool_)
    for row, number in zip(found.numbers, own, strict=True):
        at_least &= (row >= number).astype(np.bool_)
    better = int(np.flatnonzero(at_least)[0])
    return Beaten(
        outcome(inside, 0),
        _worths(inside.network, own.tolist()),
        outcome(found, better),
        _worths(found.network, found.numbers[:, better].tolist()),
    )
