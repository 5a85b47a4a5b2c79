"""Whether events that a pinned root stands for are still those: many of them at little cost.

A block of events is hashed up to a node of the tree, and that node up to one that is known already:
at first the peaks, which make the pinned root. Each node on the way is known from then on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import groupby

from parley.cables.ledger.reading import Reading, leaves, peaks_of, subtrees
from parley.cables.primitives.merkle import Peaks, append, root_of, tree_root

__all__ = ["first_not_under"]

#: The level of a block: 2^8 events.
_LEVEL = 8
_BLOCK = 1 << _LEVEL


def first_not_under(now: Reading, size: int, relied: Mapping[int, bytes]) -> int | None:
    """Return the first of some events that is not what it was under an earlier root; None for none.

    Parameters:
        size: how many events there were under that root, which the ledger's hashes still make.
        relied: the numbers of the events, below `size`, and their leaf hashes as they are.
    """
    peaks = peaks_of(now, size)
    known = _known(peaks)
    for block, numbers in groupby(sorted(relied), lambda n: n >> _LEVEL):
        start, wanted = block * _BLOCK, list(numbers)
        stored = leaves(now, start, min(_BLOCK, size - start))
        for n in wanted:
            if n - start >= len(stored) or stored[n - start] != relied[n]:
                return n
        if size - start < _BLOCK:
            under = _ends_with(peaks, stored)
        else:
            under = _leads_up(now, known, block, tree_root(stored))
        if not under:
            return wanted[0]
    return None


def _known(peaks: Peaks) -> dict[tuple[int, int], bytes]:
    """The peaks by level and place."""
    known, start = dict[tuple[int, int], bytes](), 0
    levels = [bit for bit in reversed(range(peaks.size.bit_length())) if peaks.size >> bit & 1]
    for level, peak in zip(levels, peaks.hashes, strict=True):
        known[level, start >> level] = peak
        start += 1 << level
    return known


def _ends_with(peaks: Peaks, stored: Sequence[bytes]) -> bool:
    """Whether the last events, less than a block, make the last peaks."""
    made = Peaks()
    for leaf in stored:
        made = append(made, leaf)
    return peaks.hashes[len(peaks.hashes) - len(made.hashes) :] == made.hashes


def _leads_up(now: Reading, known: dict[tuple[int, int], bytes], place: int, found: bytes) -> bool:
    """Whether a block leads up to a node that is known; those on the way are then, too."""
    level, way = _LEVEL, dict[tuple[int, int], bytes]()
    while (level, place) not in known:
        beside = known.get((level, place ^ 1)) or _node(now, level, place ^ 1)
        way |= {(level, place): found, (level, place ^ 1): beside}
        left, right = (beside, found) if place & 1 else (found, beside)
        found = sha256(b"\x01" + left + right).digest()
        level, place = level + 1, place >> 1
    if known[level, place] != found:
        return False
    known.update(way)
    return True


def _node(now: Reading, level: int, place: int) -> bytes:
    """A node as the ledger has it: beside its last event, or made of those beside some before."""
    end = place + 1 << level
    if not place & 1:
        return subtrees(now.run, [end - 1])[end - 1]
    lower = [end - (1 << below) - 1 for below in reversed(range(level))]
    found = subtrees(now.run, lower)
    parts = (*(found[one] for one in lower), *leaves(now, end - 1, 1))
    return root_of(Peaks(1 << level, parts))
