"""A reader of cables written from `docs/reference/cable-format.md` alone, with no part of parley.

It is slow and plain, and says no by ValueError. Seals are opened here by hand, by the document of
age (C2SP), so that not even that is parley's.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import struct
from base64 import b64decode
from typing import Any

from nacl.bindings import crypto_aead_chacha20poly1305_ietf_decrypt, crypto_scalarmult
from nacl.signing import VerifyKey

__all__ = [
    "canonical",
    "commitment",
    "is_signed",
    "open_seal",
    "read_copy",
    "read_export",
    "read_letter",
    "read_parcel",
    "read_release",
]

_KEYS = {"v", "parcel", "sender", "to", "serial", "key", "letter"}
_GROUPS = {"head": 0, "subject": 1, "request": 2, "passage": 3, "question": 4, "answer": 5}
_SAME = ("cable", "cable_kind", "sender", "precedence", "precedence_info", "action", "info",
         "about", "due")  # fmt: skip
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def need(is_so: bool, what: str) -> None:
    """Raise ValueError unless something is so."""
    if not is_so:
        raise ValueError(what)


def canonical(value: Any) -> bytes:
    """Write a record in its one form."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return (
            b"{" + b",".join(canonical(key) + b":" + canonical(value[key]) for key in keys) + b"}"
        )
    if isinstance(value, list):
        return b"[" + b",".join(map(canonical, value)) + b"]"
    return json.dumps(value, ensure_ascii=False).encode()


def read(data: bytes) -> Any:
    """Read a record; no other form of it will do."""
    value = json.loads(data)
    need(canonical(value) == data, "not canonical")
    return value


def sha(data: bytes) -> bytes:
    """Hash some bytes."""
    return hashlib.sha256(data).digest()


def root(leaves: list[bytes]) -> bytes:
    """The root over leaves, by halves."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha(b"\x01" + root(leaves[:half]) + root(leaves[half:]))


def root_by_path(leaf: bytes, n: int, size: int, path: list[bytes]) -> bytes:
    """The root that a proof of RFC 6962 leads to; its last hash is the highest."""
    if size == 1:
        need(not path, "path too long")
        return leaf
    need(bool(path), "path too short")
    half = 1
    while half * 2 < size:
        half *= 2
    if n < half:
        return sha(b"\x01" + root_by_path(leaf, n, half, path[:-1]) + path[-1])
    return sha(b"\x01" + path[-1] + root_by_path(leaf, n - half, size - half, path[:-1]))


def is_signed(purpose: str, record: bytes, key: str, signature: bytes) -> None:
    """Check a signature."""
    signed = b"parley " + purpose.encode() + b"\x00" + record
    VerifyKey(bytes.fromhex(key)).verify(signed, signature)


def read_parcel(data: bytes) -> dict[str, Any]:
    """Take a `.cable` file apart and check its signature."""
    need(data[:15] == b"parley cable 1\n", "magic")
    head, letter, copy = struct.unpack(">III", data[15:27])
    need(1 <= head <= 65_536 and 1 <= letter <= 2**24 and copy <= 2**24, "lengths")
    need(len(data) == 27 + head + 64 + letter + copy, "length")
    record, signature = data[27 : 27 + head], data[27 + head : 91 + head]
    sealed_letter, sealed_copy = data[91 + head :][:letter], data[91 + head + letter :]
    header = read(record)
    need(header.keys() == _KEYS | ({"copy"} if copy else set()), "keys of the header")
    need(header["v"] == 1, "version")
    need(header["letter"] == sha(sealed_letter).hex(), "letter")
    need(not copy or header["copy"] == sha(sealed_copy).hex(), "copy")
    is_signed("parcel", record, header["key"], signature)
    return {"header": header, "letter": sealed_letter, "copy": sealed_copy or None}


def read_letter(plaintext: bytes, parcel: str) -> dict[str, Any]:
    """Read an unsealed letter and check the events in it against its checkpoint."""
    letter: dict[str, Any] = read(plaintext)
    need(letter["v"] == 1 and letter["parcel"] == parcel, "another parcel")
    for event in [letter.get("release"), letter.get("origin"), *letter.get("events", [])]:
        if event is not None:
            check_logged(event, letter["checkpoint"])
    return letter


def check_logged(event: dict[str, Any], checkpoint: dict[str, Any]) -> dict[str, Any]:
    """Check the signature of an event, that of a checkpoint, and that the one is in the other."""
    record, signature = event["record"].encode(), bytes.fromhex(event["signature"])
    told: dict[str, Any] = read(record)
    is_signed("event", record, told["key"], signature)
    stands = {key: checkpoint[key] for key in ("at", "log", "root", "size")}
    is_signed(
        "checkpoint", canonical(stands), checkpoint["key"], bytes.fromhex(checkpoint["signature"])
    )
    path = [bytes.fromhex(one) for one in event.get("path", [])]
    leaf = sha(b"\x00" + signature + record)
    need(told["n"] < checkpoint["size"] and told["log"] == checkpoint["log"], "another log")
    found = root_by_path(leaf, told["n"], checkpoint["size"], path)
    need(found.hex() == checkpoint["root"], "not in the log")
    return told


def read_release(event: dict[str, Any], checkpoint: dict[str, Any]) -> dict[str, Any]:
    """Return a checked release: the event."""
    told = check_logged(event, checkpoint)
    what = told["what"]
    need(what["kind"] == "released", "no release")
    need(what["cable"] == f"{told['log']}/{what['series']}/{what['number']}", "another cable")
    return told


def leaf_of(name: str, value: Any, salt: str) -> bytes:
    """The leaf of a part."""
    return sha(b"\x00" + bytes.fromhex(salt) + canonical([name, value]))


def commitment(parts: list[list[Any]]) -> str:
    """The root over parts, each a name, a value and a salt."""
    return root([leaf_of(*part) for part in parts]).hex()


def read_copy(plaintext: bytes, release: dict[str, Any], number: int) -> list[list[Any]]:
    """Check an unsealed copy against its release and return its parts."""
    copy, what = read(plaintext), release["what"]
    (made,) = [one for one in what["copies"] if one["copy"] == number]
    need(copy.keys() == {"v", "cable", "copy", "holder", "parts"} and copy["v"] == 1, "keys")
    need(copy["cable"] == what["cable"], "cable")
    need(copy["copy"] == number and copy["holder"] == made["holder"], "copy")
    parts: list[list[Any]] = copy["parts"]
    need(len(parts) == what["parts"] and commitment(parts) == what["commitment"], "commitment")
    names = [part[0] for part in parts]
    groups = [_GROUPS[name.split("/")[0]] for name in names]
    need(groups == sorted(groups) and len(set(names)) == len(names), "names")
    need(names[:2] == ["head", "subject"], "head and subject")
    for name, value, _ in parts:
        check_name(name, value)
    check_head(parts[0][1], release)
    for group in ("question", "answer"):
        ids = [name.split("/", 1)[1] for name in names if name.startswith(group + "/")]
        need(ids == what.get(group + "s", []), group)
    return parts


def check_name(name: str, value: Any) -> None:
    """See that a part is named as what it says."""
    group, _, own = name.partition("/")
    if group in ("passage", "question", "answer"):
        need(value["question" if group == "answer" else "id"] == own, "name")
    else:
        need(name in ("head", "subject", "request"), "name")


def check_head(head: dict[str, Any], release: dict[str, Any]) -> None:
    """See that a head is what the release tells of it."""
    what = release["what"]
    for key in _SAME:
        need(head.get(key) == what.get(key), key)
    need(head.get("grading", {}).get("return_by") == what.get("return_by"), "return_by")
    need(head["released_by"] == release["by"], "released_by")


def read_export(data: bytes) -> list[Any]:
    """Check an export; return what is shown of each part: name and value, or None."""
    file = read(data)
    need(file["v"] == 1 and file["kind"] == "parley cable export", "no export")
    release = read_release(file["release"], file["checkpoint"])
    what = release["what"]
    need(file["cable"] == what["cable"] and len(file["parts"]) == what["parts"], "cable, parts")
    last = [f"question/{one}" for one in what.get("questions", [])]
    last += [f"answer/{one}" for one in what.get("answers", [])]
    between: list[str | None] = [None] * (what["parts"] - 2 - len(last))
    leaves = list[bytes]()
    shown: list[Any] = []
    for part, told in zip(file["parts"], ["head", "subject", *between, *last], strict=True):
        need(told is None or part.get("name", told) == told, "place")
        if "leaf" in part:
            need(part.keys() <= {"leaf", "name"}, "keys")
            leaves.append(bytes.fromhex(part["leaf"]))
            shown.append(None)
        else:
            need(part.keys() == {"name", "value", "salt"}, "keys")
            need(told is not None or part["name"].split("/")[0] in ("request", "passage"), "place")
            check_name(part["name"], part["value"])
            if told == "head":
                check_head(part["value"], release)
            leaves.append(leaf_of(part["name"], part["value"], part["salt"]))
            shown.append([part["name"], part["value"]])
    need(root(leaves).hex() == what["commitment"], "commitment")
    return shown


def open_seal(sealed: bytes, secret: str) -> bytes:
    """Open an age file that is sealed to one X25519 key."""
    identity = _secret(secret)
    head, _, rest = sealed.partition(b"\n---")
    mac_line, _, payload = rest.partition(b"\n")
    lines = head.split(b"\n")
    need(lines[0] == b"age-encryption.org/v1", "no age file")
    at = next(at for at, line in enumerate(lines) if line.startswith(b"-> X25519 "))
    share = _base64(lines[at].split(b" ")[2])
    public = crypto_scalarmult(identity, (9).to_bytes(32, "little"))
    wrap = _hkdf(
        crypto_scalarmult(identity, share), share + public, b"age-encryption.org/v1/X25519"
    )
    file_key = crypto_aead_chacha20poly1305_ietf_decrypt(
        _base64(lines[at + 1]), None, bytes(12), wrap
    )
    mac = hmac.digest(_hkdf(file_key, b"", b"header"), head + b"\n---", "sha256")
    need(hmac.compare_digest(mac, _base64(mac_line.strip())), "head of the seal")
    stream = _hkdf(file_key, payload[:16], b"payload")
    chunks, size = payload[16:], 65_536 + 16
    opened = b""
    for number, start in enumerate(range(0, len(chunks), size)):
        is_last = start + size >= len(chunks)
        nonce = number.to_bytes(11, "big") + bytes([is_last])
        opened += crypto_aead_chacha20poly1305_ietf_decrypt(
            chunks[start : start + size], None, nonce, stream
        )
    return opened


def _base64(text: bytes) -> bytes:
    return b64decode(text + b"=" * (-len(text) % 4))


def _hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF with SHA-256 (RFC 5869), 32 bytes of it."""
    key = hmac.digest(salt or bytes(32), secret, "sha256")
    return hmac.digest(key, info + b"\x01", "sha256")


def _secret(text: str) -> bytes:
    """The 32 bytes of `AGE-SECRET-KEY-1...` (Bech32); its check letters are not looked at."""
    letters = text.lower().removeprefix("age-secret-key-1")[:-6]
    value = 0
    for letter in letters:
        value = value << 5 | _BECH32.index(letter)
    return (value >> (5 * len(letters) - 256)).to_bytes(32, "big")
