"""PDF to text: the text layer, page by page, read in a process of its own with limits.

A PDF can be built to keep its reader busy for ever, to fill the memory or to bring it down; then
that process ends and nothing else does.
"""

from __future__ import annotations

import json
import subprocess
import sys

from parley.kernel.errors import Refused
from parley.record.readers._pdf_pages import MAX_PAGES
from parley.record.readers.extracted import MAX_CHARACTERS, Extracted

__all__ = ["MAX_PAGES", "MAX_SECONDS", "text_of_pdf"]

MAX_SECONDS = 60
_MOST_NAMED = 20  # pages that are named in a note


def text_of_pdf(data: bytes, name: str, seconds: float = MAX_SECONDS) -> Extracted:
    """Return the text layer of a PDF, pages parted by form feeds.

    Parameters:
        data: the file.
        name: what it is called, for messages.
        seconds: how long it may take.

    Raises Refused for a file that is encrypted, broken, too long, or takes too long.
    """
    command = [sys.executable, "-P", "-m", "parley.record.readers._pdf_pages", f"{MAX_CHARACTERS}"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused(
            f"{name}: reading the PDF took more than {seconds:g} seconds",
            hint="print it to a new PDF, or save its text alone",
        ) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise Refused(
            f"{name}: the PDF cannot be read; its reader ended without an answer",
            hint="print it to a new PDF, or save its text alone",
        ) from None
    if "refused" in answer:
        raise Refused(f"{name}: {answer['refused']}", hint=answer["hint"])
    pages: list[str] = answer["pages"]
    empty = [f"{number}" for number, page in enumerate(pages, 1) if not page.strip()]
    notes: tuple[str, ...] = ()
    if empty:
        named = ", ".join(empty[:_MOST_NAMED]) + (", ..." if len(empty) > _MOST_NAMED else "")
        which = f"page {named} has" if len(empty) == 1 else f"pages {named} have"
        notes = (f"{which} no text layer: pictures are not read",)
    return Extracted("\f".join(pages), "", notes)
