"""Why a state is stable for a party or not: what tempts it, and what the others can do then.

The explanation is found by searching, step by step and by the definitions alone, so that it also
shows the verdict to be right: an improvement that is deterred comes with the moves that deter it,
one that is not comes with nothing because the whole of what the others can reach was looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.conflict.steps import Steps

__all__ = ["MOST_LOOKED_AT", "Answer", "Explanation", "explain"]

#: States that are looked at for one explanation before it is left open.
MOST_LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class Answer:
    """One countermove: the parties that make it, and the state it leads to."""

    by: frozenset[int]
    to: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """What lies behind one verdict.

    Parameters:
        state, party, concept: of what.
        stable: the verdict; None where the search was ended before it was clear.
        improvements: how many of the party's moves lead to something better for it.
        tempted_to: the best improvement that nothing deters; where all are deterred the best one;
            None: there is none.
        answers: the countermoves that deter it, in order; none where nothing does.
        escape: the best that the party can still move to after them, where that is better for it
            than the sanction; None elsewhere.
    """

    state: int
    party: int
    concept: str
    stable: bool | None
    improvements: int
    tempted_to: int | None
    answers: tuple[Answer, ...]
    escape: int | None = None


@dataclass(frozen=True, slots=True)
class _Question:
    steps: Steps
    ranks: Sequence[np.ndarray]
    party: int
    concept: str
    state: int
    most: int


def explain(
    steps: Steps,
    ranks: Sequence[np.ndarray],
    *,
    party: int,
    concept: str,
    state: int,
    most: int = MOST_LOOKED_AT,
) -> Explanation:
    """Explain the verdict on one state for one party.

    Parameters:
        steps: all moves; see `steps`.
        ranks: per party, by state; more is better.
        party: its number.
        concept: R, GMR, SMR, SEQ or SSEQ.
        state: as `steps` numbers it.
        most: how many states are looked at before the search is ended.
    """
    asked = _Question(steps, ranks, party, concept, state, most)
    rank = ranks[party]
    better = sorted(
        (to for to in _own_moves(asked, state).tolist() if rank[to] > rank[state]),
        key=lambda to: (-int(rank[to]), to),
    )
    if not better:
        return Explanation(state, party, concept, True, 0, None, ())
    if concept == "R":
        return Explanation(state, party, concept, False, len(better), better[0], ())
    shown: tuple[int, tuple[Answer, ...]] | None = None
    for to in better:
        answers = _sanction(asked, to)
        if answers is None:
            return Explanation(state, party, concept, None, len(better), to, ())
        if not answers:
            return Explanation(state, party, concept, False, len(better), to, ())
        shown = shown or (to, answers)
    to, answers = shown or (better[0], ())
    return Explanation(
        state, party, concept, True, len(better), to, answers, _escape(asked, answers)
    )


def _own_moves(asked: _Question, state: int) -> NDArray[np.int64]:
    own = frozenset((asked.party,))
    found = [
        asked.steps.targets(mover, state) for mover, who in enumerate(asked.steps.who) if who == own
    ]
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def _sanction(asked: _Question, start: int) -> tuple[Answer, ...] | None:
    """Return the shortest chain of answers that deters going to `start`; empty: there is none.

    None where more states would have to be looked at than allowed.
    """
    others = [k for k, who in enumerate(asked.steps.who) if asked.party not in who]
    came: dict[tuple[int, int], tuple[int, int] | None] = {(start, -1): None}
    todo = [(start, -1)]
    for node in todo:  # grows while it is read: breadth first
        state, last = node
        for mover in others:
            if mover == last:
                continue
            for to in _answers(asked, mover, state).tolist():
                if (to, mover) in came:
                    continue
                came[(to, mover)] = node
                if _deters(asked, to):
                    return tuple(_chain(asked.steps, came, (to, mover)))
                todo.append((to, mover))
        if len(came) > asked.most:
            return None
    return ()


def _answers(asked: _Question, mover: int, state: int) -> NDArray[np.int64]:
    """Where the mover can go, or would, as the concept counts on it."""
    targets = asked.steps.targets(mover, state)
    if asked.concept in ("SEQ", "SSEQ"):
        for party in asked.steps.who[mover]:
            rank = asked.ranks[party]
            targets = np.compress(rank[targets] > rank[state], targets)
    return targets


def _deters(asked: _Question, state: int) -> bool:
    rank = asked.ranks[asked.party]
    kept = rank[asked.state]
    if rank[state] > kept:
        return False
    if asked.concept not in ("SMR", "SSEQ"):
        return True
    return not bool((rank[_own_moves(asked, state)] > kept).any())


def _chain(
    steps: Steps, came: dict[tuple[int, int], tuple[int, int] | None], end: tuple[int, int]
) -> list[Answer]:
    found = []
    node: tuple[int, int] | None = end
    while node is not None and node[1] >= 0:
        found.append(Answer(steps.who[node[1]], node[0]))
        node = came[node]
    return found[::-1]


def _escape(asked: _Question, answers: tuple[Answer, ...]) -> int | None:
    if not answers:
        return None
    rank = asked.ranks[asked.party]
    sanction = answers[-1].to
    best = max(_own_moves(asked, sanction).tolist(), key=lambda to: int(rank[to]), default=sanction)
    return best if rank[best] > rank[sanction] else None
