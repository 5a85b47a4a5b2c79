"""Where a server keeps what it has: an SQLite file, or a PostgreSQL database.

SQLite keeps a rollback journal here and no write-ahead log: a server writes little, and the fault
of that log with several writers (mended in SQLite 3.51.3) then does not concern it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.runtime.migration import MigrationStep, RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, insert, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from parley.cables.ledger.connecting import connect_to
from parley.kernel.errors import Refused, quoted
from parley.office.schema import VERSION_TABLE, server

__all__ = ["Storage", "open_storage", "reading", "secret_of", "writing"]

_MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT_S = 20
_MIGRATING = 0x7061726C6579  # PostgreSQL's advisory lock while tables are made: "parley"


@dataclass(frozen=True, slots=True)
class Storage:
    """A database that is open.

    Parameters:
        name: how messages call it, without a password.
    """

    name: str
    engine: Engine


@contextmanager
def open_storage(url: str, *, create: bool = False) -> Iterator[Storage]:
    """Open a database, with its tables brought up to date.

    Parameters:
        url: `sqlite:///PATH` or `postgresql://USER:PASSWORD@HOST:PORT/NAME`.
        create: whether a missing SQLite file is made, readable by its owner alone.

    Raises Refused where it cannot be reached, is something else, or was made by a newer parley.
    """
    parsed = _parsed(url)
    name = parsed.render_as_string(hide_password=True)
    if parsed.get_backend_name() == "sqlite":
        _require_file(parsed, create)
    engine = _engine(parsed)
    try:
        try:
            _bring_up_to_date(engine, name)
        except SQLAlchemyError as error:
            _unreachable(name, error)
        yield Storage(name, engine)
    finally:
        engine.dispose()


@contextmanager
def reading(storage: Storage) -> Iterator[Connection]:
    """Read in one transaction."""
    with storage.engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(storage: Storage, *, alone: bool = False) -> Iterator[Connection]:
    """Write in one transaction: all of it stays, or nothing.

    Parameters:
        alone: whether nobody else writes so meanwhile, as sums must hold and numbers be in order.
    """
    with storage.engine.connect() as connection:
        connection = connection.execution_options(parley_writes=True)
        with connection.begin():
            if alone:
                connection.execute(select(server.c.one).with_for_update()).all()
            yield connection


def secret_of(storage: Storage) -> bytes:
    """Return the secret with which this server makes challenges."""
    with reading(storage) as connection:
        return bytes(connection.execute(select(server.c.secret)).scalar_one())


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is not None and parsed.drivername == "sqlite" and parsed.database:
        return parsed
    if parsed is not None and parsed.drivername in ("postgresql", "postgresql+pg8000"):
        return parsed
    scheme = url.partition(":")[0] if ":" in url else url
    raise Refused(
        "database: expected sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME, "
        f"got one that begins with {quoted(scheme)}",
        hint="for a file in this folder write sqlite:///office.db",
    )


def _require_file(url: URL, create: bool) -> None:
    path = Path(url.database or "")
    if path.exists():
        return
    if not create:
        raise Refused(
            f"{path}: expected the database of a server, found no file",
            hint="look at the path, or make it with `parley office admit` or `parley office serve`",
        )
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise Refused(
            f"{path}: cannot be made: {error.strerror or error}",
            hint="name a file in a folder that exists and that you may write to",
        ) from None


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return _postgresql(url)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _WAIT_S})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(url: URL) -> Engine:
    """Connect as a log does that is kept in PostgreSQL, with what may stand after the `?`."""
    try:
        return connect_to(url.render_as_string(hide_password=False)).writer
    except Refused as error:
        told = error.message.removeprefix("log: ")
        raise Refused(f"database: {told}", hint=error.hint) from None


def _set_up_sqlite(raw: Any, _: Any) -> None:
    raw.isolation_level = None  # transactions begin where `_begin_sqlite` says
    for pragma in (
        "journal_mode = DELETE",
        "synchronous = EXTRA",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        raw.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("parley_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(engine: Engine, name: str) -> None:
    script = ScriptDirectory(_MIGRATIONS)
    with engine.connect() as connection, connection.begin():
        if _version(connection) == script.get_current_head():
            return
    with engine.connect() as connection:
        connection = connection.execution_options(parley_writes=True)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _MIGRATING})
            _migrate(connection, script, name)
            if connection.execute(select(server.c.one)).first() is None:
                row = {"one": 1, "secret": secrets.token_bytes(32)}
                connection.execute(insert(server).values(row))


def _version(connection: Connection) -> str | None:
    opts = {"version_table": VERSION_TABLE}
    return MigrationContext.configure(connection, opts=opts).get_current_revision()


def _migrate(connection: Connection, script: ScriptDirectory, name: str) -> None:
    version = _version(connection)
    known = {one.revision for one in script.walk_revisions()}
    if version is not None and version not in known:
        raise Refused(
            f"{name}: expected tables of version {script.get_current_head()} or older, got "
            f"{quoted(version)}",
            hint="a newer parley made it: install that one, or name another database",
        )

    def missing(current: Any, _: MigrationContext) -> list[RevisionStep]:
        steps = script.iterate_revisions("head", current or "base")
        return [MigrationStep.upgrade_from_script(script.revision_map, one) for one in steps][::-1]

    context = MigrationContext.configure(
        connection, opts={"version_table": VERSION_TABLE, "fn": missing}
    )
    with Operations.context(context):
        context.run_migrations()


def _unreachable(name: str, error: SQLAlchemyError) -> NoReturn:
    cause = error.orig if isinstance(error, DBAPIError) else error
    told = cause.args[0] if isinstance(cause, Exception) and cause.args else cause
    if isinstance(told, dict):  # PostgreSQL's own answer: M is its message
        told = told.get("M", "an error")
    raise Refused(
        f"{name}: expected a database that can be used, got: {told}",
        hint="look at its address, whether it runs, and what its user may do",
    ) from None
