"""Where a ledger is kept: its file, its tables, and what is refused in words that help."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import parley.cables.ledger.migrations
from parley.cables.ledger import connecting
from parley.cables.ledger.connecting import connect_to
from parley.cables.ledger.log import open_ledger
from parley.cables.ledger.reading import reading
from parley.cables.ledger.schema import REVISION, VERSIONS, metadata
from parley.cables.primitives.write_lock import needs_lock_file, write_lock
from parley.kernel.errors import Refused
from tests.ledger_support import draft, new_log, require_whole

NOT_ON_WINDOWS = pytest.mark.skipif(os.name == "nt", reason="Windows has no modes of files")


def address(path: Path) -> str:
    """Return the address of a file of SQLite."""
    return f"sqlite:///{path}"


def test_the_tables_are_what_the_migrations_make(ledger_url: str) -> None:
    """The tables that the code names, and those that the steps make, do not differ."""
    with open_ledger(ledger_url, create=True) as ledger, ledger.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSIONS})
        assert compare_metadata(context, metadata) == []


def test_the_last_migration_is_the_one_that_is_asked_for() -> None:
    """A new step is not forgotten where the code looks for it."""
    folder = Path(parley.cables.ledger.migrations.__path__[0])
    assert ScriptDirectory(str(folder)).get_heads() == [REVISION]


def test_a_ledger_of_a_newer_parley_is_refused(ledger_url: str) -> None:
    """What this parley does not know it does not touch."""
    with new_log(ledger_url) as ledger, ledger.writer.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSIONS} SET version_num = '9999'")
    with pytest.raises(Refused, match="got form 9999; a newer parley"), open_ledger(ledger_url):
        pass


def test_a_database_of_something_else_is_refused(ledger_url: str) -> None:
    """Tables of another program are no ledger, and no place to make one."""
    if ledger_url.startswith("sqlite"):
        Path(ledger_url.removeprefix("sqlite:///")).touch()
    ledger = connect_to(ledger_url)
    with ledger.writer.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE birds (name text)")
    ledger.engine.dispose()
    for create in (False, True):
        with pytest.raises(Refused, match=r"got other tables \(birds\)"):  # noqa: SIM117
            with open_ledger(ledger_url, create=create):
                pass


def test_an_empty_database_is_no_ledger_unless_asked(ledger_url: str) -> None:
    """Nothing is made where nothing is asked for."""
    if ledger_url.startswith("sqlite"):
        Path(ledger_url.removeprefix("sqlite:///")).touch()
    with pytest.raises(Refused, match="got none of its tables"), open_ledger(ledger_url):
        pass
    with open_ledger(ledger_url, create=True):
        pass
    with open_ledger(ledger_url):
        pass


@pytest.mark.parametrize(
    "url", ["", "log.db", "sqlite://", "sqlite:///:memory:", "mysql://u@h/d", "postgresql://h?x=1"]
)
def test_addresses_that_are_none(url: str) -> None:
    """An address is refused with examples of those that are taken."""
    with pytest.raises(Refused, match="log: expected"), open_ledger(url):
        pass


def test_a_file_that_is_missing_or_none(tmp_path: Path) -> None:
    """Missing files and folders and files of another kind are told apart."""
    with (
        pytest.raises(Refused, match="got no such file"),
        open_ledger(address(tmp_path / "log.db")),
    ):
        pass
    nowhere = address(tmp_path / "none" / "log.db")
    with pytest.raises(Refused, match="a place for a new log"), open_ledger(nowhere, create=True):
        pass
    text = tmp_path / "text.db"
    text.write_text("no database at all, " * 100, encoding="utf-8")
    with pytest.raises(Refused, match="or one of another kind"), open_ledger(address(text)):
        pass


def test_a_server_out_of_reach(tmp_path: Path) -> None:
    """A database that cannot be reached is refused without its password."""
    url = f"postgresql://somebody:secret@/log?host={tmp_path}"
    with pytest.raises(Refused, match="got a database out of reach") as refused:  # noqa: SIM117
        with open_ledger(url):
            pass
    assert "secret" not in str(refused.value)


def test_a_database_that_is_not_there(postgresql_server: str) -> None:
    """A wrong name of a database is refused; the driver may not hear which part was wrong."""
    with pytest.raises(Refused, match=r"look at .*the database's name"):  # noqa: SIM117
        with open_ledger(postgresql_server.format("nowhere")):
            pass


@NOT_ON_WINDOWS
def test_the_files_are_their_owners_only(tmp_path: Path) -> None:
    """Neither the log nor what SQLite puts beside it can be read by others."""
    before = os.umask(0)
    try:
        with new_log(address(tmp_path / "log.db")) as ledger:
            draft(ledger)
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert {"log.db", "log.db-wal"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_sqlite_is_set_to_be_durable(tmp_path: Path) -> None:
    """Every connection, a reader's and a writer's, has the settings that the guarantees rest on."""
    with new_log(address(tmp_path / "log.db")) as ledger:
        draft(ledger)
        for connection in (ledger.idle[0].connection, ledger.engine.connect()):
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            }
            wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
            assert found == {**wanted, "secure_delete": 1}
            assert connection.exec_driver_sql("PRAGMA application_id").scalar() == (
                connecting.APPLICATION
            )
            connection.close()


def test_a_log_that_somebody_else_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer waits, but not for ever."""
    path = tmp_path / "log.db"
    with new_log(address(path)):
        pass
    monkeypatch.setattr(connecting, "SQLITE_SETTINGS", ("PRAGMA busy_timeout = 50",))
    with open_ledger(address(path)) as ledger, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refused, match="another that writes all the time"):
            draft(ledger)
        other.rollback()
        assert draft(ledger)[0].event.n == 1


def test_one_holder_of_the_lock_file(tmp_path: Path) -> None:
    """The lock keeps threads of one process apart too; who waits too long is told."""
    path = tmp_path / "lock"
    held = 0

    def hold() -> None:
        nonlocal held
        for _ in range(50):
            with write_lock(path):
                before = held
                held = before + 1

    threads = [threading.Thread(target=hold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert held == 200
    with write_lock(path), pytest.raises(Refused, match="other writers"), write_lock(path, 0.01):
        pass
    nowhere = tmp_path / "none" / "lock"
    with pytest.raises(Refused, match="expected a lock file"), write_lock(nowhere):
        pass


def test_versions_of_sqlite_that_need_the_lock_file() -> None:
    """It is needed below the version in which the fault was mended."""
    assert needs_lock_file((3, 40, 1))
    assert needs_lock_file((3, 51, 2))
    assert not needs_lock_file((3, 51, 3))
    assert not needs_lock_file((3, 52, 0))


def test_threads_of_one_process(ledger_url: str) -> None:
    """Several threads append through one open ledger."""
    with new_log(ledger_url) as ledger:
        threads = [
            threading.Thread(target=lambda: [draft(ledger) for _ in range(15)]) for _ in "abc"
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with reading(ledger) as state:
            assert len(require_whole(state)) == 46
