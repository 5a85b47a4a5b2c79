"""The outcomes of a model as numbers: a compiled space.

An outcome is a number in mixed radix: the place of its value on every issue, the first issue least
significant. `ranks` say how good an outcome is for a party: whole numbers from 0 without gaps, more
is better, equal is indifferent; an infeasible outcome has -1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from parley.space.model import Direction

__all__ = [
    "Bools",
    "Ints",
    "Mover",
    "Space",
    "index_of",
    "movers",
    "outcome_of",
    "outcomes",
    "places_of",
]

Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """Outcomes, who can move what, what is feasible, and ranks, as frozen arrays.

    Parameters:
        issues: names, the least significant first.
        values: per issue its values; where a direction holds, from least to greatest.
        parties: names.
        deciders: per issue the numbers of the parties that decide it together; none: no move.
        directions: per issue, along `values`.
        feasible: bool, shape (size,); None where every outcome is feasible.
        ranks: per party int32, shape (size,): dense from 0 over feasible outcomes, else -1.
        digest: names the content of all the above.

    What follows from these is kept with them: `sizes`, how many values each issue has, and
    `strides`, by how much an outcome's number grows with one step along each issue.
    """

    issues: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    parties: tuple[str, ...]
    deciders: tuple[frozenset[int], ...]
    directions: tuple[Direction, ...]
    feasible: Bools | None
    ranks: tuple[Ints, ...]
    digest: str
    sizes: tuple[int, ...] = field(init=False, repr=False)
    strides: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        sizes = tuple(map(len, self.values))
        object.__setattr__(self, "sizes", sizes)
        object.__setattr__(self, "strides", tuple(prod(sizes[:k]) for k in range(len(sizes))))

    @property
    def size(self) -> int:
        """How many outcomes there are, feasible or not."""
        return prod(self.sizes)


@dataclass(frozen=True, slots=True)
class Mover:
    """Parties that act as one, and the issues that they can change together.

    Parameters:
        who: the numbers of the parties: one, or those who decide some issue only together.
        issues: the numbers of the issues of which all deciders are among them.
    """

    who: frozenset[int]
    issues: tuple[int, ...]


def movers(space: Space) -> tuple[Mover, ...]:
    """Return who can move: each party by itself, then each group that decides an issue together.

    A party that decides nothing alone is a mover without issues. A group can change what any of
    it decides, all in one step.
    """
    groups = [frozenset((party,)) for party in range(len(space.parties))]
    joint = {deciders for deciders in space.deciders if len(deciders) > 1}
    groups += sorted(joint, key=lambda one: (len(one), sorted(one)))
    return tuple(
        Mover(who, tuple(k for k, d in enumerate(space.deciders) if d and d <= who))
        for who in groups
    )


def places_of(space: Space, index: int) -> tuple[int, ...]:
    """Return the place of an outcome's value on every issue."""
    found = []
    for count in space.sizes:
        index, place = divmod(index, count)
        found.append(place)
    return tuple(found)


def outcome_of(space: Space, index: int) -> dict[str, str]:
    """Return an outcome as issue -> value."""
    return {
        issue: values[place]
        for issue, values, place in zip(
            space.issues, space.values, places_of(space, index), strict=True
        )
    }


def index_of(space: Space, outcome: dict[str, str]) -> int:
    """Return the number of an outcome given as issue -> value.

    Raises KeyError without a value for every issue, and ValueError for a value it does not have.
    """
    return sum(
        values.index(outcome[issue]) * stride
        for issue, values, stride in zip(space.issues, space.values, space.strides, strict=True)
    )


def outcomes(space: Space) -> NDArray[np.int64]:
    """Return the numbers of the feasible outcomes: int64, shape (m,), ascending."""
    if space.feasible is None:
        return np.arange(space.size, dtype=np.int64)
    return np.flatnonzero(space.feasible).astype(np.int64)
