"""The process in which a PDF is read: bytes come in, the text of its pages goes out as JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

__all__ = ["MAX_PAGES", "main"]

MAX_PAGES = 2_000
_MEMORY = 1_500_000_000  # bytes of address space
_PASSWORD, _SECURITY = 4, 5  # what pdfium answers


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _MEMORY if most == resource.RLIM_INFINITY else min(_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


def _pages(data: bytes, most: int) -> dict[str, Any]:
    import pypdfium2 as pdfium  # type: ignore[import-untyped]

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (_PASSWORD, _SECURITY) or "assword" in str(error):
            return {"refused": "the PDF is encrypted", "hint": "save it without a password first"}
        return {"refused": "is no PDF that can be read", "hint": "print it to a new PDF"}
    count = len(document)
    if count > MAX_PAGES:
        return {
            "refused": f"{count:,} pages; a document may have {MAX_PAGES:,}",
            "hint": "split the PDF",
        }
    pages: list[str] = []
    size = 0
    for number in range(count):
        try:
            page = document[number]
            text_page = page.get_textpage()
            if size + text_page.count_chars() > most:
                return {"refused": f"more than {most:,} characters", "hint": "split the PDF"}
            text = text_page.get_text_bounded()
            text_page.close()
            page.close()
        except pdfium.PdfiumError:
            text = ""
        size += len(text)
        pages.append(text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-\n"))
    return {"pages": pages}


def main() -> None:
    """Read a PDF from standard input; the one argument is the most characters it may have."""
    _limit_memory()
    data = sys.stdin.buffer.read()
    try:
        answer = _pages(data, int(sys.argv[1]))
    except MemoryError:
        answer = {"refused": "the PDF needs too much memory", "hint": "print it to a new PDF"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
