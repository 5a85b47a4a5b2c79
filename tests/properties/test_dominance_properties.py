"""Which of many points none dominates, against comparing each with each."""

from __future__ import annotations

from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from parley.bargaining import _kernels, _sweeps, dominance
from parley.bargaining.dominance import Maxima, maxima
from parley.bargaining.exact import add, join, keys_of, leading, limbs_needed, split

_Keys = NDArray[np.int64]


@st.composite
def clouds(draw: st.DrawFn, least: int = 1) -> tuple[_Keys, _Keys | None]:
    """Points for one to five parties with many ties, in one cell or several."""
    parties, count = draw(st.integers(least, 5)), draw(st.integers(1, 30))
    top = draw(st.sampled_from([2, 5, 1 << 61]))
    row = st.lists(st.integers(-top, top), min_size=count, max_size=count)
    keys = np.array([draw(row) for _ in range(parties)], dtype=np.int64)
    if draw(st.booleans()):
        return keys, None
    cell = st.lists(st.integers(0, 3), min_size=count, max_size=count)
    return keys, np.array(draw(cell), dtype=np.int64)


def kept_by_comparing(keys: _Keys, cells: _Keys | None) -> list[list[int]]:
    """Groups of equal points that no other of their cell dominates, cell by cell, best first."""
    own = cells.tolist() if cells is not None else [0] * keys.shape[1]
    points = [(cell, *column) for cell, column in zip(own, keys.T.tolist(), strict=True)]
    groups: dict[tuple[int, ...], list[int]] = {}
    for number, point in enumerate(points):
        if not any(
            other[0] == point[0]
            and other != point
            and all(a >= b for a, b in zip(other[1:], point[1:], strict=True))
            for other in points
        ):
            groups.setdefault(point, []).append(number)
    return [groups[one] for one in sorted(groups, key=lambda p: (p[0], *(-n for n in p[1:])))]


def as_groups(found: Maxima) -> list[list[int]]:
    """The members of each distinct point."""
    return [part.tolist() for part in np.split(found.members, found.starts[1:-1])]


@given(cloud=clouds())
def test_maxima_are_what_nothing_dominates(cloud: tuple[_Keys, _Keys | None]) -> None:
    """Every one of them, equal ones together, in the order that is promised."""
    keys, cells = cloud
    assert as_groups(maxima(keys, cells)) == kept_by_comparing(keys, cells)


@given(cloud=clouds())
def test_the_sieve_throws_out_only_what_is_dominated(cloud: tuple[_Keys, _Keys | None]) -> None:
    """With the sieve before any number of points, the answer is the same."""
    keys, _ = cloud
    with mock.patch.object(dominance, "_SIEVED_FROM", 1):
        assert as_groups(maxima(keys)) == kept_by_comparing(keys, None)


@given(cloud=clouds(least=3))
def test_compiled_sweeps_say_what_plain_ones_say(cloud: tuple[_Keys, _Keys | None]) -> None:
    """Both keep the same points, for three parties and for more."""
    keys, cells = cloud
    plain = as_groups(maxima(keys, cells))
    with mock.patch.object(dominance, "_COMPILED_FROM", 1):
        assert as_groups(maxima(keys, cells)) == plain


@pytest.mark.parametrize("parties", [3, 4, 5])
@pytest.mark.parametrize("many_cells", [False, True])
def test_sweeps_agree_on_many_points(parties: int, many_cells: bool) -> None:
    """Enough points for several blocks; the kernels are called by name, as nothing else would."""
    random = np.random.default_rng(parties)
    ranks = np.unique(random.integers(0, 60, (4_000, parties)), axis=0).T.astype(np.int64)
    cells = np.sort(random.integers(0, 5 if many_cells else 1, ranks.shape[1]).astype(np.int64))
    order = np.lexsort((*-ranks[::-1], cells))
    first = ranks[:, order]
    if parties == 3:
        plain = _sweeps.sweep_three(first[1], first[2], cells)
        assert np.array_equal(plain, _kernels.sweep_three(first[1], first[2], cells))
    order = np.lexsort((-ranks.sum(axis=0), cells))
    sums = np.ascontiguousarray(ranks[:, order])
    plain = _sweeps.compare_with_kept(sums, cells)
    assert np.array_equal(plain, _kernels.compare_with_kept(sums, cells))
    assert 0 < plain.sum() < len(plain)


_NUMBERS = st.integers(-(1 << 170), 1 << 170)


@given(rows=st.lists(st.tuples(_NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS), min_size=1, max_size=8))
def test_large_numbers_are_kept_added_and_ordered_exactly(
    rows: list[tuple[int, int, int, int]],
) -> None:
    """Numbers in limbs against Python's own, their order and their leading digits too."""
    limbs = limbs_needed(172)
    one, two = (
        split([np.array([row[k + s] for row in rows], dtype=object) for k in (0, 1)], limbs)
        for s in (0, 2)
    )
    total = add(one, two)
    expected = [[row[k] + row[k + 2] for row in rows] for k in (0, 1)]
    assert join(total).tolist() == expected
    for own, keys in zip(expected, keys_of(total).tolist(), strict=True):
        places = {number: place for place, number in enumerate(sorted(set(own)))}
        assert keys == [places[number] for number in own]
    high, shift = leading(total)
    for own, digits, bits in zip(expected, high.tolist(), shift.tolist(), strict=True):
        assert all(d << bits <= n < (d + 1) << bits for n, d in zip(own, digits, strict=True))
