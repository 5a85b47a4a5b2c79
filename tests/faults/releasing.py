"""Processes that release numbers as fast as they can, for the tests of what is left of killed ones.

It is a program of its own: `python -m tests.faults.releasing URL`. It loads everything once; for
each line of its input, a count, it starts a process (by `fork`) that opens the ledger and takes so
many numbers, or goes on until it is killed if the count is 0. Each tells a line at a time: its
process number, and `start`, a number once it is in the log, or `done`.
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count

from parley.cables.ledger.log import open_ledger
from tests.ledger_support import void


def main(url: str) -> None:
    """Start a process for each line of the input, and end with it."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the killed
    for line in sys.stdin:
        if os.fork() == 0:
            _release(url, int(line))
            os._exit(0)


def _release(url: str, most: int) -> None:
    _tell("start")
    with open_ledger(url) as ledger:
        for _ in range(most) if most else count():
            _tell(str(void(ledger)))
    _tell("done")


def _tell(word: str) -> None:
    os.write(1, f"{os.getpid()} {word}\n".encode())  # one write, so that lines do not mix


if __name__ == "__main__":
    main(*sys.argv[1:])
