"""Each write and each sync of a run fails, or finds the disk full: refused, and then goes on."""

from __future__ import annotations

import json
from pathlib import Path

from tests.faults.disk_support import built_disk, quick_folder, run_watched

__all__ = ["built_disk", "quick_folder"]


def test_each_write_and_each_sync_fails(built_disk: Path, quick_folder: Path) -> None:
    """A step that fails is refused and leaves nothing; the same step, done again, is entered."""
    found = json.loads(run_watched(built_disk, "scripted_run", "fail", quick_folder / "office"))
    print()
    for tally in found:
        print("{name}: {runs} runs, {refused} steps refused, {events} events".format(**tally))
        assert tally["runs"] >= 8
        assert tally["refused"] >= tally["runs"] / 3
