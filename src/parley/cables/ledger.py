"""A ledger: the log of an office on disk, to which events are only ever added.

An append is one transaction: whoever appends has the log to itself, sees its latest state, makes
events from that, and all of them are entered and on the disk, or none is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

from sqlalchemy import Connection

from parley.cables.connecting import Ledger, connect_to, run, sqlite_of
from parley.cables.events import (
    FIRST,
    WHAT,
    Entered,
    Event,
    LogOpened,
    Received,
    Released,
    Sent,
    Voided,
    decode_event,
    leaf_of,
    record_of,
)
from parley.cables.mentions import cables_of
from parley.cables.merkle import Peaks, root_of
from parley.cables.migrating import bring_up_to_date
from parley.cables.reading import (
    Place,
    Reading,
    Writing,
    last_number,
    last_serial,
    place_of,
    subtrees,
)
from parley.cables.signing import for_purpose, public_key, secret_key, sign_with
from parley.cables.storage_faults import plainly
from parley.cables.write_lock import write_lock
from parley.kernel.errors import Refused

__all__ = ["Ledger", "Signer", "append", "begin_log", "instant", "open_ledger", "utc_now"]

Check: TypeAlias = Callable[[Reading, Event], None]
Clock: TypeAlias = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs.

    Parameters:
        post: its name.
        seed: its secret signing key, 32 bytes.
        key: its public key, in hex; made from the secret.
        secret: the secret with its public key; made from the secret.
    """

    post: str
    seed: bytes = field(repr=False)
    key: str = field(init=False)
    secret: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "secret", secret_key(self.seed))
        object.__setattr__(self, "key", public_key(self.seed).hex())


def utc_now() -> datetime:
    """Return what the clock of this machine shows."""
    return datetime.now(UTC)


def instant(time: datetime) -> str:
    """Return a time as events tell it: in UTC, to the millisecond.

    >>> instant(datetime(1951, 7, 13, 15, tzinfo=UTC))
    '1951-07-13T15:00:00.000Z'
    """
    return time.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


@contextmanager
def open_ledger(url: str, *, create: bool = False) -> Iterator[Ledger]:
    """Open a ledger, and bring its tables up to date.

    Parameters:
        url: `sqlite:///PATH` or `postgresql://USER@HOST/DATABASE`.
        create: whether to make one where there is none: a file that is missing or empty, or a
            database without tables.

    Raises Refused for what is no ledger, one that a newer parley wrote, and one out of reach.
    """
    ledger = connect_to(url, create=create)
    try:
        with plainly(ledger.url), write_lock(ledger.lock):
            bring_up_to_date(ledger, create=create)
        yield ledger
    finally:
        with write_lock(ledger.lock):  # the last to close clears the write-ahead log
            for connection in ledger.idle:
                connection.close()
            ledger.engine.dispose()


def begin_log(
    ledger: Ledger, log: str, signer: Signer, opened: LogOpened, *, clock: Clock = utc_now
) -> Entered:
    """Enter the first event of a log.

    Parameters:
        log: the log's name, without a space or a slash, that no other log has.
        signer: the post that keeps the log.

    Raises Refused for a ledger in which a log was begun, and for a name that is none.
    """
    if not re.fullmatch(r"[^/\s]{1,100}", log):
        raise Refused(
            f"log: expected a name without spaces and slashes, got {log!r}",
            hint="such as kaesong-3f9a1c2b",
        )
    with _transaction(ledger) as connection:
        if place_of(connection) is not None:
            raise Refused(
                f"{ledger.url}: expected a ledger without a log, got one that was begun",
                hint="open it as it is, or make another ledger",
            )
        run(connection, "INSERT INTO head (id, log) VALUES (1, ?)", (log,))
        _, entered = _enter(Writing(connection, Place(log)), signer, opened, clock, None)
    return entered


def append(
    ledger: Ledger,
    signer: Signer,
    make: Callable[[Writing], Sequence[WHAT]],
    *,
    check: Check | None = None,
    clock: Clock = utc_now,
) -> tuple[Entered, ...]:
    """Enter events: all that `make` returns, or none; when this returns they are on the disk.

    Parameters:
        make: returns what happened, in view of the latest state of the log; it may return nothing,
            and may put blobs and drop them.
        check: raises Refused for an event that may not be; it sees those before it as entered.
        clock: tells the time. An event is never told as before the one before it.

    Raises Refused, and nothing is changed, for a number that is not the next of its series, for a
    parcel that was received before, for what `make` and `check` refuse, and if the store fails.
    """
    entered: list[Entered] = []
    with _transaction(ledger) as connection:
        place = place_of(connection, lock=True)
        if place is None:
            raise Refused(
                f"{ledger.url}: expected a log, got a ledger in which none was begun",
                hint="open the office again: its first event was never entered",
            )
        writing = Writing(connection, place)
        for what in make(writing):
            writing, one = _enter(writing, signer, what, clock, check)
            entered.append(one)
    return tuple(entered)


@contextmanager
def _transaction(ledger: Ledger) -> Iterator[Connection]:
    """Have the ledger to oneself; what is written is on the disk at the end, or nowhere."""
    with plainly(ledger.url), write_lock(ledger.lock):
        if ledger.engine.dialect.name == "sqlite":
            yield from _sqlite_transaction(ledger)
        else:
            with ledger.writer.begin() as connection:
                yield connection


def _sqlite_transaction(ledger: Ledger) -> Iterator[Connection]:
    connection = ledger.idle.pop() if ledger.idle else ledger.writer.connect()
    raw = sqlite_of(connection)
    try:
        raw.execute("BEGIN IMMEDIATE")
        yield connection
        raw.execute("COMMIT")
    finally:
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        connection.rollback()  # it began one of its own if it was read by
        ledger.idle.append(connection)


def _enter(
    writing: Writing, signer: Signer, what: WHAT, clock: Clock, check: Check | None
) -> tuple[Writing, Entered]:
    """Enter one event; the head that is returned is not yet in the table."""
    place, now = writing.head, instant(clock())
    event = Event(
        v=1,
        log=place.log,
        n=place.size,
        prev=place.leaf.hex() or FIRST,
        at=max(now, place.at),
        clock=now if now < place.at else None,
        by=signer.post,
        key=signer.key,
        what=what,
    )
    _require_next(writing, what)
    if check is not None:
        check(writing, event)
    record = record_of(event)
    decode_event(record)  # what cannot be read again must not get in
    entered = Entered(event, record, sign_with(signer.secret, for_purpose("event", record)))
    return _insert(writing, entered), entered


def _require_next(writing: Writing, what: WHAT) -> None:
    """Refuse a number or a serial that leaves a gap, or is given already."""
    if isinstance(what, Released | Voided):
        log, series = writing.head.log, what.series
        number = last_number(writing, series) + 1
        if (what.number, what.cable) != (number, f"{log}/{series}/{number}"):
            raise Refused(
                f"series {series}: expected cable {log}/{series}/{number} next, got {what.cable} "
                f"as number {what.number}",
                hint="take the number inside the step that releases",
            )
    elif isinstance(what, Sent):
        serial = last_serial(writing, what.sender, what.to) + 1
        if what.serial != serial:
            raise Refused(
                f"link {what.sender} to {what.to}: expected serial {serial} next, "
                f"got {what.serial}",
                hint="take the serial inside the step that sends",
            )


def _insert(writing: Writing, entered: Entered) -> Writing:
    event, what = entered.event, entered.event.what
    leaf = leaf_of(entered.record, entered.signature)
    subtree = _subtree(writing, leaf)
    named = cables_of(what)
    numbered = (what.series, what.number) if isinstance(what, Released | Voided) else (None, None)
    link: tuple[object, ...] = (None, None, None, None)
    if isinstance(what, Sent | Received):
        link = (what.parcel, what.sender, what.to, what.serial)
    row = (event.n, type(what).__struct_config__.tag, event.at, named[0] if named else None)
    bytes_of = (entered.record, entered.signature, leaf, subtree)
    run(writing.connection, _EVENT, (*row, *numbered, *link, *bytes_of))
    for cable in named[1:]:
        run(writing.connection, _MENTION, (cable, event.n))
    return Writing(
        writing.connection, Place(writing.head.log, event.n + 1, leaf, subtree, event.at)
    )


_EVENT = (
    "INSERT INTO events (n, kind, at, cable, series, number, parcel, sender, recipient, serial, "
    "record, signature, leaf, subtree) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_MENTION = "INSERT INTO mentions (cable, n) VALUES (?, ?)"


def _subtree(writing: Writing, leaf: bytes) -> bytes:
    """The root of the largest whole subtree that ends with a new event."""
    place = writing.head
    level, n = 0, place.size
    beside: list[int] = []  # the last events of the whole subtrees on its left, the nearest first
    while n >> level & 1:
        beside.append((n >> level << level) - 1)
        level += 1
    if not beside:
        return leaf
    found = {beside[0]: place.subtree, **subtrees(writing.connection, beside[1:])}
    return root_of(Peaks(1 << level, (*(found[end] for end in reversed(beside)), leaf)))
