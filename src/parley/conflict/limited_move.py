"""What two parties foresee who look some moves ahead: limited-move and non-myopic stability.

The two move in turn. A mover goes to the state from which it expects the best end, and stays where
that end is no better than the state it is at (Kilgour 1985, Anticipation and stability in
two-person non-cooperative games; Fang, Hipel and Kilgour 1993; definitions as recalled).

Theory assumes strict preferences. Where a mover is indifferent between its best ends, it may go for
any of them, at every point of every line of moves independently. So the anticipated end is a set,
and two results are given: *certain*, stable however all ties fall (pessimistic), and *possible*,
stable for some way in which they fall (optimistic). Every rule that breaks ties lies between the
two, and without ties they are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from parley.conflict.game import Game
from parley.conflict.reach import matches
from parley.space.space import Bools

__all__ = ["LookAhead", "NonMyopic", "end_states", "limited_move_stable", "non_myopic_stable"]

#: Horizons looked at before giving up on a repetition.
MOST_HORIZONS = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class LookAhead:
    """Which states each of two parties does not leave.

    Parameters:
        certain: bool, shape (2, m): stable however ties fall.
        possible: bool, shape (2, m): stable for some way in which ties fall.
    """

    certain: Bools
    possible: Bools


@dataclass(frozen=True, slots=True, eq=False)
class NonMyopic:
    """Which states are stable for all horizons from some horizon on.

    Parameters:
        stable: at every horizon from `begins` on.
        begins: the horizon at which what is anticipated begins to repeat.
        period: after how many further horizons it repeats; 1: it changes no more.
    """

    stable: LookAhead
    begins: int
    period: int


def end_states(game: Game, horizon: int) -> tuple[Bools, Bools]:
    """Return, per party that moves first, whether it can end at t having begun at s, at [s, t].

    Without ties there is one end for every beginning.

    Parameters:
        game: of two parties, none of whose moves needs both.
        horizon: the most moves that follow, the first one included.

    Raises ValueError for another number of parties, joint moves or a negative horizon.
    """
    _check(game)
    if horizon < 0:
        raise ValueError("expected a horizon of 0 or more moves")
    ends = _stay(game)
    for _ in range(horizon):
        ends = _look_further(game, ends)
    return ends


def limited_move_stable(game: Game, horizon: int) -> LookAhead:
    """Return which states are stable for each party that looks `horizon` moves ahead.

    With horizon 1 this is Nash stability. Parameters and ValueError as for `end_states`.
    """
    return _stable(end_states(game, horizon))


def non_myopic_stable(game: Game) -> NonMyopic:
    """Return which states are stable at every horizon from some horizon on.

    What is anticipated at a horizon depends only on what is anticipated at the one before, so that
    it repeats for ever once it has repeated; a state counts if it is stable all the way round.

    Raises ValueError for another number of parties or joint moves, and RuntimeError if nothing has
    repeated within `MOST_HORIZONS`.
    """
    _check(game)
    ends = _stay(game)
    seen: dict[bytes, int] = {}
    verdicts: list[LookAhead] = []
    for horizon in range(MOST_HORIZONS):
        mark = sha256(np.packbits(np.stack(ends)).tobytes()).digest()
        if mark in seen:
            round_ = verdicts[seen[mark] :]
            stable = LookAhead(
                np.logical_and.reduce([one.certain for one in round_]),
                np.logical_and.reduce([one.possible for one in round_]),
            )
            return NonMyopic(stable, begins=seen[mark], period=horizon - seen[mark])
        seen[mark] = horizon
        verdicts.append(_stable(ends))
        ends = _look_further(game, ends)
    raise RuntimeError(f"nothing repeats within {MOST_HORIZONS} horizons")


def _check(game: Game) -> None:
    if len(game.parties) != 2:
        raise ValueError(f"expected two parties, not {len(game.parties)}")
    if any(len(mover.who) > 1 and mover.arcs.any() for mover in game.movers):
        raise ValueError("parties that move in turn cannot move jointly")


def _stay(game: Game) -> tuple[Bools, Bools]:
    here = np.eye(len(game.states), dtype=np.bool_)
    return here, here


def _look_further(game: Game, ends: tuple[Bools, Bools]) -> tuple[Bools, Bools]:
    """Return the ends one move further ahead."""
    first, second = (_first_moves(game, party, ends[1 - party]) for party in (0, 1))
    return first, second


def _first_moves(game: Game, party: int, after: Bools) -> Bools:
    """Return where a party that moves first can end, given where its moves can end.

    Parameters:
        after: bool, shape (m, m): whether a move to s can end at t, the other moving next.
    """
    arcs, rank = game.movers[party].arcs, game.ranks[party]
    # However ties fall after it, a move is worth at least its worst end: the best move is worth at
    # least the best of these, so no end below that is gone for.
    assured = np.where(after, rank, np.iinfo(rank.dtype).max).min(axis=1)
    floor = np.where(arcs, assured, np.iinfo(rank.dtype).min).max(axis=1)
    found = matches(arcs, after)
    found &= (rank[None, :] > rank[:, None]) & (rank[None, :] >= floor[:, None])
    np.fill_diagonal(found, floor <= rank)  # no end counts as better than itself
    return found


def _stable(ends: tuple[Bools, Bools]) -> LookAhead:
    possible = np.stack([np.diagonal(one) for one in ends])
    alone = np.stack([np.count_nonzero(one, axis=1) == 1 for one in ends])
    return LookAhead(certain=possible & alone, possible=possible)
