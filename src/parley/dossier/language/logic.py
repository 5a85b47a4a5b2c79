"""What follows from what: the one door to everything that decides between formulas.

Boxes are decided by set operations (see `boxes`), all else by a solver (see `_sat`). All answers
are about the outcomes that the feasibility statements allow. Where these contradict themselves
there is no such outcome: nothing is consistent and nothing is entailed, so that one bad statement
blames nobody; `conflict` then gives the statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Literal

from parley.dossier.language import _sat
from parley.dossier.language.boxes import (
    Block,
    Box,
    box_of,
    clash,
    clash_of_boxes,
    make_blocks,
    support,
)
from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import Formula, Iff, Not, evaluate, issues_of

__all__ = [
    "Logic",
    "Proof",
    "always_true",
    "conflict",
    "consistent",
    "entails",
    "equivalent",
    "linked_issues",
    "make_logic",
    "never_true",
    "why",
]

_MOST_BOXES = 16_384  # formulas remembered as boxes
_MOST_ANSWERS = 8_192  # answers of the solver remembered


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof needs, none of it superfluous: indexes, in order.

    `premises` counts in the formulas asked about, `feasibility` in the logic's statements.
    """

    premises: tuple[int, ...]
    feasibility: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Logic:
    """Issues and what is feasible, prepared for questions; made by `make_logic`."""

    issues: Mapping[str, Domain]
    feasibility: tuple[Formula, ...]
    _blocks: Mapping[str, Block]
    _box: Callable[[Formula], Box | None]
    _solved: Callable[[frozenset[Formula]], bool]
    _unfeasible: Callable[[], tuple[int, ...]]


def make_logic(issues: Mapping[str, Domain], feasibility: Sequence[Formula]) -> Logic:
    """Prepare the issues of a dossier for questions.

    Parameters:
        issues: the domains of all issues that formulas may mention.
        feasibility: statements that every outcome satisfies.
    """
    statements = tuple(feasibility)
    blocks = make_blocks(issues, statements)
    return Logic(
        issues,
        statements,
        blocks,
        lru_cache(maxsize=_MOST_BOXES)(partial(box_of, issues, blocks)),
        lru_cache(maxsize=_MOST_ANSWERS)(partial(_solve, issues, statements, blocks)),
        cache(partial(_find_unfeasible, issues, statements, blocks)),
    )


def consistent(logic: Logic, formulas: Sequence[Formula]) -> bool:
    """Say whether some feasible outcome makes all formulas true.

    Raises Refused where the formulas are too entangled to decide.
    """
    left = _together(logic, formulas)
    if left is False or logic._unfeasible():
        return False
    return left is not None or logic._solved(frozenset(formulas))


def entails(logic: Logic, premises: Sequence[Formula], conclusion: Formula) -> bool:
    """Say whether every feasible outcome that makes the premises true makes the conclusion true.

    False if no outcome makes the premises true: from a contradiction nothing follows here.
    Raises Refused where the formulas are too entangled to decide.
    """
    left = _together(logic, premises)
    if left is False or logic._unfeasible():
        return False
    goal = logic._box(conclusion)
    if left is None or goal is None:
        refuted = (*premises, Not(conclusion))
        return consistent(logic, premises) and not consistent(logic, refuted)
    return not any(left.get(block, block.feasible) & ~allowed for block, allowed in goal)


def conflict(logic: Logic, formulas: Sequence[Formula]) -> Proof | None:
    """Return formulas that no feasible outcome makes all true, none superfluous; None if one does.

    Feasibility statements are part of the proof only where the formulas do not clash without.
    Where the feasibility statements contradict themselves, they alone can be the proof.
    Raises Refused where the formulas are too entangled to decide.
    """
    if consistent(logic, formulas):
        return None
    boxes = _boxes(logic, formulas)
    if boxes is None:
        return _search(logic, formulas, ())
    needed = clash_of_boxes(boxes)
    return _proof(needed, len(formulas)) if needed else Proof((), logic._unfeasible())


def linked_issues(logic: Logic, issues: frozenset[str]) -> frozenset[str]:
    """Return the issues on which `issues` can bear: themselves and those that feasibility ties."""
    if not logic.feasibility:
        return issues
    reached = set(issues)
    for issue in issues:
        block = logic._blocks.get(issue)
        if block is not None:
            reached.update(block.issues)
    return frozenset(reached)


def why(logic: Logic, premises: Sequence[Formula], conclusion: Formula) -> Proof | None:
    """Return premises from which the conclusion follows, none superfluous; None if it does not.

    Feasibility statements are part of the proof only where it does not follow without. None, too,
    if no feasible outcome makes all premises true.
    Raises Refused where the formulas are too entangled to decide.
    """
    if not entails(logic, premises, conclusion):
        return None
    boxes, goal = _boxes(logic, premises), logic._box(conclusion)
    if boxes is None or goal is None:
        return _search(logic, premises, (Not(conclusion),))
    return _proof(support(boxes, goal), len(premises))


def equivalent(logic: Logic, a: Formula, b: Formula) -> bool:
    """Say whether two formulas are true of the same feasible outcomes; False if there are none."""
    return entails(logic, (), Iff(a, b))


def always_true(logic: Logic, formula: Formula) -> bool:
    """Say whether every outcome, feasible or not, makes the formula true."""
    return never_true(logic, Not(formula))


def never_true(logic: Logic, formula: Formula) -> bool:
    """Say whether no outcome, feasible or not, makes the formula true."""
    box = logic._box(formula)
    if box is not None:
        return not all(allowed for _, allowed in box)
    with _sat.opened(logic.issues, (formula,)) as solver:
        return _sat.unsatisfiable(solver, (0,)) is not None


def _together(
    logic: Logic, formulas: Sequence[Formula]
) -> dict[Block, int] | Literal[False] | None:
    """What boxes leave of the blocks they touch; False if nothing; None if a formula is no box."""
    left: dict[Block, int] = {}
    box_of_formula = logic._box
    for formula in formulas:
        box = box_of_formula(formula)
        if box is None:
            return None
        for block, allowed in box:
            allowed &= left.get(block, block.feasible)
            if not allowed:
                return False
            left[block] = allowed
    return left


def _boxes(logic: Logic, formulas: Sequence[Formula]) -> list[Box] | None:
    boxes: list[Box] = []
    for formula in formulas:
        box = logic._box(formula)
        if box is None:
            return None
        boxes.append(box)
    return boxes


def _proof(needed: Iterable[int], count: int) -> Proof:
    """Tell premises, of which there are `count`, from the feasibility statements after them."""
    order = sorted(needed)
    premises = tuple(index for index in order if index < count)
    return Proof(premises, tuple(index - count for index in order[len(premises) :]))


def _search(logic: Logic, formulas: Sequence[Formula], always: Sequence[Formula]) -> Proof | None:
    """Find a proof that `formulas` clash with `always`, with feasibility only if need be."""
    count = len(formulas)
    bearing = _bearing(logic._blocks, (*formulas, *always))
    statements = [logic.feasibility[index] for index in bearing]
    fixed = range(count + len(bearing), count + len(bearing) + len(always))
    with _sat.opened(logic.issues, (*formulas, *statements, *always)) as solver:
        needed = _sat.smallest(solver, range(count), fixed)
        if needed is not None:
            return Proof(tuple(needed), ())
        if logic._unfeasible():
            return Proof((), logic._unfeasible())
        needed = _sat.smallest(solver, range(count + len(bearing)), fixed)
    if needed is None:
        return None
    return _proof((key if key < count else count + bearing[key - count] for key in needed), count)


def _bearing(blocks: Mapping[str, Block], formulas: Iterable[Formula]) -> list[int]:
    """The indexes of the feasibility statements that bear on formulas, in order."""
    about = {blocks[name] for formula in formulas for name in issues_of(formula)}
    return sorted(index for block in about for index, _ in block.statements)


def _solve(
    issues: Mapping[str, Domain],
    statements: Sequence[Formula],
    blocks: Mapping[str, Block],
    formulas: Iterable[Formula],
) -> bool:
    """Ask the solver whether formulas hold together, with the statements that bear on them."""
    asked = list(formulas)
    asked.extend(statements[index] for index in _bearing(blocks, asked))
    with _sat.opened(issues, asked) as solver:
        return _sat.unsatisfiable(solver, range(len(asked))) is None


def _find_unfeasible(
    issues: Mapping[str, Domain], statements: Sequence[Formula], blocks: Mapping[str, Block]
) -> tuple[int, ...]:
    """Feasibility statements that contradict each other, none superfluous; nothing if none do."""
    for index, statement in enumerate(statements):
        if not issues_of(statement) and not evaluate(statement, {}):
            return (index,)
    for block in dict.fromkeys(blocks.values()):
        if block.numbered:
            if not block.feasible:
                return tuple(sorted(clash(block.statements, block.full)))
            continue
        tied = [index for index, _ in block.statements]
        with _sat.opened(issues, [statements[index] for index in tied]) as solver:
            found = _sat.smallest(solver, range(len(tied)))
        if found is not None:
            return tuple(tied[index] for index in found)
    return ()
