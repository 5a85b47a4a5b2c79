"""The timeline picture: well formed, readable without seeing it, no text upon text."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from parley.brief.timeline_svg import FAMILIES, MOST_ROWS, WIDTH, Mark, timeline_svg
from parley.dossier.vocabulary.entries import ENTRY_TYPES
from parley.kernel.durations import DAY

SVG = "{http://www.w3.org/2000/svg}"


def mark(number: int, since: int | None = 0, until: int | None = 0, lane: str = "Red") -> Mark:
    """An entry of the picture."""
    return Mark(f"entry-{number}", "proposal", lane, since, until, "some day")


def drawn(marks: list[Mark], zone: str = "UTC") -> ElementTree.Element:
    """The picture, parsed."""
    return ElementTree.fromstring(timeline_svg(marks, zone, "A & B"))


def test_the_picture_tells_readers_what_it_is() -> None:
    """Role, title and description."""
    root = drawn([mark(1)])
    assert root.get("role") == "img"
    named = (root.get("aria-labelledby") or "").split()
    assert [root.findtext(f"{SVG}title"), len(named)] == ["A & B", 2]
    assert "1 entries" in (root.findtext(f"{SVG}desc") or "")


def test_every_entry_has_a_row_of_its_own() -> None:
    """Sixty entries at one instant: no two labels share a line, none leaves the picture."""
    root = drawn([mark(number) for number in range(60)])
    labels = [one for one in root.iter(f"{SVG}text") if (one.text or "").startswith("entry-")]
    rows = sorted(float(one.get("y") or 0) for one in labels)
    assert len(rows) == 60
    assert min(after - before for before, after in pairwise(rows)) >= 12
    assert rows[-1] < float(root.get("height") or 0)


def test_uncertain_times_are_bars_and_open_ends_dashed() -> None:
    """A span of days has a bar; one without an end reaches the edge."""
    root = drawn([mark(1, 0, 5 * DAY), mark(2, 3 * DAY, None), mark(3, 0, 0)])
    bars = [one for one in root.iter(f"{SVG}rect") if one.get("height") == "8" and one.get("rx")]
    dashed = [one for one in bars if "open" in (one.get("class") or "")]
    assert len(bars) == 3  # two entries and the legend
    assert len(dashed) == 1


def test_hostile_names_are_escaped() -> None:
    """Markup and control characters in names draw nothing."""
    evil = Mark("<script>&\x00\u202e", "event", "<b>", 0, 0, '"><x>')
    text = timeline_svg([evil], "UTC", "<title>")
    assert "<script" not in text
    assert "\x00" not in text
    assert ElementTree.fromstring(text) is not None


def test_many_entries_are_counted() -> None:
    """Beyond the limit each lane counts, and the counts add up."""
    marks = [mark(number, number * DAY, number * DAY) for number in range(MOST_ROWS + 100)]
    root = drawn(marks)
    counts = [int(one.text or 0) for one in root.iter(f"{SVG}text") if (one.text or "").isdigit()]
    assert sum(counts) == len(marks)
    assert float(root.get("height") or 0) < 400


def test_no_entries_make_an_empty_picture() -> None:
    """Nothing to show is no fault."""
    assert drawn([]).get("width") == str(WIDTH)


def test_every_entry_type_has_a_shape() -> None:
    """No type is left to the last resort."""
    assert set().union(*FAMILIES.values()) == set(ENTRY_TYPES)


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(-(10**17), 10**17)), st.integers(0, 10**16), st.text()
        ),
        max_size=30,
    )
)
def test_any_times_and_names_draw(rows: list[tuple[int | None, int, str]]) -> None:
    """Whatever the times, the picture is well formed and inside its box."""
    marks = [
        Mark(name, "event", name, since, since + more if since is not None else more, name)
        for since, more, name in rows
    ]
    root = drawn(marks, "Asia/Seoul")
    for bar in root.iter(f"{SVG}rect"):
        left = float(bar.get("x") or 0)
        assert left >= 0
        assert left + float(bar.get("width") or 0) <= WIDTH + 1
