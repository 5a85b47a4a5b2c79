"""The stretch of time in which nearly all of some instants lie."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

__all__ = ["main_stretch"]

_FEWEST = 20  # of fewer instants none is called far off
_FAR = 4  # how many times the length of the rest a gap must be


def main_stretch(instants: Sequence[int]) -> tuple[int, int] | None:
    """Return the first and last instant of the stretch in which nearly all lie; None without any.

    At most one in twenty is left out, and only across a gap that is four times as long as all of
    the rest: a single note of many years later would else draw everything before it as one point.

    >>> main_stretch([*range(100, 140), 100_000])
    (100, 139)
    >>> main_stretch([0, 1, 1_000])
    (0, 1000)
    """
    if not instants:
        return None
    found = sorted(instants)
    may_go = len(found) // _FEWEST
    while may_go:
        gaps = [later - earlier for earlier, later in pairwise(found)]
        at = max(range(len(gaps)), key=gaps.__getitem__)
        before, after = found[: at + 1], found[at + 1 :]
        near, far = (before, after) if len(before) >= len(after) else (after, before)
        if len(far) > may_go or gaps[at] <= _FAR * (near[-1] - near[0]):
            break
        found, may_go = near, may_go - len(far)
    return found[0], found[-1]
