"""The graph-form concepts agree with their literal twin, and imply each other as they must."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from parley.conflict.attitudes import discrete, with_attitudes
from parley.conflict.fuzzy import crisp, with_fuzzy_preference
from parley.conflict.game import Game, game_of
from parley.conflict.sanctions import MATRIX_CONCEPTS, standard
from parley.conflict.strength import degrees, levels_of, strongly, weakly, with_strength
from parley.conflict.unknown import VARIANTS, with_unknowns
from parley.space.space import Space
from tests.properties.strategies_conflict import graph_games, spaces
from tests.twins import literal, preferences

#: Games of every kind: any arcs, or option form with steps of several parties.
games = st.one_of(graph_games(), spaces(most=36).map(game_of))
seeds = st.integers(0, 2**32 - 1)
concepts = st.sampled_from(MATRIX_CONCEPTS)

#: What is stable under the first concept is stable under the second.
IMPLIED = (
    ("R", "SMR"),
    ("SMR", "GMR"),
    ("R", "SEQ"),
    ("SEQ", "GMR"),
    ("R", "SSEQ"),
    ("SSEQ", "SMR"),
    ("SSEQ", "SEQ"),
)


def twin_of(game: Game) -> literal.Literal:
    """The same game for the twin."""
    arcs = [(mover.who, mover.arcs.tolist()) for mover in game.movers]
    return literal.of_graph(arcs, game.ranks.tolist())


def some_pairs(game: Game, rng: np.random.Generator) -> list[NDArray[np.bool_]]:
    """For each party symmetric pairs of different states."""
    m = len(game.states)
    found = []
    for _ in game.parties:
        upper = np.triu(rng.random((m, m)) < rng.choice([0.1, 0.4, 0.8]), 1)
        found.append(upper | upper.T)
    return found


def some_levels(game: Game, rng: np.random.Generator) -> list[NDArray[np.int8]]:
    """For each party up to three levels of preference: by its ranks, or of no order at all."""
    m = len(game.states)
    found = []
    for better in game.better:
        if rng.random() < 0.5:
            kept = better
        else:
            upper = np.triu(rng.integers(-1, 2, (m, m)), 1)
            kept = (upper > 0) | (upper.T < 0)
        found.append(np.where(kept, rng.integers(1, 4, (m, m)), 0).astype(np.int8))
    return found


def some_degrees(game: Game, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    """For each party twentieths by which it prefers s to q."""
    m = len(game.states)
    found = []
    for _ in game.parties:
        upper = np.triu(rng.integers(0, 21, (m, m)), 1)
        found.append(upper + np.tril(20 - upper.T, -1) + 10 * np.eye(m, dtype=np.int64))
    return found


@given(spaces())
def test_standard_agrees_on_spaces(space: Space) -> None:
    """Graph form made of a space gives what the definitions say of the space."""
    game = game_of(space)
    for party in range(len(space.parties)):
        for concept in MATRIX_CONCEPTS:
            found = standard(game, party, concept).tolist()
            assert found == literal.stable(space, party, concept), (party, concept)


@given(graph_games())
def test_standard_agrees_on_any_arcs(game: Game) -> None:
    """Moves need be neither transitive nor symmetric."""
    twin = twin_of(game)
    for party in range(len(game.parties)):
        for concept in MATRIX_CONCEPTS:
            found = standard(game, party, concept).tolist()
            assert found == literal.standard(twin, party, concept), (party, concept)


@given(games)
def test_concepts_imply_each_other(game: Game) -> None:
    """R is the strongest demand, GMR the weakest; SSEQ is stronger than both SMR and SEQ."""
    for party in range(len(game.parties)):
        stable = {concept: standard(game, party, concept) for concept in MATRIX_CONCEPTS}
        for stronger, weaker in IMPLIED:
            assert not (stable[stronger] & ~stable[weaker]).any(), (party, stronger, weaker)


@given(spaces(most=36))
def test_simultaneous_sanctions_are_weaker_than_none(space: Space) -> None:
    """R implies SIM, and steps of several parties together can only add sanctions."""
    for party in range(len(space.parties)):
        alone = literal.simultaneous(space, party)
        together = literal.simultaneous(space, party, groups=True)
        none = literal.stable(space, party, "R")
        assert all(two >= one >= zero for zero, one, two in zip(none, alone, together, strict=True))


def test_simultaneous_sanctions_in_the_prisoners_dilemma() -> None:
    """If both leave cooperation (3) at once, neither gains; nobody meets the first's leaving 1.

    States are 0 neither cooperates, 1 the first does, 2 the second does, 3 both. At 3 the first
    would go to 2 and the second to 1, which makes 0, worse than 3. At 1 the first would go to 0;
    the second has no improvement there, so 0 it is, better than 1.
    """
    both = Space(
        issues=("x", "y"),
        values=(("d", "c"), ("d", "c")),
        parties=("first", "second"),
        deciders=(frozenset({0}), frozenset({1})),
        directions=("both", "both"),
        feasible=None,
        ranks=(np.array([1, 0, 3, 2], dtype=np.int32), np.array([1, 3, 0, 2], dtype=np.int32)),
        digest="prisoners",
    )
    assert literal.stable(both, 0, "SIM") == [True, False, True, True]


@given(games, seeds)
def test_unknown_preference_agrees(game: Game, seed: int) -> None:
    """All variants of all concepts."""
    unknowns = some_pairs(game, np.random.default_rng(seed))
    pairs = [{(s, t) for s, t in np.argwhere(one).tolist()} for one in unknowns]
    twin = twin_of(game)
    for party, concept, variant in product((0, 1), MATRIX_CONCEPTS, VARIANTS):
        found = with_unknowns(game, party, concept, variant=variant, unknowns=unknowns).tolist()
        expected = preferences.unknown(twin, party, concept, variant, pairs)
        assert found == expected, (party, concept, variant)


@given(games, seeds, concepts)
def test_variants_imply_each_other(game: Game, seed: int, concept: str) -> None:
    """What is stable by a is so by b and c, and by either by d; R asks only what tempts."""
    unknowns = some_pairs(game, np.random.default_rng(seed))
    a, b, c, d = (
        with_unknowns(game, 0, concept, variant=variant, unknowns=unknowns) for variant in VARIANTS
    )
    for stronger, weaker in ((a, b), (b, d), (a, c), (c, d)):
        assert not (stronger & ~weaker).any()
    if concept == "R":
        assert (a == c).all()
        assert (b == d).all()


@given(games, concepts, st.sampled_from(VARIANTS))
def test_nothing_unknown_is_standard(game: Game, concept: str, variant: str) -> None:
    """Without unknown preferences every variant is the standard concept."""
    unknowns = [np.zeros((len(game.states),) * 2, dtype=np.bool_) for _ in game.parties]
    found = with_unknowns(game, 0, concept, variant=variant, unknowns=unknowns)
    assert (found == standard(game, 0, concept)).all()


@given(games, seeds)
def test_strength_agrees(game: Game, seed: int) -> None:
    """All degrees of all concepts, one of them above every level."""
    levels = some_levels(game, np.random.default_rng(seed))
    tables = [{(s, t): int(v) for (s, t), v in np.ndenumerate(one)} for one in levels]
    twin = twin_of(game)
    for party, concept, degree in product((0, 1), MATRIX_CONCEPTS, range(5)):
        found = with_strength(game, party, concept, levels=levels, degree=degree).tolist()
        expected = preferences.strength(twin, party, concept, degree, tables)
        assert found == expected, (party, concept, degree)


@given(games, seeds, concepts)
def test_strong_and_weak_make_general(game: Game, seed: int, concept: str) -> None:
    """Each state that is stable is so either strongly or weakly; degrees say which."""
    rng = np.random.default_rng(seed)
    much = [better & (rng.random(better.shape) < 0.5) for better in game.better]
    strong = strongly(game, 0, concept, much=much)
    weak = weakly(game, 0, concept, much=much)
    assert not (strong & weak).any()
    assert ((strong | weak) == standard(game, 0, concept)).all()
    levels = levels_of(game, much)
    found = degrees(game, 0, concept, levels=levels)
    assert ((found >= 0) == (strong | weak)).all()
    if levels[0].max(initial=0) == 2:
        assert ((found == 2) == strong).all()


@given(games, seeds, concepts)
def test_degrees_are_the_highest(game: Game, seed: int, concept: str) -> None:
    """A state is stable to every degree up to the one that is found, and to none above."""
    levels = some_levels(game, np.random.default_rng(seed))
    found = degrees(game, 0, concept, levels=levels)
    for degree in range(int(levels[0].max(initial=0)) + 1):
        stable = with_strength(game, 0, concept, levels=levels, degree=degree)
        assert (stable == (found >= degree)).all()


@given(games, seeds)
def test_fuzzy_preference_agrees(game: Game, seed: int) -> None:
    """Decimal degrees and thresholds, which the twin has as exact fractions."""
    rng = np.random.default_rng(seed)
    twentieths = some_degrees(game, rng)
    limits = rng.integers(1, 11, len(game.parties)).tolist()  # certainties go in tenths
    exact = [
        {(s, q): Fraction(int(v), 20) for (s, q), v in np.ndenumerate(one)} for one in twentieths
    ]
    limits_exact = [Fraction(limit, 10) for limit in limits]
    twin = twin_of(game)
    for party, concept in product(range(len(game.parties)), MATRIX_CONCEPTS):
        found = with_fuzzy_preference(
            game,
            party,
            concept,
            preferences=[one / 20 for one in twentieths],
            thresholds=[limit / 10 for limit in limits],
        )
        expected = preferences.fuzzy(twin, party, concept, exact, limits_exact)
        assert found.tolist() == expected, (party, concept)


@given(games, concepts, st.floats(0.001, 1))
def test_crisp_degrees_are_standard(game: Game, concept: str, threshold: float) -> None:
    """Degrees 0, 1/2 and 1 are ranks, whatever the threshold."""
    degrees_of_ranks = [crisp(rank) for rank in game.ranks]
    thresholds = [threshold] * len(game.parties)
    found = with_fuzzy_preference(
        game, 0, concept, preferences=degrees_of_ranks, thresholds=thresholds
    )
    assert (found == standard(game, 0, concept)).all()


@given(games, seeds)
def test_attitudes_agree(game: Game, seed: int) -> None:
    """Every attitude of everyone towards everyone."""
    count = len(game.parties)
    attitudes = np.random.default_rng(seed).integers(-1, 2, (count, count)).astype(np.int8)
    twin = twin_of(game)
    for party, concept in product(range(count), MATRIX_CONCEPTS):
        found = with_attitudes(game, party, concept, attitudes=attitudes).tolist()
        expected = preferences.attitudes(twin, party, concept, attitudes.tolist())
        assert found == expected, (party, concept)


@given(graph_games(strict=True), concepts)
def test_discrete_attitudes_are_standard(game: Game, concept: str) -> None:
    """Who cares about itself alone and is indifferent nowhere is as without attitudes."""
    for party in range(len(game.parties)):
        found = with_attitudes(game, party, concept, attitudes=discrete(len(game.parties)))
        assert (found == standard(game, party, concept)).all()


@given(games)
def test_neutral_attitudes(game: Game) -> None:
    """For parties to whom nothing matters RNash is RSMR, and RGMR is RSEQ."""
    neutral = np.zeros((len(game.parties),) * 2, dtype=np.int8)
    found = {
        concept: with_attitudes(game, 0, concept, attitudes=neutral) for concept in MATRIX_CONCEPTS
    }
    assert (found["R"] == found["SMR"]).all()
    assert (found["GMR"] == found["SEQ"]).all()
