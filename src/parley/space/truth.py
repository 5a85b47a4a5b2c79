"""Of which outcomes a formula is true, all at once.

A formula is evaluated over the issues that it names only; the result is a small array that numpy
spreads over the others. So a statement about three issues costs the product of their sizes, and
one pass over the space.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from parley.dossier.language.formulas import And, Const, Formula, If, Iff, In, Not
from parley.space.space import Bools

__all__ = ["axis_values", "spread", "table_of", "truth"]


def axis_values(row: np.ndarray, issue: int, count: int) -> np.ndarray:
    """Lay one value for each value of an issue along that issue's axis of `count` axes.

    Axes run from the last issue to the first, so that the first is least significant.
    """
    shape = [1] * count
    shape[count - 1 - issue] = len(row)
    return row.reshape(shape)


def truth(formula: Formula, issues: Sequence[str], values: Mapping[str, Sequence[str]]) -> Bools:
    """Return where a formula is true, as an array that broadcasts to the space's axes.

    Parameters:
        formula: over some of `issues`.
        issues: all issues of the space, the least significant first.
        values: issue -> its values in the space's order.

    >>> truth(In("a", frozenset({"y"})), ("a", "b"), {"a": "ny", "b": "ny"}).tolist()
    [[False, True]]
    """
    if isinstance(formula, In):
        row = np.array(
            [value in formula.allowed for value in values[formula.issue]], dtype=np.bool_
        )
        return axis_values(row, issues.index(formula.issue), len(issues))
    if isinstance(formula, Const):
        return np.full((1,) * len(issues), formula.value, dtype=np.bool_)
    if isinstance(formula, Not):
        return ~truth(formula.a, issues, values)
    if isinstance(formula, If):
        return truth(formula.then, issues, values) | ~truth(formula.cond, issues, values)
    if isinstance(formula, Iff):
        return ~(truth(formula.a, issues, values) ^ truth(formula.b, issues, values))
    conjunction = isinstance(formula, And)
    found = np.full((1,) * len(issues), conjunction, dtype=np.bool_)
    for part in formula.parts:
        other = truth(part, issues, values)
        found = found & other if conjunction else found | other
    return found


def table_of(formula: Formula, issues: Sequence[str], values: Mapping[str, Sequence[str]]) -> Bools:
    """Return where a formula is true, with one whole axis for each issue, the last named first."""
    shape = tuple(len(values[name]) for name in reversed(issues))
    return np.broadcast_to(truth(formula, issues, values), shape)


def spread(small: np.ndarray, sizes: Sequence[int]) -> np.ndarray:
    """Spread a broadcastable array over all outcomes, in the order of their numbers."""
    return np.broadcast_to(small, tuple(reversed(sizes))).reshape(-1)
