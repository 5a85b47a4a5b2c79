"""The events of a log: what was done with a cable, by whom and when, each signed by its doer.

An event is signed as canonical bytes (`canonical`), and its place in the log is part of what is
signed: the log's name, its number there, and the hash of the event before. A log tells who did
what with which copy; what a cable says is not in it, only the commitment to it.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

__all__ = [
    "FIRST",
    "WHAT",
    "Answered",
    "CableKind",
    "Card",
    "Checkpoint",
    "CopyMade",
    "Cosigned",
    "Destroyed",
    "Drafted",
    "EmergencyDestroyed",
    "Enrolled",
    "Event",
    "HandedOver",
    "HeldCopy",
    "LogOpened",
    "Noticed",
    "Opened",
    "Passed",
    "Printed",
    "ReadBy",
    "Received",
    "Recopied",
    "Released",
    "Returned",
    "Revoked",
    "Rotated",
    "Sent",
    "SeriesOpened",
    "Signed",
    "TookBack",
    "Voided",
    "What",
    "Witness",
]

Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=200)]
Words: TypeAlias = Annotated[str, Meta(max_length=20_000)]
Hex32: TypeAlias = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Hex64: TypeAlias = Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z")]
#: A time in UTC to the millisecond, so that texts sort as times do.
Instant: TypeAlias = Annotated[
    str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z\Z")
]
#: `LOG/SERIES/NUMBER`: a cable's name anywhere, since a log's name is its own.
CableName: TypeAlias = Annotated[str, Meta(pattern=r"^[^/\s]+/[^/]+/[1-9][0-9]*\Z", max_length=300)]
Sealing: TypeAlias = Annotated[str, Meta(pattern=r"^age1[0-9a-z]{58}\Z")]
Count: TypeAlias = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Number: TypeAlias = Annotated[int, Meta(ge=0, le=2**53 - 1)]

CableKind: TypeAlias = Literal[
    "request",
    "instruction",
    "report",
    "correction",
    "cancellation",
    "supersession",
    "regrading",
    "tracer",
    "service",
    "destruction-report",
]

#: What the first event of a log says came before it.
FIRST = "0" * 64


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of an event: what it does not say is left out, so that there is one way to say it."""


class Card(_Part, frozen=True, kw_only=True):
    """The public keys of a post or person.

    Parameters:
        post: its name, as the dossier's parties are named.
        signing: its Ed25519 key, in hex.
        sealing: its age recipient, to which copies are sealed.
    """

    post: Name
    signing: Hex32
    sealing: Sealing


class HeldCopy(_Part, frozen=True, kw_only=True):
    """One copy of one cable."""

    cable: CableName
    copy: Count


class CopyMade(_Part, frozen=True, kw_only=True):
    """A numbered copy, sealed to its holder.

    Parameters:
        copy: its number, from 1, never given twice.
        holder: the post that holds it first.
        sealed: SHA-256 of the sealed bytes, in hex.
        file: whether it stays in the releaser's files.
    """

    copy: Count
    holder: Name
    sealed: Hex32
    file: bool = False


class Witness(_Part, frozen=True, kw_only=True):
    """One who saw it, by a signature of the statement (see `witnessing`)."""

    post: Name
    key: Hex32
    signature: Hex64


class Signed(_Part, frozen=True, kw_only=True):
    """An event of another log, as it stands there.

    Parameters:
        record: its canonical bytes, as text.
        signature: of the record, in hex.
        path: the hashes that prove it to be in the tree of the checkpoint beside it, in hex.
    """

    record: str
    signature: Hex64
    path: tuple[Hex32, ...] = ()


class Checkpoint(_Part, frozen=True, kw_only=True):
    """Where a log stood: signed by its own keeper, or by somebody else, who is then a witness.

    Parameters:
        size: how many events there were.
        root: of their tree, in hex.
        at: when it was signed.
        post, key, signature: whose word it is (see `checkpoints`).
    """

    log: Name
    size: Count
    root: Hex32
    at: Instant
    post: Name
    key: Hex32
    signature: Hex64


class What(_Part, tag_field="kind", frozen=True, kw_only=True):
    """What happened; each class is one kind."""


class LogOpened(What, tag="log-opened", frozen=True, kw_only=True):
    """The first event of every log, signed by the post that keeps it."""

    keeper: Card
    zone: Name


class Enrolled(What, tag="enrolled", frozen=True, kw_only=True):
    """The keeper takes a post into the log's directory, with what the dossier lets it do.

    Parameters:
        here: whether its copies are kept in this office; else it is a correspondent.
        log: the log of a correspondent's office, if known.
        releases_for: the posts in whose name it may release cables.
        instructs: the posts that it may instruct.
    """

    card: Card
    here: bool = False
    log: Name | None = None
    releases_for: tuple[Name, ...] = ()
    instructs: tuple[Name, ...] = ()


class Rotated(What, tag="rotated", frozen=True, kw_only=True):
    """A post goes over to new keys; the old signing key signs the new card (`handover`)."""

    card: Card
    old: Hex32
    handover: Hex64


class Revoked(What, tag="revoked", frozen=True, kw_only=True):
    """The keeper declares a key no longer to be believed, for what was signed from a time on."""

    post: Name
    key: Hex32
    since: Instant
    reason: Words = ""


class SeriesOpened(What, tag="series-opened", frozen=True, kw_only=True):
    """A series of numbers gets its owner, who alone gives numbers in it."""

    series: Name
    owner: Name


class Drafted(What, tag="drafted", frozen=True, kw_only=True):
    """A draft was written, or changed: its digest, so that it is known who had a hand in it."""

    draft: Name
    digest: Hex32


class Released(What, tag="released", frozen=True, kw_only=True):
    """A cable got its number and became final, in numbered copies.

    Parameters:
        cable: `LOG/SERIES/NUMBER`.
        sender: the post in whose name it goes; the event's `by` is who released it.
        draft: which draft it was, if one was entered.
        commitment: what binds its parts (`commitment`), in hex.
        parts: how many parts are bound.
        about: the cable that a correction, cancellation, supersession, regrading or tracer is
            about, or that this one replies to.
        action, info: the posts that are to act, and to know.
        limit_action, limit_info: by when it is to be in their hands.
        questions: the ids of the questions it asks.
        answers: the ids of the questions (of `about`) it answers.
        due: when an answer is due.
        return_by: when the copies are to be back.
    """

    cable: CableName
    series: Name
    number: Count
    sender: Name
    draft: Name | None = None
    cable_kind: CableKind
    commitment: Hex32
    parts: Count
    about: CableName | None = None
    precedence: Name = "routine"
    precedence_info: Name | None = None
    action: tuple[Name, ...] = ()
    info: tuple[Name, ...] = ()
    limit_action: Instant | None = None
    limit_info: Instant | None = None
    questions: tuple[Name, ...] = ()
    answers: tuple[Name, ...] = ()
    due: Instant | None = None
    return_by: Instant | None = None
    copies: tuple[CopyMade, ...]


class Voided(What, tag="voided", frozen=True, kw_only=True):
    """A number that no cable bears, said so by the owner of the series."""

    cable: CableName
    series: Name
    number: Count
    reason: Words


class Recopied(What, tag="recopied", frozen=True, kw_only=True):
    """The releaser made further copies: lost ones again, or for a holder more (re-addressal)."""

    cable: CableName
    copies: tuple[CopyMade, ...]
    reason: Words


class Sent(What, tag="sent", frozen=True, kw_only=True):
    """A parcel was put on its way: a copy of a cable, or news of what became of one here.

    Parameters:
        parcel: its random name.
        to: the post it goes to.
        serial: its number on the link between the two posts, from 1 without a gap.
        digest: SHA-256 of the whole parcel, in hex.
        copy: the copy in it; left out for news.
        events: the numbers of the events here that it tells of; none for a copy.
        again: the parcel that this one repeats, as it was not acknowledged.
    """

    parcel: Name
    sender: Name
    to: Name
    serial: Count
    digest: Hex32 | None = None
    cable: CableName | None = None
    copy: Count | None = None
    events: tuple[Number, ...] = ()
    again: Name | None = None


class Received(What, tag="received", frozen=True, kw_only=True):
    """A parcel came in, from a known sender and whole; its letter was read, its copy not yet.

    Parameters:
        sealed: SHA-256 of the sealed copy in it; left out for a notice.
        cable, copy: which copy of which cable it is; left out for a notice.
        release: the event of the sender's log that made this copy, `released` or `recopied`.
        origin: the `released` event, where `release` is `recopied`.
        checkpoint: where the sender's log stood, with the events above in it.
        missing: serials of the link that have not come yet.
        late: whether a later serial had come before it.
        duplicate: whether this copy of this cable had come before, in another parcel.
    """

    parcel: Name
    sender: Name
    to: Name
    serial: Count
    sealed: Hex32 | None = None
    cable: CableName | None = None
    copy: Count | None = None
    release: Signed | None = None
    origin: Signed | None = None
    checkpoint: Checkpoint | None = None
    missing: tuple[Count, ...] = ()
    late: bool = False
    duplicate: bool = False


class Opened(What, tag="opened", frozen=True, kw_only=True):
    """A received copy was unsealed, and found to be what its release binds."""

    cable: CableName
    copy: Count


class Printed(What, tag="printed", frozen=True, kw_only=True):
    """A copy was put on paper, or written to a file in clear."""

    cable: CableName
    copy: Count
    where: Words = ""


class ReadBy(What, tag="read", frozen=True, kw_only=True):
    """Somebody was shown a copy."""

    cable: CableName
    copy: Count
    reader: Name


class Answered(What, tag="answered", frozen=True, kw_only=True):
    """A cable of this log answers questions of one that was opened here."""

    cable: CableName
    reply: CableName
    questions: tuple[Name, ...]


class Passed(What, tag="passed", frozen=True, kw_only=True):
    """A holder handed its copy on inside the office: sealed anew to the next holder."""

    cable: CableName
    copy: Count
    to: Name
    sealed: Hex32


class Returned(What, tag="returned", frozen=True, kw_only=True):
    """A holder gave its copy back, and keeps nothing of it that can be read."""

    cable: CableName
    copy: Count


class TookBack(What, tag="took-back", frozen=True, kw_only=True):
    """The releasing office has the returned copy."""

    cable: CableName
    copy: Count


class Destroyed(What, tag="destroyed", frozen=True, kw_only=True):
    """A copy was destroyed before two witnesses."""

    cable: CableName
    copy: Count
    reason: Words = ""
    witnesses: tuple[Witness, ...]


class EmergencyDestroyed(What, tag="emergency-destroyed", frozen=True, kw_only=True):
    """What was destroyed in haste, and what could not be: its report."""

    destroyed: tuple[HeldCopy, ...]
    left: tuple[HeldCopy, ...] = ()
    reason: Words
    witnesses: tuple[Witness, ...] = ()


class HandedOver(What, tag="handed-over", frozen=True, kw_only=True):
    """A post got a new holder: the copies that were counted, and what was missing of them."""

    post: Name
    card: Card
    inventory: tuple[HeldCopy, ...]
    missing: tuple[HeldCopy, ...] = ()


class Noticed(What, tag="noticed", frozen=True, kw_only=True):
    """The other end told of events of its log that concern cables of this one.

    Parameters:
        parcel: the parcel it came in.
        checkpoint: where the other log stood, with all of the events in it.
    """

    parcel: Name
    checkpoint: Checkpoint
    events: tuple[Signed, ...]


class Cosigned(What, tag="cosigned", frozen=True, kw_only=True):
    """The other end has signed a checkpoint of this log: from then on it is a witness of it."""

    checkpoint: Checkpoint


WHAT: TypeAlias = (
    Answered
    | Cosigned
    | Destroyed
    | Drafted
    | EmergencyDestroyed
    | Enrolled
    | HandedOver
    | LogOpened
    | Noticed
    | Opened
    | Passed
    | Printed
    | ReadBy
    | Received
    | Recopied
    | Released
    | Returned
    | Revoked
    | Rotated
    | Sent
    | SeriesOpened
    | TookBack
    | Voided
)


class Event(_Part, frozen=True, kw_only=True):
    """One event of a log, as it is signed.

    Parameters:
        v: the version of this form.
        log: the name of the log.
        n: its number there, from 0.
        prev: the leaf hash of the event before, in hex; `FIRST` for the first.
        at: when, never before the event before it.
        clock: what the clock showed, where that was earlier than the event before.
        by: the post that did it.
        key: the Ed25519 key that signs, in hex.
    """

    v: Literal[1]
    log: Name
    n: Number
    prev: Hex32
    at: Instant
    clock: Instant | None = None
    by: Name
    key: Hex32
    what: WHAT
