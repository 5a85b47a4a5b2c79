"""Which states are feasible, and how GMCR+ numbers them.

A state's decimal number has a bit for each option, the first lowest. Rankings count the feasible
states by that number, from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from parley.interop.gmcr.cubes import Cube

__all__ = ["feasible_states"]

_MOST_OPTIONS = 62  # bits of a whole number that numpy adds up exactly
_MOST_TESTS = 1_000_000_000  # of a state against a pattern


def feasible_states(
    issues: Sequence[str], infeasible: Iterable[Cube], most: int
) -> NDArray[np.int64] | None:
    """Return the decimal numbers of the feasible states in increasing order.

    Parameters:
        issues: the options, the least significant first.
        infeasible: patterns; a state of which one holds is left out.
        most: how many states there may be.

    None beyond a limit: more than `most` states, four times as many on the way, or too much work.
    """
    if len(issues) > _MOST_OPTIONS:
        return None
    places = {issue: place for place, issue in enumerate(issues)}
    ending: list[set[tuple[int, int]]] = [set() for _ in issues]
    for cube in infeasible:
        mask = sum(1 << places[issue] for issue, _ in cube)
        value = sum(1 << places[issue] for issue, taken in cube if taken)
        if not mask:
            return np.zeros(0, dtype=np.int64)
        ending[mask.bit_length() - 1].add((mask, value))
    states = np.zeros(1, dtype=np.int64)
    tests = 0
    for place, patterns in enumerate(ending):
        states = np.concatenate((states, states | (1 << place)))
        for mask, value in patterns:  # all their options are settled by now
            tests += len(states)
            if tests > _MOST_TESTS:
                return None
            states = states[(states & mask) != value]
        if len(states) > 4 * most:
            return None
    return states if len(states) <= most else None
