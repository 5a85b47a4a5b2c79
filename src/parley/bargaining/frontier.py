"""The efficient frontier: what no other outcome beats for every party, without listing outcomes.

Issues are settled one after the other in the order of a plan. What is passed on is, for each
combination of the issues still linked, the set of efficient sums so far: variable elimination with
sets of vectors as messages (Dechter 1999; for several objectives Rollon and Larrosa 2006). Where
worth adds up issue by issue and nothing links them, that is a fold with pruning (Nemhauser and
Ullmann 1969). The work is that of the sets met on the way, not of the outcomes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parley.bargaining.elimination import Cluster, Plan, make_plan
from parley.bargaining.exact import Exact, join, limbs_needed, split
from parley.bargaining.messages import Message, choose, combine
from parley.bargaining.trace import Leaf, Node, attained_by, outcome_at
from parley.kernel.errors import Refused
from parley.space.factors import Factor
from parley.space.limits import free_memory
from parley.space.network import Constraint, Network

__all__ = ["Frontier", "Plan", "frontier", "make_plan", "most_points_in", "outcome", "ties"]

#: Combinations of values in the largest table that is made.
MOST_CELLS = 1 << 27
# Per sum that is made while a set is joined, and per point kept, in bytes.
_SUM_BYTES, _POINT_BYTES = 64, 48


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """The efficient frontier of a network.

    Parameters:
        network: what it is of.
        numbers: whole numbers, shape (parties, m), in the network's units: what each efficient
            point is worth to each party; every point once, best for the first party first.
        worth: float64, shape (m, parties): the same as numbers of the parties' own scales; infinite
            where no float is so large.
        error: per party, by how much an outcome can be better than every point listed that is
            otherwise as good; zeros where the frontier is exact.
        node: how the points came about; `outcome` and `ties` read it.
        width: the most issues that one issue was linked with when its turn came.
        cells: the most combinations of values in one table.
    """

    network: Network
    numbers: NDArray[Any]
    error: tuple[Fraction, ...]
    node: Node
    width: int
    cells: int
    worth: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        units = self.network.units
        rows = [_floats(row, unit) for row, unit in zip(self.numbers, units, strict=True)]
        object.__setattr__(self, "worth", np.stack(rows, axis=1) if rows else np.empty((0, 0)))

    @property
    def size(self) -> int:
        """How many efficient points there are."""
        return int(self.numbers.shape[1])

    @property
    def is_exact(self) -> bool:
        """Whether every efficient point is listed."""
        return not any(self.error)


def frontier(
    network: Network,
    constraints: Sequence[Constraint] = (),
    *,
    plan: Plan | None = None,
    memo: dict[object, Any] | None = None,
    most_points: int | None = None,
) -> Frontier:
    """Return the efficient frontier over the feasible outcomes; it is empty where there are none.

    Parameters:
        constraints: what else an outcome must satisfy, for this call.
        plan: the order in which issues are settled; it must know the issues of `constraints`.
        memo: kept between calls with the same network, plan and `most_points`: what the
            constraints of two calls do not tell apart is worked out once.
        most_points: the most points kept of any set; more are thinned, and `error` says by how
            much. None: every point is kept.

    Raises Refused where so many issues are linked that a table would not fit in memory.
    """
    if plan is None:
        plan = make_plan(network, [one.issues for one in constraints])
    _require_cells(network, plan)
    solver = _Solver(network, plan, _limbs(network), most_points, memo if memo is not None else {})
    homes = _homes(network, plan, constraints)
    solved: list[tuple[Message, int]] = []
    for place in range(len(plan.clusters)):
        solved.append(_solved(solver, place, homes.get(place, []), solved))
    message = _rooted(solver, solved, homes.get(_NOWHERE, []))
    return Frontier(
        network,
        join(message.points),
        tuple(Fraction(e, unit) for e, unit in zip(message.error, network.units, strict=True)),
        message.node,
        plan.width,
        plan.cells,
    )


def outcome(found: Frontier, point: int) -> dict[str, str]:
    """Return an outcome that attains a point, as issue -> value."""
    network = found.network
    places = outcome_at(found.node, point, len(network.issues))
    return {
        issue: values[place]
        for issue, values, place in zip(network.issues, network.values, places, strict=True)
    }


def ties(found: Frontier, points: Sequence[int] | None = None) -> list[int]:
    """Return how many outcomes attain each point; of a thinned frontier, how many at least."""
    return attained_by(found.node, points if points is not None else range(found.size))


def most_points_in(memory: int, parties: int) -> int:
    """Return how many points fit in so many bytes, with the work on them."""
    return max(memory // (parties * (_SUM_BYTES + _POINT_BYTES)), 16)


def _floats(row: NDArray[Any], unit: int) -> NDArray[np.float64]:
    try:
        return np.asarray((row / unit).astype(np.float64))
    except OverflowError:  # more than a thousand priorities are powers of two beyond any float
        return np.array([_float(int(number), unit) for number in row])


def _float(number: int, unit: int) -> float:
    try:
        return number / unit
    except OverflowError:
        return inf if number > 0 else -inf


_NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class _Solver:
    network: Network
    plan: Plan
    limbs: int
    most: int | None
    memo: dict[object, Any]


def _limbs(network: Network) -> int:
    """How many limbs hold every sum of every party."""
    most = 0
    for tables in network.factors:
        total = sum(int(np.abs(table.table.reshape(-1)).max(initial=0)) for table in tables)
        most = max(most, total.bit_length())
    return limbs_needed(most)


def _require_cells(network: Network, plan: Plan) -> None:
    free = free_memory()
    need = plan.cells * (len(network.parties) * 16 + 16)
    if plan.cells <= MOST_CELLS and (free is None or need <= free):
        return
    raise Refused(
        f"{network.name}: expected statements that link few issues, got some that link "
        f"{plan.width + 1} in one table of {plan.cells:,} combinations of values",
        hint="leave out the statement that links most issues, or take fewer values of them",
    )


def _homes(
    network: Network, plan: Plan, constraints: Sequence[Constraint]
) -> dict[int, list[Constraint]]:
    """Which constraints of this call are checked in which cluster."""
    number = {issue: place for place, issue in enumerate(network.issues)}
    found: dict[int, list[Constraint]] = {}
    for one in constraints:
        homes = [plan.home[number[issue]] for issue in one.issues]
        found.setdefault(min(homes, default=_NOWHERE), []).append(one)
    return found


def _solved(
    solver: _Solver, place: int, own: list[Constraint], before: Sequence[tuple[Message, int]]
) -> tuple[Message, int]:
    """What a cluster passes on, and a number that names it; known ones are not found again."""
    cluster = solver.plan.clusters[place]
    told = tuple(sorted((one.issues, one.allowed.tobytes()) for one in own))
    key = (place, told, tuple(before[one][1] for one in cluster.after))
    if key not in solver.memo:
        children = [(solver.plan.clusters[one], before[one][0]) for one in cluster.after]
        solver.memo[key] = (_settle(solver, place, own, children), len(solver.memo))
    found: tuple[Message, int] = solver.memo[key]
    return found


def _rooted(
    solver: _Solver, solved: Sequence[tuple[Message, int]], own: Sequence[Constraint]
) -> Message:
    """The sums of what is linked with nothing, one after the other."""
    total = _constants(solver, own)
    name: object = tuple(bool(one.allowed.all()) for one in own)
    for place in solver.plan.roots:
        message, number = solved[place]
        name = ("sum", name, number)
        if name not in solver.memo:
            left = (total.points, total.node, total.error)
            solver.memo[name] = (
                combine(left, message, None, None, (1, solver.most)),
                len(solver.memo),
            )
        total, name = solver.memo[name]
    return total


def _constants(solver: _Solver, own: Sequence[Constraint]) -> Message:
    """What depends on no issue: one point, or none where a statement is false whatever comes."""
    network = solver.network
    fixed = [
        np.array([sum(int(one.table) for one in each if not one.issues)], dtype=np.object_)
        for each in network.factors
    ]
    whole = [one for one in (*network.constraints, *own) if not one.issues]
    possible = all(bool(one.allowed) for one in whole)
    points = split(fixed, solver.limbs)[:, :, : int(possible)]
    leaf = Leaf((), (), np.zeros(int(possible), dtype=np.int64))
    return choose(points, None, 1, leaf, None)


def _settle(
    solver: _Solver,
    place: int,
    own: Sequence[Constraint],
    children: Sequence[tuple[Cluster, Message]],
) -> Message:
    """Make the table of a cluster, add what was found before, and keep what is efficient."""
    cluster = solver.plan.clusters[place]
    axes = (*cluster.linked, *cluster.settled)
    sizes = [len(solver.network.values[issue]) for issue in axes]
    points, whole = _table(solver, place, axes, sizes, own)
    inner = prod(sizes[len(cluster.linked) :])
    count = prod(sizes[: len(cluster.linked)])
    leaf_issues = cluster.settled
    leaf = Leaf(leaf_issues, tuple(sizes[len(cluster.linked) :]), whole % inner)
    node: Node = leaf
    outer = (whole // inner) if cluster.linked else None
    error = (0,) * len(solver.network.parties)
    by_size = sorted(children, key=lambda one: one[1].points.shape[2])
    for rank, (child, message) in enumerate(by_size):
        at = _projected(whole, axes, sizes, child.linked)
        last = rank == len(by_size) - 1
        cells, number = (outer, count) if last else (whole, prod(sizes))
        found = combine((points, node, error), message, at, cells, (number, solver.most))
        if last:
            return found
        points, node, error = found.points, found.node, found.error
        whole = np.repeat(np.arange(number), np.diff(found.starts))
        outer = (whole // inner) if cluster.linked else None
    return choose(points, outer, count, node, solver.most)


def _projected(
    cells: NDArray[np.int64], axes: Sequence[int], sizes: Sequence[int], wanted: Sequence[int]
) -> NDArray[np.int64]:
    """The cell of a message on some issues that goes with each cell of a table on more."""
    found = np.zeros(len(cells), dtype=np.int64)
    for issue in wanted:
        axis = axes.index(issue)
        found = found * sizes[axis] + (cells // prod(sizes[axis + 1 :])) % sizes[axis]
    return found


def _table(
    solver: _Solver,
    place: int,
    axes: Sequence[int],
    sizes: Sequence[int],
    own: Sequence[Constraint],
) -> tuple[Exact, NDArray[np.int64]]:
    """The points of a cluster's own table: one for each combination that is allowed."""
    network, home = solver.network, solver.plan.home
    number = {issue: at for at, issue in enumerate(network.issues)}
    allowed: NDArray[Any] = np.ones(sizes, dtype=np.bool_)
    for limit in (*network.constraints, *own):
        if limit.issues and _home(limit, number, home) == place:
            allowed &= _laid(limit.allowed, [number[i] for i in limit.issues], axes)
    whole = np.flatnonzero(allowed)
    rows = []
    for tables in network.factors:
        mine = [one for one in tables if one.issues and _home(one, number, home) == place]
        wide = any(one.table.dtype == np.object_ for one in mine)
        total: NDArray[Any] = np.zeros(sizes, dtype=np.object_ if wide else np.int64)
        for one in mine:
            total += _laid(one.table, [number[i] for i in one.issues], axes)
        rows.append(total.reshape(-1)[whole])
    return split(rows, solver.limbs), whole


def _home(one: Factor | Constraint, number: dict[str, int], home: Sequence[int]) -> int:
    return min(home[number[issue]] for issue in one.issues)


def _laid(table: NDArray[Any], issues: Sequence[int], axes: Sequence[int]) -> NDArray[Any]:
    """A table, its last issue's axis first, along the axes of a larger one."""
    held = list(reversed(issues))
    wanted = [issue for issue in axes if issue in held]
    turned = np.transpose(table, [held.index(issue) for issue in wanted])
    shape = iter(turned.shape)
    return turned.reshape([next(shape) if issue in held else 1 for issue in axes])
