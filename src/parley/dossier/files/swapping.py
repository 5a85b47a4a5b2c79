"""Replacing files of a dossier, each only where it still is what it was taken to be.

A new text is written beside, through to the disk, and takes the name of the old one in one step.
The old one is held under a second name until it is certain that it was the one expected: what
another program wrote in that very moment is put back.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from parley.dossier.files.durable import mode_of, sync_folder
from parley.kernel.digests import digest

__all__ = ["Change", "digest_now", "swap", "target_of"]


@dataclass(frozen=True, slots=True)
class Change:
    """A file that is to change: its digests before and after; None where it is not there.

    Parameters:
        file: its path in the folder of the dossier.
    """

    file: str
    before: str | None
    after: str | None

    @property
    def back(self) -> Change:
        """The same change, taken back."""
        return Change(self.file, self.after, self.before)


def target_of(root: Path, file: str) -> Path:
    """Return the path of a file; where a link stands for it, that to which the link leads."""
    return Path(os.path.realpath(root / file))


def digest_now(root: Path, file: str) -> str | None:
    """Return the digest of a file's bytes at this moment; None where it is not there."""
    try:
        return digest(target_of(root, file).read_bytes())
    except FileNotFoundError:
        return None


def swap(root: Path, change: Change, data: bytes | None, beside: Path) -> bool:
    """Bring about a change of a file; return whether it was still as it was before.

    Parameters:
        data: the new content; None to remove the file.
        beside: a path in the same file system for the time between; `beside` with `.new` and
            `.old` behind its name are used.

    Raises OSError where the file cannot be written; it is then as it was.
    """
    target = target_of(root, change.file)
    if digest_now(root, change.file) != change.before:
        return False
    new, old = beside.with_name(beside.name + ".new"), beside.with_name(beside.name + ".old")
    if data is None:
        os.replace(target, old)
    else:
        _write(new, data, mode_of(target))
        if change.before is None:
            target.parent.mkdir(parents=True, exist_ok=True)
            return _create(new, target)
        _hold(target, old)
        os.replace(new, target)
    sync_folder(target.parent)
    return _kept(target, old, change.before)


def _kept(target: Path, old: Path, before: str | None) -> bool:
    """Let go of the old file; where it is not the one expected, put it back."""
    if not old.exists():  # where files cannot have two names, it was looked at just before
        return True
    if digest(old.read_bytes()) == before:
        old.unlink()
        return True
    os.replace(old, target)
    sync_folder(target.parent)
    return False


def _create(new: Path, target: Path) -> bool:
    """Give a new file its name, unless another has it by now."""
    try:
        os.link(new, target)
    except FileExistsError:
        new.unlink()
        return False
    except OSError:  # a file system without second names
        if target.exists():
            new.unlink()
            return False
        os.replace(new, target)
    new.unlink(missing_ok=True)
    sync_folder(target.parent)
    return True


def _hold(target: Path, old: Path) -> None:
    old.unlink(missing_ok=True)
    try:
        os.link(target, old)
    except OSError:  # a file system without second names
        return


def _write(path: Path, data: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    path.chmod(mode)
