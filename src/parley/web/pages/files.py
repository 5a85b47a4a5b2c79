"""Where editing begins: the files, drafts that are not saved, and what was done last."""

from __future__ import annotations

from dataclasses import dataclass

from parley.dossier.editing.unsaved import drafts_of
from parley.dossier.files.folder import find_files, read_file
from parley.dossier.text.yaml_text import decode
from parley.web.desk import Desk
from parley.web.editing.shared import Bar, bar, may_change, must_see_files, root_of
from parley.web.registry import Page, Rows

__all__ = ["PAGE", "FileListed", "Files", "Waiting", "files", "files_table"]


@dataclass(frozen=True, slots=True)
class FileListed:
    """A file: how long it is, and how many errors were read in it."""

    file: str
    characters: int
    errors: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft that is not saved: of a file, an entry or a review; `name` is which."""

    kind: str
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class Files:
    """The files of the dossier, the drafts of whoever looks, and what can be undone."""

    files: tuple[FileListed, ...]
    drafts: tuple[Waiting, ...]
    bar: Bar


def files(desk: Desk) -> Files:
    """Return the files of the dossier, the drafts of whoever looks, and what can be undone."""
    must_see_files(desk)
    drafts: list[Waiting] = []
    if may_change(desk):
        for one in drafts_of(root_of(desk), who=desk.visitor.name):
            kind, colon, name = one.about.partition(":")
            drafts.append(Waiting(kind if colon else "file", name or one.about, one.at))
    return Files(_listed(desk), tuple(drafts), bar(desk))


def _listed(desk: Desk) -> tuple[FileListed, ...]:
    root = root_of(desk)
    errors: dict[str | None, int] = {}
    for one in desk.dossier.faults:
        if one.severity == "error":
            errors[one.file] = errors.get(one.file, 0) + 1
    return tuple(
        FileListed(name, len(decode(read_file(root, name), name)), errors.get(name, 0))
        for name in find_files(root, [])
    )


def files_table(desk: Desk) -> Rows:
    """Return the files of the dossier as a table."""
    must_see_files(desk)
    return Rows(
        ("file", "characters", "errors"),
        tuple((one.file, one.characters, one.errors) for one in _listed(desk)),
    )


PAGE = Page("files", "/files", files, key="e", order=90, tables={"files": files_table})
