"""Several processes release at once: every number is given once, whatever the store."""

from __future__ import annotations

import sys
import time

import pytest

from parley.cables.ledger.log import open_ledger
from parley.cables.ledger.reading import reading
from tests.faults.releasing_support import MOST_SECONDS, open_nursery, start, take
from tests.ledger_support import new_log, numbers_of, require_whole

EACH = 60

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are started by fork")


@pytest.mark.parametrize("processes", [2, 4])
def test_released_at_once(ledger_url: str, processes: int) -> None:
    """Together they give as many numbers as they took, from one, each to one of them."""
    with new_log(ledger_url):
        pass
    began, until = time.perf_counter(), time.monotonic() + MOST_SECONDS
    with open_nursery(ledger_url) as nursery:
        for _ in range(processes):
            start(nursery, EACH)
        while nursery.done < processes:
            assert time.monotonic() < until, "expected all to end, got some that did not"
            take(nursery, wait=1.0)
    seconds = time.perf_counter() - began
    wanted = list(range(1, processes * EACH + 1))
    with open_ledger(ledger_url) as ledger, reading(ledger) as state:
        require_whole(state)
        assert numbers_of(state) == wanted
    assert sorted(nursery.acknowledged.elements()) == wanted
    print(f"\n{processes} processes gave {len(wanted)} numbers in {seconds:.2f} s")
