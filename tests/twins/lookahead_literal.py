"""Limited-move stability as section 4 of the definitions says it, by recursion over lines of moves.

The two parties' moves are dictionaries from a state to the set of states they can go to, and ranks
are lists. Nothing is shared with the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

__all__ = ["every_end", "the_end"]

Moves = Sequence[dict[int, set[int]]]
Ranks = Sequence[Sequence[int]]


def the_end(moves: Moves, ranks: Ranks, party: int, state: int, horizon: int) -> int:
    """Return G_h(i, s) for strict preferences."""
    if horizon == 0 or not moves[party][state]:
        return state
    ends = [the_end(moves, ranks, 1 - party, t, horizon - 1) for t in moves[party][state]]
    best = max(ends, key=lambda end: ranks[party][end])
    return best if ranks[party][best] > ranks[party][state] else state


def every_end(moves: Moves, ranks: Ranks, party: int, state: int, horizon: int) -> set[int]:
    """Return what G_h(i, s) can be, over every way in which every tie on every line can fall."""
    if horizon == 0 or not moves[party][state]:
        return {state}
    rank = ranks[party]
    each = [every_end(moves, ranks, 1 - party, t, horizon - 1) for t in moves[party][state]]
    found = set()
    for ends in product(*each):
        best = max(rank[end] for end in ends)
        if best > rank[state]:
            found |= {end for end in ends if rank[end] == best}
        else:
            found.add(state)
    return found
