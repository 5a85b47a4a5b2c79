"""Ledgers that are tampered with, for tests: on copies of one file of SQLite."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from parley.cables.events.kinds import Checkpoint
from parley.cables.ledger.log import open_ledger
from parley.cables.ledger.proofs import root_at
from parley.cables.ledger.reading import reading
from parley.cables.verifying.pins import Pin
from parley.cables.verifying.verified import Verified, Wrong
from parley.cables.verifying.verify import verify
from parley.kernel.errors import Refused
from tests import cable_logs as logs


def write_log(path: Path, made: Sequence[logs.Made]) -> Path:
    """Write a log to a file that is whole without any other file."""
    with open_ledger(f"sqlite:///{path}", create=True) as ledger:
        logs.load(ledger, made)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    return path


def fork(made: Sequence[logs.Made], n: int) -> list[logs.Made]:
    """Write another history from an event on, as one can who has the keys of all posts here.

    What others signed of the true log cannot be signed anew, and stays.
    """
    log, forked = logs.Log(logs.HERE), list[logs.Made]()
    keys = {post.card.signing: post for post in _posts(len(made))}
    for one in made:
        event = one.entered.event
        changed = {"at": event.at[:-2] + "1Z"} if event.n == n else {}
        entered = logs.enter(log, keys[event.key], event.what, **changed)
        forked.append(logs.Made(entered, one.put, one.drop))
    return forked


def _posts(turns: int) -> Iterator[logs.Post]:
    for name in ("chancery", "delegation", "clerk"):
        yield from (logs.post(name, turn) for turn in range(turns // 25 + 2))


@contextmanager
def tampered(path: Path, *steps: tuple[str, Sequence[Any]]) -> Iterator[Path]:
    """Yield a copy of a ledger in which somebody changed rows, without a word to anybody."""
    other = path.with_name("tampered.db")
    shutil.copy(path, other)
    connection = sqlite3.connect(other)
    with connection:
        for statement, values in steps:
            connection.execute(statement, values)
    connection.close()
    try:
        yield other
    finally:
        for one in path.parent.glob("tampered.db*"):
            one.unlink()


def verified(path: Path, **how: Any) -> Verified:
    """Verify a ledger; what cannot be read at all is wrong, too."""
    try:
        with open_ledger(f"sqlite:///{path}") as ledger:
            return verify(ledger, **how)
    except Refused as refused:
        return Verified("", 0, "", "full", 0, (Wrong(None, refused.message),))


def pin_at(path: Path, size: int) -> Pin:
    """Return the pin of a log when it had so many events."""
    with open_ledger(f"sqlite:///{path}") as ledger, reading(ledger) as now:
        root = root_at(now, size).hex()
    return Pin(log=logs.HERE, size=size, root=root, at=logs.at(size))


def checkpoint_at(path: Path, size: int, by: logs.Post) -> Checkpoint:
    """Return the checkpoint that somebody signed when a log had so many events."""
    pin = pin_at(path, size)
    log = logs.Log(logs.HERE, n=size)
    return logs.checkpoint(log, by, size, bytes.fromhex(pin.root))
