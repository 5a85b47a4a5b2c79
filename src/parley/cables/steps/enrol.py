"""The directory of an office: posts taken in, keys changed and revoked, series given to owners."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from parley.cables.clerk import Clerk, act, directory_in, member_of
from parley.cables.custody.directory import standing
from parley.cables.custody.roles import Roles
from parley.cables.events.event_bytes import Entered
from parley.cables.events.kinds import WHAT, Card, Enrolled, Revoked, Rotated, SeriesOpened
from parley.cables.keys.cards import SignedCard, is_handover, require_good_card
from parley.cables.ledger.reading import Writing
from parley.cables.lookalikes import looks_like
from parley.kernel.errors import Refused

__all__ = ["enrol", "open_series", "revoke"]


def enrol(
    clerk: Clerk, signed: SignedCard, roles: Roles, *, here: bool = False, log: str | None = None
) -> Entered:
    """Take a post into the directory, change what it may do, or let it go over to new keys.

    Parameters:
        signed: its card; for new keys of a post that is known, with the handover by its old key.
        here: whether its copies are kept in this office.
        log: of its own office, if it is not here and the log is known.

    Raises Refused for a card that is not to be trusted, for other keys of a post that is known
    without a handover by its old one, and for a name that looks like another post's.
    """
    require_good_card(signed.card)
    [entered] = act(clerk, lambda now: [_taken(now, signed, roles, here, log)])
    return entered


def _taken(
    now: Writing, signed: SignedCard, roles: Roles, here: bool, log: str | None
) -> Enrolled | Rotated:
    card = signed.card
    directory = directory_in(now)
    _require_unlike("post", card.post, directory.posts)
    for post in directory.posts:
        other = standing(directory, post)
        if post != card.post and other is not None and other.card.sealing == card.sealing:
            raise Refused(
                f"card of {card.post}: expected a sealing key of its own, got that of {post}",
                hint="do not use this card: what is sealed to it, another post would open",
            )
    known = standing(directory, card.post)
    if known is not None and known.card.signing != card.signing:
        if known.card.signing not in directory.revoked:
            return _rotated(known.card, signed)
    elif known is not None and known.card != card:
        raise Refused(
            f"card of {card.post}: expected the sealing key that goes with its signing key, "
            "got another",
            hint="ask for the card again: its holder changes both keys with `parley key rotate`",
        )
    return Enrolled(
        card=card,
        here=here,
        log=log,
        releases_for=roles.releases_for,
        instructs=roles.instructs,
    )


def _rotated(old: Card, signed: SignedCard) -> Rotated:
    given = signed.handover
    if given is None or given.old != old.signing or not _vouched(old, signed):
        raise Refused(
            f"card of {old.post}: expected the keys that are enrolled, or new ones signed by them, "
            "got others",
            hint="ask its holder for the card that `parley key rotate` wrote; if the old key is "
            "lost, revoke it first: parley cable revoke",
        )
    return Rotated(card=signed.card, old=old.signing, handover=given.signature)


def _vouched(old: Card, signed: SignedCard) -> bool:
    given = signed.handover
    return given is not None and is_handover(old.signing, signed.card, given.signature)


def revoke(clerk: Clerk, post: str, since: str, reason: str) -> Entered:
    """Declare the key of a post no longer to be believed, for what was signed from a time on.

    Parameters:
        since: in UTC, to the millisecond.
    """

    def make(now: Writing) -> Sequence[WHAT]:
        card = member_of(directory_in(now), post).card
        return [Revoked(post=post, key=card.signing, since=since, reason=reason)]

    [entered] = act(clerk, make)
    return entered


def open_series(clerk: Clerk, series: str, owner: str) -> Entered:
    """Give a series of numbers to its owner.

    Raises Refused for a name that looks like that of another series.
    """

    def make(now: Writing) -> Sequence[WHAT]:
        _require_unlike("series", series, directory_in(now).series)
        return [SeriesOpened(series=series, owner=owner)]

    [entered] = act(clerk, make)
    return entered


def _require_unlike(what: str, name: str, others: Collection[str]) -> None:
    alike = None if name in others else looks_like(name, others)
    if alike is not None:
        raise Refused(
            f"{what}: expected a name that nobody takes for another, got {name!a}, which "
            f"looks like {alike!a}",
            hint="choose another name; where a card bears it, make sure whose card it is",
        )
