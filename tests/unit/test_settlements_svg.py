"""The picture of a frontier: well formed, no text upon text, and true to the study."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from parley.brief.conflicts.drawing_parts import WIDTH
from parley.brief.settlements.parallel import MOST_AXES
from parley.brief.settlements.picture import settlements_svg
from parley.brief.settlements.picture_parts import groups, nice_ticks, spaced
from parley.brief.settlements.plot import MOST_DRAWN, drawn_places
from parley.brief.settlements.study import MOST_LISTED, Study, spread, study_of
from tests.unit.settlement_support import drawn_model, opposed_model

SVG = "{http://www.w3.org/2000/svg}"
#: Parties, issues, values, seed, and parties with only an order.
CASES = {
    "two": (2, 12, 5, 1, 0),
    "two-other": (2, 4, 3, 7, 0),
    "many-points": (2, 11, 2, 0, 0),
    "orders": (2, 4, 3, 3, 1),
    "three": (3, 6, 4, 1, 0),
    "five": (5, 5, 3, 1, 0),
    "many-parties": (MOST_AXES + 2, 3, 3, 1, 0),
}


@cache
def study(name: str) -> Study:
    """A made-up study."""
    parties, issues, values, seed, orders = CASES[name]
    if name == "many-points":
        return study_of(opposed_model(issues))
    none = 0.6 if name == "two-other" else 0.3
    return study_of(drawn_model(parties, issues, values, seed, orders=orders, none=none))


def drawn(name: str) -> ElementTree.Element:
    """The picture, parsed."""
    return ElementTree.fromstring(settlements_svg(study(name), "A & B"))


def boxes(root: ElementTree.Element) -> list[tuple[str, float, float, float, float]]:
    """Every text with the box that it takes, letters of 12 px taken as wide."""
    found = []
    for node in root.iter(f"{SVG}text"):
        text = node.text or ""
        width = 6.6 * len(text)
        x, y = float(node.get("x") or 0), float(node.get("y") or 0)
        anchor = node.get("text-anchor")
        x -= width / 2 if anchor == "middle" else width if anchor == "end" else 0
        found.append((text, x, y - 10, x + width, y + 2))
    return found


@pytest.mark.parametrize("name", CASES)
def test_no_text_covers_another_or_leaves_the_picture(name: str) -> None:
    """However near the points lie, all words can be read."""
    root = drawn(name)
    found = boxes(root)
    for number, one in enumerate(found):
        for two in found[number + 1 :]:
            apart = one[1] >= two[3] or two[1] >= one[3] or one[2] >= two[4] or two[2] >= one[4]
            assert apart, (one[0], two[0])
    for text, left, top, right, bottom in found:
        assert left >= 0, text
        assert right <= WIDTH, text
        assert top >= 0, text
        assert bottom <= float(root.get("height") or 0), text


@pytest.mark.parametrize("name", CASES)
def test_every_point_listed_is_in_every_plot(name: str) -> None:
    """With the number by which the page's script finds it, in the order of the list."""
    whole = drawn(name)
    listed = [str(at) for at in range(len(study(name).shown))]
    plots = [one for one in whole.iter(f"{SVG}svg") if one.get("class") == "plot"]
    assert len(plots) == {2: 1, 3: 3}.get(CASES[name][0], 0)
    for part in plots or [whole]:
        keys = [key for one in part.iter() if (key := one.get("data-k")) is not None]
        assert sorted(keys, key=int) == listed
        assert len([one for one in part.iter() if one.get("class") == "here"]) == 1


@pytest.mark.parametrize("name", ["two", "two-other", "three"])
def test_fair_points_have_shapes_of_their_own_where_they_are(name: str) -> None:
    """One shape for each point, no two the same, at the point that it marks."""
    here = study(name)
    found = groups(here)
    for plot in (one for one in drawn(name).iter(f"{SVG}svg") if one.get("class") == "plot"):
        marks = {}
        for group in plot.iter(f"{SVG}g"):
            at = re.match(r"translate\(([\d.]+),([\d.]+)\)", group.get("transform") or "")
            path = group.find(f"{SVG}path")
            assert at is not None
            assert path is not None
            marks[path.get("d")] = (at[1], at[2])
        assert len(marks) == len(found) + 1  # and no agreement
        dots = {
            one.get("data-k"): (one.get("cx"), one.get("cy"))
            for one in plot.iter(f"{SVG}circle")
            if one.get("data-k")
        }
        places = {dots[str(here.shown.index(group.place))] for group in found}
        assert places <= set(marks.values())


def test_what_somebody_would_refuse_is_hollow() -> None:
    """Points below no agreement are told apart without colour."""
    found = study("two-other")
    assert found.points is not None
    below = {
        str(at) for at, place in enumerate(found.shown) if place not in found.points.above.tolist()
    }
    hollow = {
        one.get("data-k")
        for one in drawn("two-other").iter(f"{SVG}circle")
        if "below" in (one.get("class") or "").split() and one.get("data-k")
    }
    assert hollow == below
    assert below


def test_of_many_points_some_are_drawn_and_fewer_listed() -> None:
    """It says so; the ends and the fair points are among them."""
    found = study("many-points")
    assert found.found.size > MOST_DRAWN
    assert len(found.shown) == MOST_LISTED
    assert {0, found.found.size - 1, *found.fair.values()} <= set(found.shown)
    assert set(found.shown) <= set(drawn_places(found))
    assert len(drawn_places(found)) <= MOST_DRAWN + MOST_LISTED
    words = " ".join(one[0] for one in boxes(drawn("many-points")))
    assert f"of {found.found.size:,} efficient points are drawn" in words


def test_one_party_has_no_picture() -> None:
    """There is nothing to set against it."""
    assert settlements_svg(study_of(drawn_model(1, 3, 3))) == ""


def test_points_are_spread_far_apart() -> None:
    """On a line of a hundred, five are chosen about a quarter apart, the ends among them."""
    line = np.stack([np.arange(100.0)[::-1], np.arange(100.0)], axis=1)
    found = spread(line, (), 5)
    assert len(found) == 5
    assert found[0] == 0
    assert found[-1] == 99
    assert all(20 <= b - a <= 30 for a, b in pairwise(found))
    assert 17 in spread(line, (17,), 5)
    assert spread(line[:4], (), 5) == (0, 1, 2, 3)
    assert spread(np.ones((9, 2)), (), 5) == (0,)


def test_labels_are_moved_apart_and_ticks_are_round() -> None:
    """Labels keep their order; ticks are multiples of a round step inside the range."""
    assert spaced([0, 1, 2, 90], [10, 10, 10, 10], 5) == [5, 15, 25, 90]
    assert nice_ticks(0.03, 0.77) == [0.2, 0.4, 0.6]
    assert nice_ticks(-3, 12) == [-2.5, 0.0, 2.5, 5.0, 7.5, 10.0]


def test_the_picture_is_the_same_again() -> None:
    """For the same study."""
    again = study_of(drawn_model(*CASES["two"][:4]))
    assert settlements_svg(again) == settlements_svg(study("two"))
