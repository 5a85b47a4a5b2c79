"""A sign of life on a terminal for what takes longer than two seconds."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

__all__ = ["patience", "progress"]

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


@contextmanager
def progress(what: str, after: float = _AFTER_S) -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that is told the stage, how much is done and how much there is.

    It shows a progress bar on standard error, only on a terminal and only after `after` seconds.
    """
    if not sys.stderr.isatty():
        yield lambda stage, done, of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    began = time.monotonic()
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with ExitStack() as shown:
        task = bar.add_task(what, total=None)

        def tell(stage: str, done: int, of: int) -> None:
            if not bar.live.is_started and time.monotonic() - began > after:
                shown.enter_context(bar)
            bar.update(task, description=f"{what}: {stage}", completed=done, total=of)

        yield tell
