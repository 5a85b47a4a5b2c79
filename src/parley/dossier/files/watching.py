"""Noticing that a dossier's files change: their sizes and times are looked at again and again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

__all__ = ["Stamp", "changes", "stamp_of"]

_PAUSE_S = 0.5
_ENDINGS = (".yaml", ".yml", "reading.json")

Stamp = dict[str, tuple[int, int]]


def changes(root: Path, pause: float = _PAUSE_S) -> Iterator[None]:
    """Give a turn at once, and another each time a file under `root` has changed.

    Never ends by itself.
    """
    last: Stamp | None = None
    while True:
        stamp = stamp_of(root)
        if stamp != last:
            last = stamp
            yield
        else:
            time.sleep(pause)


def stamp_of(root: Path) -> Stamp:
    """Return the size and the time of every file under `root` that may say something of a dossier.

    YAML files, and readings of documents; what is hidden is left out.
    """
    found: Stamp = {}
    for folder, inner, names in os.walk(root):
        inner[:] = [name for name in inner if not name.startswith(".")]
        for name in names:
            if name.startswith(".") or not name.endswith(_ENDINGS):
                continue
            path = os.path.join(folder, name)
            try:
                status = os.stat(path)
            except OSError:  # gone again
                continue
            found[path] = status.st_size, status.st_mtime_ns
    return found
