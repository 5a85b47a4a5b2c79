"""One cable and its copies: who holds which, what was done with it, and what was answered.

It is made of the events that name the cable (`mentions`): of a cable released here and of one
received here alike. What the other end told of its log (`noticed`) counts for the copies there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from parley.cables.events.kinds import (
    Answered,
    CopyMade,
    Destroyed,
    EmergencyDestroyed,
    Event,
    HandedOver,
    Noticed,
    Opened,
    Passed,
    Printed,
    ReadBy,
    Received,
    Recopied,
    Released,
    Returned,
    Sent,
    TookBack,
    Voided,
)
from parley.cables.events.told import tag_of, told_event

__all__ = [
    "HELD",
    "IN_WORDS",
    "Cable",
    "Copy",
    "Related",
    "State",
    "Step",
    "cable_named",
    "custody_of",
    "enter",
    "enter_told",
    "steps_of",
]

State: TypeAlias = Literal[
    "made", "sent", "received", "opened", "passed", "returned", "took-back", "destroyed"
]

#: The states in which a holder has a copy: one that was made here and not sent, too.
HELD: frozenset[State] = frozenset({"made", "received", "opened", "passed"})


#: A state in words, to stand behind "the copy is".
IN_WORDS: Mapping[State, str] = {
    "made": "made, and was not sent",
    "sent": "on its way",
    "received": "received, not opened",
    "opened": "opened",
    "passed": "passed on",
    "returned": "given back",
    "took-back": "back with who released it",
    "destroyed": "destroyed",
}


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done with a copy.

    Parameters:
        kind: as of the event, such as `opened`; `left` and `missing` for a copy that a report of
            emergency destruction or an inventory names so, `counted` for one in an inventory.
        at, by: when and by whom.
        log, n: the event that says so.
        told: whether it stands in the log of the other end, which told of it.
        parcel: the parcel it was in.
        who: the reader it was shown to, or the post it was passed to.
        words: the reason, or where it was printed.
        witnesses: of its destruction.
    """

    kind: str
    at: str
    by: str
    log: str
    n: int
    told: bool = False
    parcel: str | None = None
    who: str | None = None
    words: str = ""
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """One numbered copy, as it is now.

    Parameters:
        number: its number.
        holder: the post that holds it, or held it last; the first one until it has it.
        state: where it is in its life.
        sealed: SHA-256 of its sealed bytes, in hex.
        file: whether it stays in the releaser's files.
        parcel: the parcel it was sent or came in last.
        opened: whether it was ever opened here.
        missing: whether it was not found when its holder's copies were counted last.
        told: the last event of the other end's log that told of it; -1 for none.
        steps: all that was done with it, in the order in which it was entered here.
    """

    number: int
    holder: str
    state: State
    sealed: str
    file: bool = False
    parcel: str | None = None
    opened: bool = False
    missing: bool = False
    told: int = -1
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """Another cable that is about this one: a reply, a correction, a tracer.

    Parameters:
        kind: its kind.
        answers: the questions of this one that it answers.
        log, n, at: the event that released it.
    """

    cable: str
    kind: str
    answers: tuple[str, ...]
    log: str
    n: int
    at: str


@dataclass(frozen=True, slots=True)
class Cable:
    """One cable, as it is known here.

    Parameters:
        name: `LOG/SERIES/NUMBER`.
        release: what its release says; None for one that is only known by name, as yet.
        released: the event of the release: when, by whom, in which log.
        here: whether it was released in this log.
        void: why its number bears no cable; None for one that is not void.
        copies: number -> copy.
        related: the cables about this one, by name, in the order in which they became known.
        answers: question -> the replies that answer it; more than one if they are not at one.
    """

    name: str
    release: Released | None = None
    released: Step | None = None
    here: bool = False
    void: str | None = None
    copies: Mapping[int, Copy] = field(default_factory=dict)
    related: Mapping[str, Related] = field(default_factory=dict)
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def cable_named(name: str) -> Cable:
    """Return a cable of which only the name is known: what the first event is entered into."""
    return Cable(name)


def custody_of(name: str, events: Iterable[Event]) -> Cable:
    """Return a cable after events, in their order; those that do not name it change nothing."""
    found = Cable(name)
    for event in events:
        found = enter(found, event)
    return found


def steps_of(copy: Copy, kind: str) -> tuple[Step, ...]:
    """Return what was done with a copy, of one kind, the first first."""
    return tuple(one for one in copy.steps if one.kind == kind)


def enter(cable: Cable | None, event: Event, *, steps: bool = True) -> Cable:
    """Return a cable after an event; whether the event is lawful is not looked at here.

    Parameters:
        cable: before it; None stands for `cable_named` of the event's own cable.
        steps: whether to keep all that was done; without, a cable is as short after many events.

    Raises Refused for an event of another log within it that is none, and ValueError for an event
    without a cable of its own where none is given.
    """
    what = event.what
    if cable is None:
        own: str | None = getattr(what, "cable", None)
        if own is None:
            raise ValueError("expected an event of one cable")
        cable = Cable(own)
    if not steps and isinstance(what, Printed | ReadBy):
        return cable
    if isinstance(what, Noticed):
        for told in what.events:
            cable = enter_told(cable, told_event(told), steps=steps)
        return cable
    if isinstance(what, Received):
        return _received(cable, event, what, steps=steps)
    if not isinstance(what, Released) and getattr(what, "cable", cable.name) != cable.name:
        return cable  # of another cable, that only names this one
    change = _CHANGES.get(tag_of(what))
    return cable if change is None else change(cable, _Doing(event, steps=steps), what)


def enter_told(cable: Cable, event: Event, *, steps: bool = True) -> Cable:
    """Return a cable after the other end told of an event of its log.

    What came before what was told already is kept among the steps, and changes nothing else.

    Parameters:
        event: of the other log.
        steps: as in `enter`.
    """
    what = event.what
    if isinstance(what, Sent | Released | Recopied | Voided | Noticed):
        return _about(cable, event, what) if isinstance(what, Released) else cable
    doing = _Doing(event, steps=steps, told=True)
    if isinstance(what, Received):
        if what.cable != cable.name or what.copy is None:
            return cable
        state: State | None = None if what.duplicate else "received"
        return _step(cable, what.copy, doing, "received", _Change(state=state))
    if not isinstance(what, Released) and getattr(what, "cable", cable.name) != cable.name:
        return cable  # of another cable, that only names this one
    change = _CHANGES.get(tag_of(what))
    return cable if change is None else change(cable, doing, what)


@dataclass(frozen=True, slots=True)
class _Doing:
    """An event, and how it is to be entered."""

    event: Event
    steps: bool
    told: bool = False


@dataclass(frozen=True, slots=True)
class _Change:
    """What an event changes of a copy, and what more its step says."""

    state: State | None = None
    holder: str | None = None
    sealed: str | None = None
    parcel: str | None = None
    missing: bool | None = None
    who: str | None = None
    words: str = ""
    witnesses: tuple[str, ...] = ()


def _of_event(event: Event, kind: str, *, told: bool = False) -> Step:
    return Step(kind, event.at, event.by, event.log, event.n, told)


def _step(cable: Cable, number: int, doing: _Doing, kind: str, change: _Change) -> Cable:
    """A cable after something was done with a copy; the same if it has no such copy."""
    copy, event = cable.copies.get(number), doing.event
    if copy is None:
        return cable
    steps = copy.steps
    if doing.steps and not _is_kept(copy, event, kind, told=doing.told):
        done = _of_event(event, kind, told=doing.told)
        steps = (
            *steps,
            replace(
                done,
                parcel=change.parcel,
                who=change.who,
                words=change.words,
                witnesses=change.witnesses,
            ),
        )
    if doing.told and event.n <= copy.told:
        changed = replace(copy, steps=steps)
    else:
        changed = Copy(
            copy.number,
            change.holder or copy.holder,
            change.state or copy.state,
            change.sealed or copy.sealed,
            copy.file,
            change.parcel or copy.parcel,
            copy.opened or (kind == "opened" and not doing.told),
            copy.missing if change.missing is None else change.missing,
            event.n if doing.told else copy.told,
            steps,
        )
    return _with_copies(cable, {**cable.copies, number: changed})


def _with_copies(cable: Cable, copies: Mapping[int, Copy]) -> Cable:
    """A cable with other copies, in a third of the time of `replace`: a log has many events."""
    return Cable(
        cable.name,
        cable.release,
        cable.released,
        cable.here,
        cable.void,
        copies,
        cable.related,
        cable.answers,
    )


def _is_kept(copy: Copy, event: Event, kind: str, *, told: bool) -> bool:
    """Whether the other end told of the same event before; none was told after the last."""
    return (
        told
        and event.n <= copy.told
        and any((one.log, one.n, one.kind) == (event.log, event.n, kind) for one in copy.steps)
    )


def _made(cable: Cable, event: Event, copies: Sequence[CopyMade], *, steps: bool) -> Cable:
    """A cable with further copies; those that it has already stay as they are."""
    step = (_of_event(event, "made", told=not cable.here),) if steps else ()
    new = {
        one.copy: Copy(one.copy, one.holder, "made", one.sealed, one.file, steps=step)
        for one in copies
        if one.copy not in cable.copies
    }
    return _with_copies(cable, {**cable.copies, **new})


def _released(cable: Cable, doing: _Doing, what: Released) -> Cable:
    event = doing.event
    if what.cable == cable.name:
        cable = replace(cable, release=what, released=_of_event(event, "released"), here=True)
        cable = _made(cable, event, what.copies, steps=doing.steps)
    return _about(cable, event, what)


def _about(cable: Cable, event: Event, what: Released) -> Cable:
    """A cable after another one about it was released, in whichever log."""
    if what.about != cable.name:
        return cable
    if what.cable not in cable.related:
        related = Related(what.cable, what.cable_kind, what.answers, event.log, event.n, event.at)
        cable = replace(cable, related={**cable.related, what.cable: related})
    return _answer(cable, what.cable, what.answers)


def _answer(cable: Cable, reply: str, questions: Sequence[str]) -> Cable:
    new = {
        one: (*cable.answers.get(one, ()), reply)
        for one in questions
        if reply not in cable.answers.get(one, ())
    }
    return replace(cable, answers={**cable.answers, **new}) if new else cable


def _received(cable: Cable, event: Event, what: Received, *, steps: bool) -> Cable:
    """A cable after a copy of it came in, or of one about it."""
    for told in (what.origin, what.release):
        if told is None:
            continue
        foreign = told_event(told)
        made = foreign.what
        if isinstance(made, Released):
            if made.cable == cable.name and cable.release is None:
                released = _of_event(foreign, "released", told=True)
                cable = replace(cable, release=made, released=released)
            cable = _about(cable, foreign, made)
        if isinstance(made, Released | Recopied) and what.cable == cable.name:
            cable = _made(cable, foreign, made.copies, steps=steps)
    if what.cable != cable.name or what.copy is None:
        return cable
    copy = cable.copies.get(what.copy)
    first = copy is not None and copy.state == "made"
    change = _Change(state="received" if first else None, parcel=what.parcel)
    return _step(cable, what.copy, _Doing(event, steps=steps), "received", change)


def _recopied(cable: Cable, doing: _Doing, what: Recopied) -> Cable:
    return _made(cable, doing.event, what.copies, steps=doing.steps)


def _voided(cable: Cable, doing: _Doing, what: Voided) -> Cable:
    return replace(cable, void=what.reason, here=True)


def _sent(cable: Cable, doing: _Doing, what: Sent) -> Cable:
    copy = cable.copies.get(what.copy) if what.copy is not None else None
    if copy is None:
        return cable
    change = _Change(state="sent" if copy.state == "made" else None, parcel=what.parcel)
    return _step(cable, copy.number, doing, "sent", change)


def _opened(cable: Cable, doing: _Doing, what: Opened) -> Cable:
    return _step(cable, what.copy, doing, "opened", _Change(state="opened", missing=False))


def _printed(cable: Cable, doing: _Doing, what: Printed) -> Cable:
    return _step(cable, what.copy, doing, "printed", _Change(words=what.where))


def _read(cable: Cable, doing: _Doing, what: ReadBy) -> Cable:
    return _step(cable, what.copy, doing, "read", _Change(who=what.reader))


def _passed(cable: Cable, doing: _Doing, what: Passed) -> Cable:
    change = _Change(state="passed", holder=what.to, sealed=what.sealed, who=what.to)
    return _step(cable, what.copy, doing, "passed", change)


def _returned(cable: Cable, doing: _Doing, what: Returned) -> Cable:
    return _step(cable, what.copy, doing, "returned", _Change(state="returned"))


def _took_back(cable: Cable, doing: _Doing, what: TookBack) -> Cable:
    return _step(cable, what.copy, doing, "took-back", _Change(state="took-back"))


def _destroyed(cable: Cable, doing: _Doing, what: Destroyed) -> Cable:
    seen = tuple(one.post for one in what.witnesses)
    change = _Change(state="destroyed", words=what.reason, witnesses=seen)
    return _step(cable, what.copy, doing, "destroyed", change)


def _emergency(cable: Cable, doing: _Doing, what: EmergencyDestroyed) -> Cable:
    seen = tuple(one.post for one in what.witnesses)
    gone = _Change(state="destroyed", words=what.reason, witnesses=seen)
    for one in what.destroyed:
        if one.cable == cable.name:
            cable = _step(cable, one.copy, doing, "emergency-destroyed", gone)
    for one in what.left:
        if one.cable == cable.name:
            cable = _step(cable, one.copy, doing, "left", replace(gone, state=None))
    return cable


def _handed_over(cable: Cable, doing: _Doing, what: HandedOver) -> Cable:
    for one in what.inventory:
        if one.cable == cable.name:
            cable = _step(cable, one.copy, doing, "counted", _Change(missing=False))
    for one in what.missing:
        if one.cable == cable.name:
            cable = _step(cable, one.copy, doing, "missing", _Change(missing=True))
    return cable


def _answered(cable: Cable, doing: _Doing, what: Answered) -> Cable:
    return _answer(cable, what.reply, what.questions) if what.cable == cable.name else cable


#: What each kind of event changes, but for those that hold events of another log.
_CHANGES: Mapping[str, Callable[[Cable, _Doing, Any], Cable]] = {
    "answered": _answered,
    "destroyed": _destroyed,
    "emergency-destroyed": _emergency,
    "handed-over": _handed_over,
    "opened": _opened,
    "passed": _passed,
    "printed": _printed,
    "read": _read,
    "recopied": _recopied,
    "released": _released,
    "returned": _returned,
    "sent": _sent,
    "took-back": _took_back,
    "voided": _voided,
}
