"""Seals: who may read something, by a key of theirs or by a passphrase (age, by the rage library).

A sealing key is an X25519 key (Bernstein 2006; RFC 7748) written as age writes it, `age1...`.
Points of small order are refused: what is sealed to one of them, everybody could open.
"""

from __future__ import annotations

import re
import unicodedata

import pyrage  # type: ignore[import-untyped]
from pyrage import passphrase as by_passphrase
from pyrage.x25519 import Identity, Recipient  # type: ignore[import-untyped]

from parley.cables.primitives.age_header import require_one_holder, require_work
from parley.kernel.errors import Refused, quoted

__all__ = [
    "LEAST_PASSPHRASE",
    "new_sealing_secret",
    "point_of",
    "recipient_of",
    "require_good_recipient",
    "seal",
    "seal_by_passphrase",
    "unseal",
    "unseal_by_passphrase",
]

#: Characters of the shortest passphrase that is taken.
LEAST_PASSPHRASE = 12

_P = 2**255 - 19
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_RECIPIENT = re.compile(f"age1[{_LETTERS}]{{58}}")
_CHECK = 6  # letters
#: The u-coordinates of small order, of the curve and of its twist (Bernstein, "ECDH", cr.yp.to).
_SMALL = frozenset(
    {
        0,
        1,
        325606250916557431795983626356110631294008115727848805560023387167927233504,
        39382357235489614581723060781553021112529911719440698176882885853963445705823,
        _P - 1,
    }
)


def new_sealing_secret() -> str:
    """Return a new secret, `AGE-SECRET-KEY-1...`, from the system's source of chance."""
    return str(Identity.generate())


def recipient_of(secret: str) -> str:
    """Return the public sealing key of a secret, `age1...`.

    Raises Refused for what is no such secret.
    """
    return str(_identity(secret).to_public())


def point_of(recipient: str) -> bytes:
    """Return the 32 bytes that a public sealing key stands for (Bech32: BIP 173, Wuille 2017).

    Raises Refused for what is no such key.
    """
    bad = Refused(
        f"sealing key: expected `age1` and 58 letters and digits that fit together, got "
        f"{quoted(recipient)}",
        hint="copy it whole, or ask for the card again",
    )
    if not _RECIPIENT.fullmatch(recipient):
        raise bad
    try:
        Recipient.from_str(recipient)  # it looks at the check letters
    except pyrage.RecipientError:
        raise bad from None
    value = 0
    for letter in recipient[4:-_CHECK]:
        value = value << 5 | _LETTERS.index(letter)
    if value & 0b1111:  # 52 letters of 5 bits are 4 bits more than 32 bytes
        raise bad
    return (value >> 4).to_bytes(32, "big")


def require_good_recipient(recipient: str) -> None:
    """Refuse what is no public sealing key to be trusted, before anything is sealed to it.

    Raises Refused for another form, points of small order, and points in a second form.
    """
    value = int.from_bytes(point_of(recipient), "little")
    if value >= _P or value in _SMALL:
        raise Refused(
            f"sealing key: expected a point of X25519 of large order in its only form, got "
            f"{recipient}, to which nothing can be sealed safely",
            hint="ask for the card again, and compare fingerprints by another way",
        )


def seal(data: bytes, recipient: str) -> bytes:
    """Seal bytes so that the holder of one secret alone can read them; never twice the same bytes.

    Raises Refused for a key that is not to be trusted.
    """
    require_good_recipient(recipient)
    return bytes(pyrage.encrypt(data, [Recipient.from_str(recipient)]))


def unseal(sealed: bytes, *secrets: str) -> bytes:
    """Return what was sealed to the key of one of these secrets.

    Raises Refused for what is sealed to another, to several, or was changed.
    """
    require_one_holder(sealed)
    try:
        return bytes(pyrage.decrypt(sealed, [_identity(one) for one in secrets]))
    except pyrage.DecryptError as error:
        foreign = "No matching keys" in str(error)
        raise Refused(
            "sealed file: expected one that is sealed to you, got one that "
            + ("your keys do not open" if foreign else "was changed or is not whole"),
            hint="ask its sender which key it was sealed to" if foreign else "get it again",
        ) from None


def seal_by_passphrase(data: bytes, passphrase: str) -> bytes:
    """Seal bytes by a passphrase; it takes about a second, as long as trying one will take.

    Raises Refused for a passphrase that is too short.
    """
    plain = _normal(passphrase)
    if len(plain) < LEAST_PASSPHRASE:
        raise Refused(
            f"passphrase: expected at least {LEAST_PASSPHRASE} characters, got {len(plain)}",
            hint="take five or six words drawn by chance",
        )
    sealed = bytes(by_passphrase.encrypt(data, plain))
    require_work(sealed)  # else it could not be opened again
    return sealed


def unseal_by_passphrase(sealed: bytes, passphrase: str) -> bytes:
    """Return what was sealed by a passphrase.

    Raises Refused for another passphrase, changed bytes, or more work than is allowed.
    """
    require_work(sealed)
    try:
        return bytes(by_passphrase.decrypt(sealed, _normal(passphrase)))
    except pyrage.DecryptError:
        raise Refused(
            "expected the passphrase by which it was sealed, got another",
            hint="try again; if you are sure of it, the file was damaged: use your copy of it",
        ) from None


def _normal(passphrase: str) -> str:
    """One form of letters with marks: keyboards and systems write them in two."""
    return unicodedata.normalize("NFC", passphrase)


def _identity(secret: str) -> Identity:
    try:
        return Identity.from_str(secret)
    except pyrage.IdentityError:
        raise Refused(
            "secret sealing key: expected `AGE-SECRET-KEY-1...`, got something else",
            hint="copy it whole",
        ) from None
