"""A ledger: the log of an office on disk, to which events are only ever added.

An append is one transaction: whoever appends has the log to itself, sees its latest state, makes
events from that, and all of them are entered and on the disk, or none is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias, TypeVar

from sqlalchemy import Connection

from parley.cables.events.event_bytes import Entered, decode_event, leaf_of, record_of
from parley.cables.events.kinds import (
    FIRST,
    WHAT,
    Event,
    LogOpened,
    Received,
    Released,
    Sent,
    Voided,
)
from parley.cables.events.mentions import cables_of
from parley.cables.events.told import tag_of
from parley.cables.ledger.connecting import Ledger, Run, Writer, connect_to, runner, sqlite_of
from parley.cables.ledger.migrating import bring_up_to_date
from parley.cables.ledger.reading import (
    Place,
    Reading,
    Writing,
    last_number,
    last_serial,
    place_of,
    subtrees,
)
from parley.cables.ledger.storage_faults import STORE_ERRORS, plainly, refusal
from parley.cables.primitives.merkle import Peaks, root_of
from parley.cables.primitives.signing import for_purpose, public_key, secret_key, sign_with
from parley.cables.primitives.write_lock import free_lock, open_lock, take_lock, write_lock
from parley.kernel.errors import Refused

__all__ = ["Ledger", "Signer", "append", "begin_log", "instant", "open_ledger", "utc_now"]

Check: TypeAlias = Callable[[Reading, Event], None]
Clock: TypeAlias = Callable[[], datetime]
Done = TypeVar("Done")


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
    there = time if time.tzinfo is UTC else time.astimezone(UTC)
    return there.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


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
            for writer in ledger.idle:
                writer.connection.close()
            ledger.engine.dispose()
        for writer in ledger.idle:
            if writer.lock is not None:
                os.close(writer.lock)


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

    def work(connection: Connection, run: Run) -> Entered:
        if place_of(run) is not None:
            raise Refused(
                f"{ledger.url}: expected a ledger without a log, got one that was begun",
                hint="open it as it is, or make another ledger",
            )
        run("INSERT INTO head (id, log) VALUES (1, ?)", (log,))
        return _enter(Writing(connection, Place(log), run), signer, opened, clock, None)[1]

    return _in_transaction(ledger, work)


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

    def work(connection: Connection, run: Run) -> tuple[Entered, ...]:
        place = place_of(run, lock=connection.dialect.name == "postgresql")
        if place is None:
            raise Refused(
                f"{ledger.url}: expected a log, got a ledger in which none was begun",
                hint="open the office again: its first event was never entered",
            )
        writing, entered = Writing(connection, place, run), list[Entered]()
        for what in make(writing):
            writing, one = _enter(writing, signer, what, clock, check)
            entered.append(one)
        return tuple(entered)

    return _in_transaction(ledger, work)


def _in_transaction(ledger: Ledger, work: Callable[[Connection, Run], Done]) -> Done:
    """Do some work with the ledger to oneself; it is on the disk at the end, or nowhere."""
    try:
        if ledger.engine.dialect.name == "sqlite":
            return _in_sqlite(ledger, work)
        with ledger.writer.begin() as connection:
            return work(connection, runner(connection))
    except STORE_ERRORS as error:
        raise refusal(ledger.url, error) from error


def _in_sqlite(ledger: Ledger, work: Callable[[Connection, Run], Done]) -> Done:
    writer = ledger.idle.pop() if ledger.idle else _new_writer(ledger)
    raw, file = writer.raw, writer.lock
    try:
        if file is not None and ledger.lock is not None:
            take_lock(file, ledger.lock)
        try:
            raw.execute("BEGIN IMMEDIATE")
            done = work(writer.connection, writer.run)
            raw.execute("COMMIT")
            return done
        finally:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            if writer.connection.in_transaction():  # it was read by in its own words
                writer.connection.rollback()
            if file is not None:
                free_lock(file)
    finally:
        ledger.idle.append(writer)


def _new_writer(ledger: Ledger) -> Writer:
    lock = None if ledger.lock is None else open_lock(ledger.lock)
    connection = ledger.writer.connect()
    return Writer(connection, sqlite_of(connection), runner(connection), lock)


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
    _require_readable(record, what)
    entered = Entered(event, record, sign_with(signer.secret, for_purpose("event", record)))
    return _insert(writing, entered), entered


def _require_readable(record: bytes, what: WHAT) -> None:
    """Refuse what could not be read again: it would end the log."""
    try:
        decode_event(record)
    except Refused as error:
        detail = error.message.partition("(")[2].removesuffix(")")
        raise Refused(
            f"event {tag_of(what)}: expected texts and numbers within their limits, got others "
            f"({detail or error.message})",
            hint="make it shorter, or name what is missing; nothing was entered",
        ) from None


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
    writing.run(_EVENT, (*row, *numbered, *link, *bytes_of))
    for cable in named[1:]:
        writing.run(_MENTION, (cable, event.n))
    place = Place(writing.head.log, event.n + 1, leaf, subtree, event.at)
    return Writing(writing.connection, place, writing.run)


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
    found = {beside[0]: place.subtree, **subtrees(writing.run, beside[1:])}
    return root_of(Peaks(1 << level, (*(found[end] for end in reversed(beside)), leaf)))
