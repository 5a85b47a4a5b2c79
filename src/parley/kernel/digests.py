"""Digests that stay the same for ever, and identifiers that collide with nothing."""

import hashlib
import secrets

__all__ = ["digest", "digest_of", "new_id"]

# Crockford's base 32 leaves out i, l, o and u, so that an identifier can be read aloud and copied.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_ID_LENGTH = 8  # 40 bits
_SHORT_LENGTH = 12  # 48 bits


def digest(data: bytes | str) -> str:
    """Return the SHA-256 of `data` (text as UTF-8) in hexadecimal.

    >>> digest("armistice")[:8]
    'a55491c0'
    """
    return hashlib.sha256(_octets(data)).hexdigest()


def digest_of(*parts: str) -> str:
    """Return a short digest of a sequence of texts: 12 hexadecimal digits.

    Every part goes in with its length, so that no two sequences are joined to the same text.

    >>> digest_of("ab", "c") == digest_of("a", "bc")
    False
    """
    hashed = hashlib.sha256()
    for part in parts:
        octets = _octets(part)
        hashed.update(b"%d:" % len(octets))
        hashed.update(octets)
    return hashed.hexdigest()[:_SHORT_LENGTH]


def new_id(prefix: str) -> str:
    """Return a new identifier: `prefix`, a hyphen and 8 random letters and digits (40 bits)."""
    return prefix + "-" + "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))


def _octets(data: bytes | str) -> bytes:
    # A file name that is not valid UTF-8 reaches Python with lone surrogates in it.
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
