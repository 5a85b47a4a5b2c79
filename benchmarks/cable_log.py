"""The log of an office: how many events a second are entered, each for good.

Every append and every insert is a transaction of its own, on the disk before the next begins. Disks
are not steady, so that all take turns in many short rounds, and the middle ratio counts.

There are two floors. One is a bare insert of as many bytes into a table of one column. The other is
a bare insert of the very same row into the same table with its indexes, and one signature over as
many bytes, which no log of signed events does without: that one is checked. On a disk that takes
milliseconds to sync both come to the same; on one that takes a tenth of a millisecond the time of
an append is half that of the processor, and the first floor cannot be reached.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from parley.cables.events.kinds import Card, Drafted, LogOpened
from parley.cables.ledger.connecting import SQLITE_SETTINGS
from parley.cables.ledger.log import Signer, append, begin_log, open_ledger
from parley.cables.ledger.reading import head_of, reading
from parley.cables.primitives.signing import new_seed, sign_with

#: Rounds in which all take turns, and transactions of each in one round.
ROUNDS, TRANSACTIONS = 75, 40
#: Rounds before those, which count for nothing: files grow in them.
WARMING = 3
#: Median seconds of an append over those of a bare insert of the same row with a signature.
MAX_RATIO = 1.5
#: A made-up age recipient: nothing is sealed to it here.
SEALING = "age1" + "q" * 58


def appends_beside_inserts(folder: Path) -> None:
    """Measure durable appends of one event each against bare inserts of as many bytes."""
    keeper = Signer("keeper", new_seed())
    with open_ledger(f"sqlite:///{folder / 'log.db'}", create=True) as ledger:
        card = Card(post=keeper.post, signing=keeper.key, sealing=SEALING)
        begin_log(ledger, "bench-00000000", keeper, LogOpened(keeper=card, zone="UTC"))
        what = (Drafted(draft="draft", digest="0" * 64),)
        entered = append(ledger, keeper, lambda _: what)[0]
        tables, row = _tables_and_row(folder / "log.db")
        size = len(entered.record) + len(entered.signature) + 2 * 32

        def one_append() -> None:
            append(ledger, keeper, lambda _: what)

        plain = ("CREATE TABLE rows (n INTEGER PRIMARY KEY, data BLOB)",)
        insert = _bare_inserts(folder / "plain.db", plain, "rows", (0, bytes(size)))
        same = _bare_inserts(folder / "same.db", tables, "events", row)

        def insert_signed() -> None:
            sign_with(keeper.secret, entered.record)
            same()

        ours, bare, signed = _alternated((one_append, insert, insert_signed))
        with reading(ledger) as state:
            assert head_of(state).size == 2 + (WARMING + ROUNDS) * TRANSACTIONS
    print(f"append of one event       {1 / median(ours):7,.0f}/s  {1e6 * median(ours):5,.0f} us")
    _compare("bare insert of one column", ours, bare)
    ratio = _compare("the same row and signature", ours, signed)
    assert ratio <= MAX_RATIO, f"expected at most {MAX_RATIO}, got {ratio:.2f}"


def _compare(name: str, ours: list[float], floor: list[float]) -> float:
    """Print a floor and how many times of it an append takes, round by round; return the median."""
    ratios = [mine / least for mine, least in zip(ours, floor, strict=True)]
    low, middle, high = quantiles(ratios)
    print(
        f"{name:26}{1 / median(floor):7,.0f}/s  {1e6 * median(floor):5,.0f} us   "
        f"ratio {middle:.2f} (half of {ROUNDS} rounds from {low:.2f} to {high:.2f})"
    )
    return middle


def _tables_and_row(path: Path) -> tuple[Sequence[str], tuple[object, ...]]:
    """What makes the table of events with its indexes, and the last row of it."""
    with closing(sqlite3.connect(path)) as connection:
        made = connection.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'events' AND sql IS NOT NULL "
            "ORDER BY type DESC"
        ).fetchall()
        row = connection.execute("SELECT * FROM events ORDER BY n DESC LIMIT 1").fetchone()
    return [sql for (sql,) in made], row


def _bare_inserts(
    path: Path, tables: Sequence[str], table: str, row: tuple[object, ...]
) -> Callable[[], None]:
    """Return what inserts a row under the next number, its first column, with the same settings."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    for pragma in SQLITE_SETTINGS:
        connection.execute(pragma)
    for sql in tables:
        connection.execute(sql)
    statement = f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})"
    numbers, rest = count(1), row[1:]

    def insert() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(statement, (next(numbers), *rest))
        connection.execute("COMMIT")

    return insert


def _alternated(works: Sequence[Callable[[], None]]) -> list[list[float]]:
    """The seconds per call of each work in each of the rounds; which begins goes round too."""
    taken: list[list[float]] = [[] for _ in works]
    for number in range(WARMING + ROUNDS):
        for step in range(len(works)):
            which = (number + step) % len(works)
            start = perf_counter()
            for _ in range(TRANSACTIONS):
                works[which]()
            taken[which].append((perf_counter() - start) / TRANSACTIONS)
    return [one[WARMING:] for one in taken]


def main() -> None:
    """Measure, print, and fail where a figure is missed."""
    with tempfile.TemporaryDirectory() as folder:
        appends_beside_inserts(Path(folder))


if __name__ == "__main__":
    main()
