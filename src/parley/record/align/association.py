"""Word pairs learnt from the documents: stems that stand in the same beads more than by chance.

Scores are log-likelihood ratios (Dunning 1993); each stem is linked to one other, the surest pairs
first (competitive linking, Melamed 2000).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parley.record.align.beads import Bead, Floats, Ints
from parley.record.align.evidence import Link, distinct
from parley.record.align.words import Side, shared_keys, stem_of

__all__ = ["learn"]

_MOST_PAIRS = 6_000_000  # pairs of words that are counted; of more beads only some are looked at
_COMMONEST = 0.3  # a stem in more of the beads says nothing
_SUREST = 12.0  # log-likelihood ratio from which a pair is more than chance
_LEAST_DICE = 0.25
_SHORTEST = 2  # letters of a stem


def learn(left: Side, right: Side, beads: Sequence[Bead]) -> tuple[Link, ...]:
    """Return the word pairs that the beads show: O(words of the beads), up to a limit."""
    paired = [one for one in beads if min(one.step) > 0 and sum(one.step) <= 3]
    forms = _stems(left, right), _stems(right, left)
    mine = _by_bead(left, forms[0][0], [one.left for one in paired])
    theirs = _by_bead(right, forms[1][0], [one.right for one in paired])
    mine, theirs, count = _sample(mine, theirs, len(paired))
    first, second, together = _count_pairs(mine, theirs)
    if not len(first):
        return ()
    often = np.bincount(mine[1], minlength=len(forms[0][1]))[first].astype(float)
    seldom = np.bincount(theirs[1], minlength=len(forms[1][1]))[second].astype(float)
    dice = 2 * together / (often + seldom)
    score = _likelihood_ratio(together, often, seldom, float(count))
    kept = (score >= _SUREST) & (dice >= _LEAST_DICE) & (together >= 2)
    order = np.argsort(-score[kept], kind="stable")
    return _link(
        (first[kept][order], second[kept][order], dice[kept][order]), forms[0][1], forms[1][1]
    )


def _stems(side: Side, other: Side) -> tuple[Ints, tuple[str, ...]]:
    """Number the stems of a side: of each form the number of its stem, or -1, and the stems.

    A form that the other side shares as it is, such as a number or a name, needs no pair.
    """
    known = {key for one in shared_keys(other.forms) for key in one}
    number: dict[str, int] = {}
    found = []
    for form, keys in zip(side.forms, shared_keys(side.forms), strict=True):
        stem = "" if any(key in known for key in keys) else stem_of(form)
        usable = len(stem) >= _SHORTEST or (stem and not stem.isascii() and ord(stem) > 0x2E80)
        found.append(number.setdefault(stem, len(number)) if usable else -1)
    return np.array(found, dtype=np.int64), tuple(number)


def _by_bead(side: Side, stems: Ints, places: Sequence[tuple[int, int]]) -> tuple[Ints, Ints]:
    """Return (bead, stem), each once and ascending."""
    bead = np.full(len(side), -1, dtype=np.int64)
    for at, (begin, end) in enumerate(places):
        bead[begin:end] = at
    rows = np.repeat(bead, np.diff(side.start))
    found = stems[side.tokens] if len(stems) else side.tokens
    fits = (rows >= 0) & (found >= 0)
    size = int(found.max(initial=0)) + 1
    keys = distinct(rows[fits] * size + found[fits])
    often = np.bincount(keys % size, minlength=size)
    wanted = (often >= 2) & (often <= max(3.0, _COMMONEST * len(places)))
    keys = keys[wanted[keys % size]]
    return keys // size, keys % size


def _sample(
    mine: tuple[Ints, Ints], theirs: tuple[Ints, Ints], count: int
) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints], int]:
    """Leave out beads, evenly, until the pairs of words are few enough to count."""
    pairs = np.bincount(mine[0], minlength=count) * np.bincount(theirs[0], minlength=count)
    every = max(1, -(-int(pairs.sum()) // _MOST_PAIRS))
    some, others = mine[0] % every == 0, theirs[0] % every == 0
    return (mine[0][some], mine[1][some]), (theirs[0][others], theirs[1][others]), count // every


def _count_pairs(mine: tuple[Ints, Ints], theirs: tuple[Ints, Ints]) -> tuple[Ints, Ints, Floats]:
    """Count in how many beads two stems stand together."""
    begin = np.searchsorted(theirs[0], mine[0])
    many = np.searchsorted(theirs[0], mine[0], side="right") - begin
    within = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    size = int(theirs[1].max(initial=0)) + 1
    if not int(many.sum()):
        return mine[0][:0], mine[0][:0], np.zeros(0)
    keys = np.repeat(mine[1], many) * size + theirs[1][np.repeat(begin, many) + within]
    keys = np.sort(keys, kind="stable")
    first = np.nonzero(np.concatenate(([True], keys[1:] != keys[:-1])))[0]
    together = np.diff(np.append(first, len(keys)))
    kept = together >= 2
    keys = keys[first[kept]]
    return keys // size, keys % size, together[kept].astype(float)


def _likelihood_ratio(together: Floats, first: Floats, second: Floats, count: float) -> Floats:
    """Dunning's ratio of pairs that stand together more often than by chance, else zero."""
    cells = (
        (together, first * second),
        (first - together, first * (count - second)),
        (second - together, (count - first) * second),
        (count - first - second + together, (count - first) * (count - second)),
    )
    total = np.zeros_like(together)
    for seen, product in cells:
        expected = np.maximum(product / max(count, 1.0), 1e-9)
        total += np.where(seen > 0, seen * np.log(np.maximum(seen, 1e-9) / expected), 0.0)
    return np.where(together * count > first * second, 2 * total, 0.0)


def _link(
    pairs: tuple[Ints, Ints, Floats], mine: Sequence[str], theirs: Sequence[str]
) -> tuple[Link, ...]:
    taken: tuple[set[int], set[int]] = set(), set()
    found = []
    for one, other, dice in zip(*(part.tolist() for part in pairs), strict=True):
        if one not in taken[0] and other not in taken[1]:
            taken[0].add(one)
            taken[1].add(other)
            found.append(Link(mine[one], theirs[other], min(0.95, 0.95 * dice)))
    return tuple(found)
