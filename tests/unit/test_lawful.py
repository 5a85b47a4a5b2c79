"""Who may do what: one by one, what a log does not take in, and why it says so."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from parley.cables.custody.cable import Cable, cable_named, enter
from parley.cables.custody.directory import Directory
from parley.cables.custody.directory import enter as enter_directory
from parley.cables.custody.foreign import is_canonical
from parley.cables.custody.lawful import out_of_turn, turn_of, unlawful
from parley.cables.events.event_bytes import decode_event, record_of
from parley.cables.events.kinds import (
    WHAT,
    Card,
    Cosigned,
    Destroyed,
    Drafted,
    Enrolled,
    Event,
    LogOpened,
    Noticed,
    Opened,
    Received,
    Recopied,
    Released,
    Revoked,
    Rotated,
    Sent,
    SeriesOpened,
    Signed,
    Voided,
)
from parley.cables.events.mentions import cables_of
from parley.cables.events.witnessing import statement, witness
from parley.cables.primitives.signing import for_purpose, sign
from parley.cables.verifying.rereading import reread
from parley.kernel.errors import Refused
from tests import cable_logs as logs

TOTAL = 150
ALL = [one.entered.event for one in logs.events(TOTAL)]
INTRUDER = logs.post("intruder")


def before(n: int) -> tuple[Directory, dict[str, Cable]]:
    """The directory and the cables before an event."""
    directory, cables = Directory(), dict[str, Cable]()
    for event in ALL[:n]:
        directory = enter_directory(directory, event)
        for name in cables_of(event.what):
            cables[name] = enter(cables.get(name) or cable_named(name), event)
    return directory, cables


def first(kind: type, where: Any = lambda what: True) -> Event:
    """The first event of a kind."""
    return next(one for one in ALL if isinstance(one.what, kind) and where(one.what))


def why(event: Event, what: WHAT | None = None, **changed: Any) -> str:
    """Why an event may not be, with other fields than it has; nothing if it may."""
    changed |= {} if what is None else {"what": what}
    return unlawful(*before(event.n), msgspec.structs.replace(event, **changed)) or ""


def other(what: Any, **changed: Any) -> Any:
    """What happened, with something else in it."""
    return msgspec.structs.replace(what, **changed)


@pytest.mark.parametrize("kind", sorted({type(one.what).__name__ for one in ALL}))
def test_nobody_signs_with_another_key_than_its_own(kind: str) -> None:
    """Neither an intruder's key, nor that of another post, nor in the name of a stranger."""
    event = next(one for one in ALL if type(one.what).__name__ == kind)
    assert why(event) == ""
    assert "key" in why(event, key=INTRUDER.card.signing)
    if event.n:
        assert "no post stranger" in why(event, by="stranger")
        mandator = logs.post("mandator")
        told = why(event, by="mandator", key=mandator.card.signing)
        assert "another office" in told or (kind == "Enrolled" and "no post mandator" in told)
        wrong = before(event.n)[0].posts.get("clerk" if event.by != "clerk" else "chancery")
        if wrong is not None:
            assert "is not that of" in why(event, key=wrong[-1].card.signing)


def test_a_replaced_and_a_revoked_key_sign_no_more() -> None:
    """A key that was rotated away, and one that was revoked in use."""
    rotated = first(Rotated)
    after = next(one for one in ALL[rotated.n + 1 :] if one.by == "clerk")
    assert "was replaced before" in why(after, key=rotated.key)
    revoked = Revoked(post="delegation", key=first(Drafted).key, since=logs.at(3), reason="lost")
    directory, cables = before(20)
    chancery = logs.post("chancery")
    entry = logs.enter(logs.Log(logs.HERE, n=20), chancery, revoked).event
    assert unlawful(directory, cables, entry) is None
    directory = enter_directory(directory, entry)
    late = msgspec.structs.replace(first(Drafted), n=21)
    assert "is revoked" in str(unlawful(directory, cables, late))


def test_only_the_keeper_keeps_the_directory() -> None:
    """Enrolling, revoking, opening series; and a log is opened once, by its keeper."""
    clerk = logs.post("clerk")
    for kind in (Enrolled, Revoked, SeriesOpened):
        event = first(kind)
        key = before(event.n)[0].posts.get("clerk", ())
        if key:
            assert "keeps the log" in why(event, by="clerk", key=key[-1].card.signing)
    opened = LogOpened(keeper=logs.post("chancery").card, zone="Asia/Seoul")
    assert "once" in why(ALL[30], opened)
    assert "own key" in str(
        unlawful(
            Directory(), {}, msgspec.structs.replace(ALL[0], by="clerk", key=clerk.card.signing)
        )
    )


def test_cards_that_must_not_be_trusted_are_not_enrolled() -> None:
    """A key of small order, one of somebody else, and another key for a post that has one."""
    event = first(Enrolled)
    weak = Card(post="x", signing="01" + "00" * 31, sealing=logs.post("x").card.sealing)
    assert "large group" in why(event, other(event.what, card=weak))
    taken = other(logs.post("chancery").card, post="x")
    assert "was given to chancery" in why(event, other(event.what, card=taken))
    late = ALL[20]
    new = Enrolled(card=logs.post("delegation", 99).card, here=True)
    chancery: dict[str, Any] = {"by": "chancery", "key": logs.post("chancery").card.signing}
    assert "has a key in use" in why(late, new, **chancery)
    rotated = first(Rotated)
    forged = sign(INTRUDER.seed, for_purpose("card", b"...")).hex()
    assert "not signed by its old key" in why(rotated, other(rotated.what, handover=forged))
    own = Revoked(post="chancery", key=chancery["key"], since=logs.at(1))
    assert "could not go on" in why(late, own, **chancery)


def test_cables_are_released_by_who_may_in_the_series_of_their_sender() -> None:
    """And copies are made again by the same."""
    event = first(Released)
    what = event.what
    clerk: dict[str, Any] = {"by": "clerk", "key": logs.post("clerk").card.signing}
    assert "may not release" in why(event, **clerk)
    assert "belongs to delegation" in why(event, other(what, sender="clerk"), **clerk)
    assert "no series B" in why(event, other(what, series="B", cable=f"{logs.HERE}/B/1"))
    assert "number is another one" in why(event, other(what, number=2))
    assert "at least one copy" in why(event, other(what, copies=()))
    assert "one number" in why(event, other(what, copies=(what.copies[0],) * 2))  # type: ignore[union-attr]
    stranger = other(what.copies[0], holder="stranger")  # type: ignore[union-attr]
    assert "no post stranger" in why(event, other(what, copies=(stranger,)))
    assert "does not say which" in why(event, other(what, cable_kind="cancellation"))
    assert "never released" in why(event, other(what, about=f"{logs.HERE}/A/77"))
    assert "may not release" in why(first(Voided), **clerk)
    recopied = first(Recopied)
    assert "may not make copies" in why(
        recopied, by="chancery", key=logs.post("chancery").card.signing
    )
    assert "made before" in why(
        recopied,
        other(recopied.what, copies=(other(recopied.what.copies[0], copy=1),)),  # type: ignore[union-attr]
    )


def test_a_correction_is_for_the_sender_of_what_it_corrects() -> None:
    """And an answer is to a question that was asked."""
    reply = first(Released, lambda what: what.about is not None)
    assert "for mandator to do" in why(reply, other(reply.what, cable_kind="correction"))
    assert "does not ask nothing" in why(reply, other(reply.what, answers=("nothing",)))
    assert "not known here" in why(reply, other(reply.what, about=f"{logs.THERE}/M/999"))


def test_numbers_and_serials_follow_each_other() -> None:
    """Told in words; there is no number for other events."""
    assert turn_of(first(Released).what) == (("A",), 1)
    assert turn_of(first(Sent).what) == (("delegation", "mandator"), 1)
    assert turn_of(first(Opened).what) is None
    assert out_of_turn(("A",), 3, 4) is None
    assert out_of_turn(("A",), 3, 5) == "series A: number 4 is the next, and 5 was given"
    assert "from a to b" in str(out_of_turn(("a", "b"), 0, 0))


def forged(told: Signed, by: logs.Post, **changed: Any) -> Signed:
    """An event of the other log, signed by somebody else, or with other fields."""
    changed = {"key": by.card.signing} | changed
    record = record_of(msgspec.structs.replace(decode_event(told.record.encode()), **changed))
    signature = sign(by.seed, for_purpose("event", record)).hex()
    return Signed(record=record.decode(), signature=signature, path=told.path)


def test_what_comes_in_is_signed_by_the_other_office_and_in_its_tree() -> None:
    """The release, its path, the checkpoint, the log's name, the copy."""
    event = first(Received, lambda what: what.cable is not None)
    what = event.what
    assert isinstance(what, Received) and what.release is not None and what.checkpoint is not None
    mandator, registry = logs.post("mandator"), logs.post("registry")

    def told(**changed: Any) -> str:
        return why(event, other(what, **changed))

    assert "is not enrolled for" in told(release=forged(what.release, INTRUDER))
    bad = other(what.release, signature="00" * 64)
    assert "signature is not by the key" in told(release=bad)
    assert "not proved" in told(release=other(what.release, path=what.release.path[:-1]))
    assert "not proved" in told(
        release=forged(what.release, mandator, clock=logs.at(1), at=logs.at(9))
    )
    spaced = other(what.release, record=what.release.record.replace(":", ": ", 1))
    assert "another form" in told(release=spaced)
    assert "no event" in told(release=other(what.release, record="{}")) or "event" in told(
        release=other(what.release, record="{}")
    )
    assert "not by the key" in told(
        checkpoint=other(what.checkpoint, size=what.checkpoint.size + 1)
    )
    by_intruder = logs.checkpoint(logs.Log(logs.THERE, n=9), INTRUDER, 9, bytes(32))
    assert "no post intruder" in told(checkpoint=by_intruder)
    elsewhere = logs.checkpoint(logs.Log("other-1", n=9), registry, 9, bytes(32))
    assert "other-1" in told(checkpoint=elsewhere)
    assert "not the one that was made" in told(sealed="0" * 64)
    assert "did not make copy" in told(copy=9)
    assert "was made for" in told(to="clerk")
    assert "another cable" in told(cable=f"{logs.THERE}/M/777")
    assert "has its number" in told(release=None)


def test_a_copy_comes_in_once_and_then_as_a_duplicate() -> None:
    """So that a replay is seen."""
    event = first(Received, lambda what: what.cable is not None)
    directory, cables = before(event.n + 1)
    again = msgspec.structs.replace(event, n=event.n + 1, what=other(event.what, parcel="f" * 32))
    assert "came in before" in str(unlawful(directory, cables, again))
    marked = msgspec.structs.replace(again, what=other(again.what, duplicate=True))
    assert unlawful(directory, cables, marked) is None
    assert "did not come in" in why(event, other(event.what, duplicate=True))


def test_a_notice_tells_of_copies_that_the_other_office_holds() -> None:
    """Signed by their holder, in the log of that office."""
    event = first(Noticed)
    what = event.what
    assert isinstance(what, Noticed)
    assert "not enrolled" in why(event, other(what, events=(forged(what.events[2], INTRUDER),)))
    registry = logs.post("registry")
    ours = Opened(cable=f"{logs.HERE}/A/1", copy=3)
    log = logs.Log(logs.THERE, levels=[])
    entered = logs.enter(log, registry, ours)
    notice = Noticed(
        parcel="x", checkpoint=logs.checkpoint(log, registry), events=(logs.proved(log, entered),)
    )
    assert "which chancery holds" in why(event, notice)


def test_a_cosignature_is_of_this_log_and_not_ahead_of_it() -> None:
    """By a post of another office."""
    event = first(Cosigned)
    what = event.what
    assert isinstance(what, Cosigned)
    log, registry = logs.Log(logs.HERE, n=999), logs.post("registry")
    ahead = logs.checkpoint(log, registry, event.n + 1, bytes(32))
    assert "more events" in why(event, Cosigned(checkpoint=ahead))
    own = logs.checkpoint(log, logs.post("chancery"), 3, bytes(32))
    assert "belongs to this office" in why(event, Cosigned(checkpoint=own))
    other_log = logs.checkpoint(logs.Log("x-1", n=9), registry, 3, bytes(32))
    assert "another log" in why(event, Cosigned(checkpoint=other_log))


def test_a_copy_is_destroyed_before_two_others_who_sign_it() -> None:
    """Not one, not the same twice, not the holder, not with another statement."""
    event = first(Destroyed)
    what = event.what
    assert isinstance(what, Destroyed)
    one, two = what.witnesses
    assert "2 different" in why(event, other(what, witnesses=(one,)))
    assert "2 different" in why(event, other(what, witnesses=(one, one)))
    stated = statement(logs.HERE, what.cable, what.copy, "delegation", what.reason)
    holder = witness("delegation", logs.post("delegation").seed, stated)
    assert "no witness of what it does itself" in why(event, other(what, witnesses=(one, holder)))
    fake = witness("clerk", INTRUDER.seed, stated)
    assert "not that of the witness" in why(event, other(what, witnesses=(two, fake)))
    assert "is not of this" in why(event, other(what, reason="another reason"))


def test_the_fast_look_at_the_form_of_an_event_is_the_slow_one() -> None:
    """No way to spell out what is understood passes."""
    assert all(is_canonical(one, record_of(one)) for one in ALL)
    for kind, said in (
        (Released, b'"precedence":"routine",'),
        (Received, b'"missing":[],'),
        (Received, b'"late":false,'),
        (Sent, b'"again":null,'),
        (Revoked, b'"reason":"",'),
    ):
        event = first(kind)
        start, end = record_of(event).split(b'"what":{')
        keys = sorted([said[:-1], *_pairs(b"{" + end[:-1])])
        record = start + b'"what":{' + b",".join(keys) + b"}}"
        read = decode_event(record)
        assert is_canonical(read, record) == (record_of(read) == record)


def _pairs(data: bytes) -> list[bytes]:
    """The keys and values of a map, as they stand."""
    read = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    return [b'"%s":%s' % (key.encode(), bytes(value)) for key, value in read.items()]


def test_each_default_of_an_event_is_one_that_the_fast_look_knows() -> None:
    """A new kind of default would have to be told to `foreign.is_canonical`."""
    from parley.cables.events import kinds as events

    kinds = [one for one in vars(events).values() if isinstance(one, type)]
    for kind in kinds:
        if issubclass(kind, msgspec.Struct):
            for one in msgspec.structs.fields(kind):
                assert one.default in (msgspec.NODEFAULT, None, False, "", (), "routine"), one
                assert one.default_factory is msgspec.NODEFAULT


@pytest.mark.parametrize("place", [b'"at"', b'"v":1', b"delegation", b"{"])
def test_bytes_that_are_no_text_are_no_event(place: bytes) -> None:
    """In a key or in a value: they are refused as any other."""
    record = record_of(first(Drafted))
    broken = record.replace(place, place[:1] + b"\xb1" + place[1:], 1)
    assert broken != record
    with pytest.raises(Refused, match="expected an event of a log"):
        decode_event(broken)
    with pytest.raises(Refused, match="expected an event of a log"):
        reread(broken)
