"""Drafts become the current format, all of their files or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from parley.dossier.editing.migrating import format_version, migrate_dossier, migrate_text
from parley.dossier.reading import read_dossier
from parley.kernel.errors import ParleyError, Refused

DECLARED = """\
# A draft.
id: old  # its id
title: Old
parties:
  red: {name: Red, red_lines: [{id: r1, statement: line = a}]}
issues:
  line: {question: Where?, values: [a, b], decided_by: red}
sources:
  s: {title: S, date: 1951}
"""
LOG = """\
# July
- id: e1
  type: instruction
  date: 1951-07-13  # when
  author: red
  mode: must
  'statement': line = a
  condition: line = b
- id: e2
  type: fallback
  time: 1951-07-14
  from: red
  when: line = b
  withdraws: [e1]
  # end
"""


def make(root: Path) -> Path:
    """Write a draft of a dossier."""
    (root / "log").mkdir()
    (root / "dossier.yaml").write_text(DECLARED, encoding="utf-8")
    (root / "log" / "a.yaml").write_text(LOG, encoding="utf-8")
    return root


def test_a_log_of_a_draft_has_its_keys_renamed() -> None:
    """Only keys change; `when` of a fallback is its own key and stays."""
    done = migrate_text(LOG, "log", file="log/a.yaml")
    assert done.text == (
        LOG.replace("date:", "at:")
        .replace("author:", "by:")
        .replace("'statement':", "says:")
        .replace("condition:", "if:")
        .replace("time:", "at:")
        .replace("from:", "by:")
        .replace("withdraws:", "revokes:")
    )
    assert done.notes[0] == "log/a.yaml:4: `date` is now `at`"
    assert migrate_text(done.text, "log").text == done.text


def test_a_name_that_is_taken_is_not_given_again() -> None:
    """With both the old and the new key, both stay, for the reader to report."""
    text = "- id: a\n  type: event\n  at: 1951\n  date: 1952\n  from: x\n  author: y\n"
    assert migrate_text(text, "log").text == text.replace("from:", "by:")


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("# c\nid: x\n", "# c\nparley: 1\nid: x\n"),
        ("  id: x\n", "  parley: 1\n  id: x\n"),
        ("{id: x}\n", "{parley: 1, id: x}\n"),
        ("parley:  # which?\nid: x\n", "parley: 1  # which?\nid: x\n"),
        ("parley: ~\n", "parley: 1\n"),
        ("\ufeffid: x\n", "parley: 1\nid: x\n"),
        ("parley: 1\nstatement: x\n", "parley: 1\nstatement: x\n"),
    ],
)
def test_declarations_get_their_version(text: str, done: str) -> None:
    """The version is put first, or where it stands empty; the current format stays as it is."""
    assert migrate_text(text, "dossier").text == done


def test_other_versions_are_refused() -> None:
    """A newer format names itself, and the way out; a version that is no number is a fault."""
    with pytest.raises(Refused, match="format 2; install a newer parley"):
        format_version("parley: 2\n")
    with pytest.raises(ParleyError, match="expected a whole number"):
        migrate_text("parley: one\n", "dossier")
    with pytest.raises(ParleyError, match="got a list"):
        migrate_text("- a\n", "dossier")


def test_a_dossier_is_migrated_with_copies_of_what_it_was(tmp_path: Path) -> None:
    """All files change, the old ones are kept, and a second time there is nothing to do."""
    root = make(tmp_path)
    changes = migrate_dossier(root)
    assert [change.file for change in changes] == ["log/a.yaml", "dossier.yaml"]
    assert (root / "dossier.yaml.v0").read_text(encoding="utf-8") == DECLARED
    assert (root / "log" / "a.yaml.v0").read_text(encoding="utf-8") == LOG
    dossier = read_dossier(root)
    assert [one for one in dossier.faults if one.code == "unknown-key"] == []
    assert set(dossier.by_id) == {"e1", "e2"}
    assert migrate_dossier(root) == ()


def test_all_files_change_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the last file cannot be put in place, those before it are put back."""
    root = make(tmp_path)
    replace = os.replace

    def failing(source: Path, target: Path) -> None:
        if Path(target).name == "dossier.yaml":
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr("parley.dossier.editing.migrating.os.replace", failing)
    with pytest.raises(Refused, match="nothing was changed"):
        migrate_dossier(root)
    assert (root / "dossier.yaml").read_text(encoding="utf-8") == DECLARED
    assert (root / "log" / "a.yaml").read_text(encoding="utf-8") == LOG
    assert not list(root.rglob("*.new"))


def test_a_fault_in_one_file_leaves_all_as_they_are(tmp_path: Path) -> None:
    """What is not YAML cannot be migrated, and then nothing is."""
    root = make(tmp_path)
    (root / "log" / "b.yaml").write_text("- id: [\n", encoding="utf-8")
    with pytest.raises(ParleyError, match=r"log/b\.yaml"):
        migrate_dossier(root)
    assert (root / "dossier.yaml").read_text(encoding="utf-8") == DECLARED
    assert sorted(path.name for path in root.rglob("*.*")) == ["a.yaml", "b.yaml", "dossier.yaml"]
