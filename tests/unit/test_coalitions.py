"""Coalition stability on cases worked by hand."""

import numpy as np
import pytest

from parley.conflict.coalitions import (
    COALITION_CONCEPTS,
    Jump,
    coalition_stable,
    jumps,
    partition_stable,
    universally_stable,
)
from parley.conflict.game import Game, GameMover, make_game
from parley.space.space import Bools

A, B, C = 0, 1, 2
BOTH = frozenset((A, B))


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


def places(stable: Bools) -> list[int]:
    """Return where an array is true."""
    return [int(s) for s in np.flatnonzero(stable)]


def test_one_party_alone() -> None:
    """For A, CNash, CGMR and CSMR are R, GMR and SMR.

    A would leave 0 for 1 (worth 3, not 2) and 2 for 3 (worth 1, not 0); 1 and 3 are Nash stable.
    At 1 B answers by going to 3, worth 1 <= 2: 0 is GMR stable, and from 3 A can only go to 2,
    worth 0: SMR stable. At 3 B answers by going to 1, worth 3 > 0: 2 is unstable under all.
    """
    alone = frozenset((A,))
    assert places(coalition_stable(dilemma(), alone, "CNash")) == [1, 3]
    assert places(coalition_stable(dilemma(), alone, "CGMR")) == [0, 1, 3]
    assert places(coalition_stable(dilemma(), alone, "CSMR")) == [0, 1, 3]
    # B's answer at 1 raises it from 0 to 1, so that it is credible.
    assert places(coalition_stable(dilemma(), alone, "CSEQ")) == [0, 1, 3]


def test_two_together_leave_what_both_dislike() -> None:
    """From 3 both reach 0, better for both: nobody is outside to answer. 0, 1, 2 are Pareto."""
    for concept in COALITION_CONCEPTS:
        assert places(coalition_stable(dilemma(), BOTH, concept)) == [0, 1, 2]
    # Stable for A alone: 0, 1, 3; for B alone: 0, 2, 3; for both: 0, 1, 2.
    for concept in ("CGMR", "CSMR", "CSEQ"):
        assert places(universally_stable(dilemma(), concept)) == [0]
    assert places(universally_stable(dilemma(), "CNash")) == []


def test_jump_from_one_equilibrium_to_a_better_one() -> None:
    """Of the equilibria 0 and 3 the two together leave 3 for 0; either alone cannot go so far."""
    assert jumps(dilemma(), (0, 3)) == (Jump(3, 0, BOTH),)
    assert jumps(dilemma(), (0, 1)) == (Jump(0, 1, frozenset((A,))),)
    assert jumps(dilemma(), ()) == ()


def test_pareto_improvements_suffice_if_asked() -> None:
    """B is indifferent between 0 and 3 and A gains: an improvement only in the Pareto sense."""
    game = bimatrix([0, 0, 0, 1], [1, 0, 0, 1])
    assert places(coalition_stable(game, BOTH, "CNash")) == [0, 3]
    assert places(coalition_stable(game, BOTH, "CNash", pareto=True)) == [3]
    assert jumps(game, (0, 3)) == ()
    assert jumps(game, (0, 3), pareto=True) == (Jump(0, 3, BOTH),)


def test_outsiders_answer_together() -> None:
    """A gains by 0 to 1. B alone could spoil it only by a step to 2 that it dislikes.

    From 1 B goes to 2 (worse for B) and C from 2 to 3 (better for C and, against 1, for B too).
    3 is bad for A. As single movers B would not begin; as one block, or as the subcoalition {B, C},
    they go from 1 to 3 in one step. So 0 is stable for A under CSEQ and under CSEQ with blocks
    {A}, {B, C}, but unstable under CSEQ with three blocks, which is SEQ.
    """
    a, b, c = (np.zeros((4, 4), dtype=np.bool_) for _ in range(3))
    a[0, 1] = b[1, 2] = c[2, 3] = True
    ranks = np.array([[2, 3, 2, 1], [0, 1, 0, 2], [0, 0, 0, 1]], dtype=np.int32)
    game = make_game(("A", "B", "C"), (a, b, c), ranks)
    first, rest = frozenset((A,)), frozenset((B, C))
    assert coalition_stable(game, first, "CSEQ")[0]
    assert partition_stable(game, (first, rest), "CSEQ")[0, 0]
    singles = tuple(frozenset((party,)) for party in range(3))
    assert not partition_stable(game, singles, "CSEQ")[0, 0]
    assert partition_stable(game, singles, "CGMR")[0, 0]


def test_a_group_belongs_to_a_coalition_only_whole() -> None:
    """A and B decide the move 0 to 1 together; neither is outside for the other.

    Alone neither can leave 0. For C, who leaves 0 for 2, the group that can answer by 2 to 3 is
    wholly outside. For {A, C} the group is neither inside nor outside: no answer at 2.
    """
    none = np.zeros((4, 4), dtype=np.bool_)
    joint, third = none.copy(), none.copy()
    joint[0, 1] = joint[2, 3] = third[0, 2] = True
    movers = ((A,), (B,), (C,), (A, B))
    arcs = (none, none, third, joint)
    game = Game(
        ("A", "B", "C"),
        np.arange(4, dtype=np.int64),
        tuple(GameMover(frozenset(w), one) for w, one in zip(movers, arcs, strict=True)),
        np.array([[0, 1, 1, 0], [0, 1, 0, 0], [1, 0, 2, 0]], dtype=np.int32),
    )
    assert coalition_stable(game, frozenset((A,)), "CNash")[0]
    assert not coalition_stable(game, BOTH, "CNash")[0]
    assert coalition_stable(game, frozenset((C,)), "CGMR")[0]
    assert not coalition_stable(game, frozenset((A, C)), "CGMR")[0]


@pytest.mark.parametrize("coalition", [frozenset(), frozenset((2,)), frozenset((0, 7))])
def test_unknown_coalitions_are_refused(coalition: frozenset[int]) -> None:
    """A coalition has at least one of the parties and nobody else."""
    with pytest.raises(ValueError, match="one or more of the parties"):
        coalition_stable(dilemma(), coalition, "CNash")


def test_unknown_concepts_and_partitions_are_refused() -> None:
    """Concepts are named as here; blocks hold every party once."""
    with pytest.raises(ValueError, match="CNash, CGMR, CSMR, CSEQ, not 'SEQ'"):
        universally_stable(dilemma(), "SEQ")
    with pytest.raises(ValueError, match="CNash"):
        partition_stable(dilemma(), (BOTH,), "R")
    for blocks in ((BOTH, frozenset((A,))), (frozenset((A,)),)):
        with pytest.raises(ValueError, match="every party once"):
            partition_stable(dilemma(), blocks, "CNash")
