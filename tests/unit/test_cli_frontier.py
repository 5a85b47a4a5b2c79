"""`parley frontier` as users run it: shapes, scenarios, and what it says where there is little."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from parley.brief.settlements.study import study_of
from parley.cli.main import cli
from parley.dossier.language.formulas import In
from parley.kernel.errors import Refused
from parley.space.model import Named
from tests.meta.repository import ROOT
from tests.unit.scenario_support import discrete, genius_domain, genius_profile, put
from tests.unit.settlement_support import PIER, drawn_model

KAESONG = ROOT / "examples" / "kaesong-1951"
LIRR = ROOT / "examples" / "lirr-waters"
FAIR = ("nash", "kalai", "kalai_smorodinsky", "utilitarian", "leximin")


def run(*args: object) -> Result:
    """Run `parley frontier`."""
    return CliRunner().invoke(cli, ["frontier", *map(str, args)])


def data(*args: object) -> dict[str, Any]:
    """Run it for JSON."""
    result = run(*args, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def written(folder: Path, text: str = PIER) -> Path:
    """Write a dossier of one file."""
    (folder / "dossier.yaml").write_text(text, encoding="utf-8")
    return folder


def told(result: Result) -> str:
    """All that was printed, on one line."""
    return " ".join(result.output.split())


def test_the_pier_by_hand(tmp_path: Path) -> None:
    """Three efficient outcomes, all with the new pier; worked out on paper."""
    found = data(written(tmp_path))
    assert found["outcomes"] == 6
    assert found["frontier"] == [[1, 0.3], [0.76, 0.65], [0.4, 1]]
    assert [one["fee"] for one in found["packages"]] == ["20", "10", "0"]
    assert {one["pier"] for one in found["packages"]} == {"new"}
    assert found["ties"] == [1, 1, 1]
    assert found["no_agreement"] == [0.3, 0]
    assert found["no_agreement_assumed"] == [False, True]
    assert found["ideal"] == [1, 1]
    assert found["acceptable"] == 3
    for name in FAIR:  # 0.46 * 0.65 > 0.7 * 0.3 > 0.1 * 1; 1.41 > 1.4 > 1.3
        assert found[name] == [0.76, 0.65]
        assert found["points"][name]["at"] == 1
        assert found["points"][name]["package"] == {"fee": "10", "pier": "new"}
    assert found["points"]["nash"]["gains"] == [0.46, 0.65]
    assert found["exact"] is True
    assert found["epsilon"] == [0, 0]
    assert found["scale"] == "dossier"


def test_lists_are_aligned_with_the_frontier() -> None:
    """The founding case: best first for the first party, one package and number of ties each."""
    found = data(KAESONG)
    count = found["efficient"]
    assert len(found["frontier"]) == len(found["packages"]) == len(found["ties"]) == count
    firsts, seconds = zip(*found["frontier"], strict=True)
    assert list(firsts) == sorted(firsts, reverse=True)
    assert list(seconds) == sorted(seconds)
    assert set(found["definitions"]) == set(FAIR) == set(found["points"])
    for name in FAIR:
        assert found[name] == found["frontier"][found["points"][name]["at"]]


def test_what_no_agreement_is_worth_can_be_said(tmp_path: Path) -> None:
    """It moves the fair points; what is above it for one leaves less to the other."""
    folder = written(tmp_path)
    found = data(folder, "--no-agreement", "upper=0.8")
    assert found["no_agreement"] == [0.8, 0]
    assert found["nash"] == [1, 0.3]
    assert found["acceptable"] == 1
    page = run(folder, "--no-agreement", "upper=0.8")
    assert "0.8, as given with --no-agreement" in told(page)
    assert "its worst possible outcome, 0, stands for it" in told(page)


def test_where_nothing_is_acceptable_it_says_who_could_accept_what(tmp_path: Path) -> None:
    """An answer, not an error: status 0, no fair points, and how many each could accept."""
    options = ("--no-agreement", "upper=0.9", "--no-agreement", "lower=0.9")
    result = run(written(tmp_path), *options)
    assert result.exit_code == 0
    assert "No outcome is acceptable to all" in told(result)
    assert "Upper Town could accept 1 of the 3 efficient points." in told(result)
    found = data(tmp_path, *options)
    assert found["nash"] is None
    assert found["points"]["nash"] is None
    assert found["acceptable"] == 0
    assert found["ideal"] is None
    assert len(found["frontier"]) == 3


def test_time_takes_from_what_things_are_worth(tmp_path: Path) -> None:
    """A discount of a half, all time gone: half the worth and half of no agreement."""
    text = PIER.replace("reservation: 0.3", "reservation: 0.3\n    discount: 0.5")
    folder = written(tmp_path, text)
    assert data(folder, "--time", "1")["frontier"] == [[0.5, 0.3], [0.38, 0.65], [0.2, 1]]
    assert data(folder, "--time", "1")["no_agreement"] == [0.15, 0]
    assert data(folder, "--time", "0")["frontier"] == data(folder)["frontier"]
    assert "0.15, the reservation among its preferences, less what time" in told(
        run(folder, "--time", "1")
    )
    other = run(written(tmp_path), "--time", "1")
    assert "No party's worth falls with time" in told(other)


def test_only_some_issues(tmp_path: Path) -> None:
    """`--issue` leaves the others out, and says so."""
    found = data(written(tmp_path), "--issue", "fee")
    assert found["outcomes"] == 3
    assert any("`pier = new` is left out" in note for note in found["notes"])


def test_a_scenario_of_another_program_on_both_scales(tmp_path: Path) -> None:
    """GENIUS divides evaluations by the largest of their issue; raw does not."""
    values = ["low", "high"]
    weights = '<weight index="1" value="1.0"/>'
    mine = discrete(1, "price", [("low", "2"), ("high", "8")])
    theirs = discrete(1, "price", [("low", "5"), ("high", "1")])
    folder = put(
        tmp_path / "orchard",
        {
            "domain.xml": genius_domain(discrete(1, "price", [(one, "") for one in values])),
            "a.xml": genius_profile(mine + weights),
            "b.xml": genius_profile(theirs + weights),
        },
    )
    scaled, raw = data(folder), data(folder, "--scale", "raw")
    assert scaled["scale"] == "genius"
    assert scaled["frontier"] == [[1, 0.2], [0.25, 1]]
    assert raw["scale"] == "raw"
    assert raw["frontier"] == [[8, 1], [2, 5]]
    assert [one["price"] for one in raw["packages"]] == ["high", "low"]
    refused = run(folder, "--issue", "price")
    assert refused.exit_code == 2


def test_where_only_an_order_is_known_there_is_fallback_bargaining() -> None:
    """No fair points and no worths: heights, and where the parties meet."""
    found = data(LIRR)
    assert found["ordinal"] == [False, True]
    assert found["nash"] is None
    assert found["no_agreement"] is None
    assert found["frontier"] == [[1, 1], [0.8, 2]]
    met = found["fallback"]
    assert met["at"] == [1]
    assert met["depths"][0][1] == 1  # the best of all for the second
    assert max(met["depths"][0]) == met["depth"] <= met["of"]
    page = told(run(LIRR))
    assert "Of the wishes of Niederlirr only the order is known" in page
    assert "Fallback bargaining (Brams and Kilgour 2001)" in page
    refused = run(LIRR, "--no-agreement", "lower=1")
    assert refused.exit_code == 2
    assert "only the order of the wishes of lower is known" in told(refused)


def test_too_little_memory_thins_and_says_how_much_that_can_miss(tmp_path: Path) -> None:
    """Many efficient points in room for few: what is left out is near something listed."""
    issues, mine, theirs = [], [], []
    for k in range(10):
        issues.append(f"  i{k}: {{question: Q?, values: [a, b], decided_by: [upper, lower]}}")
        mine.append(f"      - {{weight: {2**k}, says: i{k} = a, assumed: the test}}")
        theirs.append(f"      - {{weight: {2**k}, says: i{k} = b, assumed: the test}}")
    text = "\n".join(
        [
            *PIER.splitlines()[:7],
            "issues:",
            *issues,
            "preferences:",
            "  upper:\n    weights:",
            *mine,
            "  lower:\n    weights:",
            *theirs,
        ]
    )
    folder = written(tmp_path, text + "\n")
    whole, few = data(folder), data(folder, "--memory", "16K")
    assert whole["efficient"] == 1024
    assert whole["exact"] is True
    assert few["exact"] is False
    assert few["efficient"] < 200
    for point in whole["frontier"]:
        assert any(
            all(a - b <= e for a, b, e in zip(point, near, few["epsilon"], strict=True))
            for near in few["frontier"]
        )
    page = told(run(folder, "--memory", "16K"))
    assert "one is listed that is worse by at most" in page


def limited(folder: Path, *statements: str) -> Path:
    """The pier with feasibility statements."""
    lines = [
        f"  - {{id: s{number}, says: {one}, assumed: t}}\n" for number, one in enumerate(statements)
    ]
    return written(
        folder, PIER.replace("preferences:", f"feasibility:\n{''.join(lines)}preferences:")
    )


def test_where_nothing_is_feasible_the_statements_that_clash_are_named(tmp_path: Path) -> None:
    """Input that cannot be used: status 2."""
    result = run(limited(tmp_path, "pier = old", "fee < 20", "pier = new"))
    assert result.exit_code == 2
    assert "expected some feasible outcome, got none" in told(result)
    assert "s0, s2" in told(result)


def test_one_outcome_alone_is_an_answer(tmp_path: Path) -> None:
    """Status 0, and it is every fair point."""
    found = data(limited(tmp_path, "pier = old and fee = 10"))
    assert found["frontier"] == [[0.36, 0.35]]
    assert all(found[name] == [0.36, 0.35] for name in FAIR)
    assert "The only efficient point leaves nobody below" in told(run(tmp_path))


def test_a_model_that_nothing_satisfies_names_the_clash() -> None:
    """Also where the statements are not the dossier's own but a model's."""
    clashing = (
        Named("up", In("issue_0", frozenset(("v0",)))),
        Named("free", In("issue_1", frozenset(("v0", "v1")))),
        Named("down", In("issue_0", frozenset(("v1",)))),
    )
    with pytest.raises(Refused, match="`up` and `down` cannot all be true"):
        study_of(replace(drawn_model(2, 2, 2), feasibility=clashing))


def test_parties_without_wishes(tmp_path: Path) -> None:
    """One that is indifferent is told; where nobody wants anything there is nothing to find."""
    head, _, _ = PIER.partition("  lower:\n    weights")
    result = run(written(tmp_path, head))
    assert result.exit_code == 0
    assert "To lower every outcome is worth the same" in told(result)
    head, _, _ = PIER.partition("preferences:")
    result = run(written(tmp_path, head))
    assert result.exit_code == 2
    assert "expected wishes of at least one party, got none" in told(result)


def test_one_party_alone(tmp_path: Path) -> None:
    """It has what it likes best, and no picture."""
    text = PIER.partition("  lower:\n    weights")[0].replace(
        "decided_by: [upper, lower]", "decided_by: upper"
    )
    result = run(written(tmp_path, text), "--format", "html")
    assert result.exit_code == 0
    assert "There is one party" in told(result)
    assert "<svg" not in result.output
    assert "<script" not in result.output


def test_without_issues_it_says_what_is_missing(tmp_path: Path) -> None:
    """Status 2, one message."""
    head = PIER.partition("issues:")[0]
    result = run(written(tmp_path, head + "issues: {}\n"))
    assert result.exit_code == 2
    assert "expected at least one issue, got none" in told(result)


def test_real_numbers_without_steps_are_refused_with_the_option_to_give(tmp_path: Path) -> None:
    """An issue of real numbers has no end of values: `--steps` says how many to take."""
    domain = (
        '<issue index="1" name="price" type="real"><range lowerbound="0" upperbound="1"/></issue>'
    )
    profile = (
        '<issue index="1" name="price" type="real"><range lowerbound="0" upperbound="1"/>'
        '<evaluator ftype="linear" parameter0="0" parameter1="1"/></issue>'
        '<weight index="1" value="1.0"/>'
    )
    files = {
        "domain.xml": genius_domain(domain),
        "a.xml": genius_profile(profile),
        "b.xml": genius_profile(profile.replace('"0" parameter1="1"', '"1" parameter1="-1"')),
    }
    folder = put(tmp_path / "orchard", files)
    refused = run(folder)
    assert refused.exit_code == 2
    assert "steps" in told(refused)
    assert data(folder, "--steps", "5")["outcomes"] == 5


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--no-agreement", "uper=1"), "did you mean `upper`?"),
        (("--no-agreement", "upper=much"), "expected a number, got `much`"),
        (("--no-agreement", "upper"), "expected PARTY=NUMBER, got `upper`"),
        (("--no-agreement", "upper=inf"), "expected a number, got `inf`"),
        (("--time", "2"), "expected a share from 0 to 1, got 2"),
        (("--memory", "lots"), "expected a size such as 500M or 2G, got `lots`"),
        (("--issue", "fe"), "did you mean `fee`?"),
    ],
)
def test_bad_options_say_what_was_expected(
    args: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    """One message, status 2, no traceback."""
    result = run(written(tmp_path), *args)
    assert result.exit_code == 2
    assert said in told(result)
    assert "Traceback" not in result.output


def test_the_terminal_keeps_to_its_width() -> None:
    """Eighty columns, without colour; in full it says what each fair point maximises."""
    result = run(KAESONG, "--full")
    assert result.exit_code == 0, result.output
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "\x1b[" not in result.stdout
    assert "maximises the product of what each party gains" in told(result)
