"""How well two languages are aligned, measured on made-up documents whose pairing is known.

A pair counts only if all its segments, and no others, are in it.
"""

from __future__ import annotations

import random

import pytest

from benchmarks._two_languages import Made, Recipe, make_documents
from parley.record.align.aligning import align_segments
from parley.record.align.beads import PARAGRAPH_STEPS

SEEDS = range(2)
RECIPES = {
    "ordinary": Recipe(),
    "no numbers and no names": Recipe(numbers=0, names=0),
    "many insertions": Recipe(inserted=0.25, omitted=0.05),
    "many insertions, no anchors": Recipe(inserted=0.25, numbers=0, names=0),
    "many merges": Recipe(merged=0.1),
    "a long omission": Recipe(gap=200),
    "a long omission, no anchors": Recipe(gap=200, numbers=0, names=0),
    "freely translated": Recipe(kept=0.75),
}


def right_found_known(made: Made) -> tuple[int, int, int]:
    """Count the pairs that are right, that were found, and that are known."""
    known = {pair for pair in made.pairs if pair[0][0] < pair[0][1] and pair[1][0] < pair[1][1]}
    beads = align_segments(made.left, made.right).beads
    found = {(one.left, one.right) for one in beads if min(one.step) > 0}
    return len(known & found), len(found), len(known)


@pytest.mark.parametrize("name", RECIPES)
def test_precision_and_recall(name: str) -> None:
    """At least 0.98 of the pairs found are right, and 0.97 of those known are found."""
    counts = [right_found_known(make_documents(1_000, seed, RECIPES[name])) for seed in SEEDS]
    right, found, known = (sum(part) for part in zip(*counts, strict=True))
    assert right / found >= 0.98
    assert right / known >= 0.97


def test_short_documents() -> None:
    """Of a few dozen sentences there is little to learn word pairs from; lengths carry it."""
    counts = [right_found_known(make_documents(40, seed)) for seed in range(30)]
    right, found, known = (sum(part) for part in zip(*counts, strict=True))
    assert right / found >= 0.96
    assert right / known >= 0.96


def test_a_long_document_with_a_gap() -> None:
    """A band around anchors finds the way past a thousand lacking sentences."""
    right, found, known = right_found_known(make_documents(6_000, 7, Recipe(gap=1_000)))
    assert right / found >= 0.98
    assert right / known >= 0.97


@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_in_another_order(seed: int) -> None:
    """Points of a list that change places are paired across, and said to be moved."""
    made = make_documents(400, seed, Recipe(0, 0, 0, 0, 0.6, 0.6))
    order = [200, 201, 202, 203, 204, 205]
    random.Random(seed).shuffle(order)
    right = [*made.right[:200], *(made.right[at] for at in order), *made.right[206:]]
    beads = align_segments(made.left, right, steps=PARAGRAPH_STEPS).beads
    pairs = {(one.left[0], one.right[0]) for one in beads if one.step == (1, 1)}
    known = {(at, at) for at in range(400) if at not in order}
    assert len(known & pairs) >= 0.98 * len(known)
    moved = {(at, 200 + place) for place, at in enumerate(order)}
    assert len(moved & pairs) >= 4
    assert len(pairs - known - moved) <= 6
    assert any(one.moved for one in beads)
