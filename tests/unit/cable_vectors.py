"""The test vectors of the cable format, from fixed secrets: `docs/reference/cable-vectors.json`.

Run as `.venv/bin/python -m tests.unit.cable_vectors` it writes the file anew. A seal is other bytes
each time, so the sealed letters and copies of the file are kept where they still fit.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from parley.cables.events.event_bytes import leaf_of, plain
from parley.cables.messages.commitment import leaf_of_part
from parley.cables.messages.container import Parcel, Route, encode_parcel, make_parcel
from parley.cables.messages.letters import Consistency, CopyLetter, NoticeLetter, encode_letter
from parley.cables.messages.redaction import export_cable
from parley.cables.primitives.sealing import seal, unseal
from parley.cables.primitives.signing import public_key
from parley.kernel.errors import Refused
from tests.unit.cable_story import (
    RECIPIENTS,
    SECRETS,
    SEEDS,
    Story,
    checkpoint_of,
    consistency_of,
    signed_of,
    story,
)

__all__ = ["PLACE", "WITHHELD", "vectors"]

PLACE = Path(__file__).parents[2] / "docs" / "reference" / "cable-vectors.json"
WITHHELD = ("request", "passage/2", "question/q2")
_ABOUT = (
    "Test vectors of docs/reference/cable-format.md. Everything in them is made up. The secrets "
    "are public: use them for nothing else."
)


def vectors(old: dict[str, Any]) -> dict[str, Any]:
    """Return the vectors as they stand in the file.

    Parameters:
        old: former ones, whose sealed bytes are taken over where they hold the same.
    """
    plaintext = story().plaintexts[0]
    copy = _sealed(old, "copy", plaintext)
    told = story(sealed=(copy, b"of the copy to file, which is not shown"))
    letter = encode_letter(_copy_letter(told))
    notice = encode_letter(_notice(told))
    parcels = {
        "copy": _parcel(1, _sealed(old, "letter", letter), copy),
        "notice": _parcel(2, _sealed(old, "notice", notice), None),
    }
    proof = signed_of(told), checkpoint_of(told)
    checkpoint = checkpoint_of(told)
    good = encode_parcel(parcels["copy"])
    return {
        "about": _ABOUT,
        "posts": {post: _keys(post) for post in SEEDS},
        "message": plain(told.message),
        "parts": [
            {
                "name": part.name,
                "value": part.value,
                "salt": part.salt.hex(),
                "leaf": leaf_of_part(part).hex(),
            }
            for part in told.parts
        ],
        "commitment": told.released.commitment,
        "events": [
            {
                "record": one.record.decode(),
                "signature": one.signature.hex(),
                "leaf": leaf_of(one.record, one.signature).hex(),
            }
            for one in told.entries
        ],
        "release": {"n": len(told.entries) - 1, "path": list(proof[0].path)},
        "checkpoint": plain(checkpoint),
        "copy": {"to": "mandator", **_pair(plaintext, copy)},
        "letter": {"to": "mandator", **_pair(letter, parcels["copy"].letter)},
        "notice": {"to": "mandator", **_pair(notice, parcels["notice"].letter)},
        "parcels": {name: _text(encode_parcel(parcel)) for name, parcel in parcels.items()},
        "refused": {what: _text(change(good)) for what, change in _CHANGES.items()},
        "export": {
            "withheld": list(WITHHELD),
            "file": export_cable(told.parts, WITHHELD, proof).decode(),
            "named": export_cable(told.parts, WITHHELD, proof, named=True).decode(),
        },
    }


#: Changes of a parcel after each of which it is none.
_CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "another magic line": lambda data: data.replace(b"cable 1", b"cable 2", 1),
    "one byte less": lambda data: data[:-1],
    "one byte more": lambda data: data + b"\0",
    "a header with a blank in it": lambda data: (
        data[:15]
        + (int.from_bytes(data[15:19], "big") + 1).to_bytes(4, "big")
        + data[19:].replace(b'"v":1', b'"v": 1', 1)
    ),
    "another serial in the header, which its signature does not fit": lambda data: data.replace(
        b'"serial":1', b'"serial":3', 1
    ),
    "a flipped bit in the copy": lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    "a copy of more than 16 MiB by its length": lambda data: (
        data[:23] + b"\x01\0\0\x01" + data[27:]
    ),
}


def _keys(post: str) -> dict[str, str]:
    return {
        "seed": SEEDS[post].hex(),
        "signing": public_key(SEEDS[post]).hex(),
        "sealing secret": SECRETS[post],
        "sealing": RECIPIENTS[post],
    }


def _copy_letter(told: Story) -> CopyLetter:
    return CopyLetter(
        v=1,
        parcel=_name(1),
        cable=told.released.cable,
        copy=1,
        release=signed_of(told),
        checkpoint=checkpoint_of(told),
        consistency=Consistency(size=3, path=consistency_of(told, 3)),
    )


def _notice(told: Story) -> NoticeLetter:
    return NoticeLetter(
        v=1,
        parcel=_name(2),
        checkpoint=checkpoint_of(told),
        consistency=Consistency(size=len(told.entries)),
        events=(signed_of(told, 2),),
    )


def _name(number: int) -> str:
    return sha256(f"parley test parcel {number}".encode()).hexdigest()[:32]


def _parcel(serial: int, letter: bytes, copy: bytes | None) -> Parcel:
    route = Route(_name(serial), "team", "mandator", serial)
    return make_parcel(route, SEEDS["team"], letter, copy)


def _sealed(old: dict[str, Any], name: str, plaintext: bytes) -> bytes:
    try:
        sealed = b64decode(old[name]["sealed"])
        if unseal(sealed, SECRETS["mandator"]) == plaintext:
            return sealed
    except (KeyError, Refused):
        pass
    return seal(plaintext, RECIPIENTS["mandator"])


def _pair(plaintext: bytes, sealed: bytes) -> dict[str, str]:
    return {"plaintext": plaintext.decode(), "sealed": _text(sealed)}


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def main() -> None:
    """Write the file."""
    old = json.loads(PLACE.read_text("utf-8")) if PLACE.exists() else {}
    text = json.dumps(vectors(old), ensure_ascii=False, indent=1)
    PLACE.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
