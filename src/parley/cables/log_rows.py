"""The rows of a ledger as they stand, streamed: for one who believes none of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from parley.cables.connecting import run
from parley.cables.reading import Reading

__all__ = [
    "COLUMNS",
    "CableRow",
    "Row",
    "blob_rows",
    "cable_rows",
    "event_rows",
    "kept_digests",
    "mentions_count",
    "repeated_parcel",
    "rows_of_cable",
    "rows_of_kinds",
    "runs",
]

#: n, what stands beside the record (`COLUMNS`), record, signature, leaf, subtree.
Row: TypeAlias = tuple[Any, ...]
#: Cable, n, record, signature.
CableRow: TypeAlias = tuple[Any, ...]

#: What stands beside the record of an event, made from it.
COLUMNS = ("kind", "at", "cable", "series", "number", "parcel", "sender", "recipient", "serial")

_PAGE = 128
#: Rows and bytes of one piece of work.
_MOST_ROWS, _MOST_BYTES = 512, 1_000_000
#: Bytes of sealed copies that are fetched at a time.
_BLOB_BYTES = 2_000_000


def event_rows(reading: Reading, since: int = 0) -> Iterator[Row]:
    """Yield the events with all that stands beside them.

    Parameters:
        since: the number of the first.
    """
    query = (
        f"SELECT n, {', '.join(COLUMNS)}, record, signature, leaf, subtree FROM events "
        f"WHERE n >= ? AND n < ? ORDER BY n LIMIT {_PAGE}"
    )
    after = since
    while rows := run(reading.connection, query, (after, reading.head.size)):
        yield from rows
        after = rows[-1][0] + 1


def rows_of_kinds(reading: Reading, kinds: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield number, record and signature of the events that are said to be of some kinds."""
    marks = ", ".join("?" * len(kinds))
    query = (
        f"SELECT n, record, signature FROM events WHERE kind IN ({marks}) AND n > ? AND n < ? "
        f"ORDER BY n LIMIT {_PAGE}"
    )
    after = -1
    while rows := run(reading.connection, query, (*kinds, after, reading.head.size)):
        yield from rows
        after = rows[-1][0]


def cable_rows(reading: Reading) -> Iterator[CableRow]:
    """Yield the events by cable and in their order; one that names several cables, for each."""
    query = (
        "SELECT named.cable, named.n, e.record, e.signature FROM ("
        "SELECT cable, n FROM events WHERE cable IS NOT NULL AND (cable, n) > (?, ?) "
        "UNION ALL SELECT cable, n FROM mentions WHERE (cable, n) > (?, ?) "
        f"ORDER BY 1, 2 LIMIT {_PAGE}) AS named JOIN events AS e ON e.n = named.n ORDER BY 1, 2"
    )
    after: tuple[Any, Any] = ("", -1)
    while rows := run(reading.connection, query, (*after, *after)):
        yield from (row for row in rows if row[1] < reading.head.size)
        after = rows[-1][:2]


def rows_of_cable(reading: Reading, cable: str) -> Iterator[CableRow]:
    """Yield the events that name one cable, as `cable_rows` does."""
    query = (
        "SELECT n, record, signature FROM events WHERE n > ? AND n < ? AND n IN ("
        "SELECT n FROM events WHERE cable = ? UNION SELECT n FROM mentions WHERE cable = ?) "
        f"ORDER BY n LIMIT {_PAGE}"
    )
    after = -1
    while rows := run(reading.connection, query, (after, reading.head.size, cable, cable)):
        yield from ((cable, *row) for row in rows)
        after = rows[-1][0]


def runs(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Yield rows in pieces of work of a bounded size; the record is the fourth from the end."""
    piece: list[Row] = []
    weight = 0
    for row in rows:
        piece.append(row)
        weight += len(row[-4] or b"")
        if len(piece) >= _MOST_ROWS or weight >= _MOST_BYTES:
            yield piece
            piece, weight = [], 0
    if piece:
        yield piece


def mentions_count(reading: Reading) -> int:
    """Return how many rows say that an event names a further cable."""
    query = "SELECT count(*) FROM mentions WHERE n < ?"
    return int(run(reading.connection, query, (reading.head.size,))[0][0])


def repeated_parcel(reading: Reading, since: int = 0) -> tuple[int, str] | None:
    """Return the first event that enters a parcel again, and the parcel; None if there is none."""
    query = (
        "SELECT parcel, kind FROM events WHERE parcel IS NOT NULL GROUP BY parcel, kind "
        "HAVING count(*) > 1 AND max(n) >= ?"
    )
    found = [
        (run(reading.connection, _SECOND, (parcel, kind))[0][0], parcel)
        for parcel, kind in run(reading.connection, query, (since,))
    ]
    return min(found, default=None)


_SECOND = "SELECT n FROM events WHERE parcel = ? AND kind = ? ORDER BY n LIMIT 1 OFFSET 1"


def kept_digests(reading: Reading, digests: Sequence[str]) -> set[str]:
    """Return those of some digests whose bytes are kept."""
    marks = ", ".join("?" * len(digests))
    query = f"SELECT digest FROM blobs WHERE digest IN ({marks})"
    return {row[0] for row in run(reading.connection, query, tuple(digests))} if digests else set()


def blob_rows(reading: Reading) -> Iterator[tuple[Any, Any]]:
    """Yield the sealed bytes that are kept, with the digest they are kept by."""
    sizes = f"SELECT digest, length(data) FROM blobs WHERE digest > ? ORDER BY digest LIMIT {_PAGE}"
    after = ""
    while rows := run(reading.connection, sizes, (after,)):
        group: list[str] = []
        weight = 0
        for digest, size in rows:
            group.append(digest)
            weight += size or 0
            if weight >= _BLOB_BYTES:
                yield from _blobs(reading, group)
                group, weight = [], 0
        yield from _blobs(reading, group)
        after = rows[-1][0]


def _blobs(reading: Reading, group: Sequence[str]) -> Sequence[tuple[Any, Any]]:
    marks = ", ".join("?" * len(group))
    query = f"SELECT digest, data FROM blobs WHERE digest IN ({marks})"
    return run(reading.connection, query, tuple(group)) if group else []
