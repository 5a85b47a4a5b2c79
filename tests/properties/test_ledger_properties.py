"""Events as bytes, and logs of any steps: what holds of each."""

from __future__ import annotations

import tempfile

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.cables.events.event_bytes import decode_event, plain, record_of
from parley.cables.events.kinds import (
    FIRST,
    WHAT,
    CopyMade,
    Drafted,
    Event,
    Opened,
    Released,
    Returned,
    Sent,
    SeriesOpened,
    Voided,
)
from parley.cables.ledger.log import append
from parley.cables.ledger.reading import Writing, last_serial, reading
from parley.cables.primitives.canonical import decode, encode
from tests.ledger_support import KEEPER, LOG, new_log, next_void, numbers_of, require_whole

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
numbers = st.integers(1, 2**53 - 1)
digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
#: Made anew, so that it is no object that a record has as its default.
routine = st.sampled_from(["routine", "flash"]).map(lambda word: f"{word} "[:-1])
copies = st.builds(CopyMade, copy=numbers, holder=names, sealed=digests, file=st.booleans())
what: st.SearchStrategy[WHAT] = st.one_of(
    st.builds(Drafted, draft=names, digest=digests),
    st.builds(SeriesOpened, series=names, owner=names),
    st.builds(Voided, cable=st.just(f"{LOG}/out/1"), series=names, number=numbers, reason=texts),
    st.builds(
        Released,
        cable=st.just(f"{LOG}/out/1"),
        series=names,
        number=numbers,
        sender=names,
        cable_kind=st.just("request"),
        commitment=digests,
        parts=numbers,
        precedence=routine,
        precedence_info=st.none() | routine,
        action=st.lists(names, max_size=2).map(tuple),
        copies=st.lists(copies, max_size=3).map(tuple),
    ),
    st.builds(Sent, parcel=names, sender=names, to=names, serial=numbers),
)
events = st.builds(
    Event,
    v=st.just(1),
    log=names,
    n=st.integers(0, 2**53 - 1),
    prev=st.just(FIRST),
    at=st.just("2030-03-01T12:00:00.000Z"),
    clock=st.none(),
    by=names,
    key=digests,
    what=what,
)


@given(events)
def test_an_event_has_one_form(event: Event) -> None:
    """The quick way of writing an event gives the canonical bytes, and they can be read."""
    record = record_of(event)
    assert record == encode(plain(event))
    assert decode(record) == plain(event)
    assert decode_event(record) == event
    assert record_of(decode_event(record)) == record


@given(events.filter(lambda event: isinstance(event.what, Released)))
def test_a_default_that_is_spelled_out(event: Event) -> None:
    """An event that says what is understood is the same as one that does not say it."""
    assert isinstance(event.what, Released)
    usual = msgspec.structs.replace(event.what, precedence="".join(["rou", "tine"]))
    said = record_of(msgspec.structs.replace(event, what=usual))
    assert b'"precedence":' not in said
    assert said == encode(plain(decode_event(said)))


@settings(max_examples=25)
@given(st.lists(st.text("ovxsre", max_size=4), max_size=12))
def test_any_steps(steps: list[str]) -> None:
    """Whatever is entered, in steps of any length, the log is whole and its series have no gap."""
    with tempfile.TemporaryDirectory() as folder, new_log(f"sqlite:///{folder}/log.db") as ledger:
        for step in steps:

            def make(writing: Writing, step: str = step) -> list[WHAT]:
                return _events(writing, step)

            append(ledger, KEEPER, make)
        with reading(ledger) as state:
            assert len(require_whole(state)) == 1 + sum(map(len, steps))
            given_numbers = "".join(steps).count("v")
            assert numbers_of(state) == list(range(1, given_numbers + 1))
            assert last_serial(state, "keeper", "capital") == "".join(steps).count("s")


def _events(writing: Writing, letters: str) -> list[WHAT]:
    """What each letter stands for; numbers and serials go on from the log, and within a step."""
    made: list[WHAT] = []
    number = next_void(writing).number
    serial = last_serial(writing, "keeper", "capital") + 1
    for letter in letters:
        if letter == "v":
            made.append(Voided(cable=f"{LOG}/out/{number}", series="out", number=number, reason=""))
            number += 1
        elif letter == "s":
            parcel = f"p{serial}"
            made.append(Sent(parcel=parcel, sender="keeper", to="capital", serial=serial))
            serial += 1
        elif letter in "or":
            kind = Opened if letter == "o" else Returned
            made.append(kind(cable=f"{LOG}/out/1", copy=1))
        else:
            made.append(Drafted(draft=letter, digest="0" * 64))
    return made
