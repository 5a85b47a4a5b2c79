"""What verifying a log came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

__all__ = ["Depth", "Verified", "Wrong"]

#: All that came after the pin (all there is, without one); all there is; or the hashes of it all.
Depth: TypeAlias = Literal["new", "full", "hashes"]


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that is not as it should be.

    Parameters:
        n: the event; None for what stands beside the log.
        what: in words.
    """

    n: int | None
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying a log came to.

    Parameters:
        log: its name.
        size: how many events there are.
        root: of the tree over them as the ledger has it, in hex.
        depth: what was asked for.
        since: the first event that was looked at in full; those before are believed as far as they
            are under the pin.
        wrong: the first wrong event, if there is one, and then what is wrong beside the log.
        warnings: what may be right and should be known, such as doubtful signatures.
        doubts: how many signatures were made after the time from which their key was revoked later.
        checked: how many of what were looked at: events, signatures, cables, copies, checkpoints.
        seconds: how long each stage took.
    """

    log: str
    size: int
    root: str
    depth: Depth
    since: int
    wrong: tuple[Wrong, ...]
    warnings: tuple[str, ...] = ()
    doubts: int = 0
    checked: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
