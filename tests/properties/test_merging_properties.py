"""Properties of merging: nothing is lost, and the order of the sides does not matter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.dossier.merging.folder_merging import merge_logs
from parley.dossier.merging.log_merging import read_units
from parley.dossier.text.comments import all_comments
from parley.dossier.text.formatting import format_text
from parley.dossier.text.yaml_text import parse_yaml, plain
from tests.strategies import log_texts

_NOTES = st.sampled_from(["a", "b"])


@st.composite
def _versions(draw: st.DrawFn) -> tuple[str, str, str]:
    """A log and two later versions of it, as plain entries with an id and a note."""
    base = draw(st.dictionaries(st.sampled_from("abcdef"), _NOTES, max_size=5))
    return _log(base), _log(_changed(draw, base)), _log(_changed(draw, base))


def _changed(draw: st.DrawFn, base: dict[str, str]) -> dict[str, str]:
    entries = {
        key: draw(st.sampled_from([note, note, "c", "d"]))
        for key, note in base.items()
        if draw(st.integers(0, 4))
    }
    entries.update(draw(st.dictionaries(st.sampled_from("uvwx"), _NOTES, max_size=3)))
    return entries


def _log(entries: dict[str, str]) -> str:
    return "".join(f"# {key}\n- id: {key}\n  note: {note}\n" for key, note in entries.items())


def _entries(text: str) -> dict[str, str]:
    data: list[dict[str, str]] = plain(parse_yaml(text, "")) or []
    assert len({one["id"] for one in data}) == len(data)
    return {one["id"]: one["note"] for one in data}


@given(_versions())
def test_merging_follows_its_definition(versions: tuple[str, str, str]) -> None:
    """Entry by entry, the result is what the rule of three says."""
    base, ours, theirs = map(_entries, versions)
    merged = merge_logs(*versions)
    expected: dict[str, str] = {}
    conflicts = set()
    for key in {*base, *ours, *theirs}:
        old, mine, yours = base.get(key), ours.get(key), theirs.get(key)
        kept = yours if mine == old else mine
        if mine != yours and old not in (mine, yours):
            conflicts.add(key)
        elif kept is not None:
            expected[key] = kept
    assert {one.key for one in merged.conflicts} == conflicts
    if not conflicts:
        assert _entries(merged.text) == expected
    else:
        assert merged.text.count("<<<<<<< ours\n") == len(conflicts)


@given(_versions())
def test_the_sides_may_change_places(versions: tuple[str, str, str]) -> None:
    """But for the order of entries, the result is the same, and so are the conflicts."""
    base, ours, theirs = versions
    one, other = merge_logs(base, ours, theirs), merge_logs(base, theirs, ours)
    assert {it.key for it in one.conflicts} == {it.key for it in other.conflicts}
    if not one.conflicts:
        assert _entries(one.text) == _entries(other.text)


@given(log_texts(), st.none() | log_texts())
def test_a_log_merged_with_itself_is_itself(text: str, base: str | None) -> None:
    """Whatever the base is."""
    merged = merge_logs(base, text, text)
    assert merged.conflicts == ()
    assert format_text(merged.text, "log") == format_text(text, "log")


@given(log_texts())
def test_a_side_that_changed_nothing_gives_way(text: str) -> None:
    """What only one side did is the result, also where it took everything away."""
    for base in ("- id: e1\n  note: x\n", "# nothing\n"):
        for merged in (merge_logs(base, text, base), merge_logs(base, base, text)):
            assert merged.conflicts == ()
            found = format_text(merged.text, "log")
            assert plain(parse_yaml(found, "")) == plain(parse_yaml(format_text(text, "log"), ""))


@given(log_texts(st.just(["e1", "e2", "e3"])), log_texts(st.just(["e4", "e5"])))
def test_no_entry_and_no_comment_is_lost(ours: str, theirs: str) -> None:
    """Of additions on both sides everything is there afterwards."""
    merged = merge_logs(None, ours, theirs)
    assert merged.conflicts == ()
    units = {unit.key: unit for unit in read_units(merged.text, "merged").units}
    assert set(units) == {"e1", "e2", "e3", "e4", "e5"}
    for side in (ours, theirs):
        kept = all_comments(parse_yaml(merged.text, ""), merged.text)
        for comment in all_comments(parse_yaml(side, ""), side):
            assert comment in kept
        for unit in read_units(side, "side").units:
            assert format_text(units[unit.key].body, "log") == format_text(unit.body, "log")


@given(
    st.lists(st.sampled_from("abc"), unique=True),
    st.lists(st.lists(st.integers(0, 3), max_size=3), min_size=3, max_size=3),
)
def test_additions_may_be_merged_in_any_grouping(base: list[str], places: list[list[int]]) -> None:
    """With three sides that only added, it does not matter which two are merged first."""
    start = _log(dict.fromkeys(base, "a"))
    sides = []
    for number, where in enumerate(places):
        keys = list(base)
        for count, place in enumerate(where):
            keys.insert(place, f"n{number}{count}")
        sides.append(_log(dict.fromkeys(keys, "a")))
    one, two, three = sides
    left = merge_logs(start, merge_logs(start, one, two).text, three)
    right = merge_logs(start, one, merge_logs(start, two, three).text)
    assert left == right
    assert left.conflicts == ()
