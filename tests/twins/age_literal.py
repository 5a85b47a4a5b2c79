"""Age files written step by step as the specification has it (C2SP age, version 1).

Unlike the library it takes any work for a passphrase, any point for a key, and any number of ways
to open a file; so hostile files can be made whose check is right.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Sequence

from nacl.bindings import (
    crypto_aead_chacha20poly1305_ietf_encrypt,
    crypto_scalarmult,
    crypto_scalarmult_base,
)
from nacl.utils import random

__all__ = ["by_key", "by_passphrase", "encode_bech32", "written"]

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_NAME = b"age-encryption.org/v1"


def derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    """Derive 32 bytes of a key (HKDF with SHA-256, RFC 5869, one block)."""
    extracted = hmac.digest(salt or bytes(32), key, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def wrapped(key: bytes, file_key: bytes) -> bytes:
    """Encrypt the key of a file."""
    return crypto_aead_chacha20poly1305_ietf_encrypt(file_key, None, bytes(12), key)


def letters(data: bytes) -> str:
    """Write bytes in base64 without padding."""
    return b64encode(data).decode().rstrip("=")


def by_passphrase(file_key: bytes, passphrase: str, work: int) -> str:
    """Return the stanza of a passphrase that costs 2 to the power `work`."""
    salt = random(16)
    key = hashlib.scrypt(
        passphrase.encode(), salt=_NAME + b"/scrypt" + salt, n=2**work, r=8, p=1, dklen=32
    )
    return f"-> scrypt {letters(salt)} {work}\n{letters(wrapped(key, file_key))}\n"


def by_key(file_key: bytes, point: bytes) -> str:
    """Return the stanza of a public key of 32 bytes."""
    secret = random(32)
    share = crypto_scalarmult_base(secret)
    key = derived(crypto_scalarmult(secret, point), share + point, _NAME + b"/X25519")
    return f"-> X25519 {letters(share)}\n{letters(wrapped(key, file_key))}\n"


def written(data: bytes, file_key: bytes, stanzas: Sequence[str]) -> bytes:
    """Return a file of at most 64 KiB that these stanzas open."""
    head = (_NAME.decode() + "\n" + "".join(stanzas) + "---").encode()
    check = hmac.digest(derived(file_key, b"", b"header"), head, "sha256")
    nonce = random(16)
    key = derived(file_key, nonce, b"payload")
    last = bytes(11) + b"\x01"
    body = crypto_aead_chacha20poly1305_ietf_encrypt(data, None, last, key)
    return head + f" {letters(check)}\n".encode() + nonce + body


def encode_bech32(prefix: str, data: bytes) -> str:
    """Write bytes in Bech32 (BIP 173)."""
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    values = [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]
    spread = [ord(one) >> 5 for one in prefix] + [0] + [ord(one) & 31 for one in prefix]
    check = 1
    for value in [*spread, *values, 0, 0, 0, 0, 0, 0]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(
            (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
        ):
            check ^= generator if top >> bit & 1 else 0
    check ^= 1
    values += [check >> 5 * (5 - at) & 31 for at in range(6)]
    return prefix + "1" + "".join(_LETTERS[value] for value in values)
