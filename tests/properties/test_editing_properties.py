"""Properties of editing: two at once lose nothing, and undo goes back byte for byte."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.dossier.editing.checking import Faulty
from parley.dossier.editing.entry_editing import (
    EditableEntry,
    add_entries,
    read_entry,
    remove_entry,
    replace_entry,
)
from parley.dossier.editing.saving import Stale
from parley.dossier.editing.steps import history, step_texts
from parley.dossier.editing.text_editing import EditableText, read_editable, save_text
from parley.dossier.editing.undoing import redo, undo, undoable
from parley.dossier.editing.unsaved import drafts_of
from parley.dossier.reading import read_dossier
from parley.kernel.errors import Refused
from tests.unit.editing_support import contents, made

JULY = "log/july.yaml"

#: Who does what: looks at a file or an entry, saves what he looked at, undoes.
_DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bob"]),
        st.sampled_from(
            ["look", "look", "save file", "save entry", "save entry", "outside", "undo", "faulty"]
        ),
        st.sampled_from(["a", "b"]),
    ),
    max_size=14,
)


def _saved(root: Path, who: str, deed: str, seen: object, word: str) -> None:
    """Save what somebody looked at, with a word of his in it."""
    if isinstance(seen, EditableText) and deed == "save file":
        text = seen.text.replace("by: red", f"note: {word}\n  by: red", 1)
        save_text(root, JULY, seen.digest, text, who=who)
    elif isinstance(seen, EditableText) and deed == "faulty":
        save_text(root, JULY, seen.digest, f"{seen.text}- id: [{word}\n", who=who)
    elif isinstance(seen, EditableEntry) and deed == "save entry":
        replace_entry(root, seen.id, seen.digest, f"{seen.text.rstrip()}\n  # {word}\n", who=who)


@settings(max_examples=25)
@given(_DEEDS)
def test_two_who_edit_at_once_lose_nothing(deeds: list[tuple[str, str, str]]) -> None:
    """Every word that was typed is in the dossier, in its history, or a draft of who typed it."""
    with tempfile.TemporaryDirectory() as folder:
        root = made(Path(folder) / "small")
        seen: dict[tuple[str, str], EditableText | EditableEntry] = {}
        last: dict[str, str] = {}  # what is typed about one thing replaces the draft before it
        for number, (who, deed, name) in enumerate(deeds):
            word = f"word-{number}-of-{who}"
            kind = "file" if deed in ("save file", "faulty") else "entry"
            try:
                if deed == "look":
                    seen[who, "file"] = read_editable(root, JULY)
                    seen[who, "entry"] = read_entry(root, name)
                elif deed == "outside":  # an editor that knows nothing of all this
                    path = root / JULY
                    path.write_text(f"{path.read_text()}# {word}\n")
                elif deed == "undo":
                    undo(root, who=who)
                elif (who, kind) in seen:
                    thing = seen[who, kind]
                    about = JULY if isinstance(thing, EditableText) else f"entry:{thing.id}"
                    last[f"{who} {about}"] = word
                    _saved(root, who, deed, thing, word)
            except (Stale, Faulty):
                pass
            except Refused as error:
                assert "nothing to undo" in error.message
            assert read_dossier(root).faults == ()
        kept = [data for data in contents(root).values()]
        for step in history(root):
            for one in step_texts(root, step) or ():
                kept += [one.before or b"", one.after or b""]
        kept += [one.text.encode() for who in ("ann", "bob") for one in drafts_of(root, who=who)]
        for word in last.values():
            assert any(word.encode() in data for data in kept), word


@settings(max_examples=12)
@given(st.lists(st.sampled_from(["a", "b", "add", "file", "gone"]), max_size=6))
def test_undo_goes_back_byte_for_byte_and_redo_forth(kinds: list[str]) -> None:
    """Through any edits: of entries, of whole files, of several files at once."""
    with tempfile.TemporaryDirectory() as folder:
        root = made(Path(folder) / "small")
        states = [contents(root)]
        for number, kind in enumerate(kinds):
            if kind == "add":
                entry = {"id": f"n{number}", "type": "event", "at": "1951-08-01"}
                party = {f"p{number}": {"name": "New"}}
                add_entries(root, [entry], declare={"parties": party})
            elif kind == "file":
                seen = read_editable(root, "dossier.yaml")
                save_text(root, seen.file, seen.digest, seen.text + f"# {number}\n")
            elif kind == "gone":
                name = next(iter(read_dossier(root).by_id), None)
                if name is None:
                    continue
                remove_entry(root, name, read_entry(root, name).digest)
            elif kind in read_dossier(root).by_id:
                entry_seen = read_entry(root, kind)
                new = {**entry_seen.data, "text": f"text {number}"}
                replace_entry(root, kind, entry_seen.digest, new)
            else:
                continue
            states.append(contents(root))
        for state in states[-2::-1]:
            undo(root)
            assert contents(root) == state
        assert undoable(root) is None
        for state in states[1:]:
            redo(root)
            assert contents(root) == state
