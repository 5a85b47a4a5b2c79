"""A cable in the dossier: the document that arrived, what it asks or answers, each citing it.

An answer is a `reply`, bound to the questions of the dossier's `request`: the mandate reads it as
the instruction that it is, and `reply-missing-part` names the questions it leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from anyascii import anyascii

from parley.cables.events.records import write_record
from parley.cables.messages.message import Answered, Asked, Message
from parley.dossier.dossier import Dossier
from parley.dossier.vocabulary.entries import Request
from parley.kernel.errors import Refused

__all__ = ["Entering", "entries_of", "slug_of"]

_ASKED = ("id", "text", "says", "about", "issues")
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Entering:
    """What a cable adds to a dossier.

    Parameters:
        source: the id of the source, and what is declared of it.
        entries: the entries, as in the file.
    """

    source: str
    declared: Mapping[str, Any]
    entries: tuple[Mapping[str, Any], ...]


def slug_of(cable: str) -> str:
    """Return the id of a cable in a dossier.

    >>> slug_of("kaesong-3f9a1c2b/G/1675")
    'cable-kaesong-3f9a1c2b-g-1675'
    """
    return f"cable-{_SLUG.sub('-', anyascii(cable).lower()).strip('-')}"


def entries_of(
    dossier: Dossier, message: Message, opened: str, request: str | None = None
) -> Entering:
    """Return what a cable that was opened adds to a dossier: document, request or reply.

    Parameters:
        opened: when it was opened: UTC, to the millisecond; its side knows it from then on.
        request: the dossier's `request` that it answers; left out, the one that it names.

    Raises Refused for a party that the dossier does not have, and for an answer whose request or
    question is not in it.
    """
    head, source = message.head, slug_of(message.head.cable)
    parties = dossier.declared.parties
    unknown = [one for one in (head.sender, *head.action, *head.info) if one not in parties]
    if head.sender in unknown or not set(head.action) - set(unknown):
        raise Refused(
            f"{head.cable}: expected posts that are parties of the dossier, got "
            f"{', '.join(unknown) or 'no addressee'}",
            hint="declare them under `parties`, or name the dossier that the cable belongs to",
        )
    to = [one for one in (*head.action, *head.info) if one not in unknown]
    arrives = f"{source}-arrives"
    shared = {"at": _time(head.at), "by": head.sender, "to": to}
    document = {
        "id": arrives,
        "type": "document",
        **shared,
        "known": {post: _time(opened if post in to else head.at) for post in (head.sender, *to)},
        "source": source,
        "text": message.subject,
        "sources": [source],
    }
    entries = [document]
    if message.questions:
        entries.append({"id": source, "type": "request", **shared, "via": arrives} | _asks(message))
    if message.answers:
        asked = _request(dossier, message, request)
        entries.append(
            {"id": f"{source}-reply", "type": "reply", **shared, "via": arrives}
            | _answers(message, asked)
        )
    return Entering(source, _declared(message), tuple(entries))


def _declared(message: Message) -> dict[str, Any]:
    head = message.head
    passages = {one.id: _short(one.text) for one in message.passages}
    passages |= {f"question/{one.id}": _short(one.text) for one in message.questions}
    passages |= {
        f"answer/{one.question}": _short(one.text or one.answer) for one in message.answers
    }
    return {
        "title": f"Cable {head.cable}: {message.subject}",
        "author": head.sender,
        "addressee": ", ".join((*head.action, *head.info)),
        "date": _time(head.at),
        "grade": "primary",
        "shelfmark": head.cable,
        **({"passages": passages} if passages else {}),
    }


def _asks(message: Message) -> dict[str, Any]:
    source = slug_of(message.head.cable)
    asked = []
    for one in message.questions:
        fields = _fields(one)
        kept = {key: fields[key] for key in _ASKED if key in fields}
        if one.due is not None:
            kept["due"] = _time(one.due)
        asked.append(kept)
    due = {"due": _time(message.head.due)} if message.head.due is not None else {}
    return {"questions": asked, **due, "text": message.subject, "sources": [source]}


def _answers(message: Message, asked: Request) -> dict[str, Any]:
    source, known = slug_of(message.head.cable), {one.id for one in asked.questions}
    wrong = [one.question for one in message.answers if one.question not in known]
    if wrong:
        raise Refused(
            f"{message.head.cable}: expected answers to questions of `{asked.id}`, got one to "
            f"{', '.join(wrong)}",
            hint="name the request that it answers with --request ID",
        )
    answers = []
    for one in message.answers:
        fields = _fields(one)
        fields.pop("compartments", None)
        answers.append(fields)
    return {
        "re": asked.id,
        "answers": answers,
        "text": message.subject,
        "sources": [f"{source}#answer/{one.question}" for one in message.answers],
    }


def _fields(one: Asked | Answered) -> dict[str, Any]:
    fields: dict[str, Any] = dict(msgspec.json.decode(write_record(one)))
    return fields


def _request(dossier: Dossier, message: Message, request: str | None) -> Request:
    """The request that is answered: named, named by the cable, or entered from the cable asked."""
    about = message.head.about
    names = [request, message.request, slug_of(about) if about is not None else None]
    for name in names:
        found = dossier.by_id.get(name) if name is not None else None
        if isinstance(found, Request):
            return found
    raise Refused(
        f"{message.head.cable}: expected an answer to a request of the dossier, got one to "
        f"{request or message.request or about}",
        hint="name the request that it answers with --request ID",
    )


def _time(instant: str) -> str:
    """A time as dossiers write it."""
    return f"{instant[:10]} {instant[11:19]} UTC"


def _short(text: str, longest: int = 400) -> str:
    words = " ".join(text.split())
    return words if len(words) <= longest else words[: longest - 1] + "…"
