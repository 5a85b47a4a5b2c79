"""Documents into a dossier: byte for byte, all or nothing, again without change, and anew."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from parley.dossier.editing.importing import Stored, source_id, store_document
from parley.dossier.editing.writing import EntryFaulty
from parley.dossier.reading import read_dossier
from parley.dossier.sources.stored_documents import stored_document
from parley.kernel.digests import digest
from parley.kernel.errors import Refused
from parley.record.layouts.parsing import parse
from parley.record.readers.reading import read_bytes

LETTER = """CABLE No. 7

received 1500 13 July 2031

Comrade Envoy!

The first point stands (made up).

The second point is open.

The third point is a question?
"""

DOSSIER = """# At the top.
parley: 1
id: talks
title: Talks
parties:
  red:
    name: Red # behind

sources:
  # Above the note.
  note:
    title: A note # kept
    passages:
      one: The first.
  cable-9:
    title: "Cable no. 9"
    author: The envoy
# Below the sources.

issues:
  line: {question: Where?, values: [here, there]}
"""


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """Return the folder of a small dossier with comments in it."""
    root = tmp_path / "talks"
    (root / "log").mkdir(parents=True)
    (root / "dossier.yaml").write_text(DOSSIER, encoding="utf-8")
    return root


def put(root: Path, text: str, name: str = "letter.txt", wanted: str | None = None) -> Stored:
    """Import a text into a dossier."""
    octets = text.encode()
    return store_document(root, parse(read_bytes(octets, name)), octets, name, wanted)


def everything(root: Path) -> dict[str, bytes]:
    """Return all files of a folder with their content."""
    return {
        str(one.relative_to(root)): one.read_bytes() for one in root.rglob("*") if one.is_file()
    }


def test_a_new_source(talks: Path) -> None:
    """The original is kept as it is, with its digest, and comments stay where they are."""
    stored = put(talks, LETTER)
    assert (stored.source, stored.state) == ("cable-7", "added")
    assert (talks / stored.file).read_bytes() == LETTER.encode()
    source = read_dossier(talks).declared.sources["cable-7"]
    assert (source.file, source.digest) == (stored.file, digest(LETTER))
    assert source.language == "en"
    text = (talks / "dossier.yaml").read_text(encoding="utf-8")
    added = [line for line in text.splitlines() if line not in DOSSIER.splitlines()]
    assert [line for line in DOSSIER.splitlines() if line not in text.splitlines()] == []
    assert added[0] == "  cable-7:"
    assert not read_dossier(talks).faults


def test_a_dossier_without_sources(talks: Path) -> None:
    """The section is made where there is none."""
    bare = DOSSIER[: DOSSIER.index("sources:")]
    (talks / "dossier.yaml").write_text(bare, encoding="utf-8")
    put(talks, LETTER)
    assert list(read_dossier(talks).declared.sources) == ["cable-7"]


def test_the_reading_comes_back(talks: Path) -> None:
    """What is kept beside the original is the whole import."""
    put(talks, LETTER)
    source = read_dossier(talks).declared.sources["cable-7"]
    assert stored_document(talks, source) == parse(read_bytes(LETTER.encode(), "letter.txt"))
    assert stored_document(talks, read_dossier(talks).declared.sources["note"]) is None


def test_again_changes_nothing(talks: Path) -> None:
    """The same file, under its own name or another's, changes no byte."""
    put(talks, LETTER)
    before = everything(talks)
    assert put(talks, LETTER).state == "unchanged"
    assert put(talks, LETTER, "copy.txt").source == "cable-7"
    assert everything(talks) == before


def test_a_source_that_waited_for_its_document(talks: Path) -> None:
    """What is written about it stays; only what it lacked is added."""
    stored = put(talks, LETTER, wanted="cable-9")
    assert stored.state == "attached"
    source = read_dossier(talks).declared.sources["cable-9"]
    assert (source.title, source.author, source.file) == ("Cable no. 9", "The envoy", stored.file)
    assert put(talks, LETTER).state == "unchanged"


def test_a_changed_document_is_a_new_version(talks: Path) -> None:
    """The old version stays, and it is told which passages still hold, moved, changed or went."""
    old = put(talks, LETTER)
    changed = LETTER.replace("is open", "is closed").replace(
        "The third", "Something new.\n\nThe third"
    )
    new = put(talks, changed, wanted="cable-7")
    assert (new.state, new.before) == ("new version", old.file)
    assert (talks / old.file).read_bytes() == LETTER.encode()
    assert (talks / new.file).read_bytes() == changed.encode()
    source = read_dossier(talks).declared.sources["cable-7"]
    assert (source.file, source.digest) == (new.file, digest(changed))
    assert new.passages is not None
    assert new.passages.moved == {"en/3": "en/4"}
    assert new.passages.changed == ("en/2",)
    assert {"en/1", "en/head", "en/salutation"} <= set(new.passages.same)
    assert new.passages.gone == ()
    back = put(talks, LETTER, wanted="cable-7")
    assert back.state == "new version"
    assert back.file == old.file


@pytest.mark.parametrize("broken", ["replace", "rename", "fsync", "mkdtemp"])
@pytest.mark.parametrize("after", range(6))
def test_a_crash_leaves_the_dossier_as_it_was(
    talks: Path, monkeypatch: pytest.MonkeyPatch, broken: str, after: int
) -> None:
    """Whichever call of the system is the last, the dossier is the old or the new one, whole."""
    owner = {"mkdtemp": "tempfile"}.get(broken, "os")
    module = __import__(owner)
    real = getattr(module, broken)
    calls = [0]

    def fails(*args: object, **options: object) -> object:
        calls[0] += 1
        if calls[0] > after:
            raise KeyboardInterrupt
        return real(*args, **options)

    with monkeypatch.context() as patched:
        patched.setattr(module, broken, fails)
        try:
            put(talks, LETTER)
            crashed = False
        except KeyboardInterrupt:
            crashed = True
    dossier = read_dossier(talks)
    assert not dossier.faults
    text = (talks / "dossier.yaml").read_text(encoding="utf-8")
    if "cable-7" in dossier.declared.sources:
        source = dossier.declared.sources["cable-7"]
        assert source.file is not None
        assert (talks / source.file).read_bytes() == LETTER.encode()
    else:
        assert crashed
        assert text == DOSSIER
    assert put(talks, LETTER).state in ("added", "unchanged")
    assert not read_dossier(talks).faults
    assert stored_document(talks, read_dossier(talks).declared.sources["cable-7"]) is not None


def test_no_room_is_a_message(talks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the system is told, and nothing is left behind."""

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(Refused, match="cannot be written: No space left"):
            put(talks, LETTER)
    assert [one for one in everything(talks) if one.startswith("sources")] == []
    assert (talks / "dossier.yaml").read_text(encoding="utf-8") == DOSSIER


def test_a_leftover_is_taken_up(talks: Path) -> None:
    """A folder without an entry is used; one that was changed is made anew."""
    put(talks, LETTER)
    (talks / "dossier.yaml").write_text(DOSSIER, encoding="utf-8")
    stored = put(talks, LETTER)
    assert stored.state == "added"
    (talks / stored.file).write_bytes(b"changed by somebody")
    assert put(talks, LETTER).state == "attached"
    assert (talks / stored.file).read_bytes() == LETTER.encode()


def test_a_folder_that_leads_elsewhere_is_refused(talks: Path, tmp_path: Path) -> None:
    """Nothing is written outside the dossier's folder."""
    if os.name != "posix":
        pytest.skip("links need rights there")
    away = tmp_path / "away"
    away.mkdir()
    (talks / "sources").symlink_to(away)
    with pytest.raises(Refused, match="link out of the folder"):
        put(talks, LETTER)
    assert list(away.iterdir()) == []


@pytest.mark.parametrize("wanted", ["", "../away", "a b", "-x"])
def test_an_id_that_is_none_is_refused(talks: Path, wanted: str) -> None:
    """The id is a name, not a way."""
    with pytest.raises(Refused, match="expected an id"):
        put(talks, LETTER, wanted=wanted)


def test_a_faulty_dossier_is_not_touched(talks: Path) -> None:
    """Where `dossier.yaml` has errors they are told, and nothing is written."""
    (talks / "dossier.yaml").write_text(DOSSIER.replace("name: Red", "nome: Red"), encoding="utf-8")
    before = everything(talks)
    with pytest.raises((EntryFaulty, Refused)):
        put(talks, LETTER)
    assert everything(talks) == before


def test_ids_come_from_numbers_and_names(tmp_path: Path) -> None:
    """A number makes the id, else the file's name, in Latin letters."""
    cable = parse(read_bytes(LETTER.encode(), "x.txt"))
    letter = parse(read_bytes(b"Dear Envoy,\n\nNothing new here.\n", "x.txt"))
    assert source_id(cable, "x.txt") == "cable-7"
    assert source_id(letter, "Письмо 3.txt") == "pismo-3"
    assert source_id(letter, "1951.txt") == "document-1951"


def test_the_founding_case_gets_its_document(tmp_path: Path) -> None:
    """A big dossier with many comments keeps every line."""
    root = tmp_path / "kaesong"
    shutil.copytree(Path(__file__).parents[2] / "examples" / "kaesong-1951", root)
    before = (root / "dossier.yaml").read_text(encoding="utf-8").splitlines()
    put(root, LETTER, wanted="cable-21756")
    after = (root / "dossier.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line in set(before)] == before
    assert len(after) - len(before) == 2
