"""Records as bytes: one form, and nothing else is read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.cables.primitives.canonical import decode, encode
from parley.kernel.errors import Refused

NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
RECORDS = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(RECORDS)
def test_what_is_written_is_read_again(record: Any) -> None:
    """And is written the same way again, whatever the order of its keys was."""
    data = encode(record)
    assert decode(data) == record
    assert json.loads(data) == record
    if isinstance(record, dict):
        assert encode(dict(reversed(record.items()))) == data


@given(RECORDS, st.data())
def test_no_other_bytes_are_the_same_record(record: Any, data: st.DataObject) -> None:
    """A changed byte gives another record, or is refused."""
    good = encode(record)
    at = data.draw(st.integers(0, len(good) - 1))
    bad = good[:at] + bytes([good[at] ^ data.draw(st.integers(1, 255))]) + good[at + 1 :]
    try:
        other = decode(bad)
    except Refused:
        return
    assert encode(other) == bad
    assert json.dumps(other) != json.dumps(record)


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{"a":1,"a":2}',
        b'{ "a":1}',
        b'"\\u0061"',
        b"1.0",
        b"1e3",
        b"NaN",
        b"9007199254740993",
        b'"\xff"',
        b'"\\ud800"',
        b"",
        b"[1,]",
        b"\xef\xbb\xbf1",
        b"[" * 40 + b"]" * 40,
        b"[" * 5_000_000 + b"]" * 5_000_000,
        b"1 ",
    ],
)
def test_another_form_is_refused(data: bytes) -> None:
    """Order, spaces, escapes, fractions, doubled keys, depth and broken text."""
    with pytest.raises(Refused):
        decode(data)


@pytest.mark.parametrize("record", [1.5, 2**53, {1: 2}, (1,), b"x", {"a": {"b": float("nan")}}])
def test_what_has_no_canonical_form_is_not_written(record: Any) -> None:
    """Fractions, large numbers, other keys and other kinds of things."""
    with pytest.raises(Refused):
        encode(record)


def test_too_many_bytes_are_refused_before_they_are_read() -> None:
    """The limit is checked first."""
    with pytest.raises(Refused, match="at most"):
        decode(b'"' + b"a" * 16_000_000 + b'"')


def test_keys_are_in_the_order_of_the_standard() -> None:
    """RFC 8785 sorts keys by their UTF-16 code units (its example in section 3.2.3)."""
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    written = encode({key: "" for key in keys}).decode()
    assert list(json.loads(written)) == [
        "\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33",
    ]  # fmt: skip
