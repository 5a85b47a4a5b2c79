"""Editing a file of a dossier as text: read, checked, saved, and never over another.

What is new stands in canonical form; what was there stays byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parley.dossier.dossier import Dossier
from parley.dossier.editing.checking import checked
from parley.dossier.editing.saving import (
    Clash,
    Saved,
    Stale,
    files_of,
    keeping,
    merged_with,
    texts_of,
    written,
)
from parley.dossier.editing.splicing import bytes_like, log_like, text_of
from parley.dossier.editing.steps import NewText, recall, remember
from parley.dossier.files.folder import DECLARATIONS, dossier_root
from parley.dossier.text.formatting import format_text
from parley.kernel.digests import digest
from parley.kernel.errors import ParleyError

__all__ = ["EditableText", "check_text", "file_clash", "read_editable", "save_text"]


@dataclass(frozen=True, slots=True)
class EditableText:
    """A file as it is now: its text with `\\n` for its ends of lines, its bytes, their digest."""

    file: str
    text: str
    digest: str
    data: bytes


def read_editable(root: Path | str, file: str, *, keep: bool = True) -> EditableText:
    """Return a file of a dossier as it is now, for somebody to edit it.

    Parameters:
        file: `dossier.yaml`, or a log as `log/NAME.yaml`.
        keep: whether its text is kept in the workplace, for a merge if it changes meanwhile.

    Raises Refused for what is no such file, or cannot be read as text.
    """
    folder = dossier_root(root)
    data = files_of(folder, file)[file]
    if keep:
        remember(folder, data)
    return EditableText(file, text_of(data), digest(data), data)


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
        files = files_of(folder, file)
        if digest(files[file]) != base:
            raise Stale((_file_clash(folder, file, base, text, files[file]),))
        old = text_of(files[file])
        new = _canonical(old, text, file)
        dossier = checked(texts_of(files), {file: new}, allow=allow_faults)
        return written(
            folder,
            [NewText(file, files[file], bytes_like(files[file], new))],
            (f"edit {file}", who),
            dossier,
        )

    return keeping(folder, attempt, (file, who, base), [text])


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
    now = files_of(folder).get(file)
    if now is not None and digest(now) == base:
        return None
    return _file_clash(folder, file, base, mine, now)


def check_text(root: Path | str, file: str, text: str) -> Dossier:
    """Check what a dossier would be with another text in a file; nothing is written.

    Raises Faulty for errors that are new.
    """
    folder = dossier_root(root)
    files = texts_of(files_of(folder, file))
    return checked(files, {file: text.replace("\r\n", "\n")})
