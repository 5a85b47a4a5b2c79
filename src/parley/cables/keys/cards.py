"""Cards: the public keys of a post, handed out so that others can seal to it and believe it.

A card is a small text file, signed by its own key: it was made by who holds the secret. Whose it is
nobody can see from it. Two people compare its fingerprint by telephone or face to face.
"""

from __future__ import annotations

import base64
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from parley.cables.events.event_bytes import plain
from parley.cables.events.kinds import Card, Hex32, Hex64
from parley.cables.keys.key_store import Secret, is_post_name
from parley.cables.primitives.canonical import decode, encode
from parley.cables.primitives.sealing import recipient_of, require_good_recipient
from parley.cables.primitives.signing import (
    for_purpose,
    is_signed,
    public_key,
    require_good_key,
    sign,
)
from parley.dossier.editing.writing import write_atomically
from parley.kernel.errors import Refused, quoted

__all__ = [
    "MOST_CARD",
    "Handover",
    "SignedCard",
    "decode_card",
    "encode_card",
    "fingerprint",
    "handover",
    "is_handover",
    "make_card",
    "read_card",
    "require_good_card",
    "sign_card",
    "write_card",
]

#: The longest file of a card, in bytes.
MOST_CARD = 4_000


class Handover(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The word of the key before: that the post goes over to a new one.

    Parameters:
        old: the signing key before, in hex.
        signature: by it, of the new card, in hex.
    """

    old: Hex32
    signature: Hex64


class SignedCard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A card as it is handed out.

    Parameters:
        signature: of the card by its own signing key, in hex.
        handover: by the key before it, where the post had one.
    """

    parley: Literal["card"]
    v: Literal[1]
    card: Card
    signature: Hex64
    handover: Handover | None = None


def make_card(secret: Secret) -> Card:
    """Return the public keys of a post's secrets."""
    return Card(
        post=secret.post,
        signing=public_key(secret.seed).hex(),
        sealing=recipient_of(secret.sealing),
    )


def fingerprint(card: Card) -> str:
    """Return what two people read to each other to know that they hold the same card.

    It covers the post and both keys: 120 bits in six groups of four letters and digits.
    """
    digest = sha256(b"parley fingerprint\0" + encode(plain(card))).digest()[:15]
    text = base64.b32encode(digest).decode().lower()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def require_good_card(card: Card) -> None:
    """Refuse a card whose keys must not be trusted, before it is enrolled.

    Raises Refused for keys of small order or in a second form, for what is no key, and for a name
    that no post can have.
    """
    if not is_post_name(card.post):
        raise Refused(
            f"card: expected the name of a post, got {quoted(card.post)}",
            hint="ask for another card",
        )
    try:
        require_good_key(bytes.fromhex(card.signing))
        require_good_recipient(card.sealing)
    except (ValueError, Refused) as error:
        said = error.message if isinstance(error, Refused) else "signing key: expected 64 digits"
        raise Refused(
            f"card of {card.post}: {said}",
            hint="ask for the card again, and compare fingerprints by another way",
        ) from None


def handover(old: Secret, card: Card) -> str:
    """Sign a new card with the key before it; the signature in hex."""
    return sign(old.seed, _signed_bytes(card)).hex()


def is_handover(old: str, card: Card, signature: str) -> bool:
    """Tell whether a signature (hex) of a card is by an older key (hex) that is to be trusted."""
    try:
        require_good_key(bytes.fromhex(old))
        return is_signed(bytes.fromhex(old), _signed_bytes(card), bytes.fromhex(signature))
    except (ValueError, Refused):
        return False


def sign_card(secret: Secret, old: Secret | None = None) -> SignedCard:
    """Return the card of a post's secrets, as it is handed out.

    Parameters:
        old: the secrets before these, where there are some.
    """
    card = make_card(secret)
    before = None
    if old is not None:
        before = Handover(old=public_key(old.seed).hex(), signature=handover(old, card))
    signature = sign(secret.seed, _signed_bytes(card)).hex()
    return SignedCard(parley="card", v=1, card=card, signature=signature, handover=before)


def encode_card(signed: SignedCard) -> bytes:
    """Write a card as the text of its file: one line."""
    return encode(msgspec.to_builtins(signed)) + b"\n"


def decode_card(data: bytes, where: str = "card") -> SignedCard:
    """Read a card, and look at its keys and signatures.

    Parameters:
        where: the name of the file, for messages.

    Raises Refused for what is no card, for keys that must not be trusted, and for signatures that
    are not by the keys they name.
    """
    if len(data) > MOST_CARD:
        raise Refused(
            f"{where}: expected a card of at most {MOST_CARD:,} bytes, got {len(data):,}",
            hint="`parley key card POST --format card` writes one",
        )
    try:
        found = msgspec.convert(decode(data.strip()), SignedCard)
    except (Refused, msgspec.ValidationError):
        raise Refused(
            f"{where}: expected a card of a post, got something else, or one that was changed",
            hint="ask for it again: `parley key card POST --format card` writes one",
        ) from None
    try:
        require_good_card(found.card)
    except Refused as error:
        raise Refused(f"{where}: {error.message}", hint=error.hint) from None
    own = is_handover(found.card.signing, found.card, found.signature)
    before = found.handover
    if not own or (before and not is_handover(before.old, found.card, before.signature)):
        whose = "its own key" if not own else "the key before it"
        raise Refused(
            f"{where}: expected a card that is signed by {whose}, got another signature",
            hint="it was changed on the way: ask for it again, and compare fingerprints",
        )
    return found


def read_card(path: Path) -> SignedCard:
    """Read the file of a card; raises as `decode_card`, and Refused where it cannot be read."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_CARD + 1)
    except OSError as error:
        raise Refused(
            f"{path} cannot be read: {error.strerror or error}",
            hint="name the file of a card",
        ) from None
    return decode_card(data, str(path))


def write_card(path: Path, signed: SignedCard) -> None:
    """Write the file of a card, all at once; raises Refused where it cannot be written."""
    write_atomically(path, encode_card(signed).decode())


def _signed_bytes(card: Card) -> bytes:
    return for_purpose("card", encode(plain(card)))
