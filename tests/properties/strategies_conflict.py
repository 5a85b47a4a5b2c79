"""Hypothesis strategies for conflicts: small spaces, and graph-form games with any arcs."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from parley.conflict.game import Game, make_game
from parley.space.model import Direction
from parley.space.space import Ints, Space

__all__ = ["graph_games", "spaces"]

#: More outcomes than this make the literal twin slow.
MOST_OUTCOMES = 128


def _draw_sizes(draw: st.DrawFn, most: int) -> list[int]:
    """How many values each issue has; mostly few issues, now and then as many as are allowed."""
    count = draw(st.sampled_from([1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 7, 8]))
    sizes: list[int] = []
    for _ in range(count):
        size = draw(st.sampled_from([2, 2, 2, 3]))
        if size * int(np.prod(sizes, dtype=int)) > most:
            break
        sizes.append(size)
    return sizes


def _draw_feasible(draw: st.DrawFn, size: int) -> NDArray[np.bool_] | None:
    if draw(st.booleans()):
        return None
    seldom = draw(st.integers(2, 6))
    seed = draw(st.integers(0, 2**32 - 1))
    found: NDArray[np.bool_] = np.random.default_rng(seed).integers(0, seldom, size) > 0
    found[draw(st.integers(0, size - 1))] = True
    return found


def _draw_rank(draw: st.DrawFn, size: int, feasible: NDArray[np.bool_] | None) -> Ints:
    """Ranks, dense from 0 over feasible outcomes; from all different to all the same."""
    classes = draw(st.sampled_from([1, 2, 3, 5, size, 8 * size]))
    seed = draw(st.integers(0, 2**32 - 1))
    scores = np.random.default_rng(seed).integers(0, classes, size)
    rank = np.full(size, -1, dtype=np.int32)
    kept = np.ones(size, dtype=np.bool_) if feasible is None else feasible
    rank[kept] = np.unique(scores[kept], return_inverse=True)[1]
    return rank


def _draw_deciders(draw: st.DrawFn, parties: int) -> frozenset[int]:
    """Mostly one party; now and then several together, or nobody."""
    kind = draw(st.sampled_from(["one"] * 7 + ["several", "several", "nobody"]))
    if kind == "nobody":
        return frozenset()
    party = st.integers(0, parties - 1)
    if kind == "one":
        return frozenset((draw(party),))
    return frozenset(draw(st.sets(party, min_size=2, max_size=parties)))


@st.composite
def spaces(draw: st.DrawFn, *, most: int = MOST_OUTCOMES) -> Space:
    """Compiled spaces of 2-4 parties and `most` outcomes at most, with every irregularity.

    Issues of two or three values, of any direction, some decided jointly or by nobody; infeasible
    outcomes; ties. At least one outcome is feasible.
    """
    parties = draw(st.integers(2, 4))
    sizes = _draw_sizes(draw, most)
    size = int(np.prod(sizes, dtype=int))
    ways: list[Direction] = ["both", "both", "both", "up", "down"]
    feasible = _draw_feasible(draw, size)
    return Space(
        issues=tuple(f"x{issue}" for issue in range(len(sizes))),
        values=tuple(tuple(f"v{value}" for value in range(count)) for count in sizes),
        parties=tuple(f"p{party}" for party in range(parties)),
        deciders=tuple(_draw_deciders(draw, parties) for _ in sizes),
        directions=tuple(draw(st.sampled_from(ways)) for _ in sizes),
        feasible=feasible,
        ranks=tuple(_draw_rank(draw, size, feasible) for _ in range(parties)),
        digest="drawn",
    )


@st.composite
def graph_games(draw: st.DrawFn, *, strict: bool = False) -> Game:
    """Games in graph form whose moves are any arcs: neither transitive nor symmetric.

    Parameters:
        strict: without indifference.
    """
    parties = draw(st.integers(2, 4))
    count = draw(st.sampled_from([1, 3, 4, 5, 6, 7, 8, 9]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    dense = draw(st.sampled_from([0.1, 0.2, 0.3, 0.5]))
    arcs = tuple(rng.random((count, count)) < dense for _ in range(parties))
    if strict:
        ranks = np.stack([rng.permutation(count) for _ in range(parties)])
    else:
        classes = draw(st.sampled_from([2, 3, count]))
        ranks = rng.integers(0, classes, (parties, count))
    return make_game(tuple(f"p{i}" for i in range(parties)), arcs, ranks.astype(np.int32))
