"""What proves to anybody that a cable was released as it is: its release, and where it stands."""

from __future__ import annotations

from parley.cables.clerk import Clerk, directory_in, known_cable, signer_of
from parley.cables.events.event_bytes import decode_event
from parley.cables.events.kinds import Checkpoint, Received, Released, Signed
from parley.cables.ledger.checkpoints import checkpoint
from parley.cables.ledger.proofs import prove_included
from parley.cables.ledger.reading import Reading, events_of
from parley.kernel.errors import Refused

__all__ = ["release_proof"]


def release_proof(clerk: Clerk, now: Reading, cable: str) -> tuple[Signed, Checkpoint]:
    """Return the release of a cable with its path, and the signed checkpoint it leads to.

    Of a cable released here it is a checkpoint of now; of one from elsewhere, that of its sender.

    Raises Refused for a cable whose release is not known here.
    """
    known_cable(now, cable)
    for entered in events_of(now, cable):
        what = entered.event.what
        if isinstance(what, Released) and what.cable == cable:
            path = prove_included(now, entered.event.n)
            signed = Signed(
                record=entered.record.decode(),
                signature=entered.signature.hex(),
                path=tuple(one.hex() for one in path),
            )
            stands = checkpoint(now, signer_of(clerk, directory_in(now)), clock=clerk.clock)
            return signed, stands
        if isinstance(what, Received) and what.cable == cable and what.checkpoint is not None:
            told = what.origin or what.release
            if told is not None and isinstance(decode_event(told.record.encode()).what, Released):
                return told, what.checkpoint
    raise Refused(
        f"{cable}: expected its release in this log, got none",
        hint="only its number is known here, such as from a reply to it",
    )
