"""Receiving: a parcel is checked, its letter read, and what it brings is entered.

What came before is recognised and entered once; what is late, missing or double is marked. A
letter must prove that its sender's log only went on, so that a rewritten or forked one is found
out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from parley.cables.clerk import Clerk, act, cable_in, directory_in, member_of
from parley.cables.custody.cable import Cable
from parley.cables.custody.directory import Directory, revocation_of, standing
from parley.cables.events.event_bytes import decode_event
from parley.cables.events.kinds import (
    WHAT,
    Checkpoint,
    Cosigned,
    Event,
    Noticed,
    Received,
    Released,
    Returned,
    Sent,
    TookBack,
)
from parley.cables.keys.key_store import unseal_for
from parley.cables.ledger.blobs import drop_blob, put_blob
from parley.cables.ledger.links import (
    beside_serial,
    first_received,
    missing_serials,
    received_as,
    seen_checkpoints,
)
from parley.cables.ledger.proofs import root_at
from parley.cables.ledger.reading import (
    Reading,
    Writing,
    events_by_kind,
    events_of,
    has_parcel,
    head_of,
    reading,
    received_serials,
)
from parley.cables.messages.container import Parcel, decode_parcel, is_signed_parcel
from parley.cables.messages.letters import CopyLetter, Letter, NoticeLetter, decode_letter, goes_on
from parley.kernel.errors import Refused

__all__ = ["Taken", "receive"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a parcel.

    Parameters:
        state: a copy came in, news came in, or the parcel had come before.
        cable, copy: which copy came in.
        release: its release.
        about: the cables that the news are about.
        missing: serials of the link that have not come yet.
        late: whether a later one came before.
        duplicate: whether the copy had come before, in another parcel.
    """

    parcel: str
    sender: str
    to: str
    serial: int
    state: Literal["copy", "news", "again"]
    cable: str | None = None
    copy: int | None = None
    release: Released | None = None
    about: tuple[str, ...] = ()
    missing: tuple[int, ...] = ()
    late: bool = False
    duplicate: bool = False


def receive(clerk: Clerk, data: bytes) -> Taken:
    """Take a parcel in.

    Parameters:
        data: the bytes of a `.cable` file.

    Raises Refused for a parcel that is damaged, for another office, from somebody unknown or with a
    key that is not to be believed; and where a log was rewritten or forked.
    """
    parcel = decode_parcel(data)
    header = parcel.header
    with reading(clerk.ledger) as now:
        directory = directory_in(now)
        _require_for_us(directory, parcel)
        if has_parcel(now, header.parcel):
            _require_same(now, parcel)
            return Taken(header.parcel, header.sender, header.to, header.serial, "again")
    _require_sender(directory, parcel)
    letter = decode_letter(unseal_for(clerk.keys, header.to, parcel.letter), header.parcel)
    made: list[Received] = []

    def make(now: Writing) -> Sequence[WHAT]:
        _require_new_serial(now, parcel, letter)
        _require_proof(now, parcel, letter)
        _require_went_on(now, header.sender, letter)
        came = _received(now, parcel, letter)
        made[:] = [came]
        if isinstance(letter, CopyLetter):
            if parcel.copy is not None:
                put_blob(now, parcel.copy)
            return [came, *_cosigned(now, letter.cosigned)]
        news = Noticed(parcel=header.parcel, checkpoint=letter.checkpoint, events=letter.events)
        told = [decode_event(one.record.encode()) for one in letter.events]
        _forget_parcels(now, told)
        return [came, news, *_cosigned(now, letter.cosigned), *_taken_back(now, header.to, told)]

    act(replace(clerk, post=header.to), make)
    return _taken(made[0], letter)


def _require_for_us(directory: Directory, parcel: Parcel) -> None:
    to = standing(directory, parcel.header.to)
    if to is None or not to.here:
        raise Refused(
            f"parcel {parcel.header.parcel}: expected one for a post of this office, got one for "
            f"{parcel.header.to}",
            hint="give it to the office of that post; nobody else can read it",
        )


def _require_same(now: Reading, parcel: Parcel) -> None:
    """Refuse a parcel that bears the name of another one; what came before is not opened again."""
    header = parcel.header
    came = received_as(now, header.parcel)
    before = None if came is None else (came.sender, came.to, came.serial, came.sealed)
    if before not in (None, (header.sender, header.to, header.serial, header.copy)):
        raise Refused(
            f"parcel {header.parcel}: expected the one that came before under this name, got "
            "another",
            hint="somebody put another parcel in its place: ask its sender by another way",
        )


def _require_sender(directory: Directory, parcel: Parcel) -> None:
    header = parcel.header
    key = member_of(directory, header.sender).card.signing
    if header.key != key or revocation_of(directory, key) is not None:
        raise Refused(
            f"parcel {header.parcel}: expected the enrolled key of {header.sender}, got "
            + ("one that is revoked" if header.key == key else "another"),
            hint="ask the sender by another way; enrol new keys with parley cable enrol",
        )
    if not is_signed_parcel(parcel):
        raise Refused(
            f"parcel {header.parcel}: expected the signature of {header.sender}, got one that is "
            "not of this parcel",
            hint="it was changed on the way: get it again",
        )


def _require_new_serial(now: Reading, parcel: Parcel, letter: Letter) -> None:
    """Refuse a parcel whose sender's log counts its parcels anew, as one that was put back does."""
    header = parcel.header
    link = now, header.sender, header.to
    if next(iter(received_serials(*link, header.serial)), None) == header.serial:
        raise Refused(
            f"parcel {header.parcel}: expected one with a new serial of the link, got another one "
            f"with serial {header.serial}",
            hint="keep it, and ask its sender by another way: its log was forked, or put back from "
            "an older copy",
        )
    sizes = []
    for before in (True, False):
        found = (one for one in beside_serial(*link, header.serial, before=before))
        sizes.append(next((one.size for one in found if one.log == letter.checkpoint.log), None))
    last, following = sizes
    size = letter.checkpoint.size
    if (last is not None and size < last) or (following is not None and size > following):
        raise Refused(
            f"parcel {header.parcel}: expected a log that grows from parcel to parcel, got "
            f"{size:,} events in parcel {header.serial}, beside "
            f"{last if last is not None else following:,}",
            hint="keep it, and ask its sender by another way: its log was forked, or put back from "
            "an older copy",
        )


def _require_proof(now: Reading, parcel: Parcel, letter: Letter) -> None:
    """Refuse a letter without the proof that its sender can give, since it had parcels from here.

    Each parcel from here, once something had come, bears a signature under the sender's log as it
    stood. Whoever has had one of these proves from then on that its log goes on from there.
    """
    header = parcel.header
    if next(iter(received_serials(now, header.sender, header.to, header.serial)), None) is not None:
        return  # it is late, and older than what came after it
    if letter.cosigned is None:
        lacking = any(
            one.event.by == header.to and _signer_of(one.event.what) == header.sender
            for one in events_by_kind(now, "cosigned")
        )
    else:
        first = first_received(now, header.sender)
        carried = first is not None and first < letter.cosigned.size
        lacking = carried and letter.consistency is None
    if lacking:
        raise Refused(
            f"letter of {header.sender}: expected a proof that its log goes on from where it was "
            "seen, got none, although it had parcels from here",
            hint="keep the parcel, and ask its sender by another way: its log was forked, or put "
            "back from an older copy",
        )


def _signer_of(what: WHAT) -> str | None:
    return what.checkpoint.post if isinstance(what, Cosigned) else None


def _require_went_on(now: Reading, sender: str, letter: Letter) -> None:
    """Refuse a letter whose log is not the one that was seen before, gone on."""
    wanted = letter.consistency.size if letter.consistency is not None else None
    same = letter.checkpoint.size
    for seen in seen_checkpoints(now, sender):
        if seen.log != letter.checkpoint.log:
            continue
        if seen.size in (wanted, same):
            if seen.size == wanted and not goes_on(seen, letter):
                raise _forked(seen, letter)
            if seen.size == same and seen.root != letter.checkpoint.root:
                raise _forked(seen, letter)
            return
    if wanted is not None:
        raise Refused(
            f"letter of {sender}: expected a proof from a state of its log that was seen here, got "
            f"one from {wanted:,} events, which was not",
            hint="ask the sender for a checkpoint and verify with it",
        )


def _forked(seen: Checkpoint, letter: Letter) -> Refused:
    return Refused(
        f"the log {seen.log} is not the one that was seen before: at {seen.size:,} events its root "
        f"was {seen.root[:16]}…, and what came now does not go on from there",
        hint="keep the parcel, and ask its sender by another way: the log was rewritten or forked",
    )


def _received(now: Reading, parcel: Parcel, letter: Letter) -> Received:
    header = parcel.header
    later = next(received_serials(now, header.sender, header.to, header.serial), None)
    came = Received(
        parcel=header.parcel,
        sender=header.sender,
        to=header.to,
        serial=header.serial,
        missing=missing_serials(now, header.sender, header.to, header.serial),
        late=later is not None,
    )
    if not isinstance(letter, CopyLetter):
        return came
    cable = cable_in(now, letter.cable)
    return Received(
        parcel=came.parcel,
        sender=came.sender,
        to=came.to,
        serial=came.serial,
        missing=came.missing,
        late=came.late,
        sealed=header.copy,
        cable=letter.cable,
        copy=letter.copy,
        release=letter.release,
        origin=letter.origin,
        checkpoint=letter.checkpoint,
        duplicate=_came_before(cable, letter.copy),
    )


def _came_before(cable: Cable | None, number: int) -> bool:
    copy = cable.copies.get(number) if cable is not None else None
    return copy is not None and copy.state != "made"


def _cosigned(now: Reading, signed: Checkpoint | None) -> Iterator[WHAT]:
    """The other end's signature under a state of this log, which must be one that it had."""
    if signed is None:
        return
    head = head_of(now)
    own = root_at(now, signed.size).hex() if signed.size <= head.size else "none"
    if signed.log == head.log and own != signed.root:
        raise Refused(
            f"{signed.post} signed another history of this log: at {signed.size:,} events its root "
            f"was {signed.root[:16]}…, and here it is {own[:16]}…",
            hint="run `parley cable verify`: this log was rewritten, or is an old copy put back",
        )
    yield Cosigned(checkpoint=signed)


def _forget_parcels(now: Writing, told: Iterable[Event]) -> None:
    """Parcels that came in at the other end need not be kept to be written again."""
    for event in told:
        came = event.what
        if not isinstance(came, Received) or came.cable is None:
            continue
        for entered in events_of(now, came.cable):
            sent = entered.event.what
            if not isinstance(sent, Sent) or sent.digest is None:
                continue
            # a parcel to somebody else is not theirs to acknowledge
            if (sent.parcel, sent.to, sent.copy) == (came.parcel, came.to, came.copy):
                drop_blob(now, sent.digest)


def _taken_back(now: Reading, post: str, told: Iterable[Event]) -> Iterator[WHAT]:
    """Copies that the other end gave back, where this post may take them."""
    keeper = directory_in(now).keeper
    for event in told:
        what = event.what
        if not isinstance(what, Returned):
            continue
        cable = cable_in(now, what.cable)
        if cable is None or cable.release is None or cable.released is None:
            continue
        if post in (keeper, cable.release.sender, cable.released.by):
            yield TookBack(cable=what.cable, copy=what.copy)


def _taken(came: Received, letter: Letter) -> Taken:
    about: tuple[str, ...] = ()
    release: Released | None = None
    if isinstance(letter, NoticeLetter):
        told = (decode_event(one.record.encode()).what for one in letter.events)
        about = tuple(dict.fromkeys(one for what in told if (one := getattr(what, "cable", None))))
    elif isinstance(
        (what := decode_event((letter.origin or letter.release).record.encode()).what), Released
    ):
        release = what
    return Taken(
        came.parcel,
        came.sender,
        came.to,
        came.serial,
        "news" if isinstance(letter, NoticeLetter) else "copy",
        came.cable,
        came.copy,
        release,
        about,
        came.missing,
        came.late,
        came.duplicate,
    )
