"""The inverse problem: what a party would have to prefer for a state to be stable for it.

With the other parties fixed, stability depends only on which states the party does not prefer to
the state in question, and can only be gained by preferring fewer. So all rankings are counted by
counting such sets by their size, without going through the rankings (the problem: Kinsara, Kilgour
and Hipel 2015, Inverse approach to the graph model for conflict resolution).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import comb, factorial
from typing import TypeAlias

import numpy as np

from parley.conflict.game import Game
from parley.conflict.reach import reach
from parley.space.space import Bools

__all__ = ["INVERSE_CONCEPTS", "Deterrence", "Inverse", "deterrences", "inverse"]

INVERSE_CONCEPTS = ("R", "GMR", "SMR", "SEQ", "SSEQ")

#: A sum of products: a term is a number whose bits are states, all of which are not preferred.
_Clause: TypeAlias = frozenset[int]
_Formula: TypeAlias = frozenset[_Clause]
#: How many sets there are of each size.
_Sizes: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Deterrence:
    """What keeps a party from one move.

    Parameters:
        move: the state that it could go to.
        unless: any one of these suffices: states none of which it prefers to the one it leaves.
            The first is the move itself: no temptation. The others are answers, with what
            the party could still do after them where the concept asks for that.
    """

    move: int
    unless: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Inverse:
    """How a party can come to find a state stable.

    Parameters:
        party, state, concept: the question.
        count: the strict rankings of all states under which the state is stable for the party.
        of: all strict rankings.
        minimal: sets of states: it is stable exactly if, for one of them, none is preferred to it;
            none of them contains another. The smallest first.
        complete: whether these are all such sets, or only as many as were asked for.
    """

    party: int
    state: int
    concept: str
    count: int
    of: int
    minimal: tuple[frozenset[int], ...]
    complete: bool


def inverse(game: Game, party: int, *, state: int, concept: str, listed: int = 1000) -> Inverse:
    """Answer the inverse problem for one party; its own ranks in `game` are not looked at.

    Parameters:
        game: movers, and the ranks of the other parties.
        party: its number.
        state: the place of the state that is to be stable.
        concept: one of `INVERSE_CONCEPTS`.
        listed: how many minimal sets are given.

    Raises ValueError for another concept.
    """
    found = deterrences(game, party, state=state, concept=concept)
    formula = _without_implied(
        frozenset(frozenset(_bits(term) for term in one.unless) for one in found)
    )
    others = len(game.states) - 1
    sizes = _times(_count(formula, {}), _any_of(others - _variables(formula).bit_count()))
    count = sum(
        number * factorial(size) * factorial(others - size) for size, number in enumerate(sizes)
    )
    minimal = list(islice(_minimal(formula), listed + 1))
    return Inverse(
        party=party,
        state=state,
        concept=concept,
        count=count,
        of=factorial(others + 1),
        minimal=tuple(sorted(minimal[:listed], key=lambda one: (len(one), sorted(one)))),
        complete=len(minimal) <= listed,
    )


def deterrences(game: Game, party: int, *, state: int, concept: str) -> tuple[Deterrence, ...]:
    """Return, for each move of a party from a state, what would keep it from making it.

    The state is stable for the party exactly if something keeps it from each. Parameters and
    ValueError as for `inverse`.
    """
    if concept not in INVERSE_CONCEPTS:
        raise ValueError(f"expected one of {', '.join(INVERSE_CONCEPTS)}, not {concept!r}")
    own = game.movers[party].arcs
    answers = _answers(game, party, concept)
    found = []
    for move in np.flatnonzero(own[state]).tolist():
        terms = {frozenset((move,)): None}
        for answer in np.flatnonzero(answers[move]).tolist():
            after = np.flatnonzero(own[answer]).tolist() if concept in ("SMR", "SSEQ") else []
            terms[frozenset((answer, *after)) - {state}] = None
        found.append(Deterrence(move, tuple(terms)))
    return tuple(found)


def _answers(game: Game, party: int, concept: str) -> Bools:
    """Return where the others can go in answer, bool of shape (m, m)."""
    better = game.better
    steps = []
    for mover in game.movers:
        if party in mover.who or concept == "R":
            continue
        arcs = mover.arcs
        for member in mover.who if concept in ("SEQ", "SSEQ") else ():
            arcs = arcs & better[member]
        steps.append(arcs)
    return reach(steps) if steps else np.zeros_like(game.movers[party].arcs)


def _bits(states: frozenset[int]) -> int:
    return sum(1 << state for state in states)


def _states(bits: int) -> frozenset[int]:
    return frozenset(k for k in range(bits.bit_length()) if bits >> k & 1)


def _variables(formula: _Formula) -> int:
    found = 0
    for clause in formula:
        for term in clause:
            found |= term
    return found


def _without_implied(formula: _Formula) -> _Formula:
    """Return an equal formula without terms and clauses that others make superfluous."""
    clauses: list[_Clause] = []
    for clause in formula:
        kept = [t for t in clause if not any(o != t and o & t == o for o in clause)]
        if 0 not in kept:  # the empty term is always true
            clauses.append(frozenset(kept))
    distinct = set(clauses)
    return frozenset(
        clause
        for clause in distinct
        if not any(other != clause and _implies(other, clause) for other in distinct)
    )


def _implies(first: _Clause, second: _Clause) -> bool:
    """Whether every term of the first makes one of the second true."""
    return all(any(term & one == term for term in second) for one in first)


def _count(formula: _Formula, known: dict[_Formula, _Sizes]) -> _Sizes:
    """Return how many sets, of each size, of the formula's own variables make it true.

    Parts without common variables are counted apart; a part is split on a variable, true or false.
    """
    sizes: _Sizes = (1,)
    for part in _parts(formula):
        if part not in known:
            known[part] = _count_split(part, known)
        sizes = _times(sizes, known[part])
    return sizes


def _count_split(formula: _Formula, known: dict[_Formula, _Sizes]) -> _Sizes:
    if frozenset() in formula:
        return (0,)
    clause = min(formula, key=lambda one: (len(one), sorted(one)))
    weight = {
        k: sum(term >> k & 1 for one in formula for term in one)
        for k in _states(_variables(frozenset((clause,))))
    }
    bit = 1 << max(weight, key=lambda k: (weight[k], -k))
    rest = _variables(formula) & ~bit
    preferred = frozenset(frozenset(t for t in one if not t & bit) for one in formula)
    not_preferred = frozenset(frozenset(t & ~bit for t in one) for one in formula)
    found: _Sizes = (0,)
    for part, shift in ((preferred, ()), (not_preferred, (0,))):
        simpler = _without_implied(part)
        free = _any_of((rest & ~_variables(simpler)).bit_count())
        found = _plus(found, (*shift, *_times(_count(simpler, known), free)))
    return found


def _parts(formula: _Formula) -> list[_Formula]:
    """Return the parts of a formula that have no variable in common."""
    parts: list[tuple[int, list[_Clause]]] = []
    for clause in formula:
        variables, together = _variables(frozenset((clause,))), [clause]
        apart = []
        for other, clauses in parts:
            if other & variables:
                variables |= other
                together += clauses
            else:
                apart.append((other, clauses))
        parts = [*apart, (variables, together)]
    return [frozenset(clauses) for _, clauses in parts]


def _any_of(count: int) -> _Sizes:
    """Return how many sets of each size there are of so many things."""
    return tuple(comb(count, size) for size in range(count + 1))


def _plus(first: _Sizes, second: _Sizes) -> _Sizes:
    longer, shorter = sorted((first, second), key=len, reverse=True)
    return tuple(n + (shorter[k] if k < len(shorter) else 0) for k, n in enumerate(longer))


def _times(first: _Sizes, second: _Sizes) -> _Sizes:
    found = [0] * (len(first) + len(second) - 1)
    for i, one in enumerate(first):
        for j, other in enumerate(second):
            found[i + j] += one * other
    return tuple(found)


def _minimal(formula: _Formula) -> Iterator[frozenset[int]]:
    """Yield the smallest sets that make a formula true: none can spare a state."""
    from pysat.solvers import Glucose4  # slow to import, so only when needed

    variables = _variables(formula)
    top = variables.bit_length()
    with Glucose4() as solver:
        for clause in formula:
            chosen = []
            for term in clause:
                top += 1
                chosen.append(top)
                for k in _states(term):
                    solver.add_clause([-top, k + 1])
            solver.add_clause(chosen)
        while solver.solve():
            found = variables & sum(1 << (v - 1) for v in solver.get_model() if v > 0)
            for k in sorted(_states(found), reverse=True):
                if _true(formula, found & ~(1 << k)):
                    found &= ~(1 << k)
            yield _states(found)
            solver.add_clause([-(k + 1) for k in _states(found)])


def _true(formula: _Formula, chosen: int) -> bool:
    return all(any(term & chosen == term for term in clause) for clause in formula)
