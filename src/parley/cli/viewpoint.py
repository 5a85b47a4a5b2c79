"""Whose eyes a command looks through, as of when, and in which zone it shows times."""

from __future__ import annotations

from dataclasses import dataclass

from parley.brief.viewpoint import instant, known_party, known_zone, now, shown
from parley.dossier.dossier import Dossier, zone_for
from parley.kernel.errors import PartyUnknown

__all__ = [
    "Asked",
    "Viewpoint",
    "instant",
    "known_party",
    "now",
    "require_party",
    "shown",
    "viewpoint",
]


@dataclass(frozen=True, slots=True)
class Asked:
    """The common options as they were typed."""

    party: str | None = None
    as_of: str | None = None
    known_as_of: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """The common options as they are meant; instants are microseconds since 1970 UTC."""

    party: str | None
    as_of: int
    known_as_of: int
    zone: str


def require_party(dossier: Dossier, asked: Asked) -> str:
    """Return the party of --for; raises PartyUnknown, naming who is declared, for none or another.

    For commands that have nothing to show without one.
    """
    if asked.party is None:
        declared = ", ".join(dossier.declared.parties) or "none"
        raise PartyUnknown(
            "--for: expected the party whose eyes to look through, got none",
            hint=f"declared are: {declared}",
        )
    return known_party(dossier, asked.party)


def viewpoint(dossier: Dossier, asked: Asked) -> Viewpoint:
    """Read the common options: times without a zone are in `--zone`, else the dossier's.

    Raises BadTime for what is no time or zone, and PartyUnknown.
    """
    party = known_party(dossier, asked.party) if asked.party is not None else None
    zone = known_zone(asked.zone, "--zone") if asked.zone is not None else None
    reading = zone or dossier.declared.zone
    as_of = instant(asked.as_of, reading, "--as-of") if asked.as_of is not None else now()
    known = asked.known_as_of
    return Viewpoint(
        party,
        as_of,
        instant(known, reading, "--known-as-of") if known is not None else as_of,
        zone or (zone_for(dossier, (party,)) if party is not None else dossier.declared.zone),
    )
