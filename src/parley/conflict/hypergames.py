"""Hypergames: each party judges the conflict that it believes in.

In a first-level hypergame each party has a game of its own, in which options may be missing,
invented or misread, and knows of no other (Bennett 1980, Hypergames; Wang, Hipel and Fraser 1988,
Modeling misperceptions in hypergames; Aljefri, Bashar, Fang and Hipel 2018). Universal states are
those of all these games together; each view says what its party takes a universal state for.

Aljefri and others sort equilibria into eight sets by who recognises and who can bring them about.
Here equilibria are sorted by who expects them: by all, by some, by none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from parley.conflict.game import Game, GameMover
from parley.space.space import Bools, Ints

__all__ = [
    "UNSEEN",
    "Hypergame",
    "Judge",
    "Recognition",
    "View",
    "hypergame_stable",
    "partial_view",
    "recognitions",
]

#: What a view has for a universal state that its party does not perceive.
UNSEEN = -1

#: A stability concept: a game -> which states are stable for whom, bool of shape (parties, m).
Judge: TypeAlias = Callable[[Game], Bools]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """The game that a party believes in.

    Parameters:
        game: its parties, moves and preferences as this party sees them.
        me: the number of this party in that game.
        seen: int64, shape (universal states,): the place in the game of the state that each is
            taken for; UNSEEN where it is not perceived. Several may be taken for one.
    """

    game: Game
    me: int
    seen: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Hypergame:
    """A first-level hypergame.

    Parameters:
        parties: names.
        views: for each party its own.
    """

    parties: tuple[str, ...]
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class Recognition:
    """What the parties make of a universal state that is, or is believed to be, an equilibrium.

    Parameters:
        state: the universal state.
        holds: whether it is a hypergame equilibrium, so that no party in fact leaves it.
        perceived_by: the parties that perceive the state.
        expected_by: the parties in whose own game it is an equilibrium.
        expected: whether all, some or none of the parties expect it.
    """

    state: int
    holds: bool
    perceived_by: tuple[int, ...]
    expected_by: tuple[int, ...]
    expected: Literal["all", "some", "none"]


def partial_view(game: Game, me: int, *, perceived: Bools, ranks: Ints | None = None) -> View:
    """Return the view of a party that perceives only some states of a game.

    Moves into and out of the other states are gone, everybody's.

    Parameters:
        game: whose states are the universal states.
        me: the number of the party.
        perceived: bool, shape (m,).
        ranks: int, shape (parties, m): the preferences it ascribes to all; None: the true ones.

    Raises ValueError where no state is perceived.
    """
    kept = np.flatnonzero(perceived)
    if not len(kept):
        raise ValueError("expected a party that perceives at least one state")
    believed = game.ranks if ranks is None else ranks
    seen = np.full(len(game.states), UNSEEN, dtype=np.int64)
    seen[kept] = np.arange(len(kept))
    movers = tuple(GameMover(one.who, one.arcs[np.ix_(kept, kept)]) for one in game.movers)
    own = Game(game.parties, game.states[kept], movers, believed[:, kept].astype(np.int32))
    return View(own, me, seen)


def hypergame_stable(hypergame: Hypergame, judge: Judge, *, unseen_stable: bool = False) -> Bools:
    """Return which universal states each party does not leave, bool of shape (parties, states).

    A hypergame equilibrium is a universal state that no party leaves, each judging by its own view.

    Parameters:
        hypergame: the views.
        judge: the stability concept.
        unseen_stable: what holds of a state for a party that does not perceive it: whether it sees
            nothing to leave for, or, by default, the state counts as no state of its game.

    Raises ValueError where views are not one for each party, or differ in their universal states.
    """
    _check(hypergame)
    return np.stack(
        [
            _as_seen(view, judge(view.game)[view.me], unseen=unseen_stable)
            for view in hypergame.views
        ]
    )


def recognitions(
    hypergame: Hypergame, judge: Judge, *, unseen_stable: bool = False
) -> tuple[Recognition, ...]:
    """Return every hypergame equilibrium and every state that some party expects to be one.

    One that holds and that a party does not expect surprises it; one that it expects and that does
    not hold is its mistake. Parameters and ValueError as for `hypergame_stable`.
    """
    _check(hypergame)
    judged = [(view, judge(view.game)) for view in hypergame.views]
    stays = [_as_seen(view, stable[view.me], unseen=unseen_stable) for view, stable in judged]
    expects = [
        _as_seen(view, np.logical_and.reduce(stable), unseen=False) for view, stable in judged
    ]
    holds = np.logical_and.reduce(stays)
    found = []
    for state in np.flatnonzero(np.logical_or.reduce([holds, *expects])).tolist():
        expected_by = _numbers([bool(one[state]) for one in expects])
        few: Literal["some", "none"] = "some" if expected_by else "none"
        found.append(
            Recognition(
                state=state,
                holds=bool(holds[state]),
                perceived_by=_numbers([bool(v.seen[state] != UNSEEN) for v in hypergame.views]),
                expected_by=expected_by,
                expected="all" if len(expected_by) == len(hypergame.views) else few,
            )
        )
    return tuple(found)


def _as_seen(view: View, stable: Bools, *, unseen: bool) -> Bools:
    """Return a verdict on the states of a view for each universal state."""
    found: Bools = np.where(view.seen == UNSEEN, unseen, stable[view.seen])
    return found


def _numbers(flags: Sequence[bool]) -> tuple[int, ...]:
    return tuple(k for k, flag in enumerate(flags) if flag)


def _check(hypergame: Hypergame) -> None:
    views = hypergame.views
    if len(views) != len(hypergame.parties) or not views:
        raise ValueError("expected one view for each party")
    if len({len(view.seen) for view in views}) != 1:
        raise ValueError("views differ in how many universal states there are")
    for view in views:
        if view.seen.min(initial=0) < UNSEEN or view.seen.max(initial=0) >= len(view.game.states):
            raise ValueError("a view takes a universal state for one that its game has not")
