"""Where one can go from a state: steps, asked for one state at a time.

Paths are found by asking for the steps from the states that are met and from no others, so that a
space of millions of outcomes need not be put into graph form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.conflict.game import Game
from parley.space.space import Bools, Ints, Space, movers

__all__ = ["Steps", "game_steps", "space_steps", "targets_of", "without"]


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Who can move, and where to from each state.

    Parameters:
        who: per mover the numbers of its parties.
        targets: mover, state -> the states that its steps lead to: int64, ascending or not.
    """

    who: tuple[frozenset[int], ...]
    targets: Callable[[int, int], NDArray[np.int64]]

    def after(self, state: int) -> Iterator[tuple[int, int]]:
        """Yield the number of a mover and the state that its step leads to, for every step."""
        for mover in range(len(self.who)):
            for target in self.targets(mover, state).tolist():
                yield mover, target


_NOWHERE = np.empty(0, dtype=np.int64)


def without(steps: Steps, party: int) -> Steps:
    """Return the steps that remain if a party makes none, alone or jointly."""
    idle = frozenset(k for k, who in enumerate(steps.who) if party in who)

    def targets(mover: int, state: int) -> NDArray[np.int64]:
        return _NOWHERE if mover in idle else steps.targets(mover, state)

    return Steps(steps.who, targets)


def game_steps(
    game: Game, improvements: bool = False, *, parties: frozenset[int] | None = None
) -> Steps:
    """Return the steps of a game, from and to the places of its states.

    Parameters:
        game: what to move in.
        improvements: only steps that every party of the mover prefers to the state it leaves.
        parties: only movers all of whose parties are among these; None: every mover.
    """
    better = game.better if improvements else ()
    arcs: list[Bools] = []
    for mover in game.movers:
        allowed = parties is None or mover.who <= parties
        found = mover.arcs if allowed else np.zeros_like(mover.arcs)
        for party in mover.who if improvements else ():
            found = found & better[party]
        arcs.append(found)

    def targets(mover: int, state: int) -> NDArray[np.int64]:
        return np.flatnonzero(arcs[mover][state])

    return Steps(tuple(mover.who for mover in game.movers), targets)


def space_steps(
    space: Space, improvements: bool = False, *, parties: frozenset[int] | None = None
) -> Steps:
    """Return the steps of a space, from and to the numbers of its outcomes.

    A mover changes any of its issues at once, each along its direction, to a feasible outcome.

    Parameters:
        space: what to move in.
        improvements: only steps that every party of the mover prefers to the outcome it leaves.
        parties: only movers all of whose parties are among these; None: every mover.
    """
    found = movers(space)
    free = [mover.issues if parties is None or mover.who <= parties else () for mover in found]
    ranks = [[space.ranks[p] for p in sorted(mover.who)] if improvements else [] for mover in found]

    def targets(mover: int, state: int) -> NDArray[np.int64]:
        return _preferred(targets_of(space, state, free[mover]), state, ranks[mover])

    return Steps(tuple(mover.who for mover in found), targets)


def targets_of(space: Space, state: int, issues: tuple[int, ...]) -> NDArray[np.int64]:
    """Return the feasible outcomes, other than `state`, that changing the issues leads to."""
    sizes, strides = space.sizes, space.strides
    targets = np.array([state], dtype=np.int64)
    for issue in issues:
        place, direction = state // strides[issue] % sizes[issue], space.directions[issue]
        least = place if direction == "up" else 0
        last = place if direction == "down" else sizes[issue] - 1
        shifts = (np.arange(least, last + 1, dtype=np.int64) - place) * strides[issue]
        targets = (shifts[:, None] + targets[None, :]).ravel()
    allowed = targets != state
    if space.feasible is not None:
        allowed &= space.feasible[targets]
    return np.compress(allowed, targets)


def _preferred(targets: NDArray[np.int64], state: int, ranks: list[Ints]) -> NDArray[np.int64]:
    """Return those of the targets that every ranking puts above the state."""
    for rank in ranks:
        targets = targets[rank[targets] > rank[state]]
    return targets
