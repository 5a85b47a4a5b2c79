"""From an address to a desk: whose eyes, which times, which zone."""

from __future__ import annotations

from dataclasses import replace

from parley.brief.viewpoint import instant, known_party, known_zone
from parley.dossier.dossier import Dossier, zone_for
from parley.web.desk import Asked, Desk, Viewpoint
from parley.web.keeping import State, state_for
from parley.web.pace import present, this_minute
from parley.web.visitor import Visitor, may_look_as
from parley.web.workbench import Workbench

__all__ = ["desk_for", "viewpoint"]


def viewpoint(
    dossier: Dossier, asked: Asked, visitor: Visitor, state: State | None = None
) -> Viewpoint:
    """Read a viewpoint; times without a zone are in the zone asked for, else the dossier's.

    Parameters:
        state: the dossier's, which tells what counts as now; left out, this minute does.

    Raises BadTime for what is no time or zone, PartyUnknown, and Refused for a party that the
    visitor may not look as.
    """
    named = known_party(dossier, asked.party) if asked.party is not None else None
    party = may_look_as(visitor, dossier, named)
    zone = known_zone(asked.zone, "zone") if asked.zone is not None else None
    reading = zone or dossier.declared.zone
    as_of = instant(asked.as_of, reading, "as of") if asked.as_of is not None else _now(state)
    known = asked.known_as_of
    return Viewpoint(
        party,
        as_of,
        instant(known, reading, "known by") if known is not None else as_of,
        zone or (zone_for(dossier, (party,)) if party is not None else dossier.declared.zone),
        visitor.name,
        visitor.reader,
    )


def _now(state: State | None) -> int:
    return present(state) if state is not None else this_minute()


def desk_for(bench: Workbench, asked: Asked, visitor: Visitor) -> Desk:
    """Return the desk for an address and a visitor; raises what `viewpoint` raises."""
    state = state_for(bench.kept, visitor.reader)
    if state.trouble and visitor.parties:  # it may quote what those parties do not know
        state = replace(state, trouble="")
    seen = viewpoint(state.dossier, asked, visitor, state)
    return Desk(state.dossier, seen, asked, visitor, state, bench)
