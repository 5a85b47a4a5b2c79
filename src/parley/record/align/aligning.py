"""Two lists of segments aligned, in passes: each learns from the one before.

The first pass has lengths and what is alike in every language; its beads teach how lengths go
together, how common each kind of bead is, and which words translate each other; with these the
next passes find their way again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from parley.record.align.association import learn
from parley.record.align.banding import band_around, chain, touched, trusted, widened
from parley.record.align.beads import SENTENCE_STEPS, Bead, Ints, Step
from parley.record.align.dynamic import Matter, cheapest
from parley.record.align.evidence import Evidence, Link, gather
from parley.record.align.lengths import LengthModel, estimate_lengths, guess_lengths
from parley.record.align.moving import pair_moved, without_weak
from parley.record.align.words import Side, read_side

__all__ = ["Aligned", "align_segments"]

_PASSES = 4
_OPENING = 1_500  # segments of a long document from which the first word pairs are learnt
_MOST_OFTEN = 3  # times that beads of many segments may be more common than thought before
_WIDENINGS = 5  # of the band in one pass


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two lists of segments side by side.

    Parameters:
        beads: in the order of the left side; every segment is in one.
        links: word pairs learnt on the way.
        ratio: characters of the right side for one of the left.
    """

    beads: tuple[Bead, ...]
    links: tuple[Link, ...]
    ratio: float


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """What the passes so far have taught."""

    lengths: LengthModel
    steps: Mapping[Step, float]
    links: tuple[Link, ...] = ()
    beads: tuple[Bead, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Fixed:
    """What beads must keep to: see `Matter`."""

    groups: tuple[Ints, Ints] | None = None
    runs: tuple[Ints, Ints] | None = None


def align_segments(
    left: Sequence[str],
    right: Sequence[str],
    *,
    steps: Mapping[Step, float] = SENTENCE_STEPS,
    dictionary: Iterable[Link] = (),
    groups: tuple[Sequence[int], Sequence[int]] | None = None,
    kinds: tuple[Sequence[str], Sequence[str]] | None = None,
) -> Aligned:
    """Pair the segments of two sides that say the same, after Gale and Church and hunalign.

    Grows in line with the number of segments: only a band around what is surely alike is searched.

    Parameters:
        left: segments of one side.
        right: segments of the other.
        steps: which beads there may be, with how likely they are beforehand.
        dictionary: word pairs known beforehand, by their stems.
        groups: for each segment of either side a number, ascending; a pair stays in one group.
        kinds: of paragraphs, what each is, such as `salutation`; a pair that nothing speaks for is
            then taken apart where segments beside it are lacking, and nothing is joined across
            kinds, but items of a list with the text around them.

    >>> [bead.step for bead in align_segments(["Да.", "Пункт 38."], ["Yes.", "Point 38."]).beads]
    [(1, 1), (1, 1)]
    """
    known = tuple(dictionary)
    of_left, of_right = kinds or (None, None)
    sides = read_side(left, of_left), read_side(right, of_right)
    fixed = _Fixed(
        None if groups is None else (_numbers(groups[0]), _numbers(groups[1])),
        None if kinds is None else (_run_begins(kinds[0]), _run_begins(kinds[1])),
    )
    state = _State(guess_lengths(sides[0].lengths, sides[1].lengths), dict(steps), known)
    passes = _PASSES if groups is None else 2  # within groups little is left to find
    if groups is None and min(len(left), len(right)) > 2 * _OPENING:
        state = _learnt_from_opening(left, right, steps, known)
        passes -= 1
    for _ in range(passes):
        evidence = gather(*sides, state.links)
        beads = _find_way(sides, evidence, state, fixed)
        before, state = state, _taught(sides, beads, known, steps, state)
        if before.beads == beads and before.links == state.links:
            break
    beads = beads if kinds is None else without_weak(beads)
    found = pair_moved(beads, evidence, sides, state.lengths)
    return Aligned(found, state.links, state.lengths.ratio)


def _numbers(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _run_begins(kinds: Sequence[str]) -> Ints:
    """Return for each segment where the run of its kind begins; items run on with text."""
    begins = []
    last = None
    for at, kind in enumerate(kinds):
        kind = "" if kind == "item" else kind
        begins.append(at if kind != last else begins[-1])
        last = kind
    return _numbers(begins)


def _learnt_from_opening(
    left: Sequence[str],
    right: Sequence[str],
    steps: Mapping[Step, float],
    known: tuple[Link, ...],
) -> _State:
    """Learn from the first segments, so that the whole has anchors from the beginning.

    Of the two sides equal shares are taken; where these do not end together, the last of their
    beads look wrong and nothing is learnt from them.
    """
    share = max(_OPENING / len(left), _OPENING / len(right))
    sides = read_side(left[: int(share * len(left))]), read_side(right[: int(share * len(right))])
    state = _State(guess_lengths(sides[0].lengths, sides[1].lengths), dict(steps), known)
    for _ in range(_PASSES):
        beads = _find_way(sides, gather(*sides, state.links), state, _Fixed())
        state = _taught(sides, beads, known, steps, state)
    return _State(state.lengths, state.steps, state.links)


def _find_way(
    sides: tuple[Side, Side], evidence: Evidence, state: _State, fixed: _Fixed
) -> tuple[Bead, ...]:
    """Find the cheapest way, in a wider band as long as it runs along the edge of the last."""
    left, right = sides
    matter = Matter(
        left.lengths,
        right.lengths,
        state.lengths,
        evidence,
        state.steps,
        fixed.groups,
        fixed.runs,
    )
    sizes = len(left), len(right)
    anchors = (
        _corners(*fixed.groups) if fixed.groups else chain(evidence, trusted(state.beads), sizes)
    )
    wider = np.ones(len(left) + 1)
    for _ in range(_WIDENINGS):
        band = band_around(anchors, sizes, wider)
        beads = cheapest(matter, band)
        rows = touched(beads, band, len(right))
        if not len(rows):
            break
        wider = widened(wider, rows, band)
    return beads


def _corners(left: Ints, right: Ints) -> Ints:
    """Return where the groups that both sides have begin."""
    mine, rows = np.unique(left, return_index=True)
    theirs, columns = np.unique(right, return_index=True)
    _, at, other = np.intersect1d(mine, theirs, return_indices=True)
    return np.stack((rows[at], columns[other]), axis=1).astype(np.int64)


def _taught(
    sides: tuple[Side, Side],
    beads: tuple[Bead, ...],
    known: tuple[Link, ...],
    steps: Mapping[Step, float],
    before: _State,
) -> _State:
    sure = trusted(beads, most=1.5)
    lengths = estimate_lengths(sides[0].lengths, sides[1].lengths, sure, before.lengths)
    links = {(one.left, one.right): one for one in learn(*sides, sure)}
    merged = {(one.left, one.right): one for one in known} | links
    return _State(lengths, _likely(beads, steps), tuple(merged.values()), beads)


def _likely(beads: Sequence[Bead], steps: Mapping[Step, float]) -> dict[Step, float]:
    """Return how likely each kind of bead is, from those found and from what was thought before."""
    seen = Counter(one.step for one in beads)
    weight = 20.0  # beads that what was thought before counts for
    total = sum(seen.values()) + weight
    found = {step: (seen[step] + weight * part) / total for step, part in steps.items()}
    for step, part in steps.items():
        if sum(step) > 3:  # so rare that what is seen of them may be chance
            found[step] = min(found[step], _MOST_OFTEN * part)
    return found
