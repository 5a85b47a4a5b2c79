"""The files of a dossier's folder: found, checked and opened with care.

A dossier may come from anybody, so nothing outside its folder is read, no device and no pipe is
opened, and sizes are known before contents.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from parley.dossier.yaml_text import MAX_BYTES
from parley.kernel.errors import NotADossier, Refused
from parley.kernel.findings import Finding

__all__ = ["DECLARATIONS", "MAX_FILES", "MAX_TOTAL", "dossier_root", "outside", "read_files"]

DECLARATIONS = "dossier.yaml"
MAX_FILES = 10_000
MAX_TOTAL = 512_000_000  # bytes of all files together
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


def read_files(root: Path, faults: list[Finding]) -> dict[str, bytes]:
    """Return the contents of `dossier.yaml` and of all logs, by their paths in the folder.

    What lies or leads outside the folder is written to `faults` and not read. Raises Refused for
    more or bigger files than a dossier may have, and for files that cannot be read.
    """
    contents: dict[str, bytes] = {}
    total = 0
    for name in (DECLARATIONS, *_logs(root, faults)):
        if len(contents) >= MAX_FILES:
            raise Refused(f"{root}: more than {MAX_FILES:,} files", hint="split the dossier")
        data = _contents(root, name, faults)
        if data is None:
            continue
        contents[name] = data
        total += len(data)
        if total > MAX_TOTAL:
            raise Refused(
                f"{root}: more than {MAX_TOTAL:,} bytes in {DECLARATIONS} and log/",
                hint="split the dossier",
            )
    if DECLARATIONS not in contents:
        raise Refused(
            f"{root}: {DECLARATIONS} is not a file inside the folder",
            hint="put the file itself there, not a link",
        )
    return contents


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
        faults.append(_link(log.name))
        return
    for folder, inner, files in os.walk(log, followlinks=False):
        inner.sort()
        for name in [name for name in inner if (Path(folder) / name).is_symlink()]:
            faults.append(_link((Path(folder) / name).relative_to(root).as_posix()))
        for name in sorted(files):
            if name.endswith(_ENDINGS) and not name.startswith("."):
                yield (Path(folder) / name).relative_to(root).as_posix()


def _contents(root: Path, name: str, faults: list[Finding]) -> bytes | None:
    reason = outside(name, root)
    if reason is not None:
        faults.append(_link(name))
        return None
    try:
        path = root / name
        # Not to wait for ever at a pipe that somebody calls a log.
        if not stat.S_ISREG(path.stat().st_mode):
            faults.append(_link(name))
            return None
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(
            f"{name}: cannot be read: {error.strerror or error}",
            hint="check that it is there and that you may read it",
        ) from None
    if len(data) > MAX_BYTES:
        raise Refused(
            f"{name}: more than {MAX_BYTES:,} bytes", hint="split the file into several"
        )
    return data


def _link(name: str) -> Finding:
    return Finding(
        "bad-path",
        "error",
        f"{name} is a link out of the folder, or no plain file; it is not read",
        name,
        None,
        hint="put the file itself into the dossier",
    )
