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
    "is_entered",
    "kept_digests",
    "last_before",
    "mentions_count",
    "repeated_parcel",
    "row_before_all",
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
    """Return the first event that enters a parcel again, and the parcel; None if there is none.

    Parameters:
        since: the first event that is looked at.
    """
    query = (
        "SELECT e.n, e.parcel FROM events AS e WHERE e.n >= ? AND e.n < ? "
        "AND e.parcel IS NOT NULL AND EXISTS (SELECT 1 FROM events AS d "
        "WHERE d.parcel = e.parcel AND d.kind = e.kind AND d.n < e.n) ORDER BY e.n LIMIT 1"
    )
    found = run(reading.connection, query, (since, reading.head.size))
    return (found[0][0], found[0][1]) if found else None


def row_before_all(reading: Reading) -> bool:
    """Tell whether there is an event with a number below 0."""
    return bool(run(reading.connection, "SELECT n FROM events WHERE n < 0 LIMIT 1"))


def last_before(reading: Reading, where: tuple[str, ...], n: int) -> int:
    """Return the last number that was taken before an event; 0 for none.

    Parameters:
        where: a series, or the two posts of a link, as `lawful.turn_of` tells them.
    """
    if len(where) == 1:
        query = "SELECT max(number) FROM events WHERE series = ? AND number IS NOT NULL AND n < ?"
    else:
        query = (
            "SELECT max(serial) FROM events WHERE kind = 'sent' AND sender = ? AND recipient = ? "
            "AND n < ?"
        )
    return run(reading.connection, query, (*where, n))[0][0] or 0


def is_entered(reading: Reading, cable: str, n: int) -> bool:
    """Tell whether an event is found by a cable that it names."""
    query = (
        "SELECT 1 FROM events WHERE n = ? AND cable = ? "
        "UNION ALL SELECT 1 FROM mentions WHERE cable = ? AND n = ?"
    )
    return bool(run(reading.connection, query, (n, cable, cable, n)))


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
