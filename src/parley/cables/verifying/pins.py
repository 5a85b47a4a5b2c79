"""Where logs were seen last, kept apart from them: a log that was rewritten since does not fit.

The file holds one pin for each log: for that of the office, and for those of correspondents.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from parley.cables.events.event_bytes import plain
from parley.cables.events.kinds import Checkpoint, Count, Hex32, Instant, Name
from parley.cables.primitives.canonical import encode
from parley.cables.primitives.write_lock import write_lock
from parley.dossier.editing.writing import write_atomically
from parley.kernel.errors import Refused

__all__ = ["Pin", "pin_of", "read_pins", "write_pin"]

_MOST_BYTES = 10_000_000


class Pin(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a log stood when it was seen last.

    Parameters:
        log: its name.
        size: how many events there were.
        root: of their tree, in hex.
        at: when it was seen.
    """

    log: Name
    size: Count
    root: Hex32
    at: Instant


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file of pins."""

    parley: Literal["pins"]
    v: Literal[1]
    pins: tuple[Pin, ...]


def pin_of(checkpoint: Checkpoint) -> Pin:
    """Return the pin for a checkpoint; whose signature it bears is for the caller to look at."""
    return Pin(log=checkpoint.log, size=checkpoint.size, root=checkpoint.root, at=checkpoint.at)


def read_pins(path: Path) -> Mapping[str, Pin]:
    """Return the pins of a file, by log; none if there is no such file.

    Raises Refused for what is no file of pins.
    """
    try:
        if path.exists() and not path.is_file():
            raise Refused(
                f"{path}: expected a file of pins, got a folder, a pipe or a device",
                hint="take the last good copy of it",
            )
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise Refused(
                f"{path}: expected at most {_MOST_BYTES:,} bytes of pins, got more",
                hint="name the file that `parley cable verify` writes",
            )
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise Refused(
            f"{path}: expected a file of pins, got: {error.strerror}", hint="look at its rights"
        ) from None
    try:
        pins = msgspec.json.decode(data, type=_File).pins
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise Refused(
            f"{path}: expected a file of pins, got another ({error})",
            hint="take the last good copy of it; without pins a rewritten log is not found out",
        ) from None
    found = {one.log: one for one in pins}
    if len(found) < len(pins):
        raise Refused(
            f"{path}: expected one pin for each log, got two for one",
            hint="take the last good copy of the file",
        )
    return found


def write_pin(path: Path, pin: Pin) -> None:
    """Keep where a log stands now, in place of where it stood; that it went on was verified before.

    The file is written so that at any moment the old or the new one is there, whole.

    Raises Refused for a pin that goes back: with fewer events, or as many and another root.
    """
    with write_lock(path.with_name(path.name + "-lock")):
        pins = dict(read_pins(path))
        old = pins.get(pin.log)
        if old is not None and (
            pin.size < old.size or (pin.size == old.size) != (pin.root == old.root)
        ):
            raise Refused(
                f"{path}: expected log {pin.log} to go on from {old.size} events with root "
                f"{old.root}, got {pin.size} with root {pin.root}",
                hint="the log was cut off or rewritten since: find out by whom before you go on",
            )
        if old == pin:
            return
        pins[pin.log] = pin
        file = _File(parley="pins", v=1, pins=tuple(pins[name] for name in sorted(pins)))
        write_atomically(path, encode(plain(file)).decode() + "\n")
