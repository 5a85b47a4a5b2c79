"""Where a ledger is kept: a file of SQLite, or a database of PostgreSQL.

Both are set so that what is committed is on the disk: in SQLite a write-ahead log with full
synchronisation, in PostgreSQL synchronous commits.
"""

from __future__ import annotations

import os
import sqlite3
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from sqlalchemy import URL, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from parley.cables.primitives.write_lock import WAIT, needs_lock_file
from parley.kernel.errors import Refused
from parley.kernel.extras import how_to_install

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = [
    "APPLICATION",
    "SQLITE_SETTINGS",
    "Ledger",
    "Run",
    "Writer",
    "connect_to",
    "run",
    "runner",
    "sqlite_of",
]

#: Marks a file of SQLite as a ledger of parley, where programs look for it.
APPLICATION = 0x70726C79
#: Connections held at most: none over, since one that closes by itself would clear the write-ahead
#: log outside the lock.
_CONNECTIONS = 16
#: How every connection to SQLite is set.
SQLITE_SETTINGS: tuple[str, ...] = (
    f"PRAGMA busy_timeout = {int(WAIT * 1000)}",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",  # macOS: down to the disk itself, not to its cache
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",  # a sealed copy that is destroyed leaves no bytes in the file
)
_EXAMPLES = "write sqlite:///office/log.db, or postgresql://user@host/database"


#: Runs a statement with its values, and returns the rows that it finds.
Run: TypeAlias = Callable[[str, Sequence[object]], Sequence[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Writer:
    """What one thread writes to SQLite by; kept from one append to the next.

    Parameters:
        connection, raw: the connection, by the words of SQLAlchemy and of the driver.
        run: runs statements on it.
        lock: the lock file, open; None where there is none.
    """

    connection: Connection
    raw: sqlite3.Connection
    run: Run
    lock: int | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger that is open.

    Parameters:
        url: where it is kept, without a password.
        engine: connections to read by, each on one state of the log.
        writer: connections to write by, one at a time.
        lock: the lock file of its writers, where one is needed.
        idle: the writers of SQLite that are not at work; to make one takes as long as an append.
    """

    url: str
    engine: Engine
    writer: Engine
    lock: Path | None
    idle: list[Writer] = field(default_factory=list)


def runner(connection: Connection) -> Run:
    """Return what runs statements as they stand on a connection, and returns the rows they find.

    A statement has a question mark for each value, and none beside. SQLite is asked by its own
    driver: what SQLAlchemy would add to the few statements of an append takes longer than they do.
    """
    if connection.dialect.name == "sqlite":
        execute = sqlite_of(connection).execute
        return lambda statement, values: execute(statement, values).fetchall()

    def run(statement: str, values: Sequence[object]) -> Sequence[tuple[Any, ...]]:
        done = connection.exec_driver_sql(statement.replace("?", "%s"), tuple(values))
        return [tuple(row) for row in done.all()] if done.returns_rows else []

    return run


def run(
    connection: Connection, statement: str, values: Sequence[object] = ()
) -> Sequence[tuple[Any, ...]]:
    """Run one statement as it stands (see `runner`), and return the rows that it finds."""
    return runner(connection)(statement, values)


def sqlite_of(connection: Connection) -> sqlite3.Connection:
    """Return what the driver of SQLite calls a connection."""
    return cast(sqlite3.Connection, connection.connection.driver_connection)


def connect_to(url: str, *, create: bool = False) -> Ledger:
    """Return a ledger of which no table has been looked at.

    Parameters:
        url: `sqlite:///PATH` or `postgresql://...`.
        create: whether a file of SQLite that is not there is made.

    Raises Refused for any other address, a file that is missing, and a missing driver.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise Refused("log: expected the address of a database, got none", hint=_EXAMPLES) from None
    kind = parsed.get_backend_name()
    if kind == "sqlite" and parsed.database and parsed.database != ":memory:":
        return _sqlite(Path(parsed.database), create=create)
    if kind == "postgresql":
        return _postgresql(parsed)
    raise Refused(
        f"log: expected a file of SQLite or a database of PostgreSQL, got {parsed!r}",
        hint=_EXAMPLES,
    )


def _sqlite(path: Path, *, create: bool) -> Ledger:
    if create:
        _make_file(path)
    elif not path.is_file():
        raise Refused(
            f"{path}: expected the log of an office, got no such file",
            hint="name the file of the log, or open an office first",
        )
    engine = create_engine(
        URL.create("sqlite", database=str(path)), pool_size=_CONNECTIONS, max_overflow=0
    )
    writer = engine.execution_options(parley_begin="BEGIN IMMEDIATE")
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin)
    lock = path.with_name(path.name + "-lock") if needs_lock_file() else None
    return Ledger(f"sqlite:///{path}", engine, writer, lock)


def _make_file(path: Path) -> None:
    """Make an empty file that only its owner may read, before SQLite makes one that all may."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise Refused(
            f"{path}: expected a place for a new log, got: {error.strerror}",
            hint="make the folder first, look at its rights, and whether the disk is full",
        ) from None


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # or Python would begin transactions of its own
    for pragma in SQLITE_SETTINGS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    words = connection.get_execution_options().get("parley_begin", "BEGIN")
    raw = sqlite_of(connection)
    if words is not None and not raw.in_transaction:  # as it is within an append
        raw.execute(words)


def _postgresql(parsed: URL) -> Ledger:
    arguments = _arguments(parsed)
    try:
        engine = create_engine(
            parsed.set(drivername="postgresql+pg8000", query={}),
            connect_args=arguments,
            pool_pre_ping=True,
            hide_parameters=True,
        )
    except (ImportError, NoSuchModuleError):
        raise Refused(
            "log: expected the driver of PostgreSQL (pg8000), got none",
            hint=how_to_install("office"),
        ) from None
    event.listen(engine, "connect", _set_up_postgresql)
    return Ledger(
        parsed.set(query={}).render_as_string(hide_password=True),
        engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True),
        engine.execution_options(isolation_level="READ COMMITTED", postgresql_readonly=False),
        None,
    )


def _set_up_postgresql(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("SET synchronous_commit = on")
    cursor.execute(f"SET lock_timeout = {int(WAIT * 1000)}")
    cursor.execute("SET client_min_messages = warning")
    cursor.close()
    connection.commit()


def _arguments(parsed: URL) -> dict[str, object]:
    """What the driver is to know beside the address, from the words that PostgreSQL's own use."""
    found: dict[str, object] = {}
    for name, value in parsed.query.items():
        word = value if isinstance(value, str) else value[-1]
        if name == "host" and word.startswith("/"):
            found["unix_sock"] = f"{word}/.s.PGSQL.{parsed.port or 5432}"
        elif name == "sslmode" and word in _SSL:
            found["ssl_context"] = _ssl_context(word)
        elif name == "application_name":
            found[name] = word
        else:
            raise Refused(
                f"log: expected host=/FOLDER, sslmode or application_name after '?', got {name}",
                hint=f"sslmode is one of {', '.join(_SSL)}",
            )
    return found


_SSL = ("disable", "require", "verify-ca", "verify-full")


def _ssl_context(mode: str) -> ssl.SSLContext | None:
    if mode == "disable":
        return None
    context = ssl.create_default_context()
    context.check_hostname = mode == "verify-full"
    if mode == "require":
        context.verify_mode = ssl.CERT_NONE
    return context
