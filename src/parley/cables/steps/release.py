"""Releasing: a draft gets the next number of its series, and is sealed copy by copy to its holders.

The number is given inside the transaction that enters the release with its copies: two who
release at once get two numbers, and a number that was given has its cable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from parley.cables.clerk import Clerk, act, directory_in, member_of
from parley.cables.custody.directory import Directory
from parley.cables.events.event_bytes import Entered
from parley.cables.events.kinds import WHAT, Answered, CopyMade, Drafted, Released, Voided
from parley.cables.ledger.blobs import put_blob
from parley.cables.ledger.log import instant
from parley.cables.ledger.reading import Reading, Writing, events_by_kind, last_number, reading
from parley.cables.messages.commitment import Part, commitment_of, parts_of
from parley.cables.messages.copies import write_copy
from parley.cables.messages.draft import Draft, HeadOf, copies_of, draft_digest, message_of_draft
from parley.cables.messages.message import Message
from parley.cables.messages.precedence import limit_of
from parley.cables.primitives.sealing import seal
from parley.kernel.errors import Refused

__all__ = ["Issued", "enter_draft", "release", "released_as", "sealed_copy", "void"]


@dataclass(frozen=True, slots=True)
class Issued:
    """A cable that was released.

    Parameters:
        entered: the event of its release.
        released: what the event says.
        message: what it says.
        parts: what it is bound by.
    """

    entered: Entered
    released: Released
    message: Message
    parts: tuple[Part, ...]


def enter_draft(clerk: Clerk, name: str, draft: Draft) -> bool:
    """Enter that the post wrote or changed a draft: its digest, not its text.

    Returns whether it was entered now; what was entered last, word for word, is not entered again.
    """
    digest, last = draft_digest(draft), None
    with reading(clerk.ledger) as now:
        for entered in events_by_kind(now, "drafted"):
            what = entered.event.what
            if isinstance(what, Drafted) and what.draft == name:
                last = what.digest
    if last == digest:
        return False
    act(clerk, lambda _: [Drafted(draft=name, digest=digest)])
    return True


def released_as(now: Reading, name: str, draft: Draft, since: int = 0) -> str | None:
    """Return the cable that a draft was released as, word for word; None if it was not.

    Parameters:
        name: under which the draft was entered.
        since: the first event that is looked at; the draft was entered before.
    """
    digest = draft_digest(draft)
    current, found = (digest if since else ""), None
    for entered in events_by_kind(now, "drafted", "released", since=since):
        what = entered.event.what
        if isinstance(what, Drafted) and what.draft == name:
            current = what.digest
        elif isinstance(what, Released) and what.draft == name and current == digest:
            found = what.cable
    return found


def release(clerk: Clerk, draft: Draft, name: str | None = None, *, again: bool = False) -> Issued:
    """Release a draft: number, commitment and sealed copies in one event.

    A reply is entered with the questions that it answers.

    Parameters:
        name: under which the draft was entered, if it was.
        again: whether a draft that was released, word for word, may become another cable.

    Raises Refused where the post may not release in the sender's name, for a holder without a card,
    for a reply to what was not opened here, and for a draft that was released before.
    """
    made: list[tuple[Released, Message, tuple[Part, ...]]] = []
    size, before = 0, None
    if name is not None and not again:
        with reading(clerk.ledger) as past:
            size, before = past.head.size, released_as(past, name, draft)

    def make(now: Writing) -> Sequence[WHAT]:
        if name is not None and not again:
            _require_new(before or released_as(now, name, draft, size), name)
        series, log = draft.series, now.head.log
        number = last_number(now, series) + 1
        at = max(instant(clerk.clock()), now.head.at)
        given = HeadOf(f"{log}/{series}/{number}", at, clerk.post, clerk.office.zone)
        message = message_of_draft(draft, given)
        parts = parts_of(message)
        copies = _copies(now, draft, given.cable, parts)
        what = _released(clerk, draft, name, message, parts, copies)
        made[:] = [(what, message, parts)]
        if not what.answers or what.about is None:
            return [what]
        return [what, Answered(cable=what.about, reply=what.cable, questions=what.answers)]

    entered, *_ = act(clerk, make)
    [(what, message, parts)] = made
    return Issued(entered, what, message, parts)


def _require_new(before: str | None, name: str) -> None:
    if before is not None:
        raise Refused(
            f"the draft {name} was released as {before}, word for word",
            hint="nothing was released; to say the same in a second cable, write another draft",
        )


def _released(
    clerk: Clerk,
    draft: Draft,
    name: str | None,
    message: Message,
    parts: Sequence[Part],
    copies: tuple[CopyMade, ...],
) -> Released:
    head = message.head
    _, series, number = head.cable.split("/")
    limits, info = clerk.office.limits, head.precedence_info or head.precedence
    return Released(
        cable=head.cable,
        series=series,
        number=int(number),
        sender=head.sender,
        draft=name,
        cable_kind=head.cable_kind,
        commitment=commitment_of(parts).hex(),
        parts=len(parts),
        about=head.about,
        precedence=head.precedence,
        precedence_info=head.precedence_info,
        action=head.action,
        info=head.info,
        limit_action=_after(head.at, limit_of(head.precedence, limits)) if head.action else None,
        limit_info=_after(head.at, limit_of(info, limits)) if head.info else None,
        questions=tuple(one.id for one in message.questions),
        answers=tuple(one.question for one in message.answers),
        due=head.due,
        return_by=head.grading.return_by,
        copies=copies,
    )


def _after(at: str, limit: timedelta) -> str:
    return instant(datetime.fromisoformat(at) + limit)


def _copies(now: Writing, draft: Draft, cable: str, parts: Sequence[Part]) -> tuple[CopyMade, ...]:
    directory = directory_in(now)
    return tuple(
        sealed_copy(now, directory, (cable, number, one.holder), parts, file=one.file)
        for number, one in enumerate(copies_of(draft), 1)
    )


def sealed_copy(
    now: Writing,
    directory: Directory,
    which: tuple[str, int, str],
    parts: Sequence[Part],
    *,
    file: bool = False,
) -> CopyMade:
    """Seal a copy to its holder and keep it beside the log.

    Parameters:
        which: the cable, the number of the copy, and its holder.

    Raises Refused for a holder that is not enrolled.
    """
    cable, number, holder = which
    recipient = member_of(directory, holder).card.sealing
    digest = put_blob(now, seal(write_copy(cable, number, holder, parts), recipient))
    return CopyMade(copy=number, holder=holder, sealed=digest, file=file)


def void(clerk: Clerk, series: str, reason: str) -> Entered:
    """Say that the next number of a series bears no cable, and why."""

    def make(now: Writing) -> Sequence[WHAT]:
        number = last_number(now, series) + 1
        cable = f"{now.head.log}/{series}/{number}"
        return [Voided(cable=cable, series=series, number=number, reason=reason)]

    [entered] = act(clerk, make)
    return entered
