"""Merging two versions of a dossier: one log, one `dossier.yaml`, or the whole folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from parley.dossier.files.folder import DECLARATIONS, MAX_FILES, dossier_root, read_file
from parley.dossier.merging.declaration_merging import merge_declarations
from parley.dossier.merging.log_merging import LogUnits, merge_log_units, merge_logs, read_units
from parley.dossier.text.units import Conflict, Merged, Unit
from parley.dossier.text.yaml_text import decode
from parley.kernel.digests import digest
from parley.kernel.errors import Refused

__all__ = ["Conflict", "Merged", "merge_declarations", "merge_dossiers", "merge_logs"]

_ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class _Folder:
    """A version of a dossier: its logs in units, its other files by their digest."""

    root: Path
    declarations: str
    logs: Mapping[str, LogUnits]
    others: Mapping[str, str]


def merge_dossiers(
    ours: Path | str, theirs: Path | str, out: Path | str, base: Path | str | None = None
) -> tuple[Conflict, ...]:
    """Merge two versions of a dossier's folder into a new one, and return what clashes.

    Logs are merged by entry, wherever the entry stands; `dossier.yaml` by key and id. Other files
    are compared as a whole: where both sides changed one, both are kept, `theirs` under the name
    `NAME.theirs.ENDING`. Files and folders whose names begin with a dot are left out. The new
    folder appears when all of it is written, or not at all.

    Parameters:
        ours, theirs: the two folders; they stay as they are.
        out: the folder to make; it must not exist yet.
        base: the folder both started from; without it nothing counts as deleted.

    Raises NotADossier and Refused for folders that cannot be used, ParleyError for files that
    cannot be merged.
    """
    target = Path(out)
    if target.exists() or target.is_symlink():
        raise Refused(f"{target} is there already", hint="name a folder that does not exist yet")
    mine, yours = _read_folder(ours, "ours"), _read_folder(theirs, "theirs")
    old = None if base is None else _read_folder(base, "base")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
            new = Path(folder) / "new"  # its parent is for this user alone; the dossier is not
            new.mkdir()
            conflicts = _write_merged(new, old, mine, yours)
            os.rename(new, target)
    except OSError as error:
        raise Refused(
            f"{target} cannot be written: {error.strerror or error}",
            hint="check that there is room and that you may write there",
        ) from None
    return conflicts


def _write_merged(
    new: Path, old: _Folder | None, mine: _Folder, yours: _Folder
) -> tuple[Conflict, ...]:
    merged = merge_declarations(
        old.declarations if old else None, mine.declarations, yours.declarations
    )
    (new / DECLARATIONS).write_bytes(merged.text.encode())
    conflicts = list(merged.conflicts)
    home = _homes(old, mine, yours)
    settled = [None if one is None else _settled(one, home) for one in (old, mine, yours)]
    for name in sorted({*mine.logs, *yours.logs}):
        log = _merge_log(name, *settled)
        if log is None:
            continue
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).write_bytes(log.text.encode())
        conflicts.extend(log.conflicts)
    conflicts.extend(_merge_others(new, old, mine, yours))
    return tuple(conflicts)


def _merge_log(
    name: str,
    old: Mapping[str, LogUnits] | None,
    mine: Mapping[str, LogUnits] | None,
    yours: Mapping[str, LogUnits] | None,
) -> Merged | None:
    """Merge one log of all versions; None if nothing of it is left."""
    empty = LogUnits("", (), "")
    merged = merge_log_units(
        None if old is None else old.get(name, empty),
        (mine or {}).get(name, empty),
        (yours or {}).get(name, empty),
        name,
    )
    return merged if merged.text.strip() else None


def _homes(old: _Folder | None, mine: _Folder, yours: _Folder) -> dict[str, str]:
    """Return the log that each entry goes to: ours say, if they have it, else theirs."""
    home: dict[str, str] = {}
    for folder in (old, yours, mine):
        for name, log in folder.logs.items() if folder else ():
            home.update((unit.key, name) for unit in log.units)
    return home


def _settled(folder: _Folder, home: Mapping[str, str]) -> dict[str, LogUnits]:
    """Put the entries of a version into the logs where they go."""
    units: dict[str, list[Unit]] = {}
    for log in folder.logs.values():
        for unit in log.units:
            units.setdefault(home[unit.key], []).append(unit)
    empty = LogUnits("", (), "")
    return {
        name: folder.logs.get(name, empty)._replace(units=tuple(units.get(name, ())))
        for name in {*units, *folder.logs}
    }


def _merge_others(
    new: Path, old: _Folder | None, mine: _Folder, yours: _Folder
) -> Iterator[Conflict]:
    for name in sorted({*mine.others, *yours.others}):
        before = old.others.get(name) if old else None
        left, right = mine.others.get(name), yours.others.get(name)
        if left == right or (old and right == before and left is not None):
            _copy(mine.root, name, new, name)
        elif old and left == before and right is not None:
            _copy(yours.root, name, new, name)
        elif old and before in (left, right):
            continue  # deleted on one side, untouched on the other
        elif left is None or right is None:
            _copy(mine.root if left else yours.root, name, new, name)
            if before is not None:
                message = f"{name}: changed on one side, deleted on the other; it was kept"
                yield Conflict(name, name, 0, message)
        else:
            other = _beside(name, {*mine.others, *yours.others})
            _copy(mine.root, name, new, name)
            _copy(yours.root, name, new, other)
            message = f"{name}: ours and theirs differ; theirs was kept as {other}"
            yield Conflict(name, name, 0, message)


def _beside(name: str, taken: set[str]) -> str:
    path = PurePosixPath(name)
    number = 1
    while True:
        mark = "theirs" if number == 1 else f"theirs-{number}"
        found = str(path.with_name(f"{path.stem}.{mark}{path.suffix}"))
        if found not in taken:
            return found
        number += 1


def _copy(root: Path, name: str, new: Path, other: str) -> None:
    (new / other).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(root / name, new / other)


def _read_folder(path: Path | str, side: str) -> _Folder:
    root = dossier_root(path)
    logs: dict[str, LogUnits] = {}
    others: dict[str, str] = {}
    for name in _files(root):
        if name.startswith("log/") and name.endswith(_ENDINGS):
            logs[name] = read_units(_text(root, name), f"{side}/{name}")
        elif name != DECLARATIONS:
            others[name] = digest((root / name).read_bytes())
    seen: dict[str, int] = {}
    for name, log in logs.items():  # an id that is in two logs is a fault, but must not be lost
        logs[name] = log._replace(units=tuple(_told_apart(unit, seen) for unit in log.units))
    return _Folder(root, _text(root, DECLARATIONS), logs, others)


def _told_apart(unit: Unit, seen: dict[str, int]) -> Unit:
    seen[unit.key] = seen.get(unit.key, 0) + 1
    again = seen[unit.key]
    return unit if again == 1 else unit._replace(key=f"{unit.key} [{again}]")


def _text(root: Path, name: str) -> str:
    return decode(read_file(root, name), name)


def _files(root: Path) -> list[str]:
    """Return all files of a folder; links are refused, for they may lead anywhere."""
    found: list[str] = []
    for folder, inner, files in os.walk(root, followlinks=False):
        here = Path(folder)
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in [*inner, *sorted(files)]:
            path = here / name
            if path.is_symlink() or (name not in inner and not path.is_file()):
                raise Refused(
                    f"{path.relative_to(root).as_posix()} is a link, or no plain file",
                    hint="put the file itself there",
                )
            if name not in inner and not name.startswith("."):
                found.append(path.relative_to(root).as_posix())
        if len(found) > MAX_FILES:
            raise Refused(f"{root}: more than {MAX_FILES:,} files", hint="split the dossier")
    return found
