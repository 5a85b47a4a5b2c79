"""Editing the entries of a dossier's logs: added, replaced in their place, taken out.

The rest of a log stays byte for byte. An entry that is another by now is not written over: what
both changed comes back with a merge, key by key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parley.dossier.dossier import Dossier, Place
from parley.dossier.editing.checking import checked
from parley.dossier.editing.declaring import Section
from parley.dossier.editing.saving import (
    Clash,
    Saved,
    Stale,
    again,
    files_of,
    keeping,
    texts_of,
    written,
)
from parley.dossier.editing.splicing import (
    EntryGone,
    EntryText,
    bytes_like,
    entry_in,
    entry_like,
    only_entry,
    with_entry,
    without_entry,
)
from parley.dossier.editing.steps import NewText, recall, remember
from parley.dossier.editing.writing import with_appended
from parley.dossier.files.folder import DECLARATIONS, dossier_root
from parley.dossier.merging.folder_merging import merge_logs
from parley.dossier.text.units import Merged
from parley.dossier.text.yaml_text import YamlFault, decode
from parley.kernel.digests import digest
from parley.kernel.errors import ParleyError

__all__ = [
    "EditableEntry",
    "add_entries",
    "check_entry",
    "entry_clash",
    "read_entry",
    "remove_entry",
    "replace_entry",
]


@dataclass(frozen=True, slots=True)
class EditableEntry:
    """An entry as it is now.

    Parameters:
        file, line: where it stands.
        text: as it stands there.
        digest: of that text.
        data: what it says, every scalar as a text.
    """

    id: str
    file: str
    line: int
    text: str
    digest: str
    data: Mapping[str, Any]


def read_entry(root: Path | str, name: str, *, keep: bool = True) -> EditableEntry:
    """Return an entry as it stands in its log now, for somebody to edit it.

    Raises Refused where there is none, or it cannot be told from the rest of its log.
    """
    folder = dossier_root(root)
    file, entry, _ = _entry(files_of(folder), name)
    if keep:
        remember(folder, entry.text.encode())
    return EditableEntry(name, file, entry.line, entry.text, digest(entry.text), entry.data)


def _entry(files: Mapping[str, bytes], name: str) -> tuple[str, EntryText, str]:
    """Return the file of an entry, the entry, and the text of the file."""
    unread: YamlFault | None = None
    for file, data in files.items():
        if file != DECLARATIONS and name.encode() in data:
            text = decode(data, file).replace("\r\n", "\n")
            try:
                return file, entry_in(text, name, file), text
            except EntryGone:
                continue
            except YamlFault as fault:  # it may be in another log
                unread = fault
    if unread is not None:
        raise unread
    raise EntryGone(
        f"there is no entry '{name}'", hint="somebody renamed or removed it; the history tells"
    )


def entry_clash(root: Path | str, name: str, base: str, mine: str) -> Clash | None:
    """Return how an entry's text clashes with the entry as it is now; None where it is as it was.

    Parameters:
        base: the digest of the entry's text when it was read.
        mine: the text.

    Raises EntryGone where it is not there, and what it was is not known.
    """
    folder = dossier_root(root)
    try:
        _entry_or_clash(folder, files_of(folder), name, (base, mine))
    except Stale as stale:
        return stale.clashes[0]
    return None


def check_entry(root: Path | str, name: str, entry: str) -> Dossier:
    """Check what a dossier would be with another text of an entry; nothing is written.

    Raises Faulty for errors that are new, and Refused for what is not one entry.
    """
    folder = dossier_root(root)
    files = files_of(folder)
    file, _, text = _entry(files, name)
    done = with_entry(text, name, only_entry(entry, file).text, file)
    return checked(texts_of(files), {file: done})


def add_entries(
    root: Path | str,
    entries: Sequence[Mapping[str, object]],
    *,
    declare: Mapping[Section, Mapping[str, object]] | None = None,
    file: str | None = None,
    who: str = "",
) -> tuple[Saved, tuple[Place, ...]]:
    """Add entries at the ends of logs, and what they speak of to `dossier.yaml`, as one step.

    Parameters:
        entries, declare, file: as in `append_entries`.

    Raises Faulty for errors that are new, and what `append_entries` raises.
    """
    folder = dossier_root(root)

    def attempt() -> Saved:
        files = files_of(folder)
        texts = texts_of(files)
        changed = with_appended(folder, texts, entries, declare=declare, file=file)
        dossier = checked(texts, changed)
        new = [
            NewText(name, files.get(name), bytes_like(files.get(name, b""), text))
            for name, text in _unified(changed).items()
        ]
        names = ", ".join(str(one.get("id")) for one in entries) or "declarations"
        return written(folder, new, (f"add {names}", who), dossier)

    saved = again(attempt)
    return saved, tuple(saved.dossier.places[str(one["id"])] for one in entries)


def _unified(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text.replace("\r\n", "\n") for name, text in texts.items()}


def replace_entry(
    root: Path | str,
    name: str,
    base: str,
    entry: Mapping[str, object] | str,
    *,
    who: str = "",
    allow_faults: bool = False,
) -> Saved:
    """Put another entry in the place of one; the rest of the log stays byte for byte.

    Parameters:
        name: the id of the entry that is there.
        base: the digest of its text when it was read.
        entry: its keys, then comments stay with the keys that stay; or its whole text.

    Raises Faulty for errors that are new, Stale where the entry is another by now, and Refused for
    what cannot be saved at all.
    """
    folder = dossier_root(root)

    typed: list[str] = [entry] if isinstance(entry, str) else []

    def attempt() -> Saved:
        files = files_of(folder)
        file, now, text = _entry_or_clash(folder, files, name, (base, entry))
        if isinstance(entry, str):
            new = only_entry(entry, file).text
        else:
            new = entry_like(now, entry, file)
            typed[:] = [new]
        done = with_entry(text, name, new, file)
        dossier = checked(texts_of(files), {file: done}, allow=allow_faults)
        changed = NewText(file, files[file], bytes_like(files[file], done))
        return written(folder, [changed], (f"change {name}", who), dossier)

    return keeping(folder, attempt, (f"entry:{name}", who, base), typed)


def remove_entry(root: Path | str, name: str, base: str, *, who: str = "") -> Saved:
    """Take an entry out of its log, with the comments right above it.

    Raises Faulty where that brings errors, Stale where it is another by now, and Refused for what
    cannot be removed at all.
    """
    folder = dossier_root(root)

    def attempt() -> Saved:
        files = files_of(folder)
        file, _, text = _entry_or_clash(folder, files, name, (base, None))
        done = without_entry(text, name, file)
        dossier = checked(texts_of(files), {file: done})
        changed = NewText(file, files[file], bytes_like(files[file], done))
        return written(folder, [changed], (f"remove {name}", who), dossier)

    return again(attempt)


def _entry_or_clash(
    root: Path,
    files: Mapping[str, bytes],
    name: str,
    wanted: tuple[str, Mapping[str, object] | str | None],
) -> tuple[str, EntryText, str]:
    """Return where an entry is; raise Stale where it is not the one that was edited."""
    base, entry = wanted
    before = recall(root, base)
    old = None if before is None else before.decode("utf-8")
    try:
        file, now, text = _entry(files, name)
    except EntryGone:
        if old is None:
            raise
        mine = _mine(EntryText(name, old, 1, only_entry(old, "log").data), entry, "log")
        clash = Clash(f"entry:{name}", "", old, mine, None, "", None, "it was removed")
        raise Stale((clash,)) from None
    if digest(now.text) == base:
        return file, now, text
    was = now if old is None else EntryText(name, old, 1, only_entry(old, file).data)
    mine = _mine(was, entry, file)
    merged, why = None, ""
    if mine is not None:
        merged, why = _merged_entry(was if old is not None else None, mine, now, file)
    raise Stale((Clash(f"entry:{name}", file, old, mine, now.text, digest(now.text), merged, why),))


def _mine(was: EntryText, entry: Mapping[str, object] | str | None, file: str) -> str | None:
    if entry is None or isinstance(entry, str):
        return entry
    return entry_like(was, entry, file)


def _merged_entry(
    base: EntryText | None, mine: str, now: EntryText, file: str
) -> tuple[Merged | None, str]:
    """Merge an entry key by key; where both changed one key differently, the whole stands twice."""
    try:
        if base is not None:
            typed = only_entry(mine, file)
            joined = _joined(base.data, typed.data, only_entry(now.text, file).data)
            if joined is not None:
                return Merged(entry_like(now, joined, file), ()), ""
        return merge_logs(None if base is None else base.text, mine, now.text), ""
    except ParleyError as error:
        return None, str(error)


def _joined(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Merge the keys of an entry; None where both sides changed one of them differently."""
    found: dict[str, Any] = {}
    for key in dict.fromkeys((*theirs, *mine)):
        old, left, right = base.get(key), mine.get(key), theirs.get(key)
        if old not in (left, right) and left != right:
            return None
        value = right if left == old else left
        if value is not None:
            found[key] = value
    return found
