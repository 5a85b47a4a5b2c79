"""What makes a written file last: its mode kept, and its name on the disk."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["mode_of", "sync_folder"]


def mode_of(target: Path) -> int:
    """Return the mode of a file, or the one that a new file gets."""
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def sync_folder(folder: Path) -> None:
    """See to it that a new name survives a loss of power, where the system knows how."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
