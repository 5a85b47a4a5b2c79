"""One writer at a time by a lock file, for versions of SQLite that need it.

Below SQLite 3.51.3 two connections that write and clear the write-ahead log at the same instant can
damage the file (mended there, 2026). Whoever writes, checkpoints or closes holds the lock then.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parley.kernel.errors import Refused

__all__ = [
    "MENDED",
    "WAIT",
    "free_lock",
    "needs_lock_file",
    "open_lock",
    "take_lock",
    "write_lock",
]

#: The first version of SQLite that needs no lock file.
MENDED = (3, 51, 3)
#: Seconds that a writer waits for another before it gives up.
WAIT = 30.0
_SHORTEST, _LONGEST = 0.0002, 0.02


def needs_lock_file(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Tell whether writers must be kept apart from outside in this version of SQLite."""
    return version < MENDED


@contextmanager
def write_lock(path: Path | None, wait: float = WAIT) -> Iterator[None]:
    """Hold a lock file, which is made if missing and stays; without a path there is no lock.

    The system frees the lock when its holder ends, however it ends.

    Parameters:
        wait: seconds after which it is refused.

    Raises Refused if somebody else holds it all that time, or it cannot be made.
    """
    if path is None:
        yield
        return
    file = open_lock(path)
    try:
        take_lock(file, path, wait)
        yield
    finally:
        os.close(file)  # and with it the lock


def open_lock(path: Path) -> int:
    """Open a lock file, which is made if missing; who opens it once holds it once.

    Raises Refused if it cannot be made.
    """
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Refused(
            f"{path}: expected a lock file that can be opened, got: {error.strerror}",
            hint="look at the rights of the folder, and whether it is full",
        ) from None


def take_lock(file: int, path: Path, wait: float = WAIT) -> None:
    """Hold a lock file that is open.

    Parameters:
        path: what it is called.
        wait: seconds after which it is refused.

    Raises Refused if somebody else holds it all that time.
    """
    if _locked(file):
        return
    until, pause = time.monotonic() + wait, _SHORTEST
    while not _locked(file):
        if time.monotonic() > until:
            raise Refused(
                f"{path}: expected the other writers to finish, got none to let go of it",
                hint="see which other parley is at work on this log, and try again",
            )
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST)


if sys.platform == "win32":
    import msvcrt

    def _locked(file: int) -> bool:
        os.lseek(file, 0, os.SEEK_SET)  # what is locked is the byte at hand
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def free_lock(file: int) -> None:
        """Let go of a lock file that is held; it stays open."""
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _locked(file: int) -> bool:
        try:
            # Not lockf: that lock belongs to the process, and would keep no two threads apart.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def free_lock(file: int) -> None:
        """Let go of a lock file that is held; it stays open."""
        fcntl.flock(file, fcntl.LOCK_UN)
