"""The cables of a log, one after the other: what was done with each, and its sealed copies."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from parley.cables.events.event_bytes import leaf_of
from parley.cables.ledger.blobs import get_blob
from parley.cables.ledger.reading import Reading
from parley.cables.verifying.custody_checks import (
    Cables,
    Followed,
    Kept,
    follow_cables,
)
from parley.cables.verifying.event_checks import Given
from parley.cables.verifying.in_order import Working
from parley.cables.verifying.log_rows import (
    CableRow,
    ask_here,
    blob_rows,
    cable_rows,
    cable_spans,
    kept_digests,
    rows_of_cable,
)
from parley.cables.verifying.tally import Tally, told, warn, wrong_at, wrong_beside
from parley.kernel.errors import Refused

__all__ = ["changed_blobs", "join_cables"]

#: Digests that are asked for at once.
_PIECE = 512
#: Changed copies that are named with the cable they are of.
_MOST_CHANGED = 1_000


def join_cables(
    now: Reading, given: Given, working: Working | None, tally: Tally, changed: set[str] | None
) -> int:
    """Look at what was done with the cables, before the first wrong event.

    Parameters:
        working: None to do it in this process.
        changed: the digests of the sealed bytes that are other ones now (`changed_blobs`); None
            to look at the bytes of each copy that should be here.

    Returns how often events that are looked at name a cable.
    """
    until = now.head.size if tally.wrong is None else tally.wrong[0]
    followed_all: Iterator[Followed]
    if working is None or given.since or given.path is None:
        followed_all = (follow_cables(given, one) for one in _here(now, given, tally, until))
    else:
        spans = (Cables(until, *one) for one in cable_spans(ask_here(now)))
        followed_all = working(follow_cables, spans)
    named = 0
    for followed in followed_all:
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


def _here(now: Reading, given: Given, tally: Tally, until: int) -> Iterator[Cables]:
    """The cables with their events, read here."""
    if given.since:
        for cable in sorted(tally.cables):
            yield Cables(until, rows=_of_named(now, given, tally, cable))
    else:
        ask = ask_here(now)
        for after, last in cable_spans(ask):
            yield Cables(until, rows=cable_rows(ask, now.head.size, after, last))


def _of_named(now: Reading, given: Given, tally: Tally, cable: str) -> Iterator[CableRow]:
    """The events of a cable that new events name; older ones are noted as relied on."""
    for row in rows_of_cable(now, cable):
        if row[1] < given.since:
            tally.used[row[1]] = leaf_of(row[2], row[3])
        yield row


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
