"""Processes that release numbers are killed at any moment: none is lost, doubled or missing."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from random import Random

import pytest

from parley.cables.ledger.log import open_ledger
from parley.cables.ledger.reading import last_number, reading
from tests.faults.releasing_support import MOST_SECONDS, Nursery, open_nursery, start, take
from tests.ledger_support import new_log, numbers_of, require_whole, void

#: Kills in one run, by the profile of the tests.
KILLS = 10_000 if os.environ.get("PARLEY_HYPOTHESIS") == "nightly" else 500
#: Processes at once.
AT_ONCE = 3
#: Seconds that one lives once it has started, at most.
LONGEST = 0.06
SEED = 20300301

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are started by fork")


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """Every number that was acknowledged is in the log, once; and no number is left out."""
    url, chance = f"sqlite:///{tmp_path / 'log.db'}", Random(SEED)
    with new_log(url):
        pass
    began = time.perf_counter()
    with open_nursery(url) as nursery:
        for _ in range(KILLS):
            _kill_one(nursery, chance)
        while nursery.alive:
            os.kill(nursery.alive.pop(), signal.SIGKILL)
    while take(nursery, wait=0.2):
        pass
    seconds = time.perf_counter() - began
    with open_ledger(url) as ledger:
        with reading(ledger) as state:
            require_whole(state)
            numbers = numbers_of(state)
            assert last_number(state, "out") == len(numbers)
        assert void(ledger) == len(numbers) + 1
    unheard = len(numbers) - len(nursery.acknowledged)
    print(
        f"\n{KILLS} kills in {seconds:.0f} s: {len(numbers)} numbers, {unheard} of them entered "
        "and not acknowledged"
    )
    assert numbers == list(range(1, len(numbers) + 1))
    assert set(nursery.acknowledged) <= set(numbers)
    assert set(nursery.acknowledged.values()) == {1}
    assert 0 <= unheard <= KILLS + AT_ONCE
    assert len(numbers) > KILLS  # else they were killed before they did anything


def _kill_one(nursery: Nursery, chance: Random) -> None:
    """Kill one of several after a while, once as many as wanted have started."""
    until = time.monotonic() + MOST_SECONDS
    for _ in range(AT_ONCE - len(nursery.alive)):
        start(nursery, 0)
    while len(nursery.alive) < AT_ONCE:
        assert time.monotonic() < until, "expected processes to start, got none"
        take(nursery, wait=0.5)
    time.sleep(chance.random() ** 2 * LONGEST)
    take(nursery)
    os.kill(nursery.alive.pop(chance.randrange(len(nursery.alive))), signal.SIGKILL)
