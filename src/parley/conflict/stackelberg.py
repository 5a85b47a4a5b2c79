"""Stackelberg stability: one of two parties leads, foreseeing the other's answer.

A state is a Stackelberg equilibrium if it is stable for the leader two moves ahead and for the
follower one move ahead (von Stackelberg 1934; in graph form Fang, Hipel and Kilgour 1989, Conflict
models in graph form: solution concepts and their interrelationships).
"""

from __future__ import annotations

from dataclasses import dataclass

from parley.conflict.game import Game
from parley.conflict.limited_move import limited_move_stable
from parley.space.space import Bools

__all__ = ["Stackelberg", "stackelberg_stable"]


@dataclass(frozen=True, slots=True, eq=False)
class Stackelberg:
    """Which states are equilibria when one party leads.

    Parameters:
        leader: the number of the party.
        certain: bool, shape (m,): however the follower chooses among answers equal to it.
        possible: bool, shape (m,): for some such choice.
    """

    leader: int
    certain: Bools
    possible: Bools


def stackelberg_stable(game: Game, leader: int) -> Stackelberg:
    """Return the Stackelberg equilibria of a game of two parties.

    Parameters:
        game: of two parties, none of whose moves needs both.
        leader: 0 or 1.

    Raises ValueError for another number of parties, joint moves or an unknown leader.
    """
    if leader not in (0, 1):
        raise ValueError("expected party 0 or 1 to lead")
    ahead = limited_move_stable(game, 2)
    follows = limited_move_stable(game, 1).certain[1 - leader]  # one move ahead there are no ties
    return Stackelberg(leader, ahead.certain[leader] & follows, ahead.possible[leader] & follows)
