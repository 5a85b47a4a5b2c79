"""Noticing that a dossier's files change: their sizes and times are looked at again and again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

__all__ = ["changes"]

_PAUSE_S = 0.5

Stamp = dict[str, tuple[int, int]]


def changes(root: Path, pause: float = _PAUSE_S) -> Iterator[None]:
    """Give a turn at once, and another each time a YAML file under `root` has changed.

    Never ends by itself.
    """
    last: Stamp | None = None
    while True:
        stamp = _stamp(root)
        if stamp != last:
            last = stamp
            yield
        else:
            time.sleep(pause)


def _stamp(root: Path) -> Stamp:
    found: Stamp = {}
    for folder, _, names in os.walk(root):
        for name in names:
            if not name.endswith((".yaml", ".yml")):
                continue
            path = os.path.join(folder, name)
            try:
                status = os.stat(path)
            except OSError:  # gone again
                continue
            found[path] = status.st_size, status.st_mtime_ns
    return found
