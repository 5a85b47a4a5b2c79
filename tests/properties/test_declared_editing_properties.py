"""Properties of changing several things that are declared: what is not changed stays as it is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.dossier.editing.declared_splicing import value_at, with_value_at, with_values
from parley.dossier.text.comments import all_comments
from parley.dossier.text.yaml_text import parse_yaml, plain

KAESONG = Path(__file__).resolve().parents[2] / "examples" / "kaesong-1951" / "dossier.yaml"
TEXT = KAESONG.read_text(encoding="utf-8")
#: In spellings that nobody's hand would write in canonical form.
ODD = TEXT.replace("says: line = parallel_38\n", 'says: "line=parallel_38"\n').replace(
    "says: reinforcement = banned\n", "says:   'reinforcement=banned'\n"
)
SAID: dict[str, Any] = plain(parse_yaml(ODD, ""))
ORDERS = (
    ("preferences", "cpv-kpa", "priorities"),
    ("conflict", "preferences", "cpv-kpa", "priorities"),
    ("conflict", "preferences", "unc", "priorities"),
)
WEIGHTS = [
    ("bargaining", "preferences", party, "weights", place)
    for party in ("cpv-kpa", "unc")
    for place in range(9)
]


def comments(text: str) -> Counter[str]:
    """Count the comments of a text."""
    return Counter(all_comments(parse_yaml(text, ""), text))


@st.composite
def _changed(draw: st.DrawFn) -> tuple[Any, list[tuple[str | int, ...]], int]:
    """Orders that are others, weights that are others; and how many lines that may touch."""
    said: Any = SAID
    ways: list[tuple[str | int, ...]] = []
    for way in draw(st.lists(st.sampled_from(ORDERS), unique=True, max_size=3)):
        said = with_value_at(said, way, draw(st.permutations(value_at(said, way))))
        ways.append(way)
    weights = draw(st.lists(st.sampled_from(WEIGHTS), unique=True, max_size=4))
    for place in weights:
        said = with_value_at(said, (*place, "weight"), draw(st.integers(1, 9)) + 0.5)
        ways.append(place)
    return said, ways, len(weights)


@settings(max_examples=25)
@given(_changed())
def test_only_what_changes_is_touched(
    changed: tuple[Any, list[tuple[str | int, ...]], int],
) -> None:
    """The text says what it should; of its lines only those of changed weights are others."""
    said, ways, weights = changed
    done = with_values(ODD, said, ways)
    again = plain(parse_yaml(done, ""))
    for way in (*ORDERS, *WEIGHTS):
        was, now = value_at(said, way), value_at(again, way)
        if way in WEIGHTS:
            assert isinstance(now, dict)
            was, now = ({**one, "weight": str(one["weight"])} for one in (was, now))
        assert now == was
    assert {key: one for key, one in again.items() if key not in ("conflict", "bargaining")} == {
        key: one for key, one in said.items() if key not in ("conflict", "bargaining")
    }
    assert comments(done) == comments(ODD)
    lost = Counter(ODD.splitlines()) - Counter(done.splitlines())
    new = Counter(done.splitlines()) - Counter(ODD.splitlines())
    assert sum(lost.values()) <= weights and sum(new.values()) <= weights
    assert all("weight: " in line for line in (*lost, *new))
    start = done.index("# No source gives either side's order")
    assert done[:start] == ODD[:start]
