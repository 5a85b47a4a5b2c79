"""The key store: one file with the secrets of one's posts, sealed by a passphrase.

It is plain age: `age --decrypt keys.age` opens it without parley. Secrets are never thrown away:
what was sealed to an older key of a post can then still be read.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from parley.cables.primitives.canonical import Plain, decode, encode
from parley.cables.primitives.sealing import (
    new_sealing_secret,
    recipient_of,
    seal_by_passphrase,
    unseal,
    unseal_by_passphrase,
)
from parley.cables.primitives.signing import new_seed, public_key
from parley.cables.primitives.write_lock import write_lock
from parley.dossier.files.durable import sync_folder
from parley.kernel.errors import Refused, quoted

__all__ = [
    "MOST_STORE",
    "KeyStore",
    "Secret",
    "add_secret",
    "current_secret",
    "instant",
    "is_post_name",
    "make_folder",
    "new_secret",
    "new_store",
    "packed",
    "posts_of",
    "read_bounded",
    "rotate_secret",
    "save_store",
    "secret_of_key",
    "secrets_of",
    "unlock",
    "unpacked",
    "unseal_for",
    "write_private",
]

#: The longest store that is read, in bytes.
MOST_STORE = 4_000_000

_Hex32: TypeAlias = Annotated[str, Meta(pattern="^[0-9a-f]{64}\\Z")]
_Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True)
class Secret:
    """The secrets of a post; its repr does not show them.

    Parameters:
        post: its name, as the dossier's parties are named.
        seed: the secret of its Ed25519 key, 32 bytes.
        sealing: its age secret, `AGE-SECRET-KEY-1...`.
        made: when, in UTC to the millisecond.
    """

    post: str
    seed: bytes = field(repr=False)
    sealing: str = field(repr=False)
    made: str


@dataclass(frozen=True, slots=True)
class KeyStore:
    """An unlocked key store.

    Parameters:
        path: its file.
        secrets: of all posts, in the order in which they were made; of each post, the last counts.
        digest: SHA-256 of the file as it was read, in hex; None where there is no file yet.
    """

    path: Path
    secrets: tuple[Secret, ...]
    digest: str | None = None


class _Kept(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A secret as the store's file has it."""

    made: Annotated[str, Meta(max_length=24)]
    post: _Name
    sealing: Annotated[str, Meta(max_length=100)]
    seed: _Hex32


class _Store(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the store's file seals."""

    parley: Literal["key store"]
    v: Literal[1]
    secrets: tuple[_Kept, ...]


def instant(moment: datetime) -> str:
    """Write a time in UTC to the millisecond, as events have it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def is_post_name(text: str) -> bool:
    """Tell whether a post can have this name: at most 200 letters, all of which can be seen."""
    return 0 < len(text) <= 200 and text.isprintable() and text == text.strip()


def new_secret(post: str, made: datetime | None = None) -> Secret:
    """Make the secrets of a post, from the system's source of chance.

    Parameters:
        made: when; now, if not given.

    Raises Refused for a name that no post can have.
    """
    if not is_post_name(post):
        raise Refused(
            f"post: expected the name of a party, of at most 200 letters, got {quoted(post)}",
            hint="use the id that the party has in the dossier",
        )
    return Secret(post, new_seed(), new_sealing_secret(), instant(made or datetime.now(UTC)))


def new_store(path: Path, passphrase: str, secrets: Iterable[Secret] = ()) -> KeyStore:
    """Make a key store where there is none.

    Raises Refused where there is one, for a passphrase that is too short, and where it cannot be
    written.
    """
    return save_store(KeyStore(path, tuple(secrets)), passphrase)


def unlock(path: Path, passphrase: str) -> KeyStore:
    """Open a key store; it takes as long as sealing it took, about a second.

    Raises Refused where there is none, for another passphrase, and for a file that is no key store.
    """
    sealed = read_bounded(path)
    try:
        data = unseal_by_passphrase(sealed, passphrase)
    except Refused as error:
        raise Refused(f"{path}: {error.message}", hint=error.hint) from None
    return KeyStore(path, unpacked(data, path), sha256(sealed).hexdigest())


def save_store(store: KeyStore, passphrase: str) -> KeyStore:
    """Seal a store anew and put it in the place of its file, all at once.

    Parameters:
        store: as it is to be; its digest is that of the file it is to replace.

    Raises Refused where the file was changed since it was read, so that nobody's new key is lost;
    and as `new_store`.
    """
    _require_as_read(store)  # at once, and again after the second that sealing takes
    sealed = seal_by_passphrase(packed(store.secrets), passphrase)
    target = Path(os.path.realpath(store.path))
    make_folder(target.parent)
    with write_lock(target.with_name(target.name + "-lock")):  # two may get here at one time
        _require_as_read(store)
        write_private(store.path, sealed)
    return replace(store, digest=sha256(sealed).hexdigest())


def add_secret(store: KeyStore, secret: Secret) -> KeyStore:
    """Return a store with the first secrets of a post; `save_store` writes it.

    Raises Refused where the post has some.
    """
    if secret.post in posts_of(store):
        raise Refused(
            f"{store.path}: expected a post without keys, got {quoted(secret.post)}, "
            "which has keys there",
            hint=f"`parley key rotate {secret.post}` gives it new ones",
        )
    return replace(store, secrets=(*store.secrets, secret))


def rotate_secret(store: KeyStore, secret: Secret) -> KeyStore:
    """Return a store in which new secrets of a post count; the older ones stay.

    Raises Refused where the post has none.
    """
    current_secret(store, secret.post)
    return replace(store, secrets=(*store.secrets, secret))


def posts_of(store: KeyStore) -> tuple[str, ...]:
    """Return the posts that have secrets, in the order in which they got their first."""
    return tuple(dict.fromkeys(one.post for one in store.secrets))


def secrets_of(store: KeyStore, post: str) -> tuple[Secret, ...]:
    """Return all secrets of a post, the oldest first; none where it has none."""
    return tuple(one for one in store.secrets if one.post == post)


def current_secret(store: KeyStore, post: str) -> Secret:
    """Return the secrets of a post that count now.

    Raises Refused where it has none.
    """
    found = secrets_of(store, post)
    if not found:
        known = ", ".join(posts_of(store)) or "none"
        raise Refused(
            f"{store.path}: expected a post that has keys there ({known}), got {quoted(post)}",
            hint=f"`parley key new {post}` makes some" if post.isprintable() else None,
        )
    return found[-1]


def secret_of_key(store: KeyStore, key: str) -> Secret | None:
    """Return the secrets with this public signing key (hex), old ones too; None where not held."""
    return next((one for one in store.secrets if public_key(one.seed).hex() == key), None)


def unseal_for(store: KeyStore, post: str, sealed: bytes) -> bytes:
    """Return what was sealed to a key of a post, the one that counts or an older one.

    Raises Refused where the post has none, and as `sealing.unseal`.
    """
    current_secret(store, post)
    return unseal(sealed, *(one.sealing for one in reversed(secrets_of(store, post))))


def packed(secrets: Iterable[Secret]) -> bytes:
    """Write secrets as canonical bytes, to be sealed."""
    kept: list[Plain] = [
        {"made": one.made, "post": one.post, "sealing": one.sealing, "seed": one.seed.hex()}
        for one in secrets
    ]
    return encode({"parley": "key store", "v": 1, "secrets": kept})


def unpacked(data: bytes, path: Path) -> tuple[Secret, ...]:
    """Read secrets from unsealed bytes; raises Refused for others, without showing them."""
    try:
        held = msgspec.convert(decode(data), _Store)
        for one in held.secrets:
            recipient_of(one.sealing)
    except (Refused, msgspec.ValidationError):
        raise Refused(
            f"{path}: expected a key store of this version of parley, got something else",
            hint="use the right file (--keys), or a newer parley",
        ) from None
    return tuple(
        Secret(one.post, bytes.fromhex(one.seed), one.sealing, one.made) for one in held.secrets
    )


def read_bounded(path: Path) -> bytes:
    """Read the file of a store; raises Refused where there is none, or one that is too long."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_STORE + 1)
    except FileNotFoundError:
        raise Refused(
            f"there is no key store {path}",
            hint="`parley key new POST` makes one; --keys names another",
        ) from None
    except OSError as error:
        raise Refused(
            f"{path} cannot be read: {error.strerror or error}",
            hint="check that it is a file that you may read; --keys names another",
        ) from None
    if len(data) > MOST_STORE:
        raise Refused(
            f"{path}: expected a key store of at most {MOST_STORE:,} bytes, got a longer file",
            hint="name the right file with --keys",
        )
    return data


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, so that the old or the new one is there, whole.

    Folders that are not there are made, for the owner alone; a link leads to the file written.

    Raises Refused where it cannot be written.
    """
    target = Path(os.path.realpath(path))
    make_folder(target.parent)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")  # mode 0600
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(name, target)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
    except OSError as error:
        raise Refused(
            f"{path} cannot be written: {error.strerror or error}",
            hint="check that its folder has room, and that you may write in it",
        ) from None


def make_folder(folder: Path) -> None:
    """Make a folder for its owner alone, if it is not there; raises Refused where that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Refused(
            f"{folder} cannot be made: {error.strerror or error}",
            hint="check that you may write where it is to be",
        ) from None


def _require_as_read(store: KeyStore) -> None:
    path = store.path
    digest = sha256(read_bounded(path)).hexdigest() if path.exists() else None
    if digest != store.digest:
        raise Refused(
            f"{path}: expected the key store "
            + ("as it was read" if store.digest else "not to be there yet")
            + ", got one that was written in the meantime",
            hint="do it again; nothing was written now",
        )
