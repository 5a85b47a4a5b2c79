"""The editor of one entry: its fields, its text, what clashes, and taking it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from parley.dossier.editing.entry_editing import (
    check_entry,
    entry_clash,
    read_entry,
    remove_entry,
    replace_entry,
)
from parley.dossier.editing.splicing import only_entry
from parley.dossier.editing.unsaved import drop_draft, keep_draft
from parley.dossier.references import references
from parley.kernel.errors import Refused
from parley.web.addresses import link
from parley.web.desk import Desk
from parley.web.editing.fields import FORM, FormField, entry_fields, given_fields
from parley.web.editing.seen import bring, note
from parley.web.editing.shared import (
    Bar,
    Fault,
    Unsaved,
    bar,
    faults_of,
    must_see_files,
    names_for,
    root_of,
    unsaved,
)
from parley.web.registry import Act, Done, Page

__all__ = [
    "PAGE",
    "EntryEditor",
    "EntryTextForm",
    "NamedEntryForm",
    "drop",
    "edit",
    "keep",
    "remove",
    "save",
    "save_entry_text",
]


@dataclass(frozen=True, slots=True)
class EntryEditor:
    """An entry to edit: its fields and its text as they are now, and an unsaved draft.

    `base` is the digest of its text, which a form sends back; `faults` are those of the draft.
    """

    entry: str
    type: str
    file: str
    line: int
    text: str
    base: str
    fields: tuple[FormField, ...]
    names: dict[str, tuple[str, ...]]
    referred_by: tuple[str, ...]
    draft: Unsaved | None
    faults: tuple[Fault, ...]
    bar: Bar


@dataclass(frozen=True, slots=True)
class EntryTextForm:
    """An entry as text."""

    entry: str
    base: str
    text: str
    allow: bool = False


@dataclass(frozen=True, slots=True)
class NamedEntryForm:
    """Which entry, as it was when it was read."""

    entry: str
    base: str = ""


def edit(desk: Desk, entry: str = "", draft: bool = False) -> EntryEditor:
    """Return an entry to edit, or with none what to choose.

    `draft` shows the text of the draft in the place of what is in the file.
    """
    must_see_files(desk)
    if not entry:
        return EntryEditor("", "", "", 0, "", "", (), {}, (), None, (), bar(desk))
    root = root_of(desk)
    found = read_entry(root, entry, keep=False)
    note(found.text.encode())
    kept = unsaved(desk, f"entry:{entry}", lambda one: entry_clash(root, entry, one.base, one.text))
    faults = () if kept is None else faults_of(lambda: check_entry(root, entry, kept.text))
    shown = found.data
    if draft and kept is not None and not faults:
        shown = only_entry(kept.text, found.file).data
    kind = str(shown.get("type", ""))
    return EntryEditor(
        entry,
        kind,
        found.file,
        found.line,
        kept.text if draft and kept is not None else found.text,
        found.digest,
        entry_fields(kind, shown) if kind else (),
        dict(names_for(desk)),
        tuple(
            dict.fromkeys(
                one.holder
                for one in references(desk.dossier)
                if one.kind == "entry" and one.name == entry
            )
        ),
        kept,
        faults,
        bar(desk),
    )


def save(desk: Desk, form: Any) -> Done:
    """Save an entry by its fields; comments in it stay.

    A stale save is refused, and what was typed is kept as a draft.
    """
    must_see_files(desk)
    root = root_of(desk)
    now = read_entry(root, form.entry, keep=False)
    kind = form.type or str(now.data.get("type", ""))
    data = given_fields(form, kind, now.data)
    if "id" not in data:
        raise Refused("an entry must have an id", hint="fill in `id`")
    bring(desk, form.base)
    replace_entry(root, form.entry, form.base, data, who=desk.visitor.name)
    return _saved(desk, str(data["id"]))


save.__annotations__["form"] = FORM  # it is made of the records when the program starts


def save_entry_text(desk: Desk, form: EntryTextForm) -> Done:
    """Save an entry by its text; a stale save is refused, and the text is kept as a draft."""
    must_see_files(desk)
    bring(desk, form.base)
    replace_entry(
        root_of(desk),
        form.entry,
        form.base,
        form.text,
        who=desk.visitor.name,
        allow_faults=form.allow,
    )
    return _saved(desk, only_entry(form.text, "the entry").id)


def _saved(desk: Desk, name: str) -> Done:
    return Done(link(desk.asked, ("edit",), {"entry": name}), "edit.saved")


def keep(desk: Desk, form: EntryTextForm) -> Done:
    """Keep the text of an entry as a draft, without saving it."""
    must_see_files(desk)
    who = desk.visitor.name
    bring(desk, form.base)
    keep_draft(root_of(desk), f"entry:{form.entry}", form.text, who=who, base=form.base)
    return Done(link(desk.asked, ("edit",), {"entry": form.entry}), "edit.kept")


def drop(desk: Desk, form: NamedEntryForm) -> Done:
    """Throw away the draft of an entry."""
    must_see_files(desk)
    drop_draft(root_of(desk), f"entry:{form.entry}", who=desk.visitor.name)
    return Done(link(desk.asked, ("edit",), {"entry": form.entry}), "edit.dropped")


def remove(desk: Desk, form: NamedEntryForm) -> Done:
    """Take an entry out of its log; it can be undone."""
    must_see_files(desk)
    remove_entry(root_of(desk), form.entry, form.base, who=desk.visitor.name)
    return Done(link(desk.asked, ("history",), {}), "edit.removed")


PAGE = Page(
    "edit",
    "/edit",
    edit,
    acts={
        "fields": Act(save),
        "text": Act(save_entry_text),
        "keep": Act(keep),
        "drop": Act(drop),
        "remove": Act(remove),
    },
)
