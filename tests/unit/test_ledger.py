"""The ledger: what is entered stays, in its order, all or nothing; in SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from parley.cables.events.event_bytes import Entered
from parley.cables.events.kinds import (
    WHAT,
    Answered,
    Drafted,
    EmergencyDestroyed,
    Event,
    HeldCopy,
    LogOpened,
    Noticed,
    Opened,
    Received,
    Sent,
    Signed,
    Voided,
)
from parley.cables.ledger.blobs import drop_blob, get_blob, has_blob, put_blob
from parley.cables.ledger.checkpoints import checkpoint
from parley.cables.ledger.log import append, begin_log, open_ledger
from parley.cables.ledger.reading import (
    Reading,
    Writing,
    event_at,
    events,
    events_by_kind,
    events_of,
    has_parcel,
    head_of,
    last_number,
    last_serial,
    raw_events,
    reading,
    received_serials,
)
from parley.kernel.errors import Refused
from tests.ledger_support import (
    CARD,
    KEEPER,
    LOG,
    draft,
    new_log,
    next_void,
    numbers_of,
    require_whole,
    void,
)

NOON = datetime(2030, 3, 1, 12, tzinfo=UTC)


def sent(serial: int, parcel: str | None = None) -> Sent:
    """Return a parcel on the link from the keeper to the capital."""
    return Sent(parcel=parcel or f"p{serial}", sender="keeper", to="capital", serial=serial)


def came(serial: int, parcel: str | None = None) -> Received:
    """Return a parcel on the link from the capital to the keeper."""
    return Received(parcel=parcel or f"r{serial}", sender="capital", to="keeper", serial=serial)


def entering(*what: WHAT) -> Callable[[Writing], Sequence[WHAT]]:
    """Return a maker of these events."""
    return lambda _: what


def test_what_is_entered_is_there_when_it_is_opened_again(ledger_url: str) -> None:
    """Events are read as they were entered, by whoever opens the ledger later."""
    with new_log(ledger_url) as ledger:
        first = draft(ledger, 3)
        numbers = [void(ledger), void(ledger, "in"), void(ledger)]
    with open_ledger(ledger_url) as ledger, reading(ledger) as state:
        found = require_whole(state)
        assert tuple(found[1:4]) == first
        assert numbers == [1, 1, 2]
        assert (last_number(state, "out"), last_number(state, "in")) == (2, 1)
        assert last_number(state, "none") == 0
        assert [n for n, _, _ in raw_events(state, 2, 5)] == [2, 3, 4]
        assert [one.event.n for one in events(state, 5)] == [5, 6]
        assert event_at(state, 6) == found[6]
        with pytest.raises(IndexError):
            event_at(state, 7)


@pytest.mark.parametrize("size", [1, 255, 256, 257, 600])
def test_the_tree_of_any_size(ledger_url: str, size: int) -> None:
    """What is kept of the tree comes to the root over all events, entered one by one or not."""
    with new_log(ledger_url) as ledger:
        draft(ledger, size)
        draft(ledger, 1)
        with reading(ledger) as state:
            assert len(require_whole(state)) == size + 2


def test_a_step_may_enter_nothing(ledger_url: str) -> None:
    """A maker that returns no event leaves the log as it was, and its blobs are kept."""
    with new_log(ledger_url) as ledger:

        def make(writing: Writing) -> list[WHAT]:
            put_blob(writing, b"sealed")
            return []

        assert append(ledger, KEEPER, make) == ()
        with reading(ledger) as state:
            assert state.head.size == 1


def test_all_or_nothing(ledger_url: str) -> None:
    """What fails in the middle leaves no event and no blob, and the next step goes on."""
    with new_log(ledger_url) as ledger:
        digests: list[str] = []

        def make(writing: Writing) -> list[WHAT]:
            digests.append(put_blob(writing, b"sealed"))
            return [next_void(writing), next_void(writing)]  # the same number twice

        with pytest.raises(Refused, match="expected cable office-00000000/out/2 next"):
            append(ledger, KEEPER, make)
        with reading(ledger) as state:
            assert state.head.size == 1
            assert not has_blob(state, digests[0])
        assert void(ledger) == 1


@pytest.mark.parametrize("number", [1, 3, 9])
def test_a_number_is_the_next_of_its_series(ledger_url: str, number: int) -> None:
    """A number that was given, or leaves a gap, or belies the cable's name, is refused."""
    with new_log(ledger_url) as ledger:
        void(ledger)
        wrong = Voided(cable=f"{LOG}/out/{number}", series="out", number=number, reason="")
        other = Voided(cable=f"{LOG}/in/2", series="out", number=2, reason="")
        for what in (wrong, other):
            with pytest.raises(Refused, match="series out: expected cable office-00000000/out/2"):
                append(ledger, KEEPER, entering(what))
        with reading(ledger) as state:
            assert numbers_of(state) == [1]


def test_parcels_and_links(ledger_url: str) -> None:
    """A link's serials run without a gap as they are sent; what comes in is told as it came."""
    with new_log(ledger_url) as ledger:
        append(ledger, KEEPER, entering(sent(1), sent(2)))
        for wrong in (2, 4):
            with pytest.raises(Refused, match="expected serial 3 next"):
                append(ledger, KEEPER, entering(sent(wrong, "p")))
        append(ledger, KEEPER, entering(came(4), came(2), came(2, "again")))
        with pytest.raises(Refused, match="in the log already"):
            append(ledger, KEEPER, entering(came(7, "r4")))
        with reading(ledger) as state:
            assert last_serial(state, "keeper", "capital") == 2
            assert last_serial(state, "capital", "keeper") == 0
            assert list(received_serials(state, "capital", "keeper")) == [2, 4]
            assert list(received_serials(state, "capital", "keeper", 3)) == [4]
            assert [has_parcel(state, name) for name in ("r4", "again", "p1")] == [1, 1, 0]
            require_whole(state)


def test_events_are_found_by_cable_and_kind(ledger_url: str) -> None:
    """Whatever names a cable is found by it, also where it names several."""
    mine, other = f"{LOG}/out/1", "capital-11111111/in/7"
    with new_log(ledger_url) as ledger:
        void(ledger)
        told = append(ledger, KEEPER, entering(Opened(cable=mine, copy=2)))[0]
        with reading(ledger) as state:
            stood = checkpoint(state, KEEPER)
        notice = Signed(record=told.record.decode(), signature=told.signature.hex())
        append(
            ledger,
            KEEPER,
            entering(
                Answered(cable=other, reply=mine, questions=("q1",)),
                EmergencyDestroyed(
                    destroyed=(HeldCopy(cable=mine, copy=1), HeldCopy(cable=mine, copy=2)),
                    left=(HeldCopy(cable=other, copy=1),),
                    reason="fire",
                ),
                Noticed(parcel="p", checkpoint=stood, events=(notice,)),
                Drafted(draft="d", digest="0" * 64),
            ),
        )
        with reading(ledger) as state:
            assert numbered(events_of(state, mine)) == [1, 2, 3, 4, 5]
            assert numbered(events_of(state, other)) == [3, 4]
            assert numbered(events_of(state, "x/y/1")) == []
            assert numbered(events_by_kind(state, "log-opened", "drafted")) == [0, 6]
            assert numbered(events_by_kind(state)) == []


def numbered(found: object) -> list[int]:
    """Return the places of events in the log."""
    assert hasattr(found, "__iter__")
    return [one.event.n for one in found if isinstance(one, Entered)]


def test_blobs(ledger_url: str) -> None:
    """Bytes are kept by their digest, once, until they are dropped."""
    data = bytes(range(256)) * 5_000
    with new_log(ledger_url) as ledger:
        kept: list[str] = []

        def put(writing: Writing) -> list[WHAT]:
            kept.extend(put_blob(writing, data) for _ in range(2))
            assert get_blob(writing, kept[0]) == data
            return []

        append(ledger, KEEPER, put)
        assert kept[0] == kept[1]
        with reading(ledger) as state:
            assert get_blob(state, kept[0]) == data

        def drop(writing: Writing) -> list[WHAT]:
            drop_blob(writing, kept[0])
            return []

        for _ in range(2):
            append(ledger, KEEPER, drop)
        with reading(ledger) as state, pytest.raises(Refused, match="expected them beside the log"):
            get_blob(state, kept[0])


def test_a_check_sees_what_was_entered_before(ledger_url: str) -> None:
    """Each event is checked in view of the ones before it, of the same step too."""
    seen: list[tuple[int, int]] = []

    def check(state: Reading, event: Event) -> None:
        seen.append((event.n, len(list(raw_events(state)))))
        assert head_of(state).size == event.n
        if event.n == 3:
            raise Refused("not this one", hint="do another")

    with new_log(ledger_url) as ledger:
        draft(ledger)
        with pytest.raises(Refused, match="not this one"):
            append(ledger, KEEPER, lambda w: [next_void(w), sent(1)], check=check)
        assert seen == [(2, 2), (3, 3)]
        with reading(ledger) as state:
            assert state.head.size == 2


def test_a_clock_that_goes_back(ledger_url: str) -> None:
    """No event is told as before the one before it; what the clock showed is told beside."""
    shown = iter([NOON, NOON - timedelta(hours=1), NOON + timedelta(milliseconds=1)])
    with new_log(ledger_url) as ledger:
        pass
    with open_ledger(ledger_url) as ledger:
        # The first event was entered by the machine's clock, long before the times shown here.
        entered = [
            append(ledger, KEEPER, entering(sent(serial)), clock=lambda: next(shown))[0].event
            for serial in (1, 2, 3)
        ]
    assert [event.at for event in entered] == [
        "2030-03-01T12:00:00.000Z",
        "2030-03-01T12:00:00.000Z",
        "2030-03-01T12:00:00.001Z",
    ]
    assert [event.clock for event in entered] == [None, "2030-03-01T11:00:00.000Z", None]


def test_what_cannot_be_read_again_does_not_get_in(ledger_url: str) -> None:
    """A record beyond the limits of events is refused before it is entered, not when it is read."""
    with new_log(ledger_url) as ledger:
        for bad in ("x" * 201, "", "\ud800"):
            with pytest.raises(Refused, match="event"):
                append(ledger, KEEPER, entering(Drafted(draft=bad, digest="0" * 64)))
        draft(ledger)


def test_a_log_is_begun_once(ledger_url: str) -> None:
    """Before its first event nothing can be entered or read; a second beginning is refused."""
    opened = LogOpened(keeper=CARD, zone="UTC")
    with open_ledger(ledger_url, create=True) as ledger:
        with pytest.raises(Refused, match="none was begun"):
            draft(ledger)
        with pytest.raises(Refused, match="none was begun"), reading(ledger):
            pass
        for name in ("", "a b", "a/b"):
            with pytest.raises(Refused, match="name without spaces"):
                begin_log(ledger, name, KEEPER, opened)
        begin_log(ledger, LOG, KEEPER, opened)
        with pytest.raises(Refused, match="got one that was begun"):
            begin_log(ledger, "other", KEEPER, opened)
    with open_ledger(ledger_url, create=True) as ledger:
        assert draft(ledger)[0].event.n == 1


def test_a_reading_is_one_state(ledger_url: str) -> None:
    """What is appended while a log is read is not seen by that reading."""
    with new_log(ledger_url) as ledger:
        draft(ledger, 5)
        with reading(ledger) as state:
            draft(ledger, 5)
            assert len(require_whole(state)) == 6
            assert len(list(events_by_kind(state, "drafted"))) == 5
        with reading(ledger) as state:
            assert len(require_whole(state)) == 11
