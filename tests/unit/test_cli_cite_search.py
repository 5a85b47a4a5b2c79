"""`parley cite` and `parley search`, on a dossier with a document imported into it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli_support import ferry, parley, widest

LATE = ("--as-of", "2030-05-01")
LETTER = """\
From: envoys@upper.example
To: council@upper.example
Subject: The landing (made up)
Date: Mon, 04 Mar 2030 09:00:00 +0000

The ferry lands at the new pier. We will insist on the pier.

The fare may rise. If the fare rises, the old stairs are closed.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The ferry's dossier with a letter in it, as `letter`."""
    dossier = ferry(tmp_path)
    file = tmp_path / "letter.eml"
    file.write_text(LETTER, encoding="utf-8")
    parley("import", file, "--into", dossier, "--as", "letter")
    log = dossier / "log" / "2030-04.yaml"
    log.write_text(
        "- id: pier-event\n  type: event\n  at: 2030-04-01\n  says: landing = new\n"
        "  text: The pier was agreed.\n  sources: letter#en/1\n",
        encoding="utf-8",
    )
    return dossier


def test_a_passage_is_shown_in_the_words_around_it(root: Path) -> None:
    """The sentence is marked, its neighbours are there, and so is what cites it."""
    shown = parley("cite", root, "letter#en/1.2").stdout
    assert "»We will insist on the pier.«" in shown
    assert "The fare may rise." in shown
    assert widest(shown) <= 80
    whole = parley("cite", root, "letter#en/1").stdout
    assert "Cited by: pier-event." in whole


def test_a_passage_as_data_has_its_place_and_digest(root: Path) -> None:
    """Spans lead to the words in the reading that is stored."""
    data = json.loads(parley("cite", root, "letter#en/2.1", "--format", "json").stdout)
    (reading,) = root.glob("sources/letter/*/reading.txt")
    text = reading.read_text(encoding="utf-8")
    assert " ".join(text[s:e] for s, e in data["spans"]).strip() == "The fare may rise."
    assert data["text"] == "The fare may rise."
    assert len(data["digest"]) >= 12


def test_without_the_document_what_was_noted_is_shown(root: Path) -> None:
    """A source that only the index knows has its words in the index."""
    shown = parley("cite", root, "minutes#p1").stdout
    assert "not in the dossier" in shown
    assert "The envoys hold to the new pier." in shown


def test_a_file_is_cited_without_a_dossier(root: Path) -> None:
    """The address is then that of the passage alone."""
    shown = parley("cite", root.parent / "letter.eml", "en/2").stdout
    assert "If the fare rises" in shown


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("lettr#en/1", "did you mean `letter`?"),
        ("letter", "letter#PASSAGE"),
        ("letter#en/9", "1 to 2"),
        ("minutes#p9", "nothing cites it"),
    ],
)
def test_what_is_not_there_is_told(root: Path, address: str, told: str) -> None:
    """One message, how to mend it, and status 2."""
    result = parley("cite", root, address)
    assert result.exit_code == 2
    assert told in " ".join(result.output.split())


def test_words_are_found_in_entries_documents_and_notes(root: Path) -> None:
    """One search goes through all three, and marks what it found."""
    data = json.loads(parley("search", root, "pier", *LATE, "--format", "json").stdout)
    by_kind = {one["kind"]: one["id"] for one in data["hits"]}
    assert by_kind.keys() == {"entry", "passage", "source"}
    (passage,) = [one for one in data["hits"] if one["id"] == "letter#en/1"]
    field = passage["fields"]["text"]
    assert {field["text"][s:e] for s, e in field["marks"]} == {"pier"}
    assert data["found"] == len(data["hits"])


def test_a_search_can_be_narrowed(root: Path) -> None:
    """By kind, by time and by number."""
    kinds = json.loads(
        parley("search", root, "pier", *LATE, "--in", "documents", "--format", "json").stdout
    )
    assert {one["kind"] for one in kinds["hits"]} == {"passage"}
    late = json.loads(
        parley("search", root, "pier", *LATE, "--since", "2030-04", "--format", "json").stdout
    )
    assert [one["id"] for one in late["hits"]] == ["pier-event"]
    one = json.loads(parley("search", root, "pier", "--most", "1", "--format", "json").stdout)
    assert (len(one["hits"]), one["found"] > 1) == (1, True)


def test_a_party_finds_only_what_it_knew(root: Path) -> None:
    """The other side finds no orders, and no passage of a letter that none of its entries cite."""
    data = json.loads(
        parley("search", root, "pier", "--for", "lower", "--as-of", "2030-03-30",
               "--format", "json").stdout
    )  # fmt: skip
    found = {one["id"] for one in data["hits"]}
    assert "hold-the-pier" not in found
    assert not any(one.startswith("letter") for one in found)


def test_what_is_shown_reads_well_and_nothing_is_no_fault(root: Path) -> None:
    """Lines fit, words found stand between quotes; a search that finds nothing says so."""
    shown = parley("search", root, "insist").stdout
    assert "»insist«" in shown
    assert widest(shown) <= 80
    none = parley("search", root, "submarine")
    assert (none.exit_code, none.stdout) == (0, "Nothing was found.\n")
    assert parley("search", root, "--since", "soon", "pier").exit_code == 2
