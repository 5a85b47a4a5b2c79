"""Formulas for a SAT solver: the general way to decide, and the only place that names the solver.

Values that no formula at hand tells apart are one **class**, so an issue costs as much as the
distinctions made in it, however many values it has. Formulas become clauses in one direction
(Plaisted and Greenbaum): a literal implies its formula, so formulas not assumed do not bind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from parley.dossier.language.domain import Domain, mask
from parley.dossier.language.formulas import And, Const, Formula, If, Iff, In, Not, Or, parts_of
from parley.kernel.errors import Refused

__all__ = ["MAX_CONFLICTS", "Solver", "opened", "smallest", "unsatisfiable"]

#: Dead ends that the search for one answer may meet; ordinary dossiers meet a few dozen.
MAX_CONFLICTS = 20_000

_TRUE = 1  # the variable that is always true
_MOST_PAIRS = 5  # so many classes are kept apart pair by pair, more by a chain


@dataclass(slots=True)
class _Encoding:
    """Clauses under construction."""

    clauses: list[list[int]]
    top: int
    members: dict[tuple[str, frozenset[str]], list[int]] = field(default_factory=dict)
    classes: dict[str, list[int]] = field(default_factory=dict)  # issue -> a literal per class
    known: dict[tuple[int, bool], int] = field(default_factory=dict)  # node, wanted -> literal
    atoms: dict[tuple[str, frozenset[str], bool], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Solver:
    """A solver that knows some formulas; `literals` stand for them, in their order."""

    engine: Any  # pysat publishes no types
    literals: tuple[int, ...]


@contextmanager
def opened(issues: Mapping[str, Domain], formulas: Sequence[Formula]) -> Iterator[Solver]:
    """Give formulas to a solver; it is freed at the end of the block.

    Parameters:
        issues: the domains of all issues that the formulas mention.
        formulas: what may be assumed later, by index.
    """
    from pysat.solvers import Glucose4  # 30 to 60 ms to import, so only when needed

    encoding = _Encoding([[_TRUE]], _TRUE)
    _make_classes(encoding, issues, formulas)
    literals = tuple(_literal(encoding, formula, True) for formula in formulas)
    with Glucose4(bootstrap_with=encoding.clauses) as engine:
        yield Solver(engine, literals)


def unsatisfiable(solver: Solver, indexes: Sequence[int]) -> list[int] | None:
    """Return some of the formulas at `indexes` that cannot all be true; None if all can.

    Raises Refused where that is too hard to find out, see MAX_CONFLICTS.
    """
    engine, literals = solver.engine, solver.literals
    left = MAX_CONFLICTS - engine.accum_stats()["conflicts"]
    engine.conf_budget(max(left, 1))
    answer = engine.solve_limited(assumptions=[literals[index] for index in indexes])
    if answer is None:
        raise Refused(
            f"expected statements that can be decided, got {len(indexes)} that are entangled "
            f"beyond {MAX_CONFLICTS:,} dead ends",
            hint="write the feasibility statements and instructions with fewer alternatives",
        )
    if answer:
        return None
    core = set(engine.get_core() or ())
    found = []
    for index in indexes:  # the first formula of each literal
        if literals[index] in core:
            core.discard(literals[index])
            found.append(index)
    return found


def smallest(
    solver: Solver, indexes: Sequence[int], always: Sequence[int] = ()
) -> list[int] | None:
    """Return formulas at `indexes` that clash with those at `always`, none of them superfluous.

    None if all can be true together. In doubt those listed first are kept.
    """
    core = unsatisfiable(solver, (*always, *indexes))
    if core is None:
        return None
    fixed = set(always)
    needed = [index for index in core if index not in fixed]
    for candidate in reversed(needed[:]):
        if candidate not in needed:
            continue  # dropped with an earlier one
        others = [index for index in needed if index != candidate]
        smaller = unsatisfiable(solver, (*always, *others))
        if smaller is not None:
            needed = [index for index in smaller if index not in fixed]
    return sorted(needed)


def _make_classes(
    encoding: _Encoding, issues: Mapping[str, Domain], formulas: Sequence[Formula]
) -> None:
    """Find the classes of each issue's values, and make exactly one of them true."""
    told_apart: dict[str, dict[frozenset[str], None]] = {}
    seen: set[int] = set()
    todo = list(reversed(formulas))
    while todo:
        part = todo.pop()
        if isinstance(part, In):
            told_apart.setdefault(part.issue, {})[part.allowed] = None
        elif id(part) not in seen:
            seen.add(id(part))
            todo.extend(parts_of(part))
    for name, sets in told_apart.items():
        count = _split(encoding, name, issues[name], list(sets))
        encoding.classes[name] = _exactly_one(encoding, count)


def _split(encoding: _Encoding, name: str, domain: Domain, sets: Sequence[frozenset[str]]) -> int:
    """Number the classes of values that `sets` tell apart; note which classes each set has."""
    classes = [mask(domain, domain.whole)]
    masks = [mask(domain, allowed) for allowed in sets]
    for inside in masks:
        halves = ((one & inside, one & ~inside) for one in classes)
        classes = [half for both in halves for half in both if half]
    for allowed, inside in zip(sets, masks, strict=True):
        numbers = [number for number, one in enumerate(classes) if one & inside]
        encoding.members[name, allowed] = numbers
    return len(classes)


def _exactly_one(encoding: _Encoding, count: int) -> list[int]:
    """Return literals of which exactly one is true."""
    if count < 2:
        return [_TRUE] * count
    if count == 2:
        one = _fresh(encoding)
        return [one, -one]
    chosen = [_fresh(encoding) for _ in range(count)]
    clauses = encoding.clauses
    clauses.append(chosen)
    if count <= _MOST_PAIRS:
        clauses.extend([-a, -b] for place, a in enumerate(chosen) for b in chosen[place + 1 :])
        return chosen
    reached = _fresh(encoding)  # "one of those so far"
    clauses.append([-chosen[0], reached])
    for one in chosen[1:]:
        after = _fresh(encoding)
        clauses.extend(([-reached, -one], [-one, after], [-reached, after]))
        reached = after
    return chosen


def _fresh(encoding: _Encoding) -> int:
    encoding.top += 1
    return encoding.top


def _literal(encoding: _Encoding, formula: Formula, wanted: bool) -> int:
    """Return a literal that implies the formula, or, if not `wanted`, its negation."""
    while isinstance(formula, Not):
        formula, wanted = formula.a, not wanted
    if isinstance(formula, In):
        return _atom(encoding, formula, wanted)
    if isinstance(formula, Const):
        return _TRUE if formula.value == wanted else -_TRUE
    key = (id(formula), wanted)
    known = encoding.known.get(key)
    if known is None:
        known = encoding.known[key] = _composed(encoding, formula, wanted)
    return known


def _composed(encoding: _Encoding, formula: And | Or | If | Iff, wanted: bool) -> int:
    if isinstance(formula, If):
        then = _literal(encoding, formula.then, wanted)
        cond = _literal(encoding, formula.cond, not wanted)
        return _any(encoding, [then, cond]) if wanted else _all(encoding, [then, cond])
    if isinstance(formula, Iff):
        a, b = formula.a, formula.b
        one = [_literal(encoding, a, False), _literal(encoding, b, wanted)]
        other = [_literal(encoding, a, True), _literal(encoding, b, not wanted)]
        return _all(encoding, [_any(encoding, one), _any(encoding, other)])
    parts = [_literal(encoding, part, wanted) for part in formula.parts]
    return _all(encoding, parts) if isinstance(formula, And) == wanted else _any(encoding, parts)


def _all(encoding: _Encoding, parts: list[int]) -> int:
    together = _fresh(encoding)
    encoding.clauses.extend([-together, part] for part in parts)
    return together


def _any(encoding: _Encoding, parts: list[int]) -> int:
    either = _fresh(encoding)
    encoding.clauses.append([-either, *parts])
    return either


def _atom(encoding: _Encoding, atom: In, wanted: bool) -> int:
    key = (atom.issue, atom.allowed, wanted)
    known = encoding.atoms.get(key)
    if known is not None:
        return known
    classes = encoding.classes[atom.issue]
    inside = set(encoding.members[atom.issue, atom.allowed])
    some = [one for number, one in enumerate(classes) if (number in inside) == wanted]
    if len(some) in (0, len(classes)):
        literal = _TRUE if some else -_TRUE
    elif len(some) == 1:
        literal = some[0]
    elif len(some) == len(classes) - 1:
        literal = -next(one for number, one in enumerate(classes) if (number in inside) != wanted)
    else:
        literal = _any(encoding, some)
    encoding.atoms[key] = literal
    return literal
