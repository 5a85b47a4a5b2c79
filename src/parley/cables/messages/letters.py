"""The letter in a parcel, sealed to the post it goes to: what the sender's log says of it.

A letter with a copy brings the release that binds the copy; a notice brings events that concern
cables of the other end. Both bring a signed checkpoint of the sender's log, a proof that the log
only went on since the one that the other end saw last, and the sender's own signature under the
other's: so each end is a witness of the other's log.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from parley.cables.events.kinds import CableName, Checkpoint, Count, Hex32, Number, Signed
from parley.cables.events.records import read_record, write_record
from parley.cables.messages.container import ParcelName
from parley.cables.primitives.merkle import is_consistent
from parley.kernel.errors import Refused

__all__ = [
    "Consistency",
    "CopyLetter",
    "Letter",
    "NoticeLetter",
    "decode_letter",
    "encode_letter",
    "goes_on",
]


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a letter: what it does not say is left out."""


class Consistency(_Part, frozen=True, kw_only=True):
    """What proves that a log only went on.

    Parameters:
        size: how many events there were at the earlier checkpoint.
        path: the hashes of the proof (RFC 6962), in hex.
    """

    size: Number
    path: tuple[Hex32, ...] = ()


class CopyLetter(_Part, tag_field="kind", tag="copy", frozen=True, kw_only=True):
    """The letter beside a sealed copy.

    Parameters:
        parcel: the name of the parcel, so that the letter cannot be put into another one.
        cable, copy: which copy of which cable it is.
        release: the event that made the copy, `released` or `recopied`, with its path.
        origin: the `released` event with its path, where `release` is a `recopied` one.
        checkpoint: where the sender's log stands, with both in it.
        consistency: from the checkpoint that the other end saw last; left out the first time.
        cosigned: a checkpoint of the other end's log, signed by the sender as a witness.
    """

    v: Literal[1]
    parcel: ParcelName
    cable: CableName
    copy: Count
    release: Signed
    origin: Signed | None = None
    checkpoint: Checkpoint
    consistency: Consistency | None = None
    cosigned: Checkpoint | None = None


class NoticeLetter(_Part, tag_field="kind", tag="notice", frozen=True, kw_only=True):
    """A letter without a copy.

    Parameters:
        parcel, checkpoint, consistency, cosigned: as in `CopyLetter`.
        events: what happened at the sender's with cables of the other end, each with its path.
    """

    v: Literal[1]
    parcel: ParcelName
    checkpoint: Checkpoint
    consistency: Consistency | None = None
    cosigned: Checkpoint | None = None
    events: tuple[Signed, ...] = ()


Letter: TypeAlias = CopyLetter | NoticeLetter


def encode_letter(letter: Letter) -> bytes:
    """Return a letter in canonical form, to be sealed."""
    return write_record(letter)


def decode_letter(data: bytes, parcel: str) -> Letter:
    """Return the letter that unsealed bytes stand for.

    Parameters:
        parcel: the name in the header of the parcel that it came in.

    Raises Refused for anything but the one form of a letter, and for the letter of another parcel.
    Signatures, paths and proofs are for the caller to check.
    """
    letter: Letter = read_record(data, Letter, "letter")
    if letter.parcel != parcel:
        raise Refused(
            f"letter: expected that of parcel {parcel}, got that of {letter.parcel}",
            hint="somebody put it into another parcel: tell the sender by another way",
        )
    return letter


def goes_on(seen: Checkpoint, letter: Letter) -> bool:
    """Tell whether a letter proves that its sender's log only went on from what was seen of it.

    Parameters:
        seen: the checkpoint of that log that was seen last.
    """
    now, proof = letter.checkpoint, letter.consistency
    if seen.log != now.log or (proof is not None and proof.size != seen.size):
        return False
    return is_consistent(
        (seen.size, bytes.fromhex(seen.root)),
        (now.size, bytes.fromhex(now.root)),
        [bytes.fromhex(one) for one in proof.path] if proof is not None else (),
    )
