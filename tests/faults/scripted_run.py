"""A run of a small office, for the tests of what a failing disk leaves of it.

It is a program of its own, with `disk.c` in it: `python -m tests.faults.scripted_run TASK ...`.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from parley.cables.events.kinds import WHAT, LogOpened
from parley.cables.ledger import connecting
from parley.cables.ledger.blobs import drop_blob, put_blob
from parley.cables.ledger.log import Ledger, append, begin_log, open_ledger
from parley.cables.ledger.reading import Writing, reading
from parley.kernel.errors import Refused
from tests.ledger_support import CARD, KEEPER, LOG, next_void, require_whole

#: What fails, as `disk.c` counts it.
WRITES, SYNCS = 0, 1
#: Writes that fail one after the other where the disk stays full for a while; fewer where a log is
#: made, since each further try makes all tables again.
FULL_FOR = {"making a log": 3, "entering events": 12}
#: How often a step that was refused is tried again.
MOST_TRIES = 40

Step = Callable[[Ledger], None]


def main(task: str, *arguments: str) -> None:
    """Do what the first word names: `record FOLDER RECORD`, or `fail FOLDER`."""
    disk = ctypes.CDLL(os.environ["PARLEY_DISK"])
    disk.disk_done.restype = ctypes.c_long
    # SQLite clears its log every few steps instead of every few hundred.
    connecting.SQLITE_SETTINGS += ("PRAGMA wal_autocheckpoint = 8",)
    if task == "record":
        folder, record = arguments
        disk.disk_watch(folder.encode(), record.encode())
        _run(folder, lambda size: disk.disk_mark(ctypes.c_long(size)))
    else:
        print(json.dumps(_fail_everywhere(disk, Path(arguments[0]))))


def _run(folder: str, told: Callable[[int], None]) -> None:
    """Open an office and enter events and sealed bytes; tell the size of the log after each."""
    url = f"sqlite:///{folder}/log.db"
    with open_ledger(url, create=True) as ledger:
        begin_log(ledger, LOG, KEEPER, LogOpened(keeper=CARD, zone="UTC"))
        told(1)
        _append(ledger, told, 5)
    with open_ledger(url) as ledger, open_ledger(url) as second:
        for _ in range(6):
            _append(ledger, told, 1)
            _append(second, told, 2)


def _append(ledger: Ledger, told: Callable[[int], None], count: int) -> None:
    for _ in range(count):
        entered = append(ledger, KEEPER, _step)
        told(entered[-1].event.n + 1)


def _step(writing: Writing) -> list[WHAT]:
    """Two numbers of one series and one of another, or one; and sealed bytes come, or go."""
    size = writing.head.size
    digest = put_blob(writing, bytes([size % 256]) * 3_000)
    if size % 3 == 0:
        drop_blob(writing, digest)
    if size % 4:
        return [next_void(writing)]
    return [next_void(writing), next_void(writing, "in")]


def _fail_everywhere(disk: ctypes.CDLL, folder: Path) -> list[dict[str, object]]:
    """Let each write and each sync of a run fail, one run for each, and count what was refused."""
    ready, office = folder / "ready", folder / "office"
    ready.mkdir(parents=True)
    _make(_url(ready))
    return [
        {"name": f"{phase}, {name}", **_fail_each(disk, (kind, lasting, error), office, start)}
        for phase, start in (("making a log", None), ("entering events", ready))
        for name, kind, lasting, error in (
            ("a sync fails", SYNCS, 1, errno.EIO),
            ("a write fails", WRITES, 1, errno.EIO),
            ("the disk is full", WRITES, FULL_FOR[phase], errno.ENOSPC),
            ("a sync finds the disk full", SYNCS, 1, errno.ENOSPC),
        )
    ]


def _fail_each(
    disk: ctypes.CDLL, how: tuple[int, int, int], office: Path, start: Path | None
) -> dict[str, int]:
    """Let the first write or sync fail, then the second, and so on while there are any.

    Parameters:
        how: what fails, how many in a row, and with which error.
        start: a ledger to start from; without it one is made.
    """
    kind, lasting, error = how
    runs = refused = events = 0
    more = True
    while more:
        shutil.rmtree(office, ignore_errors=True)
        if start is None:
            office.mkdir()
        else:
            shutil.copytree(start, office)
        runs += 1
        disk.disk_watch(str(office).encode(), b"")
        disk.disk_fail(kind, ctypes.c_long(runs), ctypes.c_long(runs + lasting - 1), error)
        run = _make_in_spite if start is None else _enter_in_spite
        refused += run(_url(office))
        more = disk.disk_done(kind) >= runs
        disk.disk_watch(b"", b"")
        with open_ledger(_url(office)) as ledger, reading(ledger) as state:
            events += len(require_whole(state))
    return {"runs": runs, "refused": refused, "events": events}


def _url(folder: Path) -> str:
    return f"sqlite:///{folder}/log.db"


def _again(step: Callable[[], object]) -> int:
    """Do a step until it is not refused, and return how often it was."""
    for tries in range(MOST_TRIES):
        try:
            step()
        except Refused as error:
            assert "Errno" not in str(error), error
        else:
            return tries
    raise AssertionError(f"refused {MOST_TRIES} times")


def _make(url: str) -> None:
    with open_ledger(url, create=True) as ledger:
        try:
            begin_log(ledger, LOG, KEEPER, LogOpened(keeper=CARD, zone="UTC"))
        except Refused as error:
            if "was begun" not in str(error):  # it was, where only closing failed
                raise


def _make_in_spite(url: str) -> int:
    return _again(lambda: _make(url))


def _enter_in_spite(url: str) -> int:
    """Enter events, each again until it is not refused; all that is there was acknowledged."""
    acknowledged: list[bytes] = []

    def enter(ledger: Ledger) -> None:
        acknowledged.extend(one.record for one in append(ledger, KEEPER, _step))

    refused: list[int] = []

    def several() -> None:
        with open_ledger(url) as ledger:
            refused.extend(_again(lambda: enter(ledger)) for _ in range(3))

    for _ in range(2):
        refused.append(_again(several))
    with open_ledger(url) as ledger, reading(ledger) as state:
        records = [one.record for one in require_whole(state)]
    assert records[1:] == acknowledged, f"{len(records) - 1} events, {len(acknowledged)} told"
    return sum(refused)


if __name__ == "__main__":
    main(*sys.argv[1:])
