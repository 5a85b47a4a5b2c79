"""The workplace beside a dossier: a hidden folder with what editing needs and no reader looks at.

`.parley/` lies in the dossier's folder, so that it is found again wherever the folder is taken,
and so that files can be exchanged in one step. It is for its owner alone (mode 0700), tells git to
leave it alone, and may be deleted whenever nobody edits: the dossier needs nothing in it.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from parley.kernel.digests import digest
from parley.kernel.errors import Refused

__all__ = [
    "WORKPLACE",
    "is_there",
    "moment_now",
    "opened",
    "packed",
    "prune",
    "put_text",
    "take_text",
]

#: The name of the folder.
WORKPLACE = ".parley"

_BOOK = "editing.sqlite"
_PATIENCE_S = 15  # for somebody else's save
_MOST_BYTES = 100_000_000  # of all texts, as they are packed
_SCHEMA = """
CREATE TABLE IF NOT EXISTS texts (
    digest TEXT PRIMARY KEY, packed BLOB NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
    kind TEXT NOT NULL, of INTEGER, state TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS changes (
    step INTEGER NOT NULL REFERENCES steps ON DELETE CASCADE, nth INTEGER NOT NULL,
    file TEXT NOT NULL, before TEXT, after TEXT, PRIMARY KEY (step, nth)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS drafts (
    who TEXT NOT NULL, about TEXT NOT NULL, at TEXT NOT NULL, base TEXT NOT NULL,
    packed BLOB NOT NULL, PRIMARY KEY (who, about)) WITHOUT ROWID;
PRAGMA user_version = 1;
"""


def is_there(root: Path) -> bool:
    """Whether anybody has edited in this folder, so that there is something to look at."""
    return (root / WORKPLACE / _BOOK).is_file()


@contextmanager
def opened(root: Path) -> Iterator[sqlite3.Connection]:
    """Open the book of a dossier's edits; it is made if need be.

    What is done with it is in transactions that say `BEGIN IMMEDIATE`: only one writes at a time,
    of all threads and processes.

    Raises Refused where it cannot be written or read.
    """
    folder = root / WORKPLACE
    try:
        _make(folder)
        book = sqlite3.connect(folder / _BOOK, timeout=_PATIENCE_S, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _unusable(folder, error) from None
    try:
        book.execute("PRAGMA trusted_schema = OFF")
        book.execute("PRAGMA foreign_keys = ON")
        book.execute("PRAGMA secure_delete = ON")
        book.execute("PRAGMA synchronous = FULL")
        if book.execute("PRAGMA user_version").fetchone()[0] == 0:
            book.executescript(_SCHEMA)
        yield book
    except sqlite3.Error as error:
        raise _unusable(folder, error) from None
    finally:
        book.close()


def _make(folder: Path) -> None:
    if folder.is_symlink():
        raise OSError(None, "it is a link")
    folder.mkdir(mode=0o700, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    if not (folder / _BOOK).exists():
        os.close(os.open(folder / _BOOK, os.O_CREAT | os.O_RDWR, 0o600))


def _unusable(folder: Path, error: Exception) -> Refused:
    why = getattr(error, "strerror", None) or str(error)
    return Refused(
        f"{folder} cannot be used: {why}",
        hint="check that there is room and that you may write there; if it is damaged, move it "
        "away: the dossier needs nothing in it, only undo and unsaved drafts do",
    )


def moment_now() -> str:
    """Return the present second as the book writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def packed(data: bytes) -> bytes:
    """Return a text as it is kept."""
    return zlib.compress(data, 1)


def put_text(book: sqlite3.Connection, data: bytes) -> str:
    """Keep a text under its digest, and return that; texts that nothing needs any more may go."""
    name = digest(data)
    book.execute(
        "INSERT INTO texts VALUES (?, ?, ?) ON CONFLICT (digest) DO UPDATE SET at = excluded.at",
        (name, packed(data), moment_now()),
    )
    return name


def take_text(book: sqlite3.Connection, name: str | None) -> bytes | None:
    """Return a text that was kept; None where it is not there, or no longer."""
    found = book.execute("SELECT packed FROM texts WHERE digest = ?", (name,)).fetchone()
    return None if found is None else zlib.decompress(found[0])


def prune(book: sqlite3.Connection, most_steps: int) -> None:
    """Let go of the oldest steps, and of texts that no step has, until all is within bounds."""
    book.execute(
        "DELETE FROM steps WHERE state != 'pending' AND id NOT IN "
        "(SELECT id FROM steps ORDER BY id DESC LIMIT ?)",
        (most_steps,),
    )
    size = book.execute("SELECT coalesce(sum(length(packed)), 0) FROM texts").fetchone()[0]
    if size <= _MOST_BYTES:
        return
    needed = (
        "SELECT before FROM changes WHERE before IS NOT NULL "
        "UNION SELECT after FROM changes WHERE after IS NOT NULL"
    )
    book.execute(
        f"DELETE FROM texts WHERE digest NOT IN ({needed}) AND digest NOT IN "
        "(SELECT digest FROM texts ORDER BY at DESC LIMIT 20)"
    )
    while True:
        size = book.execute("SELECT coalesce(sum(length(packed)), 0) FROM texts").fetchone()[0]
        oldest = book.execute(
            "SELECT min(id), count(*) FROM steps WHERE state != 'pending'"
        ).fetchone()
        if size <= _MOST_BYTES or oldest[1] <= 1:
            return
        book.execute("DELETE FROM steps WHERE id = ?", (oldest[0],))
        book.execute(f"DELETE FROM texts WHERE digest NOT IN ({needed})")
