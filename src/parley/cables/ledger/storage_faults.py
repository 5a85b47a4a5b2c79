"""What goes wrong with a store of a ledger, in words that say how to mend it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from parley.kernel.errors import Refused

__all__ = ["STORE_ERRORS", "plainly", "refusal"]

#: What SQLAlchemy, and SQLite's own driver, raise.
STORE_ERRORS = (SQLAlchemyError, sqlite3.Error)
#: What the store says (a part of it, in small letters): what was got, and how to mend it.
_KNOWN = (
    (
        ("database is locked", "lock timeout"),
        "another that writes all the time",
        "see which other parley is at work on this log, and try again",
    ),
    (
        ("database or disk is full", "no space left", "could not extend"),
        "a full disk",
        "make room on the disk and try again; nothing of this step was entered",
    ),
    (
        ("readonly database", "read-only", "permission denied for"),
        "one that may only be read",
        "look at the rights of the file and its folder, or of the database's user",
    ),
    (
        ("not a database", "malformed", "data_corrupted"),
        "a damaged file, or one of another kind",
        "take the last good copy of the log, and run `parley cable verify` on it",
    ),
    (
        ("disk i/o error", "input/output error"),
        "an error of the disk",
        "see whether the disk is sound, and try again; nothing of this step was entered",
    ),
    (
        ("unable to open database file",),
        "one that cannot be opened",
        "look at the rights of the file and its folder, and whether the disk is full",
    ),
    (
        ("communication error", "network error", "connection", "terminating"),
        "a database out of reach",
        "see whether its server runs, and look at the address, the database's name and the "
        "password; then look at the log: the last step may be in it",
    ),
    (
        ("(3d000)", "(28"),
        "no such database, or no right to use it",
        "look at the database's name, the user and the password",
    ),
    (
        ("unique constraint",),
        "what is in the log already: a number, a parcel or a serial given twice",
        "look at the log: this step was done before, or by somebody else just now",
    ),
)


@contextmanager
def plainly(where: str) -> Iterator[None]:
    """Turn the faults of a store into refusals.

    Parameters:
        where: the ledger, as a user knows it.

    Raises Refused for whatever the store could not do.
    """
    try:
        yield
    except STORE_ERRORS as error:
        raise refusal(where, error) from error


def refusal(where: str, error: Exception) -> Refused:
    """Return the words for a fault of a store.

    Parameters:
        where: the ledger, as a user knows it.
        error: what SQLAlchemy or the driver raised.
    """
    said = " ".join(str(_cause(error)).split())
    small = said.lower()
    for marks, got, hint in _KNOWN:
        if any(mark in small for mark in marks):
            return Refused(f"{where}: expected a log that can be used, got {got}", hint=hint)
    return Refused(
        f"{where}: expected a log that can be used, got: {said}",
        hint="run `parley cable verify`; if that finds nothing, try again",
    )


def _cause(error: Exception) -> object:
    """What the driver says; PostgreSQL's own sentence, where it is one."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    first = cause.args[0] if isinstance(cause, BaseException) and cause.args else cause
    if isinstance(first, dict):  # pg8000 tells the fields of the message by their letters
        return f"{first.get('M', first)} ({first.get('C', 'no code')})"
    return first
