"""The desk: all that a page gets to see, and the questions that every page asks of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

from parley.dossier.dossier import Dossier
from parley.dossier.fold import View, hidden_sources, view
from parley.mandate.case import Case, make_case, sides
from parley.mandate.running import Report, check_cases
from parley.web.keeping import State, remembered
from parley.web.visitor import Visitor
from parley.web.workbench import Workbench

__all__ = [
    "Asked",
    "Desk",
    "Viewpoint",
    "cases",
    "known",
    "place_of",
    "report",
    "unseen_sources",
    "worked_out",
]

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Asked:
    """The viewpoint as it stands in the address."""

    party: str | None = None
    as_of: str | None = None
    known_as_of: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """Through whose eyes a page is seen, as of when, and by whom.

    Parameters:
        party: the party whose knowledge counts; None for everybody's together.
        as_of, known_as_of: microseconds since 1970 UTC.
        zone: in which times are shown.
        visitor: the name of whoever looks; empty for whoever started the server.
        reader: the party for which the dossier is reduced; empty for none.
    """

    party: str | None
    as_of: int
    known_as_of: int
    zone: str
    visitor: str = ""
    reader: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """What a page may see.

    Parameters:
        dossier: as it was read last.
        seen: the viewpoint, which no page may look past.
        asked: the same as it stands in the address, for links.
        visitor: who looks, and what they may do.
        state: the dossier's state, for what is worked out once.
        bench: the server, for what takes long and for what is written.
        patient: whether what takes long may be waited for, as a program does.
    """

    dossier: Dossier
    seen: Viewpoint
    asked: Asked
    visitor: Visitor
    state: State
    bench: Workbench
    patient: bool = True


def worked_out(desk: Desk, key: Hashable, make: Callable[[], Result]) -> Result:
    """Return what `make` gives, worked out once for this dossier, viewpoint and `key`."""
    return remembered(desk.bench.kept, desk.state, place_of(desk, key), make)


def place_of(desk: Desk, key: Hashable) -> Hashable:
    """Return the key under which `worked_out` keeps a result."""
    seen = desk.seen
    return (key, seen.party, seen.as_of, seen.known_as_of, seen.reader)


def known(desk: Desk) -> View:
    """Return the entries that count from where the desk looks."""
    seen = desk.seen
    return worked_out(
        desk, "known", lambda: view(desk.dossier, seen.party, seen.as_of, seen.known_as_of)
    )


def report(desk: Desk) -> Report:
    """Return everything wrong with the dossier, from where the desk looks."""
    return worked_out(
        desk, "report", lambda: check_cases(desk.dossier, cases(desk), desk.seen.party)
    )


def cases(desk: Desk) -> tuple[Case, ...]:
    """Return the case of the party that looks, or with none of each side."""
    seen = desk.seen
    names = (seen.party,) if seen.party is not None else sides(desk.dossier)
    return worked_out(
        desk,
        "cases",
        lambda: tuple(
            make_case(desk.dossier, name, seen.as_of, seen.known_as_of) for name in names
        ),
    )


def unseen_sources(desk: Desk) -> frozenset[str]:
    """Return the sources that the party that looks had not come to know; none where all look."""
    if desk.seen.party is None:
        return frozenset()
    return worked_out(desk, "unseen sources", lambda: hidden_sources(known(desk)))
