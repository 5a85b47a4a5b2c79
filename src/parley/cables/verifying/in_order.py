"""Work on many pieces on all cores, with the results in order and a few pieces in memory."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

__all__ = ["Working", "cores", "working"]

Piece = TypeVar("Piece")
Result = TypeVar("Result")

#: Pieces that wait for each process, so that none is idle while a piece is being read.
_WAITING = 2
#: What was given to this process at its start.
_given: Any = None


class Working(Protocol):
    """Works on pieces; yields the results in the order of the pieces."""

    def __call__(
        self, work: Callable[[Any, Piece], Result], pieces: Iterable[Piece]
    ) -> Iterator[Result]:
        """Work on each piece.

        Parameters:
            work: a function of a module; it is called with what was given, and a piece.
        """
        ...


def cores() -> int:
    """Return how many processes can work at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


@contextmanager
def working(given: Any, workers: int) -> Iterator[Working]:
    """Keep processes at work; they end with the context.

    Parameters:
        given: what each piece of work is to know, beside the piece.
        workers: how many processes; none are made for fewer than two.
    """
    if workers < 2:
        yield lambda work, pieces: (work(given, piece) for piece in pieces)
        return
    pool = ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(given,)
    )
    try:
        yield lambda work, pieces: _in_order(pool, workers, work, pieces)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor,
    workers: int,
    work: Callable[[Any, Any], Result],
    pieces: Iterable[Any],
) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    for piece in pieces:
        waiting.append(pool.submit(_work, work, piece))
        if len(waiting) > workers * _WAITING:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _begin(given: Any) -> None:
    global _given
    _given = given
    gc.disable()  # what pieces leave behind holds no circles, and looking for some takes a tenth


def _work(work: Callable[[Any, Any], Result], piece: Any) -> Result:
    return work(_given, piece)
