"""A file as text: which kind of file it is, told by its content, and its text.

What is built to exhaust the machine is refused: sizes are known before contents, and each reader
keeps the limits of `extracted`.
"""

from __future__ import annotations

import hashlib
import re
import stat
from pathlib import Path
from typing import Literal, TypeAlias

from parley.kernel.errors import Refused
from parley.record.document import Reading
from parley.record.readers.extracted import MAX_BYTES, Extracted, tidy

__all__ = ["Kind", "bytes_of", "kind_of", "read_bytes", "read_file"]

Kind: TypeAlias = Literal["text", "html", "pdf", "docx", "email"]

_HEAD = 4_096  # bytes that are looked at to tell the kind
_HTML = re.compile(
    r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:div|p|table|article|h[1-6])(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_XML = re.compile(r"\s*<\?xml\s")
_ENTITIES = re.compile(r"<!ENTITY\s", re.IGNORECASE)
_MAIL = re.compile(
    r"(?:^|\n)(?:from|to|date|subject|message-id|mime-version|received|return-path):",
    re.IGNORECASE,
)
_MAIL_HEADER = re.compile(r"(?:From [^\n]*\n)?(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
#: What other kinds of files begin with, and what to do about them.
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or Outlook file", "save it as DOCX"),
    (b"{\\rtf", "Rich Text", "save it as DOCX or as plain text"),
    (b"\x89PNG", "a picture", "make a text of it first (OCR)"),
    (b"\xff\xd8\xff", "a picture", "make a text of it first (OCR)"),
    (b"GIF8", "a picture", "make a text of it first (OCR)"),
    (b"II*\0", "a picture", "make a text of it first (OCR)"),
    (b"MM\0*", "a picture", "make a text of it first (OCR)"),
    (b"AT&TFORM", "a DjVu scan", "save its text layer as plain text"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"7z\xbc\xaf", "a compressed file", "unpack it first"),
    (b"Rar!", "a compressed file", "unpack it first"),
)


def read_file(path: Path | str, encoding: str | None = None) -> Reading:
    """Read a file: text, HTML, PDF, DOCX or e-mail.

    Parameters:
        encoding: of a text or of HTML, where its author says; left out, it is found out.

    Raises Refused for what is no file, too big, empty, hostile, or of another kind.
    """
    return read_bytes(bytes_of(path), f"{path}", encoding)


def bytes_of(path: Path | str) -> bytes:
    """Return what is in a file, its size known before.

    Raises Refused for what is no file, cannot be read, or is too big.
    """
    place = Path(path)
    if str(path).startswith(("http:/", "https:/")):
        raise Refused(
            f"{path}: is an address, and parley fetches nothing",
            hint="save the page or the document in your browser, and name that file",
        )
    try:
        status = place.stat()
        if not stat.S_ISREG(status.st_mode):
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "no plain file"
            raise Refused(f"{path}: is {what}", hint="name a file with a document in it")
        if status.st_size > MAX_BYTES:
            raise _too_big(f"{path}", status.st_size)
        with place.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise Refused(
            f"{path}: cannot be read: {reason}",
            hint="check that it is there and that you may read it",
        ) from None
    if len(data) > MAX_BYTES:
        raise _too_big(f"{path}", len(data))
    return data


def read_bytes(data: bytes, name: str, encoding: str | None = None) -> Reading:
    """Read what is in a file.

    Parameters:
        data: all of it.
        name: what the file is called, for messages; of an e-mail, its ending may decide.
        encoding: as in `read_file`.

    Raises Refused, as `read_file` does.
    """
    if len(data) > MAX_BYTES:
        raise _too_big(name, len(data))
    if not data:
        raise Refused(f"{name}: is empty", hint="name a file with a document in it")
    kind = kind_of(data, name)
    found = tidy(_extracted(data, name, kind, encoding), name)
    digest = hashlib.sha256(data).hexdigest()
    return Reading(found.text, kind, digest, found.encoding, found.notes)


def kind_of(data: bytes, name: str) -> Kind:
    """Tell the kind of a file by its content.

    Raises Refused, saying what it is and what to do, for kinds that are not read.

    >>> kind_of(b"%PDF-1.7", "cable"), kind_of(b"Cde. Filippov!", "cable.pdf")
    ('pdf', 'text')
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return "docx"
    for mark, what, mend in _OTHERS:
        if data.startswith(mark):
            raise Refused(f"{name}: is {what}, which is not read", hint=mend)
    head = data[:_HEAD].replace(b"\0", b"").decode("latin-1").replace("\r\n", "\n")
    if _is_mail(head, name):
        return "email"
    if not _XML.match(head) and not _HTML.search(head):
        return "text"
    if _ENTITIES.search(head):
        raise Refused(
            f"{name}: declares entities of its own, which can be built to exhaust a machine",
            hint="save the page as plain HTML or as text",
        )
    return "html"


def _is_mail(head: str, name: str) -> bool:
    block = _MAIL_HEADER.match(head.lstrip("\ufeffï»¿"))
    if block is None:
        return False
    names = {one.strip().casefold() for one in _MAIL.findall(block[0])}
    if name.casefold().endswith((".eml", ".email")):
        return len(names) >= 2
    # A memorandum too has From, To and Subject: only an e-mail has one of these.
    return bool({"from:"} & names) and bool({"message-id:", "mime-version:"} & names)


def _extracted(data: bytes, name: str, kind: Kind, encoding: str | None) -> Extracted:
    """Let the reader of a kind read; each is imported when it is needed."""
    if kind == "text":
        from parley.record.readers.plain_text import decode_text

        return decode_text(data, name, encoding)
    if kind == "html":
        from parley.record.readers.html import text_of_html

        return text_of_html(data, name, encoding)
    if kind == "email":
        from parley.record.readers.email import text_of_email

        return text_of_email(data, name)
    if kind == "pdf":
        from parley.record.readers.pdf import text_of_pdf

        return text_of_pdf(data, name)
    from parley.record.readers.docx import text_of_docx

    return text_of_docx(data, name)


def _too_big(name: str, size: int) -> Refused:
    return Refused(
        f"{name}: {size:,} bytes; a document may have {MAX_BYTES:,}",
        hint="split it, or save its text alone",
    )
