"""A log verified as the words say, event by event, with all of it in hand.

It is an oracle for `parley.cables.verifying`: canonical form, signature, the chain, the tree,
whose key may sign, numbers of series and links. What may be done with a copy is in
`custody_literal`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

#: Record and signature, as they stand in the log.
Log = Sequence[tuple[bytes, bytes]]


def first_wrong(log: Log, name: str) -> int | None:
    """The number of the first wrong event; None if there is none."""
    posts: dict[str, dict[str, Any]] = {}  # post -> key, here
    revoked, numbers = set[str](), dict[tuple[str, ...], int]()
    prev, at = "0" * 64, ""
    for n, (record, signature) in enumerate(log):
        try:
            event = json.loads(record)
            whole = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            VerifyKey(bytes.fromhex(event["key"])).verify(b"parley event\0" + record, signature)
        except (ValueError, KeyError, TypeError, BadSignatureError):
            return n
        what = event["what"]
        if n == 0 and what["kind"] == "log-opened":
            posts[event["by"]] = {"key": what["keeper"]["signing"], "here": True}
        by = posts.get(event["by"])
        if (
            whole.encode() != record
            or (event["log"], event["n"], event["prev"]) != (name, n, prev)
            or event["at"] < at
            or by is None
            or not by["here"]
            or by["key"] != event["key"]
            or event["key"] in revoked
            or not _in_turn(what, numbers)
        ):
            return n
        _enter(what, posts, revoked)
        prev, at = leaf(record, signature).hex(), event["at"]
    return None


def _in_turn(what: dict[str, Any], numbers: dict[tuple[str, ...], int]) -> bool:
    where: tuple[str, ...]
    if what["kind"] in ("released", "voided"):
        where, given = (what["series"],), what["number"]
    elif what["kind"] == "sent":
        where, given = (what["sender"], what["to"]), what["serial"]
    else:
        return True
    last = numbers.get(where, 0)
    numbers[where] = given
    return bool(given == last + 1)


def _enter(what: dict[str, Any], posts: dict[str, dict[str, Any]], revoked: set[str]) -> None:
    if what["kind"] == "enrolled":
        card = what["card"]
        posts[card["post"]] = {"key": card["signing"], "here": what.get("here", False)}
    elif what["kind"] in ("rotated", "handed-over"):
        posts[what["card"]["post"]]["key"] = what["card"]["signing"]
    elif what["kind"] == "revoked":
        revoked.add(what["key"])


def leaf(record: bytes, signature: bytes) -> bytes:
    """The hash of an event in the tree."""
    return sha256(b"\0" + signature + record).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root of a tree, as RFC 6962 defines it (2.1)."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    cut = 1
    while 2 * cut < len(leaves):
        cut *= 2
    return sha256(b"\1" + root(leaves[:cut]) + root(leaves[cut:])).digest()
