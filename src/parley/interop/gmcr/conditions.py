"""Formulas as the conditions that GMCR+ holds."""

from __future__ import annotations

from collections.abc import Mapping

from parley.dossier.language.formulas import Formula, If, Iff
from parley.interop.gmcr.cubes import Cube, Sides, cubes_of

__all__ = ["condition_of"]


def condition_of(
    formula: Formula, sides: Sides, numbers: Mapping[str, int]
) -> list[object] | dict[str, object] | None:
    """Return a formula as a condition; an empty list where it is the same everywhere.

    Parameters:
        numbers: issue -> the number of its option.

    None where it takes too many patterns. `q if p` and `q iff p` of single options become the
    compounds that GMCR+ makes of them.
    """
    cubes = _conditional(formula, sides) or cubes_of(formula, sides)
    if cubes is None:
        return None
    if not cubes or () in cubes:
        return []
    members: list[object] = [
        [[numbers[issue], "Y" if taken else "N"] for issue, taken in cube] for cube in cubes
    ]
    if len(members) > 1:
        return {"compound": True, "members": members}
    only = members[0]
    return only if isinstance(only, list) else None


def _conditional(formula: Formula, sides: Sides) -> list[Cube] | None:
    if isinstance(formula, If):
        left, right = formula.then, formula.cond
    elif isinstance(formula, Iff):
        left, right = formula.a, formula.b
    else:
        return None
    q, p = _single(left, sides), _single(right, sides)
    if q is None or p is None or q[0] == p[0]:
        return None
    no_q, no_p = (q[0], not q[1]), (p[0], not p[1])
    if isinstance(formula, If):
        return [(p, q), (no_p, q), (no_p, no_q)]
    return [(p, q), (no_p, no_q)]


def _single(formula: Formula, sides: Sides) -> tuple[str, bool] | None:
    """Return the one option that a formula speaks of, if it is so simple."""
    cubes = cubes_of(formula, sides)
    return cubes[0][0] if cubes is not None and len(cubes) == 1 and len(cubes[0]) == 1 else None
