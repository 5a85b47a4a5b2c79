"""The files of a dossier's folder: found, checked and opened with care.

A dossier may come from anybody, so nothing outside its folder is read, no device and no pipe is
opened, and sizes are known before contents.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from parley.dossier.text.yaml_text import MAX_BYTES
from parley.kernel.errors import NotADossier, Refused
from parley.kernel.findings import Finding

__all__ = [
    "DECLARATIONS",
    "MAX_FILES",
    "MAX_TOTAL",
    "dossier_root",
    "find_files",
    "outside",
    "read_file",
]

DECLARATIONS = "dossier.yaml"
MAX_FILES = 10_000
MAX_TOTAL = 512_000_000  # bytes of all files together
_MOST_FOLDERS = 8  # inside one another
_ENDINGS = (".yaml", ".yml")


def dossier_root(path: Path | str) -> Path:
    """Return the folder of a dossier: `path`, or where `path` is its `dossier.yaml`.

    Raises NotADossier where there is none.
    """
    root = Path(path)
    try:
        if root.name == DECLARATIONS and root.is_file():
            root = root.parent
        if not root.exists():
            raise NotADossier(f"{root}: no such folder", hint="give the path of a dossier's folder")
        if root.is_file():
            raise NotADossier(
                f"{root}: is a file; expected the folder of a dossier",
                hint=f"give the folder in which its {DECLARATIONS} lies",
            )
        if not (root / DECLARATIONS).is_file():
            raise NotADossier(
                f"{root}: no file {DECLARATIONS} in it",
                hint="give the path of a dossier's folder, or make one with `parley new`",
            )
        return root.resolve()
    except (OSError, ValueError) as error:
        raise NotADossier(
            f"{str(root)!r} cannot be opened: {error}", hint="give the path of a dossier's folder"
        ) from None


def find_files(root: Path, faults: list[Finding]) -> list[str]:
    """Return `dossier.yaml` and all logs, as paths in the folder, logs in order of name.

    What lies or leads outside the folder is written to `faults` and left out. Raises Refused for
    more or bigger files than a dossier may have.
    """
    names: list[str] = []
    total = 0
    for name in (DECLARATIONS, *_logs(root, faults)):
        size = _size(root, name)
        if size is None:
            faults.append(_unread(name, "is a link out of the folder, or no plain file"))
            continue
        names.append(name)
        total += size
        if len(names) > MAX_FILES or total > MAX_TOTAL:
            raise Refused(
                f"{root}: more than {MAX_FILES:,} files or {MAX_TOTAL:,} bytes of entries",
                hint="split the dossier",
            )
    if DECLARATIONS not in names:
        raise Refused(
            f"{root}: {DECLARATIONS} is not a file inside the folder",
            hint="put the file itself there, not a link",
        )
    return names


def read_file(root: Path, name: str) -> bytes:
    """Return the content of a file that was found.

    Raises Refused where it cannot be read or is too big.
    """
    try:
        with (root / name).open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(
            f"{name}: cannot be read: {error.strerror or error}",
            hint="check that it is there and that you may read it",
        ) from None
    if len(data) > MAX_BYTES:
        raise Refused(f"{name}: more than {MAX_BYTES:,} bytes", hint="split the file into several")
    return data


def outside(text: str, root: Path | None) -> str | None:
    """Return why a path of a dossier leads outside its folder; None where it does not."""
    windows = PureWindowsPath(text)
    if not text.strip():
        return "is empty"
    if text.startswith("/") or windows.drive or windows.root:
        return "is absolute"
    if ".." in PurePosixPath(text).parts or ".." in windows.parts:
        return "has `..` in it"
    if "\\" in text:
        return "has a backslash in it"
    if root is not None:
        try:
            inside = (root / text).resolve().is_relative_to(root.resolve())
        except (OSError, RuntimeError, ValueError):
            return "cannot be followed"
        if not inside:
            return "is a link out of the folder"
    return None


def _logs(root: Path, faults: list[Finding]) -> Iterator[str]:
    """Give the paths of the log files, in order of name, folder by folder."""
    log = root / "log"
    if log.is_symlink():
        faults.append(_unread(log.name, "is a link"))
        return
    if log.exists() and not log.is_dir():
        faults.append(_unread(log.name, "is a file, where the folder of the logs should be"))
        return
    for folder, inner, files in os.walk(log, followlinks=False):
        here = PurePosixPath(Path(folder).relative_to(root).as_posix())
        for name in inner:
            if (root / here / name).is_symlink():
                faults.append(_unread(f"{here / name}", "is a link"))
        if len(here.parts) > _MOST_FOLDERS:
            faults.append(_unread(f"{here}", "lies too many folders deep"))
            inner.clear()
        inner.sort()
        yield from (
            f"{here / name}"
            for name in sorted(files)
            if name.endswith(_ENDINGS) and not name.startswith(".")
        )


def _size(root: Path, name: str) -> int | None:
    """Return the size of a plain file inside the folder, None for anything else."""
    if outside(name, root) is not None:
        return None
    try:
        status = (root / name).stat()
    except OSError:
        return None
    # No pipe or device: not to wait for ever at what somebody calls a log.
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _unread(name: str, why: str) -> Finding:
    return Finding(
        "bad-path",
        "error",
        f"{name} {why}; it is not read",
        name,
        None,
        hint="put the files themselves into the folder log/ of the dossier",
    )
