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
from parley.conflict.agenda import make_agenda
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


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """A number for each outcome, kept once for all outcomes that differ in some issues only.

    Parameters:
        values: int32, over the outcomes of the issues that are left, in the space's order.
        over: numbers of the issues that the value does not depend on, ascending.
    """

    values: Ints
    over: tuple[int, ...] = ()


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
            found[concept][party] = _whole(ground, value)
    return found


def stable(
    space: Space, concepts: Iterable[str] = THRESHOLD_CONCEPTS, *, compiled: bool | None = None
) -> Mapping[str, Bools]:
    """Return which outcomes are stable for each party, for each concept.

    Takes a quarter of the memory of the answer of `secured`. Infeasible outcomes are not stable.

    Returns concept -> bool, shape (parties, size).
    """
    wanted = tuple(concepts)
    ground = _ground(space, compiled)
    found = {one: np.empty((len(space.parties), space.size), dtype=np.bool_) for one in wanted}
    for party, rank in enumerate(space.ranks):
        for concept, value in _secured_by(ground, party, wanted):
            _at_least(ground, rank, value, found[concept][party])
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
) -> Iterable[tuple[str, _Field]]:
    """Yield each concept's V for one party."""
    rank = ground.space.ranks[party]
    mine = ground.movers[party].issues
    others = [
        number
        for number, mover in enumerate(ground.movers)
        if party not in mover.who and mover.issues
    ]
    own = _Field(rank)
    if not {"R", "SMR", "SSEQ"}.isdisjoint(concepts):
        own = _extreme(ground, own, mine, largest=True)
    for concept in concepts:
        if concept == "R":
            yield concept, own
            continue
        worth = own if concept in ("SMR", "SSEQ") else _Field(rank)
        answers = _least_improved if concept in ("SEQ", "SSEQ") else _least_moved
        least = answers(ground, worth, others)
        # GMR and SEQ begin with the rank itself, so that the least is no more. Where it is the same
        # in a whole column of the party, it is no more than the best rank there, which is enough.
        if ground.barred is not None or not (worth.values is rank or set(mine) <= set(least.over)):
            # also puts -1 back where an outcome is infeasible
            least = _Field(np.minimum(_whole(ground, least), rank))
        yield concept, _extreme(ground, least, mine, largest=True)


def _extreme(ground: _Ground, field: _Field, issues: tuple[int, ...], *, largest: bool) -> _Field:
    """Return for each outcome the extreme of what it can be moved to on some issues, and its own.

    Issues that can be moved both ways are reduced to one value a column; one-way issues are then
    folded in what is left. An issue that the value does not depend on changes nothing.
    """
    sizes, directions = ground.space.sizes, ground.space.directions
    issues = tuple(k for k in issues if k not in field.over)
    back = tuple(k for k in issues if directions[k] == "both")
    left = [k for k in range(len(sizes)) if k not in field.over]
    found = field.values
    for part in in_parts(sizes, back):
        columns = _columns(ground, left, tuple(left.index(k) for k in part))
        found = ground.passes.reduce(found, columns, largest=largest)
        left = [k for k in left if k not in part]
    one_way = tuple(k for k in issues if k not in back)
    if one_way and found is field.values:
        found = found.copy()
    for part in in_parts(sizes, one_way):
        columns = _columns(ground, left, tuple(left.index(k) for k in part))
        ground.passes.fold(found, columns, largest=largest)
    return _Field(found, tuple(sorted((*field.over, *back))))


def _whole(ground: _Ground, field: _Field) -> Ints:
    """Spread a field over all outcomes; without need it is the array itself."""
    if not field.over:
        return field.values
    columns = ground.columns(ground.space.sizes, ground.space.directions, field.over)
    found: Ints = ground.passes.expand(field.values, columns)
    return found


def _at_least(ground: _Ground, rank: Ints, field: _Field, out: Bools) -> None:
    """Write where a rank is at least the field's value."""
    if len(field.over) in (0, len(ground.space.sizes)):
        np.greater_equal(rank, field.values, out=out)  # of one value only it is that value
        return
    columns = ground.columns(ground.space.sizes, ground.space.directions, field.over)
    ground.passes.at_least(rank, field.values, columns, out)


def _columns(ground: _Ground, left: list[int], within: tuple[int, ...]) -> Columns:
    sizes = tuple(ground.space.sizes[k] for k in left)
    return ground.columns(sizes, tuple(ground.space.directions[k] for k in left), within)


def _least_moved(ground: _Ground, field: _Field, others: list[int]) -> _Field:
    """Return for each outcome the least value that the others can reach by legal sequences."""
    barred = ground.barred
    if barred is None:
        issues = sorted({issue for number in others for issue in ground.movers[number].issues})
        return _extreme(ground, field, tuple(issues), largest=False)
    values = np.maximum(_whole(ground, field), barred)

    def step(turn: int) -> bool:
        issues = ground.movers[others[turn]].issues
        found = _extreme(ground, _Field(values), issues, largest=False)
        columns = ground.columns(ground.space.sizes, ground.space.directions, found.over)
        return bool(ground.passes.settle(values, found.values, columns, barred))

    _alternate(len(others), step)
    return _Field(values)


def _least_improved(ground: _Ground, field: _Field, others: list[int]) -> _Field:
    """Return for each outcome the least that the others reach by improving at every step."""
    space, barred = ground.space, ground.barred
    values = _whole(ground, field)
    if barred is not None:
        values = np.maximum(values, barred)
    elif values is field.values:
        values = values.copy()
    columns = [
        ground.columns(space.sizes, space.directions, ground.movers[number].issues)
        for number in others
    ]
    agenda = make_agenda(space.sizes, [ground.movers[number].issues for number in others], columns)

    def step(turn: int) -> bool:
        number = others[turn]
        who = sorted(ground.movers[number].who)
        if len(who) > 1:
            ranks = tuple(space.ranks[one] for one in who)
            if agenda is not None:
                agenda.waiting[:] = 1
            return bool(ground.passes.sweep_joint(values, columns[turn], ranks, space.feasible))
        if number not in ground.orders:
            ground.orders[number] = ground.passes.order(space.ranks[who[0]], columns[turn])
        ordered = ground.orders[number]
        waiting = (agenda, turn) if agenda is not None else None
        return bool(ground.passes.sweep(values, columns[turn], ordered, waiting))

    _alternate(len(others), step)
    return _Field(values)


def _alternate(count: int, step: Callable[[int], bool]) -> None:
    """Let some movers answer in turn until none has anything to add.

    A step closes the values under its mover, whose steps are transitive: so it is done when all
    others have passed since the last change.
    """
    quiet = turn = 0
    while quiet < count:
        quiet = 1 if step(turn) else quiet + 1
        turn = (turn + 1) % count
