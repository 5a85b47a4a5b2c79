"""Stability in graph form: whether every temptation to leave a state meets with a sanction.

The concepts differ in whom they count on. GMR and SMR let the opponents do anything, SEQ and SSEQ
only what improves for them; SMR and SSEQ also ask that the party cannot escape the sanction by a
move of its own. What counts as a temptation, as a sanction and as an improvement is a matter of
how preference is known: see `unknown`, `strength`, `fuzzy` and `attitudes`.

Whatever the opponents' answer leads to is compared with the state that was left first. That state
itself is a sanction where they can return to it; the state moved to is an answer only where a
legal sequence leads back to it. The matrix method of Xu, Hipel and Kilgour (2009) leaves the
original state out, which can differ only where moves are not transitive.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parley.conflict.game import Game
from parley.conflict.reach import matches, reach
from parley.space.space import Bools

__all__ = [
    "MATRIX_CONCEPTS",
    "Reading",
    "judge",
    "metarational",
    "nash",
    "opponents_reach",
    "own_moves",
    "standard",
    "symmetric",
]

#: Concepts that `judge` knows, strongest demand first.
MATRIX_CONCEPTS = ("R", "SMR", "SSEQ", "SEQ", "GMR")


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a kind of preference makes of the words that the concepts share, for one party.

    Parameters:
        tempts: bool, shape (m, m): whether t tempts the party away from s, at [s, t].
        deters: bool, shape (m, m): whether the prospect of x deters it from leaving s, at [s, x].
        improves: for each party of the game bool, shape (m, m): whether it would go from s to t
            where only improvements count, at [s, t].
    """

    tempts: Bools
    deters: Bools
    improves: tuple[Bools, ...]


def nash(moves: Bools, tempts: Bools) -> Bools:
    """Return whether no move from a state tempts (R; Nash 1950), shape (m,).

    Parameters:
        moves: bool, shape (m, m): the party's moves.
        tempts: bool, shape (m, m).
    """
    tempted: Bools = np.asarray((moves & tempts).any(axis=1))
    return ~tempted


def metarational(moves: Bools, *, tempts: Bools, deters: Bools, reached: Bools) -> Bools:
    """Return whether the opponents can answer every temptation with a sanction, shape (m,).

    GMR (Howard 1971) where `reached` has all they can reach; SEQ (Fraser and Hipel 1979) where it
    has only what they can reach by improvements.

    Parameters:
        moves: bool, shape (m, m): the party's moves.
        tempts, deters: bool, shape (m, m); see `Reading`.
        reached: bool, shape (m, m): whether the opponents can get from s1 to s2, at [s1, s2].
    """
    sanctioned = matches(deters, reached.T)
    return nash(moves, tempts & ~sanctioned)


def symmetric(moves: Bools, *, tempts: Bools, deters: Bools, reached: Bools) -> Bools:
    """Return whether the opponents can so answer every temptation that no move escapes, (m,).

    SMR (Howard 1971) where `reached` has all they can reach; SSEQ (Rêgo and Vieira 2017) where it
    has only what they can reach by improvements. Parameters are those of `metarational`.
    """
    escapes = matches(~deters, moves.T)
    return metarational(moves, tempts=tempts, deters=deters & ~escapes, reached=reached)


def own_moves(game: Game, party: int) -> Bools:
    """Return the moves that a party can make alone, bool, shape (m, m)."""
    return game.movers[party].arcs


def opponents_reach(game: Game, party: int, improves: tuple[Bools, ...] | None = None) -> Bools:
    """Return whether those a party has no part in can get from s to t, at [s, t], shape (m, m).

    Parameters:
        improves: for each party bool, shape (m, m): the steps it would make; a step of several
            parties must be one that each of them would make. None: they can make any move.
    """
    steps = []
    for mover in game.movers:
        if party in mover.who:
            continue
        wanted = [improves[one] for one in sorted(mover.who)] if improves is not None else []
        steps.append(np.logical_and.reduce([mover.arcs, *wanted]))
    return reach(steps) if steps else np.zeros_like(game.movers[party].arcs)


def judge(game: Game, party: int, concept: str, reading: Reading) -> Bools:
    """Return whether each state is stable for a party, bool, shape (m,).

    Parameters:
        concept: one of `MATRIX_CONCEPTS`.
        reading: what tempts and deters the party, and improves for each.

    Raises ValueError for another concept.
    """
    moves = own_moves(game, party)
    if concept == "R":
        return nash(moves, reading.tempts)
    if concept not in MATRIX_CONCEPTS:
        raise ValueError(f"expected one of {', '.join(MATRIX_CONCEPTS)}, got {concept!r}")
    improves = reading.improves if concept in ("SEQ", "SSEQ") else None
    test = symmetric if concept in ("SMR", "SSEQ") else metarational
    return test(
        moves,
        tempts=reading.tempts,
        deters=reading.deters,
        reached=opponents_reach(game, party, improves),
    )


def standard(game: Game, party: int, concept: str) -> Bools:
    """Return whether each state is stable for a party by ranks alone, bool, shape (m,).

    Parameters:
        concept: one of `MATRIX_CONCEPTS`.

    Raises ValueError for another concept.

    The prisoner's dilemma, states dd, cd, dc, cc by what the first and the second do. Mutual
    cooperation is stable once a party reckons with the other's answer to its defection:

    >>> from parley.conflict.game import make_game
    >>> first = np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], dtype=bool)
    >>> second = np.array([[0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]], dtype=bool)
    >>> game = make_game(("1", "2"), (first, second), np.array([[1, 0, 3, 2], [1, 3, 0, 2]]))
    >>> standard(game, 0, "R").tolist(), standard(game, 0, "SEQ").tolist()
    ([True, False, True, False], [True, False, True, True])
    """
    better = game.better
    return judge(game, party, concept, Reading(better[party], ~better[party], better))
