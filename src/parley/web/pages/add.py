"""Adding an entry: the fields of its type, or its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from parley.dossier.editing.unsaved import drop_draft, keep_draft, read_draft
from parley.dossier.editing.writing import entry_text
from parley.dossier.text.yaml_text import parse_yaml, plain
from parley.dossier.vocabulary.entries import ENTRY_TYPES
from parley.kernel.errors import ParleyError
from parley.web.addresses import link
from parley.web.desk import Desk
from parley.web.editing.fields import (
    FormField,
    entry_fields,
    fields_form,
    given_fields,
    with_defaults,
)
from parley.web.editing.shared import Bar, bar, may_change, names_for, root_of
from parley.web.proposing import write_entries
from parley.web.registry import Act, Done, Page

__all__ = ["PAGE", "Adder", "DropNewForm", "NewTextForm", "add", "drop", "save", "save_new_text"]

#: The form that adds an entry by its fields.
_FORM = fields_form("NewEntryForm", (("type", str, ...), ("log", str, "")))


@dataclass(frozen=True, slots=True)
class Adder:
    """A type of entry, its fields, the types that there are, and a draft that is not saved."""

    type: str
    types: tuple[str, ...]
    fields: tuple[FormField, ...]
    names: dict[str, tuple[str, ...]]
    draft: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class NewTextForm:
    """A new entry as text."""

    text: str
    log: str = ""


@dataclass(frozen=True, slots=True)
class DropNewForm:
    """Nothing: there is one draft of a new entry."""


def add(desk: Desk, type: str = "event") -> Adder:
    """Return the fields of a type of entry, to be filled in."""
    draft = None
    if may_change(desk):
        draft = read_draft(root_of(desk), "new:entry", who=desk.visitor.name)
    return Adder(
        type,
        tuple(ENTRY_TYPES),
        entry_fields(type, {}),
        dict(names_for(desk)),
        draft.text if draft is not None else "",
        bar(desk),
    )


def save(desk: Desk, form: Any) -> Done:
    """Add an entry by its fields, to the log of its month unless another is named."""
    return _added(desk, given_fields(form, form.type, {}), form.log)


save.__annotations__["form"] = _FORM  # it is made of the records when the program starts


def save_new_text(desk: Desk, form: NewTextForm) -> Done:
    """Add an entry by its text, to the log of its month unless another is named."""
    data = plain(parse_yaml(form.text.replace("\r\n", "\n"), "the entry"))
    if isinstance(data, list) and len(data) == 1:
        (data,) = data
    if not isinstance(data, dict):
        raise ParleyError("expected one entry", hint="write `type: event`, and other keys below")
    return _added(desk, data, form.log)


def _added(desk: Desk, data: dict[str, Any], log: str) -> Done:
    entry = with_defaults(data)
    root, who = root_of(desk), desk.visitor.name
    try:
        write_entries(desk, [entry], log or None)
    except ParleyError:
        keep_draft(root, "new:entry", entry_text(entry), who=who)
        raise
    drop_draft(root, "new:entry", who=who)
    return Done(link(desk.asked, ("entry", str(entry["id"])), {}), "add.saved")


def drop(desk: Desk, form: DropNewForm) -> Done:
    """Throw away the draft of a new entry."""
    drop_draft(root_of(desk), "new:entry", who=desk.visitor.name)
    return Done(link(desk.asked, ("add",), {}), "edit.dropped")


PAGE = Page(
    "add",
    "/add",
    add,
    acts={"fields": Act(save), "text": Act(save_new_text), "drop": Act(drop)},
)
