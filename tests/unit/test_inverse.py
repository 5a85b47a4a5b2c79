"""What a party would have to prefer, on cases worked by hand and on a published conflict."""

import time
from itertools import pairwise
from math import factorial

import numpy as np
import pytest

from parley.conflict.game import Game, make_game
from parley.conflict.inverse import INVERSE_CONCEPTS, Deterrence, deterrences, inverse
from parley.conflict.inverse_profiles import find_profile
from tests.twins.inverse_literal import stable_for

A, B = 0, 1


def syria_iraq() -> Game:
    """Return the dispute between Syria and Iraq over water, an example that comes with GMCR+.

    Syria releases water or escalates, not both; Iraq attacks or not. Six states: nothing, release,
    escalate, and the same three with an attack.
    """
    syria, iraq = np.zeros((6, 6), dtype=np.bool_), np.zeros((6, 6), dtype=np.bool_)
    syria[:3, :3] = syria[3:, 3:] = True
    for s in range(6):
        iraq[s, (s + 3) % 6] = True
    ranks = np.array([[6, 3, 5, 2, 1, 4], [3, 6, 1, 5, 2, 4]], dtype=np.int32)
    return make_game(("Syria", "Iraq"), (syria, iraq), ranks)


def spoiler() -> Game:
    """Return a game in which A can leave 0 for 1 or 2, and B answer by 1 to 3 and 2 to 3 or 0."""
    a, b = np.zeros((4, 4), dtype=np.bool_), np.zeros((4, 4), dtype=np.bool_)
    a[0, 1] = a[0, 2] = a[3, 2] = b[1, 3] = b[2, 3] = b[2, 0] = True
    ranks = np.array([[0, 0, 0, 0], [1, 1, 2, 2]], dtype=np.int32)
    return make_game(("A", "B"), (a, b), ranks)


def as_sets(game: Game) -> list[tuple[frozenset[int], dict[int, set[int]]]]:
    """Return the movers of a game as the twin takes them."""
    return [
        (one.who, {s: set(np.flatnonzero(row).tolist()) for s, row in enumerate(one.arcs)})
        for one in game.movers
    ]


@pytest.mark.parametrize(
    ("concept", "count"), [("R", 240), ("SEQ", 384), ("GMR", 384), ("SMR", 300)]
)
def test_syria_free_and_water_released(concept: str, count: int) -> None:
    """Of Syria's 720 strict rankings so many make the second state stable for it.

    Nash: 1 has to be the best of three, a third of all. Programs that let only the last
    improvement decide report 420 for SEQ.
    """
    found = inverse(syria_iraq(), 0, state=1, concept=concept)
    assert (found.count, found.of, found.complete) == (count, 720, True)


def test_what_would_deter_a_move() -> None:
    """Under GMR 1 is answered by 3, and 2 by 3 or by going back to 0, which is no better than 0.

    So 0 is stable if 1 or 3 is not preferred to it: A's preference for 2 does not matter. Of the
    24 rankings those with both 1 and 3 above 0 fail, a third: 16 are left. Under SEQ B goes from 1
    to 3 (it gains) but nowhere from 2, where it is as well off as at 3: 2 is not to be preferred,
    and 1 or 3 is not. Under SMR the answer 3 leaves A the move to 2.
    """
    game = spoiler()
    zero = {"state": 0}
    gmr = inverse(game, A, concept="GMR", **zero)
    assert gmr.minimal == (frozenset((1,)), frozenset((3,)))
    assert gmr.count == 16
    found = deterrences(game, A, concept="GMR", **zero)
    one, back = frozenset((1,)), frozenset[int]()
    assert found[0] == Deterrence(1, (one, frozenset((3,))))
    assert found[1].move == 2
    assert set(found[1].unless) == {frozenset((2,)), frozenset((3,)), back}
    seq = inverse(game, A, concept="SEQ", **zero)
    assert seq.minimal == (frozenset((1, 2)), frozenset((2, 3)))
    smr = inverse(game, A, concept="SMR", **zero)
    # Back at 0, A could still go to 1 or 2: the answer 0 deters only if neither is preferred.
    assert smr.minimal == (frozenset((1, 2)), frozenset((2, 3)))
    nash = inverse(game, A, concept="R", **zero)
    assert nash.minimal == (frozenset((1, 2)),)
    assert nash.count == 8


def test_a_state_that_cannot_be_left() -> None:
    """Every ranking will do, and nothing is asked."""
    found = inverse(spoiler(), A, state=2, concept="R")
    assert (found.count, found.minimal) == (24, (frozenset(),))


def test_twenty_states_take_no_time() -> None:
    """20! rankings are counted exactly: under Nash, 0 is the best of 1 + 9, a tenth of them."""
    a, b = np.zeros((20, 20), dtype=np.bool_), np.zeros((20, 20), dtype=np.bool_)
    a[0, 1:10] = True
    rng = np.random.default_rng(7)
    a[1:] = rng.random((19, 20)) < 0.2
    b[:] = rng.random((20, 20)) < 0.2
    ranks = np.stack([rng.permutation(20), rng.permutation(20)]).astype(np.int32)
    game = make_game(("A", "B"), (a, b), ranks)
    began = time.perf_counter()
    found = {concept: inverse(game, A, state=0, concept=concept) for concept in INVERSE_CONCEPTS}
    assert time.perf_counter() - began < 20
    assert found["R"].count == factorial(20) // 10
    for weaker, stronger in pairwise(("GMR", "SMR", "R")):
        assert found[weaker].count >= found[stronger].count
    few = inverse(game, A, state=0, concept="GMR", listed=1)
    assert len(few.minimal) == 1
    assert few.complete == (len(found["GMR"].minimal) <= 1)


def test_a_profile_for_both_parties() -> None:
    """The profile found makes the state an equilibrium; what is known of it holds in it."""
    game = syria_iraq()
    for concept in INVERSE_CONCEPTS:
        known = [(0, 1, 0), (1, 1, 4)]  # both are tempted
        ranks = find_profile(game, 1, concept=concept, free=(0, 1), known=known)
        if concept == "R":
            assert ranks is None
            continue
        assert ranks is not None
        assert all(sorted(row.tolist()) == list(range(6)) for row in ranks)
        assert ranks[0, 0] > ranks[0, 1]
        assert ranks[1, 4] > ranks[1, 1]
        for party in (0, 1):
            assert stable_for(as_sets(game), ranks.tolist(), party, 1, concept)


def test_the_others_keep_their_ranks() -> None:
    """Iraq would leave 0 for 3 however Syria ranks the states; 1 it would not leave."""
    game = syria_iraq()
    assert find_profile(game, 0, concept="R", free=(0,)) is None
    ranks = find_profile(game, 1, concept="R", free=(0,))
    assert ranks is not None
    assert np.array_equal(ranks[1], game.ranks[1])
    assert ranks[0, 1] > max(ranks[0, 0], ranks[0, 2])


def test_improvements_cannot_support_each_other_in_a_circle() -> None:
    """A would leave 0 for 1; 2 and 3 deter. B may go from 1 to 2 and from 3 to 2, C from 2 to 3.

    B and C could bear each other out that they get to 2 and 3, each from the other; but as B
    prefers 1 to 2 nobody gets there from 1. If B may prefer 2 to 1 it does.
    """
    a, b, c = (np.zeros((4, 4), dtype=np.bool_) for _ in range(3))
    a[0, 1] = b[1, 2] = b[3, 2] = c[2, 3] = True
    game = make_game(("A", "B", "C"), (a, b, c), np.zeros((3, 4), dtype=np.int32))
    tempted, unmoved = (A, 0, 1), (B, 2, 1)
    for concept in ("SEQ", "SSEQ"):
        everybody = (0, 1, 2)
        known = (tempted, unmoved)
        assert find_profile(game, 0, concept=concept, free=everybody, known=known) is None
        ranks = find_profile(game, 0, concept=concept, free=everybody, known=(tempted,))
        assert ranks is not None
        assert ranks[B, 2] > ranks[B, 1]


def test_other_questions_are_refused() -> None:
    """Concepts are named as here; only free parties have preferences to be found."""
    with pytest.raises(ValueError, match="SSEQ, not 'SIM'"):
        inverse(spoiler(), A, state=0, concept="SIM")
    with pytest.raises(ValueError, match="not 'CNash'"):
        find_profile(spoiler(), 0, concept="CNash", free=(A,))
    with pytest.raises(ValueError, match="party 1 is not free"):
        find_profile(spoiler(), 0, concept="R", free=(A,), known=[(B, 0, 1)])
