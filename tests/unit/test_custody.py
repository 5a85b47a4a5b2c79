"""What is known of a cable: who holds which copy, what the other end told, which reply answered."""

from __future__ import annotations

import pytest

from parley.cables.custody.cable import Cable, cable_named, custody_of, enter, enter_told, steps_of
from parley.cables.events.kinds import (
    WHAT,
    Destroyed,
    Drafted,
    EmergencyDestroyed,
    Event,
    HandedOver,
    HeldCopy,
    Opened,
    Passed,
    ReadBy,
    Received,
    Returned,
    Witness,
)
from parley.cables.events.mentions import cables_of
from tests import cable_logs as logs

ALL = [one.entered.event for one in logs.events(150)]
REQUEST = f"{logs.HERE}/A/1"
INSTRUCTION = f"{logs.THERE}/M/2"


def known(name: str, until: int = len(ALL)) -> Cable:
    """What is known of a cable before an event."""
    return custody_of(name, (one for one in ALL[:until] if name in cables_of(one.what)))


def told(n: int, by: str, what: WHAT) -> Event:
    """An event of the other log."""
    key = logs.post(by).card.signing
    return Event(v=1, log=logs.THERE, n=n, prev="0" * 64, at=logs.at(n), by=by, key=key, what=what)


def test_a_cable_released_here_is_followed_to_the_other_end() -> None:
    """Copies that went out are as the other end tells; copies that stayed are as they are here."""
    cable = known(REQUEST)
    assert cable.here and cable.release is not None and cable.released is not None
    assert (cable.released.by, cable.released.log) == ("delegation", logs.HERE)
    states = {copy.number: (copy.holder, copy.state) for copy in cable.copies.values()}
    assert states[1] == ("mandator", "opened")
    assert states[2] == ("ministry", "received")
    assert states[3] == ("chancery", "opened")
    kinds = [(one.kind, one.told) for one in cable.copies[1].steps]
    assert kinds == [("made", False), ("sent", False), ("received", True), ("opened", True)]
    (opened,) = steps_of(cable.copies[1], "opened")
    assert (opened.by, opened.log) == ("mandator", logs.THERE)
    assert [one.who for one in steps_of(cable.copies[3], "read")] == ["first secretary"]
    assert cable.copies[3].file and not cable.copies[4].file


def test_a_cable_received_here_is_known_by_its_release() -> None:
    """With the copies that others have, as far as the release tells of them."""
    cable = known(INSTRUCTION)
    assert not cable.here and cable.release is not None and cable.released is not None
    assert cable.released.told and cable.released.by == "mandator"
    assert [copy.state for copy in cable.copies.values()] == ["opened", "returned"]
    assert cable.release.about == REQUEST
    assert known(REQUEST).related[INSTRUCTION].answers == ("all-correct",)
    assert known(REQUEST).answers == {"all-correct": (INSTRUCTION,)}


def test_two_replies_to_one_question_are_both_kept() -> None:
    """Whichever comes first; and neither counts twice when a second copy of it comes in."""
    cable = known(REQUEST)
    first = next(
        one for one in ALL if isinstance(one.what, Received) and one.what.cable == INSTRUCTION
    )
    assert enter(cable, first).answers == cable.answers
    reply = logs.released(
        logs.world(), 5, ("delegation",), about=REQUEST, answers=("all-correct", "include-three")
    )
    other = enter_told(cable, told(70, "mandator", reply))
    assert other.answers == {
        "all-correct": (INSTRUCTION, reply.cable),
        "include-three": (reply.cable,),
    }
    assert list(other.related) == [INSTRUCTION, reply.cable]


def test_what_the_other_end_tells_late_or_twice_changes_nothing_more() -> None:
    """The later event of its log counts, in whichever order they come."""
    cable = known(REQUEST)
    steps = (
        told(50, "mandator", ReadBy(cable=REQUEST, copy=1, reader="x")),
        told(51, "mandator", Passed(cable=REQUEST, copy=1, to="ministry", sealed="0" * 64)),
        told(60, "ministry", Returned(cable=REQUEST, copy=1)),
    )
    in_order = backwards = cable
    for step in steps:
        in_order = enter_told(in_order, step)
        assert enter_told(in_order, step).copies[1] == in_order.copies[1]
    assert (in_order.copies[1].state, in_order.copies[1].holder) == ("returned", "ministry")
    for step in reversed(steps):
        backwards = enter_told(backwards, step)
    assert backwards.copies[1].state == "returned"
    assert {one.kind for one in backwards.copies[1].steps} == {
        one.kind for one in in_order.copies[1].steps
    }
    unknown = told(61, "mandator", Opened(cable=REQUEST, copy=77))
    assert enter_told(cable, unknown) == cable


def test_a_copy_that_is_not_found_is_missing_until_it_is() -> None:
    """At the hand-over of a post; it stays on its account."""
    cable = known(REQUEST, 20)
    held = (HeldCopy(cable=REQUEST, copy=4),)
    card = logs.post("delegation").card
    event = ALL[20]

    def after(cable: Cable, what: WHAT) -> Cable:
        from msgspec.structs import replace

        return enter(cable, replace(event, what=what))

    lost = after(cable, HandedOver(post="delegation", card=card, inventory=(), missing=held))
    assert lost.copies[4].missing and lost.copies[4].state == cable.copies[4].state
    found = after(lost, HandedOver(post="delegation", card=card, inventory=held))
    assert not found.copies[4].missing
    assert [one.kind for one in found.copies[4].steps[-2:]] == ["missing", "counted"]


def test_how_a_copy_ended_is_kept_with_who_saw_it() -> None:
    """Destroyed in order, or in haste; and one that could not be."""
    event = next(one for one in ALL if isinstance(one.what, Destroyed))
    what = event.what
    assert isinstance(what, Destroyed)
    cable = known(what.cable, event.n + 1)
    last = cable.copies[2].steps[-1]
    assert (cable.copies[2].state, last.words) == ("destroyed", "superseded")
    assert last.witnesses == ("clerk", "chancery")
    burnt = next(one for one in ALL if isinstance(one.what, EmergencyDestroyed))
    after = known(what.cable, burnt.n + 1)
    assert after.copies[3].state == "destroyed"
    assert after.copies[3].steps[-1].witnesses == ("delegation",)
    left = EmergencyDestroyed(destroyed=(), left=(HeldCopy(cable=REQUEST, copy=4),), reason="fire")
    kept = enter_told(known(REQUEST), told(90, "clerk", left)).copies[4]
    assert (kept.state, kept.steps[-1].kind) == (known(REQUEST).copies[4].state, "left")
    assert isinstance(what.witnesses[0], Witness)


def test_only_an_event_of_a_cable_begins_one() -> None:
    """Another one needs to be told which cable is meant."""
    draft = next(one for one in ALL if isinstance(one.what, Drafted))
    with pytest.raises(ValueError, match="expected an event of one cable"):
        enter(None, draft)
    assert enter(cable_named(REQUEST), draft) == cable_named(REQUEST)
