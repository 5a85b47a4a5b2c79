"""Which outcomes are stable for whom, under which concept: the result that front ends show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parley.space.space import Bools, Ints, Space

__all__ = ["CONCEPTS", "Group", "Stability", "equilibria", "groups"]

#: Concepts for any number of parties, strongest demand first.
CONCEPTS = ("R", "SMR", "SSEQ", "SEQ", "GMR", "SIM")


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """Verdicts on the states of a conflict, with what made them.

    Parameters:
        method: how they were found, in words.
        version: of parley.
        space: what was analysed; its digest names the input.
        states: int64, shape (m,): the numbers of the outcomes that verdicts are given on.
        stable: concept -> bool, shape (parties, m).
        margins: concept -> int32, shape (parties, m): rank less the best that leaving secures; a
            state is stable where it is not negative. Only for concepts that have one.
        notes: what a reader must know.
    """

    method: str
    version: str
    space: Space
    states: NDArray[np.int64]
    stable: Mapping[str, Bools]
    margins: Mapping[str, Ints]
    notes: tuple[str, ...] = ()


def equilibria(stability: Stability, concept: str) -> NDArray[np.int64]:
    """Return the places in `states` of those that are stable for every party."""
    return np.flatnonzero(stability.stable[concept].all(axis=0)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Group:
    """States that hold for all under the same concepts.

    Parameters:
        concepts: under which, in the order asked.
        count: how many states.
        places: of the first of them.
    """

    concepts: tuple[str, ...]
    count: int
    places: tuple[int, ...]


def groups(stability: Stability, most: int) -> tuple[Group, ...]:
    """Return the states that hold, by the concepts under which they do, most concepts first.

    Parameters:
        most: of how many states of a group the places are given.
    """
    names = tuple(stability.stable)
    code = np.zeros(len(stability.states), dtype=np.int32)
    for bit, verdicts in enumerate(stability.stable.values()):
        code |= verdicts.all(axis=0).astype(np.int32) << bit
    counts = np.bincount(code, minlength=1)
    found = [
        Group(
            tuple(name for bit, name in enumerate(names) if value >> bit & 1),
            int(counts[value]),
            tuple(np.flatnonzero(code == value)[:most].tolist()),
        )
        for value in np.flatnonzero(counts).tolist()
        if value
    ]
    return tuple(
        sorted(found, key=lambda one: (-len(one.concepts), [*map(names.index, one.concepts)]))
    )
