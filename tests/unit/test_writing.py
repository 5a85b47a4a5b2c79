"""Files are written whole or not at all, and entries only where they bring no fault."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from parley.dossier.dossier import Dossier, Place
from parley.dossier.editing.writing import EntryFaulty, append_entry, entry_text, write_atomically
from parley.dossier.reading import read_dossier, read_text_dossier
from parley.dossier.text.yaml_text import parse_yaml, plain
from parley.kernel.errors import ParleyError, Refused

DECLARED = """\
parley: 1
id: small
title: A small one
parties:
  red: {name: Red}
issues:
  line: {question: Where?, values: [here, there], decided_by: red}
"""
EVENT = {"id": "e1", "type": "event", "at": "1951-07-13T10:00Z", "by": ["red"]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a dossier without entries."""
    (tmp_path / "dossier.yaml").write_text(DECLARED, encoding="utf-8")
    return tmp_path


def log(root: Path, name: str = "1951-07") -> Path:
    """Name a log of the dossier."""
    return root / "log" / f"{name}.yaml"


def test_an_entry_goes_to_the_log_of_its_month(root: Path) -> None:
    """It is written in canonical form, and its place is returned."""
    assert append_entry(root, {**EVENT, "says": "line=here"}) == Place("log/1951-07.yaml", 1)
    assert log(root).read_text(encoding="utf-8") == (
        "- id: e1\n  type: event\n  at: 1951-07-13T10:00Z\n  by: red\n  says: line = here\n"
    )
    assert append_entry(root, {**EVENT, "id": "e2"}) == Place("log/1951-07.yaml", 6)
    assert append_entry(root, {**EVENT, "id": "e3", "at": "1951-08"}).file == "log/1951-08.yaml"
    assert set(read_dossier(root).by_id) == {"e1", "e2", "e3"}
    assert append_entry(root, {**EVENT, "id": "e4"}, file="log/own.yaml").file == "log/own.yaml"


def test_what_stands_in_the_log_stays(root: Path) -> None:
    """Comments and spelling above the new entry are not touched; its distance is as usual."""
    log(root).parent.mkdir()
    old = "# July\n- {id: a, type: event, at: 1951}\n\n- type: event\n  id: b\n  at: 1951\n# end"
    log(root).write_text(old, encoding="utf-8")
    append_entry(root, EVENT)
    assert log(root).read_text(encoding="utf-8").startswith(old + "\n\n- id: e1\n")


@pytest.mark.parametrize("text", ["", "[]\n", "# nothing yet\n", "# none\n[]  \n"])
def test_a_log_without_entries_gets_its_first(root: Path, text: str) -> None:
    """An empty list gives way to the entry; comments stay."""
    log(root).parent.mkdir()
    log(root).write_text(text, encoding="utf-8")
    append_entry(root, EVENT)
    done = log(root).read_text(encoding="utf-8")
    assert "- id: e1\n" in done
    assert done.startswith(text.split("[")[0])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": None}, "missing-key"),
        ({"at": "yesterday"}, "bad-time"),
        ({"at": None}, "missing-key"),
        ({"type": "evnt"}, "unknown-type"),
        ({"says": "lime = here"}, "bad-statement"),
        ({"whence": "x"}, "unknown-key"),
    ],
)
def test_an_entry_with_a_fault_is_not_written(
    root: Path, change: dict[str, object], code: str
) -> None:
    """The faults are told as findings, and the file is not made."""
    with pytest.raises(EntryFaulty) as caught:
        append_entry(root, {**EVENT, **change})
    assert code in {finding.code for finding in caught.value.findings}
    assert "nothing was written" in str(caught.value)
    assert not (root / "log").exists()


def test_an_id_is_given_once(root: Path) -> None:
    """A second entry with the id of another is refused, in whichever log."""
    append_entry(root, EVENT)
    with pytest.raises(EntryFaulty, match="'e1' is used"):
        append_entry(root, EVENT, file="log/other.yaml")
    assert not log(root, "other").exists()


def test_faults_that_were_there_do_not_hinder(root: Path) -> None:
    """Only what the new entry brings counts."""
    log(root, "a").parent.mkdir()
    log(root, "a").write_text("- {id: x, type: event, at: never}\n", encoding="utf-8")
    assert append_entry(root, EVENT).line == 1


@pytest.mark.parametrize(
    "file",
    ["../x.yaml", "/x.yaml", "x.yaml", "log/x.txt", "log/../x.yaml", "log/.x.yaml", "log\\x"],
)
def test_only_logs_of_the_dossier_are_written(root: Path, file: str) -> None:
    """A file elsewhere is refused."""
    with pytest.raises(Refused, match=r"log/NAME\.yaml"):
        append_entry(root, EVENT, file=file)


def test_a_log_that_cannot_be_added_to_is_named(root: Path) -> None:
    """Nothing is added to what is no list, or no YAML."""
    log(root).parent.mkdir()
    log(root).write_text("[{id: a}]\n", encoding="utf-8")
    with pytest.raises(ParleyError, match="at the margin"):
        append_entry(root, EVENT)
    log(root).write_text("a: [\n", encoding="utf-8")
    with pytest.raises(EntryFaulty, match="not YAML"):
        append_entry(root, EVENT)


def test_a_log_that_changed_meanwhile_is_left_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody else wrote while the entry was checked is not lost."""
    append_entry(root, EVENT)

    def busy(files: dict[str, str]) -> Dossier:
        log(root).write_text("# theirs\n", encoding="utf-8")
        return read_text_dossier(files)

    monkeypatch.setattr("parley.dossier.editing.writing.read_text_dossier", busy)
    with pytest.raises(Refused, match="changed by somebody else"):
        append_entry(root, {**EVENT, "id": "e2"})
    assert log(root).read_text(encoding="utf-8") == "# theirs\n"


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "yes",
        "1951",
        "a: b",
        " blanks ",
        "",
        "line\n",
        "one\ntwo",
        "one\n\n two\n",
        "\n\nthree\n\n",
        "tab\t'\"\\",
        "停戦\u2028\x85\U0001f54a",
        "# x",
        "[x]",
        "null",
    ],
)
def test_every_text_is_written_so_that_it_is_read_again(text: str) -> None:
    """Whatever is in a text, as a value, in a list and as a key."""
    entry = {"id": "a", "note": text, "list": [text, [text]], "map": {"k": [{"z": text}], text: 1}}
    read = plain(parse_yaml(entry_text(entry), ""))[0]
    assert read == {**entry, "map": {"k": [{"z": text}], text: "1"}}


def test_values_of_other_kinds() -> None:
    """Numbers and truth values are written, nothing else is."""
    text = entry_text({"id": "a", "x": True, "y": 1.5, "z": None, "empty": [], "none": {}})
    assert text == "- id: a\n  x: true\n  y: 1.5\n  empty: []\n  none: {}\n"
    with pytest.raises(ParleyError, match="got a object"):
        entry_text({"id": object()})
    with pytest.raises(ParleyError, match="got nothing"):
        entry_text({})
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(ParleyError, match="too deeply"):
        entry_text({"id": endless})


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    """The content is replaced, the mode is kept, and nothing else is left in the folder."""
    path = tmp_path / "a.yaml"
    write_atomically(path, "ä\n")
    assert path.read_bytes() == "ä\n".encode()
    if os.name == "posix":
        path.chmod(0o640)
    mode = stat.S_IMODE(path.stat().st_mode)
    write_atomically(path, "b\n")
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert [one.name for one in tmp_path.iterdir()] == ["a.yaml"]


def test_a_failure_leaves_the_old_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the new file cannot take its place, the old one stays, alone."""
    path = tmp_path / "a.yaml"
    path.write_text("old\n", encoding="utf-8")

    def failing(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("parley.dossier.editing.writing.os.replace", failing)
    with pytest.raises(Refused, match="No space left"):
        write_atomically(path, "new\n")
    assert path.read_text(encoding="utf-8") == "old\n"
    assert [one.name for one in tmp_path.iterdir()] == ["a.yaml"]
    with pytest.raises(Refused, match="folder is there"):
        write_atomically(tmp_path / "no" / "a.yaml", "x")
