"""Looking ahead, on cases worked by hand."""

from itertools import permutations

import numpy as np
import pytest

from parley.conflict.game import Game, GameMover, make_game
from parley.conflict.limited_move import end_states, limited_move_stable, non_myopic_stable
from parley.space.space import Bools


def bimatrix(first: list[int], second: list[int]) -> Game:
    """Return a two-by-two game; state = A's choice + 2 x B's choice."""
    a = np.zeros((4, 4), dtype=np.bool_)
    b = np.zeros((4, 4), dtype=np.bool_)
    for s in range(4):
        a[s, s ^ 1] = b[s, s ^ 2] = True
    return make_game(("A", "B"), (a, b), np.array([first, second], dtype=np.int32))


def dilemma() -> Game:
    """Return the Prisoner's Dilemma: 0 both cooperate, 1 A defects, 2 B defects, 3 both defect."""
    return bimatrix([2, 3, 0, 1], [2, 0, 3, 1])


def ends_of(game: Game, horizon: int) -> list[list[int]]:
    """Return the only end of each state, for each party that moves first."""
    ends = end_states(game, horizon)
    assert all((one.sum(axis=1) == 1).all() for one in ends)
    return [[int(t) for t in one.argmax(axis=1)] for one in ends]


def places(stable: Bools) -> list[list[int]]:
    """Return where each row is true."""
    return [[int(s) for s in np.flatnonzero(row)] for row in stable]


def test_one_move_is_nash() -> None:
    """A leaves 0 for 1 and 2 for 3; B leaves 0 for 2 and 1 for 3."""
    assert ends_of(dilemma(), 0) == [[0, 1, 2, 3], [0, 1, 2, 3]]
    assert ends_of(dilemma(), 1) == [[1, 1, 3, 3], [2, 3, 2, 3]]
    assert places(limited_move_stable(dilemma(), 1).certain) == [[1, 3], [2, 3]]


def test_two_moves_in_the_dilemma() -> None:
    """A no longer defects from 0: B would answer 1 by 3, worth 1 < 2.

    From 1 A would be led over 0 to 2, worth 0 < 3: stays. From 2 it goes to 3 and B stays: 1 > 0.
    From 3 it would come to 2 and stay there: stays. B is in the same place with 1 and 2 exchanged.
    """
    assert ends_of(dilemma(), 2) == [[0, 1, 3, 3], [0, 3, 2, 3]]
    stable = limited_move_stable(dilemma(), 2)
    assert places(stable.certain) == places(stable.possible) == [[0, 1, 3], [0, 2, 3]]


def test_non_myopic_in_the_dilemma() -> None:
    """Three moves give the ends of two: from 0 over 1 to 3 (1 < 2), from 1 over 0 to 0 (2 < 3),
    from 2 over 3 to 3 (1 > 0), from 3 over 2 to 2 (0 < 1). So both cooperating and both defecting
    are non-myopic equilibria.
    """
    found = non_myopic_stable(dilemma())
    assert (found.begins, found.period) == (2, 1)
    assert places(found.stable.certain) == [[0, 1, 3], [0, 2, 3]]


def test_what_is_foreseen_may_never_settle() -> None:
    """Among strict 2 x 2 games some repeat with a period of more than one horizon.

    Where they do, stability for good is stability at each horizon of a whole period.
    """
    periods = set()
    for second in permutations(range(4)):
        game = bimatrix([3, 2, 0, 1], list(second))
        found = non_myopic_stable(game)
        periods.add(found.period)
        each = [
            limited_move_stable(game, found.begins + k).certain for k in range(2 * found.period)
        ]
        assert np.array_equal(np.logical_and.reduce(each), found.stable.certain)
        assert ends_of(game, found.begins) == ends_of(game, found.begins + found.period)
    assert periods > {1}


def test_ties_give_two_results() -> None:
    """From 0 A can go to 1, from there B to 2 or 3, equal for B; 2 is good for A and 3 is bad.

    Two moves ahead A leaves 0 if B chooses 2 and stays if B chooses 3.
    """
    a, b = np.zeros((4, 4), dtype=np.bool_), np.zeros((4, 4), dtype=np.bool_)
    a[0, 1] = b[1, 2] = b[1, 3] = True
    game = make_game(("A", "B"), (a, b), np.array([[1, 1, 2, 0], [0, 0, 1, 1]], dtype=np.int32))
    assert places(end_states(game, 2)[0])[0] == [0, 2]
    stable = limited_move_stable(game, 2)
    assert not stable.certain[0, 0]
    assert stable.possible[0, 0]
    assert stable.certain[0, 1:].all()
    assert not stable.possible[1, 1]  # B leaves 1 in any case
    found = non_myopic_stable(game)
    assert (bool(found.stable.certain[0, 0]), bool(found.stable.possible[0, 0])) == (False, True)


def test_a_party_equally_well_off_stays() -> None:
    """A move to an end that is only as good is not made."""
    a, b = np.zeros((2, 2), dtype=np.bool_), np.zeros((2, 2), dtype=np.bool_)
    a[0, 1] = True
    game = make_game(("A", "B"), (a, b), np.zeros((2, 2), dtype=np.int32))
    assert limited_move_stable(game, 1).certain.all()


def test_other_games_are_refused() -> None:
    """Two parties that move in turn: no third, and no move that takes both."""
    none = np.zeros((2, 2), dtype=np.bool_)
    three = make_game(("A", "B", "C"), (none,) * 3, np.zeros((3, 2), dtype=np.int32))
    with pytest.raises(ValueError, match="two parties, not 3"):
        limited_move_stable(three, 1)
    two = dilemma()
    both = GameMover(frozenset((0, 1)), two.movers[0].arcs)
    joint = Game(two.parties, two.states, (*two.movers, both), two.ranks)
    with pytest.raises(ValueError, match="jointly"):
        non_myopic_stable(joint)
    with pytest.raises(ValueError, match="horizon"):
        end_states(two, -1)
