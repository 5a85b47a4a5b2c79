"""The page on agendas and its pictures: all is told in words, in 80 columns and in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from parley.bargaining.agenda_value import worth_of
from parley.brief.agenda_worth.opened import constraints_of, opened_by, room_of
from parley.brief.agenda_worth.page import render_agenda_html, render_agenda_terminal
from parley.brief.agenda_worth.pictures import drafts_svg, square_svg
from parley.brief.agenda_worth.study import Study
from parley.brief.agenda_worth.svg_parts import WIDTH
from parley.brief.agenda_worth.words import agenda_words, common_words, number_words
from tests.unit.agenda_support import NAPKIN, kaesong, napkin, study

SVG = "{http://www.w3.org/2000/svg}"
BASES = ("", "is-the-plan-right")


class Words(HTMLParser):
    """The words and tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """All words, on one line."""
        return " ".join("".join(self.words).split())


def one_line(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


def panels(svg: str) -> Iterator[ElementTree.Element]:
    """The pictures, parsed: one for each party."""
    for one in re.findall(r"<svg.*?</svg>", svg, re.DOTALL):
        yield ElementTree.fromstring(one)


@pytest.mark.parametrize("base", BASES)
def test_every_draft_and_every_wording_is_told(base: str) -> None:
    """Each with its worth to each party, in the terminal and in HTML."""
    found = kaesong(base)
    told = one_line(render_agenda_terminal(found, "Title", full=True))
    html = Words(render_agenda_html(found, "Title")).text
    for text in (told, html):
        for one in found.drafts:
            assert f"{one.noted.letter} {one.noted.status} by {one.noted.by}" in text
            worths = worth_of(found.values, one.agenda).by["nash"]
            assert all(number_words(worth) in text for worth in worths)
        for compared in found.compared:
            assert one_line(compared.item.title) in text
            assert all(row.name in text for row in compared.rows)
        assert "Nothing is ranked and nothing is recommended" in text
        assert "are no probabilities" in text
        assert all(name in text for name in found.model.parties.values())
    assert one_line(agenda_words(found.values.items, found.base)) in told


@pytest.mark.parametrize("full", [False, True])
def test_the_terminal_keeps_to_its_width_and_needs_no_colour(full: bool) -> None:
    """Eighty columns, no escape sequence; coloured it has the same words."""
    found = kaesong()
    plain = render_agenda_terminal(found, "Title", 80, full=full)
    assert max(map(len, plain.split("\n"))) <= 80
    assert "\x1b" not in plain
    coloured = render_agenda_terminal(found, "Title", 80, True, full)
    assert "\x1b" in coloured
    stripped = re.sub("\x1b\\[[0-9;]*m", "", coloured).split("\n")
    assert [text.rstrip() for text in stripped] == plain.split("\n")


def test_the_short_page_is_shorter_and_says_where_the_rest_is() -> None:
    """What is left out can be asked for."""
    found = kaesong()
    short = render_agenda_terminal(found, "Title")
    assert len(short) < len(render_agenda_terminal(found, "Title", full=True))
    assert "--full" in short


def test_the_page_is_one_file_that_loads_nothing() -> None:
    """No address outside, no name of another file, every picture told in words beside it."""
    page = Words(render_agenda_html(kaesong(), "Title", fiction=True))
    for tag, attributes in page.tags:
        assert tag not in ("link", "img", "iframe")
        assert not attributes.get("src")
        assert attributes.get("href", "#").startswith("#")
    names = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(names) == len(set(names))
    assert "made up" in page.text


def test_nothing_of_a_dossier_draws_on_the_page() -> None:
    """Names with marks of HTML are words."""
    parties = {
        "red": {"name": "<b>Red</b> & Sons"},
        "team": {"name": "Red's team", "within": "red"},
        "blue": {"name": "Blue"},
    }
    found = study(napkin(parties=parties))
    page = render_agenda_html(found, "<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "<b>Red" not in page
    assert "&lt;b&gt;Red" in page


def test_the_napkin_in_words() -> None:
    """Who gains by naming the river, and what becomes of it without the zone."""
    text = one_line(render_agenda_terminal(study(napkin()), "The napkin", full=True))
    assert (
        "`river` Who gains, who Red gains, Blue loses loses To Red 3 (+2) more in all draws" in text
    )
    assert "Red: worth most of the drafts B (3), least A and D (1)" in text
    assert "`river` 0, that of no agreement: nothing that it leaves is acceptable to all" in text
    assert "One weight is an interval" in text
    assert "no agreement to Blue (now 0.5): to Red explicit ones are worth more" in text
    assert "to about 1 and general words are worth more above about 1" in text


def test_without_draws_it_is_said() -> None:
    """And how to have them; where no weight is an interval, that."""
    assert "Nothing was drawn" in render_agenda_terminal(study(napkin(), draws=0), "T")
    wants = NAPKIN["bargaining"]["preferences"]
    certain = {**wants["red"], "weights": [{**wants["red"]["weights"][0], "weight": 2}]}
    section = {**NAPKIN["bargaining"], "preferences": {**wants, "red": certain}}
    text = one_line(render_agenda_terminal(study(napkin(bargaining=section)), "T"))
    assert "Every weight is one number, and none an interval" in text


def test_one_item_alone_has_no_square() -> None:
    """There is nothing with and without which to compare."""
    agenda = {"border": NAPKIN["agenda"]["border"]}
    found = study(napkin((), agenda=agenda))
    assert found.square is None
    text = render_agenda_terminal(found, "T")
    assert "GENERAL WORDS" not in text
    assert square_svg(found) == drafts_svg(found) == ""


def test_where_things_stand_stands_for_no_agreement() -> None:
    """Where nothing says what it is worth, a note says so."""
    wants = NAPKIN["bargaining"]["preferences"]
    silent = {key: value for key, value in wants["blue"].items() if key != "reservation"}
    section = {**NAPKIN["bargaining"], "preferences": {**wants, "blue": silent}}
    text = one_line(render_agenda_terminal(study(napkin(bargaining=section)), "T"))
    assert "Nothing says what no agreement is worth to Blue" in text


def test_what_an_agenda_opens_settles_and_closes() -> None:
    """Issue by issue, against where things stand."""
    found = study(napkin())
    values, model = found.values, found.model
    named = opened_by(constraints_of(values, ("river", "")), model)
    assert (named.whole, dict(named.settled), named.closed) == ((), {"line": "river"}, ("zone",))
    whole = opened_by(constraints_of(values, ("open", "plain")), model)
    assert (whole.whole, whole.closed, whole.nothing) == (("line", "zone"), (), False)
    assert room_of(constraints_of(values, ("open", "plain")), model) == 3


def test_what_agendas_have_in_common() -> None:
    """Items that all have alike, or never leave out; nothing where nothing is common."""
    items = study(napkin()).values.items
    assert common_words(items, [("river", ""), ("river", "plain")]) == "border `river`"
    every = [("river", ""), ("open", ""), ("any", "")]
    assert common_words(items, every) == "border in whatever wording; guard left out"
    assert common_words(items, [("", ""), *every, ("any", "plain")]) == ""


def bars(root: ElementTree.Element) -> list[tuple[float, float]]:
    """Left and right ends of the bars of a panel, from top to bottom."""
    found = [one for one in root.iter(f"{SVG}rect") if one.get("class") == "range"]
    return [(x := float(one.get("x") or 0), x + float(one.get("width") or 0)) for one in found]


def test_bars_are_true_to_the_worths() -> None:
    """A is at its highest for Blue; both ends and the ring lie where the numbers are."""
    found = study(napkin())
    red, blue = panels(drafts_svg(found))
    # Red's scale is from 0 (no agreement) to 3: A gives it 1, B 3, D from 1 to 3.
    ends = bars(red)
    left, right = 14.0, 386.0
    third = (right - left) / 3
    assert ends[0][0] == pytest.approx(left + third, abs=0.2)
    assert ends[1][0] == pytest.approx(right, abs=0.2)
    assert ends[2] == pytest.approx((left + third, right), abs=0.2)
    rings = [float(one.get("cx") or 0) for one in red.iter(f"{SVG}circle")]
    assert rings == pytest.approx([left + third, right, left + third], abs=0.2)
    assert len(bars(blue)) == 3


def texts(root: ElementTree.Element) -> list[tuple[str, float, float, float, float]]:
    """Every text with the box that it takes."""
    found = []
    for node in root.iter(f"{SVG}text"):
        words = node.text or ""
        width = (7.2 if node.get("class") == "strong" else 6.2) * len(words)
        x, y = float(node.get("x") or 0), float(node.get("y") or 0)
        x -= width if node.get("text-anchor") == "end" else 0
        found.append((words, x, y - 10, x + width, y + 2))
    return found


def long_names() -> Study:
    """The napkin with names that have no room, and an item of such a name."""
    name = "The Provisional Authority of the Upper and the Lower Valley, and its Successors"
    parties = {
        "red": {"name": name},
        "team": {"name": name, "within": "red"},
        "blue": {"name": "Blue"},
    }
    return study(napkin(parties=parties), draws=0)


@pytest.mark.parametrize("draw", [drafts_svg, square_svg])
def test_no_text_covers_another_or_leaves_its_panel(draw: object) -> None:
    """Whatever the names, all words can be read, and what is drawn is told to those who hear it."""
    assert callable(draw)
    for found in (kaesong(), kaesong("is-the-plan-right"), study(napkin()), long_names()):
        roots = list(panels(draw(found)))
        assert len(roots) == len(found.model.parties)
        for root in roots:
            boxes = texts(root)
            for number, one in enumerate(boxes):
                assert one[1] >= 0 and one[3] <= WIDTH, one[0]
                assert one[4] <= float(root.get("height") or 0), one[0]
                for other in boxes[number + 1 :]:
                    apart = one[3] <= other[1] or other[3] <= one[1]
                    assert apart or one[4] <= other[2] or other[4] <= one[2], (one[0], other[0])
            assert root.findtext(f"{SVG}title")
            assert root.findtext(f"{SVG}desc")
