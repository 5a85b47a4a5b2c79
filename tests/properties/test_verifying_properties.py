"""Any bit, event or copy that is changed is found: all of a small log, some of a longer one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.cables.custody.directory import directory_of
from parley.cables.events.kinds import Recopied, Released
from parley.cables.events.mentions import cables_of
from parley.cables.verifying.event_checks import Given, Run, check_run
from parley.cables.verifying.log_rows import COLUMNS
from tests import cable_logs as logs
from tests.cable_tampering import pin_at, tampered, verified, write_log
from tests.twins.log_literal import first_wrong, leaf, root

SMALL, LONG = 40, 300


@cache
def made(total: int) -> tuple[logs.Made, ...]:
    """A made-up log."""
    return tuple(logs.events(total, logs.world(blob=12)))


def raw(events: Sequence[logs.Made]) -> list[tuple[bytes, bytes]]:
    """Records and signatures."""
    return [(one.entered.record, one.entered.signature) for one in events]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of a small log."""
    return write_log(tmp_path_factory.mktemp("small") / "log.db", made(SMALL))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of a longer log, in which there are all kinds of events."""
    return write_log(tmp_path_factory.mktemp("long") / "log.db", made(LONG))


def wrong(path: Path, **how: Any) -> int | str | None:
    """The first wrong event, or what else is wrong; None for nothing."""
    found = verified(path, **how).wrong
    return None if not found else found[0].what if found[0].n is None else found[0].n


def test_a_lawful_log_is_verified_as_its_twin_says(small: Path, long: Path) -> None:
    """Nothing is wrong in it, and its root is the one that the words of RFC 6962 give."""
    for path, total in ((small, SMALL), (long, LONG)):
        found = verified(path)
        assert (found.wrong, found.warnings, found.doubts) == ((), (), 0)
        assert first_wrong(raw(made(total)), logs.HERE) is None
        assert found.root == root([leaf(*one) for one in raw(made(total))]).hex()
        assert found.checked["events"] == total
        assert verified(path, depth="hashes").wrong == ()


def test_each_bit_of_each_record_signature_and_hash_is_looked_at() -> None:
    """All bits of all stored bytes of some events, one at a time."""
    tree, rows = logs.Log(logs.HERE), list[tuple[Any, ...]]()
    for one in made(11):
        rows.append(logs.row_of(tree, one.entered))
    known = Given(logs.HERE, directory_of(one.entered.event for one in made(11)))
    whole = check_run(known, Run(0, 11, None, rows))
    assert whole.wrong is None
    for n in (0, 1, 6, 7, 9):
        before = (rows[n - 1][-4], rows[n - 1][-3]) if n else None
        for column in (-4, -3, -2):
            for bit in range(len(rows[n][column]) * 8):
                row = list(rows[n])
                row[column] = _flipped(row[column], bit)
                found = check_run(known, Run(n, n + 1, before, [tuple(row)]))
                assert found.wrong is not None and found.wrong[0] == n, (n, column, bit)


def _flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_each_bit_of_the_tree_beside_the_events_is_looked_at(small: Path) -> None:
    """The hashes of subtrees, one bit of each byte; and all bits of one."""
    connection = sqlite3.connect(small)
    subtrees = connection.execute("SELECT n, subtree FROM events ORDER BY n").fetchall()
    connection.close()
    for n, subtree in subtrees:
        for bit in range(0, 256, 3) if n == 31 else (n * 7 % 256,):
            step = ("UPDATE events SET subtree = ? WHERE n = ?", (_flipped(subtree, bit), n))
            with tampered(small, step) as path:
                assert wrong(path, depth="hashes") == n


def test_each_bit_of_each_sealed_copy_is_looked_at(small: Path) -> None:
    """The bytes of copies and the digests they are kept by; and a copy that is gone."""
    connection = sqlite3.connect(small)
    blobs = connection.execute("SELECT digest, data FROM blobs").fetchall()
    connection.close()
    assert len(blobs) > 5
    for number, (digest, data) in enumerate(blobs):
        for bit in range(len(data) * 8) if number == 0 else (number * 37 % (len(data) * 8),):
            with tampered(small, (_BLOB, (_flipped(data, bit), digest))) as path:
                assert digest[:12] in str(wrong(path)), (digest, bit)
        other = digest[:-1] + ("0" if digest[-1] != "0" else "1")
        renamed = ("UPDATE blobs SET digest = ? WHERE digest = ?", (other, digest))
        with tampered(small, renamed) as path:
            assert digest[:12] in str(wrong(path))
        with tampered(small, ("DELETE FROM blobs WHERE digest = ?", (digest,))) as path:
            assert "are not here" in str(verified(path).wrong) or _is_on_its_way(digest)


_BLOB = "UPDATE blobs SET data = ? WHERE digest = ?"


def _is_on_its_way(digest: str) -> bool:
    """Whether a copy is with the other office, and its bytes may go."""
    return digest in {
        copy.sealed
        for one in made(SMALL)
        if isinstance(one.entered.event.what, Released | Recopied)
        for copy in one.entered.event.what.copies
        if copy.holder in ("mandator", "ministry")
    }


def test_an_event_dropped_swapped_doubled_or_cut_off_is_found_at_each_place(small: Path) -> None:
    """By the log itself, or by the pin that is kept outside it; and as its twin finds it."""
    log, pin = raw(made(SMALL)), pin_at(small, SMALL)
    for n in range(SMALL):
        dropped, swapped, doubled = list(log), list(log), list(log)
        del dropped[n]
        swapped[n - 1], swapped[n] = swapped[n], swapped[n - 1]
        doubled.insert(n, log[n])
        for changed in (dropped, swapped, doubled):
            found = first_wrong(changed, logs.HERE)
            assert found is not None or changed == log[:-1]
            with tampered(small, *_rewritten(changed)) as path:
                assert found is None or wrong(path) == found
                assert wrong(path, pin=pin) is not None
        with tampered(small, *_forget(n)) as path:
            told = verified(path, pin=pin).wrong if n else ()
            assert n == 0 or pin.root in told[-1].what or pin.root in told[0].what


def _forget(n: int) -> list[tuple[str, tuple[Any, ...]]]:
    return [
        ("DELETE FROM mentions WHERE n >= ?", (n,)),
        ("DELETE FROM events WHERE n >= ?", (n,)),
    ]


def _rewritten(log: Sequence[tuple[bytes, bytes]]) -> list[tuple[str, tuple[Any, ...]]]:
    """The rows of a log whose events are not those that should stand there.

    What stands beside them is made new, so that it agrees with them, as far as it can.
    """
    known = {one.entered.record: one.entered for one in made(SMALL)}
    tree, steps, seen = logs.Log(logs.HERE), _forget(0), set[bytes]()
    for n, (record, _) in enumerate(log):
        row = list(logs.row_of(tree, known[record]))
        if record in seen:  # the tables would not take its number, parcel and serial again
            row[4:10] = [None] * 6
        seen.add(record)
        steps.append((logs.EVENT, (n, *row[1:])))
        named = cables_of(known[record].event.what)[1:]
        steps += [(logs.MENTION, (cable, n)) for cable in named]
    return steps


@pytest.mark.parametrize("column", COLUMNS)
def test_what_stands_beside_an_event_agrees_with_it(small: Path, column: str) -> None:
    """Each column of each event, changed or left out."""
    connection = sqlite3.connect(small)
    rows = connection.execute(f"SELECT n, {column} FROM events").fetchall()
    connection.close()
    for n, value in rows[:: 1 if column in ("kind", "cable") else 3]:
        new = 7_777 if column in ("number", "serial") else f"{value or 'x'}x"
        with tampered(small, (f"UPDATE events SET {column} = ? WHERE n = ?", (new, n))) as path:
            assert wrong(path) == n, (column, value)


def test_a_cable_is_found_by_all_events_that_name_it(long: Path) -> None:
    """A mention that is missing, and one that is too many."""
    connection = sqlite3.connect(long)
    mentions = connection.execute("SELECT cable, n FROM mentions").fetchall()
    connection.close()
    for cable, n in mentions[::4]:
        gone = ("DELETE FROM mentions WHERE cable = ? AND n = ?", (cable, n))
        with tampered(long, gone) as path:
            assert wrong(path) == n
        with tampered(long, (logs.MENTION, (cable, 5))) as path:
            assert wrong(path) == 5


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    n=st.integers(0, LONG - 1),
    column=st.sampled_from(("record", "signature", "leaf", "subtree")),
    place=st.floats(0, 1, exclude_max=True),
)
def test_a_bit_of_a_longer_log_is_found(long: Path, n: int, column: str, place: float) -> None:
    """At its event, in the file of SQLite, by all that is looked at and by the hashes alone."""
    connection = sqlite3.connect(long)
    (data,) = connection.execute(f"SELECT {column} FROM events WHERE n = ?", (n,)).fetchone()
    connection.close()
    bit = int(place * len(data) * 8)
    step = (f"UPDATE events SET {column} = ? WHERE n = ?", (_flipped(data, bit), n))
    with tampered(long, step) as path:
        assert wrong(path) == n
        assert wrong(path, depth="hashes") == n


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(total=st.integers(1, LONG), pinned=st.integers(1, LONG))
def test_a_part_of_a_lawful_log_is_lawful(
    tmp_path_factory: pytest.TempPathFactory, total: int, pinned: int
) -> None:
    """From any pin on it is verified with the same end, and only the new events are looked at."""
    pinned = min(pinned, total)
    path = write_log(tmp_path_factory.mktemp("part") / "log.db", made(LONG)[:total])
    whole, new = verified(path), verified(path, pin=pin_at(path, pinned))
    assert (whole.wrong, new.wrong) == ((), ())
    assert (new.root, new.since) == (whole.root, pinned)
    assert new.checked.get("events", 0) == total - pinned
