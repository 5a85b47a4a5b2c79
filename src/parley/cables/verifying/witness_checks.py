"""Whether a log goes on from where it was seen before: by this office, or by somebody else."""

from __future__ import annotations

from collections.abc import Sequence

from parley.cables.custody.directory import Directory, key_life, revocation_of
from parley.cables.events.kinds import Checkpoint
from parley.cables.ledger.checkpoints import is_checkpoint
from parley.cables.ledger.proofs import root_at
from parley.cables.ledger.reading import Reading
from parley.cables.verifying.pins import Pin
from parley.cables.verifying.tally import Tally, warn, wrong_beside

__all__ = ["against_pin", "against_witnesses"]


def against_pin(now: Reading, pin: Pin | Checkpoint) -> str | None:
    """Say how a log does not go on from where it was seen; None if it does.

    The hashes of the tree are taken as they stand in the ledger.
    """
    size, root = now.head.size, pin.root
    if pin.log != now.head.log:
        return f"{pin.size} events of log {pin.log} were seen, and this is {now.head.log}"
    if pin.size > size:
        return (
            f"{pin.size} events with root {root} were seen at {pin.at}, and there are {size} now "
            f"with root {root_at(now, size).hex()}: the end of the log was cut off"
        )
    found = root_at(now, pin.size).hex()
    if found == root:
        return None
    return (
        f"the first {pin.size} events had root {root} when they were seen at {pin.at}, and now "
        f"have {found}: the log was rewritten, or this is another one of the same name"
    )


def against_witnesses(
    now: Reading, directory: Directory, witnesses: Sequence[Checkpoint], tally: Tally
) -> None:
    """Compare a log with what others hold of it: checkpoints that they were handed or signed.

    Parameters:
        directory: of the log; without posts for one that was not looked at.
    """
    for one in witnesses:
        whose = f"the checkpoint of {one.size} events that {one.post} signed at {one.at}"
        if not is_checkpoint(one):
            warn(tally, f"{whose} bears a wrong signature, and proves nothing")
            continue
        tally.checked["checkpoints"] += 1
        fault = against_pin(now, one)
        if fault is not None:
            wrong_beside(tally, f"{whose}: {fault}")
        life = key_life(directory, one.key)
        if directory.posts and (life is None or life.post != one.post):
            warn(tally, f"{whose}: the directory does not know its key as that of {one.post}")
        revoked = revocation_of(directory, one.key)
        if revoked is not None and one.at >= revoked.since:
            warn(tally, f"{whose}: its key was revoked for what it signed since {revoked.since}")
