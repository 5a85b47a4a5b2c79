"""What is found while a log is verified, stage by stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import TypeAlias

from parley.cables.verifying.verified import Wrong

__all__ = ["Progress", "Tally", "stage", "told", "warn", "wrong_at", "wrong_beside"]

#: Is told the stage, how much of it is done, and how much there is.
Progress: TypeAlias = Callable[[str, int, int], None]

#: What is wrong beside the log, and warnings, that are told one by one.
_MOST = 100


@dataclass(slots=True)
class Tally:
    """What was found so far.

    Parameters:
        size: how many events there are.
        since: the first event that is looked at in full.
        progress: is told how far it is.
        wrong: the first wrong event, and what is wrong with it.
        beside: what is wrong beside the log.
        naming: how often the events looked at name a cable.
        further: how often they name one beside their first.
        directory: how many of them are of the directory's kinds.
        cables: the cables that they name, where not all cables are looked at.
        used: the leaf hashes of events before `since` that are relied on.
    """

    size: int
    since: int
    progress: Progress | None = None
    wrong: tuple[int, str] | None = None
    beside: list[Wrong] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    doubts: int = 0
    checked: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    naming: int = 0
    further: int = 0
    directory: int = 0
    cables: set[str] = field(default_factory=set)
    used: dict[int, bytes] = field(default_factory=dict)


def wrong_at(tally: Tally, n: int, what: str) -> None:
    """Note a wrong event; the first of all is kept."""
    if tally.wrong is None or n < tally.wrong[0]:
        tally.wrong = (n, what)


def wrong_beside(tally: Tally, what: str) -> None:
    """Note what is wrong beside the log."""
    if len(tally.beside) < _MOST:
        tally.beside.append(Wrong(None, what))


def warn(tally: Tally, what: str) -> None:
    """Note what may be right and should be known."""
    if len(tally.warnings) < _MOST:
        tally.warnings.append(what)


@contextmanager
def stage(tally: Tally, name: str) -> Iterator[None]:
    """Time a stage, and tell that it begins."""
    begun = perf_counter()
    told(tally, name, 0)
    yield
    tally.seconds[name] = perf_counter() - begun


def told(tally: Tally, name: str, done: int) -> None:
    """Tell how much of a stage is done, in events."""
    if tally.progress is not None:
        tally.progress(name, done, tally.size - tally.since)
