"""Undoing and redoing edits, byte for byte, or by a merge where the files changed since."""

from __future__ import annotations

from pathlib import Path

from parley.dossier.editing.checking import checked
from parley.dossier.editing.saving import Clash, Saved, Stale, merged_with
from parley.dossier.editing.splicing import bytes_like, text_of
from parley.dossier.editing.steps import NewText, Step, commit, history, step_texts
from parley.dossier.files.folder import DECLARATIONS, dossier_root, find_files, read_file
from parley.dossier.text.yaml_text import decode
from parley.kernel.digests import digest
from parley.kernel.errors import Refused

__all__ = ["clashes_of", "redo", "redoable", "undo", "undoable"]

_FAR_BACK = 500


def undoable(root: Path | str, who: str | None = None) -> Step | None:
    """Return the step that `undo` would undo; None where there is none.

    Parameters:
        who: of this person only; None: of all.
    """
    steps = history(dossier_root(root), _FAR_BACK, who)
    return next(
        (one for one in steps if one.kind == "edit" and one.state == "done" and not one.undone),
        None,
    )


def redoable(root: Path | str, who: str | None = None) -> Step | None:
    """Return the step that `redo` would redo: the one undone last; None where there is none."""
    steps = history(dossier_root(root), _FAR_BACK, who)
    waiting = {one.id: one for one in steps if one.kind == "edit" and one.redoable}
    for one in steps:
        if one.kind == "undo" and one.state == "done" and one.of in waiting:
            return waiting[one.of]
    return None


def undo(root: Path | str, *, who: str = "", step: int | None = None, merge: bool = False) -> Saved:
    """Undo the last edit of a person, or the step given.

    The files become byte for byte what they were. Where one has changed since, the step is taken
    out of it by a merge, but only if `merge` says so and nothing clashes.

    Raises Stale where a file has changed since, Faulty where the dossier would get errors, and
    Refused where there is nothing to undo.
    """
    folder = dossier_root(root)
    found = _wanted(folder, step) if step is not None else undoable(folder, who)
    if found is None or found.undone or found.kind != "edit" or found.state != "done":
        raise Refused(
            "there is nothing to undo", hint="the history lists what was done, and by whom"
        )
    texts = step_texts(folder, found)
    return _back(folder, found, texts, (who, "undo", merge))


def redo(root: Path | str, *, who: str = "", step: int | None = None, merge: bool = False) -> Saved:
    """Redo the edit that a person undid last, or the step given; as `undo`."""
    folder = dossier_root(root)
    found = _wanted(folder, step) if step is not None else redoable(folder, who)
    if found is None or not found.redoable:
        raise Refused(
            "there is nothing to redo", hint="the history lists what was done, and by whom"
        )
    texts = step_texts(folder, found)
    forth = (
        None if texts is None else tuple(NewText(one.file, one.after, one.before) for one in texts)
    )
    return _back(folder, found, forth, (who, "redo", merge))


def clashes_of(root: Path | str, step: Step) -> tuple[Clash, ...]:
    """Return how undoing a step clashes with what its files are now; nothing where it does not.

    Nothing either where its texts are no longer kept.
    """
    folder = dossier_root(root)
    files = {name: read_file(folder, name) for name in find_files(folder, [])}
    texts = step_texts(folder, step) or ()
    return tuple(
        _clash(one, files.get(one.file)) for one in texts if files.get(one.file) != one.after
    )


def _wanted(root: Path, step: int) -> Step | None:
    return next((one for one in history(root, _FAR_BACK) if one.id == step), None)


def _back(
    root: Path,
    step: Step,
    texts: tuple[NewText, ...] | None,
    how: tuple[str, str, bool],
) -> Saved:
    """Bring the files from what they are after a step to what they were before it."""
    who, kind, merge = how
    if texts is None:
        raise Refused(
            f"the texts of step {step.id} are no longer kept", hint="change the entry by hand"
        )
    names = find_files(root, [])
    files = {name: read_file(root, name) for name in names}
    new: list[NewText] = []
    clashes: list[Clash] = []
    for one in texts:
        now = files.get(one.file)
        if now == one.after:
            new.append(NewText(one.file, now, one.before))
            continue
        clash = _clash(one, now)
        if merge and clash.merged is not None and not clash.merged.conflicts and now is not None:
            new.append(NewText(one.file, now, bytes_like(now, clash.merged.text)))
        else:
            clashes.append(clash)
    if clashes:
        raise Stale(tuple(clashes))
    # what was declared first goes last, so that nothing ever speaks of what is not there
    new.sort(key=lambda one: (one.file == DECLARATIONS) == (kind == "undo"))
    before = {name: decode(data, name) for name, data in files.items()}
    after = {one.file: None if one.after is None else decode(one.after, one.file) for one in new}
    dossier = checked(before, after)
    number = commit(
        root, new, f"{kind} {step.what}", who, "undo" if kind == "undo" else "redo", step.id
    )
    digests = {one.file: digest(one.after) for one in new if one.after is not None}
    return Saved(number, digests, dossier)


def _clash(one: NewText, now: bytes | None) -> Clash:
    base, mine, theirs = (
        None if data is None else text_of(data) for data in (one.after, one.before, now)
    )
    merged, why = None, "the file was made or removed"
    if mine is not None and theirs is not None:
        merged, why = merged_with(one.file, base, mine, theirs)
    elif theirs is not None and one.file != DECLARATIONS:  # the step made the log
        merged, why = merged_with(one.file, base, "", theirs)
    return Clash(one.file, one.file, base, mine, theirs, digest(now or b""), merged, why)
