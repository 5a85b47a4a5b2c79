"""Edits write what was meant and nothing else; what is refused is kept; what clashes is merged."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.dossier.editing.checking import Faulty
from parley.dossier.editing.declared_editing import change_declared, move_declared, set_declared
from parley.dossier.editing.entry_editing import (
    add_entries,
    read_entry,
    remove_entry,
    replace_entry,
)
from parley.dossier.editing.saving import Stale
from parley.dossier.editing.splicing import EntryGone
from parley.dossier.editing.text_editing import read_editable, save_text
from parley.dossier.editing.undoing import redo, redoable, undo, undoable
from parley.dossier.editing.unsaved import read_draft
from parley.dossier.reading import read_dossier
from parley.kernel.errors import ParleyError, Refused
from tests.unit.editing_support import DECLARED, LOG, contents, made

JULY = "log/july.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a small dossier."""
    return made(tmp_path / "small")


def july(root: Path) -> str:
    """Return the log."""
    return (root / JULY).read_bytes().decode()


def declared(root: Path) -> str:
    """Return `dossier.yaml`."""
    return (root / "dossier.yaml").read_bytes().decode()


def test_an_entry_is_replaced_in_its_place(root: Path) -> None:
    """Comments stay with the keys that stay; all around it stays byte for byte."""
    entry = read_entry(root, "b")
    assert (entry.file, entry.line, entry.data["says"]) == (JULY, 10, "line=here")
    data = {**entry.data, "says": "line=there", "to": None, "text": "A plan."}
    saved = replace_entry(root, "b", entry.digest, data, who="ann")
    assert saved.dossier.by_id["b"].text == "A plan."
    assert july(root) == LOG.replace("  to: blue\n", "").replace(
        "  says: line=here\n", "  says: line = there\n  text: A plan.\n"
    )
    assert read_dossier(root).digest == saved.dossier.digest


def test_an_entry_is_replaced_by_its_text(root: Path) -> None:
    """With comments of its own, in canonical form; only one entry, and one with an id."""
    entry = read_entry(root, "a")
    typed = "id: a\nat: 1951-07-13\ntype: event  # new\nby: red\n"
    replace_entry(root, "a", entry.digest, typed)
    assert "- id: a\n  type: event  # new\n  at: 1951-07-13\n  by: red\n\n- id: b" in july(root)
    entry = read_entry(root, "a")
    for wrong in ("- id: a\n- id: c\n", "just words", "type: event\n", "a: [", ""):
        with pytest.raises(ParleyError):
            replace_entry(root, "a", entry.digest, wrong)


def test_files_keep_their_ends_of_lines(root: Path) -> None:
    """Those of another system, and a mark at the head."""
    (root / JULY).write_bytes(b"\xef\xbb\xbf" + LOG.replace("\n", "\r\n").encode())
    entry = read_entry(root, "a")
    replace_entry(root, "a", entry.digest, {**entry.data, "note": "added"})
    wanted = LOG.replace("  text: They met.\n", "  text: They met.\n  note: added\n")
    assert (root / JULY).read_bytes() == b"\xef\xbb\xbf" + wanted.replace("\n", "\r\n").encode()
    text = read_editable(root, JULY)
    assert text.text == wanted
    save_text(root, JULY, text.digest, wanted.replace("added", "typed").replace("\n", "\r\n"))
    assert (root / JULY).read_bytes().count(b"\r\n") == wanted.count("\n")


def test_errors_that_are_new_are_refused_and_the_text_is_kept(root: Path) -> None:
    """With file, line and column; errors that were there before do not hinder."""
    before = contents(root)
    text = read_editable(root, JULY)
    typed = text.text.replace("says: line=here", "says: line = nowhere")
    with pytest.raises(Faulty) as told:
        save_text(root, JULY, text.digest, typed, who="ann")
    (finding,) = told.value.findings
    assert (finding.file, finding.line, finding.column) == (JULY, 16, 16)
    assert "log/july.yaml:16:16:" in str(told.value)
    draft = read_draft(root, JULY, who="ann")
    assert draft is not None
    assert (draft.text, draft.base) == (typed, text.digest)
    assert contents(root) == before
    save_text(root, JULY, text.digest, typed, who="ann", allow_faults=True)
    assert read_draft(root, JULY, who="ann") is None
    entry = read_entry(root, "a")  # the error stands two lines further down: it is no new one
    saved = replace_entry(root, "a", entry.digest, {**entry.data, "text": "1\n2\n"})
    assert [one.line for one in saved.dossier.faults] == [18]


def test_what_is_no_yaml_is_never_written(root: Path) -> None:
    """Whoever mends a broken file may save what comes to light in it."""
    text = read_editable(root, JULY)
    for allow in (False, True):
        with pytest.raises(Faulty, match=r"july.yaml:4:"):
            save_text(root, JULY, text.digest, "\n\n- id: [\n", allow_faults=allow)
    (root / JULY).write_text(LOG.replace("says: line=here", "says: [line = nowhere"))
    text = read_editable(root, JULY)
    save_text(root, JULY, text.digest, text.text.replace("says: [", "says: "))
    assert [one.severity for one in read_dossier(root).faults] == ["error"]


def test_what_was_typed_stands_in_canonical_form(root: Path) -> None:
    """And only that: the entry that was there keeps its own spelling."""
    text = read_editable(root, JULY)
    new = "- at: 1951-07-15\n  id: c  # new\n  type: event\n"
    save_text(root, JULY, text.digest, text.text.replace("# end\n", "") + "\n" + new)
    assert july(root).endswith("\n- id: c  # new\n  type: event\n  at: 1951-07-15\n")
    assert "says: line=here" in july(root)


def test_a_stale_save_is_refused_and_offers_the_merge(root: Path) -> None:
    """Neither text is lost; what both changed is shown; the merge is saved on top."""
    text = read_editable(root, JULY)
    mine = text.text.replace("They met.", "They met at ten.")
    theirs = text.text.replace("assumed: us", "assumed: them")
    (root / JULY).write_text(theirs)
    with pytest.raises(Stale) as told:
        save_text(root, JULY, text.digest, mine, who="ann")
    (clash,) = told.value.clashes
    assert (clash.base, clash.mine, clash.theirs) == (LOG, mine, theirs)
    assert clash.merged is not None
    assert clash.merged.conflicts == ()
    assert july(root) == theirs
    assert read_draft(root, JULY, who="ann") is not None
    save_text(root, JULY, clash.digest, clash.merged.text, who="ann")
    assert "They met at ten." in july(root)
    assert "assumed: them" in july(root)
    assert read_draft(root, JULY, who="ann") is None
    again = text.text.replace("They met.", "They met at noon.")
    with pytest.raises(Stale) as told:
        save_text(root, JULY, text.digest, again)
    merged = told.value.clashes[0].merged
    assert merged is not None
    assert [one.key for one in merged.conflicts] == ["a"]
    assert "noon" in merged.text
    assert "ten" in merged.text


def test_two_who_edit_one_entry(root: Path) -> None:
    """Different keys join by themselves; the same key stands twice, for a person to choose."""
    entry = read_entry(root, "a")
    replace_entry(root, "a", entry.digest, {**entry.data, "text": "Theirs."}, who="bob")
    mine = {**entry.data, "note": "Mine."}
    with pytest.raises(Stale) as told:
        replace_entry(root, "a", entry.digest, mine, who="ann")
    clash = told.value.clashes[0]
    assert clash.merged is not None
    assert clash.merged.conflicts == ()
    replace_entry(root, "a", clash.digest, clash.merged.text, who="ann")
    assert "  type: event  # what happened\n" in july(root)
    assert read_entry(root, "a").data == {**entry.data, "text": "Theirs.", "note": "Mine."}
    with pytest.raises(Stale) as told:
        replace_entry(root, "a", entry.digest, {**entry.data, "text": "Mine."})
    merged = told.value.clashes[0].merged
    assert merged is not None
    assert len(merged.conflicts) == 1
    assert "Mine." in merged.text
    assert "Theirs." in merged.text


def test_what_is_only_spelled_in_another_way_is_no_change(root: Path) -> None:
    """A statement without blanks says the same as one with them."""
    entry = read_entry(root, "b")
    replace_entry(root, "b", entry.digest, f"{entry.text}  text: Theirs.\n")
    (root / JULY).write_text(july(root).replace("says: line = here", "says: line=here"))
    with pytest.raises(Stale) as told:
        replace_entry(root, "b", entry.digest, {**entry.data, "says": "line = there"})
    merged = told.value.clashes[0].merged
    assert merged is not None
    assert merged.conflicts == ()
    assert "  text: Theirs.\n" in merged.text
    assert "  says: line = there\n" in merged.text


def test_an_entry_that_was_removed_meanwhile(root: Path) -> None:
    """What was typed comes back, with what there was."""
    entry = read_entry(root, "a")
    remove_entry(root, "a", entry.digest)
    assert july(root) == LOG.replace(LOG[LOG.index("# the first") : LOG.index("- id: b")], "")
    with pytest.raises(Stale) as told:
        replace_entry(root, "a", entry.digest, {**entry.data, "text": "Mine."})
    clash = told.value.clashes[0]
    assert (clash.base, clash.theirs) == (entry.text, None)
    assert clash.mine is not None
    assert "Mine." in clash.mine
    with pytest.raises(EntryGone):
        read_entry(root, "a")


def test_what_is_declared_is_set_moved_and_taken_out(root: Path) -> None:
    """Comments move along with what they stand at."""
    set_declared(root, "parties", "green", {"within": "red", "name": "Green"})
    assert "    name: Blue\n  green:\n    name: Green\n    within: red\n\nissues:" in declared(root)
    seen = {"says": "line = here", "assumed": "us"}
    move_declared(root, ("preferences", "red", "priorities"), 0, 1, seen=seen)
    assert declared(root).endswith(
        "    priorities:\n      - says: line = there\n        assumed: us\n"
        "      # what matters most\n      - says: line = here  # first\n        assumed: us\n"
    )
    with pytest.raises(Refused, match="by somebody else"):
        move_declared(root, ("preferences", "red", "priorities"), 0, 1, seen=seen)
    with pytest.raises(Refused, match="2 members"):
        move_declared(root, ("preferences", "red", "priorities"), 0, 7)
    with pytest.raises(Stale) as told:
        set_declared(root, "parties", "green", {"name": "G"}, base={"name": "Other"})
    assert told.value.clashes[0].theirs == "green:\n  name: Green\n  within: red\n"
    set_declared(root, "parties", "green", None)
    change_declared(root, ("preferences", "red", "priorities"), lambda now: now[::-1])
    assert declared(root) == DECLARED


def test_entries_and_what_they_speak_of_come_as_one_step(root: Path) -> None:
    """And go as one."""
    before = contents(root)
    entry = {"id": "c", "type": "proposal", "at": "1951-08-01", "by": "red", "says": "zone = wide"}
    issue = {"question": "How wide?", "values": ["wide", "narrow"], "decided_by": ["red"]}
    saved, places = add_entries(
        root, [{**entry, "assumed": "us"}], declare={"issues": {"zone": issue}}, who="ann"
    )
    assert places[0].file == "log/1951-08.yaml"
    assert saved.step == 1
    after = contents(root)
    undo(root, who="ann")
    assert contents(root) == before
    redo(root, who="ann")
    assert contents(root) == after


def test_undo_and_redo_go_step_by_step(root: Path) -> None:
    """Byte for byte; each person's own; a new edit ends what could be redone."""
    states = [contents(root)]
    for text in ("One.", "Two.", "Three."):
        entry = read_entry(root, "a")
        replace_entry(root, "a", entry.digest, {**entry.data, "text": text}, who="ann")
        states.append(contents(root))
    with pytest.raises(Refused, match="nothing to undo"):
        undo(root, who="bob")
    for state in states[-2::-1]:
        undo(root, who="ann")
        assert contents(root) == state
    assert undoable(root, "ann") is None
    for state in states[1:]:
        redo(root, who="ann")
        assert contents(root) == state
    undo(root, who="ann")
    waiting = redoable(root, "ann")
    assert waiting is not None
    assert waiting.what == "change a"
    entry = read_entry(root, "b")
    replace_entry(root, "b", entry.digest, {**entry.data, "text": "Else."}, who="ann")
    with pytest.raises(Refused, match="nothing to redo"):
        redo(root, who="ann")
    undo(root, who="ann")
    assert contents(root) == states[-2]


def test_undo_where_the_file_changed_since(root: Path) -> None:
    """It is refused, and offers to take the step out by a merge; a clash is left to a person."""
    entry = read_entry(root, "a")
    replace_entry(root, "a", entry.digest, {**entry.data, "text": "Mine."}, who="ann")
    other = read_entry(root, "b")
    replace_entry(root, "b", other.digest, {**other.data, "text": "Theirs."}, who="bob")
    before = contents(root)
    with pytest.raises(Stale) as told:
        undo(root, who="ann")
    merged = told.value.clashes[0].merged
    assert merged is not None
    assert merged.conflicts == ()
    assert contents(root) == before
    undo(root, who="ann", merge=True)
    assert read_entry(root, "a").data == entry.data
    assert read_entry(root, "b").data["text"] == "Theirs."
    entry = read_entry(root, "b")
    replace_entry(root, "b", entry.digest, {**entry.data, "text": "Later."}, who="ann")
    with pytest.raises(Stale):
        undo(root, who="bob", merge=True)
    assert read_entry(root, "b").data["text"] == "Later."
