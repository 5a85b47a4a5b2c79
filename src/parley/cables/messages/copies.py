"""What is in a sealed copy: all parts of the cable with their salts, whose copy it is, and which.

Every copy of a cable says the same, and is checked against the release before anybody reads it: a
copy that says anything else than what was released is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from parley.cables.events.kinds import CableName, CopyMade, Count, Hex32, Name, Released
from parley.cables.events.records import read_record
from parley.cables.messages.commitment import Part, commitment_of, message_of
from parley.cables.messages.message import Head, Message
from parley.cables.primitives.canonical import Plain, encode
from parley.cables.primitives.legible import cut
from parley.kernel.errors import Refused, quoted

__all__ = ["differences", "head_differences", "read_copy", "time_difference", "write_copy"]

_WAITING = timedelta(hours=1)


class _Copy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The plaintext of a sealed copy."""

    v: Literal[1]
    cable: CableName
    copy: Count
    holder: Name
    parts: Annotated[tuple[tuple[Annotated[str, Meta(max_length=2_100)], Any, Hex32], ...],
                     Meta(min_length=2)]  # fmt: skip


def write_copy(cable: str, copy: int, holder: str, parts: Sequence[Part]) -> bytes:
    """Return what is to be sealed for a holder.

    Parameters:
        cable: `LOG/SERIES/NUMBER`.
        copy: the number of the copy, from 1.
    """
    listed: list[Plain] = [[part.name, part.value, part.salt.hex()] for part in parts]
    return encode({"v": 1, "cable": cable, "copy": copy, "holder": holder, "parts": listed})


def read_copy(
    data: bytes, released: Released, made: CopyMade, by: str | None = None
) -> tuple[Message, tuple[Part, ...]]:
    """Return what an unsealed copy says, with the parts that it is bound by.

    Parameters:
        released: the release of the cable; its signature is for the caller to have checked.
        made: the copy that this must be, from the release or from a later event of re-copying.
        by: who released it, if that is to be compared too.

    Raises Refused for anything that is not what was released, with all that differs.
    """
    copy: _Copy = read_record(data, _Copy, "copy")
    parts = tuple(Part(name, value, bytes.fromhex(salt)) for name, value, salt in copy.parts)
    found = [
        _differs(what, expected, got)
        for what, expected, got in (
            ("cable", released.cable, copy.cable),
            ("copy number", made.copy, copy.copy),
            ("holder", made.holder, copy.holder),
            ("number of parts", released.parts, len(parts)),
        )
        if expected != got
    ]
    if not found and (bound := commitment_of(parts).hex()) != released.commitment:
        found = [_differs("commitment", released.commitment, bound)]
    if not found:
        message = message_of(parts)
        found = list(differences(message, released, by))
        if not found:
            return message, parts
    raise Refused(
        f"copy {made.copy} of {cut(released.cable)}: it is not what was released: "
        f"{'; '.join(found)}",
        hint="keep it, tell the sender by another way, and ask for the copy again",
    )


def differences(message: Message, released: Released, by: str | None = None) -> Iterator[str]:
    """Say where a message is not what its release tells of it, in words; nothing where it is.

    Parameters:
        by: who released it, if that is to be compared too.
    """
    yield from head_differences(message.head, released, by)
    questions = tuple(one.id for one in message.questions)
    answers = tuple(one.question for one in message.answers)
    if questions != released.questions:
        yield _differs("questions", released.questions, questions)
    if answers != released.answers:
        yield _differs("answers", released.answers, answers)


def head_differences(head: Head, released: Released, by: str | None = None) -> Iterator[str]:
    """Say where a head is not what its release tells of it, as `differences` does."""
    pairs: tuple[tuple[str, object, object], ...] = (
        ("cable", released.cable, head.cable),
        ("kind", released.cable_kind, head.cable_kind),
        ("sender", released.sender, head.sender),
        ("released by", by if by is not None else head.released_by, head.released_by),
        ("for action", released.action, head.action),
        ("for information", released.info, head.info),
        ("precedence", released.precedence, head.precedence),
        ("precedence for information", released.precedence_info, head.precedence_info),
        ("about", released.about, head.about),
        ("due", released.due, head.due),
        ("return by", released.return_by, head.grading.return_by),
    )
    for what, expected, got in pairs:
        if expected != got:
            yield _differs(what, expected, got)


def time_difference(head: Head, at: str) -> str | None:
    """Say that a head tells another time of its release than the log, by more than an hour.

    The head is written before the event is entered, which may have to wait; who releases could
    otherwise show an earlier day to the reader than to whoever verifies.

    Parameters:
        at: of the event of the release.
    """
    try:
        between = datetime.fromisoformat(at) - datetime.fromisoformat(head.at)
    except ValueError:
        return _differs("released", at, head.at)
    return _differs("released", at, head.at) if abs(between) > _WAITING else None


def _differs(what: str, expected: object, got: object) -> str:
    return f"{what}: expected {_shown(expected)}, got {_shown(got)}"


def _shown(value: object) -> str:
    if value is None or value == ():
        return "none"
    if isinstance(value, tuple):
        return quoted(", ".join(map(str, value)), 80)
    return quoted(value, 80) if isinstance(value, str) else str(value)
