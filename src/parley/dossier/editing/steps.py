"""The steps by which a dossier was edited: each brought about as a whole, and kept to be undone.

What a step will do is written into the book of the workplace first. Then the files are exchanged,
then the step is marked as done. Whoever finds a step that is not done finishes it, so that being
killed in the middle of one changes nothing: at the next start, or the next save, all of it is
there. A step that meets a file which somebody changed meanwhile is taken back as a whole; its
texts stay in the book.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from parley.dossier.files.folder import DECLARATIONS, outside
from parley.dossier.files.swapping import Change, digest_now, swap
from parley.dossier.files.workplace import (
    WORKPLACE,
    is_there,
    moment_now,
    opened,
    packed,
    prune,
    put_text,
    take_text,
)
from parley.kernel.digests import digest
from parley.kernel.errors import ParleyError, Refused

__all__ = [
    "Moved",
    "NewText",
    "Step",
    "StepKind",
    "commit",
    "history",
    "recall",
    "remember",
    "settle",
    "step_texts",
]

StepKind: TypeAlias = Literal["edit", "undo", "redo"]

_MOST_STEPS = 500


class Moved(ParleyError):
    """Files were changed by somebody else, so that a step was not taken; `files` names them."""

    def __init__(self, files: tuple[str, ...]) -> None:
        super().__init__(
            f"{', '.join(files)}: changed by somebody else meanwhile",
            hint="nothing was written; look at what changed and save again",
        )
        self.files = files


@dataclass(frozen=True, slots=True)
class NewText:
    """What a file is to become.

    Parameters:
        file: its path in the folder of the dossier.
        before: its bytes now; None where it is not there.
        after: its bytes then; None to remove it.
    """

    file: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was taken.

    Parameters:
        id: counted from 1.
        at: when, in UTC.
        who: by whom; empty where nobody signed in.
        what: what was done, in a few words.
        kind: an edit; or that one was undone or redone, the number of which is `of`.
        state: `done`; `pending` where it was cut off; `refused` where it was taken back.
        undone: whether the edit is undone now.
        redoable: whether it is, and its author has edited nothing since.
        changes: the files.
    """

    id: int
    at: str
    who: str
    what: str
    kind: StepKind
    of: int | None
    state: Literal["pending", "done", "refused"]
    undone: bool
    redoable: bool
    changes: tuple[Change, ...]


def commit(
    root: Path,
    texts: Sequence[NewText],
    what: str,
    who: str = "",
    kind: StepKind = "edit",
    of: int | None = None,
) -> int | None:
    """Change files of a dossier, all or none, and return the number of the step.

    None where nothing would change.

    Parameters:
        root: the folder of the dossier, as `dossier_root` gives it.
        texts: what the files become, in the order in which they are to be written.
        what, who: what it is and whose, for the history.
        kind, of: that it undoes or redoes another step.

    Raises Moved where a file is no longer what it was, and Refused where it cannot be written;
    then nothing has changed.
    """
    texts = [one for one in texts if one.before != one.after]
    for one in texts:
        _check_name(root, one.file)
    if not texts:
        return None
    with opened(root) as book:
        book.execute("BEGIN IMMEDIATE")
        try:
            _settle(root, book)
            moved = tuple(
                one.file for one in texts if digest_now(root, one.file) != _digest(one.before)
            )
            if moved:
                raise Moved(moved)
            step = _note(book, texts, (what, who, kind, of))
        except BaseException:
            book.execute("ROLLBACK")
            raise
        book.execute("COMMIT")  # from here on it will come about, whatever happens
        book.execute("BEGIN IMMEDIATE")
        try:
            _settle(root, book)
        except BaseException:
            book.execute("ROLLBACK")
            raise
        book.execute("COMMIT")
        state, why = book.execute("SELECT state, what FROM steps WHERE id = ?", (step,)).fetchone()
    if state == "refused":
        if why.startswith(_UNWRITTEN):
            raise Refused(
                f"the files cannot be written: {why.removeprefix(_UNWRITTEN)}",
                hint="nothing was changed; check that there is room and that you may write there",
            )
        raise Moved(tuple(one.file for one in texts))
    return int(step)


_UNWRITTEN = "not written: "


def _note(
    book: sqlite3.Connection,
    texts: Sequence[NewText],
    about: tuple[str, str, StepKind, int | None],
) -> int:
    what, who, kind, of = about
    made = book.execute(
        "INSERT INTO steps (at, who, what, kind, of, state) VALUES (?, ?, ?, ?, ?, 'pending')",
        (moment_now(), who, what, kind, of),
    )
    step = made.lastrowid
    if step is None:
        raise Refused("the step could not be noted", hint="try again")
    for nth, one in enumerate(texts):
        names = [None if data is None else put_text(book, data) for data in (one.before, one.after)]
        book.execute("INSERT INTO changes VALUES (?, ?, ?, ?, ?)", (step, nth, one.file, *names))
    if kind == "edit":  # what this person had undone cannot be redone on top of something new
        book.execute("UPDATE steps SET undone = 2 WHERE undone = 1 AND who = ?", (who,))
    prune(book, _MOST_STEPS)
    return step


def settle(root: Path) -> bool:
    """Finish what was cut off; return whether there was anything.

    Parameters:
        root: the folder of the dossier.

    Raises Refused where the workplace cannot be used.
    """
    if not is_there(root):
        return False
    with opened(root) as book:
        book.execute("BEGIN IMMEDIATE")
        try:
            found = _settle(root, book)
        except BaseException:
            book.execute("ROLLBACK")
            raise
        book.execute("COMMIT")
    return found


def _settle(root: Path, book: sqlite3.Connection) -> bool:
    """Bring about all steps that are not done; the book is held meanwhile."""
    found = False
    for row in book.execute("SELECT id, kind, of FROM steps WHERE state = 'pending'").fetchall():
        found = True
        step, kind, of = row
        _sweep(root, book)
        why = _bring_about(root, book, step)
        if why is None:
            book.execute("UPDATE steps SET state = 'done' WHERE id = ?", (step,))
            if kind != "edit":
                undone = int(kind == "undo")
                book.execute("UPDATE steps SET undone = ? WHERE id = ?", (undone, of))
        else:
            told = f"{_UNWRITTEN}{why}" if why else None
            book.execute(
                "UPDATE steps SET state = 'refused', what = coalesce(?, what) WHERE id = ?",
                (told, step),
            )
    if found:
        _sweep(root, book)
    return found


def _bring_about(root: Path, book: sqlite3.Connection, step: int) -> str | None:
    """Change the files of a step; None when that is done, else why it was taken back.

    The reason is empty where a file is neither what it was nor what it is to be.
    """
    changes = _changes(book, step)
    why: str | None = None
    for change in changes:
        if _check_name(root, change.file, quietly=True) is not None:
            why = "a name that is none of a dossier"
        elif digest_now(root, change.file) not in (change.before, change.after):
            why = ""
    for nth, change in enumerate(changes if why is None else ()):
        if digest_now(root, change.file) == change.after:
            continue
        try:
            done = swap(root, change, take_text(book, change.after), _beside(root, step, nth))
        except OSError as error:
            why = error.strerror or str(error)
            break
        if not done:
            why = ""
            break
    if why is None:
        return None
    for nth, change in reversed(list(enumerate(changes))):
        if digest_now(root, change.file) == change.after != change.before:
            with suppress(OSError):
                swap(root, change.back, take_text(book, change.before), _beside(root, step, nth))
    return why


def _beside(root: Path, step: int, nth: int) -> Path:
    return root / WORKPLACE / f"step-{step}-{nth}"


def _sweep(root: Path, book: sqlite3.Connection) -> None:
    """Clear away what a step that was cut off left between two files.

    An old text is known, as a rule; else somebody wrote it in that very moment, and it becomes a
    draft, for it might be nowhere else.
    """
    for path in sorted((root / WORKPLACE).glob("step-*")):
        if path.suffix == ".old":
            data = path.read_bytes()
            known = book.execute("SELECT 1 FROM texts WHERE digest = ?", (digest(data),))
            if known.fetchone() is None:
                book.execute(
                    "INSERT OR REPLACE INTO drafts VALUES ('', ?, ?, '', ?)",
                    (f"found:{digest(data)[:12]}", moment_now(), packed(data)),
                )
        path.unlink(missing_ok=True)


def _digest(data: bytes | None) -> str | None:
    return None if data is None else digest(data)


def _changes(book: sqlite3.Connection, step: int) -> tuple[Change, ...]:
    rows = book.execute(
        "SELECT file, before, after FROM changes WHERE step = ? ORDER BY nth", (step,)
    )
    return tuple(Change(*row) for row in rows.fetchall())


def _check_name(root: Path, file: str, *, quietly: bool = False) -> str | None:
    """Return why a file is none that is edited; raise Refused for it, unless `quietly`."""
    why = outside(file, root)
    if why is None and file != DECLARATIONS:
        parts = file.split("/")
        named = parts[0] == "log" and len(parts) > 1 and file.endswith((".yaml", ".yml"))
        if not named or any(part.startswith(".") or not part for part in parts):
            why = "is neither dossier.yaml nor a log"
    if why is not None and not quietly:
        raise Refused(f"'{file}' {why}", hint="name dossier.yaml, or a log as log/NAME.yaml")
    return why


def history(root: Path, limit: int = 100, who: str | None = None) -> tuple[Step, ...]:
    """Return the newest steps, the newest first.

    Parameters:
        who: only of this person; None: of all.
    """
    if not is_there(root):
        return ()
    with opened(root) as book:
        rows = book.execute(
            "SELECT id, at, who, what, kind, of, state, undone FROM steps "
            "WHERE ? IS NULL OR who = ? ORDER BY id DESC LIMIT ?",
            (who, who, limit),
        ).fetchall()
        return tuple(_step(row, _changes(book, row[0])) for row in rows)


def _step(row: tuple[Any, ...], changes: tuple[Change, ...]) -> Step:
    name, at, who, what, kind, of, state, undone = row
    return Step(name, at, who, what, kind, of, state, bool(undone), undone == 1, changes)


def step_texts(root: Path, step: Step) -> tuple[NewText, ...] | None:
    """Return the texts of a step; None where they are no longer kept."""
    with opened(root) as book:
        found: list[NewText] = []
        for one in step.changes:
            before, after = (take_text(book, name) for name in (one.before, one.after))
            if (before is None) != (one.before is None) or (after is None) != (one.after is None):
                return None
            found.append(NewText(one.file, before, after))
    return tuple(found)


def remember(root: Path, data: bytes) -> str:
    """Keep a text that somebody begins to edit, for the merge if it changes; return its digest."""
    name = digest(data)
    with opened(root) as book:
        if take_text(book, name) is None:
            book.execute("BEGIN IMMEDIATE")
            put_text(book, data)
            book.execute("COMMIT")
    return name


def recall(root: Path, name: str) -> bytes | None:
    """Return a text by its digest; None where it was never kept, or is kept no longer."""
    if not is_there(root):
        return None
    with opened(root) as book:
        return take_text(book, name)
