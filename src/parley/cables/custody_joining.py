"""The cables of a log, one after the other: what was done with each, and its sealed copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from parley.cables.blobs import get_blob
from parley.cables.custody_checks import (
    Cables,
    Followed,
    Kept,
    Way,
    ended,
    follow,
    follow_cables,
)
from parley.cables.event_checks import Given
from parley.cables.events import leaf_of
from parley.cables.in_order import Working
from parley.cables.log_rows import CableRow, blob_rows, cable_rows, kept_digests, rows_of_cable
from parley.cables.reading import Reading
from parley.cables.tally import Tally, told, warn, wrong_at, wrong_beside
from parley.kernel.errors import Refused

__all__ = ["changed_blobs", "join_cables"]

#: Events of a piece of work, and of one cable before it is gone through by itself.
_PIECE, _LONG = 512, 4_096
#: Changed copies that are named with the cable they are of.
_MOST_CHANGED = 1_000


def join_cables(
    now: Reading, given: Given, working: Working, tally: Tally, changed: set[str] | None
) -> int:
    """Look at what was done with the cables, before the first wrong event.

    Parameters:
        changed: the digests of the sealed bytes that are other ones now (`changed_blobs`); None
            to look at the bytes of each copy that should be here.

    Returns how often events that are looked at name a cable.
    """
    long: list[Followed] = []
    rows = cable_rows(now) if not given.since else _of_named(now, given, tally)
    until = now.head.size if tally.wrong is None else tally.wrong[0]
    named = 0
    for followed in _all(working(follow_cables, _pieces(given, rows, until, long)), long):
        if followed.wrong is not None:
            wrong_at(tally, *followed.wrong)
        named += followed.named
        tally.checked["cables"] += followed.cables
        told(tally, "cables", named)
        _look_at_copies(now, followed, tally, changed)
    return named


def changed_blobs(now: Reading, tally: Tally) -> set[str]:
    """Return the digests of sealed bytes that are no longer those that were put in."""
    changed: set[str] = set()
    for digest, data in blob_rows(now):
        tally.checked["copies"] += 1
        if not isinstance(data, bytes) or sha256(data).hexdigest() != digest:
            if len(changed) < _MOST_CHANGED:
                changed.add(digest)
            wrong_beside(tally, f"the sealed bytes {digest!s:.12}… are not those that were put in")
    return changed


def _all(worked: Iterator[Followed], long: list[Followed]) -> Iterator[Followed]:
    yield from worked
    yield from long


def _of_named(now: Reading, given: Given, tally: Tally) -> Iterator[CableRow]:
    """The events of the cables that new events name; older ones are noted as relied on."""
    for cable in sorted(tally.cables):
        for row in rows_of_cable(now, cable):
            if row[1] < given.since:
                tally.used[row[1]] = leaf_of(row[2], row[3])
            yield row


def _pieces(
    given: Given, rows: Iterable[CableRow], until: int, long: list[Followed]
) -> Iterator[Cables]:
    """Whole cables in pieces of work; a cable that is longer is gone through here, into `long`."""
    piece: list[CableRow] = []
    start = 0  # of the last cable in the piece
    cable: object = None
    way: Way | None = None
    for row in rows:
        if row[0] != cable:
            cable = row[0]
            if way is not None:
                long.append(ended(given, follow(given, way, Cables(until, piece))))
                piece, way = [], None
            elif len(piece) >= _PIECE:
                yield Cables(until, piece)
                piece = []
            start = len(piece)
        piece.append(row)
        if len(piece) - start >= _LONG:
            if start:
                yield Cables(until, piece[:start])
            way = follow(given, way, Cables(until, piece[start:]))
            piece, start = [], 0
    if way is not None:
        long.append(ended(given, follow(given, way, Cables(until, piece))))
    elif piece:
        yield Cables(until, piece)


def _look_at_copies(
    now: Reading, followed: Followed, tally: Tally, changed: set[str] | None
) -> None:
    digests = [one.digest for one in (*followed.kept, *followed.gone)]
    here: set[str] = set()
    for start in range(0, len(digests), _PIECE):
        here |= kept_digests(now, digests[start : start + _PIECE])
    for one in followed.kept:
        name = f"copy {one.copy} of {one.cable}"
        if one.digest not in here:
            wrong_beside(tally, f"{name}: its sealed bytes {one.digest[:12]}… are not here")
        elif one.digest in changed if changed is not None else not _is_whole(now, one, tally):
            wrong_beside(tally, f"{name}: its sealed bytes {one.digest[:12]}… were changed")
    for one in followed.gone:
        if one.digest in here:
            warn(tally, f"copy {one.copy} of {one.cable} is gone, and its sealed bytes are here")


def _is_whole(now: Reading, kept: Kept, tally: Tally) -> bool:
    tally.checked["copies"] += 1
    try:
        get_blob(now, kept.digest)
    except Refused:
        return False
    return True
