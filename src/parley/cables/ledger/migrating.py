"""Bringing the tables of a ledger up to date, from none at all or from those of an older parley."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from parley.cables.ledger.connecting import APPLICATION, Ledger
from parley.cables.ledger.schema import REVISION, VERSIONS
from parley.kernel.errors import Refused

__all__ = ["bring_up_to_date"]

_SCRIPTS = Path(__file__).parent / "migrations"
#: The lock of PostgreSQL under which tables are made: any number that is always the same.
_LOCK = APPLICATION


def bring_up_to_date(ledger: Ledger, *, create: bool) -> None:
    """Make the tables as this parley needs them; nothing happens if they are.

    Parameters:
        create: whether they may be made where there are none at all.

    Raises Refused for what is no ledger, and for one that a newer parley made.
    """
    with ledger.engine.connect() as connection:
        found = _revision(ledger, connection, create=create)
    if ledger.engine.dialect.name == "sqlite":
        _use_write_ahead_log(ledger)
    if found == REVISION:
        return
    with ledger.writer.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        if _revision(ledger, connection, create=create) != REVISION:  # nobody else did it just now
            _migrate(connection)


def _revision(ledger: Ledger, connection: Connection, *, create: bool) -> str | None:
    """The migration that a ledger is at; None if it is empty and may be made."""
    tables = inspect(connection).get_table_names()
    if VERSIONS not in tables:
        if tables or not create:
            got = "none of its tables" if not tables else f"other tables ({', '.join(tables[:3])})"
            raise Refused(
                f"{ledger.url}: expected the log of an office, got {got}",
                hint="name the log itself, or an empty database to make one in",
            )
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSIONS}")).scalar()
    if found is not None and str(found) > REVISION:
        raise Refused(
            f"{ledger.url}: expected a log in form {REVISION} or older, got form {found}",
            hint="a newer parley wrote it: use that one",
        )
    return None if found is None else str(found)


def _use_write_ahead_log(ledger: Ledger) -> None:
    """Have SQLite keep a write-ahead log; no transaction may be open then."""
    with ledger.engine.execution_options(parley_begin=None).connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode = WAL").scalar()
    if mode != "wal":
        raise Refused(
            f"{ledger.url}: expected a place where SQLite can keep a write-ahead log, got none",
            hint="keep the log on a disk of this machine, not on a shared folder",
        )


def _migrate(connection: Connection) -> None:
    # Here, since it takes as long to load as all else together, and is needed once.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
