"""The inverse problem for several parties: rankings of all that make a state an equilibrium.

Under SEQ and SSEQ what one party prefers decides which answers of it are credible to another, so
that parties cannot be taken one by one. The question goes to a SAT solver: one variable for each
party and pair of states, clauses that make a strict order of them, and clauses for stability.

Claims of the kind "the others can improve their way from s to t" could be made to support each
other in a circle. Such circles are cut as they appear: each time the solver claims what its own
rankings do not bear out, it is told that these claims need support from outside them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeAlias

import numpy as np

from parley.conflict.game import Game
from parley.conflict.inverse import INVERSE_CONCEPTS
from parley.conflict.reach import reach
from parley.space.space import Ints

__all__ = ["find_profile"]

_TRUE = 1  # the variable that is always true

_Node: TypeAlias = tuple[int, int]  # a state and who moved last; before any move -1


@dataclass(frozen=True, slots=True, eq=False)
class _Sequences:
    """What is claimed about improvements that answer one move of one party.

    Parameters:
        start: the node before any answer.
        claims: node -> the variable that claims that it is reached.
        steps: (earlier node, node) -> the variable that claims the one from the other.
    """

    start: _Node
    claims: Mapping[_Node, int]
    steps: Mapping[tuple[_Node, _Node], int]


@dataclass(slots=True, eq=False)
class _Encoding:
    """Clauses under construction.

    Parameters:
        free: per party whose ranking is sought the number of its first variable.
    """

    game: Game
    state: int
    concept: str
    free: dict[int, int]
    top: int
    clauses: list[list[int]] = field(default_factory=lambda: [[_TRUE]])
    sequences: list[_Sequences] = field(default_factory=list)


def find_profile(
    game: Game,
    state: int,
    *,
    concept: str,
    free: Collection[int],
    known: Iterable[tuple[int, int, int]] = (),
) -> Ints | None:
    """Return ranks under which a state is stable for every party, or None if there are none.

    The ranks of the free parties are strict, from 0 to m - 1; those of the others are the game's.

    Parameters:
        game: movers, and the ranks of the parties that are not free.
        state: the place of the state that is to be an equilibrium.
        concept: one of `INVERSE_CONCEPTS`.
        free: the numbers of the parties whose rankings are sought.
        known: what is known of these: (party, worse state, better state).

    Raises ValueError for another concept, or for known preferences of a party that is not free.
    O(m^3) clauses for each free party: meant for some dozen states.
    """
    from pysat.solvers import Glucose4  # slow to import, so only when needed

    if concept not in INVERSE_CONCEPTS:
        raise ValueError(f"expected one of {', '.join(INVERSE_CONCEPTS)}, not {concept!r}")
    encoding = _orders(game, state, concept=concept, free=sorted(set(free)))
    for party, worse, better in known:
        if party not in encoding.free:
            raise ValueError(f"party {party} is not free: its preferences are the game's")
        encoding.clauses.append([_better(encoding, party, worse, better)])
    for party in range(len(game.parties)):
        _make_stable(encoding, party)
    with Glucose4(bootstrap_with=encoding.clauses) as solver:
        while solver.solve():
            true = {literal for literal in solver.get_model() if literal > 0}
            circles = [clause for one in encoding.sequences for clause in _circular(one, true)]
            if not circles:
                return _ranks(encoding, true)
            solver.append_formula(circles)
    return None


def _orders(game: Game, state: int, *, concept: str, free: list[int]) -> _Encoding:
    """Return clauses that make a strict order of the states for each free party."""
    count = len(game.states)
    pairs = count * (count - 1) // 2
    first = {party: _TRUE + 1 + k * pairs for k, party in enumerate(free)}
    encoding = _Encoding(game, state, concept, first, _TRUE + pairs * len(free))
    for party in free:
        for a, b, c in combinations(range(count), 3):
            ab, bc, ac = (_better(encoding, party, *pair) for pair in ((a, b), (b, c), (a, c)))
            encoding.clauses += [[-ab, -bc, ac], [ab, bc, -ac]]
    return encoding


def _better(encoding: _Encoding, party: int, s: int, t: int) -> int:
    """Return the literal that says that a party prefers t to s."""
    if party not in encoding.free:
        rank = encoding.game.ranks[party]
        return _TRUE if rank[t] > rank[s] else -_TRUE
    if s == t:
        return -_TRUE
    low, high = min(s, t), max(s, t)
    # Pairs in the order (0, 1), (0, 2), (1, 2), (0, 3), ...
    literal = encoding.free[party] + high * (high - 1) // 2 + low
    return literal if s < t else -literal


def _all_of(encoding: _Encoding, literals: Iterable[int]) -> int:
    """Return a literal that implies all of some."""
    distinct = set(literals) - {_TRUE}
    if -_TRUE in distinct:
        return -_TRUE
    if len(distinct) <= 1:
        return distinct.pop() if distinct else _TRUE
    encoding.top += 1
    found = encoding.top
    encoding.clauses += [[-found, literal] for literal in sorted(distinct)]
    return found


def _make_stable(encoding: _Encoding, party: int) -> None:
    """Add what keeps a party from each of its moves."""
    game, state, concept = encoding.game, encoding.state, encoding.concept
    own = game.movers[party].arcs

    def no_better(answer: int) -> list[int]:
        after = np.flatnonzero(own[answer]).tolist() if concept in ("SMR", "SSEQ") else []
        return [-_better(encoding, party, state, t) for t in (answer, *after)]

    for move in np.flatnonzero(own[state]).tolist():
        clause = [-_better(encoding, party, state, move)]
        if clause[0] != _TRUE and concept != "R":
            for answer, reached in _answers(encoding, party, move).items():
                deters = _all_of(encoding, no_better(answer))
                if deters != -_TRUE:
                    clause += [_all_of(encoding, (deters, literal)) for literal in reached]
        encoding.clauses.append(clause)


def _answers(encoding: _Encoding, party: int, move: int) -> dict[int, list[int]]:
    """Return the answers to a move, each with literals one of which says that it can be given."""
    game = encoding.game
    others = [k for k, mover in enumerate(game.movers) if party not in mover.who]
    if encoding.concept in ("SEQ", "SSEQ"):
        sequences = _improvements(encoding, others, move)
        encoding.sequences.append(sequences)
        found: dict[int, list[int]] = {}
        for (answer, _), claim in sequences.claims.items():
            found.setdefault(answer, []).append(claim)
        return found
    if not others:
        return {}
    reached = reach([game.movers[k].arcs for k in others])[move]
    return {answer: [_TRUE] for answer in np.flatnonzero(reached).tolist()}


def _improvements(encoding: _Encoding, others: list[int], move: int) -> _Sequences:
    """Add claims that the others improve their way from a move to a state, and what they need."""
    start = (move, -1)
    claims: dict[_Node, int] = {}
    steps: dict[tuple[_Node, _Node], int] = {}
    origins: dict[_Node, list[int]] = {}
    waiting = [start]
    while waiting:
        node = waiting.pop()
        s, last = node
        for k in others:
            if k == last:
                continue
            mover = encoding.game.movers[k]
            for t in np.flatnonzero(mover.arcs[s]).tolist():
                improves = [_better(encoding, member, s, t) for member in sorted(mover.who)]
                if -_TRUE in improves:
                    continue
                target = (t, k)
                if target not in claims:
                    encoding.top += 1
                    claims[target] = encoding.top
                    waiting.append(target)
                encoding.top += 1
                steps[node, target] = encoding.top
                origins.setdefault(target, []).append(encoding.top)
                needs = improves if node == start else [*improves, claims[node]]
                encoding.clauses += [[-encoding.top, one] for one in needs]
    encoding.clauses += [[-claims[node], *found] for node, found in origins.items()]
    return _Sequences(start, claims, steps)


def _circular(sequences: _Sequences, true: Collection[int]) -> list[list[int]]:
    """Return clauses by which claims that only support each other need support from outside."""
    after: dict[_Node, list[_Node]] = {}
    for (node, target), step in sequences.steps.items():
        if step in true:
            after.setdefault(node, []).append(target)
    founded = {sequences.start}
    waiting = [sequences.start]
    while waiting:
        for target in after.get(waiting.pop(), ()):
            if target not in founded:
                founded.add(target)
                waiting.append(target)
    adrift = {n for n, claim in sequences.claims.items() if claim in true and n not in founded}
    support = [
        step
        for (node, target), step in sequences.steps.items()
        if target in adrift and node not in adrift
    ]
    return [[-sequences.claims[node], *support] for node in sorted(adrift)]


def _ranks(encoding: _Encoding, true: Collection[int]) -> Ints:
    """Return the ranks that the solver found: how many states each is preferred to."""
    ranks = encoding.game.ranks.copy()
    states = range(ranks.shape[1])
    for party in encoding.free:
        for s in states:
            literals = [_better(encoding, party, t, s) for t in states if t != s]
            ranks[party, s] = sum((abs(one) in true) == (one > 0) for one in literals)
    return ranks
