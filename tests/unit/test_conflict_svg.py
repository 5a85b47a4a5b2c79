"""The picture of a conflict: well formed, no text upon text, and true to the study."""

from __future__ import annotations

import re
from math import hypot
from xml.etree import ElementTree

import pytest

from parley.brief.conflicts.drawing import MOST_DRAWN, conflict_svg, drawn_places
from parley.brief.conflicts.drawing_parts import WIDTH
from parley.brief.conflicts.study import Study
from parley.brief.conflicts.words import gains, label
from tests.unit.conflict_support import PUBLISHED, chain, made_up, published

SVG = "{http://www.w3.org/2000/svg}"


def drawn(study: Study) -> ElementTree.Element:
    """The picture, parsed."""
    return ElementTree.fromstring(conflict_svg(study, "A & B"))


def boxes(root: ElementTree.Element) -> list[tuple[str, float, float, float, float]]:
    """Every text with the box that it takes, letters of 12 px taken as wide."""
    found = []

    def walk(node: ElementTree.Element, dx: float, dy: float) -> None:
        moved = re.match(r"translate\(([\d.-]+),([\d.-]+)\)", node.get("transform") or "")
        if moved:
            dx, dy = dx + float(moved[1]), dy + float(moved[2])
        if node.tag == f"{SVG}text" and node.text:
            width = 6.6 * len(node.text)
            x, y = float(node.get("x") or 0) + dx, float(node.get("y") or 0) + dy
            x -= width / 2 if node.get("text-anchor") == "middle" else 0
            found.append((node.text, x, y - 10, x + width, y + 2))
        for child in node:
            walk(child, dx, dy)

    walk(root, 0, 0)
    return found


def collisions(root: ElementTree.Element) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes share some space."""
    found = boxes(root)
    return [
        (one[0], two[0])
        for number, one in enumerate(found)
        for two in found[number + 1 :]
        if one[1] < two[3] and two[1] < one[3] and one[2] < two[4] and two[2] < one[4]
    ]


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_text_covers_another_or_leaves_the_picture(name: str) -> None:
    """Whatever the conflict, all words can be read."""
    root = drawn(published(name)[0])
    assert collisions(root) == []
    for text, left, top, right, bottom in boxes(root):
        assert left >= 0, text
        assert right <= WIDTH, text
        assert top >= 0, text
        assert bottom <= float(root.get("height") or 0), text


def test_long_names_and_values_are_cut_not_overlaid() -> None:
    """Twenty states of values with long names still have no text upon text."""
    head = chain(4)
    long = [f"a_value_with_a_very_long_name_{number}" for number in range(2)]
    for issue in head["issues"].values():
        issue["values"] = long
    for wanted in head["preferences"].values():
        for one in wanted["priorities"]:
            one["says"] = one["says"].replace("= a", f"= {long[0]}")
    root = drawn(made_up(head)[0])
    assert collisions(root) == []
    assert max(box[3] for box in boxes(root)) <= WIDTH


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_state_drawn_has_a_node_of_its_kind(name: str) -> None:
    """What holds is square with a double border, the status quo is marked, each has its label."""
    study, _ = published(name)
    places = drawn_places(study)
    root = drawn(study)
    nodes = [one for one in root.iter(f"{SVG}g") if (one.get("class") or "").startswith("state")]
    assert len(nodes) == len(places)
    leading = {label(place) for place in study.equilibria[study.leading]}
    for node in nodes:
        words = [one.text for one in node.iter(f"{SVG}text")]
        double = len(list(node.iter(f"{SVG}rect"))) == 2
        assert double is (words[0] in leading)
        assert ("status quo" in words) is (
            study.start is not None and words[0] == label(study.start)
        )


@pytest.mark.parametrize("name", ["elmira", "chicken", "gisborne-economy"])
def test_the_moves_drawn_are_those_that_can_be_made(name: str) -> None:
    """Each arc is a step of the study; gains are strong, others faint."""
    study, _ = published(name)
    assert study.steps is not None
    steps = study.steps
    wanted = {
        (label(place), label(to)): gains(study, steps.who[mover], place, to)
        for place in range(len(study.stability.states))
        for mover, to in steps.after(place)
    }
    found = {}
    for group in drawn(study).iter(f"{SVG}g"):
        told = re.match(r"(S\d+) to (S\d+):", group.findtext(f"{SVG}title") or "")
        if told:
            found[told[1], told[2]] = group.get("opacity") is None
    assert found == wanted


@pytest.mark.parametrize("name", ["korea-2017", "cuba-brams", "elmira"])
def test_no_move_runs_through_a_state_that_it_does_not_touch(name: str) -> None:
    """Curves keep their distance from all other nodes."""
    clear_of_nodes(published(name)[0])


def test_twenty_states_can_still_be_followed() -> None:
    """The fullest circle has room for its curves."""
    head = chain(2)
    for issue, count in zip(head["issues"].values(), (4, 5), strict=True):
        issue["values"] = ["a", *(f"v{number}" for number in range(count - 1))]
    study, _ = made_up(head)
    assert len(study.stability.states) == MOST_DRAWN
    clear_of_nodes(study)


def clear_of_nodes(study: Study) -> None:
    """Check the distance of every curve from the nodes between which it does not run."""
    root = drawn(study)
    at = {
        one.findtext(f"{SVG}text"): next(
            (float(text.get("x") or 0), float(text.get("y") or 0) - 4)
            for text in one.iter(f"{SVG}text")
        )
        for one in root.iter(f"{SVG}g")
        if (one.get("class") or "").startswith("state")
    }
    for group in root.iter(f"{SVG}g"):
        told = re.match(r"(S\d+) to (S\d+):", group.findtext(f"{SVG}title") or "")
        if not told:
            continue
        line = next(iter(group.iter(f"{SVG}path"))).get("d") or ""
        numbers = [float(one) for one in re.findall(r"-?\d+\.\d", line)]
        for share in (k / 40 for k in range(41)):
            x, y = (
                (1 - share) ** 2 * numbers[axis]
                + 2 * share * (1 - share) * numbers[2 + axis]
                + share**2 * numbers[4 + axis]
                for axis in (0, 1)
            )
            for name, (nx, ny) in at.items():
                if name not in told.groups():
                    assert hypot(x - nx, y - ny) > 18, (told.groups(), name)


def test_a_large_conflict_is_drawn_in_part_or_counted() -> None:
    """With a status quo: the ways from it; without: how many states hold. Both say so."""
    study, _ = made_up(
        chain(6, conflict={"status_quo": " and ".join(f"i{k} = b" for k in range(6))})
    )
    assert 1 < len(drawn_places(study)) <= MOST_DRAWN
    assert any(
        text.startswith(f"{len(drawn_places(study))} of 64") for text, *_ in boxes(drawn(study))
    )
    counted, _ = made_up(chain(6))
    assert drawn_places(counted) == ()
    words = [text for text, *_ in boxes(drawn(counted))]
    assert any("64 states" in text for text in words)
    for places in counted.equilibria.values():
        assert str(len(places)) in words
    assert collisions(drawn(counted)) == []


@pytest.mark.parametrize("name", ["elmira", "garrison"])
def test_the_picture_tells_readers_what_it_is_and_fetches_nothing(name: str) -> None:
    """Role, title and description; no script, no link; the same every time."""
    study, _ = published(name)
    text = conflict_svg(study, "A & B")
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "A & B"
    assert len(root.findtext(f"{SVG}desc") or "") > 20
    assert "prefers-color-scheme:dark" in text
    assert not {"script", "image", "use", "a"} & {one.tag.removeprefix(SVG) for one in root.iter()}
    assert "url(" not in text
    assert "href" not in text
    assert text == conflict_svg(study, "A & B")


def test_movers_differ_by_more_than_colour() -> None:
    """Each mover's lines have dashes of their own."""
    root = drawn(published("elmira")[0])
    dashes: dict[str, set[str | None]] = {}
    for path in root.iter(f"{SVG}path"):
        if "line" in (path.get("class") or ""):
            dashes.setdefault(path.get("class") or "", set()).add(path.get("stroke-dasharray"))
    assert all(len(one) == 1 for one in dashes.values())
    assert len({one for each in dashes.values() for one in each}) == len(dashes) == 3


def test_hostile_names_draw_nothing() -> None:
    """Markup and control characters in names are text."""
    parties = {"red": {"name": "<script>&\u202e"}, "blue": {"name": '"><x>'}}
    text = conflict_svg(made_up(chain(2, parties=parties))[0], "<title>")
    assert "<script" not in text
    assert "\u202e" not in text
    assert ElementTree.fromstring(text) is not None
