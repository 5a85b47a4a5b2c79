"""Games that parties wrongly believe in, on cases worked by hand."""

import numpy as np
import pytest

from parley.conflict.coalitions import partition_stable
from parley.conflict.game import Game, make_game
from parley.conflict.hypergames import (
    UNSEEN,
    Hypergame,
    Recognition,
    View,
    hypergame_stable,
    partial_view,
    recognitions,
)
from parley.space.space import Bools, Ints

A, B = 0, 1
EVERYTHING = np.ones(4, dtype=np.bool_)


def nash(game: Game) -> Bools:
    """Judge by Nash stability."""
    singles = [frozenset((party,)) for party in range(len(game.parties))]
    return partition_stable(game, singles, "CNash")


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


def pair(first: View, second: View) -> Hypergame:
    """Return a hypergame of A and B."""
    return Hypergame(("A", "B"), (first, second))


def test_without_misperception_it_is_the_game() -> None:
    """Both see the dilemma as it is: 3 is its one Nash equilibrium, and both expect it."""
    same = pair(*(partial_view(dilemma(), me, perceived=EVERYTHING) for me in (A, B)))
    assert hypergame_stable(same, nash).tolist() == nash(dilemma()).tolist()
    assert recognitions(same, nash) == (Recognition(3, True, (A, B), (A, B), "all"),)


def test_a_party_takes_the_other_for_friendly() -> None:
    """A believes that B likes most to cooperate; B sees the dilemma as it is.

    In A's game B stays at 0 and 1 and leaves 2 and 3; A stays at 1 and 3. So A expects 1. In fact B
    stays at 2 and 3: the equilibrium that holds is 3, which B expects and A does not.
    """
    believed: Ints = np.array([[2, 3, 0, 1], [3, 2, 1, 0]], dtype=np.int32)
    naive = partial_view(dilemma(), A, perceived=EVERYTHING, ranks=believed)
    both = pair(naive, partial_view(dilemma(), B, perceived=EVERYTHING))
    assert hypergame_stable(both, nash).tolist() == [
        [False, True, False, True],
        [False, False, True, True],
    ]
    assert recognitions(both, nash) == (
        Recognition(1, False, (A, B), (A,), "some"),
        Recognition(3, True, (A, B), (B,), "some"),
    )


def test_a_party_does_not_know_what_the_other_can_do() -> None:
    """A does not know that B can defect: it perceives 0 and 1 only, and expects 1.

    For A it stays at 1; of 2 and 3 it has no notion. If that counts as staying, 3 holds, since B
    stays there: A does not perceive it and does not expect it. Nobody's game has 2 as equilibrium,
    B's has 3; with A staying at 2 for want of notice and B glad to be there, 2 holds as well, and
    nobody expects it.
    """
    blind = partial_view(dilemma(), A, perceived=np.array([True, True, False, False]))
    assert blind.seen.tolist() == [0, 1, UNSEEN, UNSEEN]
    assert blind.game.states.tolist() == [0, 1]
    both = pair(blind, partial_view(dilemma(), B, perceived=EVERYTHING))
    assert recognitions(both, nash) == (
        Recognition(1, False, (A, B), (A,), "some"),
        Recognition(3, False, (B,), (B,), "some"),
    )
    assert recognitions(both, nash, unseen_stable=True) == (
        Recognition(1, False, (A, B), (A,), "some"),
        Recognition(2, True, (B,), (), "none"),
        Recognition(3, True, (B,), (B,), "some"),
    )


def test_two_states_may_be_taken_for_one() -> None:
    """A knows of no B: to it universal states 0 and 2 are one, and so are 1 and 3.

    It stays where it defects and expects that to be the end, at 1 and at 3; B stays at 3 only.
    """
    arcs = np.array([[False, True], [True, False]])
    alone = make_game(("A",), (arcs,), np.array([[0, 1]], dtype=np.int32))
    blurred = View(alone, 0, np.array([0, 1, 0, 1], dtype=np.int64))
    both = pair(blurred, partial_view(dilemma(), B, perceived=EVERYTHING))
    assert hypergame_stable(both, nash)[A].tolist() == [False, True, False, True]
    assert recognitions(both, nash) == (
        Recognition(1, False, (A, B), (A,), "some"),
        Recognition(3, True, (A, B), (A, B), "all"),
    )


def test_views_that_do_not_fit_are_refused() -> None:
    """One view for each party, of the same universal states, each taken for one there is."""
    full = partial_view(dilemma(), A, perceived=EVERYTHING)
    with pytest.raises(ValueError, match="one view for each party"):
        hypergame_stable(Hypergame(("A", "B"), (full,)), nash)
    short = View(full.game, B, np.array([0], dtype=np.int64))
    with pytest.raises(ValueError, match="differ in how many"):
        recognitions(pair(full, short), nash)
    beyond = View(full.game, B, np.array([0, 1, 2, 4], dtype=np.int64))
    with pytest.raises(ValueError, match="its game has not"):
        recognitions(pair(full, beyond), nash)
    with pytest.raises(ValueError, match="perceives at least one"):
        partial_view(dilemma(), A, perceived=~EVERYTHING)
