"""Adding to `dossier.yaml`: in the right section, with everything else left as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from parley.dossier.editing.declaring import with_declared
from parley.dossier.editing.writing import EntryFaulty, append_entries
from parley.dossier.reading import read_dossier
from parley.dossier.text.yaml_text import parse_yaml, plain
from parley.kernel.errors import ParleyError
from tests.unit.cli_support import DOSSIER, ferry

ITEM = {"title": "The bridge: yes", "wordings": {"plain": {"text": "A bridge.", "opens": ["fare"]}}}


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nissues:\n  x:\n    q: >-\n      long\n      text\n\n# next\nagenda:\n  y: {t: 1}\n",
        "issues:\n  x: {q: 1}  # said\n  # a last word\n",
        "issues:\n    x:\n        q: 1",
        "a: 1\n",
        "a: 1\nissues:\n",
        "issues: {}  # none yet\na: 1\n",
        "issues: ~\na: 1\n",
    ],
)
def test_a_thing_is_added_and_nothing_else_changes(text: str) -> None:
    """What was there means the same, comments stay, and the new thing is what was given."""
    made = with_declared(text, "issues", {"new-1": ITEM})
    before, after = plain(parse_yaml(text, "f")), plain(parse_yaml(made, "f"))
    assert after["issues"] == {**(before.get("issues") or {}), "new-1": ITEM}
    assert {**after, "issues": 0} == {**before, "issues": 0}
    for line in text.splitlines():
        if "#" in line:
            assert line[line.index("#") :] in made


def test_a_map_inside_a_section_can_be_added_to() -> None:
    """Passages of a source, for example."""
    made = with_declared(DOSSIER, ("sources", "minutes", "passages"), {"p3": "A word: more."})
    assert plain(parse_yaml(made, "f"))["sources"]["minutes"]["passages"]["p3"] == "A word: more."
    assert made.startswith(DOSSIER)


@pytest.mark.parametrize(
    ("text", "section", "told"),
    [
        ("issues: {a: {q: 1}}\n", "issues", "no list of `id:` lines"),
        ("{a: 1}\n", "issues", "no list of `id:` lines"),
        ("issues:\n  - a\n", "issues", "no list of `id:` lines"),
        ("issues:\n  n: {q: 1}\n", "issues", "has `n` already"),
        ("a: 1\n", ("sources", "x", "passages"), "there is no `sources`"),
        ("sources:\n  x:\n    t: 1\n", ("sources", "x", "passages"), "there is no `passages`"),
    ],
)
def test_what_cannot_be_added_is_refused(
    text: str, section: str | tuple[str, ...], told: str
) -> None:
    """With a message that says why."""
    with pytest.raises(ParleyError, match=told):
        with_declared(text, section, {"n": {"q": 1}})


def test_entries_and_declarations_are_written_together(tmp_path: Path) -> None:
    """An entry may speak of what is declared with it; places are those of the entries."""
    root = ferry(tmp_path)
    entry = {"type": "event", "at": "2030-03-09", "says": "bridge = yes", "assumed": "us"}
    issue = {"question": "A bridge?", "values": ["yes", "no"]}
    places = append_entries(
        root,
        [{"id": "e1", **entry}, {"id": "e2", **entry, "at": "2030-04-01"}],
        declare={"issues": {"bridge": issue}},
    )
    assert [place.file for place in places] == ["log/2030-03.yaml", "log/2030-04.yaml"]
    dossier = read_dossier(root)
    assert dossier.faults == ()
    assert dossier.places["e1"] == places[0]
    assert "bridge" in dossier.declared.issues


def test_one_bad_entry_and_nothing_is_written(tmp_path: Path) -> None:
    """Neither the good entries nor the declarations."""
    root = ferry(tmp_path)
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    good = {"id": "e1", "type": "event", "at": "2030-03-09", "assumed": "us"}
    with pytest.raises(EntryFaulty):
        append_entries(
            root,
            [good, {**good, "id": "e2", "says": "no_such = yes"}],
            declare={"agenda": {"bridge": ITEM}},
        )
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before
