"""Coalitions, looking ahead, paths and the inverse problem against their slow twins."""

from itertools import product
from math import factorial

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from parley.conflict.coalitions import (
    COALITION_CONCEPTS,
    coalition_stable,
    coalitions,
    jumps,
    partition_stable,
    universally_stable,
)
from parley.conflict.game import Game, GameMover
from parley.conflict.inverse import INVERSE_CONCEPTS, deterrences, inverse
from parley.conflict.inverse_profiles import find_profile
from parley.conflict.limited_move import end_states, limited_move_stable, non_myopic_stable
from parley.conflict.paths import evolve, routes
from parley.conflict.stackelberg import stackelberg_stable
from parley.conflict.steps import game_steps
from parley.space.space import Bools
from tests.twins import coalition_literal, inverse_literal, lookahead_literal

Moves = dict[int, set[int]]


@st.composite
def games(
    draw: st.DrawFn,
    *,
    parties: tuple[int, int] = (2, 4),
    states: int = 16,
    joint: bool = True,
    strict: bool = False,
) -> Game:
    """Draw games in graph form with any arcs, some with movers that move only together."""
    n = draw(st.integers(*parties))
    m = draw(st.integers(1, states))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    density = draw(st.sampled_from([0.1, 0.2, 0.3, 0.5]))

    def arcs() -> Bools:
        found = np.asarray(rng.random((m, m)) < density)
        np.fill_diagonal(found, False)
        return found

    group = st.frozensets(st.integers(0, n - 1), min_size=2)
    groups = draw(st.lists(group, max_size=2, unique=True)) if joint else []
    who = [*(frozenset((i,)) for i in range(n)), *groups]
    levels = draw(st.sampled_from([2, 3, m]))
    ranks = np.stack(
        [rng.permutation(m) if strict else rng.integers(0, levels, m) for _ in who[:n]]
    )
    return Game(
        tuple("ABCD"[:n]),
        np.arange(m, dtype=np.int64),
        tuple(GameMover(one, arcs()) for one in who),
        ranks.astype(np.int32),
    )


def as_sets(game: Game) -> list[tuple[frozenset[int], Moves]]:
    """Return the movers of a game with their moves as sets."""
    return [
        (one.who, {s: set(np.flatnonzero(row).tolist()) for s, row in enumerate(one.arcs)})
        for one in game.movers
    ]


def with_transitive_moves(game: Game) -> Game:
    """Return a game in which every mover makes any chain of its moves in one."""
    closed = []
    for mover in game.movers:
        arcs = mover.arcs.copy()
        for k in range(len(arcs)):
            arcs |= arcs[:, [k]] & arcs[[k], :]
        np.fill_diagonal(arcs, False)
        closed.append(GameMover(mover.who, arcs))
    return Game(game.parties, game.states, tuple(closed), game.ranks)


@given(games(states=7), st.booleans())
def test_coalitions_are_those_of_the_twin(game: Game, pareto: bool) -> None:
    """Every coalition, every concept; and all of them together."""
    movers, ranks = as_sets(game), game.ranks.tolist()
    for concept in COALITION_CONCEPTS:
        found = []
        for group in coalitions(range(len(game.parties))):
            stable = coalition_stable(game, group, concept, pareto=pareto).tolist()
            assert stable == coalition_literal.of_coalition(movers, ranks, group, concept, pareto)
            found.append(stable)
        together = universally_stable(game, concept, pareto=pareto).tolist()
        assert together == [all(one) for one in zip(*found, strict=True)]


@given(games(states=7), st.booleans(), st.data())
def test_partitions_are_those_of_the_twin(game: Game, pareto: bool, data: st.DataObject) -> None:
    """Any partition, every concept."""
    n = len(game.parties)
    labels = data.draw(st.lists(st.integers(0, n - 1), min_size=n, max_size=n))
    blocks = [frozenset(i for i in range(n) if labels[i] == k) for k in sorted(set(labels))]
    movers, ranks = as_sets(game), game.ranks.tolist()
    for concept in COALITION_CONCEPTS:
        stable = partition_stable(game, blocks, concept, pareto=pareto).tolist()
        assert stable == coalition_literal.in_blocks(movers, ranks, blocks, concept, pareto)


@given(games())
def test_single_parties_have_the_usual_concepts(game: Game) -> None:
    """Each by itself: R, GMR and SMR; in a partition into single parties also SEQ."""
    movers, ranks = as_sets(game), game.ranks.tolist()
    m = len(game.states)
    singles = [frozenset((i,)) for i in range(len(game.parties))]
    pairs = {"CNash": "R", "CGMR": "GMR", "CSMR": "SMR", "CSEQ": "SEQ"}
    for concept, usual in pairs.items():
        each = partition_stable(game, singles, concept)
        for i, single in enumerate(singles):
            expected = [inverse_literal.stable_for(movers, ranks, i, s, usual) for s in range(m)]
            assert each[i].tolist() == expected
            if concept != "CSEQ":
                assert coalition_stable(game, single, concept).tolist() == expected


@given(games(), st.booleans())
def test_coalition_concepts_follow_from_each_other(game: Game, pareto: bool) -> None:
    """CNash implies all, CSMR implies CGMR, and CSEQ does where moves are transitive.

    Equilibria that nobody can leave for any other state are CNash for every coalition.
    """
    whole = with_transitive_moves(game)
    for group in coalitions(range(len(game.parties))):
        nash, gmr, smr, seq = (
            coalition_stable(game, group, concept, pareto=pareto) for concept in COALITION_CONCEPTS
        )
        assert not (nash & ~(smr & seq)).any()
        assert not (smr & ~gmr).any()
        gmr, seq = (
            coalition_stable(whole, group, concept, pareto=pareto) for concept in ("CGMR", "CSEQ")
        )
        assert not (seq & ~gmr).any()
    everywhere = range(len(game.states))
    left = {jump.source for jump in jumps(game, everywhere, pareto=pareto)}
    nash = universally_stable(game, "CNash", pareto=pareto)
    assert left == set(np.flatnonzero(~nash).tolist())


@given(games(parties=(2, 2), states=6, joint=False), st.integers(0, 3))
def test_ends_are_those_of_the_twin(game: Game, horizon: int) -> None:
    """With ties: every end that some way of breaking them gives."""
    sparse = [one.arcs & (np.cumsum(one.arcs, axis=1) <= 3) for one in game.movers]
    game = Game(
        game.parties,
        game.states,
        tuple(GameMover(one.who, arcs) for one, arcs in zip(game.movers, sparse, strict=True)),
        game.ranks,
    )
    moves, ranks = [one for _, one in as_sets(game)], game.ranks.tolist()
    ends = end_states(game, horizon)
    for i, s in product((0, 1), range(len(game.states))):
        expected = lookahead_literal.every_end(moves, ranks, i, s, horizon)
        assert set(np.flatnonzero(ends[i][s]).tolist()) == expected


@given(games(parties=(2, 2), states=6, joint=False, strict=True), st.integers(0, 4))
def test_without_ties_there_is_one_end(game: Game, horizon: int) -> None:
    """The one of the recursion; certain and possible are the same; one move ahead is Nash."""
    moves, ranks = [one for _, one in as_sets(game)], game.ranks.tolist()
    ends = end_states(game, horizon)
    for i, s in product((0, 1), range(len(game.states))):
        end = lookahead_literal.the_end(moves, ranks, i, s, horizon)
        assert np.flatnonzero(ends[i][s]).tolist() == [end]
    stable = limited_move_stable(game, horizon)
    assert np.array_equal(stable.certain, stable.possible)


@given(games(parties=(2, 2), joint=False))
def test_one_move_ahead_is_nash_and_non_myopic_lasts(game: Game) -> None:
    """L_1 is R even with ties; what is stable for good is stable at every later horizon."""
    nash = [coalition_stable(game, frozenset((i,)), "CNash") for i in (0, 1)]
    one = limited_move_stable(game, 1)
    assert np.array_equal(one.certain, np.stack(nash))
    assert np.array_equal(one.possible, np.stack(nash))
    for_good = non_myopic_stable(game)
    assert not (for_good.stable.certain & ~for_good.stable.possible).any()
    certain, possible = np.ones_like(one.certain), np.ones_like(one.certain)
    for horizon in range(for_good.begins, for_good.begins + for_good.period):
        now = limited_move_stable(game, horizon)
        certain &= now.certain
        possible &= now.possible
    assert np.array_equal(certain, for_good.stable.certain)
    assert np.array_equal(possible, for_good.stable.possible)
    two = limited_move_stable(game, 2)
    for leader in (0, 1):
        led = stackelberg_stable(game, leader)
        assert np.array_equal(led.certain, two.certain[leader] & nash[1 - leader])
        assert np.array_equal(led.possible, two.possible[leader] & nash[1 - leader])


@given(games(parties=(2, 3), states=6))
def test_rankings_are_counted_as_if_gone_through(game: Game) -> None:
    """Counts and minimal sets are those of all m! rankings."""
    movers, ranks = as_sets(game), game.ranks.tolist()
    for concept in INVERSE_CONCEPTS:
        found = inverse(game, 0, state=0, concept=concept)
        assert found.of == factorial(len(game.states))
        assert found.count == inverse_literal.count_rankings(movers, ranks, 0, 0, concept)
        expected = inverse_literal.minimal_sets(movers, ranks, 0, 0, concept)
        assert set(found.minimal) == expected
        assert found.complete
        assert len(found.minimal) == len(expected)


@given(games(states=9))
def test_deterrences_say_when_a_state_is_stable(game: Game) -> None:
    """With any ranks, ties included: something that is not preferred keeps from each move."""
    movers, ranks = as_sets(game), game.ranks.tolist()
    for concept, state in product(INVERSE_CONCEPTS, range(len(game.states))):
        better = game.better[0][state]
        kept = all(
            any(not better[sorted(some)].any() for some in one.unless)
            for one in deterrences(game, 0, state=state, concept=concept)
        )
        assert kept == inverse_literal.stable_for(movers, ranks, 0, state, concept)


@given(games(parties=(2, 3), states=4), st.data())
def test_a_profile_is_found_if_there_is_one(game: Game, data: st.DataObject) -> None:
    """Some free, some fixed parties, and something known: as going through all profiles says."""
    movers, ranks = as_sets(game), game.ranks.tolist()
    parties = range(len(game.parties))
    m = len(game.states)
    most = 2 if m == 4 else 3
    free = sorted(data.draw(st.sets(st.sampled_from(parties), min_size=1, max_size=most)))
    triple = st.tuples(st.sampled_from(free), st.integers(0, m - 1), st.integers(0, m - 1))
    known = (
        data.draw(st.lists(triple.filter(lambda one: one[1] != one[2]), max_size=4))
        if m > 1
        else []
    )
    concept = data.draw(st.sampled_from(INVERSE_CONCEPTS))
    all_profiles = inverse_literal.profiles(movers, ranks, free, 0, concept)
    fitting = (p for p in all_profiles if all(p[i][worse] < p[i][b] for i, worse, b in known))
    expected = next(fitting, None)
    found = find_profile(game, 0, concept=concept, free=free, known=known)
    assert (found is None) == (expected is None)
    if found is not None:
        profile = found.tolist()
        assert all(profile[i][worse] < profile[i][b] for i, worse, b in known)
        assert all(profile[i] == ranks[i] for i in parties if i not in free)
        assert all(sorted(profile[i]) == list(range(m)) for i in free)
        assert all(inverse_literal.stable_for(movers, profile, i, 0, concept) for i in parties)


def walks(game: Game, start: int, longest: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return every legal sequence of at most so many moves, as states and movers."""
    found: list[tuple[tuple[int, ...], tuple[int, ...]]] = [((start,), ())]
    for states, movers in found:
        if len(movers) == longest:
            continue
        for k, mover in enumerate(game.movers):
            if movers[-1:] != (k,):
                targets = np.flatnonzero(mover.arcs[states[-1]]).tolist()
                found += [((*states, t), (*movers, k)) for t in targets]
    return found


@given(games(parties=(2, 3), states=5), st.integers(0, 4))
def test_paths_are_those_of_going_through_all(game: Game, longest: int) -> None:
    """Who is last to reach what and when, and the shortest paths and who is in all of them."""
    every = walks(game, 0, longest)
    if len(every) > 20_000:
        return
    steps = game_steps(game)
    met: dict[int, dict[int, int]] = {}
    for states, movers in every:
        last = met.setdefault(states[-1], {})
        who = movers[-1] if movers else -1
        last[who] = min(last.get(who, longest), len(movers))
    evolution = evolve(steps, 0, most_moves=longest)
    assert evolution.met == met
    targets = range(len(game.states))
    for route in routes(steps, 0, targets=targets, most_moves=longest, listed=10**6):
        there = [(s, movers) for s, movers in every if s[-1] == route.target]
        if not there:
            assert (route.moves, route.count, route.paths) == (None, 0, ())
            continue
        fewest = min(len(movers) for _, movers in there)
        shortest = {(s, movers) for s, movers in there if len(movers) == fewest}
        assert route.moves == fewest
        assert {(path.states, path.movers) for path in route.paths} == shortest
        assert route.count == len(route.paths) == len(shortest)
        moving = [{i for k in movers for i in game.movers[k].who} for _, movers in there]
        least = [{i for k in movers for i in game.movers[k].who} for _, movers in sorted(shortest)]
        assert route.in_every == set.intersection(*least)
        assert route.needed == set.intersection(*moving)
        assert route.undecided == set()
