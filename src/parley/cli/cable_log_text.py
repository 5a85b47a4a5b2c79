"""The events of a log in plain words, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from parley.cables.events.event_bytes import Entered, decode_event, plain
from parley.cables.events.kinds import (
    WHAT,
    Answered,
    Cosigned,
    Destroyed,
    Drafted,
    EmergencyDestroyed,
    Enrolled,
    Event,
    HandedOver,
    HeldCopy,
    LogOpened,
    Noticed,
    Opened,
    Passed,
    Printed,
    ReadBy,
    Received,
    Recopied,
    Released,
    Returned,
    Revoked,
    Rotated,
    Sent,
    SeriesOpened,
    TookBack,
    Voided,
)
from parley.cables.primitives.legible import cut
from parley.cli.cable_text import moment
from parley.cli.layout import counted, dim, wrapped

__all__ = ["event_data", "event_lines", "in_words", "other_ends"]


def in_words(event: Event) -> str:
    """Say in a sentence what an event is."""
    if isinstance(event.what, Received):
        whose = "" if event.what.to == event.by else f" for {event.what.to}"
        return f"{event.by} {_received(event.what, whose)}"
    say = _SAY.get(type(event.what))
    return f"{event.by} {say(event.what) if say is not None else 'did something'}"


def event_lines(entered: Entered, zones: Sequence[str]) -> Iterator[str]:
    """Lay an event out: its number and time, and what was done; then what others told in it."""
    event = entered.event
    clock = ""
    if event.clock is not None:
        clock = f" (the clock showed {moment(event.clock, zones[:1])})"
    yield from dim([f"{event.n:>5}  {moment(event.at, zones)}{clock}"])
    yield from wrapped(in_words(event), 7, 9)
    if isinstance(event.what, Noticed):
        for one in event.what.events:
            told = decode_event(one.record.encode())
            text = f"their {told.n}, {moment(told.at, zones)}: {in_words(told)}"
            yield from wrapped(text, 9, 11)


def event_data(entered: Entered) -> dict[str, Any]:
    """Return an event as plain data, with its sentence."""
    event = entered.event
    what = plain(event.what)
    kind = what.pop("kind") if isinstance(what, dict) else ""
    told = event.what.events if isinstance(event.what, Noticed) else ()
    return {
        "n": event.n,
        "at": event.at,
        "clock": event.clock,
        "by": event.by,
        "kind": kind,
        "cable": getattr(event.what, "cable", None),
        "says": in_words(event),
        "told": [
            {"n": one.n, "at": one.at, "by": one.by, "log": one.log, "says": in_words(one)}
            for one in (decode_event(each.record.encode()) for each in told)
        ],
    }


def other_ends(what: WHAT) -> tuple[str, ...]:
    """Return the posts at the other end of what happened, for the zones in which to show it."""
    if isinstance(what, Released):
        return (*what.action, *what.info)
    if isinstance(what, Sent):
        return (what.to,)
    if isinstance(what, Received):
        return (what.sender,)
    if isinstance(what, Noticed):
        return (what.checkpoint.post,)
    return (what.checkpoint.post,) if isinstance(what, Cosigned) else ()


def _opened_log(what: LogOpened) -> str:
    return f"began this log as its keeper, in {cut(what.zone, 60)}"


def _enrolled(what: Enrolled) -> str:
    words = f"enrolled {what.card.post}" + (" here" if what.here else ", elsewhere")
    if what.log is not None:
        words += f" in {cut(what.log, 80)}"
    if what.releases_for:
        words += f"; it releases for {_and(what.releases_for)}"
    if what.instructs:
        words += f"; it instructs {_and(what.instructs)}"
    return words


def _rotated(what: Rotated) -> str:
    return f"entered new keys of {what.card.post}, handed over by the old ones"


def _revoked(what: Revoked) -> str:
    since = moment(what.since, ("UTC",))
    return f"revoked the key of {what.post} from {since} on{_because(what.reason)}"


def _series(what: SeriesOpened) -> str:
    return f"opened series {cut(what.series, 60)} for {what.owner}"


def _drafted(what: Drafted) -> str:
    return f"wrote draft {cut(what.draft, 80)} (digest {what.digest[:12]}…)"


def _released(what: Released) -> str:
    to = _and((*what.action, *what.info)) or "nobody"
    words = f"released {what.cable} as {what.cable_kind} ({what.precedence}) to {to}"
    if what.about is not None:
        words += f", about {what.about}"
    holders = ", ".join(
        f"{one.copy} {one.holder}{' (file)' if one.file else ''}" for one in what.copies
    )
    words += f"; copies: {holders}"
    if what.questions:
        words += f"; asks {', '.join(what.questions)}"
    if what.answers:
        words += f"; answers {', '.join(what.answers)}"
    return words


def _voided(what: Voided) -> str:
    return (
        f"voided the number {what.number} of series {cut(what.series, 60)}{_because(what.reason)}"
    )


def _recopied(what: Recopied) -> str:
    made = ", ".join(f"{one.copy} {one.holder}" for one in what.copies)
    return f"made further copies of {what.cable}: {made}{_because(what.reason)}"


def _sent(what: Sent) -> str:
    link = f"to {what.to}, parcel {what.serial} of the link"
    if what.copy is not None:
        again = " again" if what.again is not None else ""
        return f"sent copy {what.copy} of {what.cable}{again} {link}"
    return f"sent news of {what.cable} ({counted(len(what.events), 'event')}) {link}"


def _received(what: Received, whose: str) -> str:
    what_came = "news" if what.cable is None else f"copy {what.copy} of {what.cable}"
    words = f"received {what_came} from {what.sender}{whose}, parcel {what.serial} of the link"
    if what.duplicate:
        words += "; a copy that had come before"
    if what.late:
        words += "; late"
    if what.missing:
        words += f"; not come yet: {', '.join(map(str, what.missing))}"
    return words


def _opened(what: Opened) -> str:
    return f"opened copy {what.copy} of {what.cable}"


def _printed(what: Printed) -> str:
    where = f" ({cut(what.where, 120)})" if what.where else ""
    return f"printed copy {what.copy} of {what.cable}{where}"


def _read(what: ReadBy) -> str:
    return f"showed copy {what.copy} of {what.cable} to {cut(what.reader, 80)}"


def _answered(what: Answered) -> str:
    return f"answered {', '.join(what.questions)} of {what.cable} by {what.reply}"


def _passed(what: Passed) -> str:
    return f"passed copy {what.copy} of {what.cable} on to {what.to}"


def _returned(what: Returned) -> str:
    return f"gave back copy {what.copy} of {what.cable}"


def _took_back(what: TookBack) -> str:
    return f"has copy {what.copy} of {what.cable} back"


def _destroyed(what: Destroyed) -> str:
    seen = _and(tuple(one.post for one in what.witnesses))
    return f"destroyed copy {what.copy} of {what.cable} before {seen}{_because(what.reason)}"


def _emergency(what: EmergencyDestroyed) -> str:
    words = f"destroyed in an emergency {_held(what.destroyed) or 'nothing'}"
    if what.left:
        words += f"; could not destroy {_held(what.left)}"
    return words + _because(what.reason)


def _handed_over(what: HandedOver) -> str:
    words = f"handed {what.post} over to a new holder with {_held(what.inventory) or 'no copies'}"
    return words + (f"; not found: {_held(what.missing)}" if what.missing else "")


def _noticed(what: Noticed) -> str:
    return f"took in what the log {what.checkpoint.log} tells"


def _cosigned(what: Cosigned) -> str:
    one = what.checkpoint
    return f"entered that {one.post} witnessed this log at {counted(one.size, 'event')}"


def _held(copies: Sequence[HeldCopy]) -> str:
    return _and(tuple(f"copy {one.copy} of {one.cable}" for one in copies))


def _and(names: Sequence[str]) -> str:
    shown = [cut(one, 300) for one in names]
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def _because(reason: str) -> str:
    return f": {cut(reason, 300)}" if reason else ""


_SAY: Mapping[type, Callable[[Any], str]] = {
    Answered: _answered,
    Cosigned: _cosigned,
    Destroyed: _destroyed,
    Drafted: _drafted,
    EmergencyDestroyed: _emergency,
    Enrolled: _enrolled,
    HandedOver: _handed_over,
    LogOpened: _opened_log,
    Noticed: _noticed,
    Opened: _opened,
    Passed: _passed,
    Printed: _printed,
    ReadBy: _read,
    Recopied: _recopied,
    Released: _released,
    Returned: _returned,
    Revoked: _revoked,
    Rotated: _rotated,
    Sent: _sent,
    SeriesOpened: _series,
    TookBack: _took_back,
    Voided: _voided,
}
