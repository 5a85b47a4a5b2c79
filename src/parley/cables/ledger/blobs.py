"""Sealed bytes beside the log: a copy that is destroyed goes, the log of it stays."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import text

from parley.cables.ledger.reading import Reading, Writing
from parley.kernel.errors import Refused

__all__ = ["drop_blob", "get_blob", "has_blob", "put_blob"]


def put_blob(writing: Writing, data: bytes) -> str:
    """Keep bytes and return their SHA-256 in hex; what is there already stays as it is."""
    digest = sha256(data).hexdigest()
    query = text(
        "INSERT INTO blobs (digest, data) VALUES (:digest, :data) ON CONFLICT (digest) DO NOTHING"
    )
    writing.connection.execute(query, {"digest": digest, "data": data})
    return digest


def get_blob(reading: Reading, digest: str) -> bytes:
    """Return the bytes with this SHA-256.

    Raises Refused if they are not here, or are not what they were.
    """
    query = text("SELECT data FROM blobs WHERE digest = :digest")
    data = reading.connection.execute(query, {"digest": digest}).scalar()
    if data is None:
        raise Refused(
            f"sealed bytes {digest[:12]}…: expected them beside the log, got none",
            hint="they were given back or destroyed, or never came; ask the releaser for a copy",
        )
    if sha256(data).hexdigest() != digest:
        raise Refused(
            f"sealed bytes {digest[:12]}…: expected what was put in, got other bytes",
            hint="the ledger was changed: run `parley cable verify`, and take the last good copy",
        )
    return bytes(data)


def has_blob(reading: Reading, digest: str) -> bool:
    """Tell whether the bytes with this SHA-256 are here."""
    query = text("SELECT 1 FROM blobs WHERE digest = :digest")
    return reading.connection.execute(query, {"digest": digest}).first() is not None


def drop_blob(writing: Writing, digest: str) -> None:
    """Forget the bytes with this SHA-256; nothing happens if they are not here."""
    query = text("DELETE FROM blobs WHERE digest = :digest")
    writing.connection.execute(query, {"digest": digest})
