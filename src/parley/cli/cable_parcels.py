"""Parcels in folders and on a server: written whole, read with a bound, told line by line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from parley.cables.messages.container import MAGIC, MOST_PARCEL, decode_parcel
from parley.cables.primitives.legible import cut
from parley.cables.steps.receive import Taken
from parley.cables.steps.send import Outgoing
from parley.cli.layout import wrapped
from parley.kernel.errors import Refused

__all__ = [
    "ENDING",
    "addressee",
    "in_order",
    "outgoing_data",
    "outgoing_lines",
    "parcel_files",
    "read_parcel_file",
    "shown_fault",
    "taken_data",
    "taken_lines",
    "write_parcels",
]

#: How the name of a parcel's file ends. What is before it tells nothing.
ENDING = ".cable"


def write_parcels(folder: Path, parcels: Iterable[Outgoing]) -> None:
    """Write each parcel to a file of its own, whole or not at all.

    Raises Refused where a file cannot be written; those before it are there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in parcels:
            _write(folder, f"{one.parcel}{ENDING}", one.data)
    except OSError as error:
        raise Refused(
            f"{folder}: not all parcels could be written: {error.strerror or error}",
            hint="they are entered as sent and kept: parley cable send --repeat --out FOLDER "
            "writes them again",
        ) from None


def _write(folder: Path, name: str, data: bytes) -> None:
    with NamedTemporaryFile(dir=folder, prefix=".parley-", delete=False) as stream:
        made = Path(stream.name)
        try:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        except OSError:
            made.unlink(missing_ok=True)
            raise
    made.replace(folder / name)


def parcel_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files that are named, and of folders the `.cable` files in them, by name.

    Raises Refused for what is not there.
    """
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.glob(f"*{ENDING}") if _may_be_one(one))
        elif path.exists():
            yield path
        else:
            raise Refused(f"there is no {path}", hint="name the files or folders with the parcels")


def _may_be_one(path: Path) -> bool:
    """Whether a name on a stick is of a file that ends: not of a pipe, a device or a folder."""
    return path.is_file() or (path.is_symlink() and not path.exists())


def in_order(paths: Iterable[Path]) -> list[Path]:
    """Return files of parcels in the order in which they were sent, as far as they can be read."""
    return sorted(paths, key=_place)


def _place(path: Path) -> tuple[str, str, int]:
    try:
        header = decode_parcel(read_parcel_file(path)).header
    except Refused:
        return "", "", 0  # it is refused when its turn comes
    return header.sender, header.to, header.serial


def addressee(path: Path) -> str | None:
    """Return for which post a parcel is; None for a file that is no parcel."""
    try:
        return decode_parcel(read_parcel_file(path)).header.to
    except Refused:
        return None


def read_parcel_file(path: Path) -> bytes:
    """Return the bytes of a parcel's file; raises Refused where it cannot be read."""
    try:
        with path.open("rb") as stream:
            data = stream.read(len(MAGIC))
            if data == MAGIC:  # of what is no parcel no more is read
                data += stream.read(MOST_PARCEL + 1 - len(MAGIC))
    except OSError as error:
        raise Refused(
            f"it cannot be read: {error.strerror or error}", hint="copy it again"
        ) from None
    if len(data) > MOST_PARCEL:
        raise Refused(f"expected at most {MOST_PARCEL:,} bytes, got more", hint="it is no parcel")
    return data


def outgoing_lines(parcels: Sequence[Outgoing]) -> Iterator[str]:
    """Tell what goes where, a parcel on a line."""
    for one in parcels:
        what = f"news of {one.cable}" if one.copy is None else f"copy {one.copy} of {one.cable}"
        yield from wrapped(f"to {one.to}, parcel {one.serial}: {what}", 2, 4)


def outgoing_data(parcels: Iterable[Outgoing]) -> list[dict[str, Any]]:
    """Return what goes where as plain data."""
    return [
        {
            "parcel": one.parcel,
            "to": one.to,
            "serial": one.serial,
            "cable": one.cable,
            "copy": one.copy,
            "bytes": len(one.data),
        }
        for one in parcels
    ]


def taken_lines(one: Taken) -> Iterator[str]:
    """Tell what came in a parcel, and what is odd about it."""
    start = f"from {one.sender} to {one.to}, parcel {one.serial}"
    if one.state == "again":
        yield from wrapped(f"{start}: it was taken in before", 2, 4)
        return
    if one.state == "copy":
        release = one.release
        kind = f", {release.cable_kind}, {release.precedence}" if release is not None else ""
        yield from wrapped(f"{start}: copy {one.copy} of {one.cable}{kind}", 2, 4)
        if release is not None and release.about is not None:
            yield from wrapped(f"about {release.about}", 6)
    else:
        told = ", ".join(one.about) or "no cable"
        yield from wrapped(f"{start}: news of {told}", 2, 4)
    if one.duplicate:
        yield from wrapped("SUSPECTED DUPLICATE: this copy had come before", 6)
    if one.late:
        yield from wrapped("LATE: a later parcel came before it", 6)
    if one.missing:
        word = "parcel" if len(one.missing) == 1 else "parcels"
        numbers = ", ".join(map(str, one.missing))
        yield from wrapped(f"MISSING: {word} {numbers} of {one.sender} did not come yet", 6)


def taken_data(taken: Iterable[Taken]) -> list[dict[str, Any]]:
    """Return what came as plain data."""
    return [
        {
            "parcel": one.parcel,
            "sender": one.sender,
            "to": one.to,
            "serial": one.serial,
            "state": one.state,
            "cable": one.cable,
            "copy": one.copy,
            "about": list(one.about),
            "missing": list(one.missing),
            "late": one.late,
            "duplicate": one.duplicate,
        }
        for one in taken
    ]


def shown_fault(error: Refused) -> str:
    """Return why a parcel was refused, on one line."""
    return cut(str(error), 600)
