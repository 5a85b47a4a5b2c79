"""A disk that loses power: what could be on it at any moment of a recorded run.

The record is made by `disk.c`. A file's bytes are safe once the file is synced, its name once its
folder is; of what was not synced nothing, all or any part may be there, by sectors.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from tests.postgresql_support import skip_or_fail

__all__ = [
    "MARK",
    "ROOT",
    "SYNCED",
    "Disk",
    "Operation",
    "apply",
    "built_disk",
    "operations",
    "quick_folder",
    "rebuild",
    "run_watched",
]

OPENED, CLOSED, WRITTEN, CUT, SYNCED, REMOVED, RENAMED, MARK = range(1, 9)
SECTOR = 512
ROOT = Path(__file__).parents[2]
_HEAD = struct.Struct("4q")


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the record, as `disk.c` writes it."""

    kind: int
    file: int
    offset: int
    length: int
    data: bytes


@dataclass(slots=True)
class Stored:
    """A file: the bytes that are safe, and the changes since."""

    safe: bytearray = field(default_factory=bytearray)
    since: list[Operation] = field(default_factory=list)


@dataclass(slots=True)
class Disk:
    """A folder of files.

    Parameters:
        folder: its path.
        safe: the names that are safe, and what they stand for.
        names: the names as the program sees them.
        open: what the program's file descriptors stand for; None for the folder itself.
        acknowledged: the last mark that the program set.
    """

    folder: str
    safe: dict[str, Stored] = field(default_factory=dict)
    names: dict[str, Stored] = field(default_factory=dict)
    open: dict[int, Stored | None] = field(default_factory=dict)
    acknowledged: int = -1


def operations(record: Path) -> Iterator[Operation]:
    """Yield what a run did, in order."""
    data, at = record.read_bytes(), 0
    while at < len(data):
        kind, file, offset, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        size = length if kind in (OPENED, WRITTEN, REMOVED, RENAMED) else 0
        yield Operation(kind, file, offset, length, data[at : at + size])
        at += size


def apply(disk: Disk, done: Operation) -> None:
    """Let a disk go on by one operation."""
    if done.kind == OPENED:
        path = done.data.decode()
        if path == disk.folder:
            disk.open[done.file] = None
        else:
            disk.open[done.file] = disk.names.setdefault(path, Stored())
    elif done.kind == CLOSED:
        disk.open.pop(done.file)
    elif done.kind == REMOVED:
        del disk.names[done.data.decode()]
    elif done.kind == RENAMED:
        old, new = done.data.decode().split("\0")
        disk.names[new] = disk.names.pop(old)
    elif done.kind == SYNCED:
        stored = disk.open[done.file]
        if stored is None:
            disk.safe = dict(disk.names)
        else:
            stored.safe = _changed(stored, stored.since)
            stored.since = []
    elif done.kind == MARK:
        disk.acknowledged = done.offset
    else:
        stored = disk.open[done.file]
        assert stored is not None
        stored.since.append(done)


def rebuild(disk: Disk, folder: Path, kept: Random | float) -> None:
    """Write into a folder what could be on the disk.

    Parameters:
        kept: the part of what is not safe that is there: 0 for none, 1 for all, or chance to draw
            each sector of each write by.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    names = disk.safe if _lost(kept) else disk.names
    for path, stored in names.items():
        changes = [part for one in stored.since for part in _sectors(one) if not _lost(kept)]
        (folder / Path(path).name).write_bytes(_changed(stored, changes))


def _lost(kept: Random | float) -> bool:
    return kept.random() < 0.5 if isinstance(kept, Random) else not kept


def _sectors(change: Operation) -> Iterator[Operation]:
    if change.kind == CUT:
        yield change
        return
    start, end = change.offset, change.offset + len(change.data)
    while start < end:
        stop = min((start // SECTOR + 1) * SECTOR, end)
        data = change.data[start - change.offset : stop - change.offset]
        yield Operation(WRITTEN, change.file, start, stop - start, data)
        start = stop


def _changed(stored: Stored, changes: list[Operation]) -> bytearray:
    data = bytearray(stored.safe)
    for one in changes:
        length = one.offset if one.kind == CUT else max(len(data), one.offset + len(one.data))
        data = data[:length].ljust(length, b"\0")
        if one.kind == WRITTEN:
            data[one.offset : one.offset + len(one.data)] = one.data
    return data


@pytest.fixture(scope="session")
def built_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that stands between a program and the disk."""
    if sys.platform != "linux":
        pytest.skip("the disk is watched on Linux only")
    compiler = shutil.which("cc")
    if compiler is None:
        skip_or_fail("no C compiler is installed (on Debian: apt-get install gcc libc6-dev)")
    library = tmp_path_factory.mktemp("disk") / "disk.so"
    source = Path(__file__).with_name("disk.c")
    options = ["-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    subprocess.run([str(compiler), *options, "-o", library, source, "-ldl"], check=True)
    return library


@pytest.fixture
def quick_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where there is such a place: these tests bring the failing disk along."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="parley-") as folder:
        yield Path(folder)


def run_watched(library: Path, script: str, *arguments: object) -> str:
    """Run a script beside this file with the disk watched, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.faults.{script}", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "LD_PRELOAD": str(library), "PARLEY_DISK": str(library)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    return done.stdout
