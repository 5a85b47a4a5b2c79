"""The history of edits: what was done, by whom, and undoing it."""

from __future__ import annotations

from dataclasses import dataclass

from parley.dossier.editing.saving import Clash
from parley.dossier.editing.steps import Step, history, step_texts
from parley.dossier.editing.undoing import clashes_of, redo, undo, undoable
from parley.web.addresses import inside, link
from parley.web.desk import Desk
from parley.web.editing.shared import (
    Bar,
    Different,
    bar,
    different,
    may_change,
    must_see_files,
    root_of,
)
from parley.web.registry import Act, Done, Page, Rows

__all__ = [
    "PAGE",
    "BackForm",
    "Edits",
    "StepListed",
    "edits",
    "redo_step",
    "steps_table",
    "undo_step",
]

_MOST = 100


@dataclass(frozen=True, slots=True)
class StepListed:
    """A step; `state` is done, undone, refused, pending, or undo or redo of another."""

    id: int
    at: str
    who: str
    what: str
    files: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Edits:
    """The newest steps, what undoing the last of one's own would change, and whether it can.

    `changed_since` where its files were changed since; `mergeable` where a merge takes it out.
    """

    steps: tuple[StepListed, ...]
    bar: Bar
    difference: tuple[Different, ...]
    changed_since: bool
    mergeable: bool


@dataclass(frozen=True, slots=True)
class BackForm:
    """How to go back: a step of one's own, left out the last; and where to go then."""

    step: int | None = None
    merge: bool = False
    back: str = ""


def edits(desk: Desk) -> Edits:
    """Return the newest edits of the dossier's files, and what undoing would change."""
    must_see_files(desk)
    root, who = root_of(desk), desk.visitor.name
    last = undoable(root, who) if may_change(desk) else None
    clashes: tuple[Clash, ...] = ()
    difference: tuple[Different, ...] = ()
    if last is not None:
        clashes = clashes_of(root, last)
        difference = _difference(desk, last)
    mergeable = all(one.merged is not None and not one.merged.conflicts for one in clashes)
    return Edits(_listed(desk), bar(desk), difference, bool(clashes), mergeable)


def _listed(desk: Desk) -> tuple[StepListed, ...]:
    return tuple(
        StepListed(
            one.id,
            one.at,
            one.who,
            one.what,
            tuple(change.file for change in one.changes),
            "undone" if one.undone else one.kind if one.kind != "edit" else one.state,
        )
        for one in history(root_of(desk), _MOST)
    )


def _difference(desk: Desk, step: Step) -> tuple[Different, ...]:
    found: list[Different] = []
    for one in step_texts(root_of(desk), step) or ():
        before, after = (
            "" if data is None else data.decode("utf-8", "replace")
            for data in (one.before, one.after)
        )
        found.append(Different("@", one.file))
        found.extend(different(after, before))
    return tuple(found[:400])


def undo_step(desk: Desk, form: BackForm) -> Done:
    """Undo the last edit of one's own, or the step given."""
    must_see_files(desk)
    undo(root_of(desk), who=desk.visitor.name, step=form.step, merge=form.merge)
    return Done(_back(desk, form), "history.undone")


def redo_step(desk: Desk, form: BackForm) -> Done:
    """Redo the edit that was undone last, or the step given."""
    must_see_files(desk)
    redo(root_of(desk), who=desk.visitor.name, step=form.step, merge=form.merge)
    return Done(_back(desk, form), "history.redone")


def _back(desk: Desk, form: BackForm) -> str:
    return inside(form.back) if form.back else link(desk.asked, ("history",), {})


def steps_table(desk: Desk) -> Rows:
    """Return the newest edits as a table."""
    must_see_files(desk)
    columns = ("id", "at", "who", "what", "files", "state")
    return Rows(
        columns, tuple(tuple(getattr(one, key) for key in columns) for one in _listed(desk))
    )


PAGE = Page(
    "history",
    "/history",
    edits,
    tables={"steps": steps_table},
    acts={"undo": Act(undo_step), "redo": Act(redo_step)},
)
