"""How sure it is what a package is worth, where weights are only known as intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from parley.bargaining.frontier import Frontier, frontier
from parley.bargaining.sensitivity import STEPS, doubts_of, with_numbers
from parley.brief.settlements.from_package import places_of
from parley.dossier.language.formulas import evaluate
from parley.space.model import Model, Term, Weights
from parley.space.network import compile_network, utility_of

__all__ = ["PackageDraws", "draw_package", "worth_range"]

_MOST_POINTS = 4_096


@dataclass(frozen=True, slots=True)
class PackageDraws:
    """In how many of many draws of all guessed weights something is true of a package.

    Parameters:
        draws: how many there were, and from which seed.
        doubts: how many weights are guessed.
        efficient: in how many draws no outcome beats it for all.
        acceptable: party -> in how many draws it is worth no less than no agreement; parties of
            which no worth of no agreement is known are left out.
        together: in how many draws it is both efficient and acceptable to all these.
    """

    draws: int
    seed: int
    doubts: int
    efficient: int
    acceptable: Mapping[str, int]
    together: int


def worth_range(
    model: Model, party: str, outcome: Mapping[str, str]
) -> tuple[Fraction, Fraction] | None:
    """Return between what a package is worth to a party, whatever its weights are.

    None where only the order of its wishes is known.
    """
    wants = model.preferences.get(party)
    if not isinstance(wants, Weights):
        return None
    low = high = Fraction()
    for term in wants.terms:
        score = _score(term, outcome)
        ends = sorted((term.low * score, term.high * score))
        low, high = low + ends[0], high + ends[1]
    return low, high


def _score(term: Term, outcome: Mapping[str, str]) -> Fraction:
    if term.says is not None:
        return Fraction(evaluate(term.says.formula, outcome))
    return term.scores.get(outcome[term.issue or ""], Fraction())


def draw_package(
    model: Model,
    outcome: Mapping[str, str],
    count: int,
    seed: int,
    tell: Callable[[int, int, str], None],
) -> PackageDraws:
    """Draw all guessed weights many times, evenly and each by itself, and look at a package.

    Parameters:
        outcome: issue -> value.
        count: how many draws.
        seed: of numpy's default generator.
        tell: is told how far it has come.

    Raises Refused where the order of some party's wishes is not wholly known.
    """
    doubts = doubts_of(model)
    steps = np.random.default_rng(seed).integers(0, STEPS + 1, size=(count, len(doubts)))
    efficient, together = 0, 0
    acceptable = dict.fromkeys(model.no_agreement, 0)
    for number, row in enumerate(steps):
        tell(number, count, "drawing weights")
        numbers = [
            doubt.low + (doubt.high - doubt.low) * Fraction(int(step), STEPS)
            for doubt, step in zip(doubts, row, strict=True)
        ]
        known = replace(with_numbers(model, doubts, numbers), notes=())
        found = frontier(compile_network(known), most_points=_MOST_POINTS)
        good = _is_efficient(found, outcome)
        content = [party for party in acceptable if _is_content(found, outcome, party)]
        for party in content:
            acceptable[party] += 1
        efficient += good
        together += good and len(content) == len(acceptable)
    tell(count, count, "drawing weights")
    return PackageDraws(count, seed, len(doubts), efficient, acceptable, together)


def _is_efficient(found: Frontier, outcome: Mapping[str, str]) -> bool:
    network = found.network
    places = places_of(network, outcome)
    at_least = np.ones(found.size, dtype=np.bool_)
    more = np.zeros(found.size, dtype=np.bool_)
    for party, unit in enumerate(network.units):
        own = int(utility_of(network, party, places) * unit)
        at_least &= (found.numbers[party] >= own).astype(np.bool_)
        more |= (found.numbers[party] > own).astype(np.bool_)
    return not bool((at_least & more).any())


def _is_content(found: Frontier, outcome: Mapping[str, str], party: str) -> bool:
    network = found.network
    number = network.parties.index(party)
    none = network.no_agreement[number]
    return none is not None and utility_of(network, number, places_of(network, outcome)) >= none
