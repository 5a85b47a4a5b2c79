"""What is written is what was shown: the wishes analysed with a change are those declared after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.dossier.editing.declared_splicing import value_at, with_value_at, with_values
from parley.dossier.reading import read_text_dossier
from parley.dossier.text.yaml_text import parse_yaml, plain
from parley.dossier.vocabulary.declarations import Declarations, Preferences
from parley.kernel.errors import Refused
from parley.web.analysis.changes import Changes, Key, changed_part, count_wishes
from parley.web.analysis.part import PartName, part_of_dossier
from parley.web.analysis.supposed import Basis, rewrites
from parley.web.desk import Viewpoint

KAESONG = Path(__file__).resolve().parents[2] / "examples" / "kaesong-1951" / "dossier.yaml"
TEXT = KAESONG.read_text(encoding="utf-8")
DOSSIER = read_text_dossier({"dossier.yaml": TEXT})
EVERYBODY = Viewpoint(None, 0, 0, "UTC")
ORDERED: tuple[Key, ...] = (("conflict", "cpv-kpa"), ("conflict", "unc"))
WEIGHED: tuple[Key, ...] = (("bargaining", "cpv-kpa"), ("bargaining", "unc"))
_NUMBERS = st.sampled_from([0.0, 0.25, 1.0, 3.5, -0.125, 1e-07, 12345678.0])


def wants_of(declared: Declarations, key: Key) -> Preferences:
    """Return the wishes of a party in a section."""
    section = declared.conflict if key[0] == "conflict" else declared.bargaining
    assert section is not None
    return section.preferences[key[1]]


@st.composite
def _changes(draw: st.DrawFn) -> Changes:
    """Any orders, weights and worths of no agreement, of any of the parties."""
    orders = {
        key: tuple(draw(st.permutations(range(count_wishes(wants_of(DOSSIER.declared, key))))))
        for key in draw(st.sets(st.sampled_from(ORDERED)))
    }
    weights = {
        key: draw(st.dictionaries(st.integers(0, 8), _NUMBERS, min_size=1, max_size=3))
        for key in draw(st.sets(st.sampled_from(WEIGHED)))
    }
    none = {key: draw(_NUMBERS) for key in draw(st.sets(st.sampled_from(WEIGHED)))}
    return Changes(orders, weights, none)


def without_proof(wants: Preferences) -> Preferences:
    """Return wishes without what their weights rest on."""
    weights = tuple(msgspec.structs.replace(one, sources=(), assumed=None) for one in wants.weights)
    return msgspec.structs.replace(wants, weights=weights)


@settings(max_examples=20)
@given(_changes())
def test_what_is_written_is_what_was_analysed(changes: Changes) -> None:
    """By the wishes that the engines get, in all parts at once."""
    try:
        places = rewrites(DOSSIER.declared, changes, Basis("ann"))
    except Refused as error:
        assert "nothing to write" in error.message
        places = ()
    said: Any = plain(parse_yaml(TEXT, ""))
    for way, change in places:
        said = with_value_at(said, way, change(value_at(said, way)))
    done = read_text_dossier({"dossier.yaml": with_values(TEXT, said, [way for way, _ in places])})
    assert [one.code for one in done.faults] == [one.code for one in DOSSIER.faults]
    names: tuple[PartName, ...] = ("conflict", "bargaining")
    for name in names:
        shown = changed_part(part_of_dossier(DOSSIER, EVERYBODY, name), changes)
        now = part_of_dossier(done, EVERYBODY, name)
        assert {party: without_proof(one) for party, one in now.wants.items()} == {
            party: without_proof(one) for party, one in shown.wants.items()
        }
