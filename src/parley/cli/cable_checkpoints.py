"""Files that go from hand to hand beside the parcels: checkpoints, statements, exports."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from parley.cables.events.event_bytes import plain
from parley.cables.events.kinds import Checkpoint, Witness
from parley.cables.primitives.canonical import encode
from parley.cables.primitives.legible import cut
from parley.dossier.editing.writing import write_atomically
from parley.kernel.errors import Refused

__all__ = [
    "read_checkpoint",
    "read_export",
    "read_witness",
    "write_checkpoint",
    "write_witness",
]

_MOST = 1_000_000  # bytes of a small file
_MOST_EXPORT = 64_000_000

Record = TypeVar("Record", bound=Struct)


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint to a file; raises Refused where that fails."""
    write_atomically(path, encode(plain(checkpoint)).decode() + "\n")


def write_witness(path: Path, witness: Witness) -> None:
    """Write the signature of a witness to a file; raises Refused where that fails."""
    write_atomically(path, encode(plain(witness)).decode() + "\n")


def read_checkpoint(path: Path, log: str) -> Checkpoint:
    """Read a checkpoint that somebody kept; raises Refused for what is none of this log."""
    found = _read(path, Checkpoint, "a checkpoint, as `parley cable checkpoint` writes it")
    if found.log != log:
        raise Refused(
            f"{path}: expected a checkpoint of the log {log}, got one of {cut(found.log, 80)}",
            hint="it is for the office that keeps that log",
        )
    return found


def read_witness(path: Path) -> Witness:
    """Read the signature of a witness; raises Refused for what is none."""
    return _read(path, Witness, "the statement of a witness, as `parley cable witness` writes it")


def read_export(path: Path) -> bytes:
    """Return an export without the end of its line; raises Refused where it cannot be read."""
    return _bytes(path, _MOST_EXPORT).removesuffix(b"\n")


def _read(path: Path, kind: type[Record], what: str) -> Record:
    try:
        return msgspec.json.decode(_bytes(path, _MOST), type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Refused(
            f"{path}: expected {what}, got something else ({cut(str(error), 120)})",
            hint="get it again from where it comes",
        ) from None


def _bytes(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise Refused(
            f"{path} cannot be read: {error.strerror or error}", hint="name another file"
        ) from None
    if len(data) > most:
        raise Refused(
            f"{path}: expected at most {most:,} bytes, got more", hint="name another file"
        )
    return data
