"""Cables: what goes in comes out, in one form; a changed bit, word or part is found."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parley.cables.messages.commitment import commitment_of, message_of, parts_of, saying_of
from parley.cables.messages.container import (
    Parcel,
    Route,
    decode_parcel,
    encode_parcel,
    is_signed_parcel,
    make_parcel,
)
from parley.cables.messages.copies import read_copy
from parley.cables.messages.draft import Draft, HeadOf, copies_of, draft_digest, message_of_draft
from parley.cables.messages.draft_files import read_draft, write_draft
from parley.cables.messages.message import Message
from parley.cables.messages.reading_text import OnPaper, reading_text
from parley.cables.messages.redaction import Withheld, check_export, export_cable, hidden
from parley.cables.primitives.canonical import decode, encode
from parley.kernel.errors import Refused
from tests.properties.strategies_messages import drafts, messages
from tests.twins import cable_container as twin
from tests.unit.cable_story import LOG, SEEDS, checkpoint_of, signed_of, story

ROUTE = Route("0123456789abcdef" * 2, "team", "mandator", 1)
PARCELS = st.builds(
    lambda letter, copy: make_parcel(ROUTE, SEEDS["team"], letter, copy),
    st.binary(min_size=1, max_size=60),
    st.none() | st.binary(min_size=1, max_size=60),
)


@given(messages)
def test_a_message_is_its_parts(message: Message) -> None:
    """There and back; the copy that is made of it is read, by parley and by the twin."""
    told = story(message)
    assert message_of(told.parts) == message
    assert [saying_of(part) for part in told.parts[:2]] == [message.head, message.subject]
    made = told.released.copies[0]
    assert read_copy(told.plaintexts[0], told.released, made, "team") == (message, told.parts)
    release = json.loads(told.entries[-1].record)
    listed = [[part.name, part.value, part.salt.hex()] for part in told.parts]
    assert twin.read_copy(told.plaintexts[0], release, 1) == listed


@given(messages)
def test_two_copies_of_one_text_are_bound_differently(message: Message) -> None:
    """Since the salts are by chance, nobody can tell by a commitment that a text is the same."""
    assert commitment_of(parts_of(message)) != commitment_of(parts_of(message))


@given(messages, st.data())
def test_another_message_is_not_what_was_released(message: Message, data: st.DataObject) -> None:
    """Any byte of the plaintext of a copy that is changed, dropped or added."""
    told = story(message)
    made, plain = told.released.copies[0], told.plaintexts[0]
    at = data.draw(st.integers(0, len(plain) - 1))
    byte = data.draw(st.integers(0, 255))
    for changed in (
        plain[:at] + bytes([byte]) + plain[at + 1 :],
        plain[:at] + plain[at + 1 :],
        plain[:at] + bytes([byte]) + plain[at:],
    ):
        if changed != plain:
            with pytest.raises(Refused):
                read_copy(changed, told.released, made)


@given(PARCELS)
def test_a_parcel_has_one_form(parcel: Parcel) -> None:
    """There and back, and as the twin reads it."""
    data = encode_parcel(parcel)
    assert decode_parcel(data) == parcel
    assert is_signed_parcel(parcel)
    read = twin.read_parcel(data)
    assert (read["letter"], read["copy"]) == (parcel.letter, parcel.copy)


@given(PARCELS, st.data())
def test_a_changed_parcel_is_none_or_not_signed(parcel: Parcel, data: st.DataObject) -> None:
    """A flipped bit; an end cut off; something behind it, or before it."""
    good = encode_parcel(parcel)
    bit = data.draw(st.integers(0, 8 * len(good) - 1))
    flipped = bytearray(good)
    flipped[bit // 8] ^= 1 << bit % 8
    more = data.draw(st.binary(min_size=1, max_size=4))
    for changed in (bytes(flipped), good[: bit // 8], good + more, more + good):
        if changed == good:
            continue
        try:
            found = decode_parcel(changed)
        except Refused:
            continue
        assert encode_parcel(found) == changed
        assert not is_signed_parcel(found)


def test_every_bit_of_a_parcel_counts() -> None:
    """All positions of a small one, cut at every place too."""
    good = encode_parcel(make_parcel(ROUTE, SEEDS["team"], b"letter", b"copy"))
    for bit in range(8 * len(good)):
        flipped = bytearray(good)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            assert not is_signed_parcel(decode_parcel(bytes(flipped)))
        except Refused:
            continue
    for end in range(len(good)):
        with pytest.raises(Refused):
            decode_parcel(good[:end])


@given(messages, st.data())
def test_an_export_shows_what_it_shows(message: Message, data: st.DataObject) -> None:
    """The parts shown are those of the message; the others leave their hash, and no word."""
    told = story(message)
    names = [part.name for part in told.parts]
    withheld = data.draw(st.sets(st.sampled_from(names)))
    named = data.draw(st.booleans())
    proof = signed_of(told), checkpoint_of(told)
    file = export_cable(told.parts, withheld, proof, named=named)
    found = check_export(file, {"team": [told.entries[0].event.key]})
    assert found.known_releaser
    assert found.known_witness
    for part, got in zip(told.parts, found.parts, strict=True):
        if part.name in withheld:
            assert isinstance(got, Withheld)
            assert got.name in (None, part.name)
            assert part.salt.hex().encode() not in file
        else:
            assert got == part
    shown = twin.read_export(file)
    assert [one and one[0] for one in shown] == [
        None if name in withheld else name for name in names
    ]


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to all single values of a record."""
    if isinstance(value, dict):
        return [found for key in value for found in _leaves(value[key], (*path, key))]
    if isinstance(value, list):
        return [found for at, one in enumerate(value) for found in _leaves(one, (*path, at))]
    return [path]


def _changed(value: Any) -> Any:
    if isinstance(value, str):
        return value[:-1] + ("1" if value[-1:] == "0" else "0")
    return value + 1


@given(st.sampled_from([False, True]), st.data())
def test_any_changed_value_of_an_export_is_found(named: bool, data: st.DataObject) -> None:
    """But the name that was given to a withheld passage: that is nobody's but the maker's word."""
    told = story()
    proof = signed_of(told), checkpoint_of(told)
    file: Any = decode(export_cable(told.parts, ["passage/2", "subject"], proof, named=named))
    path = data.draw(st.sampled_from(_leaves(file)))
    place = file
    for step in path[:-1]:
        place = place[step]
    if path[-1] == "name" and "leaf" in place:
        assume(path[1] == 1)  # the subject
    if path == ("checkpoint", "post"):
        return  # who signs is told by the key: the name beside it is for the directory to check
    place[path[-1]] = _changed(place[path[-1]])
    with pytest.raises(Refused):
        check_export(encode(file), {})


def _columns(line: str) -> int:
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in line)
    return wide + sum(unicodedata.category(sign) not in ("Mn", "Me", "Cf") for sign in line)


@given(messages, st.data())
def test_a_text_fits_its_paper_and_obeys_nobody(message: Message, data: st.DataObject) -> None:
    """At most 80 columns of whatever script, no control character, no withheld word."""
    parts = story(message).parts
    withheld = data.draw(st.sets(st.sampled_from([part.name for part in parts])))
    paper = OnPaper(copy=1, holder="北京", zones=("Europe/Moscow",), tell=data.draw(st.booleans()))
    text = reading_text(hidden(parts, withheld), paper)
    assert all(sign.isprintable() or sign in " \n" or ord(sign) > 0x7F for sign in text)
    assert not set(text) & set("\x1b\r\x85\u202e\u2067")
    assert max(map(_columns, text.splitlines())) <= 80
    assert ("withheld" in text) <= paper.tell or "withheld" in str(message)


@given(drafts())
def test_a_draft_is_read_as_it_was_written(draft: Draft) -> None:
    """The file and back; its digest; the message that it becomes can be released."""
    again = read_draft(write_draft(draft).encode(), "draft.yaml")
    assert again == draft
    assert draft_digest(again) == draft_digest(draft)
    given_head = HeadOf(f"{LOG}/G/1", "2026-11-26T12:00:04.000Z", "team", "UTC")
    message = message_of_draft(draft, given_head)
    assert message_of(parts_of(message)) == message
    assert {one.holder for one in copies_of(draft)} >= {*draft.action, *draft.info}


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_draft_file_breaks_the_reader(data: bytes) -> None:
    """Whatever is in it, it is refused or read."""
    try:
        read_draft(data, "draft.yaml")
    except Refused as error:
        assert "draft.yaml" in str(error)
