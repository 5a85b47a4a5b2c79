"""A file of the dossier as text, with numbered lines and what is wrong in it."""

from __future__ import annotations

from dataclasses import dataclass

from parley.dossier.editing.text_editing import check_text, file_clash, read_editable, save_text
from parley.dossier.editing.unsaved import drop_draft, keep_draft
from parley.dossier.files.folder import DECLARATIONS, find_files
from parley.web.addresses import link
from parley.web.desk import Desk, report
from parley.web.editing.seen import bring, note
from parley.web.editing.shared import (
    Bar,
    Fault,
    Unsaved,
    bar,
    fault_shown,
    faults_of,
    must_see_files,
    root_of,
    unsaved,
)
from parley.web.registry import Act, Done, Page

__all__ = ["PAGE", "FileEditor", "FileForm", "NamedFileForm", "drop", "file", "keep", "save"]

_MOST = 3_000_000  # characters that a browser edits without trouble


@dataclass(frozen=True, slots=True)
class FileEditor:
    """A file to edit as text, what is wrong in it, and an unsaved draft with what is wrong in that.

    `base` is the digest of its bytes, which a form sends back. `text` is None where it is too long
    for a browser: `most` says what is not.
    """

    file: str
    files: tuple[str, ...]
    text: str | None
    base: str
    line: int
    column: int
    findings: tuple[Fault, ...]
    draft: Unsaved | None
    faults: tuple[Fault, ...]
    bar: Bar
    most: int


@dataclass(frozen=True, slots=True)
class FileForm:
    """A file as text."""

    file: str
    base: str
    text: str
    allow: bool = False


@dataclass(frozen=True, slots=True)
class NamedFileForm:
    """Which file."""

    file: str


def file(
    desk: Desk, file: str = DECLARATIONS, line: int = 0, column: int = 0, draft: bool = False
) -> FileEditor:
    """Return a file to edit as text, and what is wrong in it.

    `draft` shows the text of the draft in the place of what is in the file.
    """
    must_see_files(desk)
    root = root_of(desk)
    found = read_editable(root, file, keep=False)
    note(found.data)
    kept = unsaved(desk, file, lambda one: file_clash(root, file, one.base, one.text))
    faults = () if kept is None else faults_of(lambda: check_text(root, file, kept.text))
    text = kept.text if draft and kept is not None else found.text
    return FileEditor(
        file,
        tuple(find_files(root, [])),
        text if len(text) <= _MOST else None,
        found.digest,
        max(line, 0),
        max(column, 0),
        tuple(fault_shown(one) for one in report(desk).findings if one.file == file),
        kept,
        faults,
        bar(desk),
        _MOST,
    )


def save(desk: Desk, form: FileForm) -> Done:
    """Save a file; a stale save is refused, and the text is kept as a draft."""
    must_see_files(desk)
    bring(desk, form.base)
    save_text(
        root_of(desk),
        form.file,
        form.base,
        form.text,
        who=desk.visitor.name,
        allow_faults=form.allow,
    )
    return Done(link(desk.asked, ("file",), {"file": form.file}), "file.saved")


def keep(desk: Desk, form: FileForm) -> Done:
    """Keep the text of a file as a draft, without saving it."""
    must_see_files(desk)
    read_editable(root_of(desk), form.file, keep=False)
    bring(desk, form.base)
    keep_draft(root_of(desk), form.file, form.text, who=desk.visitor.name, base=form.base)
    return Done(link(desk.asked, ("file",), {"file": form.file}), "edit.kept")


def drop(desk: Desk, form: NamedFileForm) -> Done:
    """Throw away the draft of a file."""
    must_see_files(desk)
    drop_draft(root_of(desk), form.file, who=desk.visitor.name)
    return Done(link(desk.asked, ("file",), {"file": form.file}), "edit.dropped")


PAGE = Page("file", "/file", file, acts={"save": Act(save), "keep": Act(keep), "drop": Act(drop)})
