"""Drafts that are ready to be looked over: from a dossier's request, as a reply, as a tracer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec.structs import replace

from parley.cables.custody.cable import Cable, Copy
from parley.cables.custody.directory import Directory
from parley.cables.messages.draft import Draft, DraftAnswer, DraftCopy, DraftPassage, DraftQuestion
from parley.cables.messages.draft_files import write_draft
from parley.cables.messages.message import Message
from parley.dossier.dossier import Dossier
from parley.dossier.vocabulary.entries import Request
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean

__all__ = [
    "UNDECIDED",
    "copies_for",
    "from_request",
    "reply_text",
    "reply_to",
    "series_of",
    "subject_of",
    "tracer_of",
]

#: Stands in a draft where an answer is to be written, and is refused until it is.
UNDECIDED = "?"

_LONGEST_SUBJECT = 100
_SENTENCE = re.compile(r"(?<=[.?!])\s")


def from_request(dossier: Dossier, request: str, series: str) -> Draft:
    """Return a draft that puts a request of a dossier, question by question.

    Parameters:
        request: the id of the entry.

    Raises Refused for an entry that is no request.
    """
    entry = dossier.by_id.get(request)
    if not isinstance(entry, Request):
        known = [one.id for one in dossier.entries if isinstance(one, Request)]
        meant = did_you_mean(request, known)
        got = "no such entry" if entry is None else "an entry of another type"
        listed = f"its requests are {', '.join(known)}" if known else "it has no request"
        raise Refused(
            f"--request: expected the id of a request in the dossier, got {got}: '{request}'",
            hint=f"did you mean `{meant}`?" if meant else listed,
        )
    text = " ".join((entry.text or "").split())
    passages = (DraftPassage(text=text, compartment=entry.compartment, sources=entry.sources),)
    return Draft(
        draft=1,
        series=series,
        kind="request",
        sender=next(iter(entry.by), ""),
        zone=None,
        action=entry.to,
        due=entry.due,
        subject=subject_of(text) or f"Request {request}",
        request=request,
        passages=passages if text else (),
        questions=tuple(
            DraftQuestion(
                id=one.id,
                text=" ".join(one.text.split()),
                says=" ".join(one.says.split()) if one.says is not None else None,
                about=one.about,
                issues=one.issues,
                due=one.due,
                compartment=entry.compartment,
            )
            for one in entry.questions
        ),
    )


def subject_of(text: str) -> str:
    """Return the first sentence of a text, as a subject."""
    first = _SENTENCE.split(text, maxsplit=1)[0]
    if len(first) <= _LONGEST_SUBJECT:
        return first
    return first[:_LONGEST_SUBJECT].rpartition(" ")[0] + "…"


def series_of(directory: Directory, owner: str, asked: str | None) -> str:
    """Return the series in which a post's cables are numbered.

    Parameters:
        asked: the one that was named, if one was.

    Raises Refused where none was named and the post does not own just one.
    """
    if asked is not None:
        return asked
    owned = [name for name, one in directory.series.items() if one.owner == owner]
    if len(owned) == 1:
        return owned[0]
    raise Refused(
        f"--series: expected one, as {owner} owns {', '.join(owned) if owned else 'none'}",
        hint="name one" if owned else f"open one: parley cable series NAME --owner {owner}",
    )


def copies_for(draft: Draft, each: int, file: int) -> tuple[DraftCopy, ...]:
    """Return the copies of a draft: so many for each addressee, then so many for the files."""
    addressed = [DraftCopy(holder=post) for post in (*draft.action, *draft.info)]
    return (
        *(one for one in addressed for _ in range(each)),
        *(DraftCopy(holder=draft.sender, file=True) for _ in range(file)),
    )


def reply_to(
    message: Message,
    sender: str,
    series: str,
    answered: Collection[str],
    given: Mapping[str, str] | None = None,
) -> Draft:
    """Return a draft that answers a cable, each question with its answer left to be written.

    Parameters:
        answered: questions that were answered before; they are left out.
        given: question -> answer, where they are given already; the others are then left out.

    Raises Refused for a question that the cable does not ask.
    """
    head = message.head
    asked = [one for one in message.questions if one.id not in answered] or message.questions
    names = [one.id for one in message.questions]
    for name in given or ():
        if name not in names:
            meant = did_you_mean(name, names)
            raise Refused(
                f"--answer: expected a question of {head.cable}, got '{name}'",
                hint=f"did you mean `{meant}`?" if meant else f"it asks {', '.join(names)}",
            )
    answers = tuple(DraftAnswer(question=one.id, answer="yes") for one in asked)
    words = given or dict.fromkeys(names, UNDECIDED)
    undecided = tuple(
        replace(one, answer=words[one.question]) for one in answers if one.question in words
    )
    return Draft(
        draft=1,
        series=series,
        kind="instruction" if head.cable_kind == "request" else "report",
        sender=sender,
        action=(head.sender,),
        precedence=head.precedence,
        about=head.cable,
        subject=f"Answer to {head.cable.partition('/')[2]}",
        request=message.request,
        passages=() if answers else (DraftPassage(text=""),),
        answers=undecided,
    )


def reply_text(draft: Draft, message: Message) -> str:
    """Return the file of a reply: above each answer stands, as a comment, what was asked."""
    asked = {one.id: one for one in message.questions}
    lines: list[str] = []
    for line in write_draft(draft).splitlines():
        name = line.strip().removeprefix("- question: ") if "- question: " in line else None
        one = asked.get(name.strip("'\"")) if name is not None else None
        if one is not None:
            lines += ["", *_comment(f"{one.id}: {one.text}")]
            if one.says is not None:
                lines += _comment(f"yes authorises: {one.says}")
            if one.about:
                lines += _comment(f"it concerns: {', '.join(one.about)}")
        if line == "answers:" and any(one.answer == UNDECIDED for one in draft.answers):
            note = (
                "Write an answer in place of each ?. Delete a question that is to stay open; it "
                "will be told as unanswered. `condition` needs `if:`; `changed` needs `says:`, "
                "what is to be done instead; `text:` is for words."
            )
            lines += [*_comment(note), line]
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _comment(text: str) -> Iterator[str]:
    line = "#"
    for word in text.split():
        if len(line) + 1 + len(word) > 90 and line != "#":
            yield line
            line = "#"
        line += f" {word}"
    yield line


def tracer_of(cable: Cable, copy: Copy, series: str, when: Sequence[str]) -> Draft:
    """Return a draft that asks the holder of a copy what became of it.

    Parameters:
        when: the times at which it was sent, as they are to be read.

    Raises Refused for a cable that was not released here.
    """
    if cable.release is None or not cable.here:
        raise Refused(
            f"{cable.name}: expected a cable that was released here, got another",
            hint="ask its sender to trace it",
        )
    sent = f"was sent {' and again '.join(when)}" if when else "was made for you"
    text = (
        f"Copy {copy.number} of {cable.name} {sent}. Its arrival was not acknowledged, or it is "
        "overdue. Report whether it came in, who has it, and when it goes back."
    )
    return Draft(
        draft=1,
        series=series,
        kind="tracer",
        sender=cable.release.sender,
        action=(copy.holder,),
        precedence=cable.release.precedence,
        about=cable.name,
        subject=f"Tracer: copy {copy.number} of {cable.name.partition('/')[2]}",
        passages=(DraftPassage(text=text),),
    )
