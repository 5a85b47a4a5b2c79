"""Reading a ledger: one state of it at a time, whatever others append meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, text

from parley.cables.events.event_bytes import Entered, decode_event
from parley.cables.ledger.connecting import Ledger, Run, runner
from parley.cables.ledger.storage_faults import plainly
from parley.cables.primitives.merkle import Peaks, root_of
from parley.kernel.errors import Refused

__all__ = [
    "Head",
    "Place",
    "Reading",
    "Writing",
    "event_at",
    "events",
    "events_by_kind",
    "events_of",
    "has_parcel",
    "head_of",
    "last_number",
    "last_serial",
    "leaves",
    "peaks_of",
    "place_of",
    "raw_events",
    "reading",
    "received_serials",
    "subtrees",
]

#: Events that are fetched at a time.
_PAGE = 256


@dataclass(frozen=True, slots=True)
class Place:
    """Where a log ends.

    Parameters:
        log: its name.
        size: how many events there are.
        leaf: the leaf hash of the last event.
        subtree: the root of the largest whole subtree that ends with it.
        at: its time.
    """

    log: str
    size: int = 0
    leaf: bytes = b""
    subtree: bytes = b""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a log comes to.

    Parameters:
        log: its name.
        size: how many events there are.
        root: the root of their tree.
        peaks: what the tree goes on from.
    """

    log: str
    size: int
    root: bytes
    peaks: Peaks


@dataclass(frozen=True, slots=True)
class Reading:
    """One state of a ledger, while it is read.

    Parameters:
        connection: a transaction on it.
        head: where the log ends in this state.
        run: runs statements within the transaction.
    """

    connection: Connection
    head: Place
    run: Run


@dataclass(frozen=True, slots=True)
class Writing(Reading):
    """The latest state of a ledger, while nobody else can change it."""


@contextmanager
def reading(ledger: Ledger) -> Iterator[Reading]:
    """Read one state of a ledger.

    Raises Refused if no log was begun in it, or the store cannot be read.
    """
    with plainly(ledger.url), ledger.engine.begin() as connection:
        run = runner(connection)
        place = place_of(run)
        if place is None:
            raise Refused(
                f"{ledger.url}: expected a log, got a ledger in which none was begun",
                hint="open the office again: its first event was never entered",
            )
        yield Reading(connection, place, run)


def place_of(run: Run, *, lock: bool = False) -> Place | None:
    """Return where the log of a ledger ends; None if none was begun.

    Parameters:
        lock: whether to keep other writers out until the transaction ends (PostgreSQL; in SQLite
            they are out already).
    """
    if lock:
        run("SELECT log FROM head FOR UPDATE", ())
    rows = run(_PLACE, ())
    if not rows:
        return None
    log, n, leaf, subtree, at = rows[0]
    return Place(log, n + 1, leaf, subtree, at)


_PLACE = "SELECT (SELECT log FROM head), n, leaf, subtree, at FROM events ORDER BY n DESC LIMIT 1"


def head_of(reading: Reading) -> Head:
    """Return what the log comes to, with the root of its tree."""
    place = reading.head
    peaks = peaks_of(reading, place.size)
    return Head(place.log, place.size, root_of(peaks), peaks)


def peaks_of(reading: Reading, size: int) -> Peaks:
    """Return what the tree went on from when the log had so many events.

    Raises IndexError for more events than there are.
    """
    if not 0 <= size <= reading.head.size:
        raise IndexError(f"expected at most {reading.head.size} events, got {size}")
    ends, left = list[int](), size
    while left:
        ends.append(left - 1)
        left &= left - 1
    found = subtrees(reading.run, ends)
    return Peaks(size, tuple(found[end] for end in reversed(ends)))


def subtrees(run: Run, ends: Sequence[int]) -> dict[int, bytes]:
    """Return the roots of the largest whole subtrees that end with some events, by their numbers.

    Raises Refused if one is not there.
    """
    if not ends:
        return {}
    marks = ", ".join("?" * len(ends))
    rows = run(f"SELECT n, subtree FROM events WHERE n IN ({marks})", ends)
    if len(rows) != len(ends):
        raise Refused(
            f"log: expected {len(ends)} events in it, got {len(rows)}",
            hint="the ledger was changed: run `parley cable verify`, and take the last good copy",
        )
    return {row[0]: row[1] for row in rows}


def raw_events(
    reading: Reading, since: int = 0, until: int | None = None
) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield number, record and signature of events in their order, a few in memory at a time.

    Parameters:
        since: the number of the first.
        until: the number before which to end; all there are if left out.
    """
    query = text(
        "SELECT n, record, signature FROM events WHERE n >= :since AND n < :until ORDER BY n"
    )
    end = reading.head.size if until is None else min(until, reading.head.size)
    for start in range(since, end, _PAGE):
        bounds = {"since": start, "until": min(start + _PAGE, end)}
        yield from reading.connection.execute(query, bounds).all()


def events(reading: Reading, since: int = 0, until: int | None = None) -> Iterator[Entered]:
    """Yield events in their order, a few in memory at a time.

    Parameters:
        since: the number of the first.
        until: the number before which to end; all there are if left out.

    Raises Refused for a record that is no event.
    """
    for _, record, signature in raw_events(reading, since, until):
        yield Entered(decode_event(record), record, signature)


def event_at(reading: Reading, n: int) -> Entered:
    """Return one event.

    Raises IndexError for a number that the log does not have.
    """
    for entered in events(reading, n, n + 1):
        return entered
    raise IndexError(f"expected an event below {reading.head.size}, got {n}")


def events_of(reading: Reading, cable: str) -> Iterator[Entered]:
    """Yield the events that name a cable, in their order: in whatever way they name it.

    That is also a reply to it or a correction of it, a report or an inventory with a copy of it,
    and a notice of events of another log about it.
    """
    return _fetched(
        reading,
        "SELECT record, signature FROM events WHERE n IN ("
        "SELECT n FROM events WHERE cable = :cable "
        "UNION SELECT n FROM mentions WHERE cable = :cable) ORDER BY n",
        cable=cable,
    )


def events_by_kind(reading: Reading, *kinds: str, since: int = 0) -> Iterator[Entered]:
    """Yield the events of some kinds, in their order.

    Parameters:
        kinds: as in the records, such as `released`.
        since: the number of the first event that is looked at.
    """
    names = {f"kind{number}": kind for number, kind in enumerate(kinds)}
    listed = ", ".join(f":{name}" for name in names) or "NULL"
    return _fetched(
        reading,
        f"SELECT record, signature FROM events WHERE kind IN ({listed}) AND n >= :since ORDER BY n",
        since=since,
        **names,
    )


def last_number(reading: Reading, series: str) -> int:
    """Return the last number that was given in a series, or voided in it; 0 if none was."""
    return _number(
        reading,
        "SELECT max(number) FROM events WHERE series = :series AND number IS NOT NULL",
        series=series,
    )


def last_serial(reading: Reading, sender: str, to: str) -> int:
    """Return the serial of the last parcel that was sent on a link; 0 if none was."""
    return _number(
        reading,
        "SELECT max(serial) FROM events "
        "WHERE kind = 'sent' AND sender = :sender AND recipient = :to",
        sender=sender,
        to=to,
    )


def received_serials(reading: Reading, sender: str, to: str, since: int = 1) -> Iterator[int]:
    """Yield the serials of the parcels that came in on a link, in rising order.

    Parameters:
        since: the least of them.
    """
    query = text(
        "SELECT DISTINCT serial FROM events WHERE kind = 'received' AND sender = :sender "
        "AND recipient = :to AND serial >= :since ORDER BY serial"
    )
    found = reading.connection.execute(query, {"sender": sender, "to": to, "since": since})
    return iter(found.scalars().all())


def has_parcel(reading: Reading, parcel: str) -> bool:
    """Tell whether a parcel was received before."""
    query = text("SELECT 1 FROM events WHERE parcel = :parcel AND kind = 'received'")
    return reading.connection.execute(query, {"parcel": parcel}).first() is not None


def leaves(reading: Reading, start: int, count: int) -> Sequence[bytes]:
    """Return the leaf hashes of some events.

    Parameters:
        start: the number of the first.
        count: how many.
    """
    query = text("SELECT leaf FROM events WHERE n >= :start AND n < :end ORDER BY n")
    found = reading.connection.execute(query, {"start": start, "end": start + count})
    return found.scalars().all()


def _fetched(reading: Reading, query: str, **values: str | int) -> Iterator[Entered]:
    for record, signature in reading.connection.execute(text(query), values).all():
        yield Entered(decode_event(record), record, signature)


def _number(reading: Reading, query: str, **values: str) -> int:
    found = reading.connection.execute(text(query), values).scalar()
    return 0 if found is None else int(found)
