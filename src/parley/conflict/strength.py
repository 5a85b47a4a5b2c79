"""Stability where preference has strength: whether every sanction would hurt much, or only a bit.

A state is strongly stable where the sanctions that keep a party there are all much worse for it,
and weakly stable where it is stable but not strongly so (Hamouda, Kilgour and Hipel 2004, 2006).
With levels 1..r of how much better one state is, a sanction can be asked to be worse by any level
(Xu, Hipel, Kilgour and Chen 2010).

Any improvement tempts, however small, and opponents make any improvement. So R does not depend on
strength: a state that nothing tempts away from is strongly stable under every concept. At level 0
a sanction need only be no better than the state left; from level 1 on it must be worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from parley.conflict.game import Game
from parley.conflict.sanctions import Reading, judge
from parley.kernel.errors import Refused
from parley.space.space import Bools

__all__ = ["Levels", "degrees", "levels_of", "strongly", "weakly", "with_strength"]

#: For one party, shape (m, m): by how much it prefers t to s, at [s, t]; 0 where it does not.
Levels: TypeAlias = NDArray[np.int8]


def levels_of(game: Game, much: Sequence[Bools]) -> tuple[Levels, ...]:
    """Return for each party two levels of preference: 1 better, 2 much better.

    Parameters:
        much: for each party bool, shape (m, m): whether t is much better than s, at [s, t].

    Raises Refused where a party much prefers a state that its ranks do not put higher.
    """
    if [one.shape for one in much] != [one.shape for one in game.better]:
        raise Refused("expected for each party a table of all pairs of states")
    for name, one, better in zip(game.parties, much, game.better, strict=True):
        wrong = np.argwhere(one & ~better)
        if len(wrong):
            s, t = wrong[0].tolist()
            raise Refused(f"{name}: state {t} is given as much better than {s} but is not better")
    return tuple(
        better.astype(np.int8) + one.astype(np.int8)
        for better, one in zip(game.better, much, strict=True)
    )


def with_strength(
    game: Game, party: int, concept: str, *, levels: Sequence[Levels], degree: int
) -> Bools:
    """Return whether each state is stable by sanctions that are worse by a degree, shape (m,).

    Parameters:
        concept: R, SMR, SSEQ, SEQ or GMR.
        levels: for each party int8, shape (m, m), in place of the game's ranks; see `Levels`.
        degree: 0 for stability whatever the strength; else the least level by which a state must
            be worse to deter.

    Raises Refused where levels are negative or two states are each better than the other.
    """
    _require_levels(game, levels)
    mine = levels[party]
    improves = tuple(one > 0 for one in levels)
    worse_by = mine.T  # how much worse than s it is at x, at [s, x]
    deters = worse_by >= degree if degree > 0 else ~improves[party]
    return judge(game, party, concept, Reading(improves[party], deters, improves))


def degrees(game: Game, party: int, concept: str, *, levels: Sequence[Levels]) -> NDArray[np.int8]:
    """Return the highest degree to which each state is stable for a party, -1 for none, (m,).

    Parameters are those of `with_strength`; the highest degree there is, is the highest level that
    the party has.
    """
    highest = int(levels[party].max(initial=0))
    found = np.full(len(game.states), -1, dtype=np.int8)
    for degree in range(highest + 1):
        # Higher degrees admit fewer sanctions, so the last degree that holds is the highest.
        found[with_strength(game, party, concept, levels=levels, degree=degree)] = degree
    return found


def strongly(game: Game, party: int, concept: str, *, much: Sequence[Bools]) -> Bools:
    """Return whether each state is strongly stable for a party, bool, shape (m,).

    Parameters:
        concept: R, SMR, SSEQ, SEQ or GMR.
        much: for each party bool, shape (m, m): whether t is much better than s, at [s, t].

    Raises Refused where a party much prefers a state that its ranks do not put higher.
    """
    return with_strength(game, party, concept, levels=levels_of(game, much), degree=2)


def weakly(game: Game, party: int, concept: str, *, much: Sequence[Bools]) -> Bools:
    """Return whether each state is stable for a party but not strongly, bool, shape (m,).

    Parameters are those of `strongly`.
    """
    levels = levels_of(game, much)
    general = with_strength(game, party, concept, levels=levels, degree=0)
    return general & ~with_strength(game, party, concept, levels=levels, degree=2)


def _require_levels(game: Game, levels: Sequence[Levels]) -> None:
    """Raise Refused where levels are not what `Levels` says."""
    if [one.shape for one in levels] != [one.shape for one in game.better]:
        raise Refused("expected for each party a table of all pairs of states")
    for name, one in zip(game.parties, levels, strict=True):
        wrong = np.argwhere((one < 0) | ((one > 0) & (one.T > 0)))
        if len(wrong):
            s, t = wrong[0].tolist()
            raise Refused(
                f"{name}: levels of states {s} and {t} are {one[s, t]} and {one[t, s]}",
                hint="give 0 for one of them and not less for the other",
            )
