"""Reading, folding and checking 10,000 to 100,000 entries, beside beancount loading as many.

Each size runs in an interpreter of its own, so that its peak memory is its own. The answers are
asserted before the times: every entry was read and every planted fault was found.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

SIZES = (10_000, 30_000, 100_000)
ROUNDS = 3
MAX_SECONDS = 10.0
MAX_MEGABYTES = 1024.0
#: Seconds per entry may grow by this much from the smallest size to the largest.
MAX_GROWTH = 1.5
#: beancount's seconds per directive, over ours per entry.
LEAST_RATIO = 5.0


def measure(entries: int) -> dict[str, float]:
    """Return seconds and peak megabytes of reading and checking one generated dossier."""
    from benchmarks._generated import write_dossier
    from parley.dossier.reading import read_dossier
    from parley.kernel.times import read_time
    from parley.mandate.running import check_dossier, checks

    checks()  # loading the plug-ins is no part of the work on a dossier
    with tempfile.TemporaryDirectory() as folder:
        planted = write_dossier(Path(folder), entries)
        start = perf_counter()
        dossier = read_dossier(folder)
        read = perf_counter()
        report = check_dossier(dossier, "red", read_time("2030-05-01", "UTC").latest)
        done = perf_counter()
    assert len(dossier.entries) == entries, f"{len(dossier.entries)} of {entries} entries read"
    assert not dossier.faults, dossier.faults[:3]
    # One against a rung that was due is told as that; every other as outside the mandate.
    codes = {"outside-mandate", "fallback-not-followed"}
    found = {finding.entries[0] for finding in report.findings if finding.code in codes}
    assert set(planted) <= found, f"planted and not found: {set(planted) - found}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"read": read - start, "check": done - read, "megabytes": peak}


def measure_five_keys(entries: int) -> dict[str, float]:
    """Return the seconds of reading as many entries of five keys, as beancount's are of five."""
    from parley.dossier.reading import read_dossier

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "log").mkdir()
        issues = "".join(f"  i{n}: {{question: q, values: [a, b, c]}}\n" for n in range(1_000))
        head = "parley: 1\nid: five\ntitle: Five keys\nparties: {capital: {name: Capital}}\n"
        (Path(folder) / "dossier.yaml").write_text(f"{head}issues:\n{issues}", encoding="utf-8")
        log = "".join(
            f"- id: e{number}\n  type: event\n  at: 2030-03-{1 + number % 28:02d}T12:00Z\n"
            f"  by: capital\n  says: i{number % 1_000} in {{a, b}}\n"
            for number in range(entries)
        )
        (Path(folder) / "log" / "all.yaml").write_text(log, encoding="utf-8")
        start = perf_counter()
        dossier = read_dossier(folder)
        taken = perf_counter() - start
    assert len(dossier.entries) == entries
    assert not dossier.faults, dossier.faults[:3]
    return {"read": taken}


def measure_beancount(directives: int) -> dict[str, float]:
    """Return the seconds that beancount takes to load as many transactions of five keys."""
    from beancount import loader

    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger.beancount"
        lines = ["2010-01-01 open Assets:Cash USD", "2010-01-01 open Expenses:Food USD"]
        for number in range(directives):
            lines.append(
                f'2030-03-{1 + number % 28:02d} * "capital" "says i{number} in a, b"\n'
                f'  id: "e{number}"\n  type: "instruction"\n  by: "capital"\n'
                "  Assets:Cash  -1 USD\n  Expenses:Food  1 USD\n"
            )
        ledger.write_text("\n".join(lines), encoding="utf-8")
        os.environ["BEANCOUNT_DISABLE_LOAD_CACHE"] = "1"
        start = perf_counter()
        loaded, errors, _ = loader.load_file(str(ledger))
        taken = perf_counter() - start
    assert not errors, errors[:3]
    assert len(loaded) == directives + 2, len(loaded)
    return {"read": taken}


def in_its_own_process(what: str, size: int) -> dict[str, float]:
    """Run one measurement in a fresh interpreter and return what it printed."""
    command = [sys.executable, __file__, what, str(size)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(ran.stdout)
    return figures


def main() -> None:
    """Measure every size in turn, rounds interleaved; print the medians and assert the aims."""
    rounds: dict[int, list[dict[str, float]]] = {size: [] for size in SIZES}
    beancount, five = [], []
    for _ in range(ROUNDS):
        for size in SIZES:
            rounds[size].append(in_its_own_process("parley", size))
        five.append(in_its_own_process("five-keys", SIZES[-1])["read"])
        beancount.append(in_its_own_process("beancount", SIZES[-1])["read"])
    per_entry = {}
    for size, figures in rounds.items():
        read = median(one["read"] for one in figures)
        check = median(one["check"] for one in figures)
        peak = max(one["megabytes"] for one in figures)
        per_entry[size] = (read + check) / size
        print(
            f"{size:>7,} entries: read {read:5.2f} s, fold and check {check:5.2f} s, together "
            f"{1e6 * per_entry[size]:4.0f} us an entry, peak {peak:4.0f} MB"
        )
    growth = per_entry[SIZES[-1]] / per_entry[SIZES[0]]
    ours = median(five)
    ratio = median(beancount) / ours
    print(f"time per entry at {SIZES[-1]:,} over {SIZES[0]:,}: {growth:.2f} (limit {MAX_GROWTH})")
    print(
        f"beancount loads {SIZES[-1]:,} transactions in {median(beancount):.2f} s: "
        f"{ratio:.1f} times our reading of five-key entries, {ours:.2f} s (aim {LEAST_RATIO})"
    )
    largest = rounds[SIZES[-1]]
    assert growth < MAX_GROWTH, growth
    assert median(one["read"] + one["check"] for one in largest) < MAX_SECONDS
    assert max(one["megabytes"] for one in largest) < MAX_MEGABYTES
    assert ratio > LEAST_RATIO, ratio


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    if len(sys.argv) == 3:
        measures = {
            "parley": measure,
            "five-keys": measure_five_keys,
            "beancount": measure_beancount,
        }
        print(json.dumps(measures[sys.argv[1]](int(sys.argv[2]))))
    else:
        main()
