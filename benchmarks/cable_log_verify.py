"""Verifying a log of a million events, beside hashing and checking signatures alone.

The log is made up, but lawful and signed throughout (`tests.cable_logs`): requests in four copies,
notices, cosignatures, instructions in return, readers, returns, destructions, rotations. It holds
more signatures than events, for what the other end tells is signed there, and no verifying does
without them. So there are two floors: each event hashed and one signature checked for it, and each
event hashed and all signatures checked. The second one is held to twice its time.

Asserted first: that nothing wrong is found in the log, and planted faults are, at their place.

    python -m benchmarks.cable_log_verify [--events N] [--log FILE]
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import Any

EVENTS = 1_000_000
NEW = 1_000
#: Of all signatures; of one for each event, so that a log of many more does not hide a loss.
MOST_FLOORS, MOST_PLAIN_FLOORS = 2.0, 2.3
MOST_MEGABYTES = 64.0
MOST_PIN_SECONDS = 1.5
MOST_HASH_SECONDS = 10.0
_BLOB = 1_000
_PIECE = 2_000


def make(path: str, events: int) -> float:
    """Write a log, and return the seconds it took."""
    from parley.cables.ledger.log import open_ledger
    from tests.cable_logs import events as made
    from tests.cable_logs import load, world

    start = perf_counter()
    with open_ledger(f"sqlite:///{path}", create=True) as ledger:
        total = load(ledger, made(events, world(dense=False, blob=_BLOB)))
    assert total == events
    return perf_counter() - start


def floor(path: str, processes: int) -> tuple[float, float]:
    """Return the seconds of hashing each event and checking its signature, on some processes.

    They are those of the slowest process by the clock, and of all by the processors' time. Reading
    the events and their keys is not counted.
    """
    with get_context("spawn").Pool(processes) as pool:
        size = _size(path)
        bounds = [
            (path, size * at // processes, size * (at + 1) // processes) for at in range(processes)
        ]
        found = pool.map(_floor, bounds, chunksize=1)
        return max(one for one, _ in found), sum(one for _, one in found)


def _floor(bounds: tuple[str, int, int]) -> tuple[float, float]:
    from parley.cables.events.event_bytes import decode_event, is_signed_event, leaf_of

    path, since, until = bounds
    seconds = busy = 0.0
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        query = "SELECT record, signature FROM events WHERE n >= ? AND n < ? ORDER BY n"
        for start in range(since, until, _PIECE):
            rows = connection.execute(query, (start, min(start + _PIECE, until))).fetchall()
            keyed = [(r, s, bytes.fromhex(decode_event(r).key)) for r, s in rows]
            begun, at_work = perf_counter(), process_time()
            for record, signature, key in keyed:
                leaf_of(record, signature)
                if not is_signed_event(record, signature, key):
                    raise AssertionError("a signature of the made log is wrong")
            seconds += perf_counter() - begun
            busy += process_time() - at_work
    connection.close()
    return seconds, busy


def _size(path: str) -> int:
    connection = sqlite3.connect(path)
    size: int = connection.execute("SELECT max(n) + 1 FROM events").fetchone()[0]
    connection.close()
    return size


def verified(path: str, **how: Any) -> tuple[float, Any]:
    """Verify a log, and return the seconds and what it came to."""
    from parley.cables.ledger.log import open_ledger
    from parley.cables.verifying.verify import verify

    with open_ledger(f"sqlite:///{path}") as ledger:
        start = perf_counter()
        found = verify(ledger, **how)
        return perf_counter() - start, found


def in_full(path: str) -> None:
    """Verify all of a log and print what it took, with the memory of this process and its own.

    Counted is resident memory (VmHWM, the kernel's own peak) of each process over what the same
    process holds once all is imported; the sum over all processes.
    """
    import parley.cables.ledger.log
    import parley.cables.verifying.verify  # noqa: F401 - so that it is part of the base

    base, before = _status("self", "VmRSS"), _busy()
    peaks: dict[int, float] = {}
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(peaks, done))
    watcher.start()
    seconds, found = verified(path, depth="full")
    busy = _busy() - before
    done.set()
    watcher.join()
    assert found.wrong == () and found.warnings == (), found
    own = _status("self", "VmHWM") - base
    workers = [peak - _worker_base() for peak in peaks.values()]
    print(seconds, busy, found.checked["signatures"], own, *workers)
    print(found.seconds, file=sys.stderr)


def _busy() -> float:
    """The processors' time of this process and of those that it started and that ended."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def _watch(peaks: dict[int, float], done: threading.Event) -> None:
    """Note the peaks of the processes that work, as long as they live."""
    while not done.is_set():
        for child in _children():
            try:
                line = Path(f"/proc/{child}/cmdline").read_bytes()
                if b"spawn_main" in line:
                    peaks[child] = max(_status(str(child), "VmHWM"), peaks.get(child, 0.0))
            except (OSError, StopIteration):  # it just ended
                continue
        sleep(0.05)


def _children() -> Iterator[int]:
    for task in Path("/proc/self/task").iterdir():
        try:
            yield from (int(one) for one in (task / "children").read_text().split())
        except OSError:
            continue


def _status(process: str, name: str) -> float:
    """A figure of a process, in megabytes."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024


def _worker_base() -> float:
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_base)


def _base() -> float:
    import parley.cables.verifying.custody_checks
    import parley.cables.verifying.event_checks  # noqa: F401 - what a process that works imports

    return _status("self", "VmRSS")


def plant(path: str, n: int, column: str) -> bytes:
    """Flip a bit of an event, and return what was there."""
    connection = sqlite3.connect(path)
    old: bytes = connection.execute(f"SELECT {column} FROM events WHERE n = ?", (n,)).fetchone()[0]
    new = bytes([*old[:-7], old[-7] ^ 1, *old[-6:]])
    put(path, n, column, new)
    connection.close()
    return old


def put(path: str, n: int, column: str, data: bytes) -> None:
    """Put bytes beside an event."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(f"UPDATE events SET {column} = ? WHERE n = ?", (data, n))
    connection.close()


def pin_at(path: str, size: int) -> Any:
    """Return the pin of a log when it had so many events."""
    from parley.cables.ledger.log import open_ledger
    from parley.cables.ledger.proofs import root_at
    from parley.cables.ledger.reading import reading
    from parley.cables.verifying.pins import Pin

    with open_ledger(f"sqlite:///{path}") as ledger, reading(ledger) as now:
        root = root_at(now, size).hex()
        return Pin(log=now.head.log, size=size, root=root, at="2026-01-01T00:00:00.000Z")


def run(path: str, events: int) -> list[str]:
    """Print the figures for a log; return what is too slow or too large."""
    from parley.cables.verifying.in_order import cores

    pin, faults = pin_at(path, events - NEW), list[str]()
    for n, column, how in (
        (events - NEW // 2, "signature", {"pin": pin}),
        (events // 3, "record", {"depth": "hashes"}),
    ):
        old = plant(path, n, column)
        _, found = verified(path, **how)
        put(path, n, column, old)
        assert found.wrong[0].n == n, found.wrong
    hashing, found = verified(path, depth="hashes")
    assert found.wrong == ()
    print(f"hashes alone: {hashing:.2f} s")
    new, found = verified(path, pin=pin)
    assert found.wrong == () and found.checked["events"] == NEW
    print(f"{NEW:,} new events on a pin: {new:.2f} s")
    first = floor(path, cores())
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.cable_log_verify", "--full", path],
        check=True,
        capture_output=True,
        text=True,
    )
    print(done.stderr.strip())
    full, busy, signatures, *memory = (float(one) for one in done.stdout.split())
    last = floor(path, cores())
    least, least_busy = ((one + other) / 2 for one, other in zip(first, last, strict=True))
    print(f"floor on {cores()} processes: {first[0]:.1f} s before, {last[0]:.1f} s after")
    more = signatures / events  # a hash takes a fiftieth of a signature's time
    print(f"all of it: {full:.1f} s, {full / least:.2f} floors of one signature for each event")
    print(f"{signatures:,.0f} signatures: {full / least / more:.2f} floors of all signatures")
    print(
        f"in processor time: floor {first[1]:.1f} s and {last[1]:.1f} s, all of it {busy:.1f} s, "
        f"{busy / least_busy:.2f} floors, {busy / least_busy / more:.2f} of all signatures"
    )
    others = ", ".join(f"{one:.1f}" for one in memory[1:])
    print(f"memory over the base: {sum(memory):.1f} MB ({memory[0]:.1f} the reader, {others})")
    for name, found_, most in (
        ("floors of all signatures", full / least / more, MOST_FLOORS),
        ("floors of one for each event", full / least, MOST_PLAIN_FLOORS),
        ("megabytes", sum(memory), MOST_MEGABYTES),
        ("seconds from a pin", new, MOST_PIN_SECONDS),
        ("seconds of hashing", hashing, MOST_HASH_SECONDS),
    ):
        if found_ > most:
            faults.append(f"{name}: at most {most}, got {found_:.2f}")
    return faults


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--log", type=Path, help="a log made before, or where to make it")
    parser.add_argument("--full", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.full:
        in_full(given.full)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = str(given.log or Path(folder) / "log.db")
        if not Path(path).exists():
            with get_context("spawn").Pool(1) as pool:
                seconds = pool.apply(make, (path, given.events))
            print(f"made {given.events:,} events in {seconds:.0f} s")
        print(f"{Path(path).stat().st_size / 1e6:,.0f} MB")
        faults = run(path, _size(path))
    for one in faults:
        print(f"too much: {one}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
