"""Properties of changing a text in place: it says what it should, and the rest is not touched."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from parley.dossier.editing.declared_splicing import with_declared_at
from parley.dossier.editing.splicing import (
    bytes_like,
    entry_in,
    entry_like,
    text_of,
    with_entry,
    without_entry,
)
from parley.dossier.merging.log_merging import read_units
from parley.dossier.text.comments import all_comments, is_block
from parley.dossier.text.respelling import respelled
from parley.dossier.text.yaml_text import parse_yaml, plain
from parley.kernel.errors import ParleyError, Refused
from tests.strategies import declaration_texts, log_texts

_WORDS = st.sampled_from(["new", "two words", "a: b", "# sign", "two\nlines\n", "1951", "", "yes"])


def comments_of(text: str) -> Counter[str]:
    """Count the comments of a text."""
    return Counter(all_comments(parse_yaml(text, ""), text))


def entries_of(text: str) -> dict[str, Any]:
    """Return the entries of a log by their ids."""
    return {one["id"]: one for one in plain(parse_yaml(text, "")) or []}


def _changed(draw: st.DrawFn, value: Any) -> Any:
    """Change some scalars of a value, and nothing of its build."""
    if isinstance(value, dict):
        return {
            key: one if key in ("id", "type") else _changed(draw, one) for key, one in value.items()
        }
    if isinstance(value, list):
        return [_changed(draw, one) for one in value]
    return draw(_WORDS) if value is not None and draw(st.integers(0, 2)) == 0 else value


def _rebuilt(draw: st.DrawFn, value: Any) -> Any:
    """Change anything: members taken out, put in and moved, keys too."""
    if isinstance(value, dict) and draw(st.booleans()):
        kept = {key: _rebuilt(draw, one) for key, one in value.items() if draw(st.integers(0, 3))}
        if draw(st.booleans()):
            kept["more"] = draw(_WORDS | st.lists(_WORDS, max_size=2))
        return dict(draw(st.permutations(list(kept.items()))))
    if isinstance(value, list) and draw(st.booleans()):
        kept_items = [_rebuilt(draw, one) for one in value if draw(st.integers(0, 3))]
        if draw(st.booleans()):
            kept_items.append(draw(_WORDS))
        return draw(st.permutations(kept_items))
    return _changed(draw, value)


def _block_only(text: str) -> bool:
    tree = parse_yaml(text, "")
    return is_block(tree, text) and tree.kind in ("list", "map")


@given(st.data(), log_texts() | declaration_texts())
def test_a_text_says_what_it_is_made_to_say(data: st.DataObject, text: str) -> None:
    """Whatever is changed in it; asked for what it says already, it stays as it is."""
    assume(_block_only(text))
    value = plain(parse_yaml(text, ""))
    whole = text if text.endswith("\n") else text + "\n"
    try:
        assert respelled(text, value, "") == whole
        new = data.draw(st.composite(lambda draw: _rebuilt(draw, value))())
        done = respelled(text, new, "")
    except Refused:
        return  # where it cannot be done it says so, and leaves it to the editor
    assert plain(parse_yaml(done, "")) == new


@given(st.data(), log_texts() | declaration_texts())
def test_comments_stay_where_values_change(data: st.DataObject, text: str) -> None:
    """None is lost, where nothing is taken out."""
    assume(_block_only(text))
    value = plain(parse_yaml(text, ""))
    new = data.draw(st.composite(lambda draw: _changed(draw, value))())
    try:
        done = respelled(text, new, "")
    except Refused:
        return
    whole = text if text.endswith("\n") else text + "\n"
    assert comments_of(done) == comments_of(whole)


@given(st.data(), log_texts())
def test_an_entry_changes_and_the_others_do_not(data: st.DataObject, text: str) -> None:
    """Every other entry stays byte for byte, with what stands above it."""
    whole = text if text.endswith("\n") else text + "\n"
    entries = entries_of(text) if text.strip() else {}
    assume(entries)
    name = data.draw(st.sampled_from(sorted(entries)))
    try:
        entry = entry_in(whole, name, "log")
        wanted = data.draw(st.composite(lambda draw: _rebuilt(draw, entry.data))())
        new = entry_like(entry, {**wanted, "id": name, "type": "event"}, "log")
    except ParleyError:
        return
    assert entry.data == entries[name]
    done = with_entry(whole, name, new, "log")
    above = "".join(whole.splitlines(keepends=True)[: entry.line - 1])
    assert whole == above + entry.text + whole[len(above) + len(entry.text) :]
    assert done == above + new + whole[len(above) + len(entry.text) :]
    gone = without_entry(whole, name, "log")
    kept = {key: one for key, one in entries.items() if key != name}
    assert (entries_of(gone) if gone.strip() else {}) == kept
    for unit in read_units(whole, "log").units:
        assert unit.key == name or unit.body in gone


@given(st.data(), declaration_texts())
def test_what_is_declared_changes_in_its_place(data: st.DataObject, text: str) -> None:
    """All lines of the other sections stay."""
    tree = parse_yaml(text, "")
    assume(tree.kind == "map" and is_block(tree, text) and not text.startswith("\ufeff"))
    keys = [str(key.value) for key, _ in tree.pairs]
    key = data.draw(st.sampled_from(keys))
    try:
        done = with_declared_at(text, (key,), None)
    except ParleyError:
        return
    assert list(plain(parse_yaml(done, "")) or {}) == [one for one in keys if one != key]
    assert not set(done.splitlines()) - set(text.splitlines())


@given(log_texts(), log_texts(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_lines_end_as_they_did(old: str, new: str, end: str, marked: bool) -> None:
    """A file keeps its ends of lines and its byte order mark, whatever becomes of its text."""
    data = (("\ufeff" if marked else "") + old.replace("\n", end)).encode()
    assert bytes_like(data, text_of(data)) == data
    done = bytes_like(data, new)
    assert text_of(done) == new
    assert done.startswith("\ufeff".encode()) == marked
    if "\n" in old:
        assert done.count(b"\n") == done.count(end.encode())
