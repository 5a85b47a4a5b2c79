"""Proofs from a ledger of any length, by reading a few rows.

They are those of RFC 6962 (Laurie and others 2013); `merkle` checks them.
"""

from __future__ import annotations

from parley.cables.ledger.reading import Reading, leaves, peaks_of, subtrees
from parley.cables.primitives.merkle import Peaks, root_of

__all__ = ["prove_consistent", "prove_included", "root_at"]


def root_at(reading: Reading, size: int) -> bytes:
    """Return the root that the log had when it had so many events.

    Raises IndexError for more events than there are.
    """
    return root_of(peaks_of(reading, size))


def prove_included(reading: Reading, n: int, size: int | None = None) -> tuple[bytes, ...]:
    """Return what proves that an event is in the log: the hashes beside its way to the root.

    Parameters:
        n: the number of the event.
        size: of the log that the proof is for; as it is now if left out.

    Raises IndexError for an event that is not there.
    """
    size = reading.head.size if size is None else size
    _require(size, reading.head.size)
    _require(n, size - 1)
    return tuple(_path(reading, n, 0, size))


def prove_consistent(reading: Reading, before: int, size: int | None = None) -> tuple[bytes, ...]:
    """Return what proves that the log only went on from where it once ended.

    Parameters:
        before: how many events there were then.
        size: of the log that the proof is for; as it is now if left out.

    Raises IndexError for more events than there are.
    """
    size = reading.head.size if size is None else size
    _require(size, reading.head.size)
    _require(before, size)
    if before in (0, size):
        return ()
    return tuple(_went_on(reading, before, 0, size, whole=True))


def _require(number: int, most: int) -> None:
    if not 0 <= number <= most:
        raise IndexError(f"expected a number from 0 to {most}, got {number}")


def _split(count: int) -> int:
    """The largest power of two below a number above one: so many entries are on the left."""
    return 1 << (count - 1).bit_length() - 1


def _root(reading: Reading, start: int, count: int) -> bytes:
    """The root over some entries, which begin where a subtree of the whole does."""
    sizes = [1 << bit for bit in reversed(range(count.bit_length())) if count >> bit & 1]
    parts: list[bytes] = []
    for size in sizes:
        parts.append(_whole(reading, start, size))
        start += size
    return root_of(Peaks(count, tuple(parts)))


def _whole(reading: Reading, start: int, count: int) -> bytes:
    """The root over a power of two of entries.

    Where no larger subtree ends with them it is in the table. Else they are the right half of one:
    then the left half of them is there, and the left half of what is right of that, down to a leaf.
    """
    end = start + count
    if not end & count - 1 and end & count:
        return subtrees(reading.run, [end - 1])[end - 1]
    middles = list[int]()
    while count > 1:
        count >>= 1
        middles.append(end - count - 1)
    (leaf,) = leaves(reading, end - 1, 1)
    found = subtrees(reading.run, middles)
    return root_of(Peaks(count, (*(found[middle] for middle in middles), leaf)))


def _path(reading: Reading, n: int, start: int, count: int) -> list[bytes]:
    if count == 1:
        return []
    cut = _split(count)
    middle = start + cut
    if n < middle:
        return [*_path(reading, n, start, cut), _root(reading, middle, count - cut)]
    return [*_path(reading, n, middle, count - cut), _root(reading, start, cut)]


def _went_on(reading: Reading, before: int, start: int, count: int, *, whole: bool) -> list[bytes]:
    """The hashes that lead from a part of some entries to all of them.

    Parameters:
        before: how many of them are the part, at least one.
        whole: whether the part is all that was there, so that its root is known.
    """
    if before == count:
        return [] if whole else [_root(reading, start, count)]
    cut = _split(count)
    middle = start + cut
    if before <= cut:
        rest = _root(reading, middle, count - cut)
        return [*_went_on(reading, before, start, cut, whole=whole), rest]
    above = _went_on(reading, before - cut, middle, count - cut, whole=False)
    return [*above, _root(reading, start, cut)]
