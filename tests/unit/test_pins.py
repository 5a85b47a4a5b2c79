"""Pins: where logs were seen last, in a file that is never half written and never goes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.cables.verifying.pins import Pin, pin_of, read_pins, write_pin
from parley.kernel.errors import Refused
from tests import cable_logs as logs

AT = logs.at(0)


def pin(size: int, root: str = "a", log: str = "kaesong-1") -> Pin:
    """A pin."""
    return Pin(log=log, size=size, root=root * 64, at=AT)


def test_pins_are_kept_by_log_and_go_forward(tmp_path: Path) -> None:
    """One for each log; the later one counts."""
    path = tmp_path / "pins.json"
    assert read_pins(path) == {}
    write_pin(path, pin(5))
    write_pin(path, pin(3, "b", "registry-2"))
    write_pin(path, pin(8, "c"))
    write_pin(path, pin(8, "c"))
    assert read_pins(path) == {"kaesong-1": pin(8, "c"), "registry-2": pin(3, "b", "registry-2")}


@pytest.mark.parametrize("back", [pin(7, "c"), pin(8, "d"), pin(9, "c")])
def test_a_pin_does_not_go_back(tmp_path: Path, back: Pin) -> None:
    """Fewer events, or as many with another root, or more with the same."""
    path = tmp_path / "pins.json"
    write_pin(path, pin(8, "c"))
    with pytest.raises(Refused, match=r"go on from 8 events with root c{64}") as told:
        write_pin(path, back)
    assert back.root in str(told.value)
    assert read_pins(path) == {"kaesong-1": pin(8, "c")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"parley":"pins","pins":[],"v":2}',
        '{"parley":"pins","pins":[],"v":1,"x":1}',
        '{"parley":"pins","pins":[{"log":"a","size":0,"root":"","at":""}],"v":1}',
        "[" * 100_000,
    ],
)
def test_another_file_is_no_file_of_pins(tmp_path: Path, text: str) -> None:
    """It is refused, and not taken for one without pins."""
    path = tmp_path / "pins.json"
    path.write_text(text)
    with pytest.raises(Refused, match=r"pins\.json: expected"):
        read_pins(path)
    with pytest.raises(Refused):
        write_pin(path, pin(1))
    assert path.read_text() == text


def test_two_pins_for_one_log_are_refused(tmp_path: Path) -> None:
    """Nobody knows then which one counts."""
    path = tmp_path / "pins.json"
    write_pin(path, pin(1))
    line = path.read_text().split("[")[1].split("]")[0]
    path.write_text(path.read_text().replace(line, f"{line},{line}"))
    with pytest.raises(Refused, match="two for one"):
        read_pins(path)


def test_a_checkpoint_becomes_a_pin() -> None:
    """With its size, root and time."""
    checkpoint = logs.checkpoint(logs.Log("kaesong-1", n=4), logs.post("registry"), 4, bytes(32))
    assert pin_of(checkpoint) == Pin(log="kaesong-1", size=4, root="00" * 32, at=logs.at(4))
