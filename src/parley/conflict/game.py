"""A conflict in graph form: states, who can move between them, and what each party prefers.

Every relation is a matrix of truth values, so that moves may be any arcs and preference may be
uncertain, strong or a matter of degree. This is the form for conflicts of up to some thousand
states; `threshold` analyses option-form spaces of millions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.space.space import Bools, Ints, Space, movers, outcomes

__all__ = ["MOST_STATES", "Game", "GameMover", "game_of", "make_game"]

#: States that matrices are made for: 4,096 take 16 MiB a relation.
MOST_STATES = 4_096


@dataclass(frozen=True, slots=True, eq=False)
class GameMover:
    """Parties that act as one, and where they can go: `arcs[s, t]` is a move from s to t."""

    who: frozenset[int]
    arcs: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Game:
    """A graph model.

    Parameters:
        parties: names.
        states: int64, shape (m,): the outcome of the space that each state is, or 0..m-1.
        movers: each party by itself first, in their order; then groups that move jointly.
        ranks: int32, shape (parties, m): more is better, equal is indifferent.
    """

    parties: tuple[str, ...]
    states: NDArray[np.int64]
    movers: tuple[GameMover, ...]
    ranks: Ints

    @property
    def better(self) -> tuple[Bools, ...]:
        """Per party: whether it strictly prefers t to s, at [s, t]."""
        return tuple(rank[None, :] > rank[:, None] for rank in self.ranks)


def make_game(parties: tuple[str, ...], arcs: tuple[Bools, ...], ranks: Ints) -> Game:
    """Make a game in graph form from one matrix of arcs and one row of ranks for each party.

    Parameters:
        parties: names.
        arcs: per party bool, shape (m, m); moves need be neither transitive nor symmetric.
        ranks: int, shape (parties, m); more is better.
    """
    single = tuple(GameMover(frozenset((i,)), arc.copy()) for i, arc in enumerate(arcs))
    for mover in single:
        np.fill_diagonal(mover.arcs, False)
    return Game(parties, np.arange(ranks.shape[1], dtype=np.int64), single, ranks.astype(np.int32))


def game_of(space: Space) -> Game:
    """Put a compiled space into graph form, over its feasible outcomes alone.

    O(m^2) memory for m feasible outcomes; see `MOST_STATES`.
    """
    states = outcomes(space)
    places = [
        (states // stride) % count for stride, count in zip(space.strides, space.sizes, strict=True)
    ]
    found = []
    for mover in movers(space):
        arcs = np.ones((len(states), len(states)), dtype=np.bool_)
        for issue, place in enumerate(places):
            if issue not in mover.issues:
                arcs &= place[:, None] == place[None, :]
            elif space.directions[issue] == "up":
                arcs &= place[:, None] <= place[None, :]
            elif space.directions[issue] == "down":
                arcs &= place[:, None] >= place[None, :]
        np.fill_diagonal(arcs, False)
        found.append(GameMover(mover.who, arcs))
    ranks = np.stack([rank[states] for rank in space.ranks])
    return Game(space.parties, states, tuple(found), ranks)
