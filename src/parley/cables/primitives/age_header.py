"""The head of a sealed file, read before anything is unsealed: who can open it, at what cost.

The form is that of age (Valsorda and Cartwright-Cox, C2SP age, version 1). A sealed file may name
many recipients, and a passphrase's work as high as its maker likes; parley seals each copy to one,
and does not let a file decide how long and in how much memory this machine works.
"""

from __future__ import annotations

import re
from binascii import Error, a2b_base64, b2a_base64
from dataclasses import dataclass
from typing import NoReturn

from parley.kernel.errors import Refused

__all__ = ["MOST_HEADER", "MOST_WORK", "Stanza", "require_one_holder", "require_work", "stanzas"]

#: The longest head that is read, in bytes; those that parley writes have some 500.
MOST_HEADER = 2_048
#: The most work that a passphrase may cost: 2 to this power rounds of scrypt, each a kilobyte of
#: memory. At 21 that is 2 GB and some five seconds; a seal takes 2^18 to 2^20 as a rule.
MOST_WORK = 21

_VERSION = b"age-encryption.org/v1"
_ARMOR = b"-----BEGIN AGE"
_ARGUMENT = re.compile(rb"[!-~]+")
_WORK = re.compile(r"[1-9][0-9]?")
_COLUMNS, _SHARE, _SALT, _WRAPPED, _MAC = 64, 32, 16, 32, 32


@dataclass(frozen=True, slots=True)
class Stanza:
    """One way to open a file.

    Parameters:
        kind: `X25519` for a key, `scrypt` for a passphrase; what ends in `-grease` is none.
        arguments: the words after it.
        body: the key of the file, wrapped.
    """

    kind: str
    arguments: tuple[str, ...]
    body: bytes


def require_one_holder(sealed: bytes) -> None:
    """Refuse what is not sealed to one key alone.

    Beside its one stanza there may be one that opens nothing, which makers of age files add so that
    readers learn to skip what they do not know.

    Raises Refused for another form, none or several holders, and a passphrase.
    """
    found = stanzas(sealed)
    ways = [one for one in found if not one.kind.endswith("-grease")]
    if len(ways) != 1 or ways[0].kind != "X25519" or len(found) > 2:
        kinds = ", ".join(one.kind for one in ways) or "none"
        _refuse(f"one key (X25519) that opens it, got {kinds}")
    (way,) = ways
    if len(way.arguments) != 1 or len(_base64(way.arguments[0].encode())) != _SHARE:
        _refuse("a share of 32 bytes, got another")
    if len(way.body) != _WRAPPED:
        _refuse(f"a wrapped key of {_WRAPPED} bytes, got {len(way.body)}")


def require_work(sealed: bytes, most: int = MOST_WORK) -> int:
    """Refuse what is not sealed by one passphrase, or costs too much to try; return its work.

    Parameters:
        most: the highest work factor; trying a passphrase costs 2 to this power rounds.

    Raises Refused for another form, further ways to open it, and more work than that.
    """
    found = stanzas(sealed)
    if [one.kind for one in found] != ["scrypt"]:
        _refuse(f"a passphrase alone (scrypt), got {', '.join(one.kind for one in found)}")
    (way,) = found
    if len(way.arguments) != 2 or len(_base64(way.arguments[0].encode())) != _SALT:
        _refuse("a salt of 16 bytes and the work, got others")
    if len(way.body) != _WRAPPED:
        _refuse(f"a wrapped key of {_WRAPPED} bytes, got {len(way.body)}")
    if not _WORK.fullmatch(way.arguments[1]) or int(way.arguments[1]) > most:
        raise Refused(
            f"sealed file: expected a passphrase that costs at most 2^{most} rounds of scrypt, got "
            f"2^{way.arguments[1][:20]}",
            hint="parley makes no such file: use your own copy of it",
        )
    return int(way.arguments[1])


def stanzas(sealed: bytes) -> tuple[Stanza, ...]:
    """Return the ways to open a sealed file, from its head alone.

    Raises Refused for what is no head of an age file, and for one that is too long.
    """
    if sealed.startswith(_ARMOR):
        _refuse("an age file in bytes, got one in letters (armored)")
    if not sealed.startswith(_VERSION + b"\n"):
        _refuse("an age file, version 1, got something else")
    head, ended, _ = sealed[:MOST_HEADER].partition(b"\n---")
    if not ended:
        _refuse(f"a head that ends within {MOST_HEADER:,} bytes, got a longer or torn one")
    end = len(head) + len(ended)
    last, ended, _ = sealed[end : end + 50].partition(b"\n")
    if not ended or last[:1] != b" " or len(_base64(last[1:])) != _MAC:
        _refuse("a head that ends with its check, got another end")
    found, lines = list[Stanza](), head.split(b"\n")[1:]
    while lines:
        kind, *arguments = _arguments(lines.pop(0))
        found.append(Stanza(kind, tuple(arguments), _body(lines)))
    return tuple(found)


def _arguments(line: bytes) -> list[str]:
    mark, *words = line.split(b" ")
    if mark != b"->" or not words or not all(map(_ARGUMENT.fullmatch, words)):
        _refuse("a line that says how it is opened, got another")
    return [word.decode("ascii") for word in words]


def _body(lines: list[bytes]) -> bytes:
    """Take the lines of a body from the front: full ones, then one that is shorter, if empty."""
    taken = bytearray()
    while lines:
        line = lines.pop(0)
        taken += _base64(line)
        if len(line) < _COLUMNS:
            return bytes(taken)
        if len(line) > _COLUMNS:
            _refuse(f"lines of at most {_COLUMNS} letters, got {len(line)}")
    _refuse("a body that ends with a short line, got a torn one")


def _base64(text: bytes) -> bytes:
    """Return what stands in base64 without padding, in its only form."""
    try:
        value = a2b_base64(text + b"=" * (-len(text) % 4), strict_mode=True)
    except Error:
        _refuse("base64 without padding, got other letters")
    if b2a_base64(value, newline=False).rstrip(b"=") != text:
        _refuse("base64 in its only form, got another")
    return value


def _refuse(expected: str) -> NoReturn:
    raise Refused(
        f"sealed file: expected {expected}",
        hint="it was damaged on the way, or sealed by another program: get it again",
    )
