"""The key store and its sittings: whole at any moment, opened by one passphrase, for some hours."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from parley.cables.keys.key_store import (
    KeyStore,
    add_secret,
    current_secret,
    new_secret,
    new_store,
    posts_of,
    rotate_secret,
    save_store,
    secret_of_key,
    secrets_of,
    unlock,
    unseal_for,
    write_private,
)
from parley.cables.keys.sittings import (
    MOST_HOURS,
    begin_sitting,
    end_sittings,
    renew_sitting,
    resume_sitting,
)
from parley.cables.primitives.canonical import encode
from parley.cables.primitives.sealing import new_sealing_secret, recipient_of, seal
from parley.cables.primitives.signing import public_key
from parley.kernel.errors import Refused
from tests.unit.key_support import PASSPHRASE, cheap_seals, sealed_cheaply, store_of

NOON = datetime(2030, 3, 1, 12, tzinfo=UTC)
posix = pytest.mark.skipif(os.name != "posix", reason="files have other rights there")


def test_a_store_is_made_once_and_opened_by_its_passphrase(tmp_path: Path) -> None:
    """With the real cost, once: written, opened, and refused to others."""
    path = tmp_path / "deep" / "keys.age"
    made = new_store(path, PASSPHRASE, [new_secret("envoys")])
    assert unlock(path, PASSPHRASE) == made
    with pytest.raises(Refused, match=r"keys\.age: expected the passphrase by which it was sealed"):
        unlock(path, PASSPHRASE + "!")
    with pytest.raises(Refused, match="not to be there yet"):
        new_store(path, PASSPHRASE)
    assert sha256(path.read_bytes()).hexdigest() == made.digest


@posix
def test_only_its_owner_may_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files and folders that are made, whatever the mask; and the file when it is written again."""
    cheap_seals(monkeypatch)
    path = tmp_path / "a" / "keys.age"
    before = os.umask(0)
    try:
        store = new_store(path, PASSPHRASE, [new_secret("envoys")])
        begin_sitting(store)
    finally:
        os.umask(before)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert {one.stat().st_mode & 0o777 for one in path.parent.iterdir()} == {0o600}
    path.chmod(0o644)
    save_store(store, PASSPHRASE)
    assert path.stat().st_mode & 0o777 == 0o600


def test_older_keys_stay_and_open_what_was_sealed_to_them(tmp_path: Path) -> None:
    """The newest counts; a copy of before the rotation is still opened."""
    store = store_of(tmp_path / "keys.age", "envoys", "council")
    first = current_secret(store, "envoys")
    second = new_secret("envoys")
    later = rotate_secret(store, second)
    assert posts_of(later) == ("envoys", "council")
    assert secrets_of(later, "envoys") == (first, second)
    assert current_secret(later, "envoys") == second
    old, new = (seal(b"text", recipient_of(one.sealing)) for one in (first, second))
    assert unseal_for(later, "envoys", old) == unseal_for(later, "envoys", new) == b"text"
    with pytest.raises(Refused, match="your keys do not open"):
        unseal_for(later, "council", old)
    assert secret_of_key(later, public_key(first.seed).hex()) == first
    assert secret_of_key(later, "00" * 32) is None


def test_a_post_is_made_once_and_rotated_when_it_is_there(tmp_path: Path) -> None:
    """Messages say what to do instead."""
    store = store_of(tmp_path / "keys.age", "envoys")
    with pytest.raises(Refused, match="parley key rotate envoys"):
        add_secret(store, new_secret("envoys"))
    with pytest.raises(Refused, match=r"that has keys there \(envoys\), got 'council'"):
        rotate_secret(store, new_secret("council"))
    assert add_secret(store, new_secret("council")).digest == store.digest


@pytest.mark.parametrize("name", ["", " envoys", "en\nvoys", "en\u202evoys", "e" * 201])
def test_a_name_that_no_post_can_have_is_refused(name: str) -> None:
    """Nothing that cannot be seen, and not too long."""
    with pytest.raises(Refused, match="post: expected the name of a party"):
        new_secret(name)


def test_a_key_that_somebody_else_added_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that was written since it was read is not written over."""
    cheap_seals(monkeypatch)
    store = store_of(tmp_path / "keys.age", "envoys")
    first = save_store(add_secret(store, new_secret("council")), PASSPHRASE)
    with pytest.raises(Refused, match="written in the meantime"):
        save_store(add_secret(store, new_secret("office")), PASSPHRASE)
    assert unlock(store.path, PASSPHRASE) == first


@pytest.mark.parametrize("fails", ["write", "fsync", "replace"])
def test_a_write_that_fails_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    """Disk full at any step: the old file is whole, and nothing else is left."""
    store = store_of(tmp_path / "keys.age", "envoys")
    before = store.path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if fails == "write":
        monkeypatch.setattr("parley.cables.keys.key_store.os.fdopen", full)
    else:
        monkeypatch.setattr(f"parley.cables.keys.key_store.os.{fails}", full)
    with pytest.raises(Refused, match="cannot be written: No space left"):
        write_private(store.path, b"new")
    assert store.path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [store.path]


def test_what_is_written_is_on_the_disk_before_it_takes_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First through to the disk, then the name, then the folder."""
    steps = list[str]()
    real: dict[str, Callable[..., object]] = {"fsync": os.fsync, "replace": os.replace}

    def noted(name: str) -> Callable[..., object]:
        def step(*given: object) -> object:
            steps.append(name)
            return real[name](*given)

        return step

    for name in real:
        monkeypatch.setattr(os, name, noted(name))
    write_private(tmp_path / "keys.age", b"new")
    assert steps == ["fsync", "replace", "fsync"][: 3 if os.name == "posix" else 2]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        encode({"parley": "key store", "v": 2, "secrets": []}),
        encode({"parley": "key store", "v": 1, "secrets": [{"post": "x"}]}),
        encode(
            {
                "parley": "key store",
                "v": 1,
                "secrets": [{"made": "", "post": "x", "sealing": "AGE", "seed": "ab" * 32}],
            }
        ),
    ],
)
def test_what_is_sealed_but_is_no_store_is_refused(tmp_path: Path, data: bytes) -> None:
    """A newer version, or another file of the user's, without showing what is in it."""
    path = tmp_path / "keys.age"
    path.write_bytes(sealed_cheaply(data))
    with pytest.raises(Refused, match="expected a key store of this version") as caught:
        unlock(path, PASSPHRASE)
    assert "ab" * 32 not in str(caught.value)


def test_what_is_no_sealed_file_is_refused(tmp_path: Path) -> None:
    """Missing, a folder, plain text, a copy sealed to a key, and work beyond the bound."""
    path = tmp_path / "keys.age"
    with pytest.raises(Refused, match="there is no key store"):
        unlock(path, PASSPHRASE)
    with pytest.raises(Refused, match="cannot be read"):
        unlock(tmp_path, PASSPHRASE)
    for data in (b"plain", seal(b"x", recipient_of(new_sealing_secret()))):
        path.write_bytes(data)
        with pytest.raises(Refused, match=r"keys\.age: sealed file: expected"):
            unlock(path, PASSPHRASE)
    path.write_bytes(sealed_cheaply(b"").replace(b" 10\n", b" 40\n", 1))
    with pytest.raises(Refused, match="rounds of scrypt"):
        unlock(path, PASSPHRASE)


def test_a_sitting_gives_the_store_until_it_ends(tmp_path: Path) -> None:
    """The same secrets without the passphrase; a second later they are refused, for good."""
    store = store_of(tmp_path / "keys.age", "envoys", "council")
    sitting = begin_sitting(store, 2, NOON)
    assert sitting.until == NOON + timedelta(hours=2)
    assert sitting.token not in repr(sitting)
    late = NOON + timedelta(hours=2)
    assert resume_sitting(store.path, sitting.token, NOON) == store
    assert resume_sitting(store.path, sitting.token, late - timedelta(seconds=1)) == store
    with pytest.raises(Refused, match=r"ended at 2030-03-01T14:00:00\.000Z"):
        resume_sitting(store.path, sitting.token, late)
    with pytest.raises(Refused, match="a sitting that was ended"):
        resume_sitting(store.path, sitting.token, NOON)
    assert list(tmp_path.iterdir()) == [store.path]


def test_a_clock_that_was_set_back_makes_no_sitting_longer(tmp_path: Path) -> None:
    """Before its beginning it is refused; when the clock is right, it goes on."""
    store = store_of(tmp_path / "keys.age", "envoys")
    token = begin_sitting(store, 2, NOON).token
    with pytest.raises(Refused, match="later than the clock shows"):
        resume_sitting(store.path, token, NOON - timedelta(minutes=1))
    assert resume_sitting(store.path, token, NOON) == store


def test_a_token_opens_its_own_sitting_alone(tmp_path: Path) -> None:
    """Not another's, not one of another store, and not with a slip in it."""
    store = store_of(tmp_path / "keys.age", "envoys")
    other = store_of(tmp_path / "other.age", "envoys")
    one, two = (begin_sitting(store).token for _ in range(2))
    assert one != two
    assert resume_sitting(store.path, one) == resume_sitting(store.path, two) == store
    strange = begin_sitting(other).token
    slip = one[:-1] + ("Q" if one[-1] != "Q" else "P")
    for token in (strange, slip, one[:-1], one.lower(), "", "\n", "x" * 10_000):
        with pytest.raises(Refused, match="PARLEY_SITTING: expected the token"):
            resume_sitting(store.path, token)
    with pytest.raises(Refused) as caught:
        resume_sitting(store.path, slip)
    assert slip[20:40] not in str(caught.value)


def test_a_sitting_whose_file_was_changed_is_refused(tmp_path: Path) -> None:
    """A file of another sitting in its place, or a flipped bit."""
    store = store_of(tmp_path / "keys.age", "envoys")
    token = begin_sitting(store).token
    (file,) = tmp_path.glob("keys.age.sitting-*")
    data = file.read_bytes()
    begin_sitting(store)
    (another,) = set(tmp_path.glob("keys.age.sitting-*")) - {file}
    shutil.copy(another, file)
    with pytest.raises(Refused, match="was changed"):
        resume_sitting(store.path, token)
    file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(Refused, match="was changed"):
        resume_sitting(store.path, token)
    file.write_bytes(data)
    assert resume_sitting(store.path, token) == store


def test_a_changed_store_ends_sittings_but_the_one_that_is_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What changed the store may take the change over; the end stays where it was."""
    cheap_seals(monkeypatch)
    store = store_of(tmp_path / "keys.age", "envoys")
    mine, other = (begin_sitting(store, 2, NOON).token for _ in range(2))
    later = save_store(add_secret(store, new_secret("council")), PASSPHRASE)
    with pytest.raises(Refused, match="before the store was changed"):
        resume_sitting(store.path, mine, NOON)
    renew_sitting(later, mine, NOON + timedelta(hours=1))
    assert resume_sitting(store.path, mine, NOON + timedelta(hours=1)) == later
    with pytest.raises(Refused, match="before the store was changed"):
        resume_sitting(store.path, other, NOON)
    with pytest.raises(Refused, match="ended at"):
        resume_sitting(store.path, mine, NOON + timedelta(hours=2))


def test_all_sittings_of_a_store_are_ended_together(tmp_path: Path) -> None:
    """And nobody else's; a store without any has none to end."""
    store, other = (store_of(tmp_path / name, "envoys") for name in ("keys.age", "more.keys.age"))
    tokens = [begin_sitting(store).token for _ in range(3)]
    kept = begin_sitting(other).token
    assert end_sittings(store.path) == 3
    assert end_sittings(store.path) == end_sittings(tmp_path / "no" / "keys.age") == 0
    for token in tokens:
        with pytest.raises(Refused, match="was ended"):
            resume_sitting(store.path, token)
    assert resume_sitting(other.path, kept) == other


def test_what_is_left_of_old_sittings_is_taken_away(tmp_path: Path) -> None:
    """Nobody has the token any more: the files of a week ago go when another one begins."""
    store = store_of(tmp_path / "keys.age", "envoys")
    begin_sitting(store)
    (old,) = tmp_path.glob("keys.age.sitting-*")
    past = datetime.now(UTC).timestamp() - (MOST_HOURS + 1) * 3600
    os.utime(old, (past, past))
    begin_sitting(store)
    assert not old.exists()
    assert len(list(tmp_path.glob("keys.age.sitting-*"))) == 1


@pytest.mark.parametrize("hours", [0, -1, MOST_HOURS + 1, float("nan"), float("inf")])
def test_a_sitting_is_not_for_ever(tmp_path: Path, hours: float) -> None:
    """More than no time, and at most a week."""
    with pytest.raises(Refused, match="hours: expected more than 0"):
        begin_sitting(KeyStore(tmp_path / "keys.age", ()), hours)
