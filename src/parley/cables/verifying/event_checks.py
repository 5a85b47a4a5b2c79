"""Whether events of a log are what they were: bytes, signature, place, rights, and their columns.

It is done for a run of events at a time, and for each run apart from the others: what a run cannot
know, the numbers given before it and the tree, is for `verifying` to join.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeAlias

import msgspec
from msgspec import Struct

from parley.cables.custody.directory import KINDS, Directory, revocation_of
from parley.cables.custody.foreign import is_canonical
from parley.cables.custody.lawful import out_of_turn, turn_of, unauthorised
from parley.cables.events.event_bytes import decode_event, is_signed_event, leaf_of
from parley.cables.events.kinds import (
    FIRST,
    Cosigned,
    Destroyed,
    EmergencyDestroyed,
    Event,
    Noticed,
    Received,
    Released,
    Sent,
    Voided,
)
from parley.cables.events.mentions import cables_of
from parley.cables.events.told import told_event
from parley.cables.verifying.log_rows import COLUMNS, Row, ask_file, event_rows
from parley.kernel.errors import Refused

__all__ = [
    "Checked",
    "Claim",
    "Given",
    "Run",
    "Turn",
    "check_run",
    "fault_of",
    "hash_run",
    "read_event",
]

_Read: TypeAlias = tuple[Event, Row]

#: Events that are held at a time.
_PAGE = 1_024
#: Doubtful signatures that are told one by one in each run.
_MOST_DOUBTS = 20


@dataclass(frozen=True, slots=True)
class Given:
    """What is known before events are looked at.

    Parameters:
        log: the log's name.
        directory: as it is at the end of the log.
        since: the first event that is looked at in full.
        names: whether to tell which cables the events name.
        path: the file of SQLite that each process reads from; None if it is handed the rows.
    """

    log: str
    directory: Directory = field(default_factory=Directory)
    since: int = 0
    names: bool = False
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Some events that follow each other.

    Parameters:
        n: the number that the first should have; `until`: that of the first one after them.
        before: record and signature of the event before; None for the first of the log, or to
            read it.
        rows: as `event_rows` yields them; None to read them from `Given.path`.
    """

    n: int
    until: int
    before: tuple[bytes, bytes] | None = None
    rows: Iterable[Row] | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """The numbers that a run takes in a series or on a link: from `first` at event `n` on."""

    n: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Claim:
    """What event `n` says the root of this log was."""

    n: int
    size: int
    root: bytes
    post: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a run.

    Parameters:
        wrong: the number of its first wrong event and what is wrong with it; None for none.
        leaves: the leaf hashes of those before, 32 bytes each.
        subtrees: what stands beside them as the hash of their subtree, 32 bytes each.
        signatures: how many signatures were looked at.
        directory: how many events are of the directory's kinds.
        further: how often events name cables beside their first.
        named: how many events name a cable; `cables`: which, if they are asked for.
        turns: series or link -> the numbers taken.
        doubts: how many signatures are doubtful; `doubtful`: the first of them, in words.
    """

    wrong: tuple[int, str] | None
    leaves: bytes
    subtrees: bytes
    signatures: int = 0
    directory: int = 0
    further: int = 0
    named: int = 0
    cables: frozenset[str] = frozenset()
    turns: Mapping[tuple[str, ...], Turn] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    doubts: int = 0
    doubtful: tuple[str, ...] = ()


class _Link(Struct, frozen=True):
    """What of an event binds it to the one before."""

    log: str
    n: int
    prev: str
    at: str


_link_decoder = msgspec.json.Decoder(_Link)


@dataclass(slots=True)
class _Found:
    """What was counted in a run so far."""

    signatures: int = 0
    directory: int = 0
    further: int = 0
    named: int = 0
    cables: set[str] = field(default_factory=set)
    turns: dict[tuple[str, ...], Turn] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    doubts: int = 0
    doubtful: list[str] = field(default_factory=list)


def check_run(given: Given, run: Run) -> Checked:
    """Look at events in full."""
    found, leaves, subtrees, wrong = _Found(), list[bytes](), list[bytes](), None
    before, rows = _rows(given, run)
    (prev, at), n, left = _end_of(before), run.n, iter(rows)
    while wrong is None and (page := list(islice(left, _PAGE))):
        wrong, read = _read_page(page, n)
        for event, row in read:
            fault = (
                unauthorised(given.directory, event)
                or _unchained(given, event, (n, prev, at))
                or _named_and_counted(given, event, row, found)
            )
            if fault is not None:
                wrong = (n, fault)
                break
            prev, at, n = row[-2], event.at, n + 1
            leaves.append(prev)
            subtrees.append(row[-1])
    return Checked(
        wrong,
        b"".join(leaves),
        b"".join(subtrees),
        found.signatures,
        found.directory,
        found.further,
        found.named,
        frozenset(found.cables),
        found.turns,
        tuple(found.claims),
        found.doubts,
        tuple(found.doubtful),
    )


def hash_run(given: Given, run: Run) -> Checked:
    """Look at nothing of events but that each is bound to the one before, and to its hash."""
    leaves, subtrees, wrong = list[bytes](), list[bytes](), None
    before, rows = _rows(given, run)
    prev, at = _end_of(before)
    for expected, row in enumerate(rows, run.n):
        fault = _fault_of_row(row, expected)
        if fault is not None:
            wrong = (expected, fault)
            break
        try:
            link = _link_decoder.decode(row[-4])
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            wrong = (expected, "it is no event")
            break
        unbound = _unbound(given, link, (expected, prev, at))
        if unbound is not None:
            wrong = (expected, unbound)
            break
        prev, at = row[-2], link.at
        leaves.append(prev)
        subtrees.append(row[-1])
    return Checked(wrong, b"".join(leaves), b"".join(subtrees))


def _read_page(page: Sequence[Row], n: int) -> tuple[tuple[int, str] | None, list[_Read]]:
    """Read events and look at their signatures; the first wrong one, and those before it.

    Each is done for all of them in turn: what is done over and over stays at hand in the processor.
    """
    read, wrong = list[_Read](), None
    for expected, row in enumerate(page, n):
        fault = _fault_of_row(row, expected)
        if fault is None:
            event, fault = read_event(row[-4])
            if event is not None:
                read.append((event, row))
        if fault is not None:
            wrong = (expected, fault)
            break
    for place, (event, row) in enumerate(read):
        fault = _unsigned(event, row[-4], row[-3])
        if fault is not None:
            return (n + place, fault), read[:place]
    return wrong, read


def _rows(given: Given, run: Run) -> tuple[tuple[bytes, bytes] | None, Iterable[Row]]:
    """Record and signature of the event before a run, and its rows."""
    if run.rows is not None or given.path is None:
        return run.before, run.rows or ()
    ask = ask_file(given.path)
    rows = event_rows(ask, run.n, run.until)
    if run.before is not None or run.n == 0:
        return run.before, rows
    query = "SELECT record, signature FROM events WHERE n = ?"
    found = [(record, signature) for record, signature in ask(query, (run.n - 1,))]
    return (found[0] if found else None), rows


def read_event(record: bytes) -> tuple[Event | None, str | None]:
    """Return the event that a record is, or what is wrong with it."""
    try:
        event = decode_event(record)
        if is_canonical(event, record):
            return event, None
        return None, "it is not written in the one form that is signed"
    except Refused as refused:
        return None, refused.message


def fault_of(directory: Directory, event: Event, record: bytes, signature: bytes) -> str | None:
    """Say what is wrong with a signature, or with the rights of who made it; None if nothing is.

    Parameters:
        directory: of the log, before the event or later.
    """
    return _unsigned(event, record, signature) or unauthorised(directory, event)


def _unsigned(event: Event, record: bytes, signature: bytes) -> str | None:
    if is_signed_event(record, signature, bytes.fromhex(event.key)):
        return None
    return f"the signature is not by the key that it names, of {event.by}"


def _fault_of_row(row: Row, expected: int) -> str | None:
    """What is wrong with an event before it is read."""
    n, record, signature, leaf, subtree = row[0], *row[-4:]
    if n != expected:
        return f"it is not there: the next is event {n}"
    if not (type(record) is type(signature) is type(leaf) is type(subtree) is bytes):
        return "its record, its signature and its hashes are not all bytes"
    if len(subtree) != len(leaf):
        return "the hash of the tree beside it has another length"
    if leaf_of(record, signature) != leaf:
        return "its bytes are not those that the hash beside it was made of"
    return None


def _end_of(before: tuple[bytes, bytes] | None) -> tuple[bytes, str]:
    """The hash and the time of the event before a run."""
    if before is None:
        return bytes.fromhex(FIRST), ""
    record, signature = before
    try:
        return leaf_of(record, signature), _link_decoder.decode(record).at
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):  # told with the run before
        return leaf_of(record, signature), ""


def _unchained(given: Given, event: Event, end: tuple[int, bytes, str]) -> str | None:
    fault = _unbound(given, event, end)
    if fault is not None:
        return fault
    if event.clock is not None and (event.clock >= event.at or event.at != end[2]):
        return f"the clock showed {event.clock}, and that is not why it is told as at {event.at}"
    if event.n == 0 and event.what.__struct_config__.tag != "log-opened":
        return "the first event of a log opens it"
    try:
        datetime.fromisoformat(event.at)
    except ValueError:
        return f"{event.at} is no time"
    return None


def _unbound(given: Given, event: Event | _Link, end: tuple[int, bytes, str]) -> str | None:
    """Why an event does not follow the one before; `end`: its number, the hash and time before."""
    n, prev, at = end
    if event.log != given.log:
        return f"it is of another log, {event.log}"
    if event.n != n:
        return f"it was signed as event {event.n}"
    if event.prev != prev.hex():
        return "it does not follow the event before it, but another one"
    if event.at < at:
        return f"it is told as at {event.at}, before the event before it"
    return None


def _named_and_counted(given: Given, event: Event, row: Row, found: _Found) -> str | None:
    named = cables_of(event.what)
    return _beside(event, row, named) or _count(given, event, named, found)


def _beside(event: Event, row: Row, named: tuple[str, ...]) -> str | None:
    """What of the columns is not what the record says."""
    what = event.what
    series, number = (what.series, what.number) if isinstance(what, _NUMBERED) else _NO_NUMBER
    link = _NO_LINK
    if isinstance(what, _ON_A_LINK):
        link = (what.parcel, what.sender, what.to, what.serial)
    tag, cable = what.__struct_config__.tag, named[0] if named else None
    expected = (tag, event.at, cable, series, number, *link)
    if row[1:-4] == expected:
        return None
    wrong = (
        name
        for name, is_, should in zip(COLUMNS, row[1:-4], expected, strict=True)
        if is_ != should
    )
    return f"what stands beside it is not what it says: {', '.join(wrong)}"


# Made once: `A | B` is made anew wherever it stands, and each event comes by.
_NUMBERED, _ON_A_LINK = (Released, Voided), (Sent, Received)
_NO_NUMBER = (None, None)
_NO_LINK: tuple[object, ...] = (None, None, None, None)
_DIRECTORY = frozenset(KINDS)


def _count(given: Given, event: Event, named: tuple[str, ...], found: _Found) -> str | None:
    """Count what is joined later; the fault is of a number that does not follow."""
    what = event.what
    turn = turn_of(what)
    if turn is not None:
        name, number = turn
        before = found.turns.get(name)
        if before is None:
            found.turns[name] = Turn(event.n, number, number)
        else:
            fault = out_of_turn(name, before.last, number)
            if fault is not None:
                return fault
            found.turns[name] = Turn(before.n, before.first, number)
    if named:
        found.named += 1
        found.further += len(named) - 1
        if given.names:
            found.cables.update(named)
    tag = what.__struct_config__.tag
    if tag in _DIRECTORY:
        found.directory += 1
    if isinstance(what, Cosigned):
        seen = what.checkpoint
        found.claims.append(Claim(event.n, seen.size, bytes.fromhex(seen.root), seen.post))
    if tag in _WITH_OTHERS:
        keys = tuple(_keys(event))
        found.signatures += len(keys)
        _doubt(given, event, keys, found)
    else:
        found.signatures += 1
        if event.key in given.directory.revoked:
            _doubt(given, event, ((event.key, event.at),), found)
    return None


#: What bears signatures beside its own.
_WITH_OTHERS = frozenset(("received", "noticed", "cosigned", "destroyed", "emergency-destroyed"))


def _keys(event: Event) -> Iterator[tuple[str, str]]:
    """The keys that signed an event and what is in it, and when they say that they did."""
    yield event.key, event.at
    what = event.what
    if isinstance(what, Received):
        for told in (what.release, what.origin):
            if told is not None:
                foreign = told_event(told)
                yield foreign.key, foreign.at
    elif isinstance(what, Noticed):
        for told in what.events:
            foreign = told_event(told)
            yield foreign.key, foreign.at
    elif isinstance(what, Destroyed | EmergencyDestroyed):
        yield from ((one.key, event.at) for one in what.witnesses)
    if isinstance(what, Received | Noticed | Cosigned) and what.checkpoint is not None:
        yield what.checkpoint.key, what.checkpoint.at


def _doubt(given: Given, event: Event, keys: tuple[tuple[str, str], ...], found: _Found) -> None:
    """Note what was signed after the time from which its key was revoked later."""
    for key, at in keys:
        revoked = revocation_of(given.directory, key)
        if revoked is not None and revoked.n > event.n and at >= revoked.since:
            found.doubts += 1
            if len(found.doubtful) < _MOST_DOUBTS:
                found.doubtful.append(
                    f"event {event.n}: signed at {at} with the key {key[:12]}… of {revoked.post}, "
                    f"which event {revoked.n} revoked for what was signed since {revoked.since}"
                )
