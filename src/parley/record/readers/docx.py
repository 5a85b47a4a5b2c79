"""DOCX to text: paragraphs, tables and footnotes, read straight from the parts of the file.

The parts are read with limits before anything is made of them: sizes as declared and as they turn
out, depth, and no declarations of entities. Of changes that Word tracks, what was deleted is left
out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from parley.kernel.errors import Refused
from parley.record.readers.extracted import MAX_CHARACTERS, MAX_DEPTH, Extracted

__all__ = ["MAX_MEMBERS", "MAX_UNPACKED", "text_of_docx"]

MAX_MEMBERS = 5_000
MAX_UNPACKED = 200_000_000  # bytes of all members together
_MAX_PART = 100_000_000  # bytes of one part that is read
_MAX_RATIO = 200  # of unpacked to packed, above a size that matters
_MATTERS = 5_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"
_NOTES = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))
_HIDDEN = f"{_W}vanish"


def text_of_docx(data: bytes, name: str) -> Extracted:
    """Return the text of a Word document: paragraphs, cells of tables, then the footnotes.

    Parameters:
        data: the file.
        name: what it is called, for messages.

    Raises Refused for what is no Word document, or is built to exhaust the machine.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, name)
            members = set(archive.namelist())
            main = _member(archive, _MAIN, name)
            notes = [
                (kind, _member(archive, part, name)) for part, kind in _NOTES if part in members
            ]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise Refused(
            f"{name}: expected a DOCX, got a file that is no DOCX that can be read: {error}",
            hint="open it in Word and save it anew, or save its text",
        ) from None
    said: list[str] = []
    pieces = list(_blocks(main, name, said))
    for kind, part in notes:
        found = [one for one in _blocks(part, name, said) if one.strip()]
        if found:
            pieces.extend((f"\n{kind.capitalize()}s\n", *found))
    text = "\n".join(pieces)
    if len(text) > MAX_CHARACTERS:
        raise Refused(f"{name}: more than {MAX_CHARACTERS:,} characters", hint="split the document")
    return Extracted(text, "", tuple(dict.fromkeys(said)))


def _check(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    declared = sum(one.file_size for one in members)
    if _MAIN not in archive.namelist():
        raise Refused(
            f"{name}: is an archive, but no Word document: there is no {_MAIN} in it",
            hint="unpack it and import the files, or save the document as DOCX",
        )
    if len(members) > MAX_MEMBERS or declared > MAX_UNPACKED:
        raise Refused(
            f"{name}: {len(members):,} parts of {declared:,} bytes unpacked; a document may have "
            f"{MAX_MEMBERS:,} and {MAX_UNPACKED:,}",
            hint="save the text alone",
        )
    for one in members:
        if one.flag_bits & 1:
            raise Refused(f"{name}: is encrypted", hint="save it without a password first")
        if one.file_size > _MATTERS and one.file_size > _MAX_RATIO * max(one.compress_size, 1):
            raise Refused(
                f"{name}: {one.filename} unpacks to {one.file_size:,} bytes from "
                f"{one.compress_size:,}, which no document needs",
                hint="save the text alone",
            )


def _member(archive: zipfile.ZipFile, part: str, name: str) -> bytes:
    """Return a part, of which no more is unpacked than it may have."""
    declared = archive.getinfo(part).file_size
    most = min(declared, _MAX_PART)
    with archive.open(part) as stream:
        data = stream.read(most + 1)
    if len(data) > most or declared > _MAX_PART:
        raise Refused(f"{name}: {part} is bigger than it may be", hint="save the text alone")
    if b"<!DOCTYPE" in data[:4_096] or b"<!ENTITY" in data:
        raise Refused(
            f"{name}: {part} declares entities, which no Word document does",
            hint="save it anew in Word, or save the text alone",
        )
    return data


def _blocks(part: bytes, name: str, said: list[str]) -> Iterator[str]:
    """Give the paragraphs of a part, each ended by a newline; the cells of a row on one line."""
    events = ("start", "end")
    depth = 0
    state = _State(said)
    parser = etree.iterparse(
        io.BytesIO(part), events=events, resolve_entities=False, no_network=True, huge_tree=True
    )
    try:
        for event, element in parser:
            if event == "start":
                depth += 1
                if depth > MAX_DEPTH:
                    raise Refused(
                        f"{name}: parts nested more than {MAX_DEPTH} deep",
                        hint="save the text alone",
                    )
                state.start(element.tag, dict(element.attrib))
                continue
            depth -= 1
            done = state.end(element.tag, element.text or "")
            if element.tag in (f"{_W}p", f"{_W}tbl", f"{_W}drawing", f"{_W}pict"):
                element.clear()
            if done is not None:
                yield done
    except etree.XMLSyntaxError as error:
        raise Refused(
            f"{name}: a part of the document is no XML: {' '.join(str(error).split())}",
            hint="save it anew in Word",
        ) from None


class _State:
    """Where the reading of a part stands."""

    def __init__(self, said: list[str]) -> None:
        self.said = said
        self.run: list[str] = []
        self.row: list[str] = []
        self.cell: list[str] = []
        self.tables = 0
        self.deleted = 0
        self.hidden = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == f"{_W}tbl":
            self.tables += 1
        elif tag in (f"{_W}del", f"{_W}moveFrom"):
            self.deleted += 1
            self.said.append("text that Word marks as deleted was left out")
        elif tag == f"{_W}r":
            self.hidden = False
        elif tag == _HIDDEN:
            self.hidden = attributes.get(f"{_W}val", "1") not in ("0", "false", "off")
            if self.hidden:
                self.said.append("hidden text was left out")
        elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            self.run.append(f"[{attributes.get(f'{_W}id', '')}]")
        elif tag in (f"{_W}footnote", f"{_W}endnote"):
            number = attributes.get(f"{_W}id", "")
            if attributes.get(f"{_W}type") is None:
                self.run.append(f"[{number}] ")

    def end(self, tag: str, text: str) -> str | None:
        """An element ends; return a paragraph or a row of a table if one ends with it."""
        if tag == f"{_W}t" and not self.deleted and not self.hidden:
            self.run.append(text)
        elif tag == f"{_W}tab":
            self.run.append("\t")
        elif tag in (f"{_W}br", f"{_W}cr"):
            self.run.append("\n")
        elif tag == f"{_W}noBreakHyphen":
            self.run.append("-")
        elif tag in (f"{_W}del", f"{_W}moveFrom"):
            self.deleted -= 1
        elif tag == f"{_W}p":
            made = "".join(self.run)
            self.run = []
            if not self.tables:
                return made + "\n"
            self.cell.append(made)
        elif tag == f"{_W}tc":
            self.row.append(" ".join(one.strip() for one in self.cell if one.strip()))
            self.cell = []
        elif tag == f"{_W}tr":
            made = " | ".join(self.row)
            self.row = []
            return made
        elif tag == f"{_W}tbl":
            self.tables -= 1
            return ""
        return None
