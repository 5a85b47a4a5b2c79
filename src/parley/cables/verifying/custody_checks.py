"""Whether what was done with each cable could be done, each cable apart from the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from parley.cables.custody.cable import HELD, Cable, cable_named, enter
from parley.cables.custody.directory import standing
from parley.cables.custody.lawful_custody import forbidden
from parley.cables.events.mentions import cables_of
from parley.cables.verifying.event_checks import Given
from parley.cables.verifying.log_rows import CableRow, ask_file, cable_rows
from parley.cables.verifying.rereading import reread
from parley.kernel.errors import Refused

__all__ = ["Cables", "Followed", "Kept", "follow_cables"]


@dataclass(frozen=True, slots=True)
class Kept:
    """Sealed bytes of a copy that should be here, or should not any more."""

    digest: str
    cable: str
    copy: int


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of some cables.

    Parameters:
        wrong: the number of the first wrong event and what is wrong with it; None for none.
        named: how often the cables are named by the events that are looked at.
        cables: how many there are.
        kept, gone: the copies whose sealed bytes should be here, and should not.
    """

    wrong: tuple[int, str] | None = None
    named: int = 0
    cables: int = 0
    kept: tuple[Kept, ...] = ()
    gone: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class Cables:
    """Some cables with all their events.

    Parameters:
        until: the first event that is not looked at.
        after, last: after which cable they begin, and the last one.
        rows: as `cable_rows` yields them; None to read them from `Given.path`.
    """

    until: int
    after: str = ""
    last: str | None = None
    rows: Iterable[CableRow] | None = None


@dataclass(slots=True)
class _Followed:
    """What became of the cables so far."""

    wrong: tuple[int, str] | None = None
    named: int = 0
    cables: int = 0
    kept: list[Kept] = field(default_factory=list)
    gone: list[Kept] = field(default_factory=list)


@dataclass(slots=True)
class _Way:
    """One cable on its way through its events."""

    cable: Cable
    n: int = -1
    named: int = 0
    wrong: tuple[int, str] | None = None


def follow_cables(given: Given, whole: Cables) -> Followed:
    """Look at the events of whole cables."""
    rows = whole.rows
    if rows is None and given.path is not None:
        rows = cable_rows(ask_file(given.path), whole.until, whole.after, whole.last)
    found, way = _Followed(), None
    for row in rows or ():
        if way is None or way.cable.name != row[0]:
            _end(given, way, found)
            way = _Way(cable_named(row[0]))
        _go_on(given, way, row, whole.until)
    _end(given, way, found)
    return Followed(found.wrong, found.named, found.cables, tuple(found.kept), tuple(found.gone))


def _go_on(given: Given, way: _Way, row: CableRow, until: int) -> None:
    name, n, record = row[0], row[1], row[2]
    if way.wrong is not None or n >= until:
        return
    try:
        event = reread(record)
        own = getattr(event.what, "cable", None)  # mostly it is this one
        if name != own and name not in cables_of(event.what):
            way.wrong = (n, f"it is entered for {name}, which it does not name")
            return
        if n >= given.since:
            way.named += 1
            why = forbidden(given.directory, way.cable, event)
            if why is not None:
                way.wrong = (n, why)
                return
        way.cable = enter(way.cable, event, steps=False)
    except Refused as error:
        way.wrong = (n, error.message)


def _end(given: Given, way: _Way | None, found: _Followed) -> None:
    """Take up what became of one cable."""
    if way is None:
        return
    found.cables += 1
    found.named += way.named
    if way.wrong is None:
        _blobs(given, way.cable, found)
    elif found.wrong is None or way.wrong < found.wrong:
        found.wrong = way.wrong


def _blobs(given: Given, cable: Cable, found: _Followed) -> None:
    """Held copies have their sealed bytes, and so have those that are still to be sent."""
    for copy in cable.copies.values():
        held = Kept(copy.sealed, cable.name, copy.number)
        holder = standing(given.directory, copy.holder)
        here = holder is not None and holder.here
        if copy.state == "made":
            if cable.here:
                found.kept.append(held)
        elif here and copy.state in HELD:
            found.kept.append(held)
        elif here:
            found.gone.append(held)
