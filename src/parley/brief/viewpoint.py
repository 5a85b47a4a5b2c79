"""The pieces of a viewpoint: a party that is declared, an instant that was typed or is shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from parley.dossier.dossier import Dossier
from parley.kernel.errors import BadTime, PartyUnknown
from parley.kernel.suggest import did_you_mean
from parley.kernel.times import INF, Span, read_time, show_time, valid_zone, zone_hint

__all__ = ["instant", "known_party", "known_zone", "now", "shown"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = 60_000_000  # microseconds


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
    """Return `name` if the dossier declares such a party; raises PartyUnknown.

    Where somebody gave a party's name for its id, the id is told.
    """
    parties = dossier.declared.parties
    if name not in parties:
        named = {party.name.casefold(): id_ for id_, party in parties.items()}
        meant = named.get(name.strip().casefold()) or did_you_mean(name, parties)
        hint = f"did you mean `{meant}`?" if meant else f"declared are: {', '.join(parties)}"
        raise PartyUnknown(f"party `{name}` is not declared in dossier.yaml", hint=hint)
    return name


def known_zone(name: str, option: str) -> str:
    """Return `name` if there is such a time zone; raises BadTime, naming the option."""
    if not valid_zone(name):
        meant = zone_hint(name)
        raise BadTime(
            f"{option}: expected a time zone such as Asia/Seoul, got '{name}'",
            hint=f"did you mean {meant}?" if meant else "write an IANA name, +09:00 or a letter",
        )
    return name


def shown(at: int, zone: str) -> str:
    """Show an instant to the minute, as clocks in a zone showed it; a day's end as that day."""
    minute = -(-at // _MINUTE) * _MINUTE if (at + 1) % _MINUTE == 0 else at - at % _MINUTE
    day = show_time(Span(at, at), zone)[:10]
    if minute > at and read_time(day, zone).latest == at:
        return f"the end of {day} {zone}"
    return show_time(Span(minute, minute), zone)
