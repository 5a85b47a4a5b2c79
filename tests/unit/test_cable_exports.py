"""Exports with parts withheld: what they prove, by whom, and what they do not tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from parley.cables.events.kinds import Checkpoint, Released, Signed
from parley.cables.messages.commitment import parts_of
from parley.cables.messages.message import Passage
from parley.cables.messages.redaction import (
    Exported,
    Withheld,
    check_export,
    export_cable,
    hidden,
    names_beyond,
)
from parley.cables.primitives.canonical import decode, encode
from parley.kernel.errors import Refused
from tests.unit.cable_story import (
    LOG,
    Story,
    checkpoint_of,
    made_up_message,
    release_again,
    signed_of,
    story,
)

TOLD = story()
WITHHELD = ("passage/2", "question/q1", "subject")
KEY = TOLD.entries[0].event.key


def _proof(told: Story = TOLD) -> tuple[Signed, Checkpoint]:
    return signed_of(told), checkpoint_of(told)


def _exported(named: bool = False) -> tuple[bytes, Exported]:
    data = export_cable(TOLD.parts, WITHHELD, _proof(), named=named)
    return data, check_export(data, {"team": [KEY]})


def test_it_is_told_what_is_proved_and_by_whom() -> None:
    """Parts, release, log; and what is left open."""
    _, found = _exported()
    assert found.released == TOLD.released
    assert "6 of the 9 parts" in found.proved[0]
    assert f"in the name of team by team, with the signing key {KEY}" in found.proved[1]
    assert f"event 4 of the log {LOG}, which had 5 events" in found.proved[2]
    assert not any("compare it with the card" in one for one in found.unproved)
    assert found.unproved[-1] == "What the withheld parts say."


def test_a_key_that_nobody_vouches_for_is_told() -> None:
    """The file then proves that whoever has the key released it, and no more."""
    data, _ = _exported()
    for keys in ({}, {"team": ["0" * 64]}, {"mandator": [KEY]}):
        found = check_export(data, keys)
        assert not found.known_releaser
        assert not found.known_witness
        assert "the key is one of team" in found.unproved[0]


def test_a_witness_may_vouch_for_the_log() -> None:
    """The checkpoint of another post, by its own key."""
    checkpoint = checkpoint_of(TOLD, post="mandator")
    data = export_cable(TOLD.parts, (), (signed_of(TOLD), checkpoint))
    found = check_export(data, {"mandator": [checkpoint.key]})
    assert (found.known_releaser, found.known_witness) == (False, True)


def test_nothing_withheld_is_in_the_file() -> None:
    """Neither words nor salts; names only if they are let out."""
    data, found = _exported()
    withheld = [part for part in TOLD.parts if part.name in WITHHELD]
    for part in withheld:
        assert part.salt.hex().encode() not in data
    assert "Всё это вымышлено".encode() not in data
    assert b"passage/2" not in data
    gaps = [one for one in found.parts if isinstance(one, Withheld)]
    assert [(one.name, one.proved) for one in gaps] == [
        ("subject", True),
        (None, False),
        ("question/q1", True),
    ]
    _, named = _exported(named=True)
    gaps = [one for one in named.parts if isinstance(one, Withheld)]
    assert [(one.name, one.proved) for one in gaps][1] == ("passage/2", False)


def test_a_wrong_name_to_withhold_is_refused() -> None:
    """Else the part would be shown that somebody meant to withhold."""
    with pytest.raises(Refused, match="did you mean 'passage/2'"):
        export_cable(TOLD.parts, ["pasage/2"], _proof())
    with pytest.raises(Refused):
        hidden(TOLD.parts, ["passage/99999999"])


def test_an_export_that_would_not_hold_is_not_made() -> None:
    """Parts of another cable, another event, a checkpoint before the release."""
    with pytest.raises(Refused):
        export_cable(parts_of(TOLD.message), (), _proof())
    with pytest.raises(Refused, match="another event"):
        export_cable(TOLD.parts, (), (signed_of(TOLD, 2), checkpoint_of(TOLD)))
    with pytest.raises(Refused, match="in the log of the checkpoint"):
        export_cable(TOLD.parts, (), (signed_of(TOLD), checkpoint_of(TOLD, 4)))


def _file(named: bool = True) -> dict[str, Any]:
    value = decode(_exported(named)[0])
    assert isinstance(value, dict)
    return value


def _swap(file: dict[str, Any]) -> None:
    parts = file["parts"]
    parts[3], parts[5] = parts[5], parts[3]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda file: file["parts"].pop(), "9 parts"),
        (lambda file: file["parts"].append(file["parts"][0]), "9 parts"),
        (_swap, "binds"),
        (lambda file: file["parts"][3]["value"].update(text="No."), "binds"),
        (lambda file: file["parts"][3].update(leaf="0" * 64), "both"),
        (lambda file: file["parts"][3].pop("salt"), "or with its hash"),
        (lambda file: file["parts"][3].update(name="passage/9"), "name of what it says"),
        (lambda file: file["parts"][4].update(leaf="0" * 64), "binds"),
        (lambda file: file["parts"][6].update(name="question/q2"), "named 'question/q1'"),
        (lambda file: file["parts"][4].update(name="passage/1"), "one twice"),
        (lambda file: file.update(cable=f"{LOG}/G/2"), "the cable of its release"),
        (lambda file: file["release"].update(signature="0" * 128), "signed by the key"),
        (lambda file: file["release"].update(record=file["release"]["record"] + " "), "canonical"),
        (lambda file: file["release"].pop("path"), "in the log of the checkpoint"),
        (lambda file: file["checkpoint"].update(log="other"), "checkpoint signed by the key"),
        (lambda file: file["checkpoint"].update(size=6), "checkpoint signed by the key"),
        (lambda file: file.update(kind="other"), "enum value"),
        (lambda file: file.update(more=1), "unknown field"),
    ],
)
def test_what_was_changed_is_found(change: Callable[[dict[str, Any]], None], told: str) -> None:
    """In each place of the file."""
    file = _file()
    change(file)
    with pytest.raises(Refused) as refused:
        check_export(encode(file), {})
    assert told in str(refused.value)
    assert str(refused.value).startswith("export: ")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"due": None}, "due: expected none"),
        ({"action": ("ally",)}, "for action"),
        ({"questions": ("q1", "q3")}, "question/q3"),
        ({"parts": 2}, "2 parts"),
        ({"cable": f"{LOG}/G/9"}, "that its release numbers"),
    ],
)
def test_a_releaser_who_lies_in_the_release_is_found(changes: dict[str, Any], told: str) -> None:
    """The signature holds, and yet the release does not fit what it binds."""
    released: Released = msgspec.structs.replace(TOLD.released, **changes)
    forged = release_again(TOLD, released)
    with pytest.raises(Refused) as refused:
        export_cable(TOLD.parts, (), _proof(forged))
    assert told in str(refused.value)


def test_parts_beyond_ones_clearance() -> None:
    """A part in two compartments needs both."""
    message = msgspec.structs.replace(
        made_up_message(),
        passages=(
            Passage(id="1", text="a"),
            Passage(id="2", text="b", compartments=("line",)),
            Passage(id="3", text="c", compartments=("line", "date")),
        ),
    )
    assert names_beyond(message, ()) == ("passage/2", "passage/3")
    assert names_beyond(message, ("line",)) == ("passage/3",)
    assert names_beyond(message, ("date", "line")) == ()
