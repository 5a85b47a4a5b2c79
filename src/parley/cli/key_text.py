"""Cards and keys as a terminal shows them, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from parley.cables.events.kinds import Card
from parley.cables.keys.cards import SignedCard, fingerprint, make_card
from parley.cables.keys.key_store import KeyStore, Secret, posts_of, secrets_of
from parley.cli.layout import heading, labelled

__all__ = ["card_data", "card_lines", "shown_minute", "store_data", "store_lines"]


def card_lines(signed: SignedCard) -> list[str]:
    """Lay a card out: whose it is, its fingerprint, its keys."""
    card = signed.card
    rows = [
        ("fingerprint", fingerprint(card)),
        ("signing key", card.signing),
        ("sealing key", card.sealing),
    ]
    if signed.handover is not None:
        rows.append(("key before", signed.handover.old))
    return [heading(f"Card of {card.post}"), *labelled(rows)]


def card_data(signed: SignedCard) -> dict[str, Any]:
    """Return a card as plain data; `before` is the signing key that handed over to it."""
    before = signed.handover.old if signed.handover is not None else None
    return {**_keys(signed.card), "before": before}


def store_lines(store: KeyStore) -> list[str]:
    """Lay out which posts have keys in a store."""
    lines = [str(store.path)]
    for post in posts_of(store):
        lines.extend(("", heading(post), *_post_rows(secrets_of(store, post))))
    if not store.secrets:
        lines.append("no post has keys yet; `parley key new POST` makes some")
    return lines


def store_data(store: KeyStore) -> dict[str, Any]:
    """Return which posts have keys in a store, as plain data without a secret."""
    return {
        "keys": str(store.path),
        "posts": [_post_data(secrets_of(store, post)) for post in posts_of(store)],
    }


def shown_minute(text: str) -> str:
    """Show a time in UTC, given to the millisecond, to the minute.

    >>> shown_minute("1951-07-13T04:05:06.000Z")
    '1951-07-13 04:05 UTC'
    """
    return datetime.fromisoformat(text).strftime("%Y-%m-%d %H:%M UTC")


def _post_rows(secrets: Iterable[Secret]) -> list[str]:
    *older, last = secrets
    rows = [("fingerprint", fingerprint(make_card(last))), ("made", shown_minute(last.made))]
    if older:
        first = shown_minute(older[0].made)
        rows.append(("older keys", f"{len(older)}, the first of {first}, to open old copies"))
    return labelled(rows)


def _post_data(secrets: Iterable[Secret]) -> dict[str, Any]:
    *older, last = ({**_keys(make_card(one)), "made": one.made} for one in secrets)
    return {**last, "older": older}


def _keys(card: Card) -> dict[str, Any]:
    return {
        "post": card.post,
        "fingerprint": fingerprint(card),
        "signing": card.signing,
        "sealing": card.sealing,
    }
