"""Key stores for tests, whose passphrase costs a thousandth of a real one."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from nacl.utils import random

from parley.cables.keys import key_store
from parley.cables.keys.key_store import KeyStore, Secret, new_secret, packed
from parley.cables.keys.sittings import begin_sitting
from tests.twins.age_literal import by_passphrase, written

__all__ = ["PASSPHRASE", "cheap_seals", "in_a_sitting", "sealed_cheaply", "store_of"]

PASSPHRASE = "a passphrase of the tests alone"
_WORK = 10


def sealed_cheaply(data: bytes, passphrase: str = PASSPHRASE, work: int = _WORK) -> bytes:
    """Seal bytes by a passphrase that costs little."""
    file_key = random(16)
    return written(data, file_key, [by_passphrase(file_key, passphrase, work)])


def cheap_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is saved from now on be sealed cheaply; what it says is the same."""
    monkeypatch.setattr(key_store, "seal_by_passphrase", sealed_cheaply)


def store_of(path: Path, *posts: str, passphrase: str = PASSPHRASE) -> KeyStore:
    """Write a key store with new keys of some posts and return it, unlocked.

    Parameters:
        posts: a post named twice has an older and a newer pair.
    """
    secrets: tuple[Secret, ...] = tuple(new_secret(post) for post in posts)
    sealed = sealed_cheaply(packed(secrets), passphrase)
    key_store.write_private(path, sealed)
    return KeyStore(path, secrets, sha256(sealed).hexdigest())


def in_a_sitting(monkeypatch: pytest.MonkeyPatch, store: KeyStore) -> str:
    """Begin a sitting of a store for the commands of this test, and return its token."""
    token = begin_sitting(store).token
    monkeypatch.setenv("PARLEY_KEYS", str(store.path))
    monkeypatch.setenv("PARLEY_SITTING", token)
    monkeypatch.delenv("PARLEY_PASSPHRASE_FILE", raising=False)
    return token
