"""The picture of the rooms is the one that the contract draws."""

from __future__ import annotations

from pathlib import Path

from docs._ext.architecture_picture import PICTURE, floors, picture, purpose


def test_the_picture_is_drawn_from_the_contract() -> None:
    """`python -m docs._ext.architecture_picture` draws the very file that the page shows."""
    assert PICTURE.read_text(encoding="utf-8") == picture()


def test_every_room_is_on_a_floor_and_says_what_it_is_for() -> None:
    """No folder of the package is missing, and none is named that is not there."""
    package = Path(__file__).resolve().parents[2] / "src" / "parley"
    rooms = {one.parent.name for one in package.glob("*/__init__.py")}
    assert {room for floor in floors() for room in floor} == rooms
    assert all(purpose(room).endswith(".") for room in rooms)
