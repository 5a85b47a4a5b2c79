"""Whose eyes a command looks through, as of when, and in which zone it shows times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from parley.dossier.dossier import Dossier, zone_for
from parley.kernel.errors import BadTime, PartyUnknown
from parley.kernel.suggest import did_you_mean
from parley.kernel.times import INF, Span, read_time, show_time, valid_zone, zone_hint

__all__ = ["Asked", "Viewpoint", "instant", "known_party", "now", "shown", "viewpoint"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = 60_000_000  # microseconds


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


def viewpoint(dossier: Dossier, asked: Asked) -> Viewpoint:
    """Read the common options: times without a zone are in `--zone`, else the dossier's.

    Raises BadTime for what is no time or zone, and PartyUnknown.
    """
    party = known_party(dossier, asked.party) if asked.party is not None else None
    zone = asked.zone
    if zone is not None and not valid_zone(zone):
        meant = zone_hint(zone)
        raise BadTime(
            f"--zone: expected a time zone such as Asia/Seoul, got '{zone}'",
            hint=f"did you mean {meant}?" if meant else "write an IANA name, +09:00 or a letter",
        )
    reading = zone or dossier.declared.zone
    as_of = instant(asked.as_of, reading, "--as-of") if asked.as_of is not None else now()
    known = asked.known_as_of
    return Viewpoint(
        party,
        as_of,
        instant(known, reading, "--known-as-of") if known is not None else as_of,
        zone or (zone_for(dossier, (party,)) if party is not None else dossier.declared.zone),
    )


def instant(text: str, zone: str, option: str) -> int:
    """Return the last instant of a time that an option names: a day means its end.

    Raises BadTime, naming the option, for what is no time or has no end.
    """
    try:
        latest = read_time(text, zone).latest
    except BadTime as error:
        raise BadTime(f"{option}: {error.message}", hint=error.hint) from None
    if latest >= INF:
        raise BadTime(
            f"{option}: expected a time that has an end, got '{text}'",
            hint="write the day or the minute",
        )
    return latest


def now() -> int:
    """Return the present instant."""
    return (datetime.now(UTC) - _EPOCH) // timedelta(microseconds=1)


def known_party(dossier: Dossier, name: str) -> str:
    """Return `name` if the dossier declares such a party; raises PartyUnknown."""
    parties = dossier.declared.parties
    if name not in parties:
        meant = did_you_mean(name, parties)
        hint = f"did you mean `{meant}`?" if meant else f"declared are: {', '.join(parties)}"
        raise PartyUnknown(f"party `{name}` is not declared in dossier.yaml", hint=hint)
    return name


def shown(at: int, zone: str) -> str:
    """Show an instant to the minute, as clocks in a zone showed it; a day's end as that day."""
    minute = -(-at // _MINUTE) * _MINUTE if (at + 1) % _MINUTE == 0 else at - at % _MINUTE
    day = show_time(Span(at, at), zone)[:10]
    if minute > at and read_time(day, zone).latest == at:
        return f"the end of {day} {zone}"
    return show_time(Span(minute, minute), zone)
