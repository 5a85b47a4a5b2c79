"""A real PostgreSQL server for the tests: one for each process of them, in a temporary folder.

It listens on a socket in that folder only, and goes when the tests end. Where PostgreSQL is not
installed the tests that need it are skipped, but on the machine of the gate they fail.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

__all__ = [
    "ledger_url",
    "new_database",
    "postgresql_database",
    "postgresql_server",
    "skip_or_fail",
]

#: Users that the server may run as, since it refuses to run as root.
SERVANTS = ("postgres", "nobody")
#: The server's own user; anybody on this machine who finds the socket may come in as it.
OWNER = "parley"
MOST_SECONDS = 120.0


def skip_or_fail(reason: str) -> None:
    """Skip a test that lacks something; on the machine of the gate nothing may lack."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}; with CI=true that is a failure")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a server, without a database: `postgresql://parley@/{}?host=FOLDER`."""
    programs = _programs()
    if programs is None:
        skip_or_fail("PostgreSQL is not installed (on Debian: apt-get install postgresql)")
        return
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    servant = _servant()
    if servant is not None:
        shutil.chown(folder, servant)
    try:
        yield from _served(programs, folder, servant)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_database(postgresql_server: str) -> str:
    """The address of a new, empty database."""
    return new_database(postgresql_server)


def new_database(server: str) -> str:
    """Make an empty database and return its address.

    Parameters:
        server: as the fixture `postgresql_server` gives it.
    """
    name = f"t{uuid.uuid4().hex[:12]}"
    engine = create_engine(_for_driver(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return server.format(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a ledger that is not made yet, once in SQLite and once in PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'log.db'}"
    address: str = request.getfixturevalue("postgresql_database")
    return address


def _programs() -> Path | None:
    """The folder with the server's programs; Debian keeps it off the path."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(folders, key=lambda path: int(path.parts[-3]), default=None)
    return None if newest is None else newest.parent


def _servant() -> str | None:
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd  # it is not on Windows, where this file is loaded too

    known = {user.pw_name for user in pwd.getpwall()}
    return next(name for name in SERVANTS if name in known)


def _served(programs: Path, folder: Path, servant: str | None) -> Iterator[str]:
    data, log = folder / "data", folder / "log"
    # Only what is made here is not synced to the disk: the server itself syncs.
    options = f"-U {OWNER} -A trust -E UTF8 --locale C --no-sync".split()
    subprocess.run(
        [str(programs / "initdb"), "-D", str(data), *options],
        preexec_fn=_become(servant, folder),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    options = f"-k {folder} -c listen_addresses= -c max_connections=50".split()
    with log.open("wb") as output:
        server = subprocess.Popen(
            [str(programs / "postgres"), "-D", str(data), *options],
            preexec_fn=_become(servant, folder),
            stdout=output,
            stderr=output,
        )
    address = f"postgresql://{OWNER}@/{{}}?host={folder}"
    try:
        _wait(server, address, log)
        yield address
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nothing of it is needed any more
        server.wait(MOST_SECONDS)


def _become(servant: str | None, folder: Path) -> Callable[[], None]:
    """What a program of the server does first: it becomes the servant, and leaves this folder."""
    import pwd

    user = None if servant is None else pwd.getpwnam(servant)

    def become() -> None:
        if user is not None:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
        os.chdir(folder)

    return become


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + MOST_SECONDS
    engine = create_engine(_for_driver(address))
    while True:
        try:
            engine.connect().close()
        except (SQLAlchemyError, OSError):
            assert server.poll() is None and time.monotonic() < until, log.read_text()
            time.sleep(0.02)
        else:
            engine.dispose()
            return


def _for_driver(address: str) -> str:
    """The address of the database that every server has, as the driver wants it."""
    start, folder = address.format("postgres").split("?host=")
    return f"{start}?unix_sock={folder}/.s.PGSQL.5432".replace(
        "postgresql://", "postgresql+pg8000://"
    )
