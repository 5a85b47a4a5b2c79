"""Scenario folders: their files in order, each within a bound of size, and all their faults."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from parley.kernel.errors import Refused

__all__ = ["MAX_BYTES", "files_in", "natural", "read_bytes", "refusal"]

MAX_BYTES = 16_000_000  # of one file; the largest scenario published has less than one million
_MOST_FILES = 2_000  # looked at in one folder
_MOST_SHOWN = 100  # faults in one message


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return what sorts names so that `party10` comes after `party2`.

    >>> sorted(["p10", "p2", "P1"], key=natural)
    ['P1', 'p2', 'p10']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", name.casefold(), re.ASCII)
    return tuple(
        (0, int(part[:30]), part) if part[0] in "0123456789" else (1, 0, part) for part in parts
    )


def files_in(folder: Path, endings: Sequence[str]) -> tuple[Path, ...]:
    """Return the files of a folder with one of the endings, in the natural order of their names.

    Parameters:
        endings: in lower case, with the dot.

    Raises Refused where the folder cannot be read, or holds too many files.
    """
    try:
        found = []
        for number, one in enumerate(folder.iterdir()):
            if number >= _MOST_FILES:
                raise Refused(
                    f"{folder}: expected at most {_MOST_FILES:,} files, got more",
                    hint="keep one scenario in a folder",
                )
            if one.suffix.lower() in endings and not one.name.startswith(".") and one.is_file():
                found.append(one)
    except OSError as error:
        raise _unreadable(folder, error) from None
    return tuple(sorted(found, key=lambda one: (natural(one.name), one.name)))


def read_bytes(path: Path) -> bytes:
    """Return what is in a file.

    Raises Refused where there is none, or it cannot be read, or it is too large.
    """
    try:
        if not path.is_file():
            raise Refused(f"{path}: expected a file, got none", hint="check the path")
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    if len(data) > MAX_BYTES:
        raise Refused(
            f"{path}: expected at most {MAX_BYTES:,} bytes, got more",
            hint="keep one scenario in a folder, and one profile in a file",
        )
    return data


def _unreadable(path: Path, error: Exception) -> Refused:
    reason = getattr(error, "strerror", None) or str(error)
    return Refused(
        f"{path}: expected a folder or file that can be read, got '{reason}'",
        hint="check the path and who may read it",
    )


def refusal(name: str, faults: Sequence[str]) -> Refused:
    """Make the error that tells all faults of a scenario, each on a line of its own.

    Parameters:
        faults: each with its file and line, and how to mend it after the last `; `.
    """
    if len(faults) == 1:
        message, _, hint = faults[0].rpartition("; ")
        return Refused(message, hint=hint)
    lines = [f"{name}: {len(faults):,} faults", *faults[:_MOST_SHOWN]]
    if len(faults) > _MOST_SHOWN:
        lines.append(f"and {len(faults) - _MOST_SHOWN:,} more")
    return Refused("\n  ".join(lines))
