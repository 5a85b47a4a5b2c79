"""Stability as the definitions say it, with sets and loops: the slow twin of `parley.conflict`.

States are numbers, the moves of a mover are a dictionary from a state to the set of states it can
go to, and joint moves are found by a search over (state, last mover). Nothing here is shared with
the package, so that agreement means something. `preferences` has the other kinds of preference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from parley.space.space import Space

__all__ = [
    "Literal",
    "Reading",
    "judge",
    "legally_reached",
    "of_graph",
    "of_space",
    "simultaneous",
    "stable",
    "standard",
]

Moves = dict[int, set[int]]
#: Whether t stands so to s, called as relation(t, s).
Relation = Callable[[int, int], bool]


@dataclass(frozen=True)
class Literal:
    """A conflict.

    Parameters:
        states: numbers.
        movers: who moves as one, and from each state the set of states they can go to.
        ranks: per party state -> rank; more is better.
    """

    states: tuple[int, ...]
    movers: tuple[tuple[frozenset[int], Moves], ...]
    ranks: tuple[dict[int, int], ...]

    def own(self, party: int) -> Moves:
        """The moves of a party that acts alone."""
        for who, moves in self.movers:
            if who == {party}:
                return moves
        return {state: set() for state in self.states}

    def against(self, party: int) -> list[tuple[frozenset[int], Moves]]:
        """The movers that the party has no part in."""
        return [(who, moves) for who, moves in self.movers if party not in who]


def _digits(space: Space, number: int) -> list[int]:
    found = []
    for values in space.values:
        found.append(number % len(values))
        number //= len(values)
    return found


def _number(space: Space, digits: Sequence[int]) -> int:
    number, weight = 0, 1
    for digit, values in zip(digits, space.values, strict=True):
        number += digit * weight
        weight *= len(values)
    return number


def _feasible(space: Space) -> list[int]:
    count = 1
    for values in space.values:
        count *= len(values)
    return [n for n in range(count) if space.feasible is None or bool(space.feasible[n])]


def _changes(space: Space, who: frozenset[int], state: int, feasible: set[int]) -> set[int]:
    """Where `who` can go from `state`: change any of what they decide, as directions permit."""
    here = _digits(space, state)
    choices = []
    for issue, digit in enumerate(here):
        deciders = space.deciders[issue]
        if deciders and deciders <= who:
            way = space.directions[issue]
            places = range(len(space.values[issue]))
            choices.append(
                [
                    place
                    for place in places
                    if way == "both"
                    or (way == "up" and place >= digit)
                    or (way == "down" and place <= digit)
                ]
            )
        else:
            choices.append([digit])
    return ({_number(space, digits) for digits in product(*choices)} - {state}) & feasible


def of_space(space: Space) -> Literal:
    """Read a conflict off a space: parties alone, and the groups that decide an issue together."""
    feasible = _feasible(space)
    groups = {frozenset({party}) for party in range(len(space.parties))}
    groups |= {deciders for deciders in space.deciders if deciders}
    movers = tuple(
        (who, {state: _changes(space, who, state, set(feasible)) for state in feasible})
        for who in sorted(groups, key=sorted)
    )
    ranks = tuple({state: int(rank[state]) for state in feasible} for rank in space.ranks)
    return Literal(tuple(feasible), movers, ranks)


def of_graph(
    movers: Iterable[tuple[frozenset[int], Sequence[Sequence[bool]]]],
    ranks: Sequence[Sequence[int]],
) -> Literal:
    """Read a conflict off tables: `arcs[s][t]` is a move from s to t, `ranks[party][s]` a rank."""
    states = tuple(range(len(ranks[0])))
    found = tuple(
        (who, {s: {t for t in states if arcs[s][t] and s != t} for s in states})
        for who, arcs in movers
    )
    return Literal(states, found, tuple({s: int(rank[s]) for s in states} for rank in ranks))


def legally_reached(group: Sequence[Moves], start: int) -> set[int]:
    """Where a group can get to from `start` if no mover moves twice in a row (Fang et al. 1993)."""
    seen: set[tuple[int, int]] = set()
    waiting = [(start, -1)]
    while waiting:
        state, last = waiting.pop()
        for mover, moves in enumerate(group):
            if mover == last:
                continue
            for after in moves[state]:
                if (after, mover) not in seen:
                    seen.add((after, mover))
                    waiting.append((after, mover))
    return {state for state, _ in seen}


@dataclass(frozen=True)
class Reading:
    """What a kind of preference makes of the words that the concepts share."""

    tempts: Relation  # (s1, s): leaving s for s1 is worth considering
    deters: Relation  # (s2, s): who ends at s2 would rather have stayed at s
    improves: Callable[[int, int, int], bool]  # (j, t, s): j would step from s to t, in SEQ


def judge(conflict: Literal, party: int, concept: str, reading: Reading) -> list[bool]:
    """For every temptation s1 there is a sanction s2: one answer for each state."""
    own = conflict.own(party)
    group: list[Moves] = []
    for who, moves in conflict.against(party):
        if concept in ("SEQ", "SSEQ"):
            group.append(
                {
                    s: {t for t in moves[s] if all(reading.improves(j, t, s) for j in who)}
                    for s in conflict.states
                }
            )
        else:
            group.append(moves)
    reached = {s1: legally_reached(group, s1) for s1 in conflict.states}
    answers = []
    for s in conflict.states:
        stays = True
        for s1 in own[s]:
            if not reading.tempts(s1, s):
                continue
            if concept == "R":
                stays = False
                continue
            sanctions = {s2 for s2 in reached[s1] if reading.deters(s2, s)}
            if concept in ("SMR", "SSEQ"):
                sanctions = {s2 for s2 in sanctions if all(reading.deters(s3, s) for s3 in own[s2])}
            if not sanctions:
                stays = False
        answers.append(stays)
    return answers


def standard(conflict: Literal, party: int, concept: str) -> list[bool]:
    """R, GMR, SMR, SEQ, SSEQ on ranks, all sanctions compared with the original state."""
    mine = conflict.ranks[party]
    reading = Reading(
        tempts=lambda s1, s: mine[s1] > mine[s],
        deters=lambda s2, s: mine[s] >= mine[s2],
        improves=lambda j, t, s: conflict.ranks[j][t] > conflict.ranks[j][s],
    )
    return judge(conflict, party, concept, reading)


def stable(space: Space, party: int, concept: str) -> list[bool]:
    """Whether each feasible state, in ascending order, is stable for a party of a space.

    Parameters:
        concept: R, GMR, SMR, SEQ, SSEQ or SIM.
    """
    if concept == "SIM":
        return simultaneous(space, party)
    return standard(of_space(space), party, concept)


def simultaneous(space: Space, party: int, *, groups: bool = False) -> list[bool]:
    """SIM: while i leaves, each other party stays or improves, all from the same s.

    Each changes what it decides alone, so the joint effect takes i's issues from s1 and j's from
    x_j. With `groups`, those who decide an issue together can step as one too, each party in at
    most one of the steps.
    """
    conflict = of_space(space)
    mine = conflict.ranks[party]
    others = [
        (who, {s: {t for t in moves[s] if _all_better(conflict, who, t, s)} for s in moves})
        for who, moves in conflict.against(party)
        if groups or len(who) == 1
    ]
    answers = []
    for s in conflict.states:
        improvements = {t for t in conflict.own(party)[s] if mine[t] > mine[s]}
        answers.append(
            all(
                any(c in mine and mine[s] >= mine[c] for c in _effects(space, s, s1, others))
                for s1 in improvements
            )
        )
    return answers


def _all_better(conflict: Literal, who: frozenset[int], t: int, s: int) -> bool:
    return all(conflict.ranks[j][t] > conflict.ranks[j][s] for j in who)


def _effects(
    space: Space, s: int, s1: int, others: list[tuple[frozenset[int], Moves]]
) -> Iterable[int]:
    """The joint effects of i's going to s1 and of each other's staying at s or improving."""
    here = _digits(space, s)
    for chosen in product(*[[s, *moves[s]] for _, moves in others]):
        busy = [who for (who, _), x in zip(others, chosen, strict=True) if x != s]
        if sum(map(len, busy)) != len(frozenset().union(*busy)):
            continue  # somebody would take part in two steps at once
        effect = _digits(space, s1)
        for x in chosen:
            for issue, digit in enumerate(_digits(space, x)):
                if digit != here[issue]:
                    effect[issue] = digit
        yield _number(space, effect)
