"""The Merkle tree: published roots, proofs that hold, and none that holds for something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.cables.primitives.merkle import (
    EMPTY,
    Peaks,
    append,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    root_of,
    tree_root,
)

#: The entries and roots by which implementations of RFC 6962 check themselves.
ENTRIES = tuple(
    bytes.fromhex(one)
    for one in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)  # fmt: skip
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
SIZES = range(1, 34)


def leaves(count: int) -> list[bytes]:
    """Return the hashes of so many made-up entries."""
    return [leaf_hash(str(number).encode()) for number in range(count)]


def literal_root(hashes: list[bytes]) -> bytes:
    """The root as RFC 6962 defines it, by halves."""
    if not hashes:
        return EMPTY
    if len(hashes) == 1:
        return hashes[0]
    cut = 1
    while cut * 2 < len(hashes):
        cut *= 2
    from hashlib import sha256

    return sha256(b"\x01" + literal_root(hashes[:cut]) + literal_root(hashes[cut:])).digest()


@pytest.mark.parametrize("count", range(9))
def test_roots_are_the_published_ones(count: int) -> None:
    """Of no entry up to eight; read at once and one by one."""
    hashes = [leaf_hash(one) for one in ENTRIES[:count]]
    peaks = Peaks()
    for one in hashes:
        peaks = append(peaks, one)
    assert tree_root(hashes).hex() == root_of(peaks).hex() == ROOTS[count]
    assert peaks.size == count


@pytest.mark.parametrize("count", SIZES)
def test_every_entry_is_proved_and_no_other_by_its_proof(count: int) -> None:
    """A proof holds for its entry, place, size and root alone."""
    hashes = leaves(count)
    root = tree_root(hashes)
    assert root == literal_root(hashes)
    for index, leaf in enumerate(hashes):
        proof = inclusion_proof(hashes, index)
        assert is_included(root, count, leaf, index, proof)
        assert not is_included(root, count, leaf_hash(b"other"), index, proof)
        assert not is_included(root, count, leaf, index, (*proof, leaf))
        assert not is_included(root, count, leaf, index, proof[:-1]) or not proof
        assert not is_included(EMPTY, count, leaf, index, proof)
        for other in {index - 1, index + 1} - {-1, count}:
            assert not is_included(root, count, leaf, other, proof)


@pytest.mark.parametrize("count", SIZES)
def test_a_log_that_went_on_is_told_from_one_that_was_rewritten(count: int) -> None:
    """Every earlier state is proved; a changed entry, a dropped one and swapped ones are not."""
    hashes = leaves(count)
    now = count, tree_root(hashes)
    for before in range(count + 1):
        was = before, tree_root(hashes[:before])
        proof = consistency_proof(hashes, before)
        assert is_consistent(was, now, proof)
        assert not is_consistent(was, now, (*proof, EMPTY))
        for changed in range(before):
            forged = [*hashes[:changed], leaf_hash(b"forged"), *hashes[changed + 1 :]]
            new = count, tree_root(forged)
            assert not is_consistent(was, new, consistency_proof(forged, before))
            assert not is_consistent(was, new, proof)


@given(st.integers(1, 40), st.data())
def test_a_flipped_bit_in_a_proof_is_found(count: int, data: st.DataObject) -> None:
    """No proof survives a change of any of its bits."""
    hashes = leaves(count)
    index = data.draw(st.integers(0, count - 1))
    proof = inclusion_proof(hashes, index)
    if not proof:
        return
    which = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    flipped = bytearray(proof[which])
    flipped[bit // 8] ^= 1 << bit % 8
    bad = (*proof[:which], bytes(flipped), *proof[which + 1 :])
    assert not is_included(tree_root(hashes), count, hashes[index], index, bad)


def test_what_is_not_there_is_refused() -> None:
    """Numbers out of range, and hashes of another length."""
    hashes = leaves(3)
    with pytest.raises(IndexError):
        inclusion_proof(hashes, 3)
    with pytest.raises(IndexError):
        consistency_proof(hashes, 4)
    root = tree_root(hashes)
    assert not is_included(root, 3, hashes[0], -1, inclusion_proof(hashes, 0))
    assert not is_included(root, 3, hashes[0], 0, (b"short", b"short"))
    assert not is_consistent((4, root), (3, root), ())
    assert not is_consistent((0, root), (3, root), ())
