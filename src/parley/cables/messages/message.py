"""What a cable says: its head, its subject, passages, questions and answers.

It is bound part by part (`commitment`), so that a copy with parts withheld can still be checked.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

from parley.cables.events.kinds import CableKind

__all__ = [
    "Answered",
    "Asked",
    "Grading",
    "Head",
    "Message",
    "Passage",
]

Short: TypeAlias = Annotated[str, Meta(min_length=1, max_length=2_000)]
Words: TypeAlias = Annotated[str, Meta(max_length=2_000_000)]
Instant: TypeAlias = Annotated[str, Meta(max_length=24)]
AnswerWord: TypeAlias = Literal[
    "yes", "no", "condition", "discretion", "changed", "answered", "deferred"
]


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a message: what it does not say is left out."""


class Grading(_Part, frozen=True, kw_only=True):
    """How a cable is to be handled.

    Parameters:
        grade: the word of its secrecy, in the users' own terms.
        return_by: when the copies are to be back.
        until: when the grade ends by itself.
        note: further handling in words, such as who is exempt and why.
    """

    grade: Short | None = None
    return_by: Instant | None = None
    until: Instant | None = None
    note: Words | None = None


class Head(_Part, frozen=True, kw_only=True):
    """What stands above the text; the same on every copy.

    Parameters:
        cable: `LOG/SERIES/NUMBER`.
        sender: the post in whose name it goes.
        released_by: who released it.
        at: when, in UTC; `zone`: the zone of the sender, in which it is shown.
        action, info: the posts that are to act, and to know.
        exempt: posts of a collective address that do not get it.
        precedence, precedence_info: how urgent it is for them.
        about: the cable that it corrects, cancels, answers, traces.
        due: when an answer is due.
    """

    v: Literal[1]
    cable: Short
    cable_kind: CableKind
    sender: Short
    released_by: Short
    at: Instant
    zone: Short
    action: tuple[Short, ...] = ()
    info: tuple[Short, ...] = ()
    exempt: tuple[Short, ...] = ()
    precedence: Short = "routine"
    precedence_info: Short | None = None
    about: Short | None = None
    due: Instant | None = None
    grading: Grading = Grading()


class Passage(_Part, frozen=True, kw_only=True):
    """A numbered passage of the text.

    Parameters:
        language: its BCP 47 tag.
        compartments: who may read it must be cleared for all of these.
        sources: the passages of documents that it rests on.
    """

    id: Short
    text: Words
    language: Short | None = None
    compartments: tuple[Short, ...] = ()
    sources: tuple[Short, ...] = ()


class Asked(_Part, frozen=True, kw_only=True):
    """A question; `says` and `about` as in the dossier's request."""

    id: Short
    text: Words
    says: Words | None = None
    about: tuple[Short, ...] = ()
    issues: tuple[Short, ...] = ()
    due: Instant | None = None
    compartments: tuple[Short, ...] = ()


class Answered(_Part, rename={"if_": "if"}, frozen=True, kw_only=True):
    """An answer to one question of `Head.about`, in the words of the dossier's reply."""

    question: Short
    answer: AnswerWord
    mode: Literal["may", "must"] = "may"
    says: Words | None = None
    if_: Words | None = None
    until: Short | None = None
    text: Words | None = None
    compartments: tuple[Short, ...] = ()


class Message(_Part, frozen=True, kw_only=True):
    """A whole cable.

    Parameters:
        request: the id of the dossier's `request` entry that it carries, so that the answer
            finds it.
    """

    head: Head
    subject: Short
    request: Short | None = None
    passages: tuple[Passage, ...] = ()
    questions: tuple[Asked, ...] = ()
    answers: tuple[Answered, ...] = ()
