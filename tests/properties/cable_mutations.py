"""Changes to cables by chance from a seed, fast: bits, bytes, lengths, and the records inside.

Some changes are made good again, lengths and digests, so that what comes after them is reached too.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from hashlib import sha256
from random import Random
from typing import Any

__all__ = ["mutated", "mutated_parcel", "mutated_record"]

_FIXED = 27
_LENGTHS = (0, 1, 63, 64, 65_536, 65_537, 16_777_216, 16_777_217, 2**31, 2**32 - 1)
_SPLINTERS = (
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"{", b"}", b"[" * 40, b'"', b"\\",
    b",", b"null", b"true", b"-0", b"1e9", b"1.0", b"NaN", b"Infinity", b"9007199254740992",
    b"\\ud800", b"\\u0000", b"9" * 5_000, b'"v":1', b"\xef\xbb\xbf", b" ", b"\n", b"\xfe\xff\x00{",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**53, "", "x", "\x00", "\ud800", "0" * 64, "f" * 32, [], {}, [[]],
    {"v": 1}, 1.5, "é" * 300, "0" * 5_000,
)  # fmt: skip


def mutated(random: Random, data: bytes) -> bytes:
    """Change some bytes, without regard to what they are."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 5))):
        at = random.randrange(len(changed) + 1)
        match random.randrange(6):
            case 0 if at < len(changed):
                changed[at] ^= 1 << random.randrange(8)
            case 1 if at < len(changed):
                changed[at] = random.randrange(256)
            case 2:
                del changed[at : at + random.choice((1, 2, 8, 64, len(changed)))]
            case 3:
                changed[at:at] = random.choice(_SPLINTERS)
            case 4:
                other = random.randrange(len(changed) + 1)
                changed[at:at] = changed[other : other + random.choice((1, 16, 300))]
            case _:
                changed += random.randbytes(random.choice((1, 3, 70)))
    return bytes(changed)


def mutated_record(random: Random, data: bytes) -> bytes:
    """Change a record: a value or a key of it, or its bytes."""
    if random.random() < 0.3:
        return mutated(random, data)
    value = json.loads(data)
    place, step = _somewhere(random, value)
    if place is None:
        return mutated(random, data)
    match random.randrange(5):
        case 0:
            place[step] = random.choice(_VALUES)
        case 1:
            del place[step]
        case 2 if isinstance(place, list):
            place.append(place[step])
        case 3 if isinstance(place, list):
            place.reverse()
        case 2 | 3:
            place[random.choice(("v", "copy", "kind", "more", "Ä", "if"))] = place[step]
        case _:
            place[step] = _near(random, place[step])
    dumped = json.dumps(
        value,
        ensure_ascii=False,
        sort_keys=True,
        separators=random.choice(((",", ":"),) * 9 + (None,)),
    )
    return dumped.encode("utf-8", "surrogatepass")


def mutated_parcel(random: Random, data: bytes) -> bytes:
    """Change a parcel: its bytes, its lengths, or its header with the lengths made good."""
    way = random.random()
    if way < 0.35:
        return mutated(random, data)
    head, letter, copy = struct.unpack(">III", data[15:_FIXED])
    if way < 0.5:
        lengths = [head, letter, copy]
        lengths[random.randrange(3)] = random.choice(_LENGTHS)
        return data[:15] + struct.pack(">III", *lengths) + data[_FIXED:]
    record = data[_FIXED : _FIXED + head]
    rest = data[_FIXED + head :]
    if way < 0.92:
        record = mutated_record(random, record)
        return data[:15] + struct.pack(">III", len(record), letter, copy) + record + rest
    signature, sealed = rest[:64], mutated(random, rest[64 : 64 + letter])
    header = json.loads(record)
    header["letter"] = sha256(sealed).hexdigest()
    copied = rest[64 + letter :]
    if random.random() < 0.5 or not copied:
        header.pop("copy", None)
        copied = b""
    else:
        copied = mutated(random, copied)
        header["copy"] = sha256(copied).hexdigest()
    record = json.dumps(header, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    lengths_made = struct.pack(">III", len(record), len(sealed), len(copied))
    return data[:15] + lengths_made + record + signature + sealed + copied


def _somewhere(random: Random, value: Any) -> tuple[Any, Any]:
    """A place in a record by chance: the list or map, and the step in it."""
    place: Any = None
    step: Any = None
    inner = value
    while isinstance(inner, dict | list) and inner:
        place = inner
        step = (
            random.choice(list(inner)) if isinstance(inner, dict) else random.randrange(len(inner))
        )
        inner = place[step]
        if random.random() < 0.25:
            break
    return place, step


def _near(random: Random, value: Any) -> Any:
    if isinstance(value, int):
        return value + random.choice((-1, 1, 2**40))
    if isinstance(value, str):
        ways: tuple[Callable[[str], str], ...] = (
            lambda text: text.upper(),
            lambda text: text[:-1],
            lambda text: text + random.choice(("0", "\u202e", "/", "\n")),
            lambda text: text[::-1],
        )
        return random.choice(ways)(value)
    return [value]
