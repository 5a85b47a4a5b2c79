"""A cable with parts withheld that can still be checked: what is shown is proved, word for word.

In place of a withheld part stands its leaf hash. With it go the release, as it stands in the log,
the proof that it is there, and a signed checkpoint of that log: so whoever gets the file can tell
what was released, by whom and when, without any copy.

What is withheld is not secret in every way. The parts stand in a fixed order and the release names
the questions and answers, so that a withheld part's place tells whether it was the head, the
subject, a question, an answer or a passage, and of a question or answer the id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, TypeAlias

from msgspec import Struct

from parley.cables.events.event_bytes import decode_event, is_signed_event, leaf_of
from parley.cables.events.kinds import Checkpoint, Event, Hex32, Released, Signed
from parley.cables.events.records import read_record, write_record
from parley.cables.ledger.checkpoints import is_checkpoint
from parley.cables.messages.commitment import Part, leaf_of_part, saying_of
from parley.cables.messages.copies import head_differences, time_difference
from parley.cables.messages.message import Head, Message
from parley.cables.primitives.canonical import decode
from parley.cables.primitives.legible import clean, cut
from parley.cables.primitives.merkle import is_included, tree_root
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean

__all__ = ["Exported", "Withheld", "check_export", "export_cable", "hidden", "names_beyond"]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A part that is not shown.

    Parameters:
        leaf: its leaf hash.
        name: how it is called, where its place tells or whoever withheld it said so, else None.
        proved: whether its place tells.
    """

    leaf: bytes
    name: str | None = None
    proved: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export says, once it is checked.

    Parameters:
        event: the release, as signed; `released` is what it says.
        checkpoint: the signed state of the log that has the release in it.
        parts: in their order, shown or withheld.
        known_releaser, known_witness: whether the key of the release, and of the checkpoint, is
            one that was expected of its post.
        proved, unproved: in sentences, what the file proves, and what it leaves open.
    """

    event: Event
    released: Released
    checkpoint: Checkpoint
    parts: tuple[Part | Withheld, ...]
    known_releaser: bool
    known_witness: bool
    proved: tuple[str, ...]
    unproved: tuple[str, ...]


class _Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part in the file: shown with name, value and salt, or withheld with its leaf."""

    name: str | None = None
    value: Any = None
    salt: Hex32 | None = None
    leaf: Hex32 | None = None


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The whole file."""

    v: Literal[1]
    kind: Literal["parley cable export"]
    cable: str
    release: Signed
    checkpoint: Checkpoint
    parts: tuple[_Entry, ...]


_HINT = "do not rely on it: ask whoever made it for the file again"
_Proof: TypeAlias = tuple[Signed, Checkpoint]


def names_beyond(message: Message, cleared: Collection[str]) -> tuple[str, ...]:
    """Return the names of the parts that a person is not cleared for.

    Parameters:
        cleared: the compartments of that person; a part may be seen with all of its own.
    """
    beyond: list[str] = []
    for word, group in (
        ("passage", message.passages),
        ("question", message.questions),
        ("answer", message.answers),
    ):
        for one in group:
            if not set(one.compartments) <= set(cleared):
                own = getattr(one, "question" if word == "answer" else "id")
                beyond.append(f"{word}/{own}")
    return tuple(beyond)


def export_cable(
    parts: Sequence[Part], withhold: Collection[str], proof: _Proof, *, named: bool = False
) -> bytes:
    """Return a file that shows some parts of a cable and proves that they are parts of it.

    Parameters:
        parts: all of the cable.
        withhold: the names of those that are not to be shown.
        proof: the `released` event with its path, and a checkpoint of its log.
        named: whether withheld parts are named, where policy lets it.

    Raises Refused for names that no part has, and for a proof that is not of this cable.
    """
    _require_names(parts, withhold)
    release, checkpoint = proof
    file = _File(
        v=1,
        kind="parley cable export",
        cable=_release_of(release)[1].cable,
        release=release,
        checkpoint=checkpoint,
        parts=tuple(_entry(part, part.name in withhold, named) for part in parts),
    )
    data = write_record(file)
    check_export(data, {})
    return data


def hidden(parts: Sequence[Part], withhold: Collection[str]) -> tuple[Part | Withheld, ...]:
    """Return the parts of a cable with some withheld, for a text that shows the others.

    Raises Refused for names that no part has.
    """
    _require_names(parts, withhold)
    return tuple(
        Withheld(leaf_of_part(part), part.name) if part.name in withhold else part for part in parts
    )


def check_export(data: bytes, expected_keys: Mapping[str, Collection[str]]) -> Exported:
    """Return what an export says and proves.

    Parameters:
        expected_keys: the signing keys in hex that each post is known to have, from its card or a
            directory; with other keys the file proves only that whoever has them signed.

    Raises Refused where anything in the file does not fit the rest: a part, a name, the order, the
    signature of the release or of the checkpoint, or the proof.
    """
    file: _File = read_record(data, _File, "export")
    event, released = _release_of(file.release)
    if file.cable != released.cable:
        _refuse(f"the cable of its release, {released.cable}", file.cable)
    _require_logged(event, file.release, file.checkpoint)
    if len(file.parts) != released.parts:
        _refuse(f"{released.parts} parts, as the release says", str(len(file.parts)))
    told = _names_by_place(released)
    parts = tuple(_part(entry, at, told[at]) for at, entry in enumerate(file.parts))
    _require_bound(parts, released)
    for found in _out_of_line(parts, released, event):
        _refuse("what the release tells of", found)
    releaser = event.key in expected_keys.get(event.by, ())
    witness = file.checkpoint.key in expected_keys.get(file.checkpoint.post, ())
    return Exported(
        event,
        released,
        file.checkpoint,
        parts,
        releaser,
        witness,
        tuple(map(clean, _proved(event, released, file.checkpoint, parts))),
        tuple(map(clean, _unproved(event, released, file.checkpoint, (releaser, witness)))),
    )


def _require_names(parts: Sequence[Part], withhold: Collection[str]) -> None:
    names = [part.name for part in parts]
    for name in sorted(set(withhold) - set(names)):
        meant = did_you_mean(name, names)
        raise Refused(
            f"export: expected the names of parts to withhold, got {name[:80]!r}",
            hint=f"did you mean {meant!r}?" if meant else f"its parts are {', '.join(names[:40])}",
        )


def _entry(part: Part, withheld: bool, named: bool) -> _Entry:
    if withheld:
        return _Entry(leaf=leaf_of_part(part).hex(), name=part.name if named else None)
    return _Entry(name=part.name, value=part.value, salt=part.salt.hex())


def _release_of(release: Signed) -> tuple[Event, Released]:
    try:
        record = release.record.encode()
        decode(record)
    except (Refused, UnicodeEncodeError):
        _refuse("a release in canonical form", "one in another")
    event = decode_event(record)
    if not isinstance(event.what, Released):
        _refuse("the release of a cable", "another event")
    if not is_signed_event(record, bytes.fromhex(release.signature), bytes.fromhex(event.key)):
        _refuse("a release signed by the key it names", "one that is not")
    released = event.what
    name = f"{event.log}/{released.series}/{released.number}"
    if released.cable != name:
        _refuse(f"the cable that its release numbers, {name}", released.cable)
    return event, released


def _require_logged(event: Event, release: Signed, checkpoint: Checkpoint) -> None:
    if not is_checkpoint(checkpoint):
        _refuse("a checkpoint signed by the key it names", "one that is not")
    if checkpoint.log != event.log:
        _refuse(f"a checkpoint of the log {event.log}", f"one of {checkpoint.log}")
    leaf = leaf_of(release.record.encode(), bytes.fromhex(release.signature))
    path = [bytes.fromhex(one) for one in release.path]
    if not is_included(bytes.fromhex(checkpoint.root), checkpoint.size, leaf, event.n, path):
        _refuse("a proof that the release is in the log of the checkpoint", "one that is not")


def _part(entry: _Entry, at: int, told: str | None) -> Part | Withheld:
    if entry.leaf is not None:
        if entry.value is not None or entry.salt is not None:
            _refuse("a part shown or withheld", "one that is both")
        if told is not None and entry.name not in (None, told):
            _refuse(f"part {at + 1} named {told!r}", cut(repr(entry.name)))
        if told is None and entry.name is not None and not _may_be_called(entry.name, at):
            _refuse(f"a passage as part {at + 1}", cut(repr(entry.name)))
        return Withheld(bytes.fromhex(entry.leaf), told or entry.name, told is not None)
    if entry.name is None or entry.value is None or entry.salt is None:
        _refuse("a part with its name, value and salt, or with its hash", "less")
    part = Part(entry.name, entry.value, bytes.fromhex(entry.salt))
    try:
        saying_of(part)
    except Refused as error:
        raise Refused(f"export: {error.message}", hint=_HINT) from None
    fits = part.name == told if told else _may_be_called(part.name, at)
    if not fits:
        _refuse(f"{told or 'a passage'} as part {at + 1}", cut(repr(part.name)))
    return part


def _may_be_called(name: str, at: int) -> bool:
    """Whether a part between subject and questions can have a name."""
    word, _, own = name.partition("/")
    return cut(name, 300) == name and (
        (word == "passage" and own != "") or (at, name) == (2, "request")
    )


def _names_by_place(released: Released) -> tuple[str | None, ...]:
    """The names that places tell: of the head, the subject, the questions and the answers."""
    last = [f"question/{one}" for one in released.questions]
    last += [f"answer/{one}" for one in released.answers]
    between = released.parts - 2 - len(last)
    if between < 0:
        _refuse(f"a release of at least {2 + len(last)} parts", str(released.parts))
    return ("head", "subject", *(None for _ in range(between)), *last)


def _require_bound(parts: Sequence[Part | Withheld], released: Released) -> None:
    root = tree_root(one.leaf if isinstance(one, Withheld) else leaf_of_part(one) for one in parts)
    if root.hex() != released.commitment:
        _refuse("parts that the release binds", "others: at least one was changed")
    names = [one.name for one in parts if one.name is not None]
    if len(set(names)) != len(names):
        _refuse("every part once", "one twice")


def _out_of_line(
    parts: Sequence[Part | Withheld], released: Released, event: Event
) -> Iterator[str]:
    first = parts[0]
    if isinstance(first, Part):
        head = saying_of(first)
        if isinstance(head, Head):
            yield from head_differences(head, released, event.by)
            wrong = time_difference(head, event.at)
            if wrong is not None:
                yield wrong


def _proved(
    event: Event, released: Released, checkpoint: Checkpoint, parts: Sequence[Part | Withheld]
) -> Iterator[str]:
    withheld = sum(isinstance(one, Withheld) for one in parts)
    yield (
        f"What is shown are {len(parts) - withheld} of the {len(parts)} parts of {released.cable}, "
        f"word for word; {withheld} are withheld."
    )
    yield (
        f"It was released at {event.at} in the name of {released.sender} by {event.by}, with the "
        f"signing key {event.key}."
    )
    yield (
        f"The release is event {event.n} of the log {event.log}, which had {checkpoint.size} "
        f"events at {checkpoint.at}, signed by {checkpoint.post} with the signing key "
        f"{checkpoint.key}."
    )


def _unproved(
    event: Event, released: Released, checkpoint: Checkpoint, known: tuple[bool, bool]
) -> Iterator[str]:
    doubted = [
        post
        for post, is_known in zip((event.by, checkpoint.post), known, strict=True)
        if not is_known
    ]
    for post in dict.fromkeys(doubted):
        yield (
            f"That the key is one of {post}: compare it with the card of {post}, got by another "
            "way."
        )
    yield (
        f"That {event.by} might release for {released.sender}, and that the key had not been "
        "revoked: the log tells."
    )
    yield "What the withheld parts say."


def _refuse(expected: str, got: str) -> NoReturn:
    raise Refused(
        f"export: expected {cut(expected)}, got {cut(got)}",
        hint=_HINT,
    )
