"""What may be done with a copy, beside a table of it: random lawful and unlawful steps."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from parley.cables.custody.cable import Cable, cable_named, custody_of, enter
from parley.cables.custody.directory import Directory, directory_of
from parley.cables.custody.directory import enter as enter_directory
from parley.cables.custody.lawful import unlawful
from parley.cables.events.kinds import (
    WHAT,
    Destroyed,
    EmergencyDestroyed,
    Event,
    HeldCopy,
    Opened,
    Passed,
    Printed,
    ReadBy,
    Released,
    Returned,
    Sent,
    TookBack,
)
from parley.cables.events.mentions import cables_of
from parley.cables.events.witnessing import statement, witness
from tests import cable_logs as logs
from tests.twins.custody_literal import Copy, Move, try_move

POSTS = ("chancery", "delegation", "clerk", "mandator", "nobody")
HERE = {"chancery", "delegation", "clerk"}
HOLDERS = ("chancery", "delegation", "clerk", "mandator")
KINDS = (
    "opened",
    "printed",
    "read",
    "passed",
    "returned",
    "destroyed",
    "took-back",
    "emergency-destroyed",
    "sent",
)
CABLE = f"{logs.HERE}/A/1"

moves = st.builds(
    Move,
    st.sampled_from(KINDS),
    st.sampled_from(POSTS),
    st.integers(1, 5),
    st.sampled_from(POSTS),
    st.uuids().map(lambda one: one.hex),
    st.none(),
)


def _begun() -> tuple[list[Event], Released]:
    w = logs.world()
    begin = [one.entered.event for one in logs.begin(w)]
    return begin, logs.released(w, 1, HOLDERS)


BEGIN, RELEASED = _begun()


def _event(n: int, by: str, what: WHAT) -> Event:
    key = logs.post(by).card.signing
    return Event(v=1, log=logs.HERE, n=n, prev="0" * 64, at=logs.at(n), by=by, key=key, what=what)


def _what(move: Move, serial: int) -> WHAT:
    copy: dict[str, Any] = {"cable": CABLE, "copy": move.copy}
    if move.kind == "sent":
        return Sent(
            parcel=move.parcel,
            sender="delegation",
            to=move.to,
            serial=serial,
            again=move.again,
            **copy,
        )
    if move.kind == "emergency-destroyed":
        return EmergencyDestroyed(destroyed=(HeldCopy(**copy),), reason="fire")
    if move.kind == "passed":
        return Passed(to=move.to, sealed="0" * 64, **copy)
    if move.kind == "destroyed":
        stated = statement(logs.HERE, CABLE, move.copy, move.by, "old")
        seen = [one for one in ("chancery", "clerk", "delegation") if one != move.by][:2]
        signed = tuple(witness(one, logs.post(one).seed, stated) for one in seen)
        return Destroyed(reason="old", witnesses=signed, **copy)
    plain: dict[str, type[Opened | Returned | TookBack | Printed]] = {
        "opened": Opened,
        "returned": Returned,
        "took-back": TookBack,
        "printed": Printed,
    }
    return ReadBy(reader="somebody", **copy) if move.kind == "read" else plain[move.kind](**copy)


@given(st.lists(moves, max_size=30), st.data())
def test_a_copy_goes_the_ways_of_the_table(tried: list[Move], data: st.DataObject) -> None:
    """Each step is allowed exactly where the table allows it, and leads where it says."""
    directory = directory_of(BEGIN)
    release = _event(len(BEGIN), "delegation", RELEASED)
    assert unlawful(directory, {}, release) is None
    cable, events = enter(None, release), [release]
    copies = {number: Copy(holder) for number, holder in enumerate(HOLDERS, 1)}
    for n, drawn in enumerate(tried, len(BEGIN) + 1):
        move = _steered(drawn, copies, data)
        event = _event(n, move.by, _what(move, n))
        may = try_move(copies, HERE, "chancery", "delegation", move)
        why = unlawful(directory, {CABLE: cable}, event)
        assert (why is None) == may, (move, why)
        if may:
            cable = enter(cable, event)
            events.append(event)
        for number, copy in copies.items():
            found = cable.copies[number]
            assert (found.state, found.holder) == (copy.state, copy.holder)
    assert custody_of(CABLE, events) == cable
    assert sum(len(one.steps) for one in cable.copies.values()) == len(HOLDERS) + len(events) - 1


def _steered(move: Move, copies: dict[int, Copy], data: st.DataObject) -> Move:
    """The step as drawn, or one that has a chance: else few sequences would come far."""
    copy = copies.get(move.copy)
    if copy is None or not data.draw(st.booleans()):
        return move
    again = copy.parcel if data.draw(st.booleans()) else None
    if move.kind == "sent":
        return Move("sent", "chancery", move.copy, copy.holder, move.parcel, again)
    by = "chancery" if move.kind == "took-back" else copy.holder
    return Move(move.kind, by, move.copy, move.to, move.parcel)


def test_the_directory_at_the_end_answers_for_each_event_before() -> None:
    """A directory keeps what held before each event, so that one is enough for a whole log."""
    events = [one.entered.event for one in logs.events(150)]
    end, now = directory_of(events), Directory()
    cables: dict[str, Cable] = {}
    for event in events:
        assert unlawful(now, cables, event) is None, event
        assert unlawful(end, cables, event) is None, event
        now = enter_directory(now, event)
        for name in cables_of(event.what):
            cables[name] = enter(cables.get(name) or cable_named(name), event)
    assert now == end


def test_without_its_steps_a_cable_is_the_same_otherwise() -> None:
    """Verifying keeps no steps, and must come to the same states."""
    events = [one.entered.event for one in logs.events(150)]
    for name in {name for one in events for name in cables_of(one.what)}:
        short = cable_named(name)
        for event in events:
            if name in cables_of(event.what):
                short = enter(short, event, steps=False)
        whole = custody_of(name, (one for one in events if name in cables_of(one.what)))
        assert [
            (one.number, one.state, one.holder, one.sealed, one.told)
            for one in whole.copies.values()
        ] == [
            (one.number, one.state, one.holder, one.sealed, one.told)
            for one in short.copies.values()
        ]
        assert not any(one.steps for one in short.copies.values())
        assert all(one.steps for one in whole.copies.values())
        assert (whole.answers, whole.related) == (short.answers, short.related)
