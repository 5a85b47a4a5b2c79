"""Whether a cited passage is there: by the index of sources, or by the document itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parley.dossier.reading import read_dossier
from parley.dossier.sources.passage_known import passage_known
from tests.unit.cli_support import ferry, parley

TEXT = "To the council.\n\nThe ferry lands at the pier. The fare is ten.\n\nThe stairs stay.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The ferry's dossier with a document `paper` in it."""
    dossier = ferry(tmp_path)
    (tmp_path / "paper.txt").write_text(TEXT, encoding="utf-8")
    parley("import", tmp_path / "paper.txt", "--into", dossier, "--as", "paper")
    return dossier


@pytest.mark.parametrize(
    ("source", "passage", "known"),
    [
        ("minutes", "p1", True),
        ("minutes", "p1.2", True),
        ("minutes", "p9", False),
        ("paper", "en/2", True),
        ("paper", "en/2.2", True),
        ("paper", "en/2.3", False),
        ("paper", "en/9", False),
        ("paper", "ru/1", False),
        ("paper", "page 3", False),
    ],
)
def test_a_passage_is_known_or_not(root: Path, source: str, passage: str, known: bool) -> None:
    """The index of sources tells first, then the document."""
    assert passage_known(read_dossier(root), source, passage) is known


def test_a_source_that_tells_nothing_may_have_any_passage(root: Path) -> None:
    """Neither an index of passages nor a document: nothing can be said."""
    declared = root / "dossier.yaml"
    text = declared.read_text(encoding="utf-8")
    declared.write_text(
        text.replace("sources:\n", "sources:\n  rumour:\n    title: A rumour\n", 1),
        encoding="utf-8",
    )
    assert passage_known(read_dossier(root), "rumour", "en/4")


def test_a_citation_of_what_the_document_lacks_is_a_finding(root: Path) -> None:
    """`parley check` names the passage that is not there, and passes over the one that is."""
    (root / "log" / "2030-04.yaml").write_text(
        "- id: good\n  type: event\n  at: 2030-03-01\n  says: landing = new\n"
        "  sources: paper#en/2.1\n"
        "- id: bad\n  type: event\n  at: 2030-03-01\n  says: landing = new\n"
        "  sources: paper#en/12\n",
        encoding="utf-8",
    )
    result = parley("check", root, "--as-of", "2030-03-30", "--format", "json")
    found = [
        one for one in json.loads(result.stdout)["findings"] if one["code"] == "unknown-reference"
    ]
    assert [one["entries"] for one in found] == [["bad"]]
