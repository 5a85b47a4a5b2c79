"""Options of GMCR+ as issues with the values no and yes."""

from __future__ import annotations

from collections.abc import Sequence

from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import And, Const, Formula, In, Not, Or

__all__ = ["ANSWERS", "all_of", "denied", "literal", "some_of"]

ANSWERS = Domain(("no", "yes"), ordered=True)  #: what every option can be: taking it is upwards
_YES, _NO = frozenset(("yes",)), frozenset(("no",))


def literal(issue: str, taken: bool) -> In:
    """Say that an option is taken, or is not."""
    return In(issue, _YES if taken else _NO)


def all_of(parts: Sequence[Formula]) -> Formula:
    """Join parts that must all be true, without an `and` around fewer than two."""
    if len(parts) == 1:
        return parts[0]
    return And(tuple(parts)) if parts else Const(True)


def some_of(parts: Sequence[Formula]) -> Formula:
    """Join parts of which one must be true, without an `or` around fewer than two."""
    if len(parts) == 1:
        return parts[0]
    return Or(tuple(parts)) if parts else Const(False)


def denied(formula: Formula) -> Formula:
    """Say the opposite, of a single option without `not`."""
    if isinstance(formula, In):
        return literal(formula.issue, formula.allowed == _NO)
    return formula.a if isinstance(formula, Not) else Not(formula)
