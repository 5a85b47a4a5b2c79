"""Formulas over yes-or-no issues as patterns: GMCR+ knows nothing but lists of them.

A pattern says of some issues that they are taken or not. A formula becomes patterns of which at
least one holds wherever the formula does, and none elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from parley.dossier.language.formulas import (
    And,
    Const,
    Formula,
    If,
    Iff,
    In,
    Not,
    issues_of,
    parts_of,
)

__all__ = ["MOST_CUBES", "MOST_ISSUES", "Cube", "Sides", "cubes_of", "truth_bits"]

#: An issue and whether it is taken, for each issue that the pattern names.
Cube: TypeAlias = tuple[tuple[str, bool], ...]
#: Issue -> the value that stands for `N`, and the one for `Y`.
Sides: TypeAlias = Mapping[str, tuple[str, str]]

MOST_CUBES = 10_000  #: patterns of one formula
MOST_ISSUES = 16  #: issues of one formula that has to be worked out from its truth table


class _TooMany(Exception):
    """More patterns than anybody wants."""


def cubes_of(formula: Formula, sides: Sides, wanted: bool = True) -> list[Cube] | None:
    """Return patterns of where a formula is true, or false if not `wanted`; None beyond a limit.

    None at all: nowhere. One without issues: everywhere. What is written as alternatives of plain
    conjunctions keeps its form; anything else is worked out from its truth table.
    """
    try:
        plain = _plain(formula, sides, wanted)
        if plain is not None:
            return plain
        issues = tuple(issue for issue in sides if issue in issues_of(formula))
        if len(issues) > MOST_ISSUES:
            return None
        size = 1 << len(issues)
        full = (1 << size) - 1
        atoms = {issue: _column(place, size) for place, issue in enumerate(issues)}
        bits = truth_bits(formula, sides, atoms, full)
        bits = bits if wanted else full ^ bits
        return _cover(bits, bits, issues)[0]
    except _TooMany:
        return None


def _column(place: int, size: int) -> int:
    """The rows of a truth table in which the issue at a place is taken, one bit for each row."""
    run = 1 << place
    block = ((1 << run) - 1) << run
    while 2 * run < size:
        block |= block << 2 * run
        run *= 2
    return block


def truth_bits(formula: Formula, sides: Sides, atoms: Mapping[str, int], full: int) -> int:
    """Return of which of many outcomes a formula is true, one bit for each.

    Parameters:
        atoms: issue -> the outcomes in which it is taken.
        full: all outcomes.
    """
    if isinstance(formula, In):
        no, yes = sides[formula.issue]
        taken = atoms[formula.issue]
        return (taken if yes in formula.allowed else 0) | (
            full ^ taken if no in formula.allowed else 0
        )
    if isinstance(formula, Const):
        return full if formula.value else 0
    bits = [truth_bits(part, sides, atoms, full) for part in parts_of(formula)]
    if isinstance(formula, Not):
        return full ^ bits[0]
    if isinstance(formula, If):
        return bits[0] | (full ^ bits[1])
    if isinstance(formula, Iff):
        return full ^ bits[0] ^ bits[1]
    found = full if isinstance(formula, And) else 0
    for one in bits:
        found = found & one if isinstance(formula, And) else found | one
    return found


def _plain(formula: Formula, sides: Sides, wanted: bool) -> list[Cube] | None:
    """Read patterns off a formula as it is written; None where it takes more than that."""
    if isinstance(formula, In):
        no, yes = (value in formula.allowed for value in sides[formula.issue])
        return [((formula.issue, yes == wanted),)] if no != yes else [()] if yes == wanted else []
    if isinstance(formula, Const):
        return [()] if formula.value == wanted else []
    if isinstance(formula, Not):
        return _plain(formula.a, sides, not wanted)
    if isinstance(formula, Iff):
        return None
    if isinstance(formula, If):
        parts = [_plain(formula.then, sides, wanted), _plain(formula.cond, sides, not wanted)]
    else:
        parts = [_plain(part, sides, wanted) for part in formula.parts]
    if isinstance(formula, And) != wanted:
        return _joined(parts)
    return _merged(parts)


def _joined(parts: Sequence[list[Cube] | None]) -> list[Cube] | None:
    found: dict[Cube, None] = {}
    for part in parts:
        if part is None:
            return None
        found.update(dict.fromkeys(part))
    if len(found) > MOST_CUBES:
        raise _TooMany
    return [()] if () in found else list(found)


def _merged(parts: Sequence[list[Cube] | None]) -> list[Cube] | None:
    """One pattern that says what all parts say, if each part is at most one pattern."""
    if [] in parts:
        return []
    found: dict[str, bool] = {}
    for part in parts:
        if part is None or len(part) > 1:
            return None
        for issue, taken in part[0]:
            if found.setdefault(issue, taken) != taken:
                return []
    return [tuple(found.items())]


def _cover(must: int, may: int, issues: tuple[str, ...]) -> tuple[list[Cube], int]:
    """Cover the rows `must` by patterns within the rows `may`, as wide as they get.

    Splits the table by its last issue: patterns that need the issue untaken, that need it taken,
    and that leave it open (the irredundant sums of products of Morreale and Minato). Returns the
    patterns and the rows that they cover.
    """
    if not must:
        return [], 0
    if may == (1 << (1 << len(issues))) - 1:
        return [()], may
    half = 1 << (len(issues) - 1)
    low = (1 << half) - 1
    must_no, must_yes, may_no, may_yes = must & low, must >> half, may & low, may >> half
    issue, rest = issues[-1], issues[:-1]
    untaken, by_no = _cover(must_no & ~may_yes, may_no, rest)
    taken, by_yes = _cover(must_yes & ~may_no, may_yes, rest)
    either, by_either = _cover(must_no & ~by_no | must_yes & ~by_yes, may_no & may_yes, rest)
    if len(untaken) + len(taken) + len(either) > MOST_CUBES:
        raise _TooMany
    cubes = [(*cube, (issue, False)) for cube in untaken]
    cubes += [(*cube, (issue, True)) for cube in taken]
    return cubes + either, (by_no | by_either) | (by_yes | by_either) << half
