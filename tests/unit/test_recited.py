"""Which citations a new version of a document breaks."""

from __future__ import annotations

from pathlib import Path

from parley.dossier.reading import read_dossier
from parley.dossier.sources.recited import broken_citations
from parley.record.passages import Kept
from tests.unit.cli_support import ferry, parley

OLD = "To the council.\n\nThe ferry lands at the pier.\n\nThe fare is ten.\n\nThe stairs stay.\n"
NEW = "To the council.\n\nA word before.\n\nThe ferry lands at the pier.\n\nThe fare is twenty.\n"


def cited(tmp_path: Path) -> Path:
    """The ferry's dossier with entries that cite passages of a source `paper`."""
    root = ferry(tmp_path)
    entries = [
        f"- id: e{number}\n  type: event\n  at: 2030-04-01\n  says: landing = new\n"
        f"  sources: paper#{passage}\n"
        for number, passage in enumerate(("en/1", "en/2.1", "en/3", "en/head"), 1)
    ]
    (root / "log" / "2030-04.yaml").write_text("".join(entries), encoding="utf-8")
    return root


def test_each_citation_is_told_with_what_became_of_it(tmp_path: Path) -> None:
    """A sentence counts with its paragraph; what is the same is not listed."""
    kept = Kept(("en/head",), {"en/1": "en/2"}, ("en/2",), ("en/3",))
    found = broken_citations(read_dossier(cited(tmp_path)), "paper", kept)
    assert [(one.holder, one.why, one.now) for one in found] == [
        ("e1", "moved", "en/2"),
        ("e2", "changed", ""),
        ("e3", "gone", ""),
    ]
    assert broken_citations(read_dossier(tmp_path / "ferry"), "other", kept) == ()


def test_an_import_of_a_new_version_lists_them(tmp_path: Path) -> None:
    """What is printed names the entry, the passage and what became of it."""
    root = cited(tmp_path)
    for name, text in (("old.txt", OLD), ("new.txt", NEW)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    parley("import", tmp_path / "old.txt", "--into", root, "--as", "paper")
    told = parley("import", tmp_path / "new.txt", "--into", root, "--as", "paper").output
    assert "e2 cites en/2.1: moved, now en/3.1" in told
    assert "e3 cites en/3: changed" in told
    assert "e1 cites" not in told  # the first paragraph is as it was
