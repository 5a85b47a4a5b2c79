"""Weighted preferences as factors: small tables over few issues that add up to a score.

A weight on an issue is a table of one axis; a weight on a statement is a table over the issues
that the statement names. Nothing is spread over all outcomes until somebody asks for that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parley.dossier.language.formulas import issues_of
from parley.kernel.errors import Refused
from parley.space.limits import require_table
from parley.space.model import Term, Weights
from parley.space.truth import table_of

__all__ = ["Factor", "factors_of", "middle", "scores"]

_MOST_BITS = 62


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """One term: a whole-number table over a few issues.

    Parameters:
        issues: names, in the space's order.
        table: whole numbers, one axis for each of `issues`, the last named first (numpy's C order
            then counts outcomes of these issues as a space does); int64, or Python's own where the
            sum of all factors of the party would not fit in 62 bits.
        unit: the score is the table's number divided by this, the same for all factors of a party.
    """

    issues: tuple[str, ...]
    table: NDArray[Any]
    unit: int


def middle(low: Fraction, high: Fraction) -> Fraction:
    """Return the number halfway between, which stands for an uncertain weight."""
    return low if low == high else (low + high) / 2


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
    """
    rows = [
        (term, [weight(term.low, term.high) * score for score in _scores(term, values)])
        for term in preference.terms
        if term.says is not None or term.issue in values
    ]
    unit = lcm(*(number.denominator for _, row in rows for number in row))
    whole = [
        (term, [number.numerator * (unit // number.denominator) for number in row])
        for term, row in rows
    ]
    large = sum(abs(number) for _, row in whole for number in row) >= 1 << _MOST_BITS
    return tuple(_factor(term, row, unit, values, large) for term, row in whole)


def scores(factors: Sequence[Factor], values: Mapping[str, Sequence[str]]) -> NDArray[np.int64]:
    """Return the sum of factors for every outcome: int64, shape (size,), in units.

    Raises Refused where the numbers would not add up exactly in 62 bits.
    """
    if any(factor.table.dtype == np.object_ for factor in factors):
        raise Refused(
            f"weights: expected numbers that add up exactly in {_MOST_BITS} bits, got finer or "
            "larger ones",
            hint="round the weights and scores to fewer digits",
        )
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
    term: Term, whole: Sequence[int], unit: int, values: Mapping[str, Sequence[str]], large: bool
) -> Factor:
    dtype = np.object_ if large else np.int64
    if term.says is None:
        return Factor((term.issue or "",), np.array(whole, dtype=dtype), unit)
    named = issues_of(term.says.formula)
    issues = tuple(name for name in values if name in named)
    require_table(term.says.name, [len(values[name]) for name in issues])
    true = table_of(term.says.formula, issues, values)
    table = np.zeros(true.shape, dtype=dtype)
    table[true] = whole[0]
    return Factor(issues, table, unit)
