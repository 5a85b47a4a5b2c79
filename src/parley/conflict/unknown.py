"""Stability where some preferences are unknown: four ways to take what a party does not know.

A party may not know which of two states it prefers. A move to such a state can be a temptation or
not, and such a state can be a sanction or not; this gives the four variants of Li, Hipel, Kilgour
and Fang (2004):

    variant   what is unknown tempts   what is unknown deters
    a         yes                      no
    b         no                       no
    c         yes                      yes
    d         no                       yes

So a is the hardest to satisfy and d the easiest. Opponents whose improvements are counted, in SEQ
and SSEQ, are taken to make moves of unknown worth too, in every variant. The paper's abstract and
later summaries agree on four variants of four concepts; its letters are given here as they are
cited elsewhere. SSEQ is younger than the paper and is extended in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parley.conflict.game import Game
from parley.conflict.sanctions import Reading, judge
from parley.kernel.errors import Refused
from parley.space.space import Bools

__all__ = ["VARIANTS", "with_unknowns"]

#: Variants of stability, by what is unknown: see the module.
VARIANTS = ("a", "b", "c", "d")


def with_unknowns(
    game: Game, party: int, concept: str, *, variant: str, unknowns: Sequence[Bools]
) -> Bools:
    """Return whether each state is stable for a party that may not know what it prefers, (m,).

    Parameters:
        concept: R, SMR, SSEQ, SEQ or GMR.
        variant: a, b, c or d.
        unknowns: for each party bool, shape (m, m), symmetric: whether its preference between s
            and t is unknown, whatever its ranks say; never so on the diagonal.

    Raises Refused where `unknowns` is not of that form, ValueError for another concept or variant.

    >>> from parley.conflict.game import make_game
    >>> go, stay = np.array([[0, 1], [0, 0]], dtype=bool), np.zeros((2, 2), dtype=bool)
    >>> game = make_game(("1", "2"), (go, stay), np.array([[1, 0], [0, 0]]))
    >>> unknowns = [np.array([[0, 1], [1, 0]], dtype=bool), stay]
    >>> with_unknowns(game, 0, "R", variant="a", unknowns=unknowns).tolist()
    [False, True]
    >>> with_unknowns(game, 0, "R", variant="b", unknowns=unknowns).tolist()
    [True, True]
    """
    if variant not in VARIANTS:
        raise ValueError(f"expected one of {', '.join(VARIANTS)}, got {variant!r}")
    _require_unknowns(game, unknowns)
    better = [known & ~unknown for known, unknown in zip(game.better, unknowns, strict=True)]
    improves = tuple(one | unknown for one, unknown in zip(better, unknowns, strict=True))
    mine = unknowns[party]
    reading = Reading(
        tempts=improves[party] if variant in ("a", "c") else better[party],
        deters=~better[party] if variant in ("c", "d") else ~better[party] & ~mine,
        improves=improves,
    )
    return judge(game, party, concept, reading)


def _require_unknowns(game: Game, unknowns: Sequence[Bools]) -> None:
    """Raise Refused where the unknown preferences contradict themselves."""
    shape = (len(game.states), len(game.states))
    if [one.shape for one in unknowns] != [shape] * len(game.parties):
        raise Refused(f"expected for each party a table of {shape[0]} by {shape[1]} states")
    for name, unknown in zip(game.parties, unknowns, strict=True):
        wrong = np.argwhere((unknown != unknown.T) | (unknown & np.eye(len(unknown), dtype=bool)))
        if len(wrong):
            s, t = wrong[0].tolist()
            raise Refused(
                f"{name}: preference between states {s} and {t} is unknown one way only"
                if s != t
                else f"{name}: preference between state {s} and itself is given as unknown"
            )
