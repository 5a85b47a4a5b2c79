"""Stability where parties care about how others fare: positive, neutral and negative attitudes.

A party with a positive attitude towards another wants no worse for it, one with a negative attitude
no better, and to a neutral one the other does not matter; its attitude towards itself is of the
same kinds. A move is a reply where it accords with all of the mover's attitudes (Inohara, Hipel and
Walker 2007). The concepts are the usual ones, with replies in place of improvements and states
that accord less in place of sanctions.

"No worse" includes as good as, so that with ties a move to an equal state is a reply. The original
state counts as a sanction where the opponents can return to it: only so do the equivalences hold
that Inohara and Hipel (2009) prove for parties that are neutral throughout, that RNash equals RSMR
and RGMR equals RSEQ without all four being one. A step that several parties make together must be
a reply for each.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from parley.conflict.game import Game
from parley.conflict.sanctions import Reading, judge
from parley.kernel.errors import Refused
from parley.space.space import Bools

__all__ = ["discrete", "with_attitudes"]


def discrete(parties: int) -> NDArray[np.int8]:
    """Return the attitudes of parties that each care about themselves alone, shape (n, n).

    >>> discrete(2).tolist()
    [[1, 0], [0, 1]]
    """
    return np.eye(parties, dtype=np.int8)


def with_attitudes(game: Game, party: int, concept: str, *, attitudes: NDArray[np.int8]) -> Bools:
    """Return whether each state is relationally stable for a party, bool, shape (m,).

    Parameters:
        concept: R, SMR, SSEQ, SEQ or GMR, for RNash, RSMR, RSSEQ, RSEQ or RGMR.
        attitudes: int8, shape (n, n): at [i, j] the attitude of i towards j, 1 positive, 0 neutral
            or -1 negative.

    Raises Refused where attitudes have another shape or other numbers.

    Two at chicken, states of which both swerve, the first alone, the second alone, none: a first
    party that minds only how the second fares swerves for it.

    >>> from parley.conflict.game import make_game
    >>> first = np.array([[0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]], dtype=bool)
    >>> second = np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], dtype=bool)
    >>> game = make_game(("1", "2"), (first, second), np.array([[2, 1, 3, 0], [2, 3, 1, 0]]))
    >>> with_attitudes(game, 0, "R", attitudes=discrete(2)).tolist()
    [False, True, True, False]
    >>> with_attitudes(game, 0, "R", attitudes=np.array([[0, 1], [0, 1]], dtype=np.int8)).tolist()
    [True, True, False, False]
    """
    _require_attitudes(game, attitudes)
    replies = tuple(_accords(game, attitudes[one]) for one in range(len(game.parties)))
    deters = ~replies[party] | np.eye(len(game.states), dtype=np.bool_)
    return judge(game, party, concept, Reading(replies[party], deters, replies))


def _accords(game: Game, attitude: NDArray[np.int8]) -> Bools:
    """Return whether t accords with one party's attitudes as seen from s, at [s, t]."""
    found = np.ones((len(game.states), len(game.states)), dtype=np.bool_)
    for feeling, better in zip(attitude, game.better, strict=True):
        if feeling > 0:
            found &= ~better.T
        elif feeling < 0:
            found &= ~better
    return found


def _require_attitudes(game: Game, attitudes: NDArray[np.int8]) -> None:
    """Raise Refused unless there is one attitude of each party towards each."""
    count = len(game.parties)
    if attitudes.shape != (count, count):
        raise Refused(f"expected {count} by {count} attitudes, got shape {attitudes.shape}")
    wrong = np.argwhere((attitudes < -1) | (attitudes > 1))
    if len(wrong):
        i, j = wrong[0].tolist()
        raise Refused(
            f"attitude of {game.parties[i]} towards {game.parties[j]}: "
            f"expected 1, 0 or -1, got {attitudes[i, j]}"
        )
