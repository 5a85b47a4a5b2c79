"""Between which outcomes a party's preference is not known, as far as its statements go.

Statements whose order is unknown decide only where one of two outcomes has all that the other has
and more; a weight known as an interval only where every number in it gives the same sign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from parley.space.factors import factors_of, scores
from parley.space.model import Model, Priorities, Weights
from parley.space.space import Bools
from parley.space.truth import spread, truth

__all__ = ["is_sure", "unknown_pairs"]


def is_sure(model: Model, party: str) -> bool:
    """Whether what a party wants leaves no order open."""
    preference = model.preferences.get(party)
    if isinstance(preference, Priorities):
        return all(len(group) == 1 for group in preference.groups)
    if isinstance(preference, Weights):
        return all(term.low == term.high for term in preference.terms)
    return True


def unknown_pairs(model: Model, party: str, states: NDArray[np.int64]) -> Bools:
    """Return between which of some outcomes a party's preference is unknown.

    Parameters:
        states: numbers of outcomes of the model's space, shape (m,).

    Returns bool, shape (m, m), symmetric.
    """
    values = {name: domain.ranked for name, domain in model.issues.items()}
    preference = model.preferences.get(party)
    if isinstance(preference, Priorities):
        return _of_groups(preference, values, states)
    if isinstance(preference, Weights):
        return _of_intervals(preference, values, states)
    return np.zeros((len(states), len(states)), dtype=np.bool_)


def _of_groups(
    preference: Priorities, values: Mapping[str, Sequence[str]], states: NDArray[np.int64]
) -> Bools:
    sizes = [len(each) for each in values.values()]
    count = len(states)
    level = np.ones((count, count), dtype=np.bool_)  # pairs that nothing has told apart so far
    unknown = np.zeros((count, count), dtype=np.bool_)
    for group in preference.groups:
        more = np.zeros((count, count), dtype=np.bool_)
        for one in group:
            true = spread(truth(one.formula, tuple(values), values), sizes)[states]
            more |= true[:, None] & ~true[None, :]
        unknown |= level & more & more.T
        level &= ~(more | more.T)
    return unknown


def _of_intervals(
    preference: Weights, values: Mapping[str, Sequence[str]], states: NDArray[np.int64]
) -> Bools:
    """Each term is taken at the end that speaks for s, then at the end that speaks against it."""
    count = len(states)
    best = np.zeros((count, count))
    for term in preference.terms:
        ends = []
        for number in (term.low, term.high):

            def at(low: Fraction, high: Fraction, number: Fraction = number) -> Fraction:
                return number

            factors = factors_of(Weights((term,)), values, at)
            score = scores(factors, values)[states] / float(factors[0].unit if factors else 1)
            ends.append(score[:, None] - score[None, :])
        best += np.maximum(*ends)
    unknown: Bools = (best > _SLACK) & (best.T > _SLACK)
    return unknown


_SLACK = 1e-9  # sums of decimal weights are compared up to this
