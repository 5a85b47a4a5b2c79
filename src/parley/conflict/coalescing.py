"""States that nobody tells apart made one: moves into and out of it are those of all its members.

GMCR II coalesces so, for example all states in which somebody has abandoned a plant, whatever else
is set; GMCR+ does not (Fang, Hipel, Kilgour and Peng 2003).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parley.conflict.game import Game, GameMover
from parley.kernel.errors import Refused
from parley.space.space import Bools

__all__ = ["coalesce"]


def coalesce(game: Game, together: Sequence[Bools], names: Sequence[str] = ()) -> Game:
    """Return a game in which each set of states is one, standing at its first member.

    Parameters:
        game: in graph form.
        together: per set bool, shape (m,); sets that overlap become one.
        names: what messages call each set.

    Raises Refused where a party ranks members of one set differently.
    """
    first = np.arange(len(game.states))
    for members in together:
        touched = np.unique(first[members])
        if len(touched):
            first[np.isin(first, touched)] = touched[0]
    faults = [
        f"{party} prefers some outcomes of `{names[k] if k < len(names) else k}` to others"
        for k, members in enumerate(together)
        for party, rank in zip(game.parties, game.ranks, strict=True)
        if members.any() and len(np.unique(rank[members])) > 1
    ]
    if faults:
        raise Refused(
            "outcomes that are to count as one must be as good as each other for everybody: "
            + "; ".join(faults),
            hint="narrow the statement, or let the preferences not tell these outcomes apart",
        )
    kept = np.flatnonzero(first == np.arange(len(first)))
    into = np.searchsorted(kept, first)
    movers = tuple(
        GameMover(mover.who, _arcs(mover.arcs, into, len(kept))) for mover in game.movers
    )
    return Game(game.parties, game.states[kept], movers, game.ranks[:, kept])


def _arcs(arcs: Bools, into: np.ndarray, count: int) -> Bools:
    found = np.zeros((count, count), dtype=np.bool_)
    sources, targets = np.nonzero(arcs)
    found[into[sources], into[targets]] = True
    np.fill_diagonal(found, False)
    return found
