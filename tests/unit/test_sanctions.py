"""The standard concepts on conflicts small enough to be worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from parley.conflict.game import Game, GameMover, make_game
from parley.conflict.sanctions import MATRIX_CONCEPTS, standard
from parley.space.space import Bools


def arcs(count: int, *moves: tuple[int, int]) -> Bools:
    """A table of moves."""
    found = np.zeros((count, count), dtype=np.bool_)
    for s, t in moves:
        found[s, t] = True
    return found


def two_by_two(first: list[int], second: list[int]) -> Game:
    """Two parties with a choice each: the first moves 0-1 and 2-3, the second 0-2 and 1-3."""
    flips = (
        arcs(4, (0, 1), (1, 0), (2, 3), (3, 2)),
        arcs(4, (0, 2), (2, 0), (1, 3), (3, 1)),
    )
    return make_game(("first", "second"), flips, np.array([first, second]))


def stable(game: Game, party: int) -> dict[str, list[int]]:
    """Per concept the states that are stable for a party."""
    return {
        concept: np.flatnonzero(standard(game, party, concept)).tolist()
        for concept in MATRIX_CONCEPTS
    }


def test_prisoners_dilemma() -> None:
    """Cooperation is an equilibrium for whoever looks ahead.

    States are 0 neither cooperates, 1 the first does, 2 the second does, 3 both. The first would
    leave 1 for 0 and 3 for 2. From 0 the second can only go to 2, better for the first than 1: no
    sanction, so 1 is unstable. From 2 the second improves by going to 0, worse for the first than
    3, and from 0 the first escapes only to 1, worse still: a sanction under every concept.
    """
    game = two_by_two([1, 0, 3, 2], [1, 3, 0, 2])
    first, second = stable(game, 0), stable(game, 1)
    assert first == {"R": [0, 2], **{key: [0, 2, 3] for key in MATRIX_CONCEPTS[1:]}}
    assert second == {"R": [0, 1], **{key: [0, 1, 3] for key in MATRIX_CONCEPTS[1:]}}


def test_chicken() -> None:
    """Swerving together holds only for those who reckon with a crash.

    States are 0 both swerve, 1 the first does not, 2 the second does not, 3 crash. The first would
    leave 0 for 1, and 3 for 2. From 1 the second can crash, which is worse than 0, and then the
    first can escape only to 2, worse than 0 too: GMR and SMR. But crashing is no improvement for
    the second, so not SEQ or SSEQ. From 2 the second can only go back to 0, better than 3.
    """
    game = two_by_two([2, 3, 1, 0], [2, 1, 3, 0])
    assert stable(game, 0) == {
        "R": [1, 2],
        "SMR": [0, 1, 2],
        "SSEQ": [1, 2],
        "SEQ": [1, 2],
        "GMR": [0, 1, 2],
    }


def test_escape() -> None:
    """A sanction that the party can escape counts for GMR and SEQ only.

    The party leaves 0 (rank 1) for 1; the opponent improves by going on to 2 (rank 0); the party
    escapes from there to 3 (rank 2).
    """
    moves = (arcs(4, (0, 1), (2, 3)), arcs(4, (1, 2)))
    game = make_game(("a", "b"), moves, np.array([[1, 2, 0, 2], [0, 0, 1, 0]]))
    found = {concept: bool(standard(game, 0, concept)[0]) for concept in MATRIX_CONCEPTS}
    assert found == {"R": False, "SMR": False, "SSEQ": False, "SEQ": True, "GMR": True}


@pytest.mark.parametrize(("helper", "expected"), [((3, 2), False), ((2, 3), True)])
def test_nobody_moves_twice_in_a_row(helper: tuple[int, int], expected: bool) -> None:
    """The sanction at 4 is two moves of b from 1, over 2 and 3 where c moves in between.

    a leaves 0 for 1, b can go from 1 to 2 and from 3 to 4, and c from 2 to 3, or only back.
    """
    moves = (arcs(5, (0, 1)), arcs(5, (1, 2), (3, 4)), arcs(5, helper))
    ranks = np.array([[1, 2, 2, 2, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]])
    assert bool(standard(make_game(("a", "b", "c"), moves, ranks), 0, "GMR")[0]) is expected


def test_one_opponent_makes_one_move() -> None:
    """With arcs 1-2 and 2-3, b reaches 2 from 1 and not the sanction at 3."""
    moves = (arcs(4, (0, 1)), arcs(4, (1, 2), (2, 3)))
    game = make_game(("a", "b"), moves, np.array([[1, 2, 2, 0], [0, 0, 0, 0]]))
    assert not standard(game, 0, "GMR")[0]


def test_the_way_back_is_a_sanction() -> None:
    """Where the opponent can undo the move, nothing is gained by it."""
    moves = (arcs(2, (0, 1)), arcs(2, (1, 0)))
    game = make_game(("a", "b"), moves, np.array([[0, 1], [0, 0]]))
    assert standard(game, 0, "GMR").tolist() == [True, True]
    assert standard(game, 0, "SEQ").tolist() == [False, True]


@pytest.mark.parametrize(("third", "expected"), [([0, 0, 1], True), ([0, 0, 0], False)])
def test_a_joint_step_must_improve_for_all(third: list[int], expected: bool) -> None:
    """b and c together go from 1 to the sanction at 2; b gains by it, c does or does not."""
    none = arcs(3)
    movers = (
        GameMover(frozenset({0}), arcs(3, (0, 1))),
        GameMover(frozenset({1}), none),
        GameMover(frozenset({2}), none),
        GameMover(frozenset({1, 2}), arcs(3, (1, 2))),
    )
    ranks = np.array([[1, 2, 0], [0, 0, 1], third], dtype=np.int32)
    game = Game(("a", "b", "c"), np.arange(3), movers, ranks)
    assert bool(standard(game, 0, "SEQ")[0]) is expected
    assert standard(game, 0, "GMR")[0]
    assert standard(game, 1, "R").all(), "what it does only with another is no move of its own"


def test_nobody_sanctions_itself() -> None:
    """What the party could do only together with another is no answer to its own move."""
    none = arcs(3)
    movers = (
        GameMover(frozenset({0}), arcs(3, (0, 1))),
        GameMover(frozenset({1}), none),
        GameMover(frozenset({0, 1}), arcs(3, (1, 2))),
    )
    ranks = np.array([[1, 2, 0], [0, 0, 1]], dtype=np.int32)
    assert not standard(Game(("a", "b"), np.arange(3), movers, ranks), 0, "GMR")[0]


def test_alone_there_are_no_sanctions() -> None:
    """Without opponents every concept is R."""
    game = make_game(("a",), (arcs(2, (0, 1)),), np.array([[0, 1]]))
    assert stable(game, 0) == {key: [1] for key in MATRIX_CONCEPTS}


def test_other_concepts_are_refused() -> None:
    """The message lists what there is."""
    game = make_game(("a",), (arcs(2),), np.array([[0, 1]]))
    with pytest.raises(ValueError, match="expected one of R, SMR, SSEQ, SEQ, GMR, got 'SIM'"):
        standard(game, 0, "SIM")
