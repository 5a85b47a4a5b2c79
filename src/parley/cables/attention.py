"""What in a message office needs somebody: copies overdue, questions open, parcels not come.

It is told of the time that is asked about, so that a later look at an earlier day finds what was
late then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from parley.cables.clerk import cable_in, directory_in
from parley.cables.custody.cable import HELD, Cable, Copy, Step, steps_of
from parley.cables.custody.directory import Directory, standing
from parley.cables.events.kinds import Received
from parley.cables.ledger.links import last_events, missing_serials
from parley.cables.ledger.reading import Reading, events_by_kind
from parley.kernel.findings import Finding, Severity

__all__ = ["CODES", "Code", "attention", "cables_in"]


class Code(NamedTuple):
    """A code of a message office, as `parley explain CODE` tells it."""

    severity: Severity
    meaning: str
    mending: str


#: Code -> what it means.
CODES: Mapping[str, Code] = {
    "answer-from-another": Code(
        "warning",
        "A cable answers a question of another one, but comes from a post that this one was not "
        "sent to: neither an addressee, nor a holder of a copy, nor of the office of one.",
        "Ask an addressee whether the answer is theirs, before anybody acts on it.",
    ),
    "copy-missing": Code(
        "error",
        "When a post was handed over, this copy was not found among those that it held.",
        "Look for it; say that it is found by opening it, or report its loss to the office that "
        "released it.",
    ),
    "copy-not-opened": Code(
        "warning",
        "A copy came in and was not opened in the time that its precedence gives it.",
        "Bring it to its holder: parley cable open.",
    ),
    "copy-overdue": Code(
        "error",
        "A copy was to be back by a time that has passed, and has been neither given back nor "
        "destroyed before witnesses. Copies to file stay where they are.",
        "Give it back (parley cable return), or remind its holder: parley cable trace.",
    ),
    "duplicate-suspected": Code(
        "note",
        "A copy of a cable came in that had come before, in another parcel. Most often the sender "
        "sent it again, as it did not know that the first had come.",
        "Look whether the sender meant two things; open only one of them.",
    ),
    "not-acknowledged": Code(
        "warning",
        "A copy was sent, and nothing was heard of its arrival in the time that its precedence "
        "gives it.",
        "Take in the other end's news (parley cable receive); then send a tracer (parley cable "
        "trace), or the copy once more (parley cable send --again).",
    ),
    "question-unanswered": Code(
        "error",
        "A cable asked a question, the time for the answer has passed, and no cable known here "
        "answers that question.",
        "Ask again, or answer it: parley cable reply.",
    ),
    "replies-conflict": Code(
        "warning",
        "Several cables answer one question. They may have been written apart, without knowing of "
        "each other. All of them are kept.",
        "Read them; where they are not at one, ask the mandator which holds.",
    ),
    "serial-missing": Code(
        "warning",
        "Parcels of a link came in with later numbers than one that has not come.",
        "Wait if it may still be on its way; else ask its sender to send it again.",
    ),
}


def attention(reading: Reading, now: str) -> tuple[Finding, ...]:
    """Return what needs somebody at a time, cable by cable, then link by link.

    Parameters:
        now: the time, in UTC to the millisecond; what was entered later does not count.
    """
    directory = directory_in(reading)
    cables = {one.name: one for one in cables_in(reading, now)}
    found = [one for cable in cables.values() for one in _of_cable(directory, cable, now)]
    found += [one for cable in cables.values() for one in _of_answers(directory, cable, cables)]
    return (*found, *_of_links(reading, now))


def cables_in(reading: Reading, now: str | None = None) -> Iterator[Cable]:
    """Yield all cables that were released or received here, by name.

    Parameters:
        now: as they were then; left out, as they are.
    """
    for name, _ in last_events(reading):
        cable = cable_in(reading, name, now)
        if cable is not None and (cable.release is not None or cable.void is not None):
            yield cable


def _of_cable(directory: Directory, cable: Cable, now: str) -> Iterator[Finding]:
    if cable.release is None:
        return
    for copy in cable.copies.values():
        if cable.here or copy.parcel is not None:
            yield from _of_copy(directory, cable, copy, now)
    yield from _of_questions(cable, now)


def _of_copy(directory: Directory, cable: Cable, copy: Copy, now: str) -> Iterator[Finding]:
    release = cable.release
    if release is None or copy.state in ("returned", "took-back", "destroyed"):
        return
    holder = standing(directory, copy.holder)
    if copy.state == "made" and holder is not None and not holder.here:
        return  # it has not left yet
    which = f"copy {copy.number} of {cable.name}"
    if release.return_by is not None and release.return_by < now and not copy.file:
        yield _finding(
            "copy-overdue",
            f"{which} was to be back by {_shown(release.return_by)}; {copy.holder} has it "
            f"({_last(copy)})",
            cable,
            copy,
        )
    if copy.missing:
        yield _finding(
            "copy-missing", f"{which} was not found when copies were counted", cable, copy
        )
    limit = _limit(cable, copy)
    if limit is None or limit >= now:
        return
    if cable.here and copy.state == "sent" and not _told(copy):
        yield _finding(
            "not-acknowledged",
            f"{which} was to be in the hands of {copy.holder} by {_shown(limit)}, and its arrival "
            "was not acknowledged",
            cable,
            copy,
        )
    elif copy.state in HELD and copy.parcel and not copy.opened and holder and holder.here:
        yield _finding(
            "copy-not-opened",
            f"{which} was to be in the hands of {copy.holder} by {_shown(limit)}, and was not "
            "opened",
            cable,
            copy,
        )


def _told(copy: Copy) -> bool:
    return any(one.told for one in steps_of(copy, "received"))


def _limit(cable: Cable, copy: Copy) -> str | None:
    release = cable.release
    if release is None:
        return None
    return release.limit_info if copy.holder in release.info else release.limit_action


def _of_questions(cable: Cable, now: str) -> Iterator[Finding]:
    release = cable.release
    if release is None:
        return
    for question in release.questions:
        replies = cable.answers.get(question, ())
        if len(replies) > 1:
            yield _finding(
                "replies-conflict",
                f"question {question} of {cable.name} is answered by {' and '.join(replies)}",
                cable,
                subject=question,
            )
        if not replies and release.due is not None and release.due < now:
            whom = ", ".join(release.action) or "nobody"
            yield _finding(
                "question-unanswered",
                f"question {question} of {cable.name} was to be answered by {_shown(release.due)} "
                f"({release.sender} asked {whom})",
                cable,
                subject=question,
            )


def _of_answers(
    directory: Directory, cable: Cable, cables: Mapping[str, Cable]
) -> Iterator[Finding]:
    """Answers by a post that had no copy."""
    if cable.release is None:
        return
    asked = {*cable.release.action, *cable.release.info}
    asked |= {one.holder for one in cable.release.copies}
    asked |= {one.holder for one in cable.copies.values()}
    offices = {who.log for one in asked if (who := standing(directory, one)) is not None}
    for question, replies in cable.answers.items():
        for name in replies:
            reply = cables[name].release if name in cables else None
            sender = reply.sender if reply is not None else None
            who = None if sender is None else standing(directory, sender)
            if sender is None or sender in asked or (who and who.log and who.log in offices):
                continue
            yield _finding(
                "answer-from-another",
                f"question {question} of {cable.name} is answered by {name} of {sender}, who had "
                "no copy of it",
                cable,
                subject=f"{question}/{name}",
            )


def _of_links(reading: Reading, now: str) -> Iterator[Finding]:
    last: dict[tuple[str, str], int] = {}
    for entered in events_by_kind(reading, "received"):
        what = entered.event.what
        if not isinstance(what, Received) or entered.event.at > now:
            continue
        link = what.sender, what.to
        last[link] = max(last.get(link, 0), what.serial)
        if what.duplicate and what.cable is not None:
            yield Finding(
                "duplicate-suspected",
                CODES["duplicate-suspected"].severity,
                f"copy {what.copy} of {what.cable} came again, in parcel {what.parcel}",
                None,
                None,
                entries=(what.cable,),
                hint=CODES["duplicate-suspected"].mending,
                subject=what.parcel,
            )
    for (sender, to), serial in last.items():
        for one in missing_serials(reading, sender, to, serial):
            yield Finding(
                "serial-missing",
                CODES["serial-missing"].severity,
                f"parcel {one} from {sender} to {to} has not come; parcel {serial} has",
                None,
                None,
                hint=CODES["serial-missing"].mending,
                subject=f"{sender}/{to}/{one}",
            )


def _finding(
    code: str, message: str, cable: Cable, copy: Copy | None = None, subject: str = ""
) -> Finding:
    return Finding(
        code,
        CODES[code].severity,
        message,
        None,
        None,
        entries=(cable.name,),
        hint=CODES[code].mending,
        subject=f"copy {copy.number}" if copy is not None else subject,
    )


def _last(copy: Copy) -> str:
    steps: Iterable[Step] = reversed(copy.steps)
    last = next(iter(steps), None)
    return copy.state if last is None else f"{copy.state} {_shown(last.at)}"


def _shown(instant: str) -> str:
    return f"{instant[:10]} {instant[11:16]} UTC"
