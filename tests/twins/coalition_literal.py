"""Coalition stability as section 5 of the definitions says it, with sets and loops.

A conflict is given as its movers (their parties, and from each state the set of states they can go
to) and, per party, the list of ranks. Nothing is shared with the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations

__all__ = ["all_coalitions", "in_blocks", "of_coalition"]

Party = int
Moves = dict[int, set[int]]
Movers = Sequence[tuple[frozenset[Party], Moves]]
Ranks = Sequence[Sequence[int]]


def all_coalitions(parties: Sequence[Party]) -> list[frozenset[Party]]:
    """Return every non-empty set of the parties."""
    sizes = range(1, len(parties) + 1)
    return [frozenset(c) for c in chain.from_iterable(combinations(parties, n) for n in sizes)]


def legal(moves: Sequence[Moves], start: int) -> set[int]:
    """Return the states that some legal sequence reaches: nobody moves twice in a row."""
    seen: set[tuple[int, int]] = set()
    waiting = [(start, -1)]
    while waiting:
        state, last = waiting.pop()
        for mover, one in enumerate(moves):
            if mover == last:
                continue
            for target in one[state]:
                if (target, mover) not in seen:
                    seen.add((target, mover))
                    waiting.append((target, mover))
    return {state for state, _ in seen}


def improves(ranks: Ranks, group: frozenset[Party], s: int, t: int, pareto: bool) -> bool:
    """Whether t is better than s for a coalition."""
    gains = [ranks[i][t] - ranks[i][s] for i in group]
    if pareto:
        return min(gains) >= 0 and max(gains) > 0
    return min(gains) > 0


def moves_of(movers: Movers, group: frozenset[Party]) -> list[Moves]:
    """Return the moves of those movers whose parties are all in a coalition."""
    return [moves for who, moves in movers if who <= group]


def steps_of(movers: Movers, ranks: Ranks, group: frozenset[Party], pareto: bool) -> Moves:
    """Return a coalition's improvements: from each state what it reaches that is better for it."""
    return {
        s: {t for t in legal(moves_of(movers, group), s) if improves(ranks, group, s, t, pareto)}
        for s in range(len(ranks[0]))
    }


def verdicts(
    movers: Movers,
    ranks: Ranks,
    group: frozenset[Party],
    *,
    concept: str,
    pareto: bool,
    answering: Sequence[Moves],
) -> list[bool]:
    """Return where a coalition stays, given by what steps outsiders answer under CSEQ."""
    outsiders = frozenset(range(len(ranks))) - group
    own, others = moves_of(movers, group), moves_of(movers, outsiders)

    def deters(s: int, y: int) -> bool:
        if improves(ranks, group, s, y, pareto):
            return False
        if concept != "CSMR":
            return True
        return not any(improves(ranks, group, s, z, pareto) for z in legal(own, y))

    found = []
    for s in range(len(ranks[0])):
        stays = True
        for x in steps_of(movers, ranks, group, pareto)[s]:
            if concept == "CNash":
                answers = set()
            elif concept == "CSEQ":
                answers = legal(answering, x)
            else:
                answers = legal(others, x)
            stays = stays and any(deters(s, y) for y in answers)
        found.append(stays)
    return found


def of_coalition(
    movers: Movers, ranks: Ranks, group: frozenset[Party], concept: str, pareto: bool
) -> list[bool]:
    """Return which states are stable for a coalition; every subcoalition of outsiders answers."""
    outsiders = [i for i in range(len(ranks)) if i not in group]
    answering = [steps_of(movers, ranks, sub, pareto) for sub in all_coalitions(outsiders)]
    return verdicts(movers, ranks, group, concept=concept, pareto=pareto, answering=answering)


def in_blocks(
    movers: Movers, ranks: Ranks, blocks: Sequence[frozenset[Party]], concept: str, pareto: bool
) -> list[list[bool]]:
    """Return which states are stable for each block; under CSEQ the other blocks answer as one."""
    found = []
    for block in blocks:
        others = [one for one in blocks if one != block]
        answering = [steps_of(movers, ranks, one, pareto) for one in others]
        for who, moves in movers:
            if who & block or any(who <= one for one in others):
                continue
            joint = {
                s: {t for t in targets if improves(ranks, who, s, t, pareto)}
                for s, targets in moves.items()
            }
            answering.append(joint)
        found.append(
            verdicts(movers, ranks, block, concept=concept, pareto=pareto, answering=answering)
        )
    return found
