"""Stability in threshold form: exact, and near linear in the number of outcomes.

With complete orders, what a party secures by leaving an outcome s is a number:

    V(s) = the largest, over s and what the party can move to, of
           min(its rank there, the least `u` that the others can then bring about)

where u is the party's rank (GMR, SEQ), or the best rank that it can still move to (SMR, SSEQ), and
the others answer with any moves (GMR, SMR) or with improvements only (SEQ, SSEQ). Under R nobody
answers. s is stable for the party if its rank is at least V(s); the difference is its margin.

N outcomes cost O(N) for each issue and round of answers, and O(N log^2 K) once to sort columns of
K, where matrices take O(N^2) and more (Xu, Hipel and Kilgour 2009). The answers of several movers
alternate until nothing changes; where all outcomes are feasible and every move can be taken back,
one round of moves is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType

import numpy as np

from parley.conflict import _passes
from parley.conflict._passes import INFINITE, Order
from parley.conflict.columns import Columns, columns_of, in_parts
from parley.space.model import Direction
from parley.space.space import Bools, Ints, Mover, Space, movers

__all__ = ["THRESHOLD_CONCEPTS", "secured", "stable"]

THRESHOLD_CONCEPTS = ("R", "GMR", "SMR", "SEQ", "SSEQ")
#: From so many outcomes on the compiled kernels are worth their start, where they are installed.
COMPILED_FROM = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """A space prepared for passes; columns and orders are made once, when first needed.

    `barred` is 0 where an outcome is feasible and `INFINITE` elsewhere; None: all are feasible.
    """

    space: Space
    barred: Ints | None
    passes: ModuleType
    movers: tuple[Mover, ...]
    columns: Callable[[tuple[int, ...], tuple[Direction, ...], tuple[int, ...]], Columns]
    orders: dict[int, Order]


def secured(
    space: Space, concepts: Iterable[str] = THRESHOLD_CONCEPTS, *, compiled: bool | None = None
) -> Mapping[str, Ints]:
    """Return V, what each party secures by leaving each outcome, for each concept.

    Parameters:
        space: with complete orders.
        concepts: of `THRESHOLD_CONCEPTS`.
        compiled: whether to use compiled kernels; left out: for large spaces, if installed.

    Returns concept -> int32, shape (parties, size). What it says of infeasible outcomes is void.
    """
    wanted = tuple(concepts)
    ground = _ground(space, compiled)
    found = {one: np.empty((len(space.parties), space.size), dtype=np.int32) for one in wanted}
    for party in range(len(space.parties)):
        for concept, value in _secured_by(ground, party, wanted):
            found[concept][party] = value
    return found


def stable(
    space: Space, concepts: Iterable[str] = THRESHOLD_CONCEPTS, *, compiled: bool | None = None
) -> Mapping[str, Bools]:
    """Return which outcomes are stable for each party, for each concept.

    Takes a fifth of the memory of `secured`. Infeasible outcomes are not stable.

    Returns concept -> bool, shape (parties, size).
    """
    wanted = tuple(concepts)
    ground = _ground(space, compiled)
    found = {one: np.empty((len(space.parties), space.size), dtype=np.bool_) for one in wanted}
    for party, rank in enumerate(space.ranks):
        for concept, value in _secured_by(ground, party, wanted):
            np.greater_equal(rank, value, out=found[concept][party])
            if space.feasible is not None:
                found[concept][party] &= space.feasible
    return found


def _ground(space: Space, compiled: bool | None) -> _Ground:
    barred = None
    if space.feasible is not None:
        barred = np.where(space.feasible, np.int32(0), INFINITE)
    passes = _chosen(space.size, compiled)
    return _Ground(space, barred, passes, movers(space), cache(columns_of), {})


def _chosen(size: int, compiled: bool | None) -> ModuleType:
    if compiled is False or (compiled is None and size < COMPILED_FROM):
        return _passes
    try:
        from parley.conflict import _kernels
    except ImportError:
        if compiled:
            raise
        return _passes
    return _kernels


def _secured_by(
    ground: _Ground, party: int, concepts: tuple[str, ...]
) -> Iterable[tuple[str, Ints]]:
    """Yield each concept's V for one party; the array is its own."""
    rank = ground.space.ranks[party]
    mine = ground.movers[party].issues
    others = [
        number
        for number, mover in enumerate(ground.movers)
        if party not in mover.who and mover.issues
    ]
    own = rank
    if mine and not {"R", "SMR", "SSEQ"}.isdisjoint(concepts):
        own = _extreme(ground, rank, mine, largest=True)
    for concept in concepts:
        if concept == "R":
            yield concept, own
            continue
        worth = own if concept in ("SMR", "SSEQ") else rank
        worth = worth.copy() if ground.barred is None else np.maximum(worth, ground.barred)
        answers = _least_improved if concept in ("SEQ", "SSEQ") else _least_moved
        if others:
            worth = answers(ground, worth, others)
        np.minimum(worth, rank, out=worth)  # also puts -1 back where an outcome is infeasible
        yield concept, _extreme(ground, worth, mine, largest=True) if mine else worth


def _extreme(ground: _Ground, values: Ints, issues: tuple[int, ...], *, largest: bool) -> Ints:
    """Return for each outcome the extreme of what it can be moved to on some issues, and its own.

    Issues that can be moved both ways are reduced to one value a column, which is a small array;
    one-way issues are then folded there.
    """
    sizes, directions = ground.space.sizes, ground.space.directions
    back = tuple(k for k in issues if directions[k] == "both")
    left = list(range(len(sizes)))  # issues that the array still has
    found = values
    for part in in_parts(sizes, back):
        within = tuple(left.index(k) for k in part)
        columns = _columns(ground, left, within)
        found = ground.passes.reduce(found, columns, largest=largest)
        left = [k for k in left if k not in part]
    one_way = tuple(k for k in issues if k not in back)
    if one_way and not back:
        found = values.copy()
    for part in in_parts(sizes, one_way):
        columns = _columns(ground, left, tuple(left.index(k) for k in part))
        ground.passes.fold(found, columns, largest=largest)
    if back:
        whole = ground.columns(sizes, directions, back)
        return ground.passes.expand(found, whole)  # type: ignore[no-any-return]
    return found


def _columns(ground: _Ground, left: list[int], within: tuple[int, ...]) -> Columns:
    sizes = tuple(ground.space.sizes[k] for k in left)
    return ground.columns(sizes, tuple(ground.space.directions[k] for k in left), within)


def _least_moved(ground: _Ground, values: Ints, others: list[int]) -> Ints:
    """Return for each outcome the least value that the others can reach by legal sequences."""
    barred = ground.barred
    if barred is None:
        issues = sorted({issue for number in others for issue in ground.movers[number].issues})
        return _extreme(ground, values, tuple(issues), largest=False)

    def step(number: int) -> bool:
        found = _extreme(ground, values, ground.movers[number].issues, largest=False)
        np.maximum(found, barred, out=found)
        if np.array_equal(found, values):
            return False
        values[:] = found
        return True

    _alternate(others, step)
    return values


def _least_improved(ground: _Ground, values: Ints, others: list[int]) -> Ints:
    """Return for each outcome the least that the others reach by improving at every step."""
    space = ground.space

    def step(number: int) -> bool:
        mover = ground.movers[number]
        columns = ground.columns(space.sizes, space.directions, mover.issues)
        if len(mover.who) > 1:
            ranks = tuple(space.ranks[one] for one in sorted(mover.who))
            return bool(ground.passes.sweep_joint(values, columns, ranks, space.feasible))
        if number not in ground.orders:
            ground.orders[number] = ground.passes.order(space.ranks[min(mover.who)], columns)
        return bool(ground.passes.sweep(values, columns, ground.orders[number]))

    _alternate(others, step)
    return values


def _alternate(numbers: list[int], step: Callable[[int], bool]) -> None:
    """Let movers answer in turn until none has anything to add.

    A step closes the values under its mover, whose steps are transitive: so it is done when all
    others have passed since the last change.
    """
    quiet = turn = 0
    while numbers and quiet < len(numbers):
        quiet = 1 if step(numbers[turn % len(numbers)]) else quiet + 1
        turn += 1
