"""The `.cable` file: what is refused of it, told with what was got; limits; its signature."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import msgspec
import pytest

from parley.cables.events.records import write_record
from parley.cables.messages.container import (
    MAGIC,
    MOST_HEADER,
    MOST_LETTER,
    MOST_PARCEL,
    Parcel,
    Route,
    decode_parcel,
    encode_parcel,
    is_signed_parcel,
    make_parcel,
    new_parcel_name,
    read_parcel,
)
from parley.cables.primitives.signing import for_purpose, sign
from parley.kernel.errors import Refused
from tests.unit.cable_story import SEEDS

ROUTE = Route("0123456789abcdef" * 2, "team", "mandator", 1)
PARCEL = make_parcel(ROUTE, SEEDS["team"], b"the letter", b"the copy")
GOOD = encode_parcel(PARCEL)


def _with_header(text: bytes) -> bytes:
    """The good parcel with another header."""
    head = int.from_bytes(GOOD[15:19], "big")
    return GOOD[:15] + len(text).to_bytes(4, "big") + GOOD[19:27] + text + GOOD[27 + head :]


HEADER = write_record(PARCEL.header)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "got an empty file"),
        (b"%PDF-1.7", "expected a file that begins with 'parley cable 1', got '%PDF-1.7'"),
        (MAGIC, "expected at least 27 bytes, got 15 bytes"),
        (GOOD[:-1], "bytes, as its lengths say"),
        (GOOD + b"\0", "bytes, as its lengths say"),
        (GOOD[:15] + b"\0\0\0\0" + GOOD[19:], "a header of 1 to 65,536 bytes, got 0"),
        (GOOD[:15] + b"\0\1\0\1" + GOOD[19:], "a header of 1 to 65,536 bytes, got 65,537"),
        (GOOD[:19] + b"\1\0\0\1" + GOOD[23:], "a letter of 1 to 16,777,216 bytes, got 16,777,217"),
        (GOOD[:23] + b"\1\0\0\1" + GOOD[27:], "a copy of 0 to 16,777,216 bytes"),
        (GOOD[:-1] + b"?", "the copy that its header names"),
        (GOOD.replace(b"the letter", b"an a priori"[:10]), "the letter that its header names"),
        (_with_header(HEADER.replace(b'"v":1', b'"v": 1')), "expected canonical bytes"),
        (_with_header(HEADER.replace(b'"v":1', b'"v":2')), "enum value 2"),
        (_with_header(HEADER.replace(b'"v":1', b'"v":true')), "parcel: header"),
        (_with_header(HEADER.replace(b'"v":1', b'"v":1,"w":1')), "unknown field `w`"),
        (_with_header(HEADER.replace(b'"serial":1', b'"serial":0')), ">= 1"),
        (_with_header(HEADER.replace(b'"0123', b'"X123')), "matching regex"),
        (_with_header(HEADER.replace(b'abcdef",', b'abcdef\\n",')), "matching regex"),
        (_with_header(b"[]"), "expected `object`"),
        (_with_header(b"\xff"), "no JSON"),
    ],
)
def test_what_is_no_parcel_is_refused(data: bytes, told: str) -> None:
    """Each fault with what was expected and what was got."""
    with pytest.raises(Refused) as refused:
        decode_parcel(data)
    assert told in str(refused.value)
    assert str(refused.value).startswith("parcel: ")


def test_a_copy_and_its_header_go_together() -> None:
    """None without being named, none named without being there."""
    without = make_parcel(ROUTE, SEEDS["team"], b"the letter")
    assert decode_parcel(encode_parcel(without)) == without
    with pytest.raises(Refused, match="no sealed copy, as its header says, got one"):
        encode_parcel(replace(without, copy=b"the copy"))
    with pytest.raises(Refused, match="a sealed copy, as its header says, got none"):
        encode_parcel(replace(PARCEL, copy=None))


@pytest.mark.parametrize(
    "parcel",
    [
        replace(PARCEL, signature=b"short"),
        replace(PARCEL, letter=b""),
        replace(PARCEL, letter=b"another"),
        replace(PARCEL, copy=b""),
        make_parcel(ROUTE, SEEDS["team"], b"x" * (MOST_LETTER + 1)),
        replace(PARCEL, header=msgspec.structs.replace(PARCEL.header, sender="x" * 70_000)),
        replace(PARCEL, header=msgspec.structs.replace(PARCEL.header, serial=0)),
    ],
    ids=["signature", "no letter", "another letter", "empty copy", "big", "long", "serial"],
)
def test_what_could_not_be_read_again_is_not_written(parcel: Parcel) -> None:
    """No file is made that the other end would refuse."""
    with pytest.raises(Refused):
        encode_parcel(parcel)


def test_the_largest_parcel_is_read() -> None:
    """The limits are part of what is allowed."""
    big = make_parcel(ROUTE, SEEDS["team"], b"l" * MOST_LETTER, b"c" * MOST_LETTER)
    data = encode_parcel(big)
    assert read_parcel(BytesIO(data)) == big
    assert len(data) <= MOST_PARCEL < len(data) + MOST_HEADER


def test_only_the_key_that_is_named_signs_and_only_for_this_purpose() -> None:
    """Another key, another purpose and another header are found."""
    assert is_signed_parcel(PARCEL)
    other = sign(SEEDS["mandator"], for_purpose("parcel", HEADER))
    assert not is_signed_parcel(replace(PARCEL, signature=other))
    event = sign(SEEDS["team"], for_purpose("event", HEADER))
    assert not is_signed_parcel(replace(PARCEL, signature=event))
    moved = msgspec.structs.replace(PARCEL.header, to="ally")
    assert not is_signed_parcel(replace(PARCEL, header=moved))
    weak = msgspec.structs.replace(PARCEL.header, key="01" + "00" * 31)
    fixed = bytes([1]) + bytes(63)
    assert not is_signed_parcel(replace(PARCEL, header=weak, signature=fixed))


def test_names_of_parcels_are_by_chance() -> None:
    """32 hex digits, no two the same."""
    names = {new_parcel_name() for _ in range(100)}
    assert len(names) == 100
    assert {len(name) for name in names} == {32}
