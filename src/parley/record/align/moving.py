"""What is mended after the way is found: pairs that nothing speaks for, and another order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import numpy as np

from parley.record.align.beads import Bead
from parley.record.align.evidence import Evidence
from parley.record.align.lengths import LengthModel
from parley.record.align.words import Side

__all__ = ["pair_moved", "without_weak"]

_FARTHEST = 60  # beads between the places of a segment that was moved
_WEAK = 0.5  # cost from which nothing speaks for a pair
_LEAST = 4.0  # what must speak for a pair out of order


def without_weak(beads: Sequence[Bead]) -> tuple[Bead, ...]:
    """Take apart pairs that nothing speaks for, beside segments that have no counterpart.

    There the one may as well be lacking as the other, and a false pair misleads more than none.
    """
    found: list[Bead] = []
    for at, one in enumerate(beads):
        lonely = any(
            min(near.step) == 0 for near in (*beads[max(0, at - 1) : at], *beads[at + 1 : at + 2])
        )
        if one.step == (1, 1) and one.cost > _WEAK and lonely:
            (i, end), (j, last) = one.left, one.right
            found += [Bead((i, end), (j, j), one.cost), Bead((end, end), (j, last), one.cost)]
        else:
            found.append(one)
    return tuple(found)


def pair_moved(
    beads: Sequence[Bead], evidence: Evidence, sides: tuple[Side, Side], lengths: LengthModel
) -> tuple[Bead, ...]:
    """Pair segments near each other that share enough, though they stand in another order.

    Looked at are segments without counterpart, pairs that nothing speaks for, and two with two.

    Returns the beads in the order of the left side; those paired here are `moved`.
    """
    beads = tuple(
        part for one in beads for part in _crosswise(one, evidence, sides, lengths) or (one,)
    )
    weak = {at for at, one in enumerate(beads) if one.step == (1, 1) and one.cost > _WEAK}
    mine = [at for at, one in enumerate(beads) if at in weak or one.step == (1, 0)]
    theirs = np.array(
        [at for at, one in enumerate(beads) if at in weak or one.step == (0, 1)], dtype=np.int64
    )
    offers = []
    for at in mine:
        begin, end = np.searchsorted(theirs, (at - _FARTHEST, at + _FARTHEST + 1))
        for other in theirs[begin:end].tolist():
            bead = _joined(beads[at], beads[other], evidence, sides, lengths)
            if bead is not None and at != other:
                offers.append((bead.cost, at, other, bead))
    left: dict[int, Bead] = {}
    right: set[int] = set()
    for _, at, other, bead in sorted(offers, key=lambda offer: offer[:3]):
        if at not in left and other not in right:
            left[at] = bead
            right.add(other)
    return tuple(one for at in range(len(beads)) for one in _instead(beads[at], at, left, right))


def _crosswise(
    bead: Bead, evidence: Evidence, sides: tuple[Side, Side], lengths: LengthModel
) -> tuple[Bead, ...]:
    """Return the two pairs of neighbours that changed places; nothing where they did not."""
    if bead.step != (2, 2):
        return ()
    (i, last), (j, end) = bead.left, bead.right
    mine = Bead((i, i + 1), (j, j)), Bead((i + 1, last), (j, j))
    theirs = Bead((i, i), (j, j + 1)), Bead((i, i), (j + 1, end))
    first = _joined(mine[0], theirs[1], evidence, sides, lengths)
    second = _joined(mine[1], theirs[0], evidence, sides, lengths)
    return (first, second) if first and second else ()


def _instead(bead: Bead, at: int, left: Mapping[int, Bead], right: Set[int]) -> tuple[Bead, ...]:
    """Return what stands in the place of a bead, one or both of whose segments may be taken."""
    (i, end), (j, last) = bead.left, bead.right
    mine = (left[at],) if at in left else ()
    if at in right:
        rest = (Bead((i, end), (j, j), bead.cost),) if end > i and not mine else ()
        return (*mine, *rest)
    if mine:
        return (*mine, Bead((end, end), (j, last), bead.cost)) if last > j else mine
    return (bead,)


def _joined(
    left: Bead,
    right: Bead,
    evidence: Evidence,
    sides: tuple[Side, Side],
    lengths: LengthModel,
) -> Bead | None:
    i, j = left.left[0], right.right[0]
    signs = evidence.left.signs[evidence.left.start[i] : evidence.left.start[i + 1]]
    theirs = evidence.right.signs[evidence.right.start[j] : evidence.right.start[j + 1]]
    both = np.intersect1d(signs, theirs)
    if not len(both):
        return None
    size = np.array([float(sides[1].lengths[j])])
    spoken = lengths.cost(np.array([float(sides[0].lengths[i])]), size, lengths.background(size, 1))
    cost = float(spoken[0] + evidence.missing[signs].sum() + evidence.missing[theirs].sum())
    cost -= float(evidence.gain[both].sum())
    return Bead((i, i + 1), (j, j + 1), cost, True) if cost <= -_LEAST else None
