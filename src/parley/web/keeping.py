"""The dossier that is served: read once, kept, and read again when its files change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from parley.dossier.dossier import Dossier
from parley.dossier.editing.steps import settle
from parley.dossier.files.folder import dossier_root
from parley.dossier.files.watching import Stamp, stamp_of
from parley.dossier.reading import read_dossier
from parley.kernel.errors import ParleyError, Refused

__all__ = [
    "Kept",
    "Pace",
    "State",
    "dossier_for",
    "keep",
    "remembered",
    "reread",
    "state_for",
    "version_for",
    "watch",
]

_MOST_REMEMBERED = 64  # results of one state of the dossier
_LEAST_REMEMBERED = 20  # of a dossier so large that each of them is large, too

Result = TypeVar("Result")


@dataclass(slots=True)
class Pace:
    """What counts as now, in microseconds since 1970 UTC, and how long checks took, in seconds."""

    now: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class State:
    """The dossier as it was read last.

    Parameters:
        dossier: what was read.
        version: another number whenever something changed that is seen in it.
        trouble: why the files as they are now could not be read; the dossier is then an older one.
        withheld: how much a reader does not see of it, where policy lets that be said.
        memory: what was worked out of this dossier, to be found again.
        pace: how fast `now` moves on.
    """

    dossier: Dossier
    version: int
    trouble: str | None = None
    withheld: str = ""
    memory: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    pace: Pace = field(default_factory=Pace)


@dataclass(slots=True)
class Kept:
    """The folder that is served, and its newest state, which is only ever replaced as a whole."""

    root: Path
    state: State
    stamp: Stamp
    reading: threading.Lock = field(default_factory=threading.Lock, repr=False)
    working: threading.RLock = field(default_factory=threading.RLock, repr=False)
    closing: threading.Event = field(default_factory=threading.Event, repr=False)


def keep(path: Path | str, *, read_only: bool = False) -> Kept:
    """Read a dossier and keep it; what an edit left half done is finished, unless `read_only`.

    Raises what `read_dossier` and `settle` raise.
    """
    root = dossier_root(path)
    if not read_only:
        settle(root)  # an edit that was cut off when the server before this one died
    stamp = stamp_of(root)
    return Kept(root, State(read_dossier(root), 1), stamp)


def reread(kept: Kept) -> None:
    """Read the files again if they changed; what cannot be read leaves the dossier as it was."""
    with kept.reading:
        stamp = stamp_of(kept.root)
        if stamp == kept.stamp:
            return
        old = kept.state
        try:
            kept.state = State(read_dossier(kept.root), old.version + 1)
        except ParleyError as error:  # a file half written, as a rule: it will change again
            kept.state = replace(old, version=old.version + 1, trouble=str(error))
        kept.stamp = stamp


def state_for(kept: Kept, reader: str) -> State:
    """Return the newest state as a reader may see it; with an empty `reader`, all of it.

    Raises what `for_reader` raises.
    """
    state = kept.state
    if not reader:
        return state

    def make() -> State:
        from parley.dossier.compartments.need_to_know import for_reader, withheld_texts

        reduced = for_reader(state.dossier, reader)
        told = "; ".join(withheld_texts(reduced.withheld))
        trouble = None if state.trouble is None else ""  # which may name what is withheld
        return State(reduced.dossier, _number(reduced.dossier, trouble), trouble, told)

    return remembered(kept, state, ("reader", reader, state.trouble is None), make)


def _number(dossier: Dossier, trouble: str | None) -> int:
    """The number of a reduced state: of its own words, so that no other edit is told by it."""
    return 2 * int(dossier.digest[:12], 16) + (trouble is not None)


def version_for(kept: Kept, reader: str) -> int:
    """Return the number of the newest state that a reader may see; 0 where there is none."""
    try:
        return state_for(kept, reader).version
    except ParleyError:  # the page says so
        return 0


def dossier_for(root: Path | str, reader: str) -> Dossier:
    """Read a dossier anew as a reader may see it: for what runs in a process of its own.

    Raises what `read_dossier` and `for_reader` raise; for a reader, nothing of what is wrong.
    """
    if not reader:
        return read_dossier(root)
    from parley.dossier.compartments.need_to_know import for_reader

    try:
        dossier = read_dossier(root)
    except ParleyError:  # it may name what is withheld
        raise Refused(
            "the dossier cannot be read as its files are now",
            hint="try again in a while, or tell whoever keeps it",
        ) from None
    return for_reader(dossier, reader).dossier


def watch(kept: Kept, pause: float = 0.5) -> threading.Thread:
    """Look for changes every `pause` seconds, in a thread of its own, until `kept.closing`."""

    def look() -> None:
        while not kept.closing.wait(pause):
            reread(kept)

    thread = threading.Thread(target=look, name="parley-watch", daemon=True)
    thread.start()
    return thread


def remembered(kept: Kept, state: State, key: Hashable, make: Callable[[], Result]) -> Result:
    """Return what `make` gives, worked out once for a state of the dossier.

    Parameters:
        key: everything that the result depends on, but for the dossier.
    """
    with kept.working:
        memory = state.memory
        if key in memory:
            memory[key] = memory.pop(key)  # the newest last
        else:
            memory[key] = make()
            most = 1_000_000 // (len(state.dossier.entries) + 1)
            while len(memory) > min(_MOST_REMEMBERED, max(_LEAST_REMEMBERED, most)):
                del memory[next(iter(memory))]
        return cast("Result", memory[key])
