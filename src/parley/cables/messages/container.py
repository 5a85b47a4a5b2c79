"""The `.cable` file: a parcel of a signed header in clear, a sealed letter and a sealed copy.

A server sees the header alone: which post sends how much to which. It has one form for each
parcel, and limits that are looked at before anything is read: a hostile file costs no more than
its own size. The form, for other programs, is in `docs/reference/cable-format.md`.
"""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, BinaryIO, Literal, NoReturn, TypeAlias

from msgspec import Meta, Struct

from parley.cables.events.kinds import Count, Hex32, Name
from parley.cables.events.records import read_record, write_record
from parley.cables.primitives.signing import for_purpose, is_signed, public_key, sign
from parley.kernel.errors import Refused

__all__ = [
    "MAGIC",
    "MOST_COPY",
    "MOST_HEADER",
    "MOST_LETTER",
    "MOST_PARCEL",
    "Header",
    "Parcel",
    "Route",
    "decode_parcel",
    "encode_parcel",
    "is_signed_parcel",
    "make_parcel",
    "new_parcel_name",
    "parcel_digest",
    "read_parcel",
]

MAGIC = b"parley cable 1\n"
MOST_HEADER = 65_536  # bytes
MOST_LETTER = MOST_COPY = 16_777_216  # bytes, sealed
_LENGTHS = struct.Struct(">III")  # header, letter, copy
_SIGNATURE = 64
_FIXED = len(MAGIC) + _LENGTHS.size
MOST_PARCEL = _FIXED + MOST_HEADER + _SIGNATURE + MOST_LETTER + MOST_COPY

#: 16 bytes of chance in hex, so that no two parcels have one name.
ParcelName: TypeAlias = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]


class Header(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What stands on a parcel, in clear.

    Parameters:
        parcel: its random name.
        sender, to: the posts.
        serial: its number on the link between the two, from 1 without a gap.
        key: the sender's Ed25519 key, which signs the header, in hex.
        letter: SHA-256 of the sealed letter, in hex.
        copy: SHA-256 of the sealed copy, in hex; left out where there is none.
    """

    v: Literal[1]
    parcel: ParcelName
    sender: Name
    to: Name
    serial: Count
    key: Hex32
    letter: Hex32
    copy: Hex32 | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a `.cable` file holds.

    Parameters:
        signature: of the header, 64 bytes.
        letter, copy: sealed; a notice has no copy.
    """

    header: Header
    signature: bytes
    letter: bytes
    copy: bytes | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Which parcel goes from whom to whom, as which of theirs."""

    parcel: str
    sender: str
    to: str
    serial: int


def new_parcel_name() -> str:
    """Return a random name, 32 hex digits."""
    return secrets.token_hex(16)


def make_parcel(route: Route, seed: bytes, letter: bytes, copy: bytes | None = None) -> Parcel:
    """Return a parcel, signed by its sender.

    Parameters:
        seed: the secret of the sender's signing key.
        letter, copy: sealed.
    """
    header = Header(
        v=1,
        parcel=route.parcel,
        sender=route.sender,
        to=route.to,
        serial=route.serial,
        key=public_key(seed).hex(),
        letter=sha256(letter).hexdigest(),
        copy=None if copy is None else sha256(copy).hexdigest(),
    )
    signature = sign(seed, for_purpose("parcel", write_record(header)))
    return Parcel(header, signature, letter, copy)


def encode_parcel(parcel: Parcel) -> bytes:
    """Return the bytes of a `.cable` file.

    Raises Refused for a parcel that could not be read again: too big, or with digests in its header
    that are not those of what it holds.
    """
    header, copy = write_record(parcel.header), parcel.copy or b""
    lengths = _LENGTHS.pack(len(header), len(parcel.letter), len(copy))
    data = b"".join((MAGIC, lengths, header, parcel.signature, parcel.letter, copy))
    if decode_parcel(data) != parcel:
        _refuse("a parcel that has one form", "one that would be read as another")
    return data


def decode_parcel(data: bytes) -> Parcel:
    """Return what the bytes of a `.cable` file hold; `is_signed_parcel` tells whether it is signed.

    Raises Refused for anything but the one form that a parcel has.
    """
    head, letter, copy = _lengths(data[:_FIXED])
    whole = _FIXED + head + _SIGNATURE + letter + copy
    if len(data) != whole:
        _refuse(f"{whole:,} bytes, as its lengths say", f"{_count(len(data))}")
    at = _FIXED + head
    header: Header = read_record(data[_FIXED:at], Header, "parcel: header")
    signature = data[at : at + _SIGNATURE]
    at += _SIGNATURE
    return _checked(Parcel(header, signature, data[at : at + letter], data[at + letter :] or None))


def read_parcel(file: BinaryIO) -> Parcel:
    """Return what a `.cable` file holds, without reading more of it than its lengths allow.

    Raises Refused as `decode_parcel` does.
    """
    fixed = file.read(_FIXED)
    rest = sum(_lengths(fixed)) + _SIGNATURE
    return decode_parcel(fixed + file.read(rest + 1))


def is_signed_parcel(parcel: Parcel) -> bool:
    """Tell whether the key in the header signed it; whose key that is, the directory must say."""
    message = for_purpose("parcel", write_record(parcel.header))
    return is_signed(bytes.fromhex(parcel.header.key), message, parcel.signature)


def parcel_digest(data: bytes) -> str:
    """Return the SHA-256 of a `.cable` file, in hex."""
    return sha256(data).hexdigest()


def _lengths(fixed: bytes) -> tuple[int, int, int]:
    if not fixed.startswith(MAGIC):
        _refuse("a file that begins with 'parley cable 1'", _beginning(fixed))
    if len(fixed) < _FIXED:
        _refuse(f"at least {_FIXED} bytes", _count(len(fixed)))
    lengths: tuple[int, int, int] = _LENGTHS.unpack(fixed[len(MAGIC) :])
    limits = (("header", 1, MOST_HEADER), ("letter", 1, MOST_LETTER), ("copy", 0, MOST_COPY))
    for length, (what, least, most) in zip(lengths, limits, strict=True):
        if not least <= length <= most:
            _refuse(f"a {what} of {least} to {most:,} bytes", f"{length:,}")
    return lengths


def _checked(parcel: Parcel) -> Parcel:
    header = parcel.header
    if (header.copy is None) != (parcel.copy is None):
        told = "no" if header.copy is None else "a"
        _refuse(f"{told} sealed copy, as its header says", "none" if parcel.copy is None else "one")
    for what, digest, sealed in (
        ("letter", header.letter, parcel.letter),
        ("copy", header.copy, parcel.copy),
    ):
        if sealed is not None and sha256(sealed).hexdigest() != digest:
            _refuse(f"the {what} that its header names ({digest})", "another")
    return parcel


def _count(length: int) -> str:
    return f"{length:,} bytes"


def _beginning(fixed: bytes) -> str:
    return repr(fixed[: len(MAGIC)])[1:] if fixed else "an empty file"


def _refuse(expected: str, got: str) -> NoReturn:
    raise Refused(
        f"parcel: expected {expected}, got {got}",
        hint="it was cut off or changed on the way: ask the sender for it again",
    )
