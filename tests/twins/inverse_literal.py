"""The inverse problem by going through all rankings: the slow twin of the counting.

Movers are their parties and, from each state, the set of states they can go to; stability is that
of section 3 of the definitions. Nothing is shared with the package.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations, product

__all__ = ["count_rankings", "minimal_sets", "profiles", "stable_for"]

Moves = dict[int, set[int]]
Movers = Sequence[tuple[frozenset[int], Moves]]
Ranks = Sequence[Sequence[int]]


def answers(movers: Movers, ranks: Ranks, party: int, s1: int, credible: bool) -> set[int]:
    """Return where the others can go from s1, nobody twice in a row; `credible`: improving."""
    seen: set[tuple[int, int]] = set()
    waiting = [(s1, -1)]
    while waiting:
        state, last = waiting.pop()
        for k, (who, moves) in enumerate(movers):
            if party in who or k == last:
                continue
            for target in moves[state]:
                if credible and not all(ranks[j][target] > ranks[j][state] for j in who):
                    continue
                if (target, k) not in seen:
                    seen.add((target, k))
                    waiting.append((target, k))
    return {state for state, _ in seen}


def stable_for(movers: Movers, ranks: Ranks, party: int, state: int, concept: str) -> bool:
    """Whether a state is stable for a party."""
    own = next(moves for who, moves in movers if who == {party})
    rank = ranks[party]
    for s1 in own[state]:
        if rank[s1] <= rank[state]:
            continue
        if concept == "R":
            return False
        sanctioned = False
        for s2 in answers(movers, ranks, party, s1, concept in ("SEQ", "SSEQ")):
            bad = rank[s2] <= rank[state]
            if concept in ("SMR", "SSEQ"):
                bad = bad and all(rank[s3] <= rank[state] for s3 in own[s2])
            sanctioned = sanctioned or bad
        if not sanctioned:
            return False
    return True


def count_rankings(movers: Movers, ranks: Ranks, party: int, state: int, concept: str) -> int:
    """Return under how many strict rankings of its own a state is stable for a party."""
    return sum(
        stable_for(movers, [*ranks[:party], own, *ranks[party + 1 :]], party, state, concept)
        for own in permutations(range(len(ranks[0])))
    )


def minimal_sets(
    movers: Movers, ranks: Ranks, party: int, state: int, concept: str
) -> set[frozenset[int]]:
    """Return the smallest sets of states that, not preferred to a state, make it stable."""
    others = [s for s in range(len(ranks[0])) if s != state]
    found: set[frozenset[int]] = set()
    for size in range(len(others) + 1):
        for chosen in map(frozenset, combinations(others, size)):
            own = [1 if s == state else 0 if s in chosen else 2 for s in range(len(ranks[0]))]
            full = [*ranks[:party], own, *ranks[party + 1 :]]
            if stable_for(movers, full, party, state, concept) and not any(
                smaller <= chosen for smaller in found
            ):
                found.add(chosen)
    return found


def profiles(
    movers: Movers, ranks: Ranks, free: Sequence[int], state: int, concept: str
) -> Iterator[list[Sequence[int]]]:
    """Yield every profile, strict for the free parties, under which a state is an equilibrium."""
    for some in product(permutations(range(len(ranks[0]))), repeat=len(free)):
        full = list(ranks)
        for party, own in zip(free, some, strict=True):
            full[party] = own
        if all(stable_for(movers, full, i, state, concept) for i in range(len(ranks))):
            yield full
