"""Formulas as boxes: a set of allowed values for each block, all of them independent.

A **block** is an issue, or a few issues that feasibility statements tie together, directly or
through each other. Its combinations of values are numbered, so that a set of them is one integer,
a bit for each. A formula is a **box** if it is a conjunction of parts that stay within one block
each; then whether boxes hold together is an `&` for each block, exact and without a search.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from math import prod
from operator import and_, or_
from typing import TypeAlias

from parley.dossier.language.domain import Domain, mask
from parley.dossier.language.formulas import And, Const, Formula, If, Iff, In, Not, Or, issues_of

__all__ = [
    "MAX_COMBINATIONS",
    "Block",
    "Box",
    "box_of",
    "clash",
    "clash_of_boxes",
    "make_blocks",
    "support",
]

#: A block of several issues has at most so many combinations; tied issues with more have none.
MAX_COMBINATIONS = 16_384


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Issues whose combinations of values are numbered.

    `strides` gives how far apart the numbers of an issue's next values are; `full` is the set of
    all combinations, `feasible` of those that the feasibility statements allow; `statements` holds
    the index of each such statement with the combinations it allows. A block that is too large
    for numbering is only a mark: `numbered` is false, and `full` is empty.
    """

    issues: tuple[str, ...]
    strides: tuple[int, ...]
    full: int
    feasible: int
    statements: tuple[tuple[int, int], ...]
    numbered: bool = True


Box: TypeAlias = tuple[tuple[Block, int], ...]

#: What a constant is about; its only combination is number 0.
_NOWHERE = Block((), (), 1, 1, ())


def make_blocks(issues: Mapping[str, Domain], feasibility: Sequence[Formula]) -> dict[str, Block]:
    """Return the block of each issue.

    Parameters:
        issues: the domains.
        feasibility: the statements that tie issues together.
    """
    blocks: dict[str, Block] = {}
    for names, indexes in _tied(issues, feasibility):
        sizes = [len(issues[name].values) for name in names]
        if len(names) > 1 and prod(sizes) > MAX_COMBINATIONS:
            block = Block(names, (), 0, 0, tuple((index, 0) for index in indexes), False)
        else:
            block = _numbered(names, issues, [(index, feasibility[index]) for index in indexes])
        blocks.update(dict.fromkeys(names, block))
    return blocks


def _tied(
    issues: Mapping[str, Domain], feasibility: Sequence[Formula]
) -> Iterable[tuple[tuple[str, ...], list[int]]]:
    """Group issues that statements connect, each group with the indexes of its statements."""
    group: dict[str, tuple[list[str], list[int]]] = {name: ([name], []) for name in issues}
    for index, statement in enumerate(feasibility):
        groups = {id(group[name]): group[name] for name in sorted(issues_of(statement))}
        if not groups:
            continue
        # The largest takes in the others, so that every issue moves only a few times.
        first, *rest = sorted(groups.values(), key=lambda one: -len(one[0]))
        first[1].append(index)
        for names, indexes in rest:
            first[0].extend(names)
            first[1].extend(indexes)
            group.update(dict.fromkeys(names, first))
    for names, indexes in {id(one): one for one in group.values()}.values():
        yield tuple(names), sorted(indexes)


def _numbered(
    names: tuple[str, ...], issues: Mapping[str, Domain], tied: list[tuple[int, Formula]]
) -> Block:
    strides, size = [], 1
    for name in names:
        strides.append(size)
        size *= len(issues[name].values)
    bare = Block(names, tuple(strides), (1 << size) - 1, 0, ())
    statements = tuple((index, _combinations(bare, issues, said)) for index, said in tied)
    feasible = reduce(and_, (allowed for _, allowed in statements), bare.full)
    return Block(names, bare.strides, bare.full, feasible, statements)


def box_of(
    issues: Mapping[str, Domain], blocks: Mapping[str, Block], formula: Formula
) -> Box | None:
    """Return a formula as a box, or None if it is none.

    `not`, `or` and `if` are boxes too where they come to a conjunction, or stay within a block.
    """
    box: dict[Block, int] = {}
    for part in _parts(formula):
        about = {blocks[name] for name in issues_of(part)}
        if len(about) > 1:
            return None
        block = about.pop() if about else _NOWHERE
        if not block.numbered:
            return None
        box[block] = box.get(block, block.full) & _combinations(block, issues, part)
    return tuple(box.items())


def _parts(formula: Formula) -> Iterable[Formula]:
    """What must all be true, with negations of `or` and `if` opened as well."""
    todo = [formula]
    while todo:
        part = todo.pop()
        if isinstance(part, And):
            todo.extend(part.parts)
        elif not isinstance(part, Not):
            yield part
        elif isinstance(part.a, Not):
            todo.append(part.a.a)
        elif isinstance(part.a, Or):
            todo.extend(map(Not, part.a.parts))
        elif isinstance(part.a, If):
            todo.extend((part.a.cond, Not(part.a.then)))
        else:
            yield part


def _combinations(block: Block, issues: Mapping[str, Domain], formula: Formula) -> int:
    """The combinations of a block that make a formula, all of it inside the block, true."""
    if isinstance(formula, In):
        return _with_values(block, issues[formula.issue], formula)
    if isinstance(formula, Const):
        return block.full if formula.value else 0
    if isinstance(formula, Not):
        return block.full ^ _combinations(block, issues, formula.a)
    if isinstance(formula, If):
        cond = _combinations(block, issues, formula.cond)
        return _combinations(block, issues, formula.then) | (block.full ^ cond)
    if isinstance(formula, Iff):
        a = _combinations(block, issues, formula.a)
        return block.full ^ a ^ _combinations(block, issues, formula.b)
    parts = [_combinations(block, issues, part) for part in formula.parts]
    if isinstance(formula, And):
        return reduce(and_, parts, block.full)
    return reduce(or_, parts, 0)


def _with_values(block: Block, domain: Domain, atom: In) -> int:
    """The combinations of a block in which the atom's issue has one of the allowed values."""
    pattern = mask(domain, atom.allowed)
    if len(block.issues) == 1:
        return pattern
    stride = block.strides[block.issues.index(atom.issue)]
    run = (1 << stride) - 1
    places = (place for place in range(len(domain.values)) if pattern >> place & 1)
    spread = reduce(or_, (run << (place * stride) for place in places), 0)
    return _repeated(spread, len(domain.values) * stride, block.full.bit_length())


@lru_cache(maxsize=256)
def _repeated(pattern: int, period: int, length: int) -> int:
    """Lay a pattern of `period` bits end to end; `length` is a multiple of the period."""
    while period < length:
        pattern |= pattern << period
        period *= 2
    return pattern & ((1 << length) - 1)


def clash(members: Sequence[tuple[int, int]], start: int) -> list[int]:
    """Return the keys of members that have nothing in common within `start`, none superfluous.

    Parameters:
        members: (key, combinations); all together have nothing in common within `start`.
        start: the combinations in question; if there are none, no member is needed.

    Members listed first are kept in doubt. Each round finds the first member with which those up
    to it clash: it is needed, whatever comes before, so the next round starts from it.
    """
    needed: list[int] = []
    while start:
        left = start
        for key, allowed in members:
            left &= allowed
            if not left:
                needed.append(key)
                start &= allowed
                break
        else:
            raise ValueError("the members have something in common")
    return needed


def _members(boxes: Sequence[Box]) -> dict[Block, list[tuple[int, int]]]:
    """For each block, what each box allows of it, by the box's index."""
    members: dict[Block, list[tuple[int, int]]] = {}
    for index, box in enumerate(boxes):
        for block, allowed in box:
            members.setdefault(block, []).append((index, allowed))
    return members


def _statements(block: Block, count: int) -> list[tuple[int, int]]:
    """The feasibility statements of a block, indexed after `count` formulas."""
    return [(count + index, allowed) for index, allowed in block.statements]


def clash_of_boxes(boxes: Sequence[Box]) -> Collection[int] | None:
    """Boxes, and feasibility statements only if need be, that clash; None if none do."""
    members = _members(boxes)
    for needs_statements in (False, True):
        for block, inside in members.items():
            given = [*inside, *(_statements(block, len(boxes)) if needs_statements else ())]
            if not reduce(and_, (allowed for _, allowed in given), block.full):
                return clash(given, block.full)
    return None


def support(boxes: Sequence[Box], goal: Box) -> Collection[int]:
    """Boxes, and feasibility statements only if need be, that leave nothing outside the goal."""
    members = _members(boxes)
    needed: set[int] = set()
    for block, allowed in goal:
        outside = block.full & ~allowed
        given = members.get(block, [])
        if reduce(and_, (inside for _, inside in given), outside):
            given = [*given, *_statements(block, len(boxes))]
        needed.update(clash(given, outside))
    return _without_superfluous(needed, members, goal, len(boxes))


def _without_superfluous(
    needed: set[int], members: Mapping[Block, list[tuple[int, int]]], goal: Box, count: int
) -> Collection[int]:
    """Drop what one block asked for and another block's support brings as well."""
    if len(goal) < 2 or len(needed) < 2:
        return needed
    tests = []
    for block, allowed in goal:
        given = [*members.get(block, ()), *_statements(block, count)]
        kept = [(key, inside) for key, inside in given if key in needed]
        tests.append((block.full & ~allowed, kept))
    for candidate in sorted(needed, reverse=True):
        rest = needed - {candidate}
        if not any(
            reduce(and_, (inside for key, inside in kept if key in rest), outside)
            for outside, kept in tests
        ):
            needed = rest
    return needed
