"""What every page of editing shows: undo and redo, drafts, faults with their place, and clashes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from parley.dossier.editing.checking import Faulty
from parley.dossier.editing.saving import Clash
from parley.dossier.editing.steps import Step
from parley.dossier.editing.undoing import redoable, undoable
from parley.dossier.editing.unsaved import Draft, read_draft
from parley.kernel.errors import ParleyError, Refused
from parley.kernel.findings import Finding
from parley.web.desk import Desk, unseen_sources
from parley.web.visitor import sees_files
from parley.web.workbench import is_allowed

__all__ = [
    "Bar",
    "ClashShown",
    "Different",
    "Fault",
    "Unsaved",
    "bar",
    "clash_shown",
    "different",
    "fault_shown",
    "faults_of",
    "may_change",
    "must_see_files",
    "names_for",
    "root_of",
    "unsaved",
]

_MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class Bar:
    """What can be undone and redone by whoever looks; empty where there is nothing."""

    undo: str
    redo: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a text, and where."""

    message: str
    hint: str | None
    severity: str
    file: str | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Different:
    """A line of a comparison: `+` new, `-` gone, a blank for the same, `@` for a gap."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class ClashShown:
    """A text that cannot be saved because another stands there by now, with a merge of both.

    `base` is the digest on top of which the merge is to be saved.
    """

    mine: str
    theirs: str | None
    merged: str | None
    conflicts: int
    why: str
    base: str
    difference: tuple[Different, ...]


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A draft of whoever looks; `clash` where the text that it was made from is another by now."""

    about: str
    at: str
    text: str
    clash: ClashShown | None


def root_of(desk: Desk) -> Path:
    """Return the folder of the dossier that is served."""
    return desk.bench.kept.root


def may_change(desk: Desk) -> bool:
    """Whether whoever looks may change files."""
    return is_allowed(desk.bench, desk.visitor, "edit") and sees_files(desk.visitor)


def must_see_files(desk: Desk) -> None:
    """Raise Refused for a visitor who does not see all of the dossier."""
    if not sees_files(desk.visitor):
        raise Refused(
            "the files are shown only to who sees all of the dossier and may edit it",
            hint="entries can be added on the page to add one, if you may edit",
        )


def bar(desk: Desk) -> Bar:
    """Return what can be undone and redone."""
    if not may_change(desk):
        return Bar("", "")
    root, who = root_of(desk), desk.visitor.name
    steps: tuple[Step | None, Step | None] = (undoable(root, who), redoable(root, who))
    undo, redo = (one.what if one is not None else "" for one in steps)
    return Bar(undo, redo)


def faults_of(check: Callable[[], object]) -> tuple[Fault, ...]:
    """Return what is wrong with a text, by trying to check it as if it were to be saved."""
    try:
        check()
    except Faulty as faulty:
        return tuple(fault_shown(one) for one in faulty.findings)
    except ParleyError as error:
        return (Fault(error.message, error.hint, "error", None, 1, 1),)
    return ()


def fault_shown(one: Finding) -> Fault:
    """Return a finding as a fault with its place."""
    return Fault(one.message, one.hint, one.severity, one.file, one.line or 1, one.column or 1)


def unsaved(desk: Desk, about: str, clash_of: Callable[[Draft], Clash | None]) -> Unsaved | None:
    """Return the draft that whoever looks has about something, with how it clashes, if it does.

    Parameters:
        clash_of: finds that out.
    """
    if not may_change(desk):
        return None
    draft = read_draft(root_of(desk), about, who=desk.visitor.name)
    if draft is None:
        return None
    clash = None
    if draft.base:
        try:
            found = clash_of(draft)
        except ParleyError as error:
            clash = ClashShown(draft.text, None, None, 0, str(error), "", ())
        else:
            clash = None if found is None else clash_shown(found)
    return Unsaved(about, draft.at, draft.text, clash)


def clash_shown(clash: Clash) -> ClashShown:
    """Return a clash as plain data."""
    mine = clash.mine or ""
    merged = clash.merged
    return ClashShown(
        mine,
        clash.theirs,
        None if merged is None else merged.text,
        0 if merged is None else len(merged.conflicts),
        clash.why,
        clash.digest,
        different(clash.theirs or "", mine),
    )


def different(old: str, new: str) -> tuple[Different, ...]:
    """Return how one text differs from another, line by line, with a little of what is around."""
    found: list[Different] = []
    for number, line in enumerate(
        unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2)
    ):
        if number < 2:  # the names of files
            continue
        sign = line[:1]
        if sign == "@":
            if found:
                found.append(Different("@", "…"))
        else:
            found.append(Different(sign, line[1:]))
        if len(found) > _MOST_LINES:
            found.append(Different("@", "…"))
            break
    return tuple(found)


def names_for(desk: Desk) -> Mapping[str, tuple[str, ...]]:
    """Return the names that fields may be completed with, by kind."""
    declared = desk.dossier.declared
    return {
        "party": tuple(declared.parties),
        "issue": tuple(declared.issues),
        "agenda": tuple(declared.agenda),
        "source": tuple(name for name in declared.sources if name not in unseen_sources(desk)),
    }
