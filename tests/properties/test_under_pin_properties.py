"""Events under a pinned root: found at once to be there or not, beside proofs for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.cables.ledger.log import open_ledger
from parley.cables.ledger.proofs import prove_included, root_at
from parley.cables.ledger.reading import Reading, leaves, reading
from parley.cables.primitives.merkle import is_included
from parley.cables.verifying.under_pin import first_not_under
from tests import cable_logs as logs

TOTAL = 1_300


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    """A log of some blocks of 256 events and a part of one."""
    path: Path = tmp_path_factory.mktemp("log") / "log.db"
    with open_ledger(f"sqlite:///{path}", create=True) as ledger:
        logs.load(ledger, logs.events(TOTAL, logs.world(dense=False, blob=4)))
        with reading(ledger) as state:
            yield state


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    size=st.integers(1, TOTAL) | st.sampled_from((256, 512, 1_024, 1_025, 1_279, 1_280)),
    places=st.sets(st.floats(0, 1, exclude_max=True), min_size=1, max_size=12),
    changed=st.booleans(),
)
def test_events_are_under_a_root_as_their_proofs_say(
    now: Reading, size: int, places: set[float], changed: bool
) -> None:
    """All of them if none was changed; else the one that was."""
    relied = {n: leaves(now, n, 1)[0] for n in (int(place * size) for place in places)}
    other = max(relied)
    if changed:
        relied[other] = sha256(relied[other]).digest()
    found = first_not_under(now, size, relied)
    assert found == (other if changed else None)
    root = root_at(now, size)
    for n, leaf in relied.items():
        assert is_included(root, size, leaf, n, prove_included(now, n, size)) == (n != found)
