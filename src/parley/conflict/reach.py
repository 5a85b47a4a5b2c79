"""Where a group can get to by legal sequences of moves: joint moves and joint improvements.

A legal sequence is a chain of moves in which nobody moves twice in a row; a party may move again
later. So the search is over pairs of a state and its last mover (Fang, Hipel and Kilgour 1993).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parley.space.space import Bools

__all__ = ["joint_reach", "matches", "reach"]


def matches(first: Bools, second: Bools) -> Bools:
    """Return the Boolean product: whether some t has `first[s, t]` and `second[t, u]`."""
    found: Bools = (first.astype(np.float32) @ second.astype(np.float32)) > np.float32(0.5)
    return found


def reach(steps: Sequence[Bools]) -> Bools:
    """Return whether the movers of a group can get from s to t by a legal sequence, at [s, t].

    Parameters:
        steps: per mover bool, shape (m, m): its single steps. One mover makes one step.

    O(k m^3) a round for k movers and m states; rounds until nothing new is reached.
    """
    if not steps:
        raise ValueError("expected at least one mover")
    found: Bools = np.logical_or.reduce(joint_reach(steps))
    return found


def joint_reach(steps: Sequence[Bools]) -> tuple[Bools, ...]:
    """Return, for each mover, the states that can be reached with that mover the last to move."""
    last = [step.copy() for step in steps]
    fresh = [step.copy() for step in steps]
    while any(one.any() for one in fresh):
        found = []
        for k, step in enumerate(steps):
            others = [one for j, one in enumerate(fresh) if j != k]
            if not others:
                found.append(np.zeros_like(step))
                continue
            found.append(matches(np.logical_or.reduce(others), step) & ~last[k])
        fresh = found
        for k, one in enumerate(found):
            last[k] |= one
    return tuple(last)
