"""The test vectors of the cable format: parley makes them, and a reader made from the page reads
them.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from typing import Any

import msgspec
import pytest
from nacl.exceptions import BadSignatureError

from parley.cables.events.kinds import Checkpoint, CopyMade, Event, Released, Signed
from parley.cables.messages.container import Header, decode_parcel, is_signed_parcel, read_parcel
from parley.cables.messages.copies import read_copy
from parley.cables.messages.letters import CopyLetter, NoticeLetter, decode_letter
from parley.cables.messages.message import Answered, Asked, Grading, Head, Message, Passage
from parley.cables.messages.redaction import check_export
from parley.cables.primitives.sealing import unseal
from parley.kernel.errors import Refused
from tests.twins import cable_container as twin
from tests.unit.cable_story import SECRETS, SEEDS, made_up_message, story
from tests.unit.cable_vectors import PLACE, WITHHELD, vectors

VECTORS: dict[str, Any] = json.loads(PLACE.read_text("utf-8"))
PAGE = PLACE.with_name("cable-format.md").read_text("utf-8")
SIGNATURE_ONLY = "another serial in the header, which its signature does not fit"


def test_the_file_is_what_parley_makes() -> None:
    """Byte for byte, with the sealed bytes that it has."""
    again = vectors(VECTORS)
    assert json.dumps(again, ensure_ascii=False, indent=1) + "\n" == PLACE.read_text("utf-8")


def test_the_twin_reads_the_parcel_from_seal_to_words() -> None:
    """Container, letter, release, seal and copy, by the page alone."""
    parcel = twin.read_parcel(b64decode(VECTORS["parcels"]["copy"]))
    secret = VECTORS["posts"]["mandator"]["sealing secret"]
    plain = twin.open_seal(parcel["letter"], secret)
    assert plain == VECTORS["letter"]["plaintext"].encode()
    letter = twin.read_letter(plain, parcel["header"]["parcel"])
    release = twin.read_release(letter["release"], letter["checkpoint"])
    assert release["what"]["commitment"] == VECTORS["commitment"]
    opened = twin.open_seal(parcel["copy"], secret)
    parts = twin.read_copy(opened, release, letter["copy"])
    assert parts == [[one["name"], one["value"], one["salt"]] for one in VECTORS["parts"]]
    assert dict(release, n=VECTORS["release"]["n"]) == release


def test_the_twin_reads_the_notice_and_the_exports() -> None:
    """A parcel without a copy; files in which three parts are withheld."""
    parcel = twin.read_parcel(b64decode(VECTORS["parcels"]["notice"]))
    assert parcel["copy"] is None
    plain = twin.open_seal(parcel["letter"], SECRETS["mandator"])
    assert twin.read_letter(plain, parcel["header"]["parcel"])["kind"] == "notice"
    for file in (VECTORS["export"]["file"], VECTORS["export"]["named"]):
        shown = twin.read_export(file.encode())
        names = [one["name"] for one in VECTORS["parts"]]
        assert [one and one[0] for one in shown] == [
            None if name in WITHHELD else name for name in names
        ]


def test_parley_reads_the_same() -> None:
    """The parcel, its letter and its copy."""
    data = b64decode(VECTORS["parcels"]["copy"])
    parcel = decode_parcel(data)
    assert parcel == read_parcel(BytesIO(data))
    assert is_signed_parcel(parcel)
    letter = decode_letter(unseal(parcel.letter, SECRETS["mandator"]), parcel.header.parcel)
    assert isinstance(letter, CopyLetter)
    assert parcel.copy is not None
    released = story(sealed=(parcel.copy, b"?")).released
    made = released.copies[0]
    message, _ = read_copy(unseal(parcel.copy, SECRETS["mandator"]), released, made, "team")
    assert message == made_up_message()
    notice = decode_parcel(b64decode(VECTORS["parcels"]["notice"]))
    assert is_signed_parcel(notice)
    opened = unseal(notice.letter, SECRETS["mandator"])
    assert isinstance(decode_letter(opened, notice.header.parcel), NoticeLetter)
    found = check_export(VECTORS["export"]["file"].encode(), {})
    assert len(found.parts) == len(VECTORS["parts"])


@pytest.mark.parametrize("what", VECTORS["refused"])
def test_what_is_to_be_refused_is(what: str) -> None:
    """By parley and by the twin."""
    data = b64decode(VECTORS["refused"][what])
    with pytest.raises((ValueError, BadSignatureError)):
        twin.read_parcel(data)
    if what == SIGNATURE_ONLY:
        assert not is_signed_parcel(decode_parcel(data))
    else:
        with pytest.raises(Refused):
            decode_parcel(data)


def test_the_secrets_are_the_fixed_ones() -> None:
    """So that no secret of anybody's can slip in."""
    assert {post: one["seed"] for post, one in VECTORS["posts"].items()} == {
        post: seed.hex() for post, seed in SEEDS.items()
    }


@pytest.mark.parametrize(
    ("record", "others"),
    [
        (Header, ()),
        (Head, ()),
        (Grading, ()),
        (Passage, ()),
        (Asked, ()),
        (Answered, ()),
        (Message, ("passages",)),
        (CopyLetter, ()),
        (NoticeLetter, ()),
        (Event, ()),
        (Released, ()),
        (CopyMade, ()),
        (Signed, ()),
        (Checkpoint, ()),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_the_page_tells_every_key(record: type[msgspec.Struct], others: tuple[str, ...]) -> None:
    """A key that is added must be added to the page."""
    told = set(re.findall(r"`([a-z_]+)`", PAGE))
    keys = {field.encode_name for field in msgspec.structs.fields(record)} - set(others)
    assert keys <= told, keys - told


def test_the_twin_refuses_what_does_not_fit() -> None:
    """A changed word, a part moved, a number raised: each of its checks can fail."""
    release = json.loads(VECTORS["events"][-1]["record"])
    plain = json.loads(VECTORS["copy"]["plaintext"])
    changes: list[Callable[[dict[str, Any]], None]] = [
        lambda copy: copy.update(copy=2),
        lambda copy: copy.update(holder="team"),
        lambda copy: copy["parts"].reverse(),
        lambda copy: copy["parts"].pop(),
        lambda copy: copy["parts"][1].__setitem__(1, "Another subject"),
    ]
    for change in changes:
        changed = json.loads(json.dumps(plain))
        change(changed)
        with pytest.raises(ValueError, match=r"."):
            twin.read_copy(twin.canonical(changed), release, 1)
