"""Copies are destroyed before witnesses, one by one, or in haste with a report afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parley.cables.clerk import Clerk, act, cable_in, known_cable
from parley.cables.custody.cable import HELD
from parley.cables.events.kinds import (
    WHAT,
    Card,
    Destroyed,
    EmergencyDestroyed,
    HandedOver,
    HeldCopy,
    Witness,
)
from parley.cables.events.witnessing import statement
from parley.cables.ledger.blobs import drop_blob
from parley.cables.ledger.links import last_events
from parley.cables.ledger.reading import Reading, Writing, head_of, reading
from parley.cables.steps.open_copy import held_copy

__all__ = ["destroy", "destroy_all", "hand_over", "inventory", "to_be_witnessed"]


def to_be_witnessed(clerk: Clerk, cable: str, number: int | None, reason: str) -> bytes:
    """Return what the witnesses of a destruction sign, before it is entered.

    Raises Refused where the post holds no such copy.
    """
    with reading(clerk.ledger) as now:
        copy = held_copy(clerk, known_cable(now, cable), number, only=True)
        return statement(head_of(now).log, cable, copy.number, clerk.post, reason)


def destroy(
    clerk: Clerk, cable: str, number: int | None, reason: str, witnesses: Sequence[Witness]
) -> int:
    """Destroy a copy that the post holds: its sealed bytes are dropped.

    Parameters:
        witnesses: two at least, who signed what `to_be_witnessed` returns.

    Returns the number of the copy.
    """
    gone: list[int] = []

    def make(now: Writing) -> Sequence[WHAT]:
        copy = held_copy(clerk, known_cable(now, cable), number, only=True)
        gone[:] = [copy.number]
        drop_blob(now, copy.sealed)
        return [Destroyed(cable=cable, copy=copy.number, reason=reason, witnesses=tuple(witnesses))]

    act(clerk, make)
    return gone[0]


@dataclass(frozen=True, slots=True)
class _Held:
    """A copy that a post holds, with its sealed bytes."""

    copy: HeldCopy
    sealed: str


def inventory(now: Reading, post: str) -> tuple[HeldCopy, ...]:
    """Return the copies that a post holds."""
    return tuple(one.copy for one in _held(now, post))


def _held(now: Reading, post: str) -> tuple[_Held, ...]:
    found = []
    for name, _ in last_events(now):
        cable = cable_in(now, name)
        for copy in cable.copies.values() if cable is not None else ():
            if copy.holder == post and copy.state in HELD:
                found.append(_Held(HeldCopy(cable=name, copy=copy.number), copy.sealed))
    return tuple(found)


def destroy_all(
    clerk: Clerk, reason: str, left: Sequence[HeldCopy] = ()
) -> tuple[tuple[HeldCopy, ...], tuple[HeldCopy, ...]]:
    """Destroy in haste all copies that the post holds, and enter the report of it.

    There is one report for each office whose copies they are, so that none learns of another's.

    Parameters:
        left: copies that could not be destroyed, such as prints that were out of reach.

    Returns the copies that were destroyed, and those left.
    """
    gone: list[HeldCopy] = []

    def make(now: Writing) -> Sequence[WHAT]:
        held = _held(now, clerk.post)
        for one in held:
            drop_blob(now, one.sealed)
        destroyed = [one.copy for one in held if one.copy not in left]
        gone[:] = destroyed
        logs = dict.fromkeys(_log(one) for one in (*destroyed, *left))
        return [
            EmergencyDestroyed(
                destroyed=tuple(one for one in destroyed if _log(one) == log),
                left=tuple(one for one in left if _log(one) == log),
                reason=reason,
            )
            for log in logs
        ]

    act(clerk, make)
    return tuple(gone), tuple(left)


def _log(copy: HeldCopy) -> str:
    return copy.cable.partition("/")[0]


def hand_over(
    clerk: Clerk, post: str, card: Card, missing: Sequence[HeldCopy] = ()
) -> tuple[HeldCopy, ...]:
    """Hand a post over to a new holder with its own keys: its copies are counted and named.

    Parameters:
        card: of the post with the new holder's keys.
        missing: copies that the count did not find.

    Returns the copies that were found.
    """
    counted: list[HeldCopy] = []

    def make(now: Writing) -> Sequence[WHAT]:
        found = tuple(one for one in inventory(now, post) if one not in missing)
        counted[:] = found
        return [HandedOver(post=post, card=card, inventory=found, missing=tuple(missing))]

    act(clerk, make)
    return tuple(counted)
