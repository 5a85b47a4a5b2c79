"""Verifying a log: that nothing in it was changed, and that nobody did what it may not.

All of it is looked at, or what came after a pinned checkpoint, or the hashes alone. The events are
read in order, a few at a time, and looked at on all cores; what was done with the cables is then
looked at cable by cable. `docs/reference/verifying.md` says what this finds and what it cannot.
"""

from __future__ import annotations

from collections.abc import Sequence

from parley.cables.custody.directory import KINDS, Directory, enter
from parley.cables.events.event_bytes import decode_event, leaf_of
from parley.cables.events.kinds import Checkpoint
from parley.cables.events.mentions import cables_of
from parley.cables.ledger.connecting import Ledger
from parley.cables.ledger.proofs import root_at
from parley.cables.ledger.reading import Reading, reading
from parley.cables.verifying.custody_joining import changed_blobs, join_cables
from parley.cables.verifying.event_checks import Given, fault_of, read_event
from parley.cables.verifying.event_joining import join_events
from parley.cables.verifying.in_order import Working, cores, working
from parley.cables.verifying.log_rows import (
    ask_here,
    event_rows,
    is_entered,
    mentions_count,
    repeated_parcel,
    row_before_all,
    rows_of_kinds,
)
from parley.cables.verifying.pins import Pin
from parley.cables.verifying.tally import Progress, Tally, stage, wrong_at, wrong_beside
from parley.cables.verifying.under_pin import first_not_under
from parley.cables.verifying.verified import Depth, Verified, Wrong
from parley.cables.verifying.witness_checks import against_pin, against_witnesses
from parley.kernel.collector import collector_paused
from parley.kernel.errors import Refused

__all__ = ["verify"]

#: Events below which to start processes takes longer than to do the work.
_FEW = 5_000


def verify(
    ledger: Ledger,
    *,
    pin: Pin | None = None,
    witnesses: Sequence[Checkpoint] = (),
    depth: Depth = "new",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Verified:
    """Verify a log as it stands now, whatever is appended meanwhile.

    Parameters:
        pin: where it was seen last: what came before is believed as far as it is under it, unless
            `depth` is another or the log does not fit it.
        witnesses: checkpoints of this log that others hold.
        depth: how much is looked at.
        workers: processes to work with; as many as there are cores if left out, and none but this
            one for short logs.
        progress: is told the stage (`events`, `cables`), how many events are done and of how many.

    Raises Refused for a ledger that cannot be read.
    """
    with collector_paused(), reading(ledger) as now:
        fault = None if pin is None else against_pin(now, pin)
        since = pin.size if pin is not None and fault is None and depth == "new" else 0
        tally = Tally(now.head.size, since, progress)
        if fault is not None:
            wrong_beside(tally, fault)
        directory = _verify(now, tally, depth, workers)
        against_witnesses(now, directory, witnesses, tally)
        if pin is not None:
            tally.checked["checkpoints"] += 1
        return _verified(now, tally, depth)


def _verify(now: Reading, tally: Tally, depth: Depth, workers: int | None) -> Directory:
    since, size = tally.since, now.head.size
    directory, entered = Directory(), 0
    if depth != "hashes":
        with stage(tally, "directory"):
            directory, entered = _directory(now, tally)
    count = cores() if workers is None else workers
    if depth == "hashes" or size - since < _FEW:
        count = 1  # to hand the events over takes as long as to hash them
    path = now.connection.engine.url.database if now.connection.dialect.name == "sqlite" else None
    given = Given(now.head.log, directory, since, since > 0, path)
    with working(given, count) as work:
        with stage(tally, "events"):
            if since == 0 and row_before_all(now):
                wrong_at(tally, -1, "no event comes before the first, 0")
            join_events(now, given, work, tally, hashes=depth == "hashes", shared=count > 1)
        if depth == "hashes":
            return directory
        _look_at_parcels(now, tally)
        if tally.wrong is None and tally.directory != entered:
            wrong_beside(tally, "the ledger's index of kinds does not lead to all events")
        _look_at_cables(now, given, work if count > 1 else None, tally)
    with stage(tally, "pin"):
        _look_at_used(now, tally)
    return directory


def _directory(now: Reading, tally: Tally) -> tuple[Directory, int]:
    """The directory at the end of the log, up to a wrong event; how many events after the pin."""
    found, entered = Directory(), 0
    for n, record, signature in rows_of_kinds(now, KINDS):
        if not isinstance(record, bytes) or not isinstance(signature, bytes):
            break
        event, fault = read_event(record)
        if n < tally.since:  # it is looked at no more but here
            tally.used[n] = leaf_of(record, signature)
            if fault is not None:
                wrong_at(tally, n, fault)
        if event is None or event.n != n:
            break
        if n >= tally.since:
            if fault_of(found, event, record, signature) is not None:
                break  # it is told when its turn comes among all events
            entered += 1
        found = enter(found, event)
    return found, entered


def _look_at_parcels(now: Reading, tally: Tally) -> None:
    again = repeated_parcel(now, tally.since)
    if again is not None:
        wrong_at(tally, again[0], f"parcel {again[1]} was entered before")


def _look_at_cables(now: Reading, given: Given, work: Working | None, tally: Tally) -> None:
    changed = None
    if not given.since:
        with stage(tally, "copies"):
            changed = changed_blobs(now, tally)
    with stage(tally, "cables"):
        named = join_cables(now, given, work, tally, changed)
    if tally.wrong is not None:
        _find_unnamed(now, tally, tally.wrong[0])
    elif named != tally.naming or (not given.since and mentions_count(now) != tally.further):
        _find_unnamed(now, tally, now.head.size)
        if tally.wrong is None:
            wrong_beside(tally, "the ledger's list of mentions names events that are not there")


def _find_unnamed(now: Reading, tally: Tally, until: int) -> None:
    """Name the first event that is not found by a cable it names; its own cable is beside it."""
    for row in event_rows(ask_here(now), tally.since, until):
        for cable in cables_of(decode_event(row[-4]).what)[1:]:
            if not is_entered(now, cable, row[0]):
                wrong_at(tally, row[0], f"it is not found by {cable}, which it names")
                return


def _look_at_used(now: Reading, tally: Tally) -> None:
    """See that what was relied on of the time before the pin is under it."""
    if not tally.used:
        return
    try:
        n = first_not_under(now, tally.since, tally.used)
    except (Refused, TypeError):  # hashes are missing, or are no bytes
        n = min(tally.used)
    if n is not None:
        wrong_at(tally, n, "its bytes are not those that are under the pin")


def _verified(now: Reading, tally: Tally, depth: Depth) -> Verified:
    wrong = tuple(tally.beside)
    if tally.wrong is not None:
        wrong = (Wrong(*tally.wrong), *wrong)
    return Verified(
        now.head.log,
        now.head.size,
        root_at(now, now.head.size).hex(),
        depth,
        tally.since,
        wrong,
        tuple(tally.warnings),
        tally.doubts,
        dict(tally.checked),
        dict(tally.seconds),
    )
