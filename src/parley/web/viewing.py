"""From an address to a desk: whose eyes, which times, which zone."""

from __future__ import annotations

from parley.brief.viewpoint import instant, known_party, known_zone, now
from parley.dossier.dossier import Dossier, zone_for
from parley.web.desk import Asked, Desk, Viewpoint
from parley.web.keeping import state_for
from parley.web.visitor import Visitor, may_look_as
from parley.web.workbench import Workbench

__all__ = ["desk_for", "viewpoint"]

_MINUTE = 60_000_000  # microseconds


def viewpoint(dossier: Dossier, asked: Asked, visitor: Visitor) -> Viewpoint:
    """Read a viewpoint; times without a zone are in the zone asked for, else the dossier's.

    Raises BadTime for what is no time or zone, PartyUnknown, and Refused for a party that the
    visitor may not look as.
    """
    named = known_party(dossier, asked.party) if asked.party is not None else None
    party = may_look_as(visitor, dossier, named)
    zone = known_zone(asked.zone, "zone") if asked.zone is not None else None
    reading = zone or dossier.declared.zone
    as_of = instant(asked.as_of, reading, "as of") if asked.as_of is not None else _this_minute()
    known = asked.known_as_of
    return Viewpoint(
        party,
        as_of,
        instant(known, reading, "known by") if known is not None else as_of,
        zone or (zone_for(dossier, (party,)) if party is not None else dossier.declared.zone),
        visitor.name,
        visitor.reader,
    )


def _this_minute() -> int:
    """The end of the present minute, so that what is worked out for it serves for a minute."""
    at = now()
    return at - at % _MINUTE + _MINUTE - 1


def desk_for(bench: Workbench, asked: Asked, visitor: Visitor) -> Desk:
    """Return the desk for an address and a visitor; raises what `viewpoint` raises."""
    state = state_for(bench.kept, visitor.reader)
    return Desk(
        state.dossier, viewpoint(state.dossier, asked, visitor), asked, visitor, state, bench
    )
