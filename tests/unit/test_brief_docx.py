"""The Word brief: opened again, with its headings, tables, language and properties."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn

from parley.brief import make_brief, write_docx
from parley.brief.sections import SECTIONS
from parley.kernel.times import read_time
from tests.semantics.negotiation import Entry, day, dossier, must, offer

HOSTILE = "evil <w:p> & \u202e"


def written(path: Path, entries: list[Entry] | None = None) -> Opened:
    """A brief, written and opened again."""
    standard = [must("hold", "x = a", text=HOSTILE), offer("gives-way", "x = b", text=HOSTILE)]
    read = dossier(standard if entries is None else entries, {"title": "Talks & more"})
    write_docx(make_brief(read, "red", read_time(day(20, 12), "UTC").latest), path)
    return Document(str(path))


@pytest.fixture(name="opened")
def _opened(tmp_path: Path) -> Opened:
    return written(tmp_path / "brief.docx")


def test_headings_are_real_and_in_order(opened: Opened) -> None:
    """The title, then a first-level heading for every section; no level is skipped."""
    styles = [(one.style.name, one.text) for one in opened.paragraphs if one.style is not None]
    assert styles[0] == ("Title", "Talks & more")
    first = [text for name, text in styles if name == "Heading 1"]
    assert first == ["At a glance", *(kind.title for kind in SECTIONS)]
    levels = [int(str(name)[-1]) for name, _ in styles if str(name).startswith("Heading")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_repeat_their_header_rows(opened: Opened) -> None:
    """Every table with columns has a header row that Word repeats; rows stay whole."""
    tables = [one for one in opened.tables if one.style and one.style.name == "Brief table"]
    assert len(tables) >= 5
    for table in tables:
        assert table.rows[0]._tr.get_or_add_trPr().find(qn("w:tblHeader")) is not None
        assert all(cell.text for cell in table.rows[0].cells)
        assert table.rows[-1]._tr.get_or_add_trPr().find(qn("w:cantSplit")) is not None


def test_the_finding_and_its_proof_are_there(opened: Opened) -> None:
    """What the brief says is in the document."""
    text = "\n".join(one.text for one in opened.paragraphs)
    text += "\n".join(
        cell.text for table in opened.tables for row in table.rows for cell in row.cells
    )
    assert "F1 position-abandoned  [error]" in text
    assert "[gives-way, hold" in text
    assert "Not ranked, and no recommendation" in text
    assert "\u202e" not in text


def test_page_language_and_properties(opened: Opened) -> None:
    """A4, British English, a title, and the time of the brief instead of the clock's."""
    page = opened.sections[0]
    assert page.page_width is not None
    assert page.page_height is not None
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    languages = {one.get(qn("w:val")) for one in opened.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    core = opened.core_properties
    assert core.title == "Brief for Red: Talks & more"
    assert core.created is not None
    assert core.created.replace(tzinfo=None) == datetime(2030, 3, 20, 12)
    assert "page" in page.footer.paragraphs[0].text


def test_the_request_keeps_its_indent(opened: Opened) -> None:
    """What is to be copied into a log file is copied as it is."""
    listed = [one.text for one in opened.paragraphs if one.style and one.style.name == "Listing"]
    assert listed[0].startswith("- id: request-2030-03-20")
    assert listed[1] == "  type: request"


def test_the_same_brief_gives_the_same_bytes(tmp_path: Path) -> None:
    """No clock and no chance in the file."""
    written(tmp_path / "one.docx")
    written(tmp_path / "two.docx")
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "two.docx").read_bytes()


def test_an_empty_dossier_makes_a_document(tmp_path: Path) -> None:
    """Nothing known is said in words."""
    opened = written(tmp_path / "empty.docx", [])
    assert "The checks found nothing." in [one.text for one in opened.paragraphs]
