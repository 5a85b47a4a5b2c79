"""Events and checkpoints of another log that came in a letter: whether they are what they seem.

A post of another office is believed by the keys that the directory here has of it. Of a key that
was replaced, what it signed until then is believed; of one that was revoked, what it signed before
the time of the revocation, if a checkpoint by a key in good standing has it in its tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec

from parley.cables.custody.directory import Directory, key_life, revocation_of, standing
from parley.cables.events.event_bytes import is_signed_event, leaf_of, record_of
from parley.cables.events.kinds import Checkpoint, Event, Signed
from parley.cables.events.told import told_event
from parley.cables.ledger.checkpoints import is_checkpoint
from parley.cables.primitives.legible import clean, cut
from parley.cables.primitives.merkle import is_included
from parley.kernel.errors import Refused

__all__ = ["doubt_of_checkpoint", "doubt_of_event", "is_canonical", "is_instant", "read_told"]


def is_canonical(event: Event, record: bytes) -> bool:
    """Tell whether bytes are the one way to write an event.

    Parameters:
        event: what was read from them.
    """
    return record_of(event) == record


def read_told(told: Signed) -> Event:
    """Return an event of another log.

    Raises Refused for what is no event in its only form.
    """
    event = told_event(told)
    name = f"event {event.n} of {cut(event.log, 120)}"
    if not is_canonical(event, told.record.encode()):
        raise Refused(
            f"{name}: expected canonical bytes, got another form",
            hint="it was changed on the way, or written by another program: get it again",
        )
    for fault in _unfit(told.record, event.at, event.clock):
        raise Refused(
            f"{name}: expected {fault}",
            hint="ask its sender by another way: its own parley writes no such thing",
        )
    return event


def _unfit(record: str, *times: str | None) -> Iterator[str]:
    """What no honest program writes into an event, and nobody here should have to look at."""
    for time in times:
        if time is not None and not is_instant(time):
            yield f"a time that can be, got {time}"
    # most of them stand behind a backslash in canonical bytes, where few events have one
    marked = "\\" in record and _ESCAPED.search(record) is not None
    if marked or "\x7f" in record or not (record.isascii() or clean(record) == record):
        for text in _names(msgspec.json.decode(record)):
            if clean(text) != text or any(one in text for one in "\n\t"):
                yield f"names that can be shown, got '{cut(text, 60)}'"


def is_instant(text: str) -> bool:
    """Tell whether a text of the form of a time is one that can be.

    >>> is_instant("1951-07-13T15:00:00.000Z"), is_instant("1951-02-30T15:00:00.000Z")
    (True, False)
    """
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _names(value: Any, key: str = "") -> Iterator[str]:
    """All texts of an event but those in free words, which are shown with care."""
    if isinstance(value, str):
        if key not in _FREE:
            yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _names(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from _names(one, key)


_ESCAPED = re.compile(r'\\[^"\\]')
_FREE = ("reader", "reason", "record", "where")


def doubt_of_checkpoint(directory: Directory, n: int, checkpoint: Checkpoint) -> str | None:
    """Say why a checkpoint by a post of another office is not to be believed; None if it is.

    Parameters:
        n: the number of the event here that brings it.
    """
    name = f"the checkpoint of {cut(checkpoint.log, 120)} by {cut(checkpoint.post, 120)}"
    if not is_instant(checkpoint.at):
        return f"{name}: {checkpoint.at} is no time"
    doubt = _doubt_of_key(directory, n, (checkpoint.post, checkpoint.key, checkpoint.at))
    if doubt is not None:
        return f"{name}: {doubt}"
    if revocation_of(directory, checkpoint.key, n) is not None:
        return f"{name} is signed by a key that was revoked"
    if not _is_checkpoint(checkpoint):
        return f"{name}: the signature is not by the key that it names"
    return None


#: All copies that are sent at once bring the same checkpoint.
_is_checkpoint = lru_cache(maxsize=32)(is_checkpoint)


def doubt_of_event(
    directory: Directory, n: int, event: Event, told: Signed, checkpoint: Checkpoint
) -> str | None:
    """Say why an event of another log is not to be believed; None if it is.

    Parameters:
        n: the number of the event here that brings it.
        event: what `told` says (`read_told`).
        checkpoint: where that log stood, which is looked at by `doubt_of_checkpoint`.
    """
    name = f"event {event.n} of {event.log} by {event.by}"
    if event.log != checkpoint.log:
        return f"{name} came with a checkpoint of another log, {checkpoint.log}"
    doubt = _doubt_of_key(directory, n, (event.by, event.key, event.at))
    if doubt is not None:
        return f"{name}: {doubt}"
    who = standing(directory, event.by, n)
    if who is not None and who.log not in (None, event.log):
        return f"{name}: that post belongs to {who.log}"
    leaf = _leaf_of_signed(told.record, told.signature, event.key)
    if leaf is None:
        return f"{name}: the signature is not by the key that it names"
    path = [bytes.fromhex(one) for one in told.path]
    root = bytes.fromhex(checkpoint.root)
    if not is_included(root, checkpoint.size, leaf, event.n, path):
        return f"{name} is not proved to be under the checkpoint that came with it"
    return None


@lru_cache(maxsize=32)  # each copy of a cable brings the same release
def _leaf_of_signed(record: str, signature: str, key: str) -> bytes | None:
    """The leaf hash of an event; None if its signature is not by the key."""
    data, signed = record.encode(), bytes.fromhex(signature)
    return leaf_of(data, signed) if is_signed_event(data, signed, bytes.fromhex(key)) else None


def _doubt_of_key(directory: Directory, n: int, signed: tuple[str, str, str]) -> str | None:
    """Parameters: signed: the post, its key in hex, and when it says that it signed."""
    post, key, at = signed
    who, life = standing(directory, post, n), key_life(directory, key, n)
    if who is None:
        return f"no post {post} is enrolled"
    if who.here:
        return f"{post} belongs to this office, and signs in its log alone"
    if life is None or life.post != post:
        return f"the key {key[:12]}… is not enrolled for {post}"
    if life.until_at is not None and at > life.until_at:
        return f"the key {key[:12]}… was replaced before it signed"
    revoked = revocation_of(directory, key, n)
    if revoked is not None and at >= revoked.since:
        return f"the key {key[:12]}… was revoked for what it signed since {revoked.since}"
    return None
