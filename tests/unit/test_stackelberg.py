"""Leading and following, on cases worked by hand."""

import numpy as np
import pytest

from parley.conflict.game import Game, make_game
from parley.conflict.stackelberg import stackelberg_stable


def bimatrix(first: list[int], second: list[int]) -> Game:
    """Return a two-by-two game; state = A's choice + 2 x B's choice."""
    a = np.zeros((4, 4), dtype=np.bool_)
    b = np.zeros((4, 4), dtype=np.bool_)
    for s in range(4):
        a[s, s ^ 1] = b[s, s ^ 2] = True
    return make_game(("A", "B"), (a, b), np.array([first, second], dtype=np.int32))


def test_the_leader_gets_its_way_in_chicken() -> None:
    """Who leads in Chicken drives on, and the other swerves.

    0 both swerve (2, 2); 1 A drives on (3, 1); 2 B drives on (1, 3); 3 both drive on (0, 0). The
    follower B stays at 1 and 2 and leaves 0 and 3. A, leading, stays at 1 (over 0 it would come to
    2) and leaves 2: it goes to 3, and there B swerves. So with A leading the one equilibrium is 1,
    with B leading it is 2; both are Nash equilibria.
    """
    chicken = bimatrix([2, 3, 1, 0], [2, 1, 3, 0])
    for leader, expected in ((0, [1]), (1, [2])):
        found = stackelberg_stable(chicken, leader)
        assert found.leader == leader
        assert np.flatnonzero(found.certain).tolist() == expected
        assert np.flatnonzero(found.possible).tolist() == expected


def test_the_follower_may_be_indifferent() -> None:
    """A leads and would leave 0 only if B, indifferent at 1 between going on to 2 and 3, chose 2.

    At 0 B cannot move, so 0 is an equilibrium for one choice of B and none for the other.
    """
    a, b = np.zeros((4, 4), dtype=np.bool_), np.zeros((4, 4), dtype=np.bool_)
    a[0, 1] = b[1, 2] = b[1, 3] = True
    game = make_game(("A", "B"), (a, b), np.array([[1, 1, 2, 0], [0, 0, 1, 1]], dtype=np.int32))
    found = stackelberg_stable(game, 0)
    assert found.certain.tolist() == [False, False, True, True]
    assert found.possible.tolist() == [True, False, True, True]


def test_an_unknown_leader_is_refused() -> None:
    """One of the two leads."""
    with pytest.raises(ValueError, match="party 0 or 1"):
        stackelberg_stable(bimatrix([0, 1, 2, 3], [0, 1, 2, 3]), 2)
