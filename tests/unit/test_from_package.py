"""From a package: against lists of outcomes, in words, in the picture, on the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from parley.brief.settlements.data import study_as_data
from parley.brief.settlements.from_package import study_package
from parley.brief.settlements.page import render_settlements_html, render_settlements_terminal
from parley.brief.settlements.study import Study, StudyOptions, study_of
from parley.cli.main import cli
from parley.space.network import utility_of
from parley.space.packages import Package
from tests.meta.repository import ROOT
from tests.twins import trades_literal
from tests.unit.settlement_support import PIER, drawn_model

KAESONG = ROOT / "examples" / "kaesong-1951"
LIRR = ROOT / "examples" / "lirr-waters"
OLD = "fee = 20 and pier = old"


def run(*args: object) -> Result:
    """Run `parley frontier`."""
    return CliRunner().invoke(cli, ["frontier", *map(str, args)])


def package_in(*args: object) -> dict[str, Any]:
    """Run it for JSON and return what it says of the package."""
    result = run(*args, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)["package"]
    return found


def told(result: Result) -> str:
    """All that was printed, on one line."""
    return " ".join(result.output.split())


def written(folder: Path, text: str = PIER) -> Path:
    """Write a dossier of one file."""
    (folder / "dossier.yaml").write_text(text, encoding="utf-8")
    return folder


def asked(study: Study, *values: str, most_issues: int = 2) -> Study:
    """A study with what was found from a package of these values."""
    outcome = dict(zip(study.network.issues, values, strict=True))
    package = Package("the package given", outcome)
    found = study_package(study.network, study.found, package, most_issues)
    return replace(study, package=found)


@pytest.mark.parametrize(("parties", "seed"), [(2, 1), (3, 2)])
def test_every_package_is_as_a_list_of_outcomes_has_it(parties: int, seed: int) -> None:
    """What beats it, whether it is efficient, who is below, what each could gain, the exchanges."""
    study = study_of(drawn_model(parties, 3, 3, seed, none=0.5))
    network = study.network
    worths = {
        places: [utility_of(network, party, places) for party in range(parties)]
        for places in product(range(3), repeat=3)
    }
    efficient_seen = set()
    for places, own in worths.items():
        found = asked(study, *(network.values[k][at] for k, at in enumerate(places))).package
        assert found is not None
        above = [
            one
            for one in worths.values()
            if one != own and all(a >= b for a, b in zip(one, own, strict=True))
        ]
        assert found.efficient is (not above)
        assert (found.at is not None) is (not above)
        efficient_seen.add(found.efficient)
        assert found.worth == tuple(own)
        assert found.below == tuple(p for p in range(parties) if own[p] < 150)
        assert found.room == tuple(
            max([one[p] - own[p] for one in above], default=Fraction()) for p in range(parties)
        )
        for place in found.better:
            point = [int(row[place]) for row in study.found.numbers]
            assert [n * Fraction(1, u) for n, u in zip(point, network.units, strict=True)] in above
        assert set(found.shown) <= set(found.better)
        wanted = trades_literal.exchanges(network, places, 2)
        assert len(found.exchanges) == len(wanted)
        assert {one.gains for one in found.exchanges} == set(wanted.values())
    assert efficient_seen == {True, False}


def test_the_rates_are_in_swings_of_one_issue() -> None:
    """The one that matters most where it matters least; its own rate is one."""
    found = asked(study_of(drawn_model(2, 4, 3)), *("v0",) * 4).package
    assert found is not None
    assert found.measure is not None
    assert set(found.rates[found.measure]) == {Fraction(1)}
    totals = [sum(one.weight[p] or 0 for one in found.swings) for p in (0, 1)]
    least = [min((one.weight[p] or 0) / totals[p] for p in (0, 1)) for one in found.swings]
    assert least[found.measure] == max(least)
    for one, rates in zip(found.swings, found.rates, strict=True):
        per = found.swings[found.measure].weight
        assert [rates[p] * (per[p] or 0) for p in (0, 1)] == list(one.weight)  # type: ignore[operator]


def test_a_thinned_frontier_cannot_tell_that_a_package_is_efficient() -> None:
    """Only that it is not, where a point listed beats it."""
    study = study_of(drawn_model(3, 7, 5, 4), StudyOptions(most_points=24))
    assert not study.found.is_exact
    ends = [asked(study, *(f"v{at}",) * 7) for at in range(5)]
    assert any(one.package is not None and one.package.efficient is False for one in ends)
    best = asked(study, *study.outcomes[study.shown[0]].values())
    assert best.package is not None
    assert best.package.efficient is None
    assert "cannot be told" in " ".join(render_settlements_terminal(best).split())


def test_the_pier_by_hand(tmp_path: Path) -> None:
    """The old pier at twenty: the new one alone helps both; with a fee of ten Upper concedes."""
    found = package_in(written(tmp_path), "--from", OLD)
    assert found["worth"] == [0.6, 0]
    assert found["efficient"] is False
    assert found["at"] is None
    assert found["better"] == [0, 1]
    assert found["most_to_gain"] == [0.4, 0.65]
    assert found["below_no_agreement"] == []
    both = next(one for one in found["exchanges"] if len(one["changes"]) == 2)
    assert [(one["was"], one["becomes"]) for one in both["changes"]] == [
        ("20", "10"),
        ("old", "new"),
    ]
    assert both["gains"] == [0.16, 0.65]
    assert both["concedes"] == [["fee"], []]
    assert both["better_for"] == ["upper", "lower"]
    page = told(run(tmp_path, "--from", OLD, "--full"))
    assert "2 of 3 efficient points are at least as good for every party" in page
    assert "+0.16; concedes on fee (-0.24)" in page
    assert "would hurt nobody and help somebody" in page
    assert "None is advice." in page


def test_an_efficient_package_has_no_exchange(tmp_path: Path) -> None:
    """And one that is below no agreement says for whom."""
    found = package_in(written(tmp_path), "--from", "fee = 10 and pier = new")
    assert (found["efficient"], found["at"], found["exchanges"]) == (True, 1, [])
    page = told(run(tmp_path, "--from", "fee = 10 and pier = new"))
    assert "It is efficient (P2): nobody can gain from it unless somebody loses." in page
    assert "It leaves nobody below no agreement, as far as that is known." in page
    below = told(run(tmp_path, "--from", "fee = 0 and pier = old"))
    assert "0, 0.3 less than no agreement" in below
    assert "It leaves Upper Town below no agreement." in below


def test_how_many_issues_may_change(tmp_path: Path) -> None:
    """One: only the pier."""
    found = package_in(written(tmp_path), "--from", OLD, "--most-issues", "1")
    assert [[one["issue"] for one in each["changes"]] for each in found["exchanges"]] == [["pier"]]
    assert package_in(tmp_path, "--from", OLD, "--most-issues", "3")["most_issues"] == 3


def test_without_being_asked_there_is_no_package(tmp_path: Path) -> None:
    """The key is there all the same."""
    assert json.loads(run(written(tmp_path), "--format", "json").stdout)["package"] is None


def test_where_only_an_order_is_known_gains_are_only_better_or_worse() -> None:
    """No numbers for that party, in words or in JSON; none for swings and rates either."""
    rest = "filling_years = 4 and dam_height = 50 and power_share = none and gauges = upper_reads"
    more = "flood_warning = none and fisheries = open_season and dry_release = 40 and payment = 15"
    says = f"{rest} and {more} and data_delay = 24"
    found = package_in(LIRR, "--from", says)
    assert found["worth"][1] is None
    assert found["rate_of"] is None
    assert all(one["gains"][1] is None for one in found["exchanges"])
    assert any("lower" in one["better_for"] for one in found["exchanges"])
    page = told(run(LIRR, "--from", says))
    assert "worse than all 2 heights among the efficient points" in page
    assert "Niederlirr better" in page


def test_where_things_stand_at_kaesong() -> None:
    """The founding case: eighty columns, and the same package by statement and by name."""
    result = run(KAESONG, "--from", "status-quo", "--full")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "FROM THE STATUS QUO" in result.stdout
    stand = package_in(KAESONG, "--from", "status-quo")
    named = package_in(KAESONG, "--from", "troops_item = left_out")
    offer = package_in(KAESONG, "--from", "offer:troops-item-put-off")
    assert stand["package"] == named["package"] == offer["package"]
    assert stand["exchanges"] == named["exchanges"]
    assert len(stand["from_status_quo"]) == 14
    assert len(named["from_status_quo"]) == 13
    assert offer["name"] == "the offer troops-item-put-off"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--from", "fee = 11 and pier = new"), "--from, column 7: expected a value of 'fee'"),
        (("--from", "pier = new"), "leaves open: fee"),
        (("--from", "status-quo"), "expected a status quo, got none"),
        (("--from", "offer:none"), "expected a proposal of the log, got no entry of that name"),
        (("--most-issues", "2"), "give --from"),
        (("--from", OLD, "--most-issues", "4"), "4 is not in the range"),
    ],
)
def test_bad_packages_say_what_was_expected(
    args: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    """One message, status 2, no traceback."""
    result = run(written(tmp_path), *args)
    assert result.exit_code == 2
    assert said in told(result)
    assert "Traceback" not in result.output


@pytest.mark.parametrize("parties", [2, 3, 5])
def test_the_picture_marks_the_package(parties: int) -> None:
    """A plus in every plot, or a way of its own, with its name beside."""
    study = study_of(drawn_model(parties, 4, 3))
    plain, marked = (render_settlements_html(one) for one in (study, asked(study, *("v0",) * 4)))
    plus = "M-2.5,-8H2.5"
    assert plus not in plain
    assert marked.count(plus) == {2: 2, 3: 4, 5: 1}[parties]
    assert ('class="way asked"' in marked) is (parties == 5)
    assert "Marked with a plus: the package given." in marked
    assert "From the package given" in marked
    assert 'id="package"' in marked


def test_all_of_it_is_json() -> None:
    """Swings, rates and exchanges with whole and broken numbers."""
    study = asked(study_of(drawn_model(3, 4, 3)), *("v0",) * 4, most_issues=3)
    found = json.loads(json.dumps(study_as_data(study)["package"]))
    assert found["most_issues"] == 3
    assert {len(one["rate"]) for one in found["swings"]} == {3}
    for one in found["exchanges"]:
        alone = [sum(each["gains"][p] for each in one["changes"]) for p in range(3)]
        assert [a + b for a, b in zip(alone, one["together"], strict=True)] == one["gains"]
