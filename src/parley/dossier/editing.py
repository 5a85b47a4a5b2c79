"""Editing the text files of a dossier: read, changed, checked, written, and never over another.

Every change is checked as a whole dossier first, then written as one step that can be undone. Who
saves a text tells which version he had before him. If the file is another by now, nothing is
written, and the three texts come back with what a merge of them would be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parley.dossier.checking import checked
from parley.dossier.declaring import Section
from parley.dossier.dossier import Dossier, Place
from parley.dossier.folder import DECLARATIONS, dossier_root, find_files, read_file
from parley.dossier.formatting import format_text
from parley.dossier.merging import merge_declarations, merge_logs
from parley.dossier.rendering import map_lines
from parley.dossier.splicing import (
    EntryGone,
    EntryText,
    bytes_like,
    declared_at,
    entry_in,
    entry_like,
    log_like,
    only_entry,
    text_of,
    with_declared_at,
    with_entry,
    without_entry,
)
from parley.dossier.steps import Moved, NewText, commit, recall, remember
from parley.dossier.units import Merged
from parley.dossier.unsaved import drop_draft, keep_draft
from parley.dossier.writing import with_appended
from parley.dossier.yaml_text import YamlFault, decode
from parley.kernel.digests import digest
from parley.kernel.errors import ParleyError, Refused
from parley.kernel.suggest import did_you_mean

__all__ = [
    "Clash",
    "EditableEntry",
    "EditableText",
    "Saved",
    "Stale",
    "add_entries",
    "change_declared",
    "check_entry",
    "check_text",
    "entry_clash",
    "file_clash",
    "merged_with",
    "move_declared",
    "read_editable",
    "read_entry",
    "remove_entry",
    "replace_entry",
    "save_text",
    "set_declared",
]

_TRIES = 5  # where others save at the same time


@dataclass(frozen=True, slots=True)
class EditableText:
    """A file as it is now: its text with `\\n` for its ends of lines, its bytes, their digest."""

    file: str
    text: str
    digest: str
    data: bytes


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


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written.

    Parameters:
        step: the number of the step; None where nothing had to be written.
        digests: file -> the digest of its bytes now, of the files that changed.
        dossier: as it is now.
    """

    step: int | None
    digests: Mapping[str, str]
    dossier: Dossier


@dataclass(frozen=True, slots=True)
class Clash:
    """One text that was changed by somebody else meanwhile.

    Parameters:
        about: the file, or `entry:ID`.
        file: the file.
        base: what both changes began with; None where that is no longer known.
        mine: what was to be saved; None where it was to be removed.
        theirs: what is there now; None where it is not there any more.
        digest: of what is there now, to save a text on top of it.
        merged: what a merge would be, with markers around what both changed; None where the
            texts cannot be merged.
        why: why they cannot.
    """

    about: str
    file: str
    base: str | None
    mine: str | None
    theirs: str | None
    digest: str
    merged: Merged | None
    why: str = ""


class Stale(ParleyError):
    """What was to be changed is not as it was: nothing is written, and no text is lost.

    `clashes` has for each file, or for the entry, the texts and a merge of them.
    """

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        names = ", ".join(one.about for one in clashes)
        super().__init__(
            f"{names}: changed by somebody else since you began",
            hint="nothing was written and your text is kept; look at both and save the merge",
        )
        self.clashes = clashes


def read_editable(root: Path | str, file: str, *, keep: bool = True) -> EditableText:
    """Return a file of a dossier as it is now, for somebody to edit it.

    Parameters:
        file: `dossier.yaml`, or a log as `log/NAME.yaml`.
        keep: whether its text is kept in the workplace, for a merge if it changes meanwhile.

    Raises Refused for what is no such file, or cannot be read as text.
    """
    folder = dossier_root(root)
    data = _files(folder, file)[file]
    if keep:
        remember(folder, data)
    return EditableText(file, text_of(data), digest(data), data)


def read_entry(root: Path | str, name: str, *, keep: bool = True) -> EditableEntry:
    """Return an entry as it stands in its log now, for somebody to edit it.

    Raises Refused where there is none, or it cannot be told from the rest of its log.
    """
    folder = dossier_root(root)
    file, entry, _ = _entry(_files(folder), name)
    if keep:
        remember(folder, entry.text.encode())
    return EditableEntry(name, file, entry.line, entry.text, digest(entry.text), entry.data)


def _files(root: Path, needed: str | None = None) -> dict[str, bytes]:
    """Return the bytes of all files of a dossier; raise Refused where `needed` is not there."""
    names = find_files(root, [])
    if needed is not None and needed not in names:
        meant = did_you_mean(needed, names)
        raise Refused(
            f"the dossier has no file '{needed}'",
            hint=f"did you mean `{meant}`?" if meant else "name dossier.yaml or log/NAME.yaml",
        )
    return {name: read_file(root, name) for name in names}


def _texts(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: decode(data, name) for name, data in files.items()}


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


# --- whole texts ---


def save_text(
    root: Path | str,
    file: str,
    base: str,
    text: str,
    *,
    who: str = "",
    allow_faults: bool = False,
) -> Saved:
    """Save a file of a dossier as somebody edited it; what he changed stands in canonical form.

    A text that is refused is kept as his draft about the file.

    Parameters:
        file: `dossier.yaml`, or a log.
        base: the digest of the file's bytes that the text was made from.
        who: whose change it is.
        allow_faults: whether errors may be written; a text that is no YAML never is.

    Raises Faulty for errors that are new, Stale where the file is another by now, and Refused for
    what cannot be saved at all.
    """
    folder = dossier_root(root)
    text = text.replace("\r\n", "\n")
    if text and not text.endswith("\n"):
        text += "\n"

    def attempt() -> Saved:
        files = _files(folder, file)
        if digest(files[file]) != base:
            raise Stale((_file_clash(folder, file, base, text, files[file]),))
        old = text_of(files[file])
        new = _canonical(old, text, file)
        dossier = checked(_texts(files), {file: new}, allow=allow_faults)
        return _written(
            folder,
            [NewText(file, files[file], bytes_like(files[file], new))],
            (f"edit {file}", who),
            dossier,
        )

    return _keeping(folder, attempt, (file, who, base), [text])


def _keeping(
    root: Path, attempt: Callable[[], Saved], about: tuple[str, str, str], typed: list[str]
) -> Saved:
    """Run a save; keep the text as a draft where it is refused, drop the draft where it is not."""
    name, who, base = about
    try:
        saved = _again(attempt)
    except ParleyError as error:
        if isinstance(error, Stale) and not typed:
            typed = [one.mine for one in error.clashes if one.mine is not None]
        if typed:
            keep_draft(root, name, typed[0], who=who, base=base)
        raise
    drop_draft(root, name, who=who)
    return saved


def _again(attempt: Callable[[], Saved]) -> Saved:
    """Try to save, again where others save in the same moment."""
    for _ in range(_TRIES - 1):
        try:
            return attempt()
        except Moved:
            continue
    return attempt()


def _written(
    root: Path, texts: Sequence[NewText], about: tuple[str, str], dossier: Dossier
) -> Saved:
    what, who = about
    step = commit(root, texts, what, who)
    digests = {one.file: digest(one.after) for one in texts if one.after is not None}
    return Saved(step, digests, dossier)


def _canonical(old: str, text: str, file: str) -> str:
    """Return a text in which what is new stands in canonical form, and the rest as it was."""
    try:
        if file != DECLARATIONS:
            return log_like(old, text, file)
        if format_text(old, "dossier", file) == old:
            return format_text(text, "dossier", file)
    except ParleyError:
        return text  # what is wrong with it, the checks will say
    return text


def _file_clash(root: Path, file: str, base: str, mine: str | None, now: bytes | None) -> Clash:
    before = recall(root, base)
    old = None if before is None else text_of(before)
    theirs = None if now is None else text_of(now)
    merged, why = None, ""
    if mine is not None and theirs is not None:
        merged, why = merged_with(file, old, mine, theirs)
    return Clash(file, file, old, mine, theirs, digest(now or b""), merged, why)


def file_clash(root: Path | str, file: str, base: str, mine: str) -> Clash | None:
    """Return how a text clashes with what is in its file now; None where the file is as it was.

    Parameters:
        base: the digest of the file's bytes that the text was made from.
        mine: the text.
    """
    folder = dossier_root(root)
    now = _files(folder).get(file)
    if now is not None and digest(now) == base:
        return None
    return _file_clash(folder, file, base, mine, now)


def entry_clash(root: Path | str, name: str, base: str, mine: str) -> Clash | None:
    """Return how an entry's text clashes with the entry as it is now; None where it is as it was.

    Parameters:
        base: the digest of the entry's text when it was read.
        mine: the text.

    Raises EntryGone where it is not there, and what it was is not known.
    """
    folder = dossier_root(root)
    try:
        _entry_or_clash(folder, _files(folder), name, (base, mine))
    except Stale as stale:
        return stale.clashes[0]
    return None


def check_text(root: Path | str, file: str, text: str) -> Dossier:
    """Check what a dossier would be with another text in a file; nothing is written.

    Raises Faulty for errors that are new.
    """
    folder = dossier_root(root)
    files = _texts(_files(folder, file))
    return checked(files, {file: text.replace("\r\n", "\n")})


def check_entry(root: Path | str, name: str, entry: str) -> Dossier:
    """Check what a dossier would be with another text of an entry; nothing is written.

    Raises Faulty for errors that are new, and Refused for what is not one entry.
    """
    folder = dossier_root(root)
    files = _files(folder)
    file, _, text = _entry(files, name)
    done = with_entry(text, name, only_entry(entry, file).text, file)
    return checked(_texts(files), {file: done})


def merged_with(file: str, base: str | None, mine: str, theirs: str) -> tuple[Merged | None, str]:
    """Merge two texts of a file, entry by entry or key by key; None with the reason if impossible.

    Parameters:
        base: what both began with; None where it is not known.
    """
    try:
        if file == DECLARATIONS:
            return merge_declarations(base, mine, theirs), ""
        return merge_logs(base, mine, theirs), ""
    except ParleyError as error:
        return None, str(error)


# --- entries ---


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
        files = _files(folder)
        texts = _texts(files)
        changed = with_appended(folder, texts, entries, declare=declare, file=file)
        dossier = checked(texts, changed)
        new = [
            NewText(name, files.get(name), bytes_like(files.get(name, b""), text))
            for name, text in _unified(changed).items()
        ]
        names = ", ".join(str(one.get("id")) for one in entries) or "declarations"
        return _written(folder, new, (f"add {names}", who), dossier)

    saved = _again(attempt)
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
        files = _files(folder)
        file, now, text = _entry_or_clash(folder, files, name, (base, entry))
        if isinstance(entry, str):
            new = only_entry(entry, file).text
        else:
            new = entry_like(now, entry, file)
            typed[:] = [new]
        done = with_entry(text, name, new, file)
        dossier = checked(_texts(files), {file: done}, allow=allow_faults)
        changed = NewText(file, files[file], bytes_like(files[file], done))
        return _written(folder, [changed], (f"change {name}", who), dossier)

    return _keeping(folder, attempt, (f"entry:{name}", who, base), typed)


def remove_entry(root: Path | str, name: str, base: str, *, who: str = "") -> Saved:
    """Take an entry out of its log, with the comments right above it.

    Raises Faulty where that brings errors, Stale where it is another by now, and Refused for what
    cannot be removed at all.
    """
    folder = dossier_root(root)

    def attempt() -> Saved:
        files = _files(folder)
        file, _, text = _entry_or_clash(folder, files, name, (base, None))
        done = without_entry(text, name, file)
        dossier = checked(_texts(files), {file: done})
        changed = NewText(file, files[file], bytes_like(files[file], done))
        return _written(folder, [changed], (f"remove {name}", who), dossier)

    return _again(attempt)


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


# --- what is declared ---


def change_declared(
    root: Path | str,
    way: Sequence[str | int],
    change: Callable[[Any], Any],
    *,
    what: str = "",
    who: str = "",
    allow_faults: bool = False,
) -> Saved:
    """Change what `dossier.yaml` says at the end of a way; all else stays byte for byte.

    Parameters:
        way: the keys that lead there, and positions in lists.
        change: gets what it says now, every scalar as a text, None if nothing; returns what it is
            to say, None for nothing. It may be called again, where others save meanwhile.
        what: what is done, for the history.

    Raises Faulty for errors that are new, and Refused or ParleyError for what cannot be changed.
    """
    folder = dossier_root(root)
    place = "/".join(str(step) for step in way)

    def attempt() -> Saved:
        files = _files(folder)
        data = files[DECLARATIONS]
        old = text_of(data)
        new = with_declared_at(old, way, change(declared_at(old, way)))
        dossier = checked(_texts(files), {DECLARATIONS: new}, allow=allow_faults)
        changed = NewText(DECLARATIONS, data, bytes_like(data, new))
        return _written(folder, [changed], (what or f"change {place}", who), dossier)

    return _again(attempt)


def set_declared(
    root: Path | str,
    section: str,
    name: str,
    value: object,
    *,
    base: object = ...,
    who: str = "",
) -> Saved:
    """Declare a thing, change it, or take it out.

    Parameters:
        section: a section of `dossier.yaml`, such as `issues`.
        name: the id of the thing.
        value: its keys, or a text; None to take it out.
        base: what it said when it was read; left out: whatever it says now may be changed.

    Raises Stale where it says something else by now, and what `change_declared` raises.
    """

    def change(now: Any) -> object:
        if base is not ... and now != base:
            was, mine, theirs = (
                None if one is None else "\n".join(map_lines({name: one}, 0)) + "\n"
                for one in (base, value, now)
            )
            why = "what is declared was changed"
            raise Stale(
                (Clash(f"{section}:{name}", DECLARATIONS, was, mine, theirs, "", None, why),)
            )
        return value

    verb = "remove" if value is None else "declare"
    return change_declared(root, (section, name), change, what=f"{verb} {name}", who=who)


def move_declared(
    root: Path | str,
    way: Sequence[str | int],
    start: int,
    end: int,
    *,
    seen: object = ...,
    who: str = "",
) -> Saved:
    """Move a member of a list, such as a priority of a party, to another place in it.

    Its comments move along.

    Parameters:
        way: the keys that lead to the list: `("preferences", "red", "priorities")`.
        start, end: its place now and then, from 0.
        seen: the member as it was read, so that no other is moved; left out: any.

    Raises Refused where the list has no such places or the member is another by now, and what
    `change_declared` raises.
    """

    def change(now: Any) -> object:
        place = "/".join(map(str, way))
        if not isinstance(now, list) or not (0 <= start < len(now) and 0 <= end < len(now)):
            count = len(now) if isinstance(now, list) else 0
            raise Refused(
                f"dossier.yaml: `{place}` has {count} members, so {start + 1} cannot be moved to "
                f"{end + 1}",
                hint="look at the page again: the list may have changed",
            )
        if seen is not ... and now[start] != seen:
            raise Refused(
                f"dossier.yaml: `{place}` was changed by somebody else meanwhile",
                hint="nothing was moved; look at the list as it is now",
            )
        moved = list(now)
        moved.insert(end, moved.pop(start))
        return moved

    return change_declared(root, way, change, what=f"move {'/'.join(map(str, way))}", who=who)
