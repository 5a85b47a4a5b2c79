"""Files of each kind as text, and what is said about them."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from parley.kernel.errors import Refused
from parley.record.readers.reading import kind_of, read_bytes
from tests.unit.pdf_support import pdf_of

RUSSIAN = "Товарищ Филиппов! Что касается переговоров, то мы будем настаивать на своём."
FRENCH = "L'armistice a été signé à la frontière ; où sont les témoins ?"


@pytest.mark.parametrize(
    ("text", "codec", "told"),
    [
        (RUSSIAN, "utf-8", "utf-8"),
        (RUSSIAN, "utf-8-sig", "utf-8"),
        (RUSSIAN, "utf-16", "utf-16"),
        (RUSSIAN, "utf-16-le", "utf-16-le"),
        (RUSSIAN, "utf-16-be", "utf-16-be"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "cp866", "cp866"),
        (RUSSIAN.upper(), "koi8-r", "koi8-r"),
        (RUSSIAN.upper(), "cp1251", "windows-1251"),
        ("Экз. 1", "koi8-r", "koi8-r"),
        ("Экз. 1", "cp1251", "windows-1251"),
        (FRENCH, "latin-1", "windows-1252"),
        (FRENCH, "cp1252", "windows-1252"),
    ],
)
def test_an_encoding_is_found_out(text: str, codec: str, told: str) -> None:
    """The text comes out as it went in, and a guess is told."""
    reading = read_bytes(text.encode(codec), "cable.txt")
    assert (reading.text, reading.encoding) == (text, told)
    guessed = codec not in ("utf-8", "utf-8-sig", "utf-16")
    assert any("read as" in note for note in reading.notes) == guessed


def test_the_encoding_that_is_said_is_used() -> None:
    """What a person says wins; what it cannot be is refused, and so is a name of no encoding."""
    octets = RUSSIAN.encode("koi8-r")
    assert read_bytes(octets, "c.txt", "koi8-r").text == RUSSIAN
    assert read_bytes(octets, "c.txt", "windows-1251").text != RUSSIAN
    with pytest.raises(Refused, match=r"c\.txt: is not utf-8 at byte 0"):
        read_bytes(octets, "c.txt", "utf-8")
    with pytest.raises(Refused, match=r"got 'rot13'.*--encoding koi8-r"):
        read_bytes(octets, "c.txt", "rot13")


def test_ends_of_lines_and_control_characters() -> None:
    """Lines end alike, and a character that is none is a blank, which is told."""
    reading = read_bytes(b"one\r\ntwo\rthree\x07four", "c.txt")
    assert reading.text == "one\ntwo\nthree four"
    assert reading.notes == ("1 control characters were read as blanks",)


PAGE = """<!DOCTYPE html><html><head><title>Cable</title><style>p { color: red }</style></head>
<body><script>var x = "<p>no</p>";</script><h1>Cable &amp; telegram</h1>
<p>First&nbsp;paragraph,<br>two lines.</p><p style="display: none">unseen</p>
<div hidden>unseen <b>too</b></div>
<ol><li>Adoption<li>Line</ol><p>Last &#8212; one</p></body></html>"""


def test_a_page_becomes_paragraphs() -> None:
    """Blocks are paragraphs, entities letters, lists numbered; what nobody sees is left out."""
    reading = read_bytes(PAGE.encode(), "page")
    assert reading.kind == "html"
    assert "Cable & telegram\n\nFirst\xa0paragraph,\ntwo lines." in reading.text
    assert "1. Adoption" in reading.text
    assert "2. Line" in reading.text
    assert "Last — one" in reading.text
    assert "unseen" not in reading.text
    assert "var x" not in reading.text
    assert reading.notes == ("left out of the page: 2 hidden text, 1 scripts, 1 styles",)


def test_a_page_in_another_encoding_than_it_says() -> None:
    """The encoding that the page names is tried; where it is wrong, that is told."""
    page = "<html><meta charset='{}'><p>" + RUSSIAN
    told = read_bytes(page.format("koi8-r").encode("koi8-r"), "p")
    assert RUSSIAN in told.text
    wrong = read_bytes(page.format("utf-8").encode("cp1251"), "p")
    assert RUSSIAN in wrong.text
    assert wrong.notes[0] == "the page says that it is in utf-8, and is not"


def word_document() -> bytes:
    """Return a Word document with two paragraphs and a table."""
    document = docx.Document()
    document.add_paragraph("Cde. Filippov!")
    document.add_paragraph("Text of the letter.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "left"
    table.cell(0, 1).text = "right"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def archive(**parts: str) -> bytes:
    """Return an archive with these parts, named without their folder and ending."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(f"word/{name}.xml", text)
    return stream.getvalue()


def test_a_word_document() -> None:
    """Paragraphs are parted by blank lines, and the cells of a row stand on one line."""
    reading = read_bytes(word_document(), "letter")
    assert reading.kind == "docx"
    assert reading.text == "Cde. Filippov!\n\nText of the letter.\n\nleft | right\n"


def test_footnotes_and_tracked_changes_of_a_word_document() -> None:
    """Footnotes stand below; what was deleted is left out, which is told."""
    body = (
        f"<w:document {W}><w:body><w:p><w:r><w:t>Kept</w:t></w:r><w:del><w:r><w:t>gone</w:t></w:r>"
        '</w:del><w:ins><w:r><w:t xml:space="preserve"> new</w:t></w:r></w:ins>'
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:body></w:document>'
    )
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Not printed.</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    reading = read_bytes(archive(document=body, footnotes=notes), "letter.docx")
    assert reading.text.startswith("Kept new[2]\n")
    assert reading.text.endswith("Footnotes\n\n[2] Not printed.\n")
    assert reading.notes == ("text that Word marks as deleted was left out",)


def test_a_pdf_with_a_text_layer() -> None:
    """Pages are parted by form feeds, and one without text is told."""
    reading = read_bytes(pdf_of("CABLE No. 7", "", "Third page."), "cable.pdf")
    assert reading.kind == "pdf"
    assert reading.text.split("\f") == ["CABLE No. 7", "", "Third page."]
    assert reading.notes == ("page 2 has no text layer: pictures are not read",)


def test_a_pdf_of_pictures_is_refused() -> None:
    """Where no page has text there is nothing to import, and it is said what to do."""
    with pytest.raises(Refused, match=r"scan\.pdf: no text in it; .*OCR"):
        read_bytes(pdf_of("", ""), "scan.pdf")


MAIL = (
    "From: a@river.example\nTo: b@river.example\nSubject: =?utf-8?B?0J/RgNC40LLQtdGC?=\n"
    "Date: Mon, 14 Jul 2031 10:30:00 +0200\nMIME-Version: 1.0\n"
)


def test_an_email_in_one_form() -> None:
    """Lines of the header are decoded, and the body read in its encoding."""
    head = f"{MAIL}Content-Type: text/plain; charset=koi8-r\n\n"
    reading = read_bytes(head.encode() + RUSSIAN.encode("koi8-r"), "letter")
    assert reading.kind == "email"
    assert "Subject: Привет" in reading.text
    assert reading.text.endswith(RUSSIAN)


def test_an_email_in_several_forms_with_an_attachment() -> None:
    """The plain form is read and the attachment named; without a plain form the HTML is read."""
    part = "--x\nContent-Type: {}\n\n{}\n"
    plain, page = part.format("text/plain", "Plain."), part.format("text/html", "<p>Page.</p>")
    attached = "--x\nContent-Type: application/pdf; name=map.pdf\n\nabc\n--x--\n"
    head = f'{MAIL}Content-Type: multipart/mixed; boundary="x"\n\n'
    both = read_bytes((head + plain + page + attached).encode(), "m.eml")
    assert "Plain." in both.text
    assert "Page." not in both.text
    assert both.notes == ("the attachment map.pdf was not read",)
    assert "Page." in read_bytes((head + page + attached).encode(), "m.eml").text


@pytest.mark.parametrize(
    ("octets", "kind"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"PK\x03\x04", "docx"),
        (b"<!DOCTYPE html><p>x", "html"),
        (b"plain < text > here", "text"),
        (b"From: the envoy\nTo: the council\nSubject: the weir\n\nText", "text"),
        (b"<?xml version='1.0'?><text>x</text>", "html"),
    ],
)
def test_the_kind_is_told_by_the_content(octets: bytes, kind: str) -> None:
    """The name of a file does not decide."""
    assert kind_of(octets, "cable.xyz") == kind


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "no text in it"),
        (b"\0" * 50, "no text in it"),
        (b"\x89PNG\r\n", "a picture.*OCR"),
        (b"\xd0\xcf\x11\xe0", "an old Word.*save it as DOCX"),
        (b"{\\rtf1", "Rich Text"),
        (b"\x1f\x8b\x08", "compressed.*unpack"),
        (b"a\0b\x80\x81\0c\xff" * 9, "no text in an encoding"),
    ],
)
def test_what_cannot_be_read_is_refused(octets: bytes, message: str) -> None:
    """Each message names the file and says what to do."""
    with pytest.raises(Refused, match=rf"^thing: .*{message}"):
        read_bytes(octets, "thing")
