"""`parley sources`: what is cited by what, and what rests on nothing."""

from __future__ import annotations

import json
from pathlib import Path

from tests.unit.cli_support import ferry, parley, widest


def with_sources(tmp_path: Path) -> Path:
    """Return a made-up dossier with one source whose second passage nothing cites."""
    root = ferry(tmp_path)
    declared = root / "dossier.yaml"
    text = declared.read_text(encoding="utf-8")
    more = """\
sources:
  board:
    title: Minutes of the ferry board (made up)
    archive: Board archive
    passages:
      fares: What a crossing costs.
      winter: Whether the ferry runs in winter.
  spare:
    title: A paper that nothing cites (made up)
"""
    declared.write_text(text.replace("sources:\n", more, 1), encoding="utf-8")
    log = root / "log" / "2030-04.yaml"
    log.write_text(
        """- id: cites-fares
  type: event
  at: 2030-04-01
  says: landing = old
  sources: board#fares
- id: cites-nothing
  type: event
  at: 2030-04-02
  says: fare = 10
""",
        encoding="utf-8",
    )
    return root


def test_each_passage_is_listed_with_what_cites_it(tmp_path: Path) -> None:
    """A passage has its places in the dossier; what is cited by nothing is there as well."""
    data = json.loads(parley("sources", with_sources(tmp_path), "--format", "json").stdout)
    assert data["sources"]["board"]["passages"] == {"fares": ["cites-fares"], "winter": []}
    assert data["sources"]["spare"]["cited_by"] == []
    assert "cites-nothing" in data["claims_without_source"]
    assert "cites-fares" not in data["claims_without_source"]


def test_uncited_leaves_out_what_is_cited(tmp_path: Path) -> None:
    """Only what needs somebody's attention is left, in 80 columns."""
    shown = parley("sources", with_sources(tmp_path), "--uncited").stdout
    assert "winter: not cited" in shown
    assert "nothing cites it" in shown
    assert "fares" not in shown
    assert widest(shown) <= 80


def test_the_index_is_written_for_reference_managers(tmp_path: Path) -> None:
    """The three formats hold every source of the index."""
    root = with_sources(tmp_path)
    csl = json.loads(parley("sources", root, "--format", "csl").stdout)
    assert [one["id"] for one in csl] == ["board", "spare", "minutes"]
    target = tmp_path / "index.bib"
    parley("sources", root, "--format", "bibtex", "-o", target)
    assert target.read_text(encoding="utf-8").count("@") == 3
    assert parley("sources", root, "--format", "ris").stdout.count("ER  - ") == 3


def test_a_source_that_is_not_declared_is_said_to_be_so(tmp_path: Path) -> None:
    """A citation of a document that the index lacks is shown, not dropped."""
    root = with_sources(tmp_path)
    log = root / "log" / "2030-04.yaml"
    text = log.read_text(encoding="utf-8").replace("board#fares", "lost#1")
    log.write_text(text, encoding="utf-8")
    shown = parley("sources", root).stdout
    assert "not in the dossier's index of sources" in shown
