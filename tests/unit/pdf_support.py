"""PDFs for tests, written by hand: a text on each page, and a dictionary of more in the trailer."""

from __future__ import annotations

import zlib

__all__ = ["pdf_of", "pdf_with"]


def pdf_of(*pages: str, trailer: str = "") -> bytes:
    """Return a PDF with these texts, one on a page; an empty one has no text."""
    streams = [f"BT /F1 12 Tf 72 720 Td ({page}) Tj ET".encode() if page else b"" for page in pages]
    return pdf_with(streams, trailer)


def pdf_with(streams: list[bytes], trailer: str = "", packed: bool = False) -> bytes:
    """Return a PDF whose pages have these content streams.

    Parameters:
        trailer: more entries of the trailer.
        packed: the streams are deflated already.
    """
    count = len(streams)
    kids = " ".join(f"{4 + 2 * nth} 0 R" for nth in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for nth, stream in enumerate(streams):
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * nth} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        body = stream if packed else zlib.compress(stream)
        head = f"<< /Length {len(body)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.extend((page.encode(), head + body + b"\nendstream"))
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for nth, one in enumerate(objects, 1):
        places.append(len(data))
        data += f"{nth} 0 obj\n".encode() + one + b"\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for at in places:
        data += f"{at:010} 00000 n \n".encode()
    size = f"/Size {len(objects) + 1} /Root 1 0 R {trailer}"
    data += f"trailer\n<< {size} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(data)
