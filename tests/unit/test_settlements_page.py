"""The page on what all could accept: words for everything, a script that asks nobody, safe data."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest

from parley.bargaining.points import DEFINITIONS, TIES
from parley.brief.settlements.page import (
    ORDER_ONLY,
    render_settlements_html,
    render_settlements_terminal,
    settlements_page,
)
from parley.brief.settlements.study import Study, StudyOptions, study_of
from parley.brief.settlements.words import (
    FAIR_NAMES,
    exact_worth,
    number,
    package,
    party_name,
    refusals,
)
from parley.space.model import Model
from tests.unit.settlement_support import drawn_model


def one_line(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


def made(parties: int = 2, issues: int = 6, values: int = 4, seed: int = 1) -> Study:
    """A made-up study."""
    return study_of(drawn_model(parties, issues, values, seed))


def data_of(html: str) -> dict[str, Any]:
    """The data that the script reads."""
    found = re.search(r'<script type="application/json" id="page-data">(.*?)</script>', html)
    assert found is not None
    read: dict[str, Any] = json.loads(found[1])
    return read


@pytest.mark.parametrize("parties", [2, 3, 5])
def test_every_fair_point_is_told_with_what_it_is_worth(parties: int) -> None:
    """Its worth and gain to each, its package, its definition and the rule for ties."""
    study = made(parties)
    told = one_line(render_settlements_terminal(study, full=True))
    assert study.points is not None
    for name, place in study.fair.items():
        assert FAIR_NAMES[name] in told
        assert f"maximises {DEFINITIONS[name]}" in told
        point = getattr(study.points, name)
        for party in range(parties):
            over = number(point.gains[party])
            sign = "+" if point.gains[party] > 0 else ""
            assert f"{number(exact_worth(study, place, party))} ({sign}{over} over" in told
    assert TIES in told
    assert "Nothing is ranked and nothing is recommended" in told
    assert "best move" not in told


def test_a_party_that_gains_little_is_a_risk() -> None:
    """It would refuse if no agreement were worth more than what it gets."""
    study = made(seed=3)
    assert study.points is not None
    assert study.points.ideal is not None
    for place in study.fair.values():
        risks = list(refusals(study, place))
        for party, most in enumerate(study.points.ideal):
            none = study.points.no_agreement[party]
            here = exact_worth(study, place, party)
            little = (here - none) * 2 < most - none
            words = f"were no agreement worth more than {number(here)} to it, it would refuse"
            starts = f"{party_name(study, party)} gains"
            assert any(words in one and one.startswith(starts) for one in risks) is little


@pytest.mark.parametrize("full", [False, True])
def test_the_terminal_keeps_to_its_width_and_needs_no_colour(full: bool) -> None:
    """Eighty columns, no escape sequence; coloured it has the same words."""
    study = made(3)
    plain = render_settlements_terminal(study, full=full)
    assert max(map(len, plain.split("\n"))) <= 80
    assert "\x1b" not in plain
    coloured = render_settlements_terminal(study, color=True, full=full)
    stripped = re.sub("\x1b\\[[0-9;]*m", "", coloured).split("\n")
    assert [text.rstrip() for text in stripped] == plain.split("\n")


def test_the_short_page_is_shorter() -> None:
    """Some points, and where the rest is."""
    study = made(2, 12, 5)
    short = render_settlements_terminal(study)
    assert len(short) < len(render_settlements_terminal(study, full=True)) / 1.5
    assert "--full" in short


def test_the_page_runs_its_own_script_and_no_other() -> None:
    """The policy names the script by its digest; nothing is fetched."""
    html = render_settlements_html(made())
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert len(scripts) == 1
    digest = b64encode(sha256(scripts[0].encode()).digest()).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    assert f"script-src 'sha256-{digest}'" in policy[1]
    assert "default-src 'none'" in policy[1]
    for asking in (
        'src="http',
        'href="http',
        "url(http",
        "@import",
        "fetch(",
        "XMLHttp",
        "import(",
    ):
        assert asking not in html
    for unsafe in ("innerHTML", "eval(", "document.write"):
        assert unsafe not in scripts[0]


def test_the_script_has_everything_of_every_point_listed() -> None:
    """Worths, gains, fair points, package and ties, as the page's words have them."""
    study = made()
    data = data_of(render_settlements_html(study))
    assert len(data["points"]) == len(study.shown)
    values = data["values"]
    for place, point in zip(study.shown, data["points"], strict=True):
        chosen = point["package"]
        said = {
            issue: values[at][value]
            for at, (issue, value) in enumerate(zip(study.network.issues, chosen, strict=True))
        }
        assert said == study.outcomes[place]
        assert point["worth"] == [number(exact_worth(study, place, party)) for party in range(2)]
        fair = [FAIR_NAMES[name] for name, at in study.fair.items() if at == place]
        assert point["fair"] == fair


def test_nothing_that_a_file_says_becomes_part_of_the_page() -> None:
    """Names with angle brackets, and one that would end the script."""
    model = drawn_model(3, 3, 3)
    names = {**model.parties, "p0": "</script><script>alert(1)</script>"}
    hostile = Model(
        model.name,
        model.issues,
        names,
        {},
        preferences=model.preferences,
        no_agreement=model.no_agreement,
    )
    html = render_settlements_html(study_of(hostile))
    assert "<script>alert" not in html
    assert html.count("</script>") == 2
    assert data_of(html)["parties"][0] == names["p0"]
    assert "Ministry of <Trade>" not in html


def test_without_a_script_the_tables_say_the_same() -> None:
    """Each point listed has its row, with what it is worth to each."""
    study = made()
    html = render_settlements_html(study)
    static = html.partition('<script type="application/json"')[0]
    rows = re.findall(r'<th role="rowheader" scope="row">(P\d+)</th>', static)
    assert rows == [f"P{place + 1}" for place in study.shown]
    assert "<svg" in static


def test_where_only_orders_are_known_there_are_no_fair_points() -> None:
    """Heights, and where the parties meet as they fall back."""
    study = study_of(drawn_model(2, 4, 3, 3, orders=2))
    told = one_line(render_settlements_terminal(study, full=True))
    assert study.points is None
    assert study.fallback is not None
    names = " and ".join(study.model.parties.values())
    assert ORDER_ONLY.format(names=names) in told
    assert "from below" in told
    assert "Nash" not in told
    for place in study.fallback.places:
        assert f"P{place + 1} Fallback bargaining" in told


def test_too_many_outcomes_to_fall_back_through_is_said() -> None:
    """It lists outcomes: past a number of them it is left out, with a note."""
    study = study_of(drawn_model(2, 4, 3, 3, orders=1), StudyOptions(most_fallen=80))
    assert study.fallback is None
    assert any("Fallback bargaining is left out" in note for note in study.notes)
    assert study_of(drawn_model(2, 4, 3, 3, orders=1)).fallback is not None


def test_packages_are_statements() -> None:
    """As the dossier's own language has them."""
    study = made(2, 2, 2)
    place = study.shown[0]
    assert re.fullmatch(r"issue_0 = v\d and issue_1 = v\d", package(study, study.outcomes[place]))


def test_the_sections_are_always_in_the_same_order() -> None:
    """So that a reader finds them."""
    keys = [one.key for one in settlements_page(made(), short=False).sections]
    assert keys == ["frontier", "fair", "points", "no-agreement", "terms"]
