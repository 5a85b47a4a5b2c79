"""Unknown, strong and fuzzy preference and attitudes, on conflicts worked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from parley.conflict.attitudes import discrete, with_attitudes
from parley.conflict.fuzzy import crisp, with_fuzzy_preference
from parley.conflict.game import Game, make_game
from parley.conflict.strength import degrees, levels_of, strongly, weakly, with_strength
from parley.conflict.unknown import VARIANTS, with_unknowns
from parley.kernel.errors import Refused
from parley.space.space import Bools


def table(count: int, *pairs: tuple[int, int]) -> Bools:
    """A table that is true at some pairs."""
    found = np.zeros((count, count), dtype=np.bool_)
    for s, t in pairs:
        found[s, t] = True
    return found


def both_ways(count: int, *pairs: tuple[int, int]) -> Bools:
    """A symmetric table."""
    one = table(count, *pairs)
    return one | one.T


def chain(first: list[int], second: list[int]) -> Game:
    """The first can go from 0 to 1 and from 2 to 3, the second from 1 to 2."""
    moves = (table(4, (0, 1), (2, 3)), table(4, (1, 2)))
    return make_game(("first", "second"), moves, np.array([first, second]))


def by_variant(game: Game, concept: str, *pairs: tuple[int, int]) -> str:
    """The variants in which state 0 is stable for the first, who does not know some pairs."""
    unknowns = [both_ways(4, *pairs), table(4)]
    return "".join(
        variant
        for variant in VARIANTS
        if with_unknowns(game, 0, concept, variant=variant, unknowns=unknowns)[0]
    )


def test_unknown_temptation() -> None:
    """The first does not know whether 1 is better than 0: only a and c have it tempted.

    Under GMR the second can answer at 2, worse than 0, which is a sanction in every variant. SMR
    asks of 3, to which the first can go on from 2, what it asks of 2: better than 0, it is an
    escape.
    """
    game = chain([1, 0, 0, 2], [0, 0, 1, 0])
    assert by_variant(game, "R", (0, 1)) == "bd"
    assert by_variant(game, "GMR", (0, 1)) == "abcd"
    assert by_variant(game, "SMR", (0, 1)) == "bd"


def test_unknown_sanction() -> None:
    """1 is better than 0 but the first does not know 2 from 0: only c and d are deterred by it.

    Nor can it tell 3 from 0 in the last case, so that c and d have it without an escape.
    """
    game = chain([1, 2, 0, 2], [0, 0, 1, 0])
    assert by_variant(game, "GMR", (0, 2)) == "cd"
    assert by_variant(game, "SEQ", (0, 2)) == "cd"
    assert by_variant(game, "SMR", (0, 2)) == ""
    assert by_variant(game, "SMR", (0, 2), (0, 3)) == "cd"


def test_opponents_take_what_they_do_not_know() -> None:
    """The second would not go from 1 to 2, which is worse for it, unless it does not know so."""
    game = chain([1, 2, 0, 0], [0, 1, 0, 0])
    known, unknown = [table(4), table(4)], [table(4), both_ways(4, (1, 2))]
    for variant in VARIANTS:
        assert not with_unknowns(game, 0, "SEQ", variant=variant, unknowns=known)[0]
        assert with_unknowns(game, 0, "SEQ", variant=variant, unknowns=unknown)[0]


def test_strong_and_weak() -> None:
    """What keeps the first at 0 is 2, and under SMR also 3; each is worse, much or a bit.

    Both worse a bit: weakly stable. 2 much worse: strongly GMR and SEQ, but weakly SMR until 3 is
    much worse too. Nothing tempts away from 3, whatever the strength, so it is strongly stable.
    """
    game = chain([2, 3, 1, 0], [0, 0, 1, 0])
    slightly, much, very = [table(4)] * 2, [table(4, (2, 0)), table(4)], [table(4), table(4)]
    very[0] = table(4, (2, 0), (3, 0))
    for concept, marks in (("GMR", "wss"), ("SEQ", "wss"), ("SMR", "wws"), ("R", "---")):
        found = ""
        for one in (slightly, much, very):
            strong, weak = (f(game, 0, concept, much=one) for f in (strongly, weakly))
            found += "s" if strong[0] else "w" if weak[0] else "-"
            assert strong[3]
            assert not weak[3]
        assert found == marks, concept


def test_degrees_of_stability() -> None:
    """The sanction at 2 is three levels worse than 0, where the first escapes to 3, one worse.

    So 0 is stable to degree 3 under GMR and 1 under SMR; under R not at all. As good as 0, 3 would
    leave SMR at degree 0.
    """
    game = chain([2, 3, 0, 1], [0, 0, 1, 0])
    levels = list(levels_of(game, [table(4), table(4)]))
    levels[0][2, 0] = 3
    found = [int(degrees(game, 0, concept, levels=levels)[0]) for concept in ("GMR", "SMR", "R")]
    assert found == [3, 1, -1]
    levels[0][3, 0] = 0
    assert degrees(game, 0, "SMR", levels=levels)[0] == 0


def fuzzy_chain(first: dict[tuple[int, int], float], step: float) -> list[Any]:
    """Degrees for `chain`: some of the first party's, and how far the second prefers 2 to 1."""
    found = [np.full((4, 4), 0.5), np.full((4, 4), 0.5)]
    for party, degrees_given in ((0, first), (1, {(2, 1): step})):
        for (s, q), degree in degrees_given.items():
            found[party][s, q], found[party][q, s] = degree, 1 - degree
    return found


def test_fuzzy_preference() -> None:
    """The first prefers 1 to 0 by 0.7, so is certain of it by 0.4: enough for 0.4, not for 0.5.

    2 it prefers to 0 by 0.65, a certainty of 0.3, short of 0.4, so a sanction; 3 by 0.9, an
    escape. The second prefers 2 to 1 by 0.6, a certainty of 0.2: it would go for a threshold of
    0.2 and not for 0.3.
    """
    game = chain([0, 0, 0, 0], [0, 0, 0, 0])
    given = fuzzy_chain({(1, 0): 0.7, (2, 0): 0.65, (3, 0): 0.9}, 0.6)

    def stable(concept: str, mine: float, theirs: float) -> bool:
        thresholds = [mine, theirs]
        return bool(
            with_fuzzy_preference(game, 0, concept, preferences=given, thresholds=thresholds)[0]
        )

    assert stable("R", 0.5, 0.2)
    assert not stable("R", 0.4, 0.2)
    assert stable("GMR", 0.4, 0.3)
    assert not stable("SMR", 0.4, 0.3)
    assert stable("SEQ", 0.4, 0.2)
    assert not stable("SEQ", 0.4, 0.3)
    assert not stable("SSEQ", 0.4, 0.2)


def test_attitudes_in_the_prisoners_dilemma() -> None:
    """Two who care for each other as for themselves, and one who only wants the other to lose.

    States are 0 neither cooperates, 1 the first does, 2 the second does, 3 both. Each move makes
    one better off and the other worse, so whoever cares for both has no reply anywhere. Who is
    against the other and neutral to itself replies by ceasing to cooperate, from 1 and from 3.
    """
    moves = (
        table(4, (0, 1), (1, 0), (2, 3), (3, 2)),
        table(4, (0, 2), (2, 0), (1, 3), (3, 1)),
    )
    game = make_game(("first", "second"), moves, np.array([[1, 0, 3, 2], [1, 3, 0, 2]]))
    for attitude, expected in (
        ([1, 1], [0, 1, 2, 3]),
        ([0, -1], [0, 2]),
        ([0, 1], [1, 3]),
        ([0, 0], []),
    ):
        attitudes = np.array([attitude, [0, 1]], dtype=np.int8)
        found = with_attitudes(game, 0, "R", attitudes=attitudes)
        assert np.flatnonzero(found).tolist() == expected, attitude


def test_relational_sanction() -> None:
    """The first wants the second to lose, and is at 0 held by what the second can do from 1.

    Going to 1 the second would lose, so it is a reply. The second improves from there to 2, where
    it has more than at 0: not what the first wants, a sanction (RGMR, RSEQ). From 2 the first can
    go on to 3, where the second has least: an escape (no RSMR). A second that is neutral to itself
    and the first would reply likewise; one that wants to lose would not (no RSEQ).
    """
    game = chain([0, 0, 0, 0], [2, 1, 3, 0])
    for second, expected in (([0, 1], "GMR SEQ"), ([0, 0], "GMR SEQ"), ([0, -1], "GMR")):
        attitudes = np.array([[0, -1], second], dtype=np.int8)
        found = [
            concept
            for concept in ("R", "GMR", "SMR", "SEQ", "SSEQ")
            if with_attitudes(game, 0, concept, attitudes=attitudes)[0]
        ]
        assert " ".join(found) == expected


def test_relational_ties() -> None:
    """The first wants no worse for itself: 1, as good as 0, is a reply, and so is the way on to 2.

    What the second can do from 1 is go to 2, as good as 0 again: no sanction. With 2 worse than 0
    it is one; and where the second can only go back to 0, that is a sanction too.
    """
    selfish = discrete(2)
    tied = chain([1, 1, 1, 1], [0, 0, 0, 0])
    assert not with_attitudes(tied, 0, "R", attitudes=selfish)[0]
    assert not with_attitudes(tied, 0, "GMR", attitudes=selfish)[0]
    assert with_attitudes(chain([1, 1, 0, 0], [0] * 4), 0, "GMR", attitudes=selfish)[0]
    there_and_back = (table(2, (0, 1)), table(2, (1, 0)))
    back = make_game(("first", "second"), there_and_back, np.zeros((2, 2), dtype=np.int32))
    assert not with_attitudes(back, 0, "R", attitudes=selfish)[0]
    assert with_attitudes(back, 0, "GMR", attitudes=selfish)[0]


def test_hostile_ties() -> None:
    """Who wants the second no better off replies by going to what is as good for it, or worse."""
    hostile = np.array([[0, -1], [0, 1]], dtype=np.int8)
    stable = [
        bool(with_attitudes(chain([0] * 4, second), 0, "R", attitudes=hostile)[0])
        for second in ([1, 1, 0, 0], [1, 0, 0, 0], [1, 2, 0, 0])
    ]
    assert stable == [False, False, True]


def degrees_with(s: int, q: int, degree: float) -> list[Any]:
    """Degrees of indifference but for one entry."""
    found = [np.full((4, 4), 0.5), np.full((4, 4), 0.5)]
    found[1][s, q] = degree
    return found


GAME = chain([0, 1, 2, 3], [3, 2, 1, 0])
NONE = [table(4), table(4)]
RIGHT = [crisp(rank) for rank in GAME.ranks]
REFUSED: list[tuple[Any, dict[str, Any], str]] = [
    (with_unknowns, {"unknowns": NONE[:1]}, "for each party a table of 4 by 4 states"),
    (
        with_unknowns,
        {"unknowns": [table(4), table(4, (1, 2))]},
        "second: preference between states 1 and 2 is unknown one way only",
    ),
    (
        with_unknowns,
        {"unknowns": [table(4, (3, 3)), table(4)]},
        "first: preference between state 3 and itself is given as unknown",
    ),
    (strongly, {"much": NONE[:1]}, "for each party a table"),
    (
        strongly,
        {"much": [table(4, (2, 1)), table(4)]},
        "first: state 1 is given as much better than 2 but is not better",
    ),
    (with_strength, {"levels": [np.zeros((4, 4), dtype=np.int8)]}, "for each party a table"),
    (
        with_strength,
        {"levels": [np.zeros((4, 4), dtype=np.int8), np.ones((4, 4), dtype=np.int8)]},
        "second: levels of states 0 and 0 are 1 and 1",
    ),
    (with_fuzzy_preference, {"preferences": RIGHT, "thresholds": [0.5]}, "expected 2 thresholds"),
    (
        with_fuzzy_preference,
        {"preferences": RIGHT, "thresholds": [0.5, 0.0]},
        "second: expected a threshold above 0 and up to 1, got 0.0",
    ),
    (with_fuzzy_preference, {"preferences": RIGHT[:1]}, "for each party a table"),
    (
        with_fuzzy_preference,
        {"preferences": degrees_with(2, 3, 0.6)},
        "second: the degrees of states 2 and 3, 0.6 and 0.5, do not add up to 1",
    ),
    (
        with_fuzzy_preference,
        {"preferences": degrees_with(2, 3, float("nan"))},
        "second: expected a degree from 0 to 1 for states 2 and 3, got nan",
    ),
    (with_attitudes, {"attitudes": discrete(3)}, "expected 2 by 2 attitudes"),
    (
        with_attitudes,
        {"attitudes": np.array([[1, 2], [0, 1]], dtype=np.int8)},
        "attitude of first towards second: expected 1, 0 or -1, got 2",
    ),
]
DEFAULTS: dict[Any, dict[str, Any]] = {
    with_unknowns: {"variant": "a"},
    with_strength: {"degree": 1},
    with_fuzzy_preference: {"thresholds": [0.5, 0.5]},
}


@pytest.mark.parametrize(("judge", "given", "message"), REFUSED)
def test_what_contradicts_itself_is_refused(
    judge: Any, given: dict[str, Any], message: str
) -> None:
    """The message names the party and the pair."""
    with pytest.raises(Refused) as caught:
        judge(GAME, 0, "GMR", **{**DEFAULTS.get(judge, {}), **given})
    assert message in caught.value.message


def test_other_variants_are_refused() -> None:
    """The message lists what there is."""
    with pytest.raises(ValueError, match="expected one of a, b, c, d, got 'e'"):
        with_unknowns(GAME, 0, "R", variant="e", unknowns=NONE)
