"""A sign of life on a terminal for what takes longer than two seconds."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["patience"]

_AFTER_S = 2.0


@contextmanager
def patience(what: str, after: float = _AFTER_S) -> Iterator[None]:
    """Show a progress bar on standard error while the block runs, if it runs long.

    Only on a terminal, and only after `after` seconds, so that what is quick costs nothing.
    """
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    shower = threading.Thread(target=_show, args=(what, after, done), daemon=True)
    shower.start()
    try:
        yield
    finally:
        done.set()
        shower.join()


def _show(what: str, after: float, done: threading.Event) -> None:
    if done.wait(after):
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),  # how much is left is not known: the bar only moves
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        progress.add_task(what, total=None)
        done.wait()
