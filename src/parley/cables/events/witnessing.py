"""What a witness of a destruction signs: which copies, of which log, by whom and why."""

from __future__ import annotations

from collections.abc import Sequence

from parley.cables.events.event_bytes import plain
from parley.cables.events.kinds import HeldCopy, Witness
from parley.cables.primitives.canonical import encode
from parley.cables.primitives.signing import for_purpose, is_signed, public_key, sign

__all__ = ["emergency_statement", "is_witnessed", "statement", "witness"]


def statement(log: str, cable: str, copy: int, by: str, reason: str) -> bytes:
    """Return what a witness signs when a copy is destroyed.

    Parameters:
        by: the post that destroys it.
    """
    return encode({"cable": cable, "copy": copy, "log": log, "post": by, "reason": reason})


def emergency_statement(
    log: str, destroyed: Sequence[HeldCopy], left: Sequence[HeldCopy], by: str, reason: str
) -> bytes:
    """Return what a witness signs when much is destroyed in haste.

    Parameters:
        destroyed, left: the copies that were destroyed, and those that could not be.
        by: the post that reports it.
    """
    return encode(
        {
            "destroyed": [plain(one) for one in destroyed],
            "left": [plain(one) for one in left],
            "log": log,
            "post": by,
            "reason": reason,
        }
    )


def witness(post: str, seed: bytes, stated: bytes) -> Witness:
    """Sign a statement.

    Parameters:
        post: the witness; `seed`: its secret.
        stated: made by `statement` or `emergency_statement`.
    """
    signature = sign(seed, for_purpose("witness", stated))
    return Witness(post=post, key=public_key(seed).hex(), signature=signature.hex())


def is_witnessed(witness: Witness, stated: bytes) -> bool:
    """Tell whether a witness's signature of a statement is by the key it names."""
    message = for_purpose("witness", stated)
    return is_signed(bytes.fromhex(witness.key), message, bytes.fromhex(witness.signature))
