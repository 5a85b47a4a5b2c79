"""The passes of `_passes`, compiled: the same names, the same answers, for large spaces.

Columns are taken `_LANES` at a time into a small buffer with one row for each outcome of a column,
so that memory is read once and in runs, and each step works on a whole row. Bundles of columns run
in parallel. Compiled code is kept on disk.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from parley.conflict import _passes
from parley.conflict._passes import INFINITE, Order
from parley.conflict.agenda import BUNDLE, Agenda
from parley.conflict.columns import Columns
from parley.space.space import Bools, Ints

__all__ = ["at_least", "expand", "fold", "order", "reduce", "settle", "sweep", "sweep_joint"]

_LANES = BUNDLE
_MOST_SORTED = 1 << 15  # outcomes of a column that is sorted in its bundle
_FEW = 16  # a change of one in so many values is little
_MOST_BARRED = 256  # settings of one-way issues for which a table of all pairs pays


def reduce(values: Ints, columns: Columns, *, largest: bool) -> Ints:
    """Return the extreme of each column; see `_passes.reduce`."""
    found = np.empty(len(columns.bases), dtype=np.int32)
    _reduce(values, columns.bases, columns.offsets, found, bool(largest))
    return found


def expand(compact: Ints, columns: Columns) -> Ints:
    """Return an array over all outcomes with the value of its column for each."""
    values = np.empty(len(columns.bases) * len(columns.offsets), dtype=np.int32)
    _expand(compact, columns.bases, columns.offsets, values)
    return values


def settle(values: Ints, compact: Ints, columns: Columns, barred: Ints) -> bool:
    """Give each outcome the value of its column, or its bar if that is more, in place."""
    return bool(_settle(values, compact, (columns.bases, columns.offsets), barred))


def at_least(rank: Ints, compact: Ints, columns: Columns, out: Bools) -> None:
    """Write where a rank is at least the value of its column; see `_passes.at_least`."""
    _at_least(rank, compact, (columns.bases, columns.offsets), out)


def fold(values: Ints, columns: Columns, *, largest: bool) -> None:
    """Give each outcome the extreme of what it can be moved to; see `_passes.fold`."""
    tables = (columns.counts, columns.along)
    _fold(values, columns.bases, columns.offsets, tables, bool(largest))


def order(rank: Ints, columns: Columns) -> Order:
    """Sort each column by rank, the best first; see `_passes.order`."""
    length = len(columns.offsets)
    if length > _MOST_SORTED:
        return _passes.order(rank, columns)
    marked = np.empty((len(columns.bases), length), dtype=np.uint16)
    live = np.empty(len(columns.bases), dtype=np.int64)
    bits = max(1, (length - 1).bit_length())
    narrow = int(rank.max(initial=0)) + 2 < 1 << (32 - bits)
    unit = np.ones(1, dtype=np.uint32 if narrow else np.uint64)  # tells the width of keys
    _order(rank, (columns.bases, columns.offsets), marked, live, bits, unit)
    return marked, live


def sweep(
    values: Ints, columns: Columns, ordered: Order, turn: tuple[Agenda, int] | None = None
) -> bool:
    """Give each outcome the least value of those better for the mover; see `_passes.sweep`."""
    marked, live = ordered
    agenda, me = turn or (_whole_agenda(columns), 0)
    flag = 1 << (31 if marked.dtype == np.uint32 else 15)
    places = (columns.bases, columns.offsets)
    touched = (agenda.waiting, me, agenda.of_base[me], agenda.of_place[me])
    settings = len(columns.start) - 1
    tables = (columns.setting, columns.start, columns.permitted, _barred(columns, settings))
    return bool(_sweep(values, places, (marked, live), flag, (touched, tables)))


def _whole_agenda(columns: Columns) -> Agenda:
    """An agenda of one mover, on which all its columns wait."""
    bundles = -(-len(columns.bases) // BUNDLE)
    nobody = np.zeros((1, len(columns.bases)), dtype=np.int64)
    nowhere = np.zeros((1, len(columns.offsets)), dtype=np.int64)
    return Agenda(np.ones((1, bundles), dtype=np.uint8), (nobody,), (nowhere,))


def _barred(columns: Columns, settings: int) -> Ints:
    """What keeps the values of a setting from those that cannot be moved to it: [to, from].

    Rows are padded to whole bundles. Without a column: there are too many settings for a table.
    """
    if settings > _MOST_BARRED:
        return np.empty((0, 0), dtype=np.int32)
    padded = -(-settings // _LANES) * _LANES
    barred = np.full((settings, padded), INFINITE, dtype=np.int32)
    for m in range(settings):
        barred[columns.permitted[columns.start[m] : columns.start[m + 1]], m] = 0
    return barred


def sweep_joint(
    values: Ints, columns: Columns, ranks: tuple[Ints, ...], feasible: Bools | None
) -> bool:
    """Do what `sweep` does for parties that move together; see `_passes.sweep_joint`."""
    return _passes.sweep_joint(values, columns, ranks, feasible)


@njit(cache=True, parallel=True)
def _reduce(values, bases, offsets, found, largest):  # type: ignore[no-untyped-def]
    bundles = (bases.size + _LANES - 1) // _LANES
    for bundle in prange(bundles):
        first = bundle * _LANES
        width = min(_LANES, bases.size - first)
        starts = bases[first : first + width]
        row = np.empty(width, np.int32)
        for lane in range(width):
            row[lane] = values[starts[lane] + offsets[0]]
        for k in range(1, offsets.size):
            offset = offsets[k]
            if largest:
                for lane in range(width):
                    row[lane] = max(row[lane], values[starts[lane] + offset])
            else:
                for lane in range(width):
                    row[lane] = min(row[lane], values[starts[lane] + offset])
        found[first : first + width] = row


@njit(cache=True, parallel=True)
def _expand(compact, bases, offsets, values):  # type: ignore[no-untyped-def]
    bundles = (bases.size + _LANES - 1) // _LANES
    for bundle in prange(bundles):
        first = bundle * _LANES
        width = min(_LANES, bases.size - first)
        starts = bases[first : first + width]
        row = compact[first : first + width]
        for k in range(offsets.size):
            offset = offsets[k]
            for lane in range(width):
                values[starts[lane] + offset] = row[lane]


@njit(cache=True, parallel=True)
def _settle(values, compact, places, barred):  # type: ignore[no-untyped-def]
    bases, offsets = places
    bundles = (bases.size + _LANES - 1) // _LANES
    changed = 0
    for bundle in prange(bundles):
        first = bundle * _LANES
        width = min(_LANES, bases.size - first)
        starts = bases[first : first + width]
        row = compact[first : first + width]
        differs = np.int32(0)
        for k in range(offsets.size):
            offset = offsets[k]
            for lane in range(width):
                at = starts[lane] + offset
                new = max(row[lane], barred[at])
                differs |= values[at] ^ new
                values[at] = new
        if differs != 0:
            changed += 1
    return changed


@njit(cache=True, parallel=True)
def _at_least(rank, compact, places, out):  # type: ignore[no-untyped-def]
    bases, offsets = places
    bundles = (bases.size + _LANES - 1) // _LANES
    for bundle in prange(bundles):
        first = bundle * _LANES
        width = min(_LANES, bases.size - first)
        starts = bases[first : first + width]
        row = compact[first : first + width]
        for k in range(offsets.size):
            offset = offsets[k]
            for lane in range(width):
                out[starts[lane] + offset] = rank[starts[lane] + offset] >= row[lane]


@njit(cache=True, parallel=True)
def _fold(values, bases, offsets, tables, largest):  # type: ignore[no-untyped-def]
    counts, along = tables
    length = offsets.size
    bundles = (bases.size + _LANES - 1) // _LANES
    for bundle in prange(bundles):
        first = bundle * _LANES
        width = min(_LANES, bases.size - first)
        rows = np.zeros(length * _LANES, np.int32)
        for k in range(length):
            for lane in range(width):
                rows[k * _LANES + lane] = values[bases[first + lane] + offsets[k]]
        run = _LANES  # rows that differ in inner issues only stand together
        for issue in range(counts.size):
            block = run * counts[issue]
            for outer in range(0, length * _LANES, block):
                _spread(rows[outer : outer + block], run, along[issue], largest)
            run = block
        for k in range(length):
            for lane in range(width):
                values[bases[first + lane] + offsets[k]] = rows[k * _LANES + lane]


@njit(cache=True)
def _spread(block, run, along, largest):  # type: ignore[no-untyped-def]
    """Spread the extreme over the values of one issue: all, those below, or those above."""
    if along <= 0:
        for at in range(run, block.size, run):
            _merge(block[at : at + run], block[at - run : at], largest)
    if along >= 0:
        for at in range(block.size - run, 0, -run):
            _merge(block[at - run : at], block[at : at + run], largest)


@njit(cache=True)
def _merge(to, other, largest):  # type: ignore[no-untyped-def]
    if largest:
        for k in range(to.size):
            to[k] = max(to[k], other[k])
    else:
        for k in range(to.size):
            to[k] = min(to[k], other[k])


@njit(cache=True, parallel=True)
def _order(rank, places, marked, live, bits, unit):  # type: ignore[no-untyped-def]
    """Sort by merge exchange (Batcher 1968; Knuth, volume 3, 5.2.2 M), all lanes of a row at once.

    A key is rank + 1 above the place, so that keys are distinct and infeasible outcomes come last.
    """
    bases, offsets = places
    one = unit[0]
    length = offsets.size
    bundles = (bases.size + _LANES - 1) // _LANES
    for bundle in prange(bundles):
        first = bundle * _LANES
        width = min(_LANES, bases.size - first)
        keys = np.zeros(length * _LANES, unit.dtype)
        for k in range(length):
            for lane in range(width):
                height = rank[bases[first + lane] + offsets[k]] + 1
                keys[k * _LANES + lane] = ((one * height) << (one * bits)) | (one * k)
        _exchange(keys, length)
        for lane in range(width):
            column = first + lane
            _mark(keys, lane, marked[column], live[column : column + 1], bits)


@njit(cache=True)
def _exchange(keys, length):  # type: ignore[no-untyped-def]
    top = 1
    while top * 2 < length:
        top *= 2
    span = top if length > 1 else 0
    while span > 0:
        wide, rest, apart = top, 0, span
        while True:
            for first in range(rest, length - apart, 2 * span):
                last = min(first + span, length - apart)
                upper = keys[first * _LANES : last * _LANES]
                lower = keys[(first + apart) * _LANES : (last + apart) * _LANES]
                for k in range(upper.size):
                    a = upper[k]
                    b = lower[k]
                    upper[k] = max(a, b)
                    lower[k] = min(a, b)
            if wide == span:
                break
            apart = wide - span
            wide //= 2
            rest = span
        span //= 2


@njit(cache=True)
def _mark(keys, lane, marked, live, bits):  # type: ignore[no-untyped-def]
    above = np.int64(0)
    count = 0
    for k in range(marked.size):
        key = np.int64(keys[k * _LANES + lane])
        height = key >> bits
        fresh = k == 0 or height != above
        marked[k] = np.uint16((key & ((1 << bits) - 1)) | (32768 if fresh else 0))
        above = height
        if height > 0:
            count += 1
    live[0] = count


@njit(cache=True, parallel=True)
def _sweep(values, places, ordered, flag, more):  # type: ignore[no-untyped-def]
    bases, offsets = places
    marked, live = ordered
    touched, tables = more
    waiting, me, _of_base, _of_place = touched
    bundles = (bases.size + _LANES - 1) // _LANES
    changed = 0
    for bundle in prange(bundles):
        if waiting[me, bundle] == 0:
            continue
        waiting[me, bundle] = 0
        first = bundle * _LANES
        width = min(_LANES, bases.size - first)
        rows = np.empty((width, offsets.size), np.int32)  # a column runs along a row here
        for k in range(offsets.size):
            for lane in range(width):
                rows[lane, k] = values[bases[first + lane] + offsets[k]]
        differs = 0
        for lane in range(width):
            column = first + lane
            if tables[1].size == 2:  # one setting: every move can be taken back
                differs += _sweep_column(rows[lane], marked[column], live[column], flag)
            else:
                differs += _sweep_one_way(rows[lane], marked[column], live[column], flag, tables)
        if differs != 0:
            changed += 1
            _hand_on(values, (bases, offsets), rows, (first, width, differs), touched)
    return changed


@njit(cache=True)
def _sweep_column(row, marked, live, flag):  # type: ignore[no-untyped-def]
    best = INFINITE  # the least value of the tiers passed
    seen = INFINITE  # and of the present tier besides
    differs = 0
    for k in range(live):
        entry = np.int64(marked[k])
        if entry >= flag:
            best = seen
        place = entry & (flag - 1)
        old = row[place]
        new = min(old, best)
        differs += 1 if new < old else 0
        row[place] = new
        seen = min(seen, old)  # `best` is no less than `seen`, so `new` adds nothing
    return differs


@njit(cache=True)
def _hand_on(values, places, rows, bundle, touched):  # type: ignore[no-untyped-def]
    """Store a bundle, and let the columns of the others wait in which a value has changed.

    Where much has changed, all of them wait: to find out which would cost more than it saves.
    """
    bases, offsets = places
    first, width, differs = bundle
    waiting, me, of_base, of_place = touched
    few = differs * _FEW < width * offsets.size
    if few:
        for k in range(offsets.size):
            for lane in range(width):
                if values[bases[first + lane] + offsets[k]] != rows[lane, k]:
                    for other in range(waiting.shape[0]):
                        at = of_base[other, first + lane] + of_place[other, k]
                        if other != me:
                            waiting[other, at // _LANES] = 1
    else:
        for other in range(waiting.shape[0]):
            if other != me:
                waiting[other] = 1
    for k in range(offsets.size):
        for lane in range(width):
            values[bases[first + lane] + offsets[k]] = rows[lane, k]


@njit(cache=True)
def _sweep_one_way(row, marked, live, flag, tables):  # type: ignore[no-untyped-def]
    """Where some moves cannot be taken back: `best` and `seen` of each setting, many at a time.

    Inserting the old values is enough, as there: whoever can move to a setting can move to all
    that can be moved to from it, so that what lowered the value has been counted already.
    """
    setting, start, permitted, barred = tables
    if barred.size == 0:
        return _sweep_listed(row, marked, live, flag, (setting, start, permitted))
    padded = barred.shape[1]
    best = np.full(padded, INFINITE, np.int32)
    seen = np.full(padded, INFINITE, np.int32)
    differs = 0
    for k in range(live):
        entry = np.int64(marked[k])
        place = entry & (flag - 1)
        m = setting[place]
        old = row[place]
        if entry >= flag:
            for at in range(padded):
                best[at] = seen[at]
        for at in range(padded):
            seen[at] = min(seen[at], max(old, barred[m, at]))
        new = min(old, best[m])
        differs += 1 if new < old else 0
        row[place] = new
    return differs


@njit(cache=True)
def _sweep_listed(row, marked, live, flag, tables):  # type: ignore[no-untyped-def]
    """Without a table: a running least of each setting, and a look at all that can be moved to."""
    setting, start, permitted = tables
    least = np.full(start.size - 1, INFINITE, np.int32)
    differs = 0
    inserted = 0
    for k in range(live):
        entry = np.int64(marked[k])
        if entry >= flag:  # a new tier: only now may the tier before be counted
            for earlier in range(inserted, k):
                place = np.int64(marked[earlier]) & (flag - 1)
                m = setting[place]
                least[m] = min(least[m], row[place])
            inserted = k
        place = entry & (flag - 1)
        m = setting[place]
        old = row[place]
        new = old
        for reached in range(start[m], start[m + 1]):
            new = min(new, least[permitted[reached]])
        differs += 1 if new < old else 0
        row[place] = new
    return differs
