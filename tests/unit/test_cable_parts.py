"""Parts, copies and letters of a cable: what binds them, and all that is refused."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

import msgspec
import pytest

from parley.cables.events.event_bytes import plain
from parley.cables.events.kinds import CopyMade, Released
from parley.cables.events.records import read_record, write_record
from parley.cables.messages.commitment import (
    Part,
    commitment_of,
    leaf_of_part,
    message_of,
    parts_of,
    saying_of,
)
from parley.cables.messages.copies import differences, read_copy, write_copy
from parley.cables.messages.letters import (
    Consistency,
    CopyLetter,
    NoticeLetter,
    decode_letter,
    encode_letter,
    goes_on,
)
from parley.cables.messages.message import Grading, Head, Passage
from parley.cables.primitives.canonical import decode, encode
from parley.kernel.errors import Refused
from tests.unit.cable_story import (
    LOG,
    checkpoint_of,
    consistency_of,
    made_up_message,
    signed_of,
    story,
)

TOLD = story()
MADE = TOLD.released.copies[0]
PARCEL = "0123456789abcdef" * 2


def test_parts_stand_in_a_fixed_order() -> None:
    """Head, subject, request, passages, questions, answers."""
    assert [part.name for part in TOLD.parts] == [
        "head", "subject", "request", "passage/1", "passage/2", "passage/3", "question/q1",
        "question/q2", "answer/a1",
    ]  # fmt: skip


def test_a_leaf_is_salt_and_part() -> None:
    """As the page says, by hand."""
    part = Part("subject", "x", b"\1" * 32)
    by_hand = sha256(b"\0" + b"\1" * 32 + b'["subject","x"]').digest()
    assert leaf_of_part(part) == by_hand == commitment_of([part])


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: parts[::-1],
        lambda parts: parts[1:],
        lambda parts: (*parts, parts[-1]),
        lambda parts: parts[:1] + parts[2:],
        lambda parts: (replace(parts[0], name="heading"), *parts[1:]),
        lambda parts: (*parts[:3], replace(parts[3], name="passage/9"), *parts[4:]),
        lambda parts: (*parts[:3], replace(parts[3], name="question/1"), *parts[4:]),
        lambda parts: (replace(parts[0], value="x"), *parts[1:]),
        lambda parts: (parts[0], replace(parts[1], value=""), *parts[2:]),
    ],
)
def test_parts_that_are_no_message_are_refused(change: Any) -> None:
    """Another order, one missing, one twice, another name, another form."""
    with pytest.raises(Refused):
        message_of(change(TOLD.parts))


def test_one_id_twice_is_refused() -> None:
    """Else an answer could be to either."""
    message = msgspec.structs.replace(
        made_up_message(), passages=(Passage(id="1", text="a"), Passage(id="1", text="b"))
    )
    with pytest.raises(Refused, match="'passage/1' twice"):
        parts_of(message)


@pytest.mark.parametrize(
    "part",
    [
        Part("note", "x", bytes(32)),
        Part("subject", 1, bytes(32)),
        Part("passage/2", {"id": "1", "text": ""}, bytes(32)),
        Part("answer/q", {"question": "q", "answer": "perhaps"}, bytes(32)),
        Part("answer/q", {"question": "q", "answer": "yes", "mode": "may"}, bytes(32)),
    ],
)
def test_a_part_that_no_message_has_is_refused(part: Part) -> None:
    """Another name, type, id, word; and what is understood without saying."""
    with pytest.raises(Refused):
        saying_of(part)


def test_what_is_understood_is_never_written() -> None:
    """Also where it was spelled out: equal records have one form."""
    head = TOLD.message.head
    spelled = "".join(["rou", "tine"])
    said = msgspec.structs.replace(head, precedence=spelled, grading=Grading())
    left = msgspec.structs.replace(head, precedence="routine", grading=Grading())
    assert said == left
    assert write_record(said) == write_record(left)
    assert b"routine" not in write_record(said)
    assert b"grading" not in write_record(said)
    plainly = {**_map(plain(left)), "precedence": "routine"}
    with pytest.raises(Refused, match="understood without saying"):
        read_record(encode(plainly), Head, "head")


def test_lists_are_lists_in_the_record() -> None:
    """And tags of kinds are kept."""
    assert _map(plain(TOLD.message.head))["action"] == ["mandator"]
    assert _map(plain(TOLD.released))["kind"] == "released"


def _map(value: Any) -> dict[str, Any]:
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("cable", f"{LOG}/G/2", "cable"),
        ("parts", 8, "number of parts"),
        ("commitment", "0" * 64, "commitment"),
        ("sender", "mandator", "sender"),
        ("cable_kind", "report", "kind"),
        ("precedence", "flash", "precedence"),
        ("precedence_info", "flash", "precedence for information"),
        ("action", ("team",), "for action"),
        ("info", ("team",), "for information"),
        ("about", None, "about"),
        ("due", None, "due"),
        ("return_by", "2026-12-25T12:00:00.000Z", "return by"),
        ("questions", ("q2", "q1"), "questions"),
        ("answers", (), "answers"),
    ],
)
def test_a_copy_that_the_release_does_not_tell_of_is_refused(
    field: str, value: object, word: str
) -> None:
    """Each field that both tell is compared."""
    released: Released = msgspec.structs.replace(TOLD.released, **{field: value})
    with pytest.raises(Refused, match=f"{word}: expected"):
        read_copy(TOLD.plaintexts[0], released, MADE, "team")


def test_all_that_differs_is_told_at_once() -> None:
    """So that the sender can see what happened."""
    released = msgspec.structs.replace(TOLD.released, due=None, questions=())
    assert len(list(differences(TOLD.message, released, "mandator"))) == 3
    assert not list(differences(TOLD.message, TOLD.released, "team"))


@pytest.mark.parametrize("made", [CopyMade(copy=2, holder="mandator", sealed="0" * 64),
                                  CopyMade(copy=1, holder="team", sealed="0" * 64)])  # fmt: skip
def test_the_copy_of_another_is_refused(made: CopyMade) -> None:
    """Number and holder are inside the seal."""
    with pytest.raises(Refused, match=r"copy number|holder"):
        read_copy(TOLD.plaintexts[0], TOLD.released, made)


def test_a_copy_made_later_is_read_by_its_own_event() -> None:
    """The number and holder of a re-copied one are those of that event."""
    later = CopyMade(copy=3, holder="ally", sealed="0" * 64)
    plaintext = write_copy(TOLD.released.cable, 3, "ally", TOLD.parts)
    assert read_copy(plaintext, TOLD.released, later, "team")[0] == TOLD.message


def _letter(**changes: Any) -> CopyLetter:
    letter = CopyLetter(
        v=1,
        parcel=PARCEL,
        cable=TOLD.released.cable,
        copy=1,
        release=signed_of(TOLD),
        checkpoint=checkpoint_of(TOLD),
        consistency=Consistency(size=3, path=consistency_of(TOLD, 3)),
        cosigned=checkpoint_of(TOLD, 2, "mandator"),
    )
    return msgspec.structs.replace(letter, **changes)


def test_letters_are_read_as_they_were_written() -> None:
    """Both kinds, told apart by their own word."""
    notice = NoticeLetter(
        v=1, parcel=PARCEL, checkpoint=checkpoint_of(TOLD), events=(signed_of(TOLD, 1),)
    )
    for letter in (_letter(), notice, _letter(consistency=None, cosigned=None)):
        assert decode_letter(encode_letter(letter), PARCEL) == letter


@pytest.mark.parametrize(
    "change",
    [
        {"more": 1},
        {"kind": "other"},
        {"v": 2},
        {"copy": 0},
        {"events": []},
        {"origin": None},
        {"cable": "no name"},
    ],
)
def test_letters_of_another_form_are_refused(change: dict[str, Any]) -> None:
    """Unknown keys, kinds, versions, and what is left out elsewhere."""
    value = _map(decode(encode_letter(_letter())))
    with pytest.raises(Refused, match="letter"):
        decode_letter(encode({**value, **change}), PARCEL)


def test_a_letter_cannot_be_moved_to_another_parcel() -> None:
    """It names its own."""
    with pytest.raises(Refused, match="another parcel"):
        decode_letter(encode_letter(_letter()), "f" * 32)


def test_a_letter_proves_that_its_log_went_on() -> None:
    """From the checkpoint that was seen; a rewritten log, or another, is found out."""
    seen = checkpoint_of(TOLD, 3)
    assert goes_on(seen, _letter())
    assert goes_on(checkpoint_of(TOLD), _letter(consistency=None))
    assert not goes_on(seen, _letter(consistency=None))
    assert not goes_on(checkpoint_of(TOLD, 2), _letter())
    assert not goes_on(msgspec.structs.replace(seen, root="0" * 64), _letter())
    assert not goes_on(msgspec.structs.replace(seen, log="other"), _letter())


@pytest.mark.parametrize("step", ["release.signature", "checkpoint.root", "checkpoint.at", "cable"])
def test_a_line_feed_behind_a_number_is_another_form(step: str) -> None:
    """Patterns end where the text does, not before its last line feed."""
    value = _map(decode(encode_letter(_letter())))
    place = value
    *way, last = step.split(".")
    for one in way:
        place = place[one]
    place[last] += "\n"
    with pytest.raises(Refused):
        decode_letter(encode(value), PARCEL)


def test_a_line_feed_behind_a_salt_is_refused() -> None:
    """A changed copy is never the one that was released."""
    value = _map(decode(TOLD.plaintexts[0]))
    value["parts"][2][2] += "\n"
    with pytest.raises(Refused):
        read_copy(encode(value), TOLD.released, MADE)
