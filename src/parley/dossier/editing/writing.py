"""Writing into a dossier: a file as a whole or not at all, and entries more in a log."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from parley.dossier.dossier import Dossier, Place
from parley.dossier.editing.declaring import Section, with_declared
from parley.dossier.files.durable import mode_of, sync_folder
from parley.dossier.files.folder import DECLARATIONS, dossier_root, find_files, outside, read_file
from parley.dossier.reading import read_text_dossier
from parley.dossier.text.formatting import format_text
from parley.dossier.text.log_text import cut_log
from parley.dossier.text.rendering import map_lines
from parley.dossier.text.yaml_text import YamlFault, decode, parse_yaml
from parley.kernel.digests import digest
from parley.kernel.errors import ParleyError, Refused
from parley.kernel.findings import Finding

__all__ = [
    "EntryFaulty",
    "append_entries",
    "append_entry",
    "entry_text",
    "with_appended",
    "write_atomically",
]

_MONTH = re.compile(r"\d{4}(?:-\d{2})?")
_LOG = re.compile(r"log/(?:[^./\\][^/\\]*/)*[^./\\][^/\\]*\.ya?ml")


class EntryFaulty(ParleyError):
    """An entry would bring faults into the dossier, so nothing is written; `findings` are these."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        listed = "".join(f"\n  {one.file}:{one.line}: {_full(one)}" for one in findings)
        super().__init__(f"nothing was written; with the entry the dossier has faults:{listed}")
        self.findings = findings


def write_atomically(path: Path | str, text: str) -> None:
    """Write a file so that at any moment either the old or the new content is there, whole.

    A file that is there keeps its mode; where `path` is a link, the file it leads to is written.

    Parameters:
        text: the content; written as UTF-8 with the ends of lines that it has.

    Raises Refused where the file cannot be written.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(text.encode("utf-8"))  # a device or a pipe is not to be replaced
            return
        temporary = _write_beside(target, text.encode("utf-8"))
        try:
            os.replace(temporary, target)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
    except OSError as error:
        raise Refused(
            f"{path} cannot be written: {error.strerror or error}",
            hint="check that its folder is there, has room, and that you may write in it",
        ) from None


def _write_beside(target: Path, data: bytes) -> Path:
    """Write a temporary file in the target's folder, through to the disk, and return its path."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(mode_of(target))
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def append_entry(
    root: Path | str, entry: Mapping[str, object], *, file: str | None = None
) -> Place:
    """Add an entry at the end of a log, in canonical form, and return where it stands.

    The dossier is read with the new entry first: if that brings an error that was not there
    before, nothing is written. Nor is it where the log was changed in the meantime.

    Parameters:
        root: the folder of the dossier.
        entry: the keys of the file format, with texts, numbers, truth values, lists and maps.
        file: the log, as `log/NAME.yaml`; left out: `log/YYYY-MM.yaml`, by the entry's `at`.

    Raises EntryFaulty with the findings; ParleyError for a log that nothing can be added to; and
    what `read_dossier` raises.
    """
    return append_entries(root, [entry], file=file)[0]


def append_entries(
    root: Path | str,
    entries: Sequence[Mapping[str, object]],
    *,
    declare: Mapping[Section, Mapping[str, object]] | None = None,
    file: str | None = None,
) -> tuple[Place, ...]:
    """Add entries at the ends of logs, and what they speak of to `dossier.yaml`, all or nothing.

    The dossier is read with everything in it first, as in `append_entry`. `dossier.yaml` is
    written before the logs, so that a crash between two files leaves a dossier without faults.

    Parameters:
        entries: each as in `append_entry`.
        declare: section of `dossier.yaml` -> id -> what is to be declared there, as in
            `with_declared`.
        file: the log for all of them; left out: by the `at` of each.

    Raises what `append_entry` raises, and ParleyError for what cannot be declared.
    """
    folder = dossier_root(root)
    files: dict[str, str] = {
        one: decode(read_file(folder, one), one) for one in find_files(folder, [])
    }
    changed = with_appended(folder, files, entries, declare=declare, file=file)
    dossier = _checked(files, changed)
    for name in changed:
        _make_folder(folder, name)
        if _now(folder, name) != (digest(files[name]) if name in files else None):
            raise Refused(
                f"{name} was changed by somebody else while the entry was checked",
                hint="nothing was written; try again",
            )
    for name, text in changed.items():
        write_atomically(folder / name, text)
    return tuple(dossier.places[str(entry["id"])] for entry in entries)


def _make_folder(root: Path, name: str) -> None:
    """Make the folder of a log where there is none; raises Refused where it cannot be made."""
    try:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            f"{name} cannot be written: {error.strerror or error}: its folder cannot be made",
            hint="look whether a file has the name of that folder, and whether you may write there",
        ) from None


def with_appended(
    root: Path,
    files: Mapping[str, str],
    entries: Sequence[Mapping[str, object]],
    *,
    declare: Mapping[Section, Mapping[str, object]] | None = None,
    file: str | None = None,
) -> dict[str, str]:
    """Return the new texts of the files that `append_entries` would change, `dossier.yaml` first.

    Parameters:
        root: the folder of the dossier; nothing in it is read or written.
        files: path in it -> text, of all files that it has.

    Raises what `append_entries` raises, but for what the checks find.
    """
    changed: dict[str, str] = {}
    for section, things in (declare or {}).items():
        before = changed.get(DECLARATIONS, files[DECLARATIONS])
        changed[DECLARATIONS] = with_declared(before, section, things)
    for entry in entries:
        name = _log_name(root, entry, file)
        text = changed.get(name, files.get(name, ""))
        changed[name] = _appended(text, entry_text(entry), name)
    return changed


def _log_name(root: Path, entry: Mapping[str, object], file: str | None) -> str:
    if file is None:
        month = _MONTH.search(str(entry.get("at", "")))
        return f"log/{month[0]}.yaml" if month else "log/undated.yaml"
    why = outside(file, root)
    if why is not None or _LOG.fullmatch(file) is None:
        raise Refused(
            f"'{file}' {why or 'is no log of the dossier'}", hint="name it as log/NAME.yaml"
        )
    return file


def _now(root: Path, name: str) -> str | None:
    """Return the digest of a file as it is at this moment; None if it is not there."""
    return digest(decode(read_file(root, name), name)) if (root / name).exists() else None


def _appended(text: str, written: str, name: str) -> str:
    text = text.replace("\r\n", "\n")
    if text and not text.endswith("\n"):
        text += "\n"
    try:
        cut = cut_log(text)
        if cut is not None:
            apart = any(chunk.endswith("\n\n") for chunk in cut.chunks[:-1])
            gap = "\n" if apart and not text.endswith("\n\n") else ""
            return text + gap + written
        tree = parse_yaml(text, name)
    except YamlFault as fault:
        raise EntryFaulty((fault.finding,)) from None
    if tree.kind == "list" and not tree.items:
        return text[: tree.start] + text[tree.end :].lstrip("\n") + written
    if tree.items or tree.value is not None:
        raise ParleyError(
            f"{name}: expected a list of entries that begin with `- ` at the margin",
            hint="write the list so, or name another log",
        )
    return text + written


def _checked(files: Mapping[str, str], changed: Mapping[str, str]) -> Dossier:
    """Return the dossier with the new texts in it; raise EntryFaulty for errors that are new."""
    dossier = read_text_dossier({**files, **changed})
    errors = [one for one in dossier.faults if one.severity == "error"]
    if errors:
        known = set(read_text_dossier(files).faults)
        errors = [one for one in errors if one not in known]
    if errors:
        raise EntryFaulty(tuple(errors))
    return dossier


def _full(finding: Finding) -> str:
    return f"{finding.message}; {finding.hint}" if finding.hint else finding.message


def entry_text(entry: Mapping[str, object]) -> str:
    """Return an entry as it stands in a log, in canonical form.

    Parameters:
        entry: the keys of the file format, with texts, numbers, truth values, lists and maps; a key
            with None is left out.

    Raises ParleyError for a value that has no place in a file.

    >>> print(entry_text({"type": "event", "at": "1951-07-13", "id": "e1", "by": ["red"]}), end="")
    - id: e1
      type: event
      at: 1951-07-13
      by: red
    """
    lines = map_lines(entry, 2)
    if not lines:
        raise ParleyError("expected an entry, got nothing", hint="give `id`, `type` and `at`")
    lines[0] = f"- {lines[0][2:]}"
    return format_text("\n".join(lines) + "\n", "log")
