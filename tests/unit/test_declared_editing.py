"""What is declared changes in several places as one step, checked together, all else as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from parley.dossier.editing.checking import Faulty
from parley.dossier.editing.declared_editing import change_all_declared
from parley.dossier.editing.undoing import redo, undo
from parley.dossier.reading import read_dossier
from parley.dossier.vocabulary.declarations import Declarations
from parley.kernel.errors import ParleyError, Refused
from tests.unit.editing_support import DECLARED, LOG, contents, made

WISHES = ("preferences", "red", "priorities")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a small dossier."""
    return made(tmp_path / "small")


def declared(root: Path) -> str:
    """Return `dossier.yaml`."""
    return (root / "dossier.yaml").read_bytes().decode()


def turned(now: list[Any]) -> list[Any]:
    """The same list from its end."""
    return now[::-1]


def test_several_places_change_in_one_step(root: Path) -> None:
    """Each is what was meant; one undo takes all of it back, byte for byte."""
    saved = change_all_declared(
        root,
        [
            (WISHES, turned),
            (("parties", "blue", "name"), lambda now: f"The {now}s"),
            (("preferences", "blue", "reservation"), lambda now: 0.5),
        ],
        what="three things",
        who="ann",
    )
    text = declared(root)
    moved = (
        "    priorities:\n      - says: line = there\n        assumed: us\n"
        "      # what matters most\n      - says: line = here  # first\n        assumed: us\n"
        "  blue:\n    reservation: 0.5\n"
    )
    assert text == DECLARED.replace("name: Blue", "name: The Blues").replace(
        DECLARED[DECLARED.index("    priorities:") :], moved
    )
    assert saved.dossier.declared.preferences["blue"].reservation == 0.5
    after = contents(root)
    undo(root, who="ann")
    assert (declared(root), contents(root)["log/july.yaml"].decode()) == (DECLARED, LOG)
    redo(root, who="ann")
    assert contents(root) == after


def test_a_later_change_finds_what_an_earlier_one_did(root: Path) -> None:
    """They are made one after the other."""
    change_all_declared(
        root,
        [(("title",), lambda now: f"{now} one"), (("title",), lambda now: f"{now} more")],
    )
    assert read_dossier(root).declared.title == "A small one one more"


def test_all_are_refused_where_one_is_wrong(root: Path) -> None:
    """By what is declared then, by what stands there, or by the checks: nothing is written."""
    before = contents(root)
    good = (WISHES, turned)

    def refuse(now: Declarations) -> None:
        assert list(now.parties) == ["red", "blue"]
        raise Refused("changed meanwhile", hint="look again")

    with pytest.raises(Refused, match="changed meanwhile"):
        change_all_declared(root, [good], require=refuse)
    with pytest.raises(Faulty, match="nowhere"):
        change_all_declared(root, [good, ((*WISHES, 0, "says"), lambda now: "line = nowhere")])
    with pytest.raises(ParleyError, match="there is no 'deeper' here"):
        change_all_declared(root, [good, (("title", "deeper"), lambda now: "x")])
    assert contents(root) == before


def test_neighbours_keep_their_own_spelling(root: Path) -> None:
    """What is beside a change is not brought into canonical form with it."""
    odd = DECLARED.replace("says: line = there\n", 'says: "line=there"\n').replace(
        "        assumed: us\n", "        assumed:   'us'\n"
    )
    (root / "dossier.yaml").write_text(odd)
    change_all_declared(root, [((*WISHES, 0, "says"), lambda now: "line!=there")])
    assert declared(root) == odd.replace("says: line = here", "says: line != there")
    change_all_declared(root, [(WISHES, turned), (WISHES, turned)])
    assert declared(root) == odd.replace("says: line = here", "says: line != there")


def test_files_keep_their_ends_of_lines(root: Path) -> None:
    """Those of another system, and a mark at the head."""
    path = root / "dossier.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + DECLARED.replace("\n", "\r\n").encode())
    change_all_declared(root, [(("title",), lambda now: "Other"), (WISHES, turned)])
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf# A small")
    assert data.count(b"\n") == data.count(b"\r\n") == DECLARED.count("\n")
    undo(root)
    assert path.read_bytes() == b"\xef\xbb\xbf" + DECLARED.replace("\n", "\r\n").encode()
