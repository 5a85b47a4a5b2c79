"""A Merkle tree over a log: one short root stands for all of it (RFC 6962, Laurie and others 2013).

A leaf is hashed with a zero byte before it and a node with a one, so that neither passes for the
other. With the root that somebody holds, a proof of a few hashes shows that an entry is in the log,
and another that a longer log only went on where the shorter one ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

__all__ = [
    "EMPTY",
    "Peaks",
    "append",
    "consistency_proof",
    "inclusion_proof",
    "is_consistent",
    "is_included",
    "leaf_hash",
    "root_of",
    "tree_root",
]

#: The root of a log without entries.
EMPTY = sha256(b"").digest()
_SIZE = 32


@dataclass(frozen=True, slots=True)
class Peaks:
    """What must be kept of a log to go on with it: the roots of its whole subtrees.

    Parameters:
        size: how many entries there are.
        hashes: of each subtree whose size is a power of two, the largest first.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry."""
    return sha256(b"\x00" + entry).digest()


def append(peaks: Peaks, leaf: bytes) -> Peaks:
    """Return what is to be kept once an entry more is in the log; on average two hashes.

    Parameters:
        leaf: its `leaf_hash`.
    """
    hashes, size = [*peaks.hashes, leaf], peaks.size
    while size & 1:
        right, left = hashes.pop(), hashes.pop()
        hashes.append(_node(left, right))
        size >>= 1
    return Peaks(peaks.size + 1, tuple(hashes))


def root_of(peaks: Peaks) -> bytes:
    """Return the root of a log of which only the peaks are kept."""
    if not peaks.hashes:
        return EMPTY
    found = peaks.hashes[-1]
    for left in reversed(peaks.hashes[:-1]):
        found = _node(left, found)
    return found


def tree_root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over the hashes of entries, read once, in memory that grows as their log."""
    size, hashes = 0, list[bytes]()
    for leaf in leaves:
        hashes.append(leaf)
        rest = size
        while rest & 1:
            right, left = hashes.pop(), hashes.pop()
            hashes.append(_node(left, right))
            rest >>= 1
        size += 1
    return root_of(Peaks(size, tuple(hashes)))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return what proves that an entry is in a log: the hashes beside its way to the root.

    Parameters:
        leaves: the hashes of all entries.
        index: the number of the entry, from 0.

    Raises IndexError for an entry that is not there.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"expected an entry below {len(leaves)}, got {index}")
    return tuple(_path(leaves, index))


def is_included(root: bytes, size: int, leaf: bytes, index: int, proof: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that an entry is at its place in a log of this size and root."""
    if not 0 <= index < size or not _well_formed(proof):
        return False
    found, last = leaf, size - 1
    for beside in proof:
        if not last:
            return False
        if index & 1 or index == last:
            found = _node(beside, found)
            index, last = _up_alone(index, last)
        else:
            found = _node(found, beside)
        index, last = index >> 1, last >> 1
    return not last and found == root


def consistency_proof(leaves: Sequence[bytes], before: int) -> tuple[bytes, ...]:
    """Return what proves that a log only went on from where it once ended.

    Parameters:
        leaves: the hashes of all entries now.
        before: how many there were then.

    Raises IndexError for more entries then than now.
    """
    if not 0 <= before <= len(leaves):
        raise IndexError(f"expected at most {len(leaves)} entries before, got {before}")
    if before in (0, len(leaves)):
        return ()
    return tuple(_went_on(leaves, before, whole=True))


def is_consistent(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that a log went on from an earlier state of itself.

    Parameters:
        old, new: how many entries, and the root, then and now.
    """
    (before, first), (now, second) = old, new
    if not 0 <= before <= now or not _well_formed(proof):
        return False
    if before in (0, now):
        same = first == second if before == now else first == EMPTY
        return same and not proof
    path = [first, *proof] if before & (before - 1) == 0 else list(proof)
    if not path:
        return False
    index, last = before - 1, now - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    was = found = path[0]
    for beside in path[1:]:
        if not last:
            return False
        if index & 1 or index == last:
            was, found = _node(beside, was), _node(beside, found)
            index, last = _up_alone(index, last)
        else:
            found = _node(found, beside)
        index, last = index >> 1, last >> 1
    return not last and (was, found) == (first, second)


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _well_formed(proof: Sequence[bytes]) -> bool:
    return all(len(one) == _SIZE for one in proof)


def _up_alone(index: int, last: int) -> tuple[int, int]:
    """Go up while there is no neighbour on the right, so that nothing is hashed on the way."""
    while index and not index & 1:
        index, last = index >> 1, last >> 1
    return index, last


def _split(count: int) -> int:
    """The largest power of two below a number above one: so many entries are on the left."""
    return 1 << (count - 1).bit_length() - 1


def _path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    if len(leaves) == 1:
        return []
    cut = _split(len(leaves))
    if index < cut:
        return [*_path(leaves[:cut], index), tree_root(leaves[cut:])]
    return [*_path(leaves[cut:], index - cut), tree_root(leaves[:cut])]


def _went_on(leaves: Sequence[bytes], before: int, *, whole: bool) -> list[bytes]:
    """The hashes that lead from a part of a log to all of it.

    Parameters:
        whole: whether the part is all that was there, so that its root is known.
    """
    if before == len(leaves):
        return [] if whole else [tree_root(leaves)]
    cut = _split(len(leaves))
    if before <= cut:
        return [*_went_on(leaves[:cut], before, whole=whole), tree_root(leaves[cut:])]
    return [*_went_on(leaves[cut:], before - cut, whole=False), tree_root(leaves[:cut])]
