"""Cards: what a fingerprint covers, what is refused before it is enrolled, handing over."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from parley.cables.events.event_bytes import plain
from parley.cables.events.kinds import Card
from parley.cables.keys.cards import (
    MOST_CARD,
    decode_card,
    encode_card,
    fingerprint,
    handover,
    is_handover,
    make_card,
    read_card,
    require_good_card,
    sign_card,
    write_card,
)
from parley.cables.keys.key_store import Secret, new_secret
from parley.cables.primitives.canonical import Plain, encode
from parley.cables.primitives.signing import for_purpose, is_signed, public_key, sign
from parley.kernel.errors import Refused
from tests.twins.age_literal import encode_bech32
from tests.twins.ed25519_lax import holds

#: Made for these tests.
SEED = bytes(range(32))
SEALING = "AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZ9K4CN"
ENVOYS = Secret("envoys", SEED, SEALING, "2030-03-01T09:00:00.000Z")
IDENTITY = (1).to_bytes(32, "little")
#: Fits every message with the neutral point as key: R is that point, S is nothing.
FIXED = IDENTITY + bytes(32)


def test_a_fixed_card_has_a_fixed_fingerprint() -> None:
    """So that what was read over the telephone last year is still what is shown."""
    assert fingerprint(make_card(ENVOYS)) == "ajjp bazy nj4z iel5 busg ldnt"


def test_a_fingerprint_covers_the_post_and_both_keys() -> None:
    """A change of any of the three changes it; six groups of four are easy to read aloud."""
    card, other = make_card(ENVOYS), make_card(new_secret("council"))
    found = {
        fingerprint(one)
        for one in (
            card,
            msgspec.structs.replace(card, post="envoy"),
            msgspec.structs.replace(card, signing=other.signing),
            msgspec.structs.replace(card, sealing=other.sealing),
        )
    }
    assert len(found) == 4
    assert all([len(part) for part in one.split()] == [4] * 6 for one in found)


def test_a_lax_verifier_takes_one_signature_for_every_message_and_this_one_takes_it_for_none() -> (
    None
):
    """The attack is real where only the equation is looked at; here key and signature fall."""
    key = public_key(SEED)
    assert holds(key, b"a message", sign(SEED, b"a message"))
    assert not holds(key, b"another", sign(SEED, b"a message"))
    for n in range(10):
        message = f"any message {n}".encode()
        assert holds(IDENTITY, message, FIXED)
        assert not is_signed(IDENTITY, message, FIXED)
    bad = msgspec.structs.replace(make_card(ENVOYS), signing=IDENTITY.hex())
    with pytest.raises(Refused, match="card of envoys: public key"):
        require_good_card(bad)
    assert not is_handover(IDENTITY.hex(), bad, FIXED.hex())


def forged(card: Card) -> bytes:
    """Return the file of a card with the signature that fits every message."""
    held = {"card": plain(card), "parley": "card", "signature": FIXED.hex(), "v": 1}
    return encode(held)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"signing": IDENTITY.hex()}, "public key: expected a point"),
        ({"sealing": encode_bech32("age", bytes(32))}, "sealing key: expected a point"),
        ({"sealing": "age1" + "q" * 58}, "sealing key: expected `age1`"),
        ({"post": "en\u200bvoys"}, "expected the name of a post"),
        ({"post": "envoys\x1b[2J"}, "expected the name of a post"),
        ({"post": " "}, "expected the name of a post"),
        ({}, "signed by its own key"),
    ],
)
def test_a_card_that_must_not_be_believed_is_refused(change: dict[str, str], told: str) -> None:
    """Keys that everybody could use, names that look like others, and a signature by nobody."""
    card = msgspec.structs.replace(make_card(ENVOYS), **change)
    with pytest.raises(Refused, match=r"council\.card: ") as caught:
        decode_card(forged(card), "council.card")
    assert told in str(caught.value)


def test_a_card_is_read_as_it_was_written(tmp_path: Path) -> None:
    """By file; a mail program may add or change the end of the line."""
    signed, path = sign_card(ENVOYS), tmp_path / "envoys.card"
    write_card(path, signed)
    assert read_card(path) == signed
    text = path.read_bytes()
    assert text == encode_card(signed)
    assert decode_card(b"\n" + text.strip() + b"\r\n \n") == signed
    with pytest.raises(Refused, match="cannot be read"):
        read_card(tmp_path / "missing.card")


def test_any_other_byte_is_found() -> None:
    """Each byte of the file, changed or left out, makes it one that is refused."""
    text = encode_card(sign_card(ENVOYS, new_secret("envoys"))).strip()
    for at in range(len(text)):
        for bad in (text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :], text[:at] + text[at + 1 :]):
            with pytest.raises(Refused):
                decode_card(bad)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b"x" * (MOST_CARD + 1), b"[" * 3000])
def test_what_is_no_card_is_refused(data: bytes) -> None:
    """With words for people."""
    with pytest.raises(Refused, match="expected a card of"):
        decode_card(data)


def test_keys_are_handed_over_by_the_key_before() -> None:
    """The old key signs the new card; nobody else's does, nor for another card."""
    new, stranger = new_secret("envoys"), new_secret("envoys")
    card, old = make_card(new), make_card(ENVOYS).signing
    signature = handover(ENVOYS, card)
    assert is_handover(old, card, signature)
    assert not is_handover(old, card, handover(stranger, card))
    assert not is_handover(old, make_card(stranger), signature)
    assert not is_handover("zz", card, signature)
    signed = sign_card(new, ENVOYS)
    assert signed.handover is not None
    assert (signed.handover.old, signed.handover.signature) == (old, signature)
    assert decode_card(encode_card(signed)) == signed


def test_a_false_handover_is_refused() -> None:
    """A card that says it follows a key which never signed it."""
    built: dict[str, Plain] = msgspec.to_builtins(sign_card(new_secret("envoys"), ENVOYS))
    other = sign_card(new_secret("envoys"), ENVOYS).handover
    assert other is not None
    built["handover"] = msgspec.to_builtins(other)
    with pytest.raises(Refused, match="signed by the key before it"):
        decode_card(encode(built))


def test_a_signature_for_another_purpose_is_no_card() -> None:
    """A signature of the same bytes as an event does not make a card."""
    card = make_card(ENVOYS)
    assert not is_handover(
        card.signing, card, sign(SEED, for_purpose("event", encode(plain(card)))).hex()
    )


def test_secrets_are_not_shown() -> None:
    """Neither seed nor age secret stands in what is printed of a record."""
    shown = f"{ENVOYS!r} {ENVOYS} {(ENVOYS,)}"
    assert "envoys" in shown
    assert SEALING not in shown and "x01" not in shown and SEED.hex() not in shown
