"""The life of a copy as a table: which step may follow which, and where it leads.

It is an oracle for `parley.cables.custody.cable` and `lawful_custody`, for one cable released here.
"""

from __future__ import annotations

from dataclasses import dataclass

#: A copy that a post of this office has: what it may do, and what the copy is then.
HELD = {
    "made": {"opened": "opened", "returned": "returned", "destroyed": "destroyed"},
    "passed": {"opened": "opened", "returned": "returned", "destroyed": "destroyed"},
    "opened": {
        "opened": "opened",
        "printed": "opened",
        "read": "opened",
        "passed": "passed",
        "returned": "returned",
        "destroyed": "destroyed",
    },
}


@dataclass
class Copy:
    """A copy: who holds it, what it is, and the parcel it was sent in last."""

    holder: str
    state: str = "made"
    parcel: str | None = None


@dataclass(frozen=True)
class Move:
    """A step that somebody wants to do with a copy.

    Parameters:
        to: the post it is passed or sent to.
        parcel: its parcel; `again`: the parcel that this one repeats.
    """

    kind: str
    by: str
    copy: int
    to: str = ""
    parcel: str = ""
    again: str | None = None


def try_move(copies: dict[int, Copy], here: set[str], keeper: str, sender: str, move: Move) -> bool:
    """Do a step if it may be done, and tell whether it was."""
    copy = copies.get(move.copy)
    if copy is None or move.by not in here:
        return False
    if move.kind == "sent":
        return _send(copy, move, keeper, sender)
    if move.kind == "took-back":
        may = copy.state == "returned" and move.by in (keeper, sender)
        copy.state = "took-back" if may else copy.state
        return may
    steps = HELD.get(copy.state, {}) if copy.holder in here else {}
    if move.kind == "emergency-destroyed":
        if not steps:
            return False
        copy.state = "destroyed"
        return True
    if move.kind not in steps or move.by != copy.holder:
        return False
    if move.kind == "passed":
        if move.to not in here or move.to == move.by:
            return False
        copy.holder = move.to
    copy.state = steps[move.kind]
    return True


def _send(copy: Copy, move: Move, keeper: str, sender: str) -> bool:
    if move.by not in (keeper, sender) or copy.holder != move.to:
        return False
    first = copy.state == "made" and move.again is None
    repeated = copy.state == "sent" and move.again == copy.parcel
    if not first and not repeated:
        return False
    copy.state, copy.parcel = "sent", move.parcel
    return True
