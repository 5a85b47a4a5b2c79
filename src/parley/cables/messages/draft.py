"""A draft: what a cable is to say and who is to get it, before it has a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from parley.cables.events.event_bytes import plain
from parley.cables.events.kinds import CableKind
from parley.cables.messages.message import (
    Answered,
    AnswerWord,
    Asked,
    Grading,
    Head,
    Message,
    Passage,
)
from parley.cables.primitives.canonical import encode
from parley.dossier.vocabulary.field_types import Record, Refs, StatementText, TimeText
from parley.kernel.durations import SECOND
from parley.kernel.errors import BadTime, quoted
from parley.kernel.spans import FIRST, LAST
from parley.kernel.times import read_duration, read_time

__all__ = [
    "Draft",
    "DraftAnswer",
    "DraftCopy",
    "DraftPassage",
    "DraftQuestion",
    "HeadOf",
    "copies_of",
    "draft_digest",
    "instant_of",
    "message_of_draft",
]

_EPOCH = datetime(1970, 1, 1)
_OF_DURATION = frozenset("0123456789 wdhms")


class DraftPassage(Record, frozen=True, kw_only=True):
    """A passage of the text; without an id it gets its place as one."""

    text: str
    id: str | None = None
    language: str | None = None
    compartment: Refs = ()
    sources: Refs = ()


class DraftQuestion(Record, frozen=True, kw_only=True):
    """A question, as in the dossier's `request`."""

    id: str
    text: str
    says: StatementText | None = None
    about: Refs = ()
    issues: Refs = ()
    due: str | None = None
    compartment: Refs = ()


class DraftAnswer(Record, rename={"if_": "if"}, frozen=True, kw_only=True):
    """An answer to one question of the cable that the draft is about, as in a dossier's `reply`."""

    question: str
    answer: AnswerWord
    mode: Literal["may", "must"] = "may"
    says: StatementText | None = None
    if_: StatementText | None = None
    until: TimeText | None = None
    text: str | None = None
    compartment: Refs = ()


class DraftCopy(Record, frozen=True, kw_only=True):
    """A copy that is to be made: for whom, and whether it stays in the sender's files."""

    holder: str
    file: bool = False


class Draft(Record, frozen=True, kw_only=True):
    """What a person writes and others change until it is released.

    Parameters:
        draft: the version of the form of the file.
        kind: what the cable is.
        action, info: the posts that are to act, and to know.
        exempt: posts of a collective address that do not get it.
        precedence, precedence_info: how urgent it is for them.
        about: the cable that it answers, corrects, cancels, takes the place of or traces.
        due, return_by, until: when an answer is due, when the copies are to be back, and when the
            grade ends: times, or lengths of time from the release on.
        grade, note: how it is to be handled.
        request: the id of the dossier's `request` that it carries.
        copies: in the order of their numbers; if none is named, one for each addressee and one for
            the sender's files.
    """

    draft: int
    series: str
    kind: CableKind
    sender: str
    zone: str | None = None
    action: Refs = ()
    info: Refs = ()
    exempt: Refs = ()
    precedence: str = "routine"
    precedence_info: str | None = None
    about: str | None = None
    due: str | None = None
    return_by: str | None = None
    grade: str | None = None
    until: str | None = None
    note: str | None = None
    subject: str
    request: str | None = None
    passages: tuple[DraftPassage, ...] = ()
    questions: tuple[DraftQuestion, ...] = ()
    answers: tuple[DraftAnswer, ...] = ()
    copies: tuple[DraftCopy, ...] = ()


@dataclass(frozen=True, slots=True)
class HeadOf:
    """What the release adds to a draft.

    Parameters:
        cable: `LOG/SERIES/NUMBER`.
        at: when it is released: UTC, to the millisecond.
        released_by: who releases it.
        zone: of the sender's office, where the draft names none.
    """

    cable: str
    at: str
    released_by: str
    zone: str


def draft_digest(draft: Draft) -> str:
    """Return the SHA-256 of what a draft says, in hex; comments and order of keys do not count."""
    return sha256(b"parley draft\0" + encode(plain(draft))).hexdigest()


def copies_of(draft: Draft) -> tuple[DraftCopy, ...]:
    """Return the copies that are to be made, in the order of their numbers."""
    if draft.copies:
        return draft.copies
    addressed = [DraftCopy(holder=post) for post in (*draft.action, *draft.info)]
    return (*addressed, DraftCopy(holder=draft.sender, file=True))


def message_of_draft(draft: Draft, given: HeadOf) -> Message:
    """Return what a draft says as a cable.

    Raises BadTime for a time that is none; `read_draft` has looked at all of them before.
    """
    zone = draft.zone or given.zone

    def instant(text: str | None) -> str | None:
        return None if text is None else instant_of(text, zone, given.at)

    grading = Grading(
        grade=draft.grade,
        return_by=instant(draft.return_by),
        until=instant(draft.until),
        note=draft.note,
    )
    head = Head(
        v=1,
        cable=given.cable,
        cable_kind=draft.kind,
        sender=draft.sender,
        released_by=given.released_by,
        at=given.at,
        zone=zone,
        action=draft.action,
        info=draft.info,
        exempt=draft.exempt,
        precedence=draft.precedence,
        precedence_info=draft.precedence_info,
        about=draft.about,
        due=instant(draft.due),
        grading=grading,
    )
    return Message(
        head=head,
        subject=draft.subject,
        request=draft.request,
        passages=tuple(_passage(one, at) for at, one in enumerate(draft.passages, 1)),
        questions=tuple(_question(one, instant(one.due)) for one in draft.questions),
        answers=tuple(_answer(one) for one in draft.answers),
    )


def instant_of(text: str, zone: str, since: str) -> str:
    """Return the last second that a time may mean, or the end of a length of time.

    Parameters:
        text: a time, as in `1951-07-14 12:00`, or a length of time, as in `2d`.
        zone: where the clock hangs, if the text does not say.
        since: where a length of time begins: UTC, to the millisecond.

    Raises BadTime for a text that is neither, and for a time without an end.

    >>> instant_of("2d", "UTC", "1951-07-13T15:00:00.000Z")
    '1951-07-15T15:00:00.000Z'
    """
    if _OF_DURATION.issuperset(text.strip()) and text.strip()[-1:].isalpha():
        latest = read_time(since, "UTC").latest + read_duration(text)
    else:
        span = read_time(text, zone)
        latest = span.latest if span.exact else span.latest // SECOND * SECOND
    if not FIRST <= latest <= LAST:
        raise BadTime(
            f"expected a time with an end, got {quoted(text)}",
            hint="name the day or the hour by which it is to be done",
        )
    wall = _EPOCH + timedelta(milliseconds=latest // 1000)
    return wall.isoformat(timespec="milliseconds") + "Z"


def _passage(one: DraftPassage, at: int) -> Passage:
    return Passage(
        id=one.id or str(at),
        text=one.text,
        language=one.language,
        compartments=one.compartment,
        sources=one.sources,
    )


def _question(one: DraftQuestion, due: str | None) -> Asked:
    return Asked(
        id=one.id,
        text=one.text,
        says=one.says,
        about=one.about,
        issues=one.issues,
        due=due,
        compartments=one.compartment,
    )


def _answer(one: DraftAnswer) -> Answered:
    return Answered(
        question=one.question,
        answer=one.answer,
        mode=one.mode,
        says=one.says,
        if_=one.if_,
        until=one.until,
        text=one.text,
        compartments=one.compartment,
    )
