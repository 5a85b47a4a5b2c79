"""The link between two posts: what came over it, and where the other's log was seen to stand."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text

from parley.cables.events.event_bytes import decode_event
from parley.cables.events.kinds import Checkpoint, Cosigned, Noticed, Received
from parley.cables.ledger.reading import Reading, event_at, events_by_kind, received_serials

__all__ = [
    "beside_serial",
    "cosigned_by",
    "first_received",
    "last_events",
    "missing_serials",
    "received_as",
    "seen_checkpoints",
]

_MOST_MISSING = 100


def seen_checkpoints(reading: Reading, sender: str) -> Iterator[Checkpoint]:
    """Yield where a sender's log was seen to stand, the latest first.

    Parameters:
        sender: the post from which parcels came.
    """
    query = text(
        "SELECT n, record FROM events WHERE kind = 'received' AND sender = :sender ORDER BY n DESC"
    )
    for n, record in reading.connection.execute(query, {"sender": sender}):
        found = _checkpoint_of(reading, n, record)
        if found is not None:
            yield found


def beside_serial(
    reading: Reading, sender: str, to: str, serial: int, *, before: bool
) -> Iterator[Checkpoint]:
    """Yield where a sender's log stood in the parcel last before one on a link, or next after it.

    Parameters:
        serial: of the parcel, which need not have come.
        before: whether the one before is meant.
    """
    way, order = ("<", "DESC") if before else (">", "ASC")
    query = text(
        "SELECT n, record FROM events WHERE kind = 'received' AND sender = :sender "
        f"AND recipient = :to AND serial {way} :serial ORDER BY serial {order} LIMIT 1"
    )
    given = {"sender": sender, "to": to, "serial": serial}
    for n, record in reading.connection.execute(query, given):
        found = _checkpoint_of(reading, n, record)
        if found is not None:
            yield found


def first_received(reading: Reading, sender: str) -> int | None:
    """Return the number of the event by which the first parcel of a sender came in, if one did."""
    query = text("SELECT min(n) FROM events WHERE kind = 'received' AND sender = :sender")
    n = reading.connection.execute(query, {"sender": sender}).scalar()
    return None if n is None else int(n)


def _checkpoint_of(reading: Reading, n: int, record: bytes) -> Checkpoint | None:
    what = decode_event(record).what
    if isinstance(what, Received) and what.checkpoint is not None:
        return what.checkpoint
    if n + 1 < reading.head.size:  # a notice is entered right after its parcel
        told = event_at(reading, n + 1).event.what
        if isinstance(told, Noticed):
            return told.checkpoint
    return None


def cosigned_by(reading: Reading, post: str) -> Checkpoint | None:
    """Return the longest state of this log that a post elsewhere signed; None if there is none."""
    found = (one.event.what for one in events_by_kind(reading, "cosigned"))
    own = [
        what.checkpoint
        for what in found
        if isinstance(what, Cosigned) and what.checkpoint.post == post
    ]
    return max(own, key=lambda one: one.size, default=None)


def received_as(reading: Reading, parcel: str) -> Received | None:
    """Return what was entered when a parcel came in; None for one that did not.

    Parameters:
        parcel: its name.
    """
    query = text("SELECT record FROM events WHERE kind = 'received' AND parcel = :parcel")
    record = reading.connection.execute(query, {"parcel": parcel}).scalar()
    what = None if record is None else decode_event(bytes(record)).what
    return what if isinstance(what, Received) else None


def missing_serials(reading: Reading, sender: str, to: str, serial: int) -> tuple[int, ...]:
    """Return the serials below one that have not come, the last hundred of them at most."""
    first = max(1, serial - _MOST_MISSING)
    come = set(received_serials(reading, sender, to, first))
    return tuple(one for one in range(first, serial) if one not in come)


def last_events(reading: Reading) -> Iterator[tuple[str, int]]:
    """Yield every cable that the log names, with the number of the last event that names it."""
    query = text(
        "SELECT cable, max(n) FROM (SELECT cable, n FROM events WHERE cable IS NOT NULL "
        "UNION ALL SELECT cable, n FROM mentions) AS named GROUP BY cable ORDER BY cable"
    )
    yield from ((str(cable), int(n)) for cable, n in reading.connection.execute(query))
