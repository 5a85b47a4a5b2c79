"""The founding case against what became of the plan of 13 July 1951, by the graded facts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from parley.cli.main import cli

CASE = Path(__file__).resolve().parents[2] / "examples" / "kaesong-1951"
EARLY = ["exclusion-contradicted"]
MIDDLE = [*EARLY, "position-abandoned", "position-abandoned", "trade-unmet"]


def check(*options: str) -> tuple[int, list[dict[str, Any]]]:
    """Run `parley check` on the founding case for the side that planned; exit status, findings."""
    ran = CliRunner().invoke(
        cli, ["check", str(CASE), "--for", "cpv-kpa", *options, "--format", "json"]
    )
    findings: list[dict[str, Any]] = json.loads(ran.stdout)["findings"]
    return ran.exit_code, findings


def errors(findings: list[dict[str, Any]]) -> list[str]:
    """The codes of the errors, sorted."""
    return sorted(one["code"] for one in findings if one["severity"] == "error")


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("1951-07-14T12:00Z", EARLY),
        ("1951-07-17T12:00Z", MIDDLE),
        ("1951-07-27T00:00Z", sorted([*MIDDLE, "fallback-not-followed", "position-abandoned"])),
    ],
)
def test_what_had_gone_wrong_by_then(as_of: str, expected: list[str]) -> None:
    """The refugees, then the press and the parallel, then the fallback."""
    status, findings = check("--as-of", as_of)
    assert status == 1
    assert errors(findings) == expected


def test_what_each_finding_rests_on() -> None:
    """The acts and the plans that history names, with file, line and passages."""
    _, findings = check("--as-of", "1951-07-27T00:00Z")
    proof = {(one["code"], *one["entries"][:1]): one for one in findings}
    refugees = proof["exclusion-contradicted", "refugees-left-out"]
    assert "must-raise-refugees" in refugees["entries"]
    press = proof["position-abandoned", "conditions-accepted"]
    assert "press-only-by-consent" in press["entries"]
    parallel = proof["trade-unmet", "parallel-conceded"]
    assert "trade-parallel-for-troops" in parallel["entries"]
    fallback = next(one for one in findings if one["code"] == "fallback-not-followed")
    assert "fallback-earlier-agenda" in fallback["entries"]
    for one in findings:
        assert one["file"].startswith("log/")
        assert one["line"] > 0
        assert one["sources"], one


def test_a_document_that_had_not_arrived_is_not_used() -> None:
    """The instruction of 3 July reached Peking after the morning of that day."""
    known = check("--as-of", "1951-07-14T12:00Z", "--known-as-of", "1951-07-03T06:00Z")
    assert known == (0, [])
    later = check("--as-of", "1951-07-17T12:00Z", "--known-as-of", "1951-07-15T00:00Z")
    assert errors(later[1]) == EARLY


def test_the_cable_stays_unanswered() -> None:
    """No reply to the request of 13 July is in the sources, so none is in the dossier."""
    ran = CliRunner().invoke(
        cli, ["brief", str(CASE), "--for", "cpv-kpa", "--as-of", "1951-07-27", "--format", "json"]
    )
    assert ran.exit_code == 0, ran.output
    assert '"is-the-plan-right"' in ran.stdout
    log = "".join(path.read_text(encoding="utf-8") for path in sorted(CASE.glob("log/*.yaml")))
    assert "re: is-the-plan-right" not in log
