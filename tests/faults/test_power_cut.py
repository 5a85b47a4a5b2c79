"""The power goes at every sync of a run: what was acknowledged is there, and nothing by halves."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

from parley.cables.events.kinds import LogOpened
from parley.cables.ledger.log import begin_log, open_ledger
from parley.cables.ledger.reading import raw_events, reading
from parley.kernel.errors import Refused
from tests.faults.disk_support import (
    SYNCED,
    Disk,
    apply,
    built_disk,
    operations,
    quick_folder,
    rebuild,
    run_watched,
)
from tests.ledger_support import CARD, KEEPER, LOG, require_whole, void

__all__ = ["built_disk", "quick_folder"]

#: What is kept of what was not synced: nothing, all, and sectors drawn by chance with these seeds.
SEEDS = (1, 2)


def test_every_sync_is_a_cut(built_disk: Path, quick_folder: Path) -> None:
    """At each cut the log opens and goes on; it is the start of the whole one, not too short."""
    folder, record = quick_folder / "office", quick_folder / "record"
    folder.mkdir()
    run_watched(built_disk, "scripted_run", "record", folder, record)
    with open_ledger(f"sqlite:///{folder / 'log.db'}") as ledger, reading(ledger) as state:
        whole = list(raw_events(state))
    disk, tally = Disk(str(folder)), Counter[str]()
    for done in operations(record):
        if done.kind == SYNCED:
            tally["cuts"] += 1
            parts: list[Random | float] = [0.0, 1.0]
            parts += [Random(1_000 * tally["cuts"] + seed) for seed in SEEDS]
            for kept in parts:
                rebuild(disk, quick_folder / "cut", kept)
                tally["states"] += 1
                size = _opened_again(quick_folder / "cut", whole, disk.acknowledged)
                tally["with more than was acknowledged"] += size > disk.acknowledged > 0
        apply(disk, done)
    print("\n" + ", ".join(f"{number} {name}" for name, number in tally.items()))
    assert disk.acknowledged == len(whole)
    assert tally["cuts"] >= 40
    assert tally["with more than was acknowledged"] > 0  # else the cuts are not where it matters


def _opened_again(folder: Path, whole: list[tuple[int, bytes, bytes]], acknowledged: int) -> int:
    """Open what a cut left, check it, go on with it, and return how many events there were."""
    with open_ledger(f"sqlite:///{folder / 'log.db'}", create=True) as ledger:
        try:
            with reading(ledger) as state:
                require_whole(state)
                found = list(raw_events(state))
        except Refused:  # the first event was not entered
            found = []
            begin_log(ledger, LOG, KEEPER, LogOpened(keeper=CARD, zone="UTC"))
        assert len(found) >= acknowledged
        assert found == whole[: len(found)]
        void(ledger)
        with reading(ledger) as state:
            require_whole(state)
    return len(found)
