"""Signatures: the vectors of RFC 8032, and keys that must not be trusted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.cables.primitives.signing import (
    is_signed,
    new_seed,
    public_key,
    require_good_key,
    sign,
)
from parley.kernel.errors import Refused

#: RFC 8032, section 7.1: secret, public key, message, signature.
VECTORS = (
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
)
_P = 2**255 - 19
#: Points of small order, and one that is written in a second way.
BAD_KEYS = {
    "the neutral point": (1).to_bytes(32, "little"),
    "order two": (_P - 1).to_bytes(32, "little"),
    "order four": (0).to_bytes(32, "little"),
    "order four, other sign": bytes(31) + b"\x80",
    "order eight": bytes.fromhex(
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
    ),
    "the neutral point in another form": (_P + 1).to_bytes(32, "little"),
    "not on the curve": (2).to_bytes(32, "little"),
    "too short": bytes(31),
    "too long": bytes(33),
}


@pytest.mark.parametrize(("seed", "key", "message", "signature"), VECTORS)
def test_signatures_are_those_of_the_standard(
    seed: str, key: str, message: str, signature: str
) -> None:
    """Secret, key and signature, byte for byte."""
    secret, words = bytes.fromhex(seed), bytes.fromhex(message)
    assert public_key(secret).hex() == key
    assert sign(secret, words).hex() == signature
    assert is_signed(bytes.fromhex(key), words, bytes.fromhex(signature))
    require_good_key(bytes.fromhex(key))


@pytest.mark.parametrize("name", BAD_KEYS)
def test_a_key_that_any_signature_could_fit_is_refused(name: str) -> None:
    """And none of them verifies the fixed signature by which it would."""
    key = BAD_KEYS[name]
    with pytest.raises(Refused):
        require_good_key(key)
    fixed = (1).to_bytes(32, "little") + bytes(32)
    assert not any(is_signed(key, str(n).encode(), fixed) for n in range(100))


@given(st.binary(max_size=40), st.integers(0, 511))
def test_a_flipped_bit_is_found(message: bytes, bit: int) -> None:
    """In the signature, in the message and in the key."""
    seed = new_seed()
    key, signature = public_key(seed), sign(seed, message)
    bad = bytearray(signature)
    bad[bit // 8] ^= 1 << bit % 8
    assert is_signed(key, message, signature)
    assert not is_signed(key, message, bytes(bad))
    assert not is_signed(key, message + b"!", signature)
    assert not is_signed(public_key(new_seed()), message, signature)
    assert not is_signed(key, message, signature[:-1])
