"""Merging by entry and by id: what is taken, and what is shown as a conflict."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from parley.dossier.merging.folder_merging import (
    Conflict,
    merge_declarations,
    merge_dossiers,
    merge_logs,
)
from parley.dossier.reading import read_dossier
from parley.dossier.text.yaml_text import YamlFault
from parley.kernel.errors import NotADossier, ParleyError, Refused

A = "# about a\n- id: a\n  type: event\n  at: 1951-07-01\n"
B = "- id: b\n  type: event\n  at: 1951-07-02\n"
C = "# about c\n- id: c\n  type: event\n  at: 1951-07-03\n"
D = "- id: d\n  type: event\n  at: 1951-07-04\n"
B2 = B + "  note: ours\n"
B3 = B + "  note: theirs\n"


def clash(ours: str, theirs: str) -> str:
    """Write what a conflict looks like."""
    return f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        (A, A + B, A + C, A + B + C),  # both added at the end
        (A + D, A + B + D, A + C + D, A + B + C + D),
        (A, A, C + A, C + A),
        (A + B, A + B2, A + B, A + B2),  # changed on one side
        (A + B, A + B, A + B2, A + B2),
        (A + B, A + B2, A + B2, A + B2),
        (A + B, A, A + B, A),  # deleted
        (A + B, A + B, A, A),
        (A + B, A, A, A),
        (A + B, A + B, B + A, A + B),  # the order is ours
        (None, A + B, B + C, A + B + C),  # no deletions without a base
        (None, "", A, A),
        (A, A, "", ""),
        (A + B, A.replace("about a", "new"), A + B, A.replace("about a", "new")),
    ],
)
def test_what_one_side_did_is_taken(base: str | None, ours: str, theirs: str, merged: str) -> None:
    """No conflict, and the entries in the order of ours."""
    done = merge_logs(base, ours, theirs)
    assert (done.text, done.conflicts) == (merged, ())


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged", "line"),
    [
        (A + B, A + B2 + C, A + B3, A + clash(B2, B3) + C, 5),
        (A, A + B2, A + B3, A + clash(B2, B3), 5),
        (None, A + B2, A + B3, A + clash(B2, B3), 5),
        (A + B, A, A + B3, A + clash("", B3), 5),
        (A + B, A + B2, A, A + clash(B2, ""), 5),
        (
            A,
            "# x\n" + A,
            A.replace("about a", "y"),
            clash("# x\n" + A, A.replace("about a", "y")),
            1,
        ),
    ],
)
def test_what_both_did_differently_is_a_conflict(
    base: str | None, ours: str, theirs: str, merged: str, line: int
) -> None:
    """Both stand between markers, around that entry alone."""
    done = merge_logs(base, ours, theirs)
    assert done.text == merged
    assert [one.line for one in done.conflicts] == [line]
    assert done.text.split("\n")[line - 1] == "<<<<<<< ours"
    assert "keep one" in done.conflicts[0].message


def test_another_spelling_is_no_change() -> None:
    """One side formatted the entry, the other changed it: no conflict."""
    respelled = "- type: 'event'\n  at: 1951-07-02   \n  id: b\n"
    assert merge_logs(B, respelled, B3).text == B3
    assert merge_logs(B, B3, respelled).text == B3
    assert merge_logs(B, respelled, B).text == respelled
    assert merge_logs(None, "  - id: b\n    at: 1951-07-02\n    type: event", B).text == B


def test_heads_and_feet_are_kept() -> None:
    """Comments that belong to no entry are merged line by line."""
    ours, theirs = "# one\n\n" + A + "# end\n", "# two\n\n" + A + "# fin\n"
    assert merge_logs(None, ours, theirs).text == "# one\n\n# two\n" + A + "# end\n# fin\n"
    assert merge_logs("# one\n\n" + A, "# one\n\n" + A, theirs).text == theirs
    assert merge_logs(theirs, ours, theirs).text == ours


def test_blank_lines_stand_where_the_log_has_them() -> None:
    """An entry of theirs gets the distance that ours have."""
    assert merge_logs(A, A + "\n" + B, A + D).text == A + "\n" + B + "\n" + D


def test_entries_without_or_with_the_same_id_are_not_lost() -> None:
    """Faulty logs are merged as well as may be; the reader reports the faults."""
    nameless = "- type: event\n"
    assert merge_logs(None, A + nameless, A + nameless).text == A + nameless
    assert merge_logs(None, A + A + B, A + C).text == A + A + B + C
    assert merge_logs("", B + B3, "").text == B + B3


def test_a_block_at_the_end_of_a_file_keeps_its_text() -> None:
    """A file may end without a line feed; what it says stays the same."""
    ours = "- id: a\n  text: |\n    x"
    assert merge_logs("", ours, B).text == "- id: a\n  text: |-\n    x\n" + B


def test_what_is_no_log_is_not_merged() -> None:
    """The message names the side."""
    with pytest.raises(YamlFault, match="theirs:2:1"):
        merge_logs(None, A, "- [\n")
    with pytest.raises(ParleyError, match="ours: expected a list of entries"):
        merge_logs(None, "[{id: a}]\n", A)
    with pytest.raises(ParleyError, match="base: expected a list of entries"):
        merge_logs("a: b\n", A, A)
    assert merge_logs("[]\n", "# none\n", A).text == "# none\n" + A


CASE = """\
# A case.

parley: 1
id: case
title: T

# --- who ---
parties:
  red:
    name: Red
  # the other
  blue: {name: Blue}
issues:
  line: {question: Where?, values: [a, b]}
feasibility:
  - id: f1
    says: line = a
"""


def test_declarations_are_merged_by_id() -> None:
    """Each side may add, change and delete in the same section."""
    ours = CASE.replace("name: Red", "name: Reds").replace(
        "issues:\n", "  mine: {name: M}\nissues:\n"
    )
    ours += "  - id: f2\n    says: line = b\n"
    theirs = CASE.replace("title: T", "title: New").replace(
        "  # the other\n  blue: {name: Blue}\n", ""
    )
    theirs = theirs.replace("issues:\n", "  yours: {name: Y}  # new\nissues:\n")
    theirs += "  # of three\n  - id: f3\n    says: line = a\n"
    done = merge_declarations(CASE, ours, theirs)
    assert done.conflicts == ()
    assert done.text == dedent("""\
        # A case.

        parley: 1
        id: case
        title: New

        # --- who ---
        parties:
          red:
            name: Reds
          mine: {name: M}
          yours: {name: Y}  # new
        issues:
          line: {question: Where?, values: [a, b]}
        feasibility:
          - id: f1
            says: line = a
          - id: f2
            says: line = b
          # of three
          - id: f3
            says: line = a
        """)


def test_a_declaration_changed_on_both_sides_is_a_conflict() -> None:
    """The markers stand around that id, or that key."""
    ours = CASE.replace("title: T", "title: A").replace("Blue", "Blues")
    theirs = CASE.replace("title: T", "title: B").replace("Blue", "Blau")
    done = merge_declarations(CASE, ours, theirs)
    assert [one.key for one in done.conflicts] == ["title", "parties.blue"]
    inner = ("  # the other\n  blue: {name: Blues}\n", "  # the other\n  blue: {name: Blau}\n")
    assert clash("title: A\n", "title: B\n") in done.text
    assert clash(*inner) in done.text
    lines = done.text.split("\n")
    assert all(lines[one.line - 1] == "<<<<<<< ours" for one in done.conflicts)


def test_declarations_without_a_base() -> None:
    """Nothing counts as deleted then, and a section that only one side has is kept."""
    ours = CASE[: CASE.index("issues:")]
    assert merge_declarations(None, ours, CASE).text == CASE
    assert merge_declarations(CASE, ours, CASE).text == ours
    with pytest.raises(ParleyError, match="stands here and on line"):
        merge_declarations(None, CASE, CASE + "title: again\n")
    with pytest.raises(ParleyError, match="theirs: expected a map"):
        merge_declarations(None, CASE, "- a\n")


def make(root: Path, files: dict[str, str]) -> Path:
    """Write a dossier."""
    for name, text in {"dossier.yaml": CASE, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_folders_are_merged(tmp_path: Path) -> None:
    """Logs by entry, other files as a whole; the new folder is a dossier."""
    common = {"log/a.yaml": A + B, "sources/s.txt": "s", "sources/old.txt": "o", ".git/x": "x"}
    base = make(tmp_path / "base", common)
    ours = make(tmp_path / "ours", {**common, "log/a.yaml": A + B2, "sources/s.txt": "s2"})
    theirs = make(tmp_path / "theirs", {**common, "log/a.yaml": A + B + C, "log/b.yaml": D})
    (theirs / "sources/old.txt").unlink()
    assert merge_dossiers(ours, theirs, tmp_path / "out" / "new", base) == ()
    new = tmp_path / "out" / "new"
    assert (new / "log/a.yaml").read_text(encoding="utf-8") == A + B2 + C
    assert (new / "log/b.yaml").read_text(encoding="utf-8") == D
    assert (new / "sources/s.txt").read_text(encoding="utf-8") == "s2"
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["new"]
    found = sorted(one.relative_to(new).as_posix() for one in new.rglob("*") if one.is_file())
    assert found == ["dossier.yaml", "log/a.yaml", "log/b.yaml", "sources/s.txt"]
    assert set(read_dossier(new).by_id) == {"a", "b", "c", "d"}


def test_an_entry_that_one_side_moved_is_there_once(tmp_path: Path) -> None:
    """The log that ours have it in is its place."""
    ours = make(tmp_path / "ours", {"log/a.yaml": A, "log/b.yaml": B})
    theirs = make(tmp_path / "theirs", {"log/a.yaml": A + B3 + C})
    base = make(tmp_path / "base", {"log/a.yaml": A + B})
    assert merge_dossiers(ours, theirs, tmp_path / "new", base) == ()
    assert (tmp_path / "new/log/a.yaml").read_text(encoding="utf-8") == A + C
    assert (tmp_path / "new/log/b.yaml").read_text(encoding="utf-8") == B3


def test_files_that_both_changed_are_both_kept(tmp_path: Path) -> None:
    """They are named as conflicts, and so are entries in the logs."""
    common = {"sources/s.txt": "0", "sources/d.txt": "0", "log/a.yaml": B}
    base = make(tmp_path / "base", common)
    ours = make(tmp_path / "ours", {**common, "sources/s.txt": "1", "log/a.yaml": B2})
    (ours / "sources/d.txt").unlink()
    theirs = make(
        tmp_path / "theirs",
        {"sources/s.txt": "2", "sources/d.txt": "1", "log/a.yaml": B3, "sources/s.theirs.txt": "3"},
    )
    found = merge_dossiers(ours, theirs, tmp_path / "new", base)
    assert [(one.file, one.key) for one in found] == [
        ("log/a.yaml", "b"),
        ("sources/d.txt", "sources/d.txt"),
        ("sources/s.txt", "sources/s.txt"),
    ]
    assert isinstance(found[0], Conflict)
    new = tmp_path / "new" / "sources"
    assert {one.name: one.read_text(encoding="utf-8") for one in new.iterdir()} == {
        "s.txt": "1",
        "s.theirs.txt": "3",
        "s.theirs-2.txt": "2",
        "d.txt": "1",
    }


def test_an_id_that_is_in_two_logs_is_not_lost(tmp_path: Path) -> None:
    """It is a fault, which merging keeps."""
    ours = make(tmp_path / "ours", {"log/a.yaml": B, "log/b.yaml": B2})
    theirs = make(tmp_path / "theirs", {"log/a.yaml": B})
    assert merge_dossiers(ours, theirs, tmp_path / "new") == ()
    assert (tmp_path / "new/log/a.yaml").read_text(encoding="utf-8") == B
    assert (tmp_path / "new/log/b.yaml").read_text(encoding="utf-8") == B2


def test_nothing_is_written_where_something_is(tmp_path: Path) -> None:
    """A folder that is there is refused, and so is what is no dossier; no rest is left behind."""
    ours = make(tmp_path / "ours", {})
    with pytest.raises(Refused, match="is there already"):
        merge_dossiers(ours, ours, ours)
    with pytest.raises(NotADossier):
        merge_dossiers(ours, tmp_path, tmp_path / "new")
    bad = make(tmp_path / "bad", {"log/a.yaml": "- [\n"})
    with pytest.raises(YamlFault, match=r"theirs/log/a\.yaml"):
        merge_dossiers(ours, bad, tmp_path / "new")
    (ours / "sources").symlink_to(bad)
    with pytest.raises(Refused, match="sources is a link"):
        merge_dossiers(ours, bad, tmp_path / "new")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bad", "ours"]
