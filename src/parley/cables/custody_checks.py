"""Whether what was done with each cable could be done, each cable apart from the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from parley.cables.custody import HELD, Cable, cable_named, enter
from parley.cables.directory import standing
from parley.cables.event_checks import Given
from parley.cables.events import decode_event
from parley.cables.lawful_custody import forbidden
from parley.cables.log_rows import CableRow
from parley.cables.mentions import cables_of
from parley.kernel.errors import Refused

__all__ = ["Cables", "Followed", "Kept", "Way", "ended", "follow", "follow_cables"]


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
    """Events of some cables, by cable and in their order, as `cable_rows` yields them.

    Parameters:
        until: the first event that is not looked at.
    """

    until: int
    rows: Sequence[CableRow]


@dataclass(slots=True)
class Way:
    """One cable on its way through its events."""

    cable: Cable
    n: int = -1
    named: int = 0
    wrong: tuple[int, str] | None = field(default=None)


def follow_cables(given: Given, whole: Cables) -> Followed:
    """Look at the events of whole cables."""
    ways: list[Way] = []
    for row in whole.rows:
        if not ways or ways[-1].cable.name != row[0]:
            ways.append(Way(cable_named(row[0])))
        _go_on(given, ways[-1], row, whole.until)
    return _ended(given, ways)


def follow(given: Given, way: Way | None, part: Cables) -> Way:
    """Go on with one cable that has more events than are looked at at once.

    Parameters:
        way: what `follow` returned for its events before; None at first.
    """
    for row in part.rows:
        way = way or Way(cable_named(row[0]))
        _go_on(given, way, row, part.until)
    return way or Way(cable_named(""))


def ended(given: Given, way: Way) -> Followed:
    """Return what became of a cable that was gone through by `follow`."""
    return _ended(given, [way])


def _go_on(given: Given, way: Way, row: CableRow, until: int) -> None:
    name, n, record = row[0], row[1], row[2]
    if way.wrong is not None or n >= until:
        return
    try:
        event = decode_event(record)
        if name not in cables_of(event.what):
            way.wrong = (n, f"it is entered for {name}, which it does not name")
            return
        if n >= given.since:
            way.named += 1
            why = forbidden(given.directory, way.cable, event)
            if why is not None:
                way.wrong = (n, why)
                return
        way.cable = enter(way.cable, event, steps=False)
    except (Refused, TypeError) as error:
        way.wrong = (n, error.message if isinstance(error, Refused) else "its record is no bytes")


def _ended(given: Given, ways: Sequence[Way]) -> Followed:
    kept: list[Kept] = []
    gone: list[Kept] = []
    for way in ways:
        if way.wrong is None:
            _blobs(given, way.cable, kept, gone)
    return Followed(
        min((way.wrong for way in ways if way.wrong is not None), default=None),
        sum(way.named for way in ways),
        len(ways),
        tuple(kept),
        tuple(gone),
    )


def _blobs(given: Given, cable: Cable, kept: list[Kept], gone: list[Kept]) -> None:
    """Held copies have their sealed bytes, and so have those that are still to be sent."""
    for copy in cable.copies.values():
        held = Kept(copy.sealed, cable.name, copy.number)
        holder = standing(given.directory, copy.holder)
        here = holder is not None and holder.here
        if copy.state == "made":
            if cable.here:
                kept.append(held)
        elif here and copy.state in HELD:
            kept.append(held)
        elif here:
            gone.append(held)
