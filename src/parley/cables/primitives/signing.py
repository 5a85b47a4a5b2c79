"""Signatures by people and posts: Ed25519 (Bernstein and others 2012; RFC 8032), by libsodium.

A public key is looked at before it is trusted: with a point of small order as key, one fixed
signature fits every message, and not every library refuses it.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from nacl.bindings import (
    crypto_core_ed25519_is_valid_point,
    crypto_sign,
    crypto_sign_open,
    crypto_sign_seed_keypair,
)
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey

from parley.kernel.errors import Refused

__all__ = [
    "Purpose",
    "for_purpose",
    "is_signed",
    "new_seed",
    "public_key",
    "require_good_key",
    "secret_key",
    "sign",
    "sign_with",
]

#: What is signed: a signature for one purpose is none for another.
Purpose: TypeAlias = Literal["card", "challenge", "checkpoint", "event", "parcel", "witness"]

_SIZE, _SIGNATURE = 32, 64


def new_seed() -> bytes:
    """Return a new secret, 32 bytes from the system's source of chance."""
    return bytes(SigningKey.generate())


def public_key(seed: bytes) -> bytes:
    """Return the public key of a secret, 32 bytes."""
    return bytes(SigningKey(seed).verify_key)


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the signature of a message by a secret, 64 bytes; the same each time."""
    return SigningKey(seed).sign(message).signature


def secret_key(seed: bytes) -> bytes:
    """Return a secret with its public key, 64 bytes: it signs in half the time."""
    return crypto_sign_seed_keypair(seed)[1]


def sign_with(secret: bytes, message: bytes) -> bytes:
    """Return the signature of a message, 64 bytes, as `sign` does.

    Parameters:
        secret: what `secret_key` made of the seed.
    """
    return crypto_sign(message, secret)[:_SIGNATURE]


def for_purpose(purpose: Purpose, message: bytes) -> bytes:
    """Return what is signed of a message: its purpose stands before it.

    >>> for_purpose("card", b"...")
    b'parley card\\x00...'
    """
    return b"parley " + purpose.encode() + b"\0" + message


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature is of this message by the secret of this public key."""
    if len(key) != _SIZE or len(signature) != _SIGNATURE:
        return False
    try:
        crypto_sign_open(signature + message, key)
    except BadSignatureError:
        return False
    return True


def require_good_key(key: bytes) -> None:
    """Refuse what is no public key to be trusted, before it is.

    Raises Refused for bytes of another length, and for points that are not on the curve, not in
    their only form, or of small order.
    """
    if len(key) != _SIZE or not crypto_core_ed25519_is_valid_point(key):
        raise Refused(
            "public key: expected a point of the large group of Ed25519 in its only form, got "
            f"{len(key)} bytes that are none",
            hint="ask for the key again, and compare fingerprints by another way",
        )
