"""What binds a cable: one root over all its parts, each hashed with a salt of its own.

Whoever has the root, which stands in the release, can check every part that is shown; a part that
is withheld is stood in for by its leaf hash, and the salt keeps anyone from guessing what it says.
The tree is that of RFC 6962 (Laurie and others 2013), the leaves salted as in SD-JWT (RFC 9901).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from parley.cables.events.event_bytes import plain
from parley.cables.events.records import from_plain
from parley.cables.messages.message import Answered, Asked, Head, Message, Passage, Short
from parley.cables.primitives.canonical import Plain, encode
from parley.cables.primitives.legible import cut
from parley.cables.primitives.merkle import leaf_hash, tree_root
from parley.kernel.errors import Refused

__all__ = [
    "SALT_BYTES",
    "Part",
    "Saying",
    "commitment_of",
    "leaf_of_part",
    "message_of",
    "new_salt",
    "parts_of",
    "saying_of",
]

SALT_BYTES = 32

#: How the parts of the lists of a message are called, in their order.
_GROUPS = (("passages", "passage", "id"), ("questions", "question", "id"),
           ("answers", "answer", "question"))  # fmt: skip
_SINGLE = ("head", "subject", "request")
_SAYS: dict[str, Any] = {
    "head": Head,
    "subject": Short,
    "request": Short,
    "passage": Passage,
    "question": Asked,
    "answer": Answered,
}

#: What one part says; of a subject or request, its text.
Saying: TypeAlias = Head | Passage | Asked | Answered | str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a message, as it is bound.

    Parameters:
        name: `head`, `subject`, `request`, `passage/ID`, `question/ID` or `answer/ID`.
        value: what it says, as plain data.
        salt: 32 bytes of chance.
    """

    name: str
    value: Plain
    salt: bytes


def new_salt() -> bytes:
    """Return 32 bytes from the system's source of chance."""
    return secrets.token_bytes(SALT_BYTES)


def parts_of(message: Message, salt: Callable[[], bytes] = new_salt) -> tuple[Part, ...]:
    """Return the parts of a message in their order: head, subject, request, passages, questions,
    answers.

    Parameters:
        salt: gives the salt of each; other than by chance only for test vectors.

    Raises Refused where two parts have one name.
    """
    parts = tuple(Part(name, value, salt()) for name, value in _named(message))
    _require_each_once([part.name for part in parts])
    return parts


def leaf_of_part(part: Part) -> bytes:
    """Return the hash that stands for a part: of its salt, then the canonical `[name, value]`."""
    return leaf_hash(part.salt + encode([part.name, part.value]))


def commitment_of(parts: Sequence[Part]) -> bytes:
    """Return the root over all parts, 32 bytes: what the release binds."""
    return tree_root(leaf_of_part(part) for part in parts)


def message_of(parts: Sequence[Part]) -> Message:
    """Return the message that parts make up.

    Raises Refused for parts that no message has, in this order and form.
    """
    data: dict[str, Any] = {}
    for part in parts:
        kind, slash, _ = part.name.partition("/")
        group = next((field for field, word, _ in _GROUPS if word == kind), None)
        if slash and group is not None:
            data.setdefault(group, []).append(part.value)
        elif part.name in _SINGLE and part.name not in data:
            data[part.name] = part.value
        else:
            raise _unknown_part(part.name)
    message: Message = from_plain(data, Message, "cable")
    names = [name for name, _ in _named(message)]
    if names != [part.name for part in parts]:
        raise Refused(
            "cable: expected parts named and ordered as what they say, got "
            f"{cut(', '.join(part.name[:80] for part in parts[:10]))}",
            hint="ask the sender for the copy again",
        )
    _require_each_once(names)
    return message


def saying_of(part: Part) -> Saying:
    """Return what one part says, for where not all are at hand.

    Raises Refused for a part that no message has.
    """
    word = part.name.partition("/")[0]
    kind = _SAYS.get(word)
    if kind is None:
        raise _unknown_part(part.name)
    saying: Saying = from_plain(part.value, kind, f"part {part.name[:80]!r}")
    name = word
    if isinstance(saying, Passage | Asked | Answered):
        name = f"{word}/{saying.question if isinstance(saying, Answered) else saying.id}"
    if name != part.name:
        raise Refused(
            f"part {part.name[:80]!r}: expected the name of what it says, {name[:80]!r}",
            hint="ask the sender for it again",
        )
    return saying


def _unknown_part(name: str) -> Refused:
    return Refused(
        "cable: expected a head, subject, request, passages, questions and answers, got "
        f"{name[:80]!r}",
        hint="ask the sender for the copy again",
    )


def _named(message: Message) -> Iterator[tuple[str, Plain]]:
    yield "head", plain(message.head)
    yield "subject", message.subject
    if message.request is not None:
        yield "request", message.request
    for field, word, key in _GROUPS:
        for one in getattr(message, field):
            yield f"{word}/{getattr(one, key)}", plain(one)


def _require_each_once(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Refused(
                f"cable: expected every passage, question and answer once, got {name[:80]!r} twice",
                hint="give the second another id",
            )
        seen.add(name)
