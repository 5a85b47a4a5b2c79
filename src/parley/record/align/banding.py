"""The band that is searched: around anchors, wide where they are far apart.

Anchors are pairs of segments that share a rare sign, and beads of an earlier way that look right;
of these the longest chain that rises on both sides is taken.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from parley.record.align.beads import Bead, Floats, Ints
from parley.record.align.dynamic import Band, whole_band
from parley.record.align.evidence import Evidence, Signs, distinct, union

__all__ = ["band_around", "chain", "touched", "trusted", "widened"]

_RAREST = 4  # segments of a side that an anchor's sign may stand in
_WHOLE = 250_000  # nodes: so few are all looked at
_SMALL = 150  # segments between two anchors of either side: all between is looked at
_NARROWEST = 12
_WIDEST = 4_000
_SLACK = 6  # rows that a step aside may come earlier or later than its anchors say
_FEW = 4  # signs of a row of which two make a couple
_NEAR = 32  # segments: anchors support each other within so many


def _rare_pairs(evidence: Evidence) -> Ints:
    """Return pairs of segments that share something rare: int64, shape (pairs, 2).

    Rare is a sign that few segments have, or two signs that few have together.
    """
    found = [_meeting(_listed(evidence.left), _listed(evidence.right))]
    for width in (1, 2):
        sides = union(evidence.left, width), union(evidence.right, width)
        often = [np.bincount(one.signs, minlength=len(evidence.keys)) for one in sides]
        total = often[0] + often[1]
        found.append(_meeting(_couples(sides[0], total), _couples(sides[1], total)) - width)
    return np.maximum(np.concatenate(found), 0)


def _listed(signs: Signs) -> tuple[Ints, Ints]:
    """Return what stands where: keys, and rows."""
    return signs.signs, np.repeat(np.arange(len(signs.start) - 1), np.diff(signs.start))


def _couples(signs: Signs, often: Ints) -> tuple[Ints, Ints]:
    """Return what stands where of couples of signs: of the rarest few in each row."""
    found, rows = _listed(signs)
    found = found[np.lexsort((often[found], rows))]
    many = np.diff(signs.start)
    size = len(often)
    keys, places = [], []
    for one in range(_FEW):
        for other in range(one + 1, _FEW):
            row = np.nonzero(many > other)[0]
            first, second = found[signs.start[row] + one], found[signs.start[row] + other]
            keys.append(np.minimum(first, second) * size + np.maximum(first, second))
            places.append(row)
    return np.concatenate(keys), np.concatenate(places)


def _meeting(mine: tuple[Ints, Ints], theirs: tuple[Ints, Ints]) -> Ints:
    """Return the pairs of rows of the two sides that have a rare key in common."""
    keys, rows = _rare(*mine)
    others, columns = _rare(*theirs)
    begin = np.searchsorted(others, keys)
    many = np.searchsorted(others, keys, side="right") - begin
    within = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    return np.stack((np.repeat(rows, many), columns[np.repeat(begin, many) + within]), axis=1)


def _rare(keys: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Keep what stands in few rows, ascending."""
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    first = np.nonzero(np.concatenate(([True], keys[1:] != keys[:-1])))[0] if len(keys) else keys
    count = np.diff(np.append(first, len(keys)))
    kept = np.repeat(count <= _RAREST, count)
    return keys[kept], rows[kept]


def trusted(beads: Sequence[Bead], window: int = 15, most: float = 0.0) -> tuple[Bead, ...]:
    """Return the beads of stretches that look right: what speaks for them outweighs the rest."""
    costs = np.array([min(one.cost, 6.0) for one in beads])
    if not len(costs):
        return ()
    kernel = np.ones(min(window, len(costs)))
    mean = np.convolve(costs, kernel, "same") / np.convolve(np.ones(len(costs)), kernel, "same")
    pairs = zip(beads, mean.tolist(), strict=True)
    return tuple(one for one, cost in pairs if cost < most and min(one.step) > 0)


def chain(evidence: Evidence, beads: Sequence[Bead], sizes: tuple[int, int]) -> Ints:
    """Return the longest chain of anchors that rises on both sides: O(a log a).

    Parameters:
        beads: of an earlier way, those to be trusted.
        sizes: how many segments the sides have.
    """
    earlier = np.array([(one.left[0], one.right[0]) for one in beads], dtype=np.int64).reshape(
        -1, 2
    )
    found = np.concatenate((_rare_pairs(evidence), earlier))
    size = sizes[1] + 1
    keys = distinct(found[:, 0] * size + found[:, 1])
    found = np.stack((keys // size, keys % size), axis=1)
    found = _supported(found, sizes)
    order = np.lexsort((-found[:, 1], found[:, 0]))
    found = found[order]
    ends: list[int] = []
    last: list[int] = []
    before = []
    for at, column in enumerate(found[:, 1].tolist()):
        place = bisect_left(ends, column)
        before.append(last[place - 1] if place else -1)
        if place == len(ends):
            ends.append(column)
            last.append(at)
        else:
            ends[place], last[place] = column, at
    at, kept = (last[-1] if last else -1), []
    while at >= 0:
        kept.append(at)
        at = before[at]
    return found[kept[::-1]]


def _supported(pairs: Ints, sizes: tuple[int, int]) -> Ints:
    """Leave out anchors that no other supports: chance pairs lie alone."""
    if sizes[0] * sizes[1] <= _WHOLE or not len(pairs):
        return pairs
    ratio = sizes[1] / max(1, sizes[0])
    offset = pairs[:, 1] - ratio * pairs[:, 0]
    rows, slants = pairs[:, 0] // _NEAR + 1, np.floor(offset / _NEAR).astype(np.int64)
    slants -= slants.min()
    size = int(slants.max()) + 3
    cells, counts = np.unique(rows * size + slants, return_counts=True)
    support = np.zeros(len(pairs), dtype=np.int64)
    for row in (-1, 0, 1):
        for slant in (-1, 0, 1):
            wanted = (rows + row) * size + slants + slant
            place = np.minimum(np.searchsorted(cells, wanted), len(cells) - 1)
            support += np.where(cells[place] == wanted, counts[place], 0)
    return pairs[support >= 3]


def band_around(anchors: Ints, sizes: tuple[int, int], wider: Floats | None = None) -> Band:
    """Return the band around a chain of anchors.

    Parameters:
        anchors: int64, shape (anchors, 2), rising on both sides.
        sizes: how many segments the sides have.
        wider: how many times as wide each row is to be; float64, shape (n + 1,).
    """
    rows, columns = sizes
    if rows * columns <= _WHOLE:
        return whole_band(rows, columns)
    inner = anchors[(anchors[:, 0] > 0) & (anchors[:, 1] > 0)]
    points = np.concatenate(([[0, 0]], inner, [[rows, columns]]))
    index = np.arange(rows + 1)
    middle = np.interp(index, points[:, 0], points[:, 1])
    half = _half_widths(points, index)
    half = np.minimum(half * (1.0 if wider is None else wider), max(_WIDEST, half.max()))
    low, high = middle - half, middle + half
    _open_small(points, low, high)
    return _rising(low, high, sizes)


def _half_widths(points: Ints, index: Ints) -> Floats:
    """Half the width of each row: as much as the sides grow unlike between two anchors."""
    gaps = np.diff(points, axis=0)
    longest = gaps.max(axis=1)
    unlike = np.where(gaps.min(axis=1) > _SMALL, np.abs(gaps[:, 1] - gaps[:, 0]), 0)
    half = np.minimum(_NARROWEST + 3 * np.sqrt(longest) + 1.1 * unlike, _WIDEST)
    place = np.clip(np.searchsorted(points[:, 0], index, side="right") - 1, 0, len(gaps) - 1)
    found: Floats = half[place]
    return found


def _open_small(points: Ints, low: Floats, high: Floats) -> None:
    """Look at everything between two anchors where one side has few segments between them."""
    gaps = np.diff(points, axis=0)
    for at in np.nonzero((gaps.min(axis=1) <= _SMALL) & (gaps.max(axis=1) > 1))[0].tolist():
        (row, column), (to, end) = points[at].tolist(), points[at + 1].tolist()
        rows = slice(row, to + 1)
        np.minimum(low[rows], column - _NARROWEST, out=low[rows])
        np.maximum(high[rows], end + _NARROWEST, out=high[rows])


def _rising(low: Floats, high: Floats, sizes: tuple[int, int]) -> Band:
    """Make both edges rise, with some slack of rows, and begin and end at the corners."""
    rows, columns = sizes
    index = np.arange(rows + 1)
    low = np.minimum.accumulate(low[::-1])[::-1][np.maximum(index - _SLACK, 0)]
    high = np.maximum.accumulate(high)[np.minimum(index + _SLACK, rows)]
    first = np.clip(np.floor(low), 0, columns).astype(np.int64)
    last = np.clip(np.ceil(high), 0, columns).astype(np.int64)
    first[0], last[-1] = 0, columns
    last = np.maximum(last, first)
    return Band(first, last)


def touched(beads: Sequence[Bead], band: Band, columns: int) -> Ints:
    """Return the rows in which a way runs along the edge of its band."""
    if not beads:
        return np.zeros(0, dtype=np.int64)
    nodes = np.array([(one.left[1], one.right[1]) for one in beads])
    low, high = band.low[nodes[:, 0]], band.high[nodes[:, 0]]
    under = (nodes[:, 1] - low < 3) & (low > 0)
    over = (high - nodes[:, 1] < 3) & (high < columns)
    return np.unique(nodes[under | over, 0])


def widened(wider: Floats, rows: Ints, band: Band) -> Floats:
    """Return how many times as wide the band is to be: thrice around the rows named."""
    found = wider.copy()
    for row in rows.tolist():
        reach = int(band.high[row] - band.low[row]) * 2 + 50
        part = slice(max(0, row - reach), row + reach)
        found[part] = np.maximum(found[part], 3 * wider[row])
    return found
