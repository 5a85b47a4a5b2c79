"""Opening the key store for a command: by a sitting, a file with the passphrase, or by asking."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import click

from parley.cables.keys.key_store import KeyStore, save_store, unlock
from parley.cables.keys.sittings import renew_sitting, resume_sitting
from parley.cables.primitives.sealing import LEAST_PASSPHRASE
from parley.cli.output import tell
from parley.cli.patience import patience
from parley.kernel.errors import Refused

__all__ = ["SITTING", "new_passphrase", "passphrase_of", "save", "unlocked", "unlocked_by"]

#: The variable of the environment that has the token of a sitting.
SITTING = "PARLEY_SITTING"

_LONGEST = 10_000  # bytes of a file with a passphrase


def unlocked(keys_path: Path, passphrase_file: Path | None = None) -> KeyStore:
    """Open the key store: by the sitting of this shell, else as `passphrase_of`.

    Raises Refused where it cannot be opened, and says why the sitting did not do.
    """
    token = os.environ.get(SITTING)
    if token:
        try:
            return resume_sitting(keys_path, token)
        except Refused as error:
            if passphrase_file is None:
                if not _can_ask():
                    raise
                tell(f"note: {error.message}")
    return unlocked_by(keys_path, passphrase_of(keys_path, passphrase_file))


def unlocked_by(keys_path: Path, passphrase: str) -> KeyStore:
    """Open the key store by its passphrase, with a sign of life; raises as `key_store.unlock`."""
    with patience("unlocking"):
        return unlock(keys_path, passphrase)


def save(store: KeyStore, passphrase: str) -> KeyStore:
    """Seal a changed store, and take the change into the sitting of this shell, if there is one.

    Raises Refused as `key_store.save_store`.
    """
    with patience("sealing"):
        saved = save_store(store, passphrase)
    token = os.environ.get(SITTING)
    if token:
        try:
            renew_sitting(saved, token)
        except Refused:  # over, or of another store: there is nothing to go on with
            return saved
    return saved


def passphrase_of(keys_path: Path, passphrase_file: Path | None) -> str:
    """Return the passphrase of a key store that is there: from a file, else asked for, unseen.

    Raises Refused where there is no store, no terminal to ask on, or no passphrase in the file.
    """
    if not keys_path.exists():
        raise Refused(
            f"there is no key store {keys_path}",
            hint="`parley key new POST` makes one; --keys names another",
        )
    if passphrase_file is not None:
        return _from_file(passphrase_file)
    return _asked(f"Passphrase of {keys_path}", again=False)


def new_passphrase(passphrase_file: Path | None, option: str = "--passphrase-file") -> str:
    """Return the passphrase that a store is to get: from a file, else asked for twice.

    Parameters:
        option: the option that names such a file, for messages.

    Raises Refused where there is no terminal to ask on, or no passphrase in the file.
    """
    if passphrase_file is not None:
        return _from_file(passphrase_file)
    prompt = f"New passphrase ({LEAST_PASSPHRASE} characters or more)"
    return _asked(prompt, again=True, option=option)


def _asked(prompt: str, *, again: bool, option: str = "--passphrase-file") -> str:
    if not _can_ask():
        raise Refused(
            "there is no terminal to ask for the passphrase on",
            hint=f"name a file that has it with {option}",
        )
    if not again:
        return _typed(prompt)
    while True:
        said = _typed(prompt)
        length = len(unicodedata.normalize("NFC", said))  # as it is counted when it seals
        if length < LEAST_PASSPHRASE:  # told before it is typed a second time
            tell(f"it has {length} characters: take five or six words drawn by chance")
            continue
        if _typed("Once more") == said:
            return said
        tell("the two passphrases do not match")


def _typed(prompt: str) -> str:
    said: str = click.prompt(prompt, hide_input=True, err=True)
    return said


def _can_ask() -> bool:
    if sys.stdin is not None and sys.stdin.isatty():
        return True
    if os.name != "posix":
        return False
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _from_file(path: Path) -> str:
    standard = str(path) == "-"
    name = "standard input" if standard else str(path)
    try:
        if standard:
            data = sys.stdin.buffer.read(_LONGEST + 1)
        else:
            with path.open("rb") as stream:
                data = stream.read(_LONGEST + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise Refused(
            f"{name} cannot be read: {error.strerror or error}",
            hint="name the file that has the passphrase",
        ) from None
    except UnicodeDecodeError:
        text = ""
    lines = text.splitlines()
    if len(data) > _LONGEST or len(lines) != 1 or not lines[0]:
        raise Refused(
            f"{name}: expected the passphrase in one line, got something else",
            hint="write it there alone, as UTF-8",
        )
    return lines[0]
