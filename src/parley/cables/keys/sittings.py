"""Sittings: a key store opened once for some hours, so that its passphrase is paid for once.

Beginning one seals the secrets anew, to a key that is only in its token; the token is handed to the
user's shell and never written to a file. Without it the sitting's file opens nothing. The end is
inside the seal and kept by parley: who has the token and the file, and another program, is not held
by it; `end_sittings` takes the files away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal, NoReturn, TypeAlias

import msgspec
from msgspec import Meta, Struct

from parley.cables.keys.key_store import (
    KeyStore,
    instant,
    packed,
    read_bounded,
    unpacked,
    write_private,
)
from parley.cables.primitives.canonical import decode, encode
from parley.cables.primitives.sealing import new_sealing_secret, recipient_of, seal, unseal
from parley.kernel.errors import Refused

__all__ = [
    "MOST_HOURS",
    "Sitting",
    "begin_sitting",
    "end_sittings",
    "is_token",
    "renew_sitting",
    "resume_sitting",
]

#: The longest sitting, in hours.
MOST_HOURS = 24 * 7

_TOKEN = re.compile("AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}")
_Instant: TypeAlias = Annotated[
    str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z\Z")
]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sitting that was begun; its repr does not show the token.

    Parameters:
        token: what opens it; it belongs into the environment of one's shell and nowhere else.
        until: when it ends.
    """

    token: str = field(repr=False)
    until: datetime


class _Sealed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the sitting's file seals; `store` is the digest of the store it was opened from."""

    parley: Literal["sitting"]
    v: Literal[1]
    store: str
    begun: _Instant
    until: _Instant
    secrets: str


def begin_sitting(store: KeyStore, hours: float = 12, now: datetime | None = None) -> Sitting:
    """Let the secrets of an unlocked store be used for some hours by who has the token.

    Raises Refused for hours that are not above 0 and at most a week, and where the file cannot be
    written.
    """
    if not 0 < hours <= MOST_HOURS:
        raise Refused(
            f"hours: expected more than 0 and at most {MOST_HOURS}, got {hours:g}",
            hint="12 are a long day",
        )
    begun = now or datetime.now(UTC)
    sitting = Sitting(new_sealing_secret(), begun + timedelta(hours=hours))
    _write(store, sitting, begun)
    return sitting


def resume_sitting(path: Path, token: str, now: datetime | None = None) -> KeyStore:
    """Return the store of a sitting.

    Parameters:
        path: the file of the key store.

    Raises Refused for a token that is none, of another store, or of a sitting that is over; and
    where the store was changed since.
    """
    sealed = _opened(path, token, now or datetime.now(UTC))
    digest = sha256(read_bounded(path)).hexdigest()
    if sealed.store != digest:
        _refuse(path, "one from before the store was changed")
    return KeyStore(path, unpacked(sealed.secrets.encode(), path), digest)


def renew_sitting(store: KeyStore, token: str, now: datetime | None = None) -> None:
    """Take a changed store into a sitting, which ends when it was to end.

    Raises Refused as `resume_sitting`, but where the store was changed.
    """
    moment = now or datetime.now(UTC)
    sealed = _opened(store.path, token, moment)
    _write(store, Sitting(token, datetime.fromisoformat(sealed.until)), _time(sealed.begun))


def end_sittings(path: Path) -> int:
    """End all sittings of a key store, whoever has their tokens, and return how many there were."""
    ended = 0
    for one in _files(path):
        try:
            one.unlink()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise Refused(
                f"{one} cannot be removed: {error.strerror or error}",
                hint="remove it by hand: it keeps the sitting open",
            ) from None
        ended += 1
    return ended


def is_token(text: str) -> bool:
    """Tell whether a text has the form of a token."""
    return _TOKEN.fullmatch(text) is not None


def _opened(path: Path, token: str, now: datetime) -> _Sealed:
    if not is_token(token):
        _refuse(path, "what is no token")
    try:
        file = _file(path, token)
        data = file.read_bytes()
    except (FileNotFoundError, Refused):  # a token with a slip in it is of no sitting either
        _refuse(path, "one of a sitting that was ended, or of another key store")
    except OSError as error:
        raise Refused(
            f"{file} cannot be read: {error.strerror or error}", hint="check who may read it"
        ) from None
    try:
        sealed = msgspec.convert(decode(unseal(data, token)), _Sealed)
    except (Refused, msgspec.ValidationError):
        _refuse(path, f"one whose file {file} was changed")
    if now < _time(sealed.begun):
        _refuse(path, f"one begun at {sealed.begun}, later than the clock shows now")
    if now >= _time(sealed.until):
        file.unlink(missing_ok=True)
        _refuse(path, f"one of a sitting that ended at {sealed.until}")
    return sealed


def _write(store: KeyStore, sitting: Sitting, begun: datetime) -> None:
    _remove_old(store.path)
    data = encode(
        {
            "parley": "sitting",
            "v": 1,
            "store": store.digest or "",
            "begun": instant(begun),
            "until": instant(sitting.until),
            "secrets": packed(store.secrets).decode(),
        }
    )
    write_private(_file(store.path, sitting.token), seal(data, recipient_of(sitting.token)))


def _remove_old(path: Path) -> None:
    """Take away what is left of sittings that must be over, though nobody has their tokens."""
    oldest = (datetime.now(UTC) - timedelta(hours=MOST_HOURS)).timestamp()
    for one in _files(path):
        try:
            if one.stat().st_mtime < oldest:
                one.unlink()
        except OSError:  # it is gone, or stays: it opens nothing
            continue


def _files(path: Path) -> Iterator[Path]:
    form = re.compile(re.escape(path.name) + r"\.sitting-[0-9a-f]{16}")
    if path.parent.is_dir():
        yield from sorted(one for one in path.parent.iterdir() if form.fullmatch(one.name))


def _file(path: Path, token: str) -> Path:
    """Where a sitting is; the name is a digest of the public key, so it tells nobody the token."""
    name = sha256(b"parley sitting\0" + recipient_of(token).encode()).hexdigest()[:16]
    return path.parent / f"{path.name}.sitting-{name}"


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _refuse(path: Path, got: str) -> NoReturn:
    raise Refused(
        f"PARLEY_SITTING: expected the token of an open sitting of {path}, got {got}",
        hint='run `eval "$(parley key unlock)"` to begin one',
    )
