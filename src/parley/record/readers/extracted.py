"""What a reader of one kind of file hands over, and the limits that all of them keep."""

from __future__ import annotations

import re
from typing import NamedTuple

from parley.kernel.errors import Refused

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "MAX_DEPTH", "Extracted", "tidy"]

MAX_BYTES = 50_000_000  # of one file
MAX_CHARACTERS = 20_000_000  # of the text in it
MAX_DEPTH = 400  # parts inside one another: of HTML, of a Word document

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_FEW = 200  # blank lines that are kept at one place


class Extracted(NamedTuple):
    """The text of a file.

    Parameters:
        text: all of it, lines ended by a newline alone, pages parted by a form feed.
        encoding: how its bytes were read, where that was a question.
        notes: what a person must know.
    """

    text: str
    encoding: str = ""
    notes: tuple[str, ...] = ()


def tidy(found: Extracted, name: str) -> Extracted:
    """Return the text with plain ends of lines and without control characters.

    Raises Refused for a text that is too long or has nothing in it.
    """
    text, notes = found.text, found.notes
    if len(text) > MAX_CHARACTERS:
        raise Refused(
            f"{name}: {len(text):,} characters of text; one document may have {MAX_CHARACTERS:,}",
            hint="split the file",
        )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text, controls = _CONTROL.subn(" ", text)
    if controls:
        notes = (*notes, f"{controls:,} control characters were read as blanks")
    text = re.sub(rf"\n{{{_FEW},}}", "\n" * _FEW, text)
    if not text.strip():
        raise Refused(
            f"{name}: no text in it",
            hint="of a picture or a scan, make a text first (OCR), then import that",
        )
    return Extracted(text, found.encoding, notes)
