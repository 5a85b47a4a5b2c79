"""The other end of `releasing`: starting processes, killing them, and what they acknowledged."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

__all__ = ["Nursery", "open_nursery", "start", "take"]

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 180.0


@dataclass(slots=True)
class Nursery:
    """The program that starts the others.

    Parameters:
        program: it.
        lines: what they told and nobody took yet.
        acknowledged: how often each number was told.
        alive: the processes that have started and are not known to have ended.
        done: how many ended by themselves.
    """

    program: subprocess.Popen[str]
    lines: Queue[str]
    acknowledged: Counter[int] = field(default_factory=Counter)
    alive: list[int] = field(default_factory=list)
    done: int = 0


@contextmanager
def open_nursery(url: str) -> Iterator[Nursery]:
    """Start the program that starts the others, and end it."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.releasing", url],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    lines: Queue[str] = Queue()

    def listen() -> None:
        assert program.stdout is not None
        for line in program.stdout:
            lines.put(line)

    listener = Thread(target=listen, daemon=True)
    listener.start()
    try:
        yield Nursery(program, lines)
    finally:
        assert program.stdin is not None and program.stdout is not None
        program.stdin.close()
        program.wait(MOST_SECONDS)
        listener.join(MOST_SECONDS)
        program.stdout.close()


def start(nursery: Nursery, most: int) -> None:
    """Start one more process.

    Parameters:
        most: how many numbers it takes; 0 for no end.
    """
    assert nursery.program.stdin is not None
    nursery.program.stdin.write(f"{most}\n")
    nursery.program.stdin.flush()


def take(nursery: Nursery, *, wait: float = 0.0) -> bool:
    """Take what was told; whether there was anything.

    Parameters:
        wait: seconds to wait for the first of it.
    """
    try:
        line = nursery.lines.get(timeout=wait) if wait else nursery.lines.get_nowait()
    except Empty:
        return False
    while True:
        process, word = line.split()
        if word == "start":
            nursery.alive.append(int(process))
        elif word == "done":
            nursery.alive.remove(int(process))
            nursery.done += 1
        else:
            nursery.acknowledged[int(word)] += 1
        try:
            line = nursery.lines.get_nowait()
        except Empty:
            return True
