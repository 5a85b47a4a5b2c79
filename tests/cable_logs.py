"""Made-up logs of a message office, long or short, lawful at each event: for tests and benchmarks.

Two offices write to each other: the log that is made is that of the chancery; the registry's log,
from which letters come, is made beside it. Any beginning of the log is a lawful log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count, islice
from typing import Any

from sqlalchemy import Connection

from parley.cables.events.event_bytes import Entered, leaf_of, record_of
from parley.cables.events.kinds import (
    FIRST,
    WHAT,
    Answered,
    Checkpoint,
    CopyMade,
    Cosigned,
    Destroyed,
    Drafted,
    EmergencyDestroyed,
    Enrolled,
    Event,
    HandedOver,
    HeldCopy,
    LogOpened,
    Noticed,
    Opened,
    Passed,
    Printed,
    ReadBy,
    Received,
    Recopied,
    Released,
    Returned,
    Revoked,
    Rotated,
    Sent,
    SeriesOpened,
    Signed,
    TookBack,
    Voided,
)
from parley.cables.events.mentions import cables_of
from parley.cables.events.witnessing import emergency_statement, statement, witness
from parley.cables.keys.cards import handover
from parley.cables.keys.key_store import Secret
from parley.cables.ledger.connecting import Ledger, run, sqlite_of
from parley.cables.primitives.canonical import Plain, encode
from parley.cables.primitives.signing import for_purpose, sign_with
from tests.cable_posts import Post as Post
from tests.cable_posts import post as post

HERE, THERE = "kaesong-00000001", "registry-00000002"
BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)


@dataclass(slots=True)
class Log:
    """A log that is being made: where it stands, and the nodes of its tree if they are kept."""

    name: str
    n: int = 0
    leaf: bytes = b""
    peaks: list[bytes] = field(default_factory=list)
    levels: list[list[bytes]] | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """An event that was made, with the sealed bytes that come in and go with it."""

    entered: Entered
    put: tuple[bytes, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(slots=True)
class World:
    """All that makes the two logs."""

    here: Log
    there: Log
    posts: dict[str, Post]
    dense: bool
    blob: int
    numbers: count[int] = field(default_factory=lambda: count(1))
    blobs: dict[str, bytes] = field(default_factory=dict)
    serials: dict[tuple[str, str], int] = field(default_factory=dict)


def at(n: int) -> str:
    """Return the time of an event: one each half minute."""
    time = (BEGIN + timedelta(seconds=30 * n)).isoformat(timespec="milliseconds")
    return time.removesuffix("+00:00") + "Z"


def enter(log: Log, by: Post, what: WHAT, /, **changed: Any) -> Entered:
    """Enter an event into a log.

    Parameters:
        changed: fields of the event that are to be other than they should.
    """
    fields: dict[str, Any] = {
        "v": 1,
        "log": log.name,
        "n": log.n,
        "prev": log.leaf.hex() or FIRST,
        "at": at(log.n),
        "by": by.name,
        "key": by.card.signing,
        "what": what,
    }
    event = Event(**(fields | changed))
    record = record_of(event)
    entered = Entered(event, record, sign_with(by.secret, for_purpose("event", record)))
    log.leaf = leaf_of(record, entered.signature)
    _grow(log)
    return entered


def _grow(log: Log) -> None:
    found, size, level = log.leaf, log.n, 0
    _keep(log, 0, found)
    while size & 1:
        found = sha256(b"\x01" + log.peaks.pop() + found).digest()
        size, level = size >> 1, level + 1
        _keep(log, level, found)
    log.peaks.append(found)
    log.n += 1


def _keep(log: Log, level: int, found: bytes) -> None:
    if log.levels is not None:
        if len(log.levels) == level:
            log.levels.append([])
        log.levels[level].append(found)


def root(log: Log) -> bytes:
    """Return the root of a log as it stands."""
    found = log.peaks[-1]
    for left in reversed(log.peaks[:-1]):
        found = sha256(b"\x01" + left + found).digest()
    return found


def checkpoint(
    log: Log, by: Post, size: int | None = None, told: bytes | None = None
) -> Checkpoint:
    """Sign where a log stands, or what is said of it."""
    size, told = size or log.n, told or root(log)
    message: Plain = {"at": at(log.n), "log": log.name, "root": told.hex(), "size": size}
    signature = sign_with(by.secret, for_purpose("checkpoint", encode(message)))
    return Checkpoint(
        log=log.name,
        size=size,
        root=told.hex(),
        at=at(log.n),
        post=by.name,
        key=by.card.signing,
        signature=signature.hex(),
    )


def proved(log: Log, entered: Entered) -> Signed:
    """Return an event of a log with its path in the tree as it stands."""
    levels, n, size = log.levels or [], entered.event.n, log.n
    path = list[bytes]()
    bottom = list[bytes]()  # right of a whole subtree, the rest of the log is hashed together
    level = 0
    while (n >> level ^ 1) < size >> level:
        path.append(levels[level][n >> level ^ 1])
        level += 1
    start = (n >> level) + 1 << level
    if start < size:
        path.append(_rest(levels, start, size))
    for above in range(level, len(levels)):
        if n >> above & 1:
            bottom.append(levels[above][(n >> above) - 1])
    return Signed(
        record=entered.record.decode(),
        signature=entered.signature.hex(),
        path=tuple(one.hex() for one in (*path, *bottom)),
    )


def _rest(levels: Sequence[Sequence[bytes]], start: int, size: int) -> bytes:
    parts = list[bytes]()
    while start < size:
        level = (size - start).bit_length() - 1
        parts.append(levels[level][start >> level])
        start += 1 << level
    found = parts[-1]
    for left in reversed(parts[:-1]):
        found = sha256(b"\x01" + left + found).digest()
    return found


def world(*, dense: bool = True, blob: int = 100) -> World:
    """Return two offices that are about to begin.

    Parameters:
        dense: whether each exchange has everything in it, also what is rare.
        blob: bytes of a sealed copy.
    """
    names = ("chancery", "delegation", "clerk", "registry", "mandator", "ministry")
    there = Log(THERE, levels=[])
    return World(Log(HERE), there, {name: post(name) for name in names}, dense, blob)


def events(total: int, made: World | None = None) -> Iterator[Made]:
    """Yield so many events of the chancery's log."""
    return islice(_all(made or world()), total)


def _all(w: World) -> Iterator[Made]:
    yield from begin(w)
    for turn in count(1):
        yield from _request(w, turn)
        if w.dense or turn % 3 == 0:
            yield from _asked(w, turn)
        if w.dense or turn % 20 == 0:
            yield from _rare(w, turn)


def _do(w: World, by: str, what: WHAT, put: Sequence[str] = (), drop: Sequence[str] = ()) -> Made:
    found = enter(w.here, w.posts[by], what)
    return Made(found, tuple(w.blobs.pop(one) for one in put), tuple(drop))


def _sealed(w: World) -> str:
    """New sealed bytes; they are kept until an event puts them in."""
    start = sha256(b"sealed %d" % next(w.numbers)).digest()
    data = (start * (w.blob // len(start) + 1))[: w.blob]
    digest = sha256(data).hexdigest()
    w.blobs[digest] = data
    return digest


def _serial(w: World, sender: str, to: str) -> int:
    w.serials[sender, to] = w.serials.get((sender, to), 0) + 1
    return w.serials[sender, to]


def _parcel(w: World) -> str:
    return sha256(b"parcel %d" % next(w.numbers)).hexdigest()[:32]


def begin(w: World) -> Iterator[Made]:
    """Yield what a log begins with: the posts of both offices, and a series."""
    cards = {name: one.card for name, one in w.posts.items()}
    yield _do(w, "chancery", LogOpened(keeper=cards["chancery"], zone="Asia/Pyongyang"))
    for name in ("chancery", "delegation", "clerk"):
        here = Enrolled(card=cards[name], here=True, releases_for=(name,), instructs=())
        yield _do(w, "chancery", here)
    for name in ("registry", "mandator", "ministry"):
        away = Enrolled(
            card=cards[name], log=THERE, releases_for=(name,), instructs=("delegation",)
        )
        yield _do(w, "chancery", away)
    yield _do(w, "chancery", SeriesOpened(series="A", owner="delegation"))
    enter(w.there, w.posts["registry"], LogOpened(keeper=cards["registry"], zone="Europe/Moscow"))


def released(w: World, number: int, holders: Sequence[str], **more: Any) -> Released:
    """Return a release of the delegation, in a copy for each holder."""
    cable = f"{HERE}/A/{number}"
    copies = tuple(
        CopyMade(copy=copy, holder=holder, sealed=_sealed(w), file=holder == "chancery")
        for copy, holder in enumerate(holders, 1)
    )
    return Released(
        cable=cable,
        series="A",
        number=number,
        sender="delegation",
        cable_kind=more.pop("cable_kind", "request"),
        commitment=sha256(cable.encode()).hexdigest(),
        parts=7,
        copies=copies,
        **more,
    )


def _send(w: World, cable: str, copy: int, to: str) -> Sent:
    return Sent(
        parcel=_parcel(w),
        sender="delegation",
        to=to,
        serial=_serial(w, "delegation", to),
        cable=cable,
        copy=copy,
        digest=sha256(cable.encode()).hexdigest(),
    )


def _news(w: World, to: str, told: Sequence[int], cable: str | None = None) -> Sent:
    return Sent(
        parcel=_parcel(w),
        sender="chancery",
        to=to,
        serial=_serial(w, "chancery", to),
        cable=cable,
        events=tuple(told),
    )


def _next(w: World) -> int:
    w.serials["A", ""] = w.serials.get(("A", ""), 0) + 1
    return w.serials["A", ""]


def _request(w: World, turn: int) -> Iterator[Made]:
    """A request goes out in four copies, and is answered."""
    number = _next(w)
    what = released(
        w,
        number,
        ("mandator", "ministry", "chancery", "delegation"),
        action=("mandator",),
        info=("ministry",),
        precedence="priority",
        questions=("all-correct", "include-three"),
        draft=f"draft-{number}",
        due=at(w.here.n + 2_000),
        return_by=at(w.here.n + 20_000),
    )
    cable, sealed = what.cable, [one.sealed for one in what.copies]
    digest = sha256(b"draft" + cable.encode()).hexdigest()
    for _ in range(1 if w.dense else 3):
        yield _do(w, "delegation", Drafted(draft=f"draft-{number}", digest=digest))
    made = _do(w, "delegation", what, put=sealed)
    yield made
    yield _do(w, "chancery", _send(w, cable, 1, "mandator"))
    yield _do(w, "chancery", _send(w, cable, 2, "ministry"))
    yield _do(w, "chancery", Opened(cable=cable, copy=3))
    for reader in ("first secretary", "counsellor", "archivist")[: 1 if w.dense else 3]:
        yield _do(w, "chancery", ReadBy(cable=cable, copy=3, reader=reader))
    yield _do(w, "delegation", Opened(cable=cable, copy=4))
    yield _do(w, "delegation", Printed(cable=cable, copy=4, where="printer of the delegation"))
    for reader in ("head of delegation", "interpreter", "adviser")[: 0 if w.dense else 3]:
        yield _do(w, "delegation", ReadBy(cable=cable, copy=4, reader=reader))
    yield from _they_received(w, cable, made.entered, sealed)
    yield from _they_answered(w, turn, cable)


def _they_received(w: World, cable: str, release: Entered, sealed: Sequence[str]) -> Iterator[Made]:
    """The other office has the copies, and tells so."""
    seen = checkpoint(w.here, w.posts["chancery"])
    path = Signed(record=release.record.decode(), signature=release.signature.hex())
    told = list[Entered]()
    for copy, to in ((1, "mandator"), (2, "ministry")):
        came = Received(
            parcel=_parcel(w),
            sender="delegation",
            to=to,
            serial=copy,
            sealed=sealed[copy - 1],
            cable=cable,
            copy=copy,
            release=path,
            checkpoint=seen,
        )
        told.append(enter(w.there, w.posts["registry"], came))
    if w.dense:
        told.append(enter(w.there, w.posts["mandator"], Opened(cable=cable, copy=1)))
    yield from _notice(w, told, cosigned=seen)


def _notice(w: World, told: Sequence[Entered], cosigned: Checkpoint | None) -> Iterator[Made]:
    parcel = _parcel(w)
    serial = _serial(w, "registry", "chancery")
    came = Received(parcel=parcel, sender="registry", to="chancery", serial=serial)
    yield _do(w, "chancery", came)
    notice = Noticed(
        parcel=parcel,
        checkpoint=checkpoint(w.there, w.posts["registry"]),
        events=tuple(proved(w.there, one) for one in told),
    )
    yield _do(w, "chancery", notice)
    if cosigned is not None:
        size, seen = cosigned.size, bytes.fromhex(cosigned.root)
        signed = checkpoint(w.here, w.posts["registry"], size, seen)
        yield _do(w, "chancery", Cosigned(checkpoint=signed))


def _theirs(w: World, number: int, holders: Sequence[str], **more: Any) -> Released:
    made = released(w, number, holders, **more)
    cable = f"{THERE}/M/{number}"
    fields = {one: getattr(made, one) for one in made.__struct_fields__}
    return Released(**(fields | {"cable": cable, "series": "M", "sender": "mandator"}))


def _come(w: World, release: Entered, copy: CopyMade, origin: Entered | None = None) -> Received:
    what = release.event.what
    assert isinstance(what, Released | Recopied)
    return Received(
        parcel=_parcel(w),
        sender="mandator",
        to=copy.holder,
        serial=_serial(w, "mandator", copy.holder),
        sealed=copy.sealed,
        cable=what.cable,
        copy=copy.copy,
        release=proved(w.there, release),
        origin=None if origin is None else proved(w.there, origin),
        checkpoint=checkpoint(w.there, w.posts["registry"]),
    )


def _they_answered(w: World, turn: int, about: str) -> Iterator[Made]:
    """Their instruction comes in two copies; one is read here, one is given back."""
    what = _theirs(
        w,
        2 * turn,
        ("delegation", "chancery"),
        cable_kind="instruction",
        about=about,
        answers=("all-correct",),
        action=("delegation",),
    )
    release = enter(w.there, w.posts["mandator"], what)
    cable, (one, two) = what.cable, what.copies
    yield _do(w, "chancery", _come(w, release, one), put=[one.sealed])
    yield _do(w, "chancery", _come(w, release, two), put=[two.sealed])
    yield _do(w, "delegation", Opened(cable=cable, copy=1))
    readers = ("head of delegation", "first secretary", "interpreter", "adviser", "clerk", "typist")
    for reader in readers[: 3 if w.dense else 6]:
        yield _do(w, "delegation", ReadBy(cable=cable, copy=1, reader=reader))
    yield _do(w, "chancery", Opened(cable=cable, copy=2))
    back = _do(w, "chancery", Returned(cable=cable, copy=2), drop=[two.sealed])
    yield back
    told = (back.entered.event.n - 5, back.entered.event.n - 1, back.entered.event.n)
    yield _do(w, "chancery", _news(w, "mandator", told, cable))


def _asked(w: World, turn: int) -> Iterator[Made]:
    """They ask, and the delegation answers."""
    asked = _theirs(
        w, 2 * turn - 1, ("delegation",), questions=("how-many",), action=("delegation",)
    )
    release = enter(w.there, w.posts["mandator"], asked)
    first = asked.copies[0]
    yield _do(w, "chancery", _come(w, release, first), put=[first.sealed])
    yield _do(w, "delegation", Opened(cable=asked.cable, copy=1))
    reply = released(
        w,
        _next(w),
        ("mandator", "chancery"),
        cable_kind="report",
        about=asked.cable,
        answers=("how-many",),
        action=("mandator",),
    )
    yield _do(w, "delegation", reply, put=[one.sealed for one in reply.copies])
    answered = Answered(cable=asked.cable, reply=reply.cable, questions=("how-many",))
    yield _do(w, "delegation", answered)
    yield _do(w, "chancery", _send(w, reply.cable, 1, "mandator"))


def _rare(w: World, turn: int) -> Iterator[Made]:
    """What is not done each day."""
    number = _next(w)
    void = Voided(cable=f"{HERE}/A/{number}", series="A", number=number, reason="misnumbered")
    yield _do(w, "delegation", void)
    what = released(w, _next(w), ("clerk", "delegation", "chancery", "mandator"))
    cable, sealed = what.cable, [one.sealed for one in what.copies]
    yield _do(w, "delegation", what, put=sealed)
    again = _sealed(w)
    made = CopyMade(copy=5, holder="ministry", sealed=again)
    recopied = Recopied(cable=cable, copies=(made,), reason="re-addressed")
    yield _do(w, "delegation", recopied, put=[again])
    first = _send(w, cable, 5, "ministry")
    yield _do(w, "chancery", first)
    second = _send(w, cable, 5, "ministry")
    fields = {one: getattr(second, one) for one in second.__struct_fields__}
    yield _do(w, "chancery", Sent(**(fields | {"again": first.parcel})))
    yield _do(w, "clerk", Opened(cable=cable, copy=1))
    passed = _sealed(w)
    to = Passed(cable=cable, copy=1, to="delegation", sealed=passed)
    yield _do(w, "clerk", to, put=[passed], drop=[sealed[0]])
    yield _do(w, "delegation", Opened(cable=cable, copy=1))
    yield _do(w, "delegation", Returned(cable=cable, copy=1), drop=[passed])
    yield _do(w, "chancery", TookBack(cable=cable, copy=1))
    yield from _ends(w, turn, cable, sealed)


def _ends(w: World, turn: int, cable: str, sealed: Sequence[str]) -> Iterator[Made]:
    stated = statement(HERE, cable, 2, "delegation", "superseded")
    seen = tuple(witness(one, w.posts[one].seed, stated) for one in ("clerk", "chancery"))
    gone = Destroyed(cable=cable, copy=2, reason="superseded", witnesses=seen)
    yield _do(w, "delegation", gone, drop=[sealed[1]])
    held = (HeldCopy(cable=cable, copy=3),)
    stated = emergency_statement(HERE, held, (), "clerk", "fire in the chancery")
    seen = (witness("delegation", w.posts["delegation"].seed, stated),)
    burnt = EmergencyDestroyed(destroyed=held, reason="fire in the chancery", witnesses=seen)
    yield _do(w, "clerk", burnt, drop=[sealed[2]])
    if not w.dense and turn % 1_000:
        return  # keys are kept for long
    old, new = w.posts["clerk"], post("clerk", turn)
    by_old = handover(Secret("clerk", old.seed, "", at(0)), new.card)
    rotated = Rotated(card=new.card, old=old.card.signing, handover=by_old)
    yield _do(w, "clerk", rotated)
    w.posts["clerk"] = new
    lost = Revoked(post="clerk", key=old.card.signing, since=at(w.here.n), reason="card was lost")
    yield _do(w, "chancery", lost)
    held = (HeldCopy(cable=f"{HERE}/A/{_last_request(w, turn)}", copy=4),)
    next_one = post("delegation", turn)
    over = HandedOver(post="delegation", card=next_one.card, inventory=held)
    yield _do(w, "delegation", over)
    w.posts["delegation"] = next_one


def _last_request(w: World, turn: int) -> int:
    """The number of the request of this turn: the reply of `_asked` and two more came after it."""
    asked = w.dense or turn % 3 == 0
    return w.serials["A", ""] - 2 - asked


def load(ledger: Ledger, made: Iterable[Made]) -> int:
    """Put events into an empty ledger many at a time, and return how many."""
    with ledger.writer.begin() as connection:
        run(connection, "INSERT INTO head (id, log) VALUES (1, ?)", (HERE,))
        tree, batch, total = Log(HERE), list[Made](), 0
        for one in made:
            batch.append(one)
            if len(batch) == 1_000:
                total += _put(connection, tree, batch)
                batch.clear()
        return total + _put(connection, tree, batch)


EVENT = (
    "INSERT INTO events (n, kind, at, cable, series, number, parcel, sender, recipient, serial, "
    "record, signature, leaf, subtree) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
MENTION = "INSERT INTO mentions (cable, n) VALUES (?, ?)"


def _put(connection: Connection, tree: Log, batch: Sequence[Made]) -> int:
    _many(connection, EVENT, [row_of(tree, one.entered) for one in batch])
    named = [
        (cable, n)
        for n, one in enumerate(batch, tree.n - len(batch))
        for cable in cables_of(one.entered.event.what)[1:]
    ]
    _many(connection, MENTION, named)
    put = {sha256(data).hexdigest(): data for one in batch for data in one.put}
    _many(connection, "INSERT INTO blobs (digest, data) VALUES (?, ?)", list(put.items()))
    gone = [(digest,) for one in batch for digest in one.drop]
    _many(connection, "DELETE FROM blobs WHERE digest = ?", gone)
    return len(batch)


def _many(connection: Connection, query: str, rows: Sequence[tuple[object, ...]]) -> None:
    if connection.dialect.name == "sqlite":
        sqlite_of(connection).executemany(query, rows)
    else:
        for row in rows:
            run(connection, query, row)


def row_of(tree: Log, entered: Entered) -> tuple[object, ...]:
    """Return the row of the next event, and go on with the tree."""
    event, what = entered.event, entered.event.what
    n = tree.n
    tree.leaf = leaf_of(entered.record, entered.signature)
    _grow(tree)
    link = [getattr(what, one, None) for one in ("parcel", "sender", "to", "serial")]
    numbered = [getattr(what, one, None) for one in ("series", "number")]
    return (
        n,
        what.__struct_config__.tag,
        event.at,
        next(iter(cables_of(what)), None),
        *(numbered if isinstance(what, Released | Voided) else (None, None)),
        *(link if isinstance(what, Sent | Received) else (None,) * 4),
        entered.record,
        entered.signature,
        tree.leaf,
        tree.peaks[-1],
    )
