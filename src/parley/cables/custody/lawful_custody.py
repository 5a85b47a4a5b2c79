"""What may be done with a cable and its copies in the state in which they are.

A copy is made; it is sent and received, or held here from the start; it is opened, printed, shown,
passed on; it ends by being returned or destroyed, and a returned one is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from parley.cables.custody.cable import HELD, IN_WORDS, Cable, Copy, enter_told
from parley.cables.custody.directory import Directory, standing
from parley.cables.events.kinds import (
    Answered,
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
from parley.cables.events.mentions import cables_of
from parley.cables.events.told import tag_of, told_event
from parley.cables.events.witnessing import is_witnessed, statement
from parley.cables.primitives.legible import cut

__all__ = ["forbidden"]

_CHANGING = ("correction", "cancellation", "supersession", "regrading")
_WITNESSES = 2


def forbidden(directory: Directory, cable: Cable, event: Event) -> str | None:
    """Say why an event may not be, in the state in which one of the cables it names is.

    Parameters:
        directory: of the log, before the event or later.
        cable: what is known of it before the event (`cable_named` if nothing is).

    Raises Refused for an event of another log within it that is none.
    """
    rule = _RULES.get(tag_of(event.what))
    if rule is None:
        return None
    if cable.void is not None:
        return f"number {cable.name} is void: no cable bears it"
    return next(rule(directory, cable, event, event.what), None)


def _released(directory: Directory, cable: Cable, event: Event, what: Released) -> Iterator[str]:
    if what.cable == cable.name:
        if cable.release is not None:
            yield f"{cable.name} was released before"
    elif cable.release is None:
        if cable.name.split("/", 1)[0] == event.log:
            yield f"it is about {cable.name}, which was never released"
        if what.cable_kind in _CHANGING:
            yield f"it changes {cable.name}, which is not known here"
        if what.answers:
            yield f"it answers {cable.name}, which is not known here"
    else:
        if what.cable_kind in _CHANGING and what.sender != cable.release.sender:
            yield f"it changes {cable.name}, which is for {cable.release.sender} to do"
        for one in what.answers:
            if one not in cable.release.questions:
                yield f"{cable.name} does not ask {one}"


def _voided(directory: Directory, cable: Cable, event: Event, what: Voided) -> Iterator[str]:
    if cable.release is not None:
        yield f"{cable.name} was released, and its number cannot be void"


def _recopied(directory: Directory, cable: Cable, event: Event, what: Recopied) -> Iterator[str]:
    if cable.release is None or cable.released is None or not cable.here:
        yield f"{cable.name} was not released here"
        return
    who = standing(directory, event.by, event.n)
    may = who is not None and cable.release.sender in who.releases_for
    if event.by != cable.released.by and not may:
        yield f"{event.by} may not make copies of a cable of {cable.release.sender}"
    for one in what.copies:
        if one.copy in cable.copies:
            yield f"copy {one.copy} was made before"


def _sent(directory: Directory, cable: Cable, event: Event, what: Sent) -> Iterator[str]:
    if cable.release is None:
        yield f"{cable.name} is not known here"
    if what.copy is None:
        return
    if not cable.here:
        yield f"copies of {cable.name} are sent by the office that released it"
    copy = cable.copies.get(what.copy)
    if copy is None:
        yield f"{cable.name} has no copy {what.copy}"
    elif copy.holder != what.to:
        yield f"copy {copy.number} was made for {copy.holder}, not for {what.to}"
    elif copy.state == "sent":
        if what.again != copy.parcel:
            yield f"copy {copy.number} was sent before, and this does not say that it is sent again"
    elif copy.state != "made":
        yield f"copy {copy.number} is {IN_WORDS[copy.state]}, and is not sent any more"
    elif what.again is not None:
        yield f"copy {copy.number} was never sent before"


def _received(directory: Directory, cable: Cable, event: Event, what: Received) -> Iterator[str]:
    if what.cable is None or what.copy is None or what.release is None:
        return
    if what.cable != cable.name:
        first = told_event(what.origin or what.release)
        if isinstance(first.what, Released) and first.what.about == cable.name:
            yield from _not_about(cable, event, first, first.what)
        return
    if cable.here:
        yield f"{cable.name} was released here, and does not come in"
    told = what.origin or what.release
    release = told_event(told).what
    if cable.release is not None and release != cable.release:
        yield (
            f"another cable came in as {cable.name} before: its sender has two of one name, or "
            "somebody else's log bears the name of its log"
        )
    copy = cable.copies.get(what.copy)
    before = copy is not None and copy.state != "made"
    if before and not what.duplicate:
        yield f"copy {what.copy} came in before"
    if what.duplicate and not before:
        yield f"copy {what.copy} did not come in before"


def _not_about(cable: Cable, event: Event, first: Event, what: Released) -> Iterator[str]:
    """What a release of another log cannot say of a cable that it is about.

    Parameters:
        cable: the one that it is about, which need not be known here as yet.
        first: the event of the release.
    """
    log, release = cable.name.split("/", 1)[0], cable.release
    if release is None:
        if log == event.log:
            yield f"{what.cable} is about {cable.name}, which was never released here"
        if what.cable_kind in _CHANGING and log != first.log:
            yield f"{what.cable} changes {cable.name}, which is of another log"
        return
    if what.cable_kind in _CHANGING and what.sender != release.sender:
        yield f"{what.cable} changes {cable.name}, which is for {release.sender} to do"
    for one in what.answers:
        if one not in release.questions:
            yield f"{what.cable} answers {cut(one, 60)}, which {cable.name} does not ask"


def _held(
    directory: Directory, cable: Cable, event: Event, number: int
) -> tuple[Copy | None, str | None]:
    """A copy that is held in this office, or why it is none."""
    copy = cable.copies.get(number)
    if copy is None:
        return None, f"{cable.name} has no copy {number} here"
    holder = standing(directory, copy.holder, event.n)
    if holder is None or not holder.here:
        return None, f"copy {number} is with {copy.holder}, in another office"
    if copy.state not in HELD:
        return None, f"copy {number} is {IN_WORDS[copy.state]}"
    if copy.state == "made" and not cable.here:
        return None, f"copy {number} has not come in"
    return copy, None


def _by_holder(
    directory: Directory,
    cable: Cable,
    event: Event,
    what: Destroyed | Opened | Passed | Printed | ReadBy | Returned,
) -> Iterator[str]:
    copy, why = _held(directory, cable, event, what.copy)
    if copy is None:
        yield str(why)
    elif copy.holder != event.by:
        yield f"copy {copy.number} is held by {copy.holder}, not by {event.by}"


def _by_reader(
    directory: Directory, cable: Cable, event: Event, what: Passed | Printed | ReadBy
) -> Iterator[str]:
    yield from _by_holder(directory, cable, event, what)
    copy = cable.copies.get(what.copy)
    if copy is not None and copy.state != "opened":
        yield f"copy {copy.number} was not opened by {event.by}"


def _took_back(directory: Directory, cable: Cable, event: Event, what: TookBack) -> Iterator[str]:
    if cable.release is None or cable.released is None or not cable.here:
        yield f"{cable.name} was not released here"
        return
    may = (cable.release.sender, cable.released.by, directory.keeper)
    if event.by not in may:
        yield f"this is for {' or '.join(dict.fromkeys(may))}, not {event.by}"
    copy = cable.copies.get(what.copy)
    if copy is None:
        yield f"{cable.name} has no copy {what.copy}"
    elif copy.state != "returned":
        yield f"copy {copy.number} was not given back: it is {IN_WORDS[copy.state]}"


def _emergency(
    directory: Directory, cable: Cable, event: Event, what: EmergencyDestroyed
) -> Iterator[str]:
    for one in (*what.destroyed, *what.left):
        if one.cable == cable.name:
            copy, why = _held(directory, cable, event, one.copy)
            if copy is None:
                yield str(why)


def _handed_over(
    directory: Directory, cable: Cable, event: Event, what: HandedOver
) -> Iterator[str]:
    for one in (*what.inventory, *what.missing):
        if one.cable == cable.name:
            copy, why = _held(directory, cable, event, one.copy)
            if copy is None:
                yield str(why)
            elif copy.holder != what.post:
                yield f"copy {copy.number} is held by {copy.holder}, not by {what.post}"


def _answered(directory: Directory, cable: Cable, event: Event, what: Answered) -> Iterator[str]:
    if what.reply == cable.name:
        if cable.release is None or not cable.here:
            yield f"{cable.name} was not released here"
        elif cable.release.about != what.cable:
            yield f"{cable.name} is not about {what.cable}"
        return
    if not any(one.opened for one in cable.copies.values()):
        yield f"no copy of {cable.name} was opened here"
    reply = cable.related.get(what.reply)
    for one in what.questions:
        if reply is None or one not in reply.answers:
            yield f"{what.reply} does not answer {one} of {cable.name}"


def _noticed(directory: Directory, cable: Cable, event: Event, what: Noticed) -> Iterator[str]:
    for told in what.events:
        foreign = told_event(told)
        yield from _not_theirs(directory, cable, event, foreign)
        cable = enter_told(cable, foreign, steps=False)


def _not_theirs(directory: Directory, cable: Cable, event: Event, foreign: Event) -> Iterator[str]:
    """What the other end tells of a cable or a copy with which it has nothing to do.

    Whoever has a key of its own office can sign that anything was done with any copy: it counts
    only from the post that is known to hold it, or from one that is enrolled in the same office.
    """
    what, log = foreign.what, cable.name.split("/", 1)[0]
    if cable.name not in cables_of(what):
        return
    if log == event.log and cable.release is None:
        yield f"{foreign.log} tells of {cable.name}, which was never released here"
    elif isinstance(what, TookBack):
        if log != foreign.log:
            yield f"{foreign.log} tells that it took back a copy of another office's cable"
    elif isinstance(what, Received):
        if what.copy is not None:
            yield from _not_with(directory, cable, event, foreign, (what.copy, what.to))
    elif isinstance(what, Answered):
        yield from _no_answer(directory, cable, event, foreign, what)
    elif isinstance(what, Released):
        if what.about == cable.name:
            yield from _not_about(cable, event, foreign, what)
    elif isinstance(what, EmergencyDestroyed):
        for one in (*what.destroyed, *what.left):
            if one.cable == cable.name:
                yield from _not_with(directory, cable, event, foreign, (one.copy, None))
    elif isinstance(what, HandedOver):
        for one in (*what.inventory, *what.missing):
            if one.cable == cable.name:
                yield from _not_with(directory, cable, event, foreign, (one.copy, what.post))
    elif isinstance(what, Destroyed | Opened | Passed | Printed | ReadBy | Returned):
        yield from _not_with(directory, cable, event, foreign, (what.copy, foreign.by))
        yield from _not_so(directory, cable, event, foreign)


def _not_so(directory: Directory, cable: Cable, event: Event, foreign: Event) -> Iterator[str]:
    """What cannot be even if the other end holds the copy."""
    what = foreign.what
    if isinstance(what, Passed):
        to = standing(directory, what.to, event.n)
        if to is not None and (to.here or to.log not in (None, foreign.log)):
            yield f"{foreign.log} tells that {_copy(what, cable)} was passed to another office"
    elif isinstance(what, Destroyed):
        stated = statement(foreign.log, what.cable, what.copy, foreign.by, what.reason)
        seen = {one.post for one in what.witnesses if is_witnessed(one, stated)} - {foreign.by}
        if len(seen) < _WITNESSES:
            yield (
                f"{foreign.log} tells that {_copy(what, cable)} was destroyed, without two "
                "witnesses who signed that"
            )


def _copy(what: Destroyed | Passed, cable: Cable) -> str:
    return f"copy {what.copy} of {cable.name}"


def _no_answer(
    directory: Directory, cable: Cable, event: Event, foreign: Event, what: Answered
) -> Iterator[str]:
    """An answer of which the other end tells, and that is not its own or to nothing asked."""
    release = cable.release
    if what.reply.split("/", 1)[0] != foreign.log:
        yield f"{foreign.log} tells that {what.reply} answers {cable.name}, which is of another log"
    if what.cable != cable.name or release is None:
        return
    for one in what.questions:
        if one not in release.questions:
            yield f"{foreign.log} answers {cut(one, 60)}, which {cable.name} does not ask"
    asked = {*release.action, *release.info, *(one.holder for one in release.copies)}
    asked |= {one.holder for one in cable.copies.values()}
    who = standing(directory, foreign.by, event.n)
    may = {foreign.by, *(who.releases_for if who is not None else ())}
    if not may & asked and not any(_is_in(directory, event, one, foreign.log) for one in asked):
        yield f"{foreign.by} answered {cable.name}, as {foreign.log} tells, and never had it"


def _is_in(directory: Directory, event: Event, post: str, log: str) -> bool:
    """Whether a post is enrolled as one of the office that keeps a log."""
    who = standing(directory, post, event.n)
    return who is not None and who.log == log


def _not_with(
    directory: Directory,
    cable: Cable,
    event: Event,
    foreign: Event,
    told: tuple[int, str | None],
) -> Iterator[str]:
    """Parameters: told: the copy, and who is said to hold it; None for whoever signs that."""
    number, post = told
    copy = cable.copies.get(number)
    if copy is None:
        if cable.here:
            yield f"{foreign.log} tells of copy {number} of {cable.name}, which was never made"
        return
    if _is_in(directory, event, copy.holder, foreign.log) and post is None:
        return
    holder = standing(directory, copy.holder, event.n)
    if foreign.n <= copy.told:  # an earlier event that comes late: who held it then is not kept
        made = cable.release.copies if cable.release is not None else ()
        holders = {copy.holder, *(one.holder for one in made if one.copy == number)}
        if foreign.by in holders or any(
            _is_in(directory, event, one, foreign.log) for one in holders
        ):
            return
    where = holder.log if holder is not None else None
    if where not in (None, foreign.log):
        yield f"{foreign.log} tells of copy {number} of {cable.name}, which is in {where}"
    elif (
        post not in (None, copy.holder)
        or (holder is not None and holder.here)
        or (foreign.by != copy.holder and where is None)
    ):
        yield f"{foreign.log} tells of copy {number} of {cable.name}, which {copy.holder} holds"


_RULES: Mapping[str, Callable[[Directory, Cable, Event, Any], Iterator[str]]] = {
    "answered": _answered,
    "destroyed": _by_holder,
    "emergency-destroyed": _emergency,
    "handed-over": _handed_over,
    "noticed": _noticed,
    "opened": _by_holder,
    "passed": _by_reader,
    "printed": _by_reader,
    "read": _by_reader,
    "received": _received,
    "recopied": _recopied,
    "released": _released,
    "returned": _by_holder,
    "sent": _sent,
    "took-back": _took_back,
    "voided": _voided,
}
