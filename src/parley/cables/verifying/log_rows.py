"""The rows of a ledger as they stand, streamed: for one who believes none of them."""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias

from parley.cables.ledger.connecting import run
from parley.cables.ledger.reading import Reading

__all__ = [
    "COLUMNS",
    "MOST_ROWS",
    "Ask",
    "CableRow",
    "Row",
    "ask_file",
    "ask_here",
    "blob_rows",
    "cable_rows",
    "cable_spans",
    "event_rows",
    "is_entered",
    "kept_digests",
    "last_before",
    "mentions_count",
    "repeated_parcel",
    "row_before_all",
    "rows_of_cable",
    "rows_of_kinds",
]

#: Asks a ledger; returns the rows that it finds.
Ask: TypeAlias = Callable[[str, tuple[Any, ...]], Sequence[tuple[Any, ...]]]
#: n, what stands beside the record (`COLUMNS`), record, signature, leaf, subtree.
Row: TypeAlias = tuple[Any, ...]
#: Cable, n, record, signature.
CableRow: TypeAlias = tuple[Any, ...]

#: What stands beside the record of an event, made from it.
COLUMNS = ("kind", "at", "cable", "series", "number", "parcel", "sender", "recipient", "serial")

_PAGE, _KEYS = 128, 2_000
#: After any number of an event.
_LAST = 2**62
#: Events of one piece of work.
MOST_ROWS = 1_024
#: Bytes of sealed copies that are fetched at a time.
_BLOB_BYTES = 2_000_000


def ask_here(reading: Reading) -> Ask:
    """Return what asks in one state of a ledger."""
    return partial(run, reading.connection)


@cache
def ask_file(path: str) -> Ask:
    """Return what asks a file of SQLite, by a connection that is kept and can change nothing.

    It sees what is entered meanwhile, too.
    """
    connection = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)
    return lambda query, values: connection.execute(query, values).fetchall()


def event_rows(ask: Ask, since: int, until: int) -> Iterator[Row]:
    """Yield the events with all that stands beside them.

    Parameters:
        since: the number of the first; `until`: the one before which to end.
    """
    query = (
        f"SELECT n, {', '.join(COLUMNS)}, record, signature, leaf, subtree FROM events "
        f"WHERE n >= ? AND n < ? ORDER BY n LIMIT {_PAGE}"
    )
    after = since
    while rows := ask(query, (after, until)):
        yield from rows
        after = rows[-1][0] + 1


def rows_of_kinds(reading: Reading, kinds: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield number, record and signature of the events that are said to be of some kinds."""
    return heapq.merge(*(_rows_of_kind(reading, kind) for kind in kinds), key=itemgetter(0))


def _rows_of_kind(reading: Reading, kind: str) -> Iterator[tuple[Any, ...]]:
    query = (
        "SELECT n, record, signature FROM events WHERE kind = ? AND n > ? AND n < ? "
        f"ORDER BY n LIMIT {_PAGE}"
    )
    after = -1
    while rows := run(reading.connection, query, (kind, after, reading.head.size)):
        yield from rows
        after = rows[-1][0]


def cable_rows(ask: Ask, size: int, after: str = "", last: str | None = None) -> Iterator[CableRow]:
    """Yield the events by cable and in their order; one that names several cables, for each.

    Parameters:
        size: how many events there are.
        after: the cable after which to begin; `last`: the last one, of all if left out.
    """
    bound = "" if last is None else "AND cable <= ? "
    query = (
        "SELECT named.cable, named.n, e.record, e.signature FROM ("
        f"SELECT cable, n FROM events WHERE cable IS NOT NULL AND (cable, n) > (?, ?) {bound}"
        f"UNION ALL SELECT cable, n FROM mentions WHERE (cable, n) > (?, ?) {bound}"
        f"ORDER BY 1, 2 LIMIT {_PAGE}) AS named JOIN events AS e ON e.n = named.n ORDER BY 1, 2"
    )
    end = () if last is None else (last,)
    place: tuple[Any, Any] = (after, _LAST)
    while rows := ask(query, (*place, *end, *place, *end)):
        yield from (row for row in rows if row[1] < size)
        place = rows[-1][:2]


def cable_spans(ask: Ask) -> Iterator[tuple[str, str]]:
    """Yield pieces of work: after which cable a piece begins, and its last one.

    A piece is of whole cables, and a long cable is one piece with those before it.
    """
    query = (
        "SELECT cable, n FROM events WHERE cable IS NOT NULL AND (cable, n) > (?, ?) "
        "UNION ALL SELECT cable, n FROM mentions WHERE (cable, n) > (?, ?) "
        f"ORDER BY 1, 2 LIMIT {_KEYS}"
    )
    after = last = ""
    weight = 0
    place: tuple[Any, Any] = ("", _LAST)
    while rows := ask(query, (*place, *place)):
        for cable, _ in rows:
            if cable != last and weight >= MOST_ROWS:
                yield after, last
                after, weight = last, 0
            last, weight = cable, weight + 1
        place = rows[-1]
    if weight:
        yield after, last


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
        query = (
            "SELECT number FROM events WHERE series = ? AND number IS NOT NULL AND n < ? "
            "ORDER BY number DESC LIMIT 1"
        )
    else:
        query = (
            "SELECT serial FROM events WHERE kind = 'sent' AND sender = ? AND recipient = ? "
            "AND n + 0 < ? ORDER BY serial DESC LIMIT 1"  # not by the index of kinds
        )
    found = run(reading.connection, query, (*where, n))
    return int(found[0][0]) if found else 0


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
