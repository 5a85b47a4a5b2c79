"""Paths from the status quo, on cases worked by hand."""

import time
from itertools import pairwise, product

import numpy as np

from parley.conflict.game import Game, GameMover, game_of, make_game
from parley.conflict.paths import Path, evolve, routes, within
from parley.conflict.steps import game_steps, space_steps
from parley.space.model import Direction
from parley.space.space import Bools, Space


def arcs(states: int, *pairs: tuple[int, int]) -> Bools:
    """Return a matrix of truth values that is true at the given pairs."""
    found = np.zeros((states, states), dtype=np.bool_)
    for s, t in pairs:
        found[s, t] = True
    return found


def chain() -> Game:
    """Two parties: A moves 0-1, 1-2, 2-3; B moves 1-1' = 1-4, 4-2; everybody likes later states."""
    first = arcs(5, (0, 1), (1, 2), (2, 3))
    second = arcs(5, (1, 4), (4, 2), (0, 2))
    ranks = np.array([[0, 1, 2, 3, 0], [0, 0, 0, 0, 0]], dtype=np.int32)
    return make_game(("A", "B"), (first, second), ranks)


def options(owners: tuple[int, ...], *, parties: int, feasible: Bools | None = None) -> Space:
    """Return a space of options that all permit both directions, with no preferences."""
    count = len(owners)
    size = 2**count
    both: Direction = "both"
    ranks = np.zeros(size, dtype=np.int32)
    return Space(
        issues=tuple(f"o{k}" for k in range(count)),
        values=(("N", "Y"),) * count,
        parties=tuple(f"p{k}" for k in range(parties)),
        deciders=tuple(frozenset((owner,)) for owner in owners),
        directions=(both,) * count,
        feasible=feasible,
        ranks=(ranks,) * parties,
        digest="test",
    )


def test_nobody_moves_twice_in_a_row() -> None:
    """From 0, A cannot go on from 1 to 2 by itself: B must move between.

    One move: A to 1, B to 2. Two moves: B from 1 to 4; A from 2 (where B went) to 3. Three moves:
    from 4 (B last) A has no move; 3 is a dead end. So 2 is never reached with A the last to move.
    """
    found = evolve(game_steps(chain()), 0)
    assert found.met == {0: {-1: 0}, 1: {0: 1}, 2: {1: 1}, 4: {1: 2}, 3: {0: 2}}
    assert found.complete
    assert within(found, 1) == {0: {-1}, 1: {0}, 2: {1}}


def test_shortest_path_and_who_can_block_it() -> None:
    """3 is reached by B to 2 and A to 3 only: both parties are needed; 4 needs both; 1 only A."""
    three, four, one = routes(game_steps(chain()), 0, targets=(3, 4, 1))
    assert (three.moves, three.count) == (2, 1)
    assert three.paths == (Path((0, 2, 3), (1, 0)),)
    assert three.in_every == three.needed == {0, 1}
    assert (four.moves, four.paths) == (2, (Path((0, 1, 4), (0, 1)),))
    assert four.needed == {0, 1}
    assert (one.moves, one.needed, one.undecided) == (1, frozenset((0,)), frozenset())


def test_a_party_in_every_shortest_path_need_not_be_needed() -> None:
    """A goes from 0 to 1 at once; without A, B and C get there in two steps over 2."""
    game = make_game(
        ("A", "B", "C"),
        (arcs(3, (0, 1)), arcs(3, (0, 2)), arcs(3, (2, 1))),
        np.zeros((3, 3), dtype=np.int32),
    )
    (found,) = routes(game_steps(game), 0, targets=(1,))
    assert (found.moves, found.in_every, found.needed) == (1, frozenset((0,)), frozenset())


def test_improvements_only() -> None:
    """B improves nowhere, so from 0 only 1 is met; without B's steps too, of all A's moves."""
    assert set(evolve(game_steps(chain(), improvements=True), 0).met) == {0, 1}
    alone = game_steps(chain(), parties=frozenset((0,)))
    assert set(evolve(alone, 0).met) == {0, 1}
    (found,) = routes(game_steps(chain(), improvements=True), 0, targets=(3,))
    assert (found.moves, found.count, found.paths, found.complete) == (None, 0, (), True)


def test_the_status_quo_itself() -> None:
    """It is reached without a move, in one way, and nobody can block that."""
    (found,) = routes(game_steps(chain()), 0, targets=(0,))
    assert (found.moves, found.count, found.paths) == (0, 1, (Path((0,), ()),))
    assert found.in_every == set()
    assert routes(game_steps(chain()), 0, targets=()) == ()


def test_all_shortest_paths_are_counted_and_some_listed() -> None:
    """Three parties with one option each turn all on in any order: 3! = 6 paths."""
    steps = space_steps(options((0, 1, 2), parties=3))
    (found,) = routes(steps, 0, targets=(7,), listed=4)
    assert (found.moves, found.count, len(found.paths)) == (3, 6, 4)
    assert len(set(found.paths)) == 4
    assert found.needed == {0, 1, 2}


def test_a_group_moves_only_together() -> None:
    """A and B decide the one way from 0 to 1 together: blocking takes either, and C cannot."""
    game = Game(
        ("A", "B", "C"),
        np.arange(2, dtype=np.int64),
        (
            GameMover(frozenset((0,)), arcs(2)),
            GameMover(frozenset((1,)), arcs(2)),
            GameMover(frozenset((2,)), arcs(2)),
            GameMover(frozenset((0, 1)), arcs(2, (0, 1))),
        ),
        np.array([[0, 1], [1, 0], [0, 0]], dtype=np.int32),
    )
    (found,) = routes(game_steps(game), 0, targets=(1,))
    assert (found.count, found.paths) == (1, (Path((0, 1), (3,)),))
    assert found.needed == {0, 1}
    # B does not gain, so it is no improvement of the two together.
    (found,) = routes(game_steps(game, improvements=True), 0, targets=(1,))
    assert found.moves is None


def test_space_steps_are_the_steps_of_its_game() -> None:
    """Infeasible outcomes, directions, three values, a joint issue: the same as in graph form."""
    size = 2 * 3 * 2
    feasible = np.ones(size, dtype=np.bool_)
    feasible[[4, 7]] = False
    ranks = [np.where(feasible, np.arange(size) * k % 5, -1).astype(np.int32) for k in (1, 3)]
    space = Space(
        issues=("a", "b", "c"),
        values=(("N", "Y"), ("low", "mid", "high"), ("N", "Y")),
        parties=("A", "B"),
        deciders=(frozenset((0,)), frozenset((1,)), frozenset((0, 1))),
        directions=("both", "up", "down"),
        feasible=feasible,
        ranks=tuple(ranks),
        digest="test",
    )
    game = game_of(space)
    for improvements, parties in product((False, True), (None, frozenset((1,)))):
        lazy = space_steps(space, improvements, parties=parties)
        full = game_steps(game, improvements, parties=parties)
        for place, state in enumerate(game.states.tolist()):
            expected = {(mover, int(game.states[t])) for mover, t in full.after(place)}
            assert set(lazy.after(state)) == expected
    assert full.who == lazy.who


def test_a_million_outcomes() -> None:
    """20 options of 4 parties: a far outcome is found in 4 moves, 4! = 24 ways, without a table.

    With a limit of 1,000 outcomes the search says that it gave up.
    """
    space = options(tuple(k % 4 for k in range(20)), parties=4)
    began = time.perf_counter()
    steps = space_steps(space)
    (near,) = routes(steps, 0, targets=(0b1_0001,), most_met=1_000)
    assert (near.moves, near.count) == (1, 1)
    (far,) = routes(steps, 0, targets=(space.size - 1,), most_met=1_000)
    assert (far.moves, far.complete) == (None, False)
    few = evolve(steps, 0, most_moves=1)
    assert few.complete
    assert len(few.met) == 1 + 4 * 31
    (two,) = routes(steps, 0, targets=(0b0011,), most_met=5_000)
    assert (two.moves, two.count) == (2, 2)
    assert two.in_every == two.undecided == {0, 1}
    assert time.perf_counter() - began < 60


def test_paths_are_legal() -> None:
    """Every listed path makes steps that exist, and no mover makes two in a row."""
    game = chain()
    for start in range(5):
        for route in routes(game_steps(game), start, targets=range(5)):
            for path in route.paths:
                for (s, t), mover in zip(pairwise(path.states), path.movers, strict=True):
                    assert game.movers[mover].arcs[s, t]
                assert all(a != b for a, b in pairwise(path.movers))
