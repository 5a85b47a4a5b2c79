"""Heads of sealed files and cards: whatever comes in is read or refused, and no change passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.cables.keys.cards import decode_card, encode_card, fingerprint, make_card, sign_card
from parley.cables.keys.key_store import new_secret
from parley.cables.primitives.age_header import MOST_HEADER, Stanza, stanzas
from parley.cables.primitives.sealing import (
    new_sealing_secret,
    point_of,
    recipient_of,
    seal,
    unseal,
)
from parley.kernel.errors import Refused
from tests.twins.age_literal import encode_bech32, letters

SECRET = new_sealing_secret()
SEALED = seal(b"a text that was sealed", recipient_of(SECRET))
CARD = encode_card(sign_card(new_secret("envoys")))

words = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12)
ways = st.builds(
    Stanza, words, st.lists(words, max_size=3).map(tuple), st.binary(max_size=150)
)  # fmt: skip


def written(found: list[Stanza]) -> bytes:
    """Write a head as the specification has it: bodies in lines of 64, the last one shorter."""
    lines = ["age-encryption.org/v1"]
    for one in found:
        text = letters(one.body)
        lines.append(" ".join(("->", one.kind, *one.arguments)))
        lines.extend(text[at : at + 64] for at in range(0, len(text) + 1, 64))
    return ("\n".join([*lines, "--- " + letters(bytes(32))]) + "\n").encode()


@given(st.lists(ways, max_size=4))
def test_a_head_is_read_as_it_was_written(found: list[Stanza]) -> None:
    """Kinds, words and bodies of any length; beyond the bound it is refused."""
    head = written(found)
    if head.index(b"\n--- ") + 4 > MOST_HEADER:
        with pytest.raises(Refused):
            stanzas(head)
    else:
        assert stanzas(head + b"what was sealed") == tuple(found)


@given(st.data())
def test_no_change_of_a_sealed_file_passes(data: st.DataObject) -> None:
    """A flipped bit anywhere, a cut, or further bytes: refused with words, never a crash."""
    at, bit = data.draw(st.integers(0, len(SEALED) - 1)), data.draw(st.integers(0, 7))
    flipped = SEALED[:at] + bytes([SEALED[at] ^ 1 << bit]) + SEALED[at + 1 :]
    for bad in (flipped, SEALED[:at], SEALED + bytes(at + 1), SEALED[at:] + SEALED[:at]):
        if bad != SEALED:
            with pytest.raises(Refused):
                unseal(bad, SECRET)


@given(st.binary(max_size=300), st.integers(0, 200))
def test_whatever_comes_in_is_refused_with_words(data: bytes, keep: int) -> None:
    """Bytes by chance, and bytes by chance behind a good beginning."""
    for bad in (data, SEALED[:keep] + data):
        if not SEALED.startswith(bad) or len(bad) < len(SEALED):
            with pytest.raises(Refused):
                unseal(bad, SECRET)
    for bad in (data, CARD[:keep] + data):
        if bad.strip() != CARD.strip():
            with pytest.raises(Refused):
                decode_card(bad)


@given(st.binary(min_size=32, max_size=32))
def test_a_key_stands_for_its_point(point: bytes) -> None:
    """What is written in Bech32 is read back, byte for byte."""
    assert point_of(encode_bech32("age", point)) == point


@given(st.text(max_size=30))
def test_every_post_with_a_name_has_a_card(post: str) -> None:
    """A name is refused when the keys are made, or the card can be read by others."""
    try:
        secret = new_secret(post)
    except Refused:
        return
    read = decode_card(encode_card(sign_card(secret)))
    assert read.card == make_card(secret)
    assert len(fingerprint(read.card)) == 29
