"""Records as canonical bytes, and back: one way to write each, and nothing unknown in it."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from parley.cables.events.event_bytes import plain
from parley.cables.primitives.canonical import Plain, decode, encode
from parley.cables.primitives.legible import cut
from parley.kernel.errors import Refused

__all__ = ["from_plain", "read_record", "write_record"]

AnyRecord = TypeVar("AnyRecord", bound=Struct)


def write_record(record: Struct) -> bytes:
    """Return a record in canonical form, without what it does not say."""
    return encode(plain(record))


def read_record(data: bytes, kind: type[AnyRecord] | Any, what: str) -> AnyRecord:
    """Return the record that canonical bytes stand for.

    Parameters:
        kind: its type, or several joined by `|`.
        what: how a message calls it.

    Raises Refused for bytes in another form, and for another record.
    """
    try:
        value = decode(data)
    except Refused as error:
        raise Refused(f"{what}: {cut(error.message)}", hint=error.hint) from None
    record: AnyRecord = from_plain(value, kind, what)
    return record


def from_plain(value: Plain, kind: Any, what: str) -> Any:
    """Return the record that maps, lists, texts and whole numbers stand for.

    Raises Refused for another record, and for one that says what is left out elsewhere.
    """
    try:
        record = msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise Refused(
            f"{what}: {_lower(cut(str(error)))}",
            hint="it was changed on the way, or written by another version: get it again",
        ) from None
    if isinstance(record, Struct) and plain(record) != value:
        raise Refused(
            f"{what}: expected nothing that is understood without saying, got it said",
            hint="it was written by another program: have it written as the format says",
        )
    return record


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
