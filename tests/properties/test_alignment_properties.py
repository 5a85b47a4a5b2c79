"""Aligning: the banded way is the cheapest of all, and every segment is in one bead."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks._two_languages import Recipe, make_documents
from parley.record.align.aligning import align_segments
from parley.record.align.banding import band_around
from parley.record.align.beads import PARAGRAPH_STEPS, SENTENCE_STEPS, Bead
from parley.record.align.dynamic import Band, Matter, cheapest, whole_band
from parley.record.align.evidence import gather
from parley.record.align.lengths import guess_lengths
from parley.record.align.words import read_side
from tests.twins.alignment_literal import bead_cost, cheapest_way

WORDS = ["Лирр", "Lirr", "38", "вода", "water", "мост?", "bridge?", "II", "не", "a", "мая", "水"]
SEGMENTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), max_size=9)


def matter_of(left: list[str], right: list[str], groups: bool = False) -> Matter:
    """Return what is aligned, with nothing learnt yet."""
    sides = read_side(left), read_side(right)
    lengths = guess_lengths(sides[0].lengths, sides[1].lengths)
    fixed = None
    if groups:
        fixed = np.arange(len(left)) // 3, np.arange(len(right)) // 3
    return Matter(
        sides[0].lengths, sides[1].lengths, lengths, gather(*sides), SENTENCE_STEPS, fixed
    )


def total(matter: Matter, beads: tuple[Bead, ...]) -> float:
    """Return what a way costs by the definitions."""
    return sum(bead_cost(matter, (b.left[0], b.right[0]), (b.left[1], b.right[1])) for b in beads)


@given(SEGMENTS, SEGMENTS, st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_way_is_the_cheapest(left: list[str], right: list[str], groups: bool) -> None:
    """What numpy finds in the whole band costs what the plain search over everything finds."""
    matter = matter_of(left, right, groups)
    beads = cheapest(matter, whole_band(len(left), len(right)))
    assert total(matter, beads) == pytest.approx(cheapest_way(matter), abs=1e-4)
    assert sum(one.cost for one in beads) == pytest.approx(total(matter, beads), abs=1e-3)


@given(SEGMENTS, SEGMENTS, st.sampled_from([SENTENCE_STEPS, PARAGRAPH_STEPS]))
@settings(max_examples=60, deadline=None)
def test_every_segment_is_in_one_bead(
    left: list[str], right: list[str], steps: dict[tuple[int, int], float]
) -> None:
    """Also where segments were moved."""
    beads = align_segments(left, right, steps=steps).beads
    assert sorted(i for one in beads for i in range(*one.left)) == list(range(len(left)))
    assert sorted(j for one in beads for j in range(*one.right)) == list(range(len(right)))
    begins = [one.left[0] for one in beads]
    assert begins == sorted(begins)


@pytest.mark.parametrize("seed", range(3))
def test_a_narrow_band_finds_the_same(seed: int) -> None:
    """A band around the known pairing holds the cheapest way of all."""
    made = make_documents(60, seed, Recipe(omitted=0.06))
    matter = matter_of(made.left, made.right)
    low = np.zeros(len(made.left) + 1, dtype=np.int64)
    for (_, i), (_, j) in made.pairs:
        low[i] = j
    low = np.maximum.accumulate(low)
    band = Band(np.maximum(low - 6, 0), np.minimum(low + 6, len(made.right)))
    beads = cheapest(matter, band)
    assert total(matter, beads) == pytest.approx(cheapest_way(matter), abs=1e-3)


@given(
    st.lists(st.tuples(st.integers(1, 1999), st.integers(1, 2999)), max_size=30),
)
@settings(max_examples=40, deadline=None)
def test_a_band_always_has_a_way(points: list[tuple[int, int]]) -> None:
    """Edges rise, rows meet, and both corners are in it, whatever the anchors."""
    rising: list[tuple[int, int]] = []
    for i, j in sorted(points):
        if not rising or (i > rising[-1][0] and j > rising[-1][1]):
            rising.append((i, j))
    anchors = np.array(rising, dtype=np.int64).reshape(-1, 2)
    band = band_around(anchors, (2000, 3000))
    assert band.low[0] == 0 and band.high[-1] == 3000
    assert (np.diff(band.low) >= 0).all() and (np.diff(band.high) >= 0).all()
    assert (band.low[1:] <= band.high[:-1]).all() and (band.low <= band.high).all()
    for i, j in rising:
        assert band.low[i] <= j <= band.high[i]
