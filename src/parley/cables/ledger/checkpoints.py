"""Checkpoints: where a log stands, signed; whoever holds one can prove a later rewriting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from parley.cables.events.kinds import Checkpoint
from parley.cables.ledger.log import Signer, instant, utc_now
from parley.cables.ledger.reading import Reading, head_of
from parley.cables.primitives.signing import for_purpose, is_signed, sign
from parley.kernel.errors import Refused

__all__ = ["checkpoint", "cosign", "is_checkpoint"]


def checkpoint(
    reading: Reading, signer: Signer, *, clock: Callable[[], datetime] = utc_now
) -> Checkpoint:
    """Sign where a log stands.

    Parameters:
        clock: tells the time; it is never told as before the last event.
    """
    head = head_of(reading)
    at = max(instant(clock()), reading.head.at)
    return _signed(head.log, head.size, head.root.hex(), at, signer)


def cosign(
    seen: Checkpoint, signer: Signer, *, clock: Callable[[], datetime] = utc_now
) -> Checkpoint:
    """Sign where another log stood: as a witness of it.

    Raises Refused for a checkpoint with a wrong signature.
    """
    if not is_checkpoint(seen):
        raise Refused(
            f"checkpoint of {seen.log}: expected one that its signer signed, got another",
            hint="get it again from where it comes; do not sign this one",
        )
    return _signed(seen.log, seen.size, seen.root, max(instant(clock()), seen.at), signer)


def is_checkpoint(checkpoint: Checkpoint) -> bool:
    """Tell whether a checkpoint is signed by the key that it names; whose key it is, is not."""
    told = _message(checkpoint.log, checkpoint.size, checkpoint.root, checkpoint.at)
    return is_signed(bytes.fromhex(checkpoint.key), told, bytes.fromhex(checkpoint.signature))


def _signed(log: str, size: int, root: str, at: str, signer: Signer) -> Checkpoint:
    signature = sign(signer.seed, _message(log, size, root, at)).hex()
    return Checkpoint(
        log=log, size=size, root=root, at=at, post=signer.post, key=signer.key, signature=signature
    )


def _message(log: str, size: int, root: str, at: str) -> bytes:
    # the same bytes as `canonical.encode`, in a tenth of the time: keys and digits are all ASCII
    told = _encoder.encode({"at": at, "log": log, "root": root, "size": size})
    return for_purpose("checkpoint", told)


_encoder = msgspec.json.Encoder(order="sorted")
