"""Documents in the layouts in which cables are published; every text is made up."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from parley.record.document import Document, Paragraph
from parley.record.layouts.parsing import parse
from parley.record.readers.reading import read_bytes, read_file

DOCUMENTS = Path(__file__).parent.parent / "documents"
NAMES = sorted(one.name for one in DOCUMENTS.iterdir() if one.name != "README.md")


def read(name: str) -> Document:
    """Return the document in a file of the folder."""
    (found,) = parse(read_file(DOCUMENTS / name)).documents
    return found


def values(document: Document, name: str) -> list[str]:
    """Return the values of a field."""
    return [one.value for one in document.fields.get(name, ())]


def counted(document: Document) -> list[Paragraph]:
    """Return the paragraphs of the first part that are counted."""
    return [one for one in document.parts[0].paragraphs if one.number]


def texts(document: Document, kind: str) -> list[str]:
    """Return the paragraphs of a kind in the first part."""
    return [one.text for one in document.parts[0].paragraphs if one.kind == kind]


def left(document: Document) -> list[str]:
    """Return what was not understood."""
    return [one.text for one in document.not_understood]


def test_a_newer_archive_page() -> None:
    """Author, source, rights and summary are fields; people, places, id and type are kept."""
    found = read("newer-page.txt")
    assert values(found, "title") == [
        "Telegram No. 218, Envoy of Hochlirr to the Council (made up)"
    ]
    assert values(found, "author") == ["Envoy of Hochlirr"]
    assert values(found, "archive") == ["State Archive of Hochlirr"]
    assert values(found, "shelfmark") == ["f. 12, op. 3, d. 44, ll. 5-7"]
    assert values(found, "rights") == ["Free to use: it is made up."]
    assert values(found, "sent") == ["2031-03-14"]
    assert values(found, "summary")[0].startswith("The envoy reports")
    assert "Fund for Made-up Rivers" in values(found, "credits")[0]
    assert [len(counted(found)), *texts(found, "salutation")] == [2, "To the Council!"]
    assert left(found) == [
        "Associated Organizations Council of Hochlirr Office for the River",
        "Associated Places Lirr Niederlirr",
        "Copied for the tests",
        "Original Uploaded Date 2031-09-01",
        "Type Telegram",
        "Record ID 700218",
    ]


def test_an_old_page_with_a_menu_and_a_summary_without_a_label() -> None:
    """The menu is kept as not understood; title, date and summary are told from the document."""
    found = read("old-site.txt")
    assert found.layout == "old page"
    assert values(found, "title") == [
        "Telegram from the Council of Hochlirr to its Envoy (made up)"
    ]
    assert values(found, "summary")[0].endswith("before he offers more.")
    assert values(found, "number") == ["77"]
    assert values(found, "handling") == ["TOP SECRET"]
    assert values(found, "copies") == ["Nº 1 to the Chairman", "Nº 2 to the file"]
    assert [len(counted(found)), counted(found)[0].text[:12]] == [2, "Readings of "]
    assert left(found)[:2] == ["Home", "Collections"]


def test_a_page_with_lines_missing_and_two_numbers() -> None:
    """Title and text have different numbers: both are kept, the text's first, and it is told."""
    found = read("missing-lines.txt")
    assert values(found, "number") == ["34", "31"]
    assert [one.of for one in found.fields["number"]] == ["text", "title"]
    assert values(found, "received") == ["2031-04-02T09:20"]
    assert "citation" not in found.fields
    assert [(one.got, one.meant) for one in found.suggestions] == [("31", "34")]
    assert "both are kept" in found.suggestions[0].why
    assert texts(found, "salutation") == ["Gentlemen,"]


def test_a_decision_that_wraps_a_telegram() -> None:
    """Each of the two documents has its own header, number and paragraphs."""
    found = read("decision.txt")
    assert values(found, "number") == ["P82/144"]
    assert values(found, "handling") == ["STRICTLY SECRET"]
    assert values(found, "sent") == ["2031-03-20"]
    assert texts(found, "signature") == ["CHAIRMAN OF THE COUNCIL"]
    (inside,) = found.wrapped
    assert values(inside, "addressee") == ["the ENVOY OF HOCHLIRR", "WEIR"]
    assert values(inside, "handling") == ["URGENT"]
    assert values(inside, "number") == values(inside, "sender_number") == ["80"]
    assert values(inside, "sent") == ["2031-03-20"]
    assert texts(inside, "salutation") == ["Comrade Envoy!"]
    assert len(counted(inside)) == 2


def test_an_outgoing_telegram() -> None:
    """Precedence above, a chain of addressees of whom the last is meant, its own number below."""
    found = read("outgoing.txt")
    assert values(found, "handling") == ["VERY URGENT", "OUT OF TURN"]
    assert values(found, "addressee") == ["the ENVOY OF HOCHLIRR", "NIEDERLIRR", "the CONSUL"]
    assert [one.by for one in found.fields["addressee"]] == ["", "by way of", "by way of"]
    assert values(found, "sender_number") == ["3557"]
    assert values(found, "sent") == ["2031-06-30T11:30"]
    assert values(found, "author") == ["COUNCIL OF HOCHLIRR"]
    assert len(counted(found)) == 2


def test_a_page_printed_on_one_line() -> None:
    """Labels, head, salutation, items and foot are found without any end of a line."""
    found = read("one-line.txt")
    assert values(found, "shelfmark") == ["f. 12, op. 3, d. 45, l. 9"]
    assert values(found, "summary") == ["The envoy sends the five points."]
    assert values(found, "received") == ["2031-07-02T15:00"]
    assert values(found, "series") == ['"B"']
    assert values(found, "sender_number") == ["12"]
    assert values(found, "verified") == ["HEAD OF SECTION"]
    assert [one.item for one in counted(found)] == ["", "1", "2", "3", ""]
    assert counted(found)[-1].text.endswith("Is this right?")


def test_two_columns_with_a_gutter() -> None:
    """The left column is read, then the right one: here one in each language."""
    found = read("columns-gutter.txt")
    assert [one.language for one in found.parts] == ["en", "ru"]
    for one in found.parts:
        assert sum(each.number > 0 for each in one.paragraphs) == 2
    russian = [one.text for one in found.parts[1].paragraphs if one.number]
    assert russian[0].startswith("Совет прочитал ваш доклад о переговорах у плотины.")


def test_two_columns_whose_lines_take_turns() -> None:
    """Lines of two columns below one another are put back into two paragraphs."""
    first, second = counted(read("columns-mixed.txt"))
    assert first.text.startswith("The council has read the report of the envoy on the talks")
    assert "measuring service with him" in first.text
    assert second.text.startswith("The other side should be asked for an answer in writing before")
    assert len(first.places) == 13


def test_a_printed_telegram_with_page_marks_and_footnotes() -> None:
    """The number before the text, the mark of a page inside a paragraph, and notes below."""
    found = read("frus.txt")
    assert found.layout == "printed telegram"
    assert values(found, "number") == ["44"]
    assert values(found, "shelfmark") == ["795.00/7–1331"]
    assert values(found, "author")[0] == "The Envoy of Hochlirr (at the weir)"
    assert values(found, "addressee") == ["Chairman of the Council"]
    assert values(found, "handling") == ["secret", "priority"]
    assert [found.fields["sent"][0].value, found.fields["sent"][0].precision] == [
        "2031-07-13T18:00",
        "hour",
    ]
    assert values(found, "received") == ["2031-07-13T19:24"]
    assert len(counted(found)) == 2
    assert "if the measuring is done together, by officers" in counted(found)[0].text
    assert len(counted(found)[0].places) == 2
    assert len(texts(found, "note")) == 2
    assert texts(found, "signature") == ["Envoy"]


def test_a_cable_of_the_state_department() -> None:
    """FM, TO, INFO, the date-time group in UTC, SUBJECT, and PAGE 02 inside a paragraph."""
    found = read("state-cable.txt")
    assert found.layout == "state cable"
    assert values(found, "sent") == ["1951-07-13T07:00Z"]
    assert values(found, "author")[0] == "AMEMBASSY WEIR"
    assert values(found, "addressee") == ["SECSTATE IMMEDIATE 44"]
    assert values(found, "number") == ["WEIR 0044"]
    assert values(found, "handling") == ["immediate", "SECRET"]
    assert values(found, "title") == ["READINGS OF THE GAUGE (MADE UP)"]
    assert [one.by for one in found.fields["copies"]] == ["ACTION", "INFO", "INFO"]
    assert "IS DONE TOGETHER, BY OFFICERS" in counted(found)[0].text
    assert [one.item for one in counted(found)] == ["1", "2"]


def test_a_plain_email() -> None:
    """The lines of the header are fields, and the time has its zone."""
    found = read("mail.eml")
    assert values(found, "title") == ["Readings of the gauge (made up)"]
    assert values(found, "author") == ["Office for the River <office@lirr.example>"]
    assert values(found, "sent") == ["2031-07-14T10:30+02:00"]
    assert values(found, "copies") == ["Envoy of Niederlirr <envoy@niederlirr.example>"]
    assert texts(found, "salutation") == ["Dear Envoy,"]
    assert texts(found, "signature") == ["Best regards,", "The office"]


SITE = """<!DOCTYPE html><html lang="en"><head><title>Archive</title>
<script>x()</script></head><body>
<nav><ul><li>Home</li><li>Browse</li><li>About</li></ul></nav>
<p>May 14, 2031</p><h1>Cable No. 118, Envoy of Hochlirr to the Council (made up)</h1>
<h2>Citation</h2><p>"Cable", Made-up Digital Archive, State Archive, f. 12, op. 3, d. 4.</p>
<dl><dt>Original Language</dt><dd>Russian</dd><dt>Record ID</dt><dd>118</dd></dl>
<p>CABLE No. 118</p><p>Cde. Chairman!</p><p>We want to propose:</p>
<ol><li>Adoption of the agenda.</li><li>Water in the dry season.</li></ol><p>ENVOY</p>
<footer><ul><li>Privacy</li><li>Contact us</li></ul><p>© Made-up Archive</p></footer></body></html>
"""


def test_a_page_as_the_browser_saves_it() -> None:
    """Menus above and below are kept as not understood; the list is numbered items."""
    (found,) = parse(read_bytes(SITE.encode(), "page.html")).documents
    assert values(found, "title") == ["Cable No. 118, Envoy of Hochlirr to the Council (made up)"]
    assert values(found, "sent") == ["2031-05-14"]
    assert values(found, "rights") == ["© Made-up Archive"]
    assert values(found, "shelfmark") == ["f. 12, op. 3, d. 4"]
    assert [(one.kind, one.item) for one in counted(found)] == [
        ("body", ""),
        ("item", "1"),
        ("item", "2"),
    ]
    assert found.parts[0].kind == "translation"
    assert texts(found, "signature") == ["ENVOY"]
    assert {"Home", "About", "Record ID 118", "Privacy", "Contact us"} <= set(left(found))


def test_several_pages_in_one_file() -> None:
    """Each page with a citation is a document of its own."""
    page = (
        "May {0}, 2031\n\nCable No. {0}, Envoy to the Council (made up)\n\nCitation:\n\n"
        '"Cable No. {0}", Made-up Digital Archive\n\nOriginal Language:\n\nEnglish\n\n'
        "Comrade Chairman!\n\nThis is number {0} of them.\n\nCde. ENVOY\n\n"
    )
    found = parse(read_bytes("".join(map(page.format, (7, 8, 9))).encode(), "f")).documents
    assert [values(one, "number") for one in found] == [["7"], ["8"], ["9"]]
    assert [values(one, "sent") for one in found] == [
        ["2031-05-07"],
        ["2031-05-08"],
        ["2031-05-09"],
    ]
    assert [[each.text for each in counted(one)] for one in found] == [
        [f"This is number {nth} of them."] for nth in (7, 8, 9)
    ]
    assert all(left(one) == [] for one in found)


@pytest.mark.parametrize(
    ("name", "paragraphs"), [("newer-page", 0), ("missing-lines", 0), ("decision", 2), ("frus", 0)]
)
def test_the_same_without_blank_lines(name: str, paragraphs: int) -> None:
    """As the text layer of a PDF has it: the same fields, heads and feet apart from the text.

    Where nothing else parts two paragraphs they may be one.
    """
    text = (DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8")
    dense = "\n".join(line for line in text.split("\n") if line)
    (found,) = parse(read_bytes(dense.encode(), name)).documents
    before = read(f"{name}.txt")
    assert {key: [one.value for one in some] for key, some in found.fields.items()} == {
        key: [one.value for one in some if (key, one.value) != ("author", "Envoy")]
        for key, some in before.fields.items()
    }
    assert texts(found, "salutation") == texts(before, "salutation")
    assert texts(found, "head") == texts(before, "head")
    assert len(found.wrapped) == len(before.wrapped)
    assert counted(found)
    if paragraphs:
        assert len(counted(found)) == paragraphs


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_dropped(name: str) -> None:
    """Every word is in a field, a paragraph, what was not understood, or a mark that is known."""
    imported = parse(read_file(DOCUMENTS / name))
    text = imported.reading.text
    seen = [False] * len(text)

    def see(document: Document) -> None:
        paragraphs = chain.from_iterable(one.paragraphs for one in document.parts)
        places = [
            *(one.place for some in document.fields.values() for one in some),
            *(place for one in paragraphs for place in one.places),
            *(one.place for one in document.not_understood),
        ]
        for start, end in places:
            assert 0 <= start < end <= len(text)
            seen[start:end] = [True] * (end - start)
        for inside in document.wrapped:
            see(inside)

    see(imported.documents[0])
    missed = "".join(one if not seen[at] else " " for at, one in enumerate(text)).split()
    labels = "Author(s): Summary Source Rights Language Original Citation: Summary: Contents:"
    menus = "Language: Transcript - English SUBJECT: [Page 650] PAGE 01 02 WEIR 00044 130712Z ["
    twice = "15 March 2031"  # a value that is said twice is kept once
    marks = {*labels.split(), *menus.split(), *twice.split()}
    assert {word for word in missed if any(one.isalnum() for one in word)} - marks == set()
