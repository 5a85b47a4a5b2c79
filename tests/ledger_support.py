"""What tests of the ledger share: a made-up office, what it enters, and what must hold of a log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from parley.cables.events.event_bytes import Entered, is_signed_event, leaf_of
from parley.cables.events.kinds import FIRST, Card, Drafted, LogOpened, Voided
from parley.cables.ledger.log import Ledger, Signer, append, begin_log, open_ledger
from parley.cables.ledger.reading import Reading, Writing, events, head_of, last_number
from parley.cables.primitives.merkle import tree_root

__all__ = [
    "CARD",
    "KEEPER",
    "LOG",
    "draft",
    "new_log",
    "next_void",
    "numbers_of",
    "require_whole",
    "void",
]

LOG = "office-00000000"
KEEPER = Signer("keeper", bytes(range(32)))
#: A made-up age recipient: nothing is sealed to it.
CARD = Card(post=KEEPER.post, signing=KEEPER.key, sealing="age1" + "q" * 58)


@contextmanager
def new_log(url: str) -> Iterator[Ledger]:
    """Make a ledger and begin its log."""
    with open_ledger(url, create=True) as ledger:
        begin_log(ledger, LOG, KEEPER, LogOpened(keeper=CARD, zone="UTC"))
        yield ledger


def next_void(writing: Writing, series: str = "out") -> Voided:
    """Return what takes the next number of a series."""
    number = last_number(writing, series) + 1
    cable = f"{writing.head.log}/{series}/{number}"
    return Voided(cable=cable, series=series, number=number, reason="a test")


def void(ledger: Ledger, series: str = "out") -> int:
    """Take the next number of a series, and return it."""
    (entered,) = append(ledger, KEEPER, lambda writing: [next_void(writing, series)])
    assert isinstance(entered.event.what, Voided)
    return entered.event.what.number


def draft(ledger: Ledger, count: int = 1) -> tuple[Entered, ...]:
    """Enter so many drafts, in one step."""
    return append(ledger, KEEPER, lambda _: [Drafted(draft="d", digest="0" * 64)] * count)


def numbers_of(reading: Reading, series: str = "out") -> list[int]:
    """Return the numbers of a series in the order of the log."""
    found = [entered.event.what for entered in events(reading)]
    return [what.number for what in found if isinstance(what, Voided) and what.series == series]


def require_whole(reading: Reading) -> list[Entered]:
    """Check a log from its bytes up, and return its events.

    Every event is there once, in its place, after the one before it, and signed; each series runs
    from one without a gap; and what the tables say of the tree is what the events come to.
    """
    found = list(events(reading))
    leaves = [leaf_of(one.record, one.signature) for one in found]
    assert [one.event.n for one in found] == list(range(reading.head.size))
    assert [one.event.prev for one in found] == [FIRST, *(leaf.hex() for leaf in leaves[:-1])]
    assert all(before.event.at <= after.event.at for before, after in pairwise(found))
    for one in found:
        assert is_signed_event(one.record, one.signature, bytes.fromhex(one.event.key))
    for series in {one.event.what.series for one in found if isinstance(one.event.what, Voided)}:
        numbers = numbers_of(reading, series)
        assert numbers == list(range(1, len(numbers) + 1))
    assert head_of(reading).root == tree_root(leaves)
    return found
