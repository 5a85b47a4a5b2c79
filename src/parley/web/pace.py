"""How fast `now` moves on: by the minute, and slower where a dossier takes long to be worked out.

What is worked out of a dossier as of now serves until now moves on. It begins anew whenever the
dossier changes, so that what was written last is always seen.
"""

from __future__ import annotations

from parley.brief.viewpoint import now
from parley.web.keeping import State

__all__ = ["is_large", "present", "this_minute", "took"]

_FEW = 2_000  # entries that are worked out in no time worth speaking of
_MINUTE = 60_000_000  # microseconds
#: `now` stands for so many times as long as the checks took, but for no longer than `_MOST_S`.
_WORTH = 20
_MOST_S = 600


def is_large(state: State) -> bool:
    """Whether a dossier is so large that it takes long to be checked."""
    return len(state.dossier.entries) > _FEW


def took(state: State, seconds: float) -> None:
    """Note how long the checks of a state of the dossier took."""
    state.pace.seconds = max(seconds, state.pace.seconds)


def present(state: State) -> int:
    """Return what counts as now: the end of the minute in which it was looked at, in microseconds.

    Of a large dossier it is that of an earlier look, if that is not long ago.
    """
    at, pace = now(), state.pace
    stands = min(_WORTH * pace.seconds, _MOST_S) * 1_000_000
    if at - pace.now > (stands if is_large(state) else 0):
        pace.now = this_minute()
    return pace.now


def this_minute() -> int:
    """Return the end of the present minute, in microseconds since 1970 UTC."""
    at = now()
    return at - at % _MINUTE + _MINUTE - 1
