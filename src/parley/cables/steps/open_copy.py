"""Opening a copy: its holder unseals it, and it must be what its release binds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parley.cables.clerk import Clerk, act, known_cable
from parley.cables.custody.cable import HELD, IN_WORDS, Cable, Copy
from parley.cables.events.event_bytes import decode_event
from parley.cables.events.kinds import (
    WHAT,
    CopyMade,
    Event,
    Opened,
    Printed,
    ReadBy,
    Received,
    Recopied,
    Released,
)
from parley.cables.keys.key_store import unseal_for
from parley.cables.ledger.blobs import get_blob
from parley.cables.ledger.reading import Reading, events_of, reading
from parley.cables.messages.commitment import Part
from parley.cables.messages.copies import read_copy, time_difference
from parley.cables.messages.message import Message
from parley.kernel.errors import Refused

__all__ = ["Unsealed", "held_copy", "open_copy", "printed", "shown_to", "unsealed"]


@dataclass(frozen=True, slots=True)
class Unsealed:
    """A copy that was read.

    Parameters:
        copy: its state before.
        released: the release that binds it.
        message: what it says.
        parts: what binds it, with the salts.
    """

    cable: Cable
    copy: Copy
    released: Released
    message: Message
    parts: tuple[Part, ...]


def open_copy(clerk: Clerk, cable: str, number: int | None = None) -> Unsealed:
    """Open a copy that the post holds, and enter that it did; only once for each holder.

    Parameters:
        number: which copy; left out, the only one that the post holds.

    Raises Refused for a copy that the post does not hold, cannot unseal, or that is not what was
    released.
    """
    with reading(clerk.ledger) as now:
        found = unsealed(clerk, now, cable, number)
    if found.copy.state != "opened":
        opened = Opened(cable=cable, copy=found.copy.number)
        act(clerk, lambda _: [opened])
    return found


def printed(clerk: Clerk, cable: str, number: int, where: str) -> None:
    """Enter that a copy was put on paper, or into a file in clear."""
    act(clerk, lambda _: [Printed(cable=cable, copy=number, where=where)])


def shown_to(clerk: Clerk, cable: str, number: int, reader: str) -> None:
    """Enter that somebody was shown a copy."""
    act(clerk, lambda _: [ReadBy(cable=cable, copy=number, reader=reader)])


def unsealed(clerk: Clerk, now: Reading, cable: str, number: int | None = None) -> Unsealed:
    """Read a copy that the post holds, without entering anything."""
    state = known_cable(now, cable)
    copy = held_copy(clerk, state, number)
    released, made, event = _made(now, cable, copy.number)
    data = unseal_for(clerk.keys, clerk.post, get_blob(now, copy.sealed))
    message, parts = read_copy(data, released, made, event.by)
    wrong = time_difference(message.head, event.at)
    if wrong is not None:
        raise Refused(
            f"{cable}: {wrong}",
            hint="ask who released it: the text tells another time than the log",
        )
    return Unsealed(state, copy, released, message, parts)


def held_copy(clerk: Clerk, cable: Cable, number: int | None = None, *, only: bool = False) -> Copy:
    """Return the copy of a cable that the post holds; of several, one that is open already.

    Parameters:
        only: whether it must be the only one that may be meant, as it leaves the post's hands.

    Raises Refused where it holds none, or several of which one must be named.
    """
    held = [
        one
        for one in cable.copies.values()
        if one.holder == clerk.post and one.state in HELD and number in (None, one.number)
    ]
    if only and len(held) > 1:
        numbers = ", ".join(str(one.number) for one in held)
        raise Refused(
            f"{cable.name}: expected the number of a copy, as {clerk.post} holds {numbers}",
            hint="name one with --copy N",
        )
    if held:
        return next((one for one in held if one.state == "opened"), held[0])
    which = "a copy" if number is None else f"copy {number}"
    raise Refused(
        f"{cable.name}: expected {which} that {clerk.post} holds, got {_elsewhere(cable)}",
        hint="`parley cable copies` tells who holds what; act as another post with --as",
    )


def _elsewhere(cable: Cable) -> str:
    told = [
        f"copy {one.number}: {IN_WORDS[one.state]}, {one.holder}" for one in cable.copies.values()
    ]
    return "; ".join(told) or "none that was made"


def _made(now: Reading, cable: str, number: int) -> tuple[Released, CopyMade, Event]:
    """The release of a cable, the making of one copy of it, and the event of the release."""
    released: tuple[Released, Event] | None = None
    made: CopyMade | None = None
    for event in _releases(now, cable):
        what = event.what
        if isinstance(what, Released):
            released = (what, event)
        if isinstance(what, Released | Recopied):
            made = next((one for one in what.copies if one.copy == number), made)
    if released is None or made is None:
        raise Refused(
            f"{cable}: expected the release that made copy {number}, got none",
            hint="run `parley cable verify`: the log was changed",
        )
    return released[0], made, released[1]


def _releases(now: Reading, cable: str) -> Sequence[Event]:
    found: list[Event] = []
    for entered in events_of(now, cable):
        what: WHAT = entered.event.what
        if isinstance(what, Received):
            told = (one for one in (what.origin, what.release) if one is not None)
            found += [decode_event(one.record.encode()) for one in told]
        else:
            found.append(entered.event)
    return [
        one
        for one in found
        if isinstance(one.what, Released | Recopied) and one.what.cable == cable
    ]
