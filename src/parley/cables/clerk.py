"""Who sits at a message office: the post, its unlocked keys, and the log it enters its steps in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from parley.cables.custody.cable import Cable, custody_of
from parley.cables.custody.directory import KINDS, Directory, Standing, directory_of, standing
from parley.cables.custody.lawful import unlawful
from parley.cables.events.event_bytes import Entered
from parley.cables.events.kinds import WHAT, Event
from parley.cables.events.mentions import cables_of
from parley.cables.keys.key_store import KeyStore, secret_of_key
from parley.cables.ledger.log import Ledger, Signer, append, utc_now
from parley.cables.ledger.reading import Reading, Writing, events_by_kind, events_of, reading
from parley.cables.office_folder import OfficeFolder
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean

__all__ = [
    "Clerk",
    "act",
    "cable_in",
    "directory_in",
    "known_cable",
    "member_of",
    "signer_of",
]


@dataclass(frozen=True, slots=True)
class Clerk:
    """A post at work in a message office.

    Parameters:
        keys: the unlocked keys of the posts that sit here.
        post: the one that acts.
        clock: tells the time.
    """

    office: OfficeFolder
    ledger: Ledger
    keys: KeyStore
    post: str
    clock: Callable[[], datetime] = utc_now


def directory_in(reading: Reading) -> Directory:
    """Return the posts, keys and series that a log knows now."""
    return directory_of(one.event for one in events_by_kind(reading, *KINDS))


def member_of(directory: Directory, post: str) -> Standing:
    """Return what a post is.

    Raises Refused for one that the log does not know.
    """
    found = standing(directory, post)
    if found is None:
        meant = did_you_mean(post, directory.posts)
        raise Refused(
            f"post: expected one that is enrolled here, got '{post}'",
            hint=f"did you mean `{meant}`?" if meant else "enrol its card: parley cable enrol CARD",
        )
    return found


def cable_in(reading: Reading, name: str, now: str | None = None) -> Cable | None:
    """Return a cable with its copies; None for one of which the log has no event.

    Parameters:
        now: as it was at this time (UTC, to the millisecond); left out, as it is.
    """
    found = [one.event for one in events_of(reading, name) if now is None or one.event.at <= now]
    return custody_of(name, found) if found else None


def known_cable(reading: Reading, name: str) -> Cable:
    """Return a cable with its copies.

    Raises Refused for one of which the log has no event.
    """
    found = cable_in(reading, name)
    if found is None:
        raise Refused(
            f"cable: expected one that was released or received here, got '{name}'",
            hint="`parley cable log` lists them",
        )
    return found


def signer_of(clerk: Clerk, directory: Directory) -> Signer:
    """Return who signs for the post: with the key that the log has of it.

    Raises Refused where the log does not know the post, or its key is not among the unlocked ones.
    """
    card = member_of(directory, clerk.post).card
    secret = secret_of_key(clerk.keys, card.signing)
    if secret is None:
        raise Refused(
            f"keys: expected the key that is enrolled for {clerk.post}, got {clerk.keys.path} "
            "without it",
            hint="name the right key file with --keys, or act as another post with --as",
        )
    return Signer(clerk.post, secret.seed)


def act(clerk: Clerk, make: Callable[[Writing], Sequence[WHAT]]) -> tuple[Entered, ...]:
    """Enter what a post does, all of it or nothing; each event must be lawful when it is entered.

    Parameters:
        make: returns the events, in view of the latest state of the log.

    Raises Refused for what the post may not do now, and what `append` refuses.
    """
    with reading(clerk.ledger) as now:
        signer = signer_of(clerk, directory_in(now))
    return append(clerk.ledger, signer, make, check=_require_lawful, clock=clerk.clock)


def _require_lawful(reading: Reading, event: Event) -> None:
    named = {name: cable_in(reading, name) for name in cables_of(event.what)}
    cables = {name: cable for name, cable in named.items() if cable is not None}
    why = unlawful(directory_in(reading), cables, event)
    if why is not None:
        raise Refused(
            f"{event.by} cannot do this: {why}", hint="nothing was entered, and nothing is changed"
        )
