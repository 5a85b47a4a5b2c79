"""Nothing that is made of bytes by chance, or of a cable by chance, breaks a reader of cables.

Only Refused may come out, in bounded time and memory. With `PARLEY_HYPOTHESIS=nightly` ten million
parcels are tried, and 200,000 of each record that is inside one; the figures are printed.
"""

from __future__ import annotations

import json
import os
import time
import tracemalloc
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.cables.messages.container import (
    MOST_COPY,
    decode_parcel,
    encode_parcel,
    is_signed_parcel,
    read_parcel,
)
from parley.cables.messages.copies import read_copy
from parley.cables.messages.letters import decode_letter, encode_letter
from parley.cables.messages.redaction import check_export
from parley.kernel.errors import Refused
from tests.properties.cable_mutations import mutated, mutated_parcel, mutated_record
from tests.unit.cable_story import story
from tests.unit.cable_vectors import PLACE

NIGHTLY = os.environ.get("PARLEY_HYPOTHESIS") == "nightly"
PARCELS = 10_000_000 if NIGHTLY else 20_000
RECORDS = 200_000 if NIGHTLY else 2_000
VECTORS: dict[str, Any] = json.loads(PLACE.read_text("utf-8"))
GOOD = [b64decode(one) for one in VECTORS["parcels"].values()]
LETTERS = [VECTORS[one]["plaintext"].encode() for one in ("letter", "notice")]
COPY = VECTORS["copy"]["plaintext"].encode()
EXPORTS = [VECTORS["export"][one].encode() for one in ("file", "named")]
TOLD = story()
NAMES = {letter: json.loads(letter)["parcel"] for letter in LETTERS}


def _parcel(data: bytes, original: bytes) -> bool:
    """Read a parcel; whether it is one. Only the original may be signed."""
    try:
        found = decode_parcel(data)
    except Refused:
        return False
    assert encode_parcel(found) == data
    assert is_signed_parcel(found) == (data == original)
    return True


def _letter(data: bytes, original: bytes) -> bool:
    try:
        letter = decode_letter(data, NAMES[original])
    except Refused:
        return False
    assert encode_letter(letter) == data
    return True


def _copy(data: bytes, original: bytes) -> bool:
    try:
        read_copy(data, TOLD.released, TOLD.released.copies[0])
    except Refused:
        return False
    assert data == original
    return True


def _export(data: bytes, original: bytes) -> bool:
    try:
        found = check_export(data, {})
    except Refused:
        return False
    assert len(found.parts) == TOLD.released.parts
    return True


#: What is tried: how many times, from what, by which changes, and read by what.
TRIALS: dict[
    str,
    tuple[
        int, list[bytes], Callable[[Random, bytes], bytes], Callable[[bytes, bytes], bool]
    ],
] = {
    "parcels": (PARCELS, GOOD, mutated_parcel, _parcel),
    "letters": (RECORDS, LETTERS, mutated_record, _letter),
    "copies": (RECORDS, [COPY], mutated_record, _copy),
    "exports": (RECORDS, EXPORTS, mutated_record, _export),
}  # fmt: skip


@pytest.mark.parametrize("what", TRIALS)
def test_only_refused_comes_out(what: str, record_property: Callable[[str, object], None]) -> None:
    """Changed at random and by structure, from a fixed seed."""
    cases, originals, change, read = TRIALS[what]
    random = Random(20261126)
    passed, slowest, begun = 0, 0.0, time.perf_counter()
    before = begun
    for number in range(cases):
        original = originals[number % len(originals)]
        data = change(random, original)
        passed += read(data, original)
        after = time.perf_counter()
        slowest, before = max(slowest, after - before), after
    took = time.perf_counter() - begun
    speed = f"{cases / took:,.0f}/s, slowest {slowest:.2f} s"
    told = f"{what}: {cases:,} cases, {passed:,} of them in form, {speed}"
    print(told)
    record_property("fuzz", told)
    assert slowest < 5  # a generous bound on a shared machine: one case costs microseconds


@given(st.binary(max_size=200))
def test_bytes_by_chance(data: bytes) -> None:
    """With and without the beginning of a parcel."""
    for one in (data, GOOD[0][:15] + data, GOOD[0][:27] + data):
        assert not _parcel(one, GOOD[0])
    assert not _letter(data, LETTERS[0])
    assert not _copy(data, COPY)
    assert not _export(data, EXPORTS[0])


@given(st.integers(0, 2**32), st.sampled_from(["parcels", "letters", "copies", "exports"]))
def test_changes_by_another_seed(seed: int, what: str) -> None:
    """The same changes, from where hypothesis looks; bytes alone, too."""
    _, originals, change, read = TRIALS[what]
    random = Random(seed)
    for original in originals:
        read(change(random, original), original)
        read(mutated(random, original), original)


class _Counted(BytesIO):
    """A file that knows how much of it was read."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Read, and count."""
        data = super().read(size)
        self.taken += len(data)
        return data


def test_a_length_alone_takes_no_memory() -> None:
    """Four gigabytes are promised: the file is refused after its first 27 bytes."""
    for at in (15, 19, 23):
        file = _Counted(GOOD[0][:at] + b"\xff" * 4 + GOOD[0][at + 4 :])
        with pytest.raises(Refused, match="4,294,967,295"):
            read_parcel(file)
        assert file.taken == 27


def test_a_promise_within_the_limits_takes_no_more_than_the_file() -> None:
    """Sixteen megabytes are promised and some hundred bytes come."""
    file = _Counted(GOOD[0][:23] + MOST_COPY.to_bytes(4, "big") + GOOD[0][27:])
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match="as its lengths say"):
            read_parcel(file)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000


def test_what_follows_a_parcel_is_not_read() -> None:
    """One byte more is enough to refuse it."""
    file = _Counted(GOOD[0] + bytes(5_000_000))
    with pytest.raises(Refused):
        read_parcel(file)
    assert file.taken == len(GOOD[0]) + 1


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 1_000_000,
        b'{"a":' * 200_000,
        b"[" + b"9" * 4_000 + b",9" * 400_000 + b"]",
        b'{"parts":[' + b",".join([b'{"leaf":"' + b"0" * 64 + b'"}'] * 12_000) + b"]}",
        b'"' + b"\\ud800" * 150_000 + b'"',
        b'{"' + b"k" * 1_000_000 + b'":1}',
        b"\xff\xfe" + b"\x00" * 1_000_000,
    ],
    ids=["lists", "maps", "numbers", "parts", "halves", "key", "another coding"],
)
def test_a_million_hostile_bytes_are_refused_soon(data: bytes) -> None:
    """By every reader; what is told of them is short and cannot move a cursor."""
    begun = time.perf_counter()
    for read in (
        lambda: decode_letter(data, "0" * 32),
        lambda: read_copy(data, TOLD.released, TOLD.released.copies[0]),
        lambda: check_export(data, {}),
    ):
        with pytest.raises(Refused) as refused:
            read()
        assert len(str(refused.value)) < 600
        assert str(refused.value).isprintable()
    assert time.perf_counter() - begun < 10
