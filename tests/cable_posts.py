"""Made-up posts with their keys, for tests and benchmarks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from parley.cables.events.kinds import Card
from parley.cables.primitives.sealing import new_sealing_secret, recipient_of
from parley.cables.primitives.signing import public_key, secret_key

__all__ = ["Post", "post"]


@dataclass(frozen=True, slots=True)
class Post:
    """A post with its secrets."""

    name: str
    seed: bytes
    secret: bytes
    card: Card


@cache
def post(name: str, generation: int = 0) -> Post:
    """Return a post with secrets that are the same each time; its sealing key is made by chance."""
    seed = sha256(f"{name} {generation}".encode()).digest()
    sealing = recipient_of(new_sealing_secret())
    card = Card(post=name, signing=public_key(seed).hex(), sealing=sealing)
    return Post(name, seed, secret_key(seed), card)
