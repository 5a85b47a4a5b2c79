"""Copies change hands or end: given back, taken back, passed on, made again."""

from __future__ import annotations

from collections.abc import Sequence

from parley.cables.clerk import Clerk, act, directory_in, known_cable, member_of
from parley.cables.events.kinds import WHAT, CopyMade, Passed, Recopied, Returned, TookBack
from parley.cables.ledger.blobs import drop_blob, put_blob
from parley.cables.ledger.reading import Writing, reading
from parley.cables.messages.copies import write_copy
from parley.cables.primitives.sealing import seal
from parley.cables.steps.open_copy import held_copy, unsealed
from parley.cables.steps.release import sealed_copy
from parley.kernel.errors import Refused

__all__ = ["give_back", "pass_on", "recopy", "take_back"]


def give_back(clerk: Clerk, cable: str, number: int | None = None) -> int:
    """Give back a copy that the post holds: its sealed bytes are dropped here.

    Returns the number of the copy.

    Raises Refused for a copy to file, and where it is not clear which is meant.
    """
    given: list[int] = []

    def make(now: Writing) -> Sequence[WHAT]:
        copy = held_copy(clerk, known_cable(now, cable), number, only=True)
        if copy.file:
            raise Refused(
                f"{cable}: expected a copy that goes back, copy {copy.number} is one to file",
                hint="copies to file stay; destroy it before witnesses: parley cable destroy",
            )
        given[:] = [copy.number]
        drop_blob(now, copy.sealed)
        return [Returned(cable=cable, copy=copy.number)]

    act(clerk, make)
    return given[0]


def take_back(clerk: Clerk, cable: str, number: int) -> None:
    """Enter that the releasing office has a returned copy."""
    act(clerk, lambda _: [TookBack(cable=cable, copy=number)])


def pass_on(clerk: Clerk, cable: str, number: int | None, to: str) -> int:
    """Hand a copy on to another post of the office: it is sealed anew, to that post alone.

    Returns the number of the copy.
    """
    given: list[int] = []

    def make(now: Writing) -> Sequence[WHAT]:
        number_ = held_copy(clerk, known_cable(now, cable), number, only=True).number
        found = unsealed(clerk, now, cable, number_)
        first = _first_holder(found.released.copies, number_)
        recipient = member_of(directory_in(now), to).card.sealing
        data = write_copy(cable, number_, first or found.copy.holder, found.parts)
        sealed = put_blob(now, seal(data, recipient))
        drop_blob(now, found.copy.sealed)
        given[:] = [number_]
        return [Passed(cable=cable, copy=number_, to=to, sealed=sealed)]

    act(clerk, make)
    return given[0]


def _first_holder(copies: Sequence[CopyMade], number: int) -> str | None:
    return next((one.holder for one in copies if one.copy == number), None)


def recopy(clerk: Clerk, cable: str, holders: Sequence[str], reason: str) -> tuple[int, ...]:
    """Make further copies of a cable that was released here: lost ones again, or for others.

    The post must hold a copy of its own, such as one of the file copies, to make them from.

    Returns the numbers of the new copies.
    """
    if not holders:
        raise Refused("recopy: expected a holder, got none", hint="name one with --to POST")
    with reading(clerk.ledger) as state:
        parts = unsealed(clerk, state, cable).parts
    given: list[int] = []

    def make(now: Writing) -> Sequence[WHAT]:
        directory, first = directory_in(now), max(known_cable(now, cable).copies) + 1
        copies = tuple(
            sealed_copy(now, directory, (cable, number, holder), parts)
            for number, holder in enumerate(holders, first)
        )
        given[:] = [one.copy for one in copies]
        return [Recopied(cable=cable, copies=copies, reason=reason)]

    act(clerk, make)
    return tuple(given)
