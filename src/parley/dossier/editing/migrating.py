"""Brings a dossier to the current format, one version after the other.

Version 0 are drafts from before the format had a version: there is no `parley:` in `dossier.yaml`,
and some keys had other names. Only the keys change, in the text itself, so comments and layout
stay.

All files change together. The new ones are written beside the old; then the old are copied to
`NAME.v0`; then each new one takes its place, `dossier.yaml`, which has the version, last. If that
fails on the way, what has been replaced is put back; if the machine stops on the way, the dossier
still counts as the old version, and migrating it again completes it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from parley.dossier.editing.writing import write_atomically
from parley.dossier.files.folder import DECLARATIONS, dossier_root, find_files, read_file
from parley.dossier.text.canonical import ROOTS, Kind, fitting, inner_shape, record_of
from parley.dossier.text.yaml_text import Node, decode, parse_yaml
from parley.dossier.vocabulary.declarations import FORMAT_VERSION
from parley.dossier.vocabulary.shapes import Shape, fields_of
from parley.kernel.errors import ParleyError, Refused

__all__ = ["Change", "Migrated", "format_version", "migrate_dossier", "migrate_text"]

#: Keys of the drafts, and what they became. It is history: new synonyms do not belong here.
_DRAFT_KEYS: Mapping[str, str] = {
    "author": "by",
    "condition": "if",
    "date": "at",
    "from": "by",
    "provided": "if",
    "statement": "says",
    "supersedes": "replaces",
    "time": "at",
    "when": "if",
    "withdraws": "revokes",
}


class Migrated(NamedTuple):
    """A text in the current format, and what was changed, one sentence each."""

    text: str
    notes: tuple[str, ...]


class Change(NamedTuple):
    """What was changed in a file of a dossier."""

    file: str
    notes: tuple[str, ...]


class _Edit(NamedTuple):
    start: int
    end: int
    text: str
    note: str


def format_version(text: str, file: str = DECLARATIONS) -> int:
    """Return the version of the format that a `dossier.yaml` is in; 0 if it names none.

    Raises YamlFault for what is not YAML, ParleyError for a version that is no number, and Refused
    for one that is newer than this parley.
    """
    value = _version_node(parse_yaml(text, file))
    if value is None or (value.kind == "scalar" and value.value is None):
        return 0
    named = value.value or ""
    if not (named.isascii() and named.isdigit()) or len(named) > 9:
        raise ParleyError(
            f"{file}:{value.line}: expected a whole number as the version, got '{named[:40]}'",
            hint=f"write `parley: {FORMAT_VERSION}`",
        )
    if int(named) > FORMAT_VERSION:
        raise Refused(
            f"{file}:{value.line}: expected format {FORMAT_VERSION} or older, got format {named}",
            hint="install a newer parley",
        )
    return int(named)


def _version_node(tree: Node) -> Node | None:
    pairs = tree.pairs if tree.kind == "map" else ()
    return next((value for key, value in pairs if key.value == "parley"), None)


def migrate_text(
    text: str, kind: Kind, version: int | None = None, file: str | None = None
) -> Migrated:
    """Bring the text of one file to the current format.

    Parameters:
        kind: `dossier` for `dossier.yaml`, `log` for a log.
        version: the format it is in; left out, `dossier.yaml` says it, and a log, which cannot, is
            taken for a draft.
        file: its name, for messages.

    Raises what `format_version` raises.

    >>> migrate_text("- id: a  # one\\n  type: event\\n  date: 1951\\n", "log").text
    '- id: a  # one\\n  type: event\\n  at: 1951\\n'
    """
    name = file or {"dossier": DECLARATIONS, "log": "log"}[kind]
    text = text.removeprefix("\ufeff")
    if kind == "dossier":
        version = format_version(text, name)
    elif version is None:
        version = 0
    notes: list[str] = []
    for step in range(version, FORMAT_VERSION):
        edits = sorted(_STEPS[step](text, kind, name))
        notes.extend(edit.note for edit in edits)
        for edit in reversed(edits):
            text = text[: edit.start] + edit.text + text[edit.end :]
    return Migrated(text, tuple(notes))


def _from_draft(text: str, kind: Kind, file: str) -> Iterator[_Edit]:
    tree = parse_yaml(text, file)
    if kind == "dossier":
        yield from _versioned(tree, text, file)
    yield from _renamed(tree, ROOTS[kind], file)


#: The step from each version to the next.
_STEPS: Mapping[int, Callable[[str, Kind, str], Iterator[_Edit]]] = {0: _from_draft}


def _versioned(tree: Node, text: str, file: str) -> Iterator[_Edit]:
    """Put the version in: where it stands empty, else before the first key."""
    if tree.kind != "map":
        raise ParleyError(
            f"{file}: expected `key: value` lines, got a {tree.kind}",
            hint="a dossier.yaml begins with `parley: 1`",
        )
    note = f"{file}: the format is 1"
    there = _version_node(tree)
    if there is not None:
        yield _Edit(there.start, there.end, "1" if there.end > there.start else " 1", note)
    elif text[tree.start] == "{":
        comma = ", " if tree.items else ""
        yield _Edit(tree.start + 1, tree.start + 1, f"parley: 1{comma}", note)
    else:
        start = tree.start
        yield _Edit(start, start, f"parley: 1\n{' ' * (tree.column - 1)}", note)


def _renamed(node: Node, shape: Shape | None, file: str) -> Iterator[_Edit]:
    """Give the old names of keys, wherever the record has a key of the new name."""
    shape = fitting(node, shape)
    if node.kind == "list":
        inner = inner_shape(node, shape)
        for item in node.items:
            yield from _renamed(item, inner, file)
        return
    record = record_of(node, shape) if node.kind == "map" else None
    known = fields_of(record) if record else {}
    taken = {key.value for key, _ in node.pairs} if record else set()
    for key, value in node.pairs if node.kind == "map" else ():
        name = key.value or ""
        new = _DRAFT_KEYS.get(name, name)
        if new in known and name not in known and new not in taken:
            yield _Edit(key.start, key.end, new, f"{file}:{key.line}: `{name}` is now `{new}`")
            taken.add(new)
            name = new
        yield from _renamed(value, inner_shape(node, shape, name), file)


def migrate_dossier(root: Path | str) -> tuple[Change, ...]:
    """Bring a dossier's folder to the current format, all of its files or none.

    A copy of each file that changes is kept as `NAME.v0`, with the version that it was in.

    Returns what was changed; nothing, if the dossier is in the current format.

    Raises what `format_version` raises, and NotADossier and Refused for folders that cannot be
    read or written.
    """
    folder = dossier_root(root)
    names = find_files(folder, [])
    old = {name: read_file(folder, name) for name in names}
    texts = {name: decode(data, name) for name, data in old.items()}
    version = format_version(texts[DECLARATIONS])
    changes: list[Change] = []
    new: dict[str, str] = {}
    for name in [*names[1:], DECLARATIONS]:  # the one with the version comes last
        kind: Kind = "dossier" if name == DECLARATIONS else "log"
        text, notes = migrate_text(texts[name], kind, version, name)
        if text != texts[name]:
            new[name] = text
            changes.append(Change(name, notes))
    _replace_all(folder, {name: old[name] for name in new}, new, f".v{version}")
    return tuple(changes)


def _replace_all(
    root: Path, old: Mapping[str, bytes], texts: Mapping[str, str], ending: str
) -> None:
    """Write all of the files or none; the old contents are kept beside them."""
    done: list[str] = []
    ready: list[str] = []
    try:
        for name, text in texts.items():
            ready.append(name)
            write_atomically(root / f"{name}.new", text)
        for name in texts:
            backup = root / f"{name}{ending}"
            if not backup.exists():  # else it is of a run that was broken off, and the true one
                shutil.copy2(root / name, backup)
        for name in texts:
            shutil.copymode(root / name, root / f"{name}.new")
            done.append(name)
            os.replace(root / f"{name}.new", root / name)
    except OSError as error:
        for name in done:
            (root / name).write_bytes(old[name])
        raise Refused(
            f"the dossier cannot be written: {error.strerror or error}",
            hint="nothing was changed; check that there is room and that you may write there",
        ) from None
    finally:
        for name in ready:
            (root / f"{name}.new").unlink(missing_ok=True)
