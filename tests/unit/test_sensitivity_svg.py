"""The picture of how far guesses carry a comparison: well formed, and true to its numbers."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from parley.brief.sensitivity_svg import Bar, Series, Sweep, sensitivity_svg

SVG = "{http://www.w3.org/2000/svg}"
SWEEP = Sweep(
    "what no agreement is worth",
    "Worth of <two> agendas",
    (0.0, 0.25, 0.5, 0.75, 1.0),
    (Series("one & only", (0.5, 0.5, 0.5, 0.1, 0.1)), Series("other", (0.3,) * 5)),
    0.25,
    (0.0, 0.5),
    "as claimed",
)
BARS = (Bar("Is it more?", 0.5, 0.25, 0.25), Bar("And less?", 0.0, 1.0, 0.0))


def drawn(sweep: Sweep = SWEEP) -> ElementTree.Element:
    """The picture, parsed."""
    return ElementTree.fromstring(sensitivity_svg(sweep, BARS, "A & B", "what it shows"))


def marked(root: ElementTree.Element, kind: str) -> list[ElementTree.Element]:
    """Everything of a class."""
    return [one for one in root.iter() if one.get("class") == kind]


def test_the_picture_tells_readers_what_it_is() -> None:
    """Role, title, description, and every word of the input, escaped."""
    root = drawn()
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "A & B"
    assert root.findtext(f"{SVG}desc") == "what it shows"
    words = {one.text for one in root.iter(f"{SVG}text")}
    assert {"one & only", "other", "Worth of <two> agendas", "as claimed", "Is it more?"} <= words


def test_shares_are_drawn_to_scale() -> None:
    """Half, a quarter and a quarter of the width; and all of it."""
    root = drawn()
    widths = [
        [float(one.get("width") or 0) for one in marked(root, kind)]
        for kind in ("yes", "same", "no")
    ]
    whole = widths[1][1]
    assert widths == [
        [pytest.approx(whole / 2, abs=0.1), 0],
        [pytest.approx(whole / 4, abs=0.1), whole],
        [pytest.approx(whole / 4, abs=0.1), 0],
    ]


def test_a_step_is_drawn_between_the_numbers_where_it_is() -> None:
    """The first line falls once, halfway between two numbers; the second is straight."""
    root = drawn()
    falling, straight = (marked(root, kind)[0].get("d") or "" for kind in ("l0", "l1"))
    corners = [tuple(map(float, one.split(","))) for one in falling[1:].split("L")]
    assert len(corners) == 4 and corners[1][0] == corners[2][0]
    left, right = corners[0][0], corners[-1][0]
    assert corners[1][0] == pytest.approx(left + 0.625 * (right - left), abs=0.1)
    assert corners[1][1] < corners[2][1]  # downward on the page
    assert straight.count("L") == 1


def test_a_claim_that_holds_nowhere_has_no_band() -> None:
    """Nothing is shaded."""
    assert len(marked(drawn(), "band")) == 1
    assert marked(drawn(replace(SWEEP, band=None)), "band") == []
