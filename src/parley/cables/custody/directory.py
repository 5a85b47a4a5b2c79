"""The directory of a log: which posts it knows, by which keys, and what each may do.

It is made of the events of `KINDS` alone, and keeps what held before each of them: what a post may
do at some event is asked of the directory as it is at the end.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter

from parley.cables.events.kinds import (
    Card,
    Enrolled,
    Event,
    HandedOver,
    LogOpened,
    Revoked,
    Rotated,
    SeriesOpened,
)

__all__ = [
    "KINDS",
    "Directory",
    "KeyLife",
    "Revocation",
    "Series",
    "Standing",
    "directory_of",
    "enter",
    "key_life",
    "owner_of",
    "revocation_of",
    "standing",
]

#: The kinds of events that a directory is made of.
KINDS = ("log-opened", "enrolled", "rotated", "revoked", "series-opened", "handed-over")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a post is, from the event after `n` on.

    Parameters:
        n: the event that says so.
        here: whether its copies are kept in this office.
        log: of a correspondent's office, if known.
        keeper: whether it keeps this log.
        releases_for, instructs: as in `Enrolled`.
    """

    n: int
    card: Card
    here: bool
    log: str | None = None
    keeper: bool = False
    releases_for: tuple[str, ...] = ()
    instructs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyLife:
    """When a signing key was a post's.

    Parameters:
        n: the event that gave it.
        until: the event that gave the post another one; None while it is in use.
        until_at: when that was.
    """

    post: str
    n: int
    until: int | None = None
    until_at: str | None = None


@dataclass(frozen=True, slots=True)
class Revocation:
    """A key that is not to be believed, for what was signed from a time on.

    Parameters:
        n: the event that says so.
        since: the time.
    """

    post: str
    n: int
    since: str
    reason: str


@dataclass(frozen=True, slots=True)
class Series:
    """Who gives numbers in a series, from the event after `n` on."""

    owner: str
    n: int


@dataclass(frozen=True, slots=True)
class Directory:
    """Posts, keys and series of a log.

    Parameters:
        posts: post -> what it was after each event about it, the oldest first.
        keys: signing key in hex -> whose it was and when.
        revoked: signing key in hex -> its revocation.
        series: series -> its owner.
    """

    log: str = ""
    keeper: str = ""
    zone: str = ""
    posts: Mapping[str, tuple[Standing, ...]] = field(default_factory=dict)
    keys: Mapping[str, KeyLife] = field(default_factory=dict)
    revoked: Mapping[str, Revocation] = field(default_factory=dict)
    series: Mapping[str, Series] = field(default_factory=dict)


def directory_of(events: Iterable[Event]) -> Directory:
    """Return the directory that events make; those of other kinds than `KINDS` change nothing."""
    found = Directory()
    for event in events:
        found = enter(found, event)
    return found


def enter(directory: Directory, event: Event) -> Directory:
    """Return the directory after an event; whether the event is lawful is not looked at here."""
    what = event.what
    if isinstance(what, LogOpened):
        opened = replace(directory, log=event.log, keeper=what.keeper.post, zone=what.zone)
        return _stand(opened, event, Standing(event.n, what.keeper, here=True, keeper=True))
    if isinstance(what, Enrolled):
        return _stand(
            directory,
            event,
            Standing(
                event.n,
                what.card,
                what.here,
                what.log,
                what.card.post == directory.keeper,
                what.releases_for,
                what.instructs,
            ),
        )
    if isinstance(what, Rotated | HandedOver):
        before = standing(directory, what.card.post)
        if before is None:
            return directory
        return _stand(directory, event, replace(before, n=event.n, card=what.card))
    if isinstance(what, Revoked):
        revocation = Revocation(what.post, event.n, what.since, what.reason)
        return replace(directory, revoked={**directory.revoked, what.key: revocation})
    if isinstance(what, SeriesOpened):
        series = {**directory.series, what.series: Series(what.owner, event.n)}
        return replace(directory, series=series)
    return directory


def standing(directory: Directory, post: str, n: int | None = None) -> Standing | None:
    """Return what a post was just before an event; None if it was not known.

    Parameters:
        n: the number of the event; what it is at the end if left out.
    """
    known = directory.posts.get(post)
    if known is None:
        return None
    if n is None or known[-1].n < n:
        return known[-1]
    place = bisect_left(known, n, key=attrgetter("n"))
    return known[place - 1] if place else None


def owner_of(directory: Directory, series: str, n: int | None = None) -> str | None:
    """Return who gave numbers in a series just before an event; None if there was no such series.

    Parameters:
        n: the number of the event; the end if left out.
    """
    found = directory.series.get(series)
    return None if found is None or (n is not None and found.n >= n) else found.owner


def key_life(directory: Directory, key: str, n: int | None = None) -> KeyLife | None:
    """Return whose a key was, if it was given to anybody before an event, and until when.

    Parameters:
        key: in hex.
        n: the number of the event; the end if left out.
    """
    found = directory.keys.get(key)
    if found is None or n is None:
        return found
    if found.n >= n:
        return None
    if found.until is not None and found.until >= n:
        return KeyLife(found.post, found.n)
    return found


def revocation_of(directory: Directory, key: str, n: int | None = None) -> Revocation | None:
    """Return the revocation of a key, if it was declared before an event.

    Parameters:
        key: in hex.
        n: the number of the event; the end if left out.
    """
    found = directory.revoked.get(key)
    return None if found is None or (n is not None and found.n >= n) else found


def _stand(directory: Directory, event: Event, now: Standing) -> Directory:
    """A post as it is from now on; its key before, if it was another, is then no longer in use."""
    post, key = now.card.post, now.card.signing
    before = directory.posts.get(post, ())
    keys = dict(directory.keys)
    if before and before[-1].card.signing != key:
        old = before[-1].card.signing
        keys[old] = replace(keys[old], until=event.n, until_at=event.at)
    keys.setdefault(key, KeyLife(post, event.n))
    return replace(directory, posts={**directory.posts, post: (*before, now)}, keys=keys)
