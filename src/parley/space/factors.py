"""Weighted preferences as factors: small tables over few issues that add up to a score.

A weight on an issue is a table of one axis; a weight on a statement is a table over the issues
that the statement names. Nothing is spread over all outcomes until somebody asks for that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from parley.dossier.formulas import issues_of
from parley.kernel.errors import Refused
from parley.space.model import Term, Weights
from parley.space.truth import truth

__all__ = ["Factor", "factors_of", "middle", "scores"]

_MOST_BITS = 62


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """One term: a whole-number table over a few issues.

    Parameters:
        issues: names, in the space's order.
        table: int64, one axis for each of `issues`, the last named first (numpy's C order then
            counts outcomes of these issues as a space does).
        unit: the score is the table's number divided by this, the same for all factors of a party.
    """

    issues: tuple[str, ...]
    table: NDArray[np.int64]
    unit: int


def middle(low: Fraction, high: Fraction) -> Fraction:
    """Return the number halfway between, which stands for an uncertain weight."""
    return (low + high) / 2


def factors_of(
    preference: Weights,
    values: Mapping[str, Sequence[str]],
    weight: Callable[[Fraction, Fraction], Fraction] = middle,
) -> tuple[Factor, ...]:
    """Return a weighted preference as factors with one common unit, exactly.

    Parameters:
        preference: terms on issues of `values`; a term on another issue is left out.
        values: issue -> its values in the space's order.
        weight: which number stands for the interval from low to high.

    Raises Refused where the numbers would not add up exactly in 62 bits.
    """
    rows = [
        (term, [weight(term.low, term.high) * score for score in _scores(term, values)])
        for term in preference.terms
        if term.says is not None or term.issue in values
    ]
    numbers = [number for _, row in rows for number in row]
    unit = lcm(*(number.denominator for number in numbers)) if numbers else 1
    if sum(abs(number) for number in numbers) * unit >= 1 << _MOST_BITS:
        raise Refused(
            f"weights: expected numbers that add up exactly in {_MOST_BITS} bits, got finer or "
            "larger ones",
            hint="round the weights and scores to fewer digits",
        )
    return tuple(_factor(term, row, unit, values) for term, row in rows)


def scores(factors: Sequence[Factor], values: Mapping[str, Sequence[str]]) -> NDArray[np.int64]:
    """Return the sum of factors for every outcome: int64, shape (size,), in units."""
    names = tuple(values)
    total = np.zeros([len(values[name]) for name in reversed(names)], dtype=np.int64)
    for factor in factors:
        shape = [len(values[name]) if name in factor.issues else 1 for name in reversed(names)]
        total += factor.table.reshape(shape)
    return total.reshape(-1)


def _scores(term: Term, values: Mapping[str, Sequence[str]]) -> list[Fraction]:
    if term.issue is None:
        return [Fraction(1)]
    return [term.scores.get(value, Fraction()) for value in values[term.issue]]


def _factor(
    term: Term, row: Sequence[Fraction], unit: int, values: Mapping[str, Sequence[str]]
) -> Factor:
    whole = [int(number * unit) for number in row]
    if term.says is None:
        return Factor((term.issue or "",), np.array(whole, dtype=np.int64), unit)
    named = issues_of(term.says.formula)
    issues = tuple(name for name in values if name in named)
    shape = tuple(len(values[name]) for name in reversed(issues))
    table = truth(term.says.formula, issues, values) * np.int64(whole[0])
    return Factor(issues, np.broadcast_to(table, shape).astype(np.int64), unit)
