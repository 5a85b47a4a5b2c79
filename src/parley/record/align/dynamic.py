"""The cheapest way through two lists of segments, within a band: O(cells of the band).

A node (i, j) stands after i segments of the left side and j of the right. Row i of the band has the
nodes from `low[i]` to `high[i]`. Costs are worked out for many rows at once, the way row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.record.align.beads import Bead, Floats, Ints, Step
from parley.record.align.evidence import Evidence, Signs, union
from parley.record.align.lengths import LengthModel

__all__ = ["Band", "Matter", "cheapest", "whole_band"]

_CELLS = 1 << 18  # of the band whose costs are worked out together
_HITS = 1 << 21  # shared signs that are counted together


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Which nodes are looked at: int64, shape (n + 1,), neither falling."""

    low: Ints
    high: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Matter:
    """What is aligned, and by what.

    Parameters:
        left, right: lengths of the segments in characters.
        lengths: how they go together.
        evidence: signs that both sides share.
        steps: beads and how likely they are beforehand.
        groups: number of the group of each segment of either side; a bead stays within one.
        runs: for each segment of either side where its run begins; what is joined is of one run.
    """

    left: Ints
    right: Ints
    lengths: LengthModel
    evidence: Evidence
    steps: Mapping[Step, float]
    groups: tuple[Ints, Ints] | None = None
    runs: tuple[Ints, Ints] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """What every row needs: sums by where a run ends, and where each sign stands on the right."""

    left_ends: Floats
    right_ends: Floats
    unions: tuple[dict[int, Signs], dict[int, Signs]]
    missing: tuple[dict[int, Floats], dict[int, Floats]]
    postings: dict[int, Ints]
    background: dict[int, Floats]


def whole_band(left: int, right: int) -> Band:
    """Return the band with every node."""
    return Band(np.zeros(left + 1, dtype=np.int64), np.full(left + 1, right, dtype=np.int64))


def cheapest(matter: Matter, band: Band) -> tuple[Bead, ...]:
    """Return the beads of the cheapest way through the band, in order; empty for two empty sides.

    The first row of the band begins with node 0, its last ends with the last.
    """
    tables = _prepare(matter)
    taken = _nothing_taken(matter, band)
    for first, last in _chunks(band):
        costs = _costs(matter, tables, band, first, last)
        for row in range(first, last):
            _take_row(taken, row, costs)
    return _trace(taken, matter)


def _chunks(band: Band) -> Iterator[tuple[int, int]]:
    widths = np.cumsum(band.high - band.low + 1)
    first = 0
    while first < len(widths):
        done = widths[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(widths, done + _CELLS, side="right")))
        yield first, last
        first = last


def _prepare(matter: Matter) -> _Tables:
    evidence = matter.evidence
    widths = [sorted({step[k] for step in matter.steps if all(step)}) for k in (0, 1)]
    left = {width: union(evidence.left, width) for width in widths[0]}
    right = {width: union(evidence.right, width) for width in widths[1]}
    right_ends = np.concatenate(([0.0], np.cumsum(matter.right, dtype=float)))
    rows = len(matter.right) + 1
    postings, background = {}, {}
    for width, signs in right.items():
        ends = np.repeat(np.arange(rows), np.diff(signs.start))
        postings[width] = np.sort(signs.signs * rows + ends)
        joint = np.zeros(rows)
        joint[width:] = right_ends[width:] - right_ends[: max(0, rows - width)]
        background[width] = matter.lengths.background(joint, width)
    return _Tables(
        np.concatenate(([0.0], np.cumsum(matter.left, dtype=float))),
        right_ends,
        (left, right),
        (
            {width: _sums(one, evidence.missing) for width, one in left.items()},
            {width: _sums(one, evidence.missing) for width, one in right.items()},
        ),
        postings,
        background,
    )


def _sums(signs: Signs, weights: Floats) -> Floats:
    total = np.concatenate(([0.0], np.cumsum(weights[signs.signs])))
    found: Floats = total[signs.start[1:]] - total[signs.start[:-1]]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Costs:
    """Costs of the beads that end at the nodes of some rows."""

    first: int
    start: Ints
    by_step: dict[Step, Floats]


def _costs(matter: Matter, tables: _Tables, band: Band, first: int, last: int) -> _Costs:
    low, high = band.low[first:last], band.high[first:last]
    widths = high - low + 1
    start = np.concatenate(([0], np.cumsum(widths)))
    row = np.repeat(np.arange(first, last), widths)
    column = np.arange(int(start[-1])) - np.repeat(start[:-1] - low, widths)
    found: dict[Step, Floats] = {}
    for (many, more), likely in matter.steps.items():
        if not many or not more:
            continue
        begun_left, begun_right = np.maximum(row - many, 0), np.maximum(column - more, 0)
        cost = matter.lengths.cost(
            tables.left_ends[row] - tables.left_ends[begun_left],
            tables.right_ends[column] - tables.right_ends[begun_right],
            tables.background[more][column],
        )
        cost += tables.missing[0][many][row] + tables.missing[1][more][column] - np.log(likely)
        cost -= _gains(matter.evidence, tables, (many, more), (low, high, start), first)
        cost[(row < many) | (column < more)] = np.inf
        if matter.groups is not None:
            cost[_astride(matter.groups, (begun_left, row), (begun_right, column))] = np.inf
        if matter.runs is not None:
            for begins, first_of, end in zip(
                matter.runs, (begun_left, begun_right), (row, column), strict=True
            ):
                if len(begins):
                    cost[begins[np.maximum(end - 1, 0)] > first_of] = np.inf
        found[(many, more)] = cost
    return _Costs(first, start, found)


def _gains(
    evidence: Evidence,
    tables: _Tables,
    step: Step,
    rows: tuple[Ints, Ints, Ints],
    first: int,
) -> Floats:
    """What the signs that both sides of each bead share take from its cost."""
    low, high, start = rows
    signs, postings = tables.unions[0][step[0]], tables.postings[step[1]]
    size = len(tables.right_ends)
    begin, end = signs.start[first], signs.start[first + len(low)]
    found: Floats = np.zeros(int(start[-1]))
    own = signs.signs[begin:end]
    row = np.repeat(np.arange(len(low)), np.diff(signs.start[first : first + len(low) + 1]))
    from_ = np.searchsorted(postings, own * size + low[row])
    many = np.searchsorted(postings, own * size + high[row], side="right") - from_
    total = np.cumsum(many)
    at = 0
    while at < len(own):
        done = int(total[at - 1]) if at else 0
        to = max(at + 1, int(np.searchsorted(total, done + _HITS, side="right")))
        some = slice(at, to)
        count = many[some]
        within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
        column = postings[np.repeat(from_[some], count) + within] % size
        cell = np.repeat(start[row[some]] - low[row[some]], count) + column
        weight = np.repeat(evidence.gain[own[some]], count)
        found += np.bincount(cell, weight, minlength=len(found))
        at = to
    return found


def _astride(
    groups: tuple[Ints, Ints], left: tuple[Ints, Ints], right: tuple[Ints, Ints]
) -> NDArray[np.bool_]:
    mine, theirs = groups
    if not len(mine) or not len(theirs):
        return np.zeros(len(left[0]), dtype=np.bool_)
    of = mine[np.minimum(left[0], len(mine) - 1)]
    found: NDArray[np.bool_] = of != mine[np.maximum(left[1] - 1, 0)]
    found |= of != theirs[np.minimum(right[0], len(theirs) - 1)]
    found |= of != theirs[np.maximum(right[1] - 1, 0)]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Taken:
    """The ways found so far.

    Parameters:
        start: where the nodes of each row begin.
        steps: those with a segment of the left side, in a fixed order.
        step: for each node the number of the best step to it; `len(steps)` stands for (0, 1).
        cost: of that step alone.
        skips: costs of the steps (1, 0) and (0, 1).
        recent: total costs of the last rows.
    """

    low: list[int]
    high: list[int]
    start: list[int]
    steps: tuple[Step, ...]
    step: NDArray[np.int8]
    cost: NDArray[np.float32]
    skips: tuple[float, float]
    recent: dict[int, Floats]


def _nothing_taken(matter: Matter, band: Band) -> _Taken:
    start = np.concatenate(([0], np.cumsum(band.high - band.low + 1))).tolist()
    return _Taken(
        band.low.tolist(),
        band.high.tolist(),
        start,
        tuple(step for step in matter.steps if step[0]),
        np.zeros(start[-1], dtype=np.int8),
        np.full(start[-1], np.inf, dtype=np.float32),
        (-float(np.log(matter.steps[1, 0])), -float(np.log(matter.steps[0, 1]))),
        {},
    )


def _take_row(taken: _Taken, row: int, costs: _Costs) -> None:
    """Find the best step to each node of a row."""
    low, width = taken.low[row], taken.high[row] - taken.low[row] + 1
    ways = np.full((len(taken.steps), width), np.inf)
    own = np.full((len(taken.steps), width), np.inf)
    offset = int(costs.start[row - costs.first])
    for number, (many, more) in enumerate(taken.steps):
        before = taken.recent.get(row - many)
        if before is None:
            continue
        shift = taken.low[row - many] + more - low  # where the earlier row's first node leads
        begin, end = max(0, shift), min(width, shift + len(before))
        if begin >= end:
            continue
        one = own[number, begin:end]
        one[:] = (
            costs.by_step[many, more][offset + begin : offset + end] if more else taken.skips[0]
        )
        np.add(before[begin - shift : end - shift], one, ways[number, begin:end])
    _choose(taken, row, ways, own)


def _choose(taken: _Taken, row: int, ways: Floats, own: Floats) -> None:
    """Take the cheapest way to each node, through nodes of its own row too."""
    width = ways.shape[1]
    columns = np.arange(width)
    best = ways.argmin(axis=0)
    total, alone = ways[best, columns], own[best, columns]
    if row == 0:
        total[0] = 0.0
    ramp = columns * taken.skips[1]
    skipping = np.minimum.accumulate(total - ramp) + ramp
    skips = skipping < total - 1e-7
    best[skips] = len(taken.steps)
    alone[skips] = taken.skips[1]
    place = slice(taken.start[row], taken.start[row] + width)
    taken.step[place] = best
    taken.cost[place] = alone
    taken.recent[row] = np.where(skips, skipping, total)
    taken.recent.pop(row - max(step[0] for step in taken.steps), None)


def _trace(taken: _Taken, matter: Matter) -> tuple[Bead, ...]:
    steps = [*taken.steps, (0, 1)]
    i, j = len(matter.left), len(matter.right)
    found = []
    while i or j:
        at = taken.start[i] + j - taken.low[i]
        many, more = steps[taken.step[at]]
        found.append(Bead((i - many, i), (j - more, j), float(taken.cost[at])))
        i, j = i - many, j - more
    return tuple(reversed(found))
