"""What parties that act together would not leave, and the equilibria that they could leave.

A coalition moves by legal sequences of its own movers and leaves only for what is better for all of
it (Kilgour, Hipel, Fang and Peng 2001, Coalition analysis in group decision support; Inohara and
Hipel 2008, Coalition analysis in the graph model for conflict resolution). The definitions are
written here as recalled, not as quoted from these papers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np

from parley.conflict.game import Game
from parley.conflict.reach import matches, reach
from parley.space.space import Bools

__all__ = [
    "COALITION_CONCEPTS",
    "Jump",
    "coalition_stable",
    "coalitions",
    "jumps",
    "partition_stable",
    "universally_stable",
]

#: The concepts for coalitions, each named after that for a single party.
COALITION_CONCEPTS = ("CNash", "CGMR", "CSMR", "CSEQ")


@dataclass(frozen=True, slots=True)
class Jump:
    """A coalition could leave one equilibrium for another that all of it prefers.

    Parameters:
        source, target: the places of the two states.
        by: the numbers of the parties of the coalition.
    """

    source: int
    target: int
    by: frozenset[int]


def coalitions(parties: Iterable[int]) -> tuple[frozenset[int], ...]:
    """Return every non-empty set of some parties, the smallest first.

    >>> [sorted(one) for one in coalitions((0, 2))]
    [[0], [2], [0, 2]]
    """
    members = sorted(parties)
    return tuple(
        frozenset(some)
        for count in range(1, len(members) + 1)
        for some in combinations(members, count)
    )


def coalition_stable(
    game: Game, coalition: frozenset[int], concept: str, *, pareto: bool = False
) -> Bools:
    """Return which states are stable for a coalition, bool of shape (m,).

    Outsiders answer with the movers none of whose parties is in the coalition: under CGMR and CSMR
    by legal sequences of all their moves, under CSEQ by sequences of steps of their subcoalitions,
    each to a state better for all of the subcoalition than the one it leaves, no subcoalition twice
    in a row. Even for a coalition of one, CSEQ is therefore not SEQ: there outsiders act singly.
    Where moves are not transitive CSEQ does not imply CGMR, for a party that ended the step of one
    subcoalition may begin that of the next.

    Parameters:
        game: the game.
        coalition: the numbers of its parties.
        concept: one of `COALITION_CONCEPTS`.
        pareto: whether better for all means as good for all and better for at least one.

    Raises ValueError for another concept, an empty coalition or an unknown party.
    """
    _check(game, coalition, concept)
    return _stable(_Rules(game, pareto), coalition, concept, answers=_subcoalition_answers)


def universally_stable(game: Game, concept: str, *, pareto: bool = False) -> Bools:
    """Return which states are stable for every non-empty coalition, bool of shape (m,).

    Parameters, and ValueError: as for `coalition_stable`. O(2^n) coalitions of n parties; under
    CSEQ each has up to 2^n subcoalitions of outsiders.
    """
    everybody = frozenset(range(len(game.parties)))
    _check(game, everybody, concept)
    rules = _Rules(game, pareto)
    found = np.ones(len(game.states), dtype=np.bool_)
    for coalition in coalitions(everybody):
        found &= _stable(rules, coalition, concept, answers=_subcoalition_answers)
    return found


def partition_stable(
    game: Game, blocks: Sequence[frozenset[int]], concept: str, *, pareto: bool = False
) -> Bools:
    """Return which states are stable for each block of a partition, bool of shape (blocks, m).

    Each block acts as one, so that under CSEQ whole blocks answer, not subcoalitions; parties of
    several blocks that decide something only together answer as one too. With one block for each
    party CNash, CGMR, CSMR and CSEQ are R, GMR, SMR and SEQ.

    Parameters:
        blocks: the numbers of the parties of each.
        game, concept, pareto: as for `coalition_stable`.

    Raises ValueError where the blocks do not hold every party once, and for another concept.
    """
    if sorted(party for block in blocks for party in block) != list(range(len(game.parties))):
        raise ValueError("expected blocks that hold every party once")

    def answers(rules: _Rules, block: frozenset[int]) -> Bools:
        others = [other for other in blocks if other != block]
        steps = [rules.improvements(other) for other in others]
        for mover in game.movers:
            if not mover.who & block and not any(mover.who <= other for other in others):
                steps.append(mover.arcs & rules.better(mover.who))
        return rules.sequences(steps)

    rules = _Rules(game, pareto)
    for block in blocks:
        _check(game, block, concept)
    return np.stack([_stable(rules, block, concept, answers=answers) for block in blocks])


def jumps(game: Game, equilibria: Iterable[int], *, pareto: bool = False) -> tuple[Jump, ...]:
    """Return who could leave which equilibrium for another that all who leave prefer.

    Parameters:
        game: the game.
        equilibria: places of states, under any concept.
        pareto: as for `coalition_stable`.

    Every coalition that can is listed, a single party included: an equilibrium under a concept with
    sanctions may be left by one. Source: Kilgour, Hipel, Fang and Peng 2001.
    """
    places = sorted(set(equilibria))
    rules = _Rules(game, pareto)
    found = []
    for coalition in coalitions(range(len(game.parties))):
        improved = rules.improvements(coalition)
        found += [Jump(s, t, coalition) for s in places for t in places if improved[s, t]]
    return tuple(sorted(found, key=lambda jump: (jump.source, jump.target)))


class _Rules:
    """How coalitions of one game move, remembered: many coalitions have the same outsiders."""

    def __init__(self, game: Game, pareto: bool) -> None:
        self.game = game
        self.pareto = pareto
        self.moves = cache(self._moves)
        self.improvements = cache(self._improvements)

    def better(self, coalition: frozenset[int]) -> Bools:
        """Return whether t is better than s for the coalition, at [s, t]."""
        ranks = self.game.ranks[sorted(coalition)]
        more = ranks[:, None, :] > ranks[:, :, None]
        found: Bools = np.logical_and.reduce(more)
        if self.pareto:
            as_good = ranks[:, None, :] >= ranks[:, :, None]
            found = np.logical_and.reduce(as_good) & np.logical_or.reduce(more)
        return found

    def sequences(self, steps: Sequence[Bools]) -> Bools:
        """Return where legal sequences of the steps lead; nowhere without any."""
        return reach(steps) if steps else np.zeros_like(self.game.movers[0].arcs)

    def _moves(self, coalition: frozenset[int]) -> Bools:
        return self.sequences([m.arcs for m in self.game.movers if m.who <= coalition])

    def _improvements(self, coalition: frozenset[int]) -> Bools:
        return self.moves(coalition) & self.better(coalition)


def _subcoalition_answers(rules: _Rules, coalition: frozenset[int]) -> Bools:
    """Return where outsiders can go by steps that improve for all of a subcoalition."""
    outsiders = frozenset(range(len(rules.game.parties))) - coalition
    return rules.sequences([rules.improvements(some) for some in coalitions(outsiders)])


def _stable(
    rules: _Rules,
    coalition: frozenset[int],
    concept: str,
    *,
    answers: Callable[[_Rules, frozenset[int]], Bools],
) -> Bools:
    """Return which states a coalition does not leave; `answers` are those under CSEQ."""
    tempted = rules.improvements(coalition)
    if concept == "CNash":
        return _empty_rows(tempted)
    not_better = ~rules.better(coalition)
    if concept == "CSMR":
        # An answer y deters from leaving s only if all that the coalition can do next is no better.
        not_better &= ~matches(~not_better, rules.moves(coalition).T)
    if concept == "CSEQ":
        answered = answers(rules, coalition)
    else:
        answered = rules.moves(frozenset(range(len(rules.game.parties))) - coalition)
    return _empty_rows(tempted & ~matches(not_better, answered.T))


def _empty_rows(relation: Bools) -> Bools:
    found: Bools = ~np.logical_or.reduce(relation, axis=1)
    return found


def _check(game: Game, coalition: frozenset[int], concept: str) -> None:
    if concept not in COALITION_CONCEPTS:
        raise ValueError(f"expected one of {', '.join(COALITION_CONCEPTS)}, not {concept!r}")
    if not coalition or not coalition <= set(range(len(game.parties))):
        raise ValueError("expected a coalition of one or more of the parties")
