"""Proofs and checkpoints from a ledger: the same as from all leaves in memory, at every size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from parley.cables.events.event_bytes import leaf_of
from parley.cables.ledger.checkpoints import checkpoint, cosign, is_checkpoint
from parley.cables.ledger.log import Signer, open_ledger
from parley.cables.ledger.proofs import prove_consistent, prove_included, root_at
from parley.cables.ledger.reading import Reading, head_of, leaves, peaks_of, raw_events, reading
from parley.cables.primitives.merkle import (
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    tree_root,
)
from parley.kernel.errors import Refused
from tests.ledger_support import KEEPER, draft, new_log

SIZE = 77
EARLY = datetime(2001, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    """A log of some events."""
    url = f"sqlite:///{tmp_path_factory.mktemp('log') / 'log.db'}"
    with new_log(url) as ledger:
        draft(ledger, 30)
        draft(ledger, SIZE - 31)
    with open_ledger(url) as ledger, reading(ledger) as found:
        yield found


def hashes(state: Reading) -> list[bytes]:
    """Return the leaf hashes of all events, from their bytes."""
    return [leaf_of(record, signature) for _, record, signature in raw_events(state)]


def test_roots_and_proofs_at_every_size(state: Reading) -> None:
    """Each is what the whole list of leaves gives, and is accepted for what it proves."""
    known = hashes(state)
    assert leaves(state, 3, 4) == known[3:7]
    for size in range(1, SIZE + 1):
        root = root_at(state, size)
        assert root == tree_root(known[:size])
        for n in {0, size // 2, size * 2 // 3, size - 1}:
            proof = prove_included(state, n, size)
            assert proof == inclusion_proof(known[:size], n)
            assert is_included(root, size, known[n], n, proof)
        for before in range(0, size + 1, 1 if size > 60 else 7):
            went_on = prove_consistent(state, before, size)
            assert went_on == consistency_proof(known[:size], before)
            assert is_consistent((before, root_at(state, before)), (size, root), went_on)


def test_proofs_are_for_the_log_as_it_is(state: Reading) -> None:
    """Where no size is named it is that of the log now."""
    assert head_of(state).root == root_at(state, SIZE)
    assert head_of(state).peaks == peaks_of(state, SIZE)
    assert prove_included(state, 5) == prove_included(state, 5, SIZE)
    assert prove_consistent(state, 5) == prove_consistent(state, 5, SIZE)


def test_what_is_not_there_cannot_be_proved(state: Reading) -> None:
    """A number beyond the log, or below none, is an error of the caller."""
    for wrong in (
        lambda: root_at(state, SIZE + 1),
        lambda: prove_included(state, SIZE),
        lambda: prove_included(state, -1),
        lambda: prove_included(state, 5, 5),
        lambda: prove_included(state, 5, SIZE + 1),
        lambda: prove_consistent(state, SIZE + 1),
        lambda: prove_consistent(state, 6, 5),
    ):
        with pytest.raises(IndexError):
            wrong()


def test_a_checkpoint_is_of_the_log(state: Reading) -> None:
    """It tells size and root, signed, and never a time before the last event."""
    made = checkpoint(state, KEEPER, clock=lambda: EARLY)
    assert (made.size, made.root) == (SIZE, root_at(state, SIZE).hex())
    assert made.at == state.head.at
    assert is_checkpoint(made)
    later = checkpoint(state, KEEPER, clock=lambda: datetime(2100, 1, 1, tzinfo=UTC))
    assert later.at == "2100-01-01T00:00:00.000Z"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("size", SIZE - 1),
        ("root", "0" * 64),
        ("log", "another-00000000"),
        ("at", "2100-01-01T00:00:00.000Z"),
        ("signature", "0" * 128),
        ("key", Signer("other", bytes(32)).key),
    ],
)
def test_a_changed_checkpoint_is_found_out(state: Reading, name: str, value: object) -> None:
    """Nothing of it can be changed, and a witness signs none that was."""
    changed = msgspec.structs.replace(checkpoint(state, KEEPER), **{name: value})
    assert not is_checkpoint(changed)
    with pytest.raises(Refused, match="expected one that its signer signed"):
        cosign(changed, KEEPER)


def test_a_witness_signs_the_same(state: Reading) -> None:
    """A cosignature says where the log stood, in the name of the witness."""
    witness = Signer("witness", bytes(32))
    seen = checkpoint(state, KEEPER)
    signed = cosign(seen, witness)
    assert is_checkpoint(signed)
    assert (signed.log, signed.size, signed.root) == (seen.log, seen.size, seen.root)
    assert (signed.post, signed.key) == ("witness", witness.key)
    assert signed.at >= seen.at


def test_a_tree_with_a_row_gone_is_refused(tmp_path: Path) -> None:
    """A proof from a ledger that lacks an event is refused, not wrong."""
    with new_log(f"sqlite:///{tmp_path / 'log.db'}") as ledger:
        draft(ledger, 8)
        with ledger.writer.begin() as connection:
            connection.exec_driver_sql("DELETE FROM events WHERE n = 7")
        with reading(ledger) as found, pytest.raises(Refused, match="expected 2 events in it"):
            head_of(replace(found))
