"""`parley stability` as users run it: shapes, files of GMCR+, and what it says of bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from parley.cli.main import cli
from parley.interop.gmcr import parse_gmcr
from tests.unit.cli_support import ferry

CASES = Path(__file__).parents[1] / "published" / "conflicts"
GARRISON, ELMIRA = CASES / "garrison", CASES / "elmira"

_CHICKEN = """\
parley: 1
id: chicken
title: Two made-up drivers
fiction: true
parties: {row: {name: Row}, column: {name: Column}}
issues:
  r: {question: Does Row swerve?, values: ["no", "yes"], decided_by: row}
  c: {question: Does Column swerve?, values: ["no", "yes"], decided_by: column}
preferences:
  row: {priorities: [{says: c = yes}, {says: "r = yes iff c = no"}]}
  column: {priorities: [{says: r = yes}, {says: "c = yes iff r = no"}]}
"""


def run(*args: object) -> Result:
    """Run `parley stability`; what is wrong with the input is status 2 and one message."""
    return CliRunner().invoke(cli, ["stability", *map(str, args)])


def data(*args: object) -> dict[str, Any]:
    """Run it for JSON."""
    result = run(*args, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def written(folder: Path, text: str) -> Path:
    """Write a dossier of one file."""
    (folder / "dossier.yaml").write_text(text, encoding="utf-8")
    return folder


def test_lists_are_aligned_with_states() -> None:
    """Every list of verdicts, ranks and margins has one member for each state."""
    found = data(GARRISON)
    count = len(found["states"])
    assert count == 23
    assert found["complete"] is True
    for party in found["parties"]:
        assert len(found["ranks"][party]) == count
        for concept in ("R", "GMR", "SMR", "SEQ", "SSEQ", "SIM"):
            assert len(found["stability"][party][concept]) == count
        for concept, margins in found["margins"][party].items():
            verdicts = found["stability"][party][concept]
            assert [margin >= 0 for margin in margins] == verdicts
    for concept, indexes in found["equilibria"].items():
        rows = [found["stability"][party][concept] for party in found["parties"]]
        assert indexes == [k for k in range(count) if all(row[k] for row in rows)]
        assert found["counts"][concept] == len(indexes)


def test_every_verdict_of_a_small_conflict_is_explained() -> None:
    """Each explanation says the same as the table."""
    found = data(GARRISON)
    assert len(found["explanations"]) == 23 * 4 * 5
    for one in found["explanations"]:
        verdicts = found["stability"][one["party"]][one["concept"]]
        assert one["stable"] == verdicts[one["state"]]
        assert one["text"].endswith(".")
        assert one["stable"] or one["tempted_to"] is not None


def test_a_dossier_with_only_issues_and_priorities_is_enough(tmp_path: Path) -> None:
    """Two parties, two issues, two statements each: chicken, with its two equilibria."""
    found = data(written(tmp_path, _CHICKEN))
    holds = [found["states"][index] for index in found["equilibria"]["R"]]
    assert holds == [{"r": "yes", "c": "no"}, {"r": "no", "c": "yes"}]


def test_looking_ahead_and_coalitions_are_asked_for_by_name(tmp_path: Path) -> None:
    """Concepts in any capitals, `nash` for R; blocks of parties; names of leaders."""
    folder = written(tmp_path, _CHICKEN)
    found = data(folder, "--concepts", "nash,seq L2 nm ST", "--coalitions", "row+column")
    assert list(found["equilibria"]) == ["R", "SEQ", "L2", "NM", "ST-row", "ST-column"]
    assert found["coalitions"]["blocks"] == [["row", "column"]]


def test_paths_begin_where_one_says(tmp_path: Path) -> None:
    """`--from` names one outcome; each equilibrium is a move away, which its mover can block."""
    folder = written(tmp_path, _CHICKEN)
    found = data(folder, "--from", "r = no and c = no")
    assert found["states"][found["status_quo"]] == {"r": "no", "c": "no"}
    assert [(one["moves"], one["can_block"]) for one in found["paths"]] == [
        (1, ["row"]),
        (1, ["column"]),
    ]


def test_files_of_gmcr_are_taken_as_they_are_and_written(tmp_path: Path) -> None:
    """A conflict written for GMCR+ and read again has the same equilibria."""
    folder = written(tmp_path, _CHICKEN)
    file = tmp_path / "chicken.gmcr"
    result = run(folder, "--format", "gmcr", "-o", file)
    assert result.exit_code == 0, result.output
    assert set(parse_gmcr(file.read_text("utf-8"), "chicken").parties) == {"row", "column"}
    before, after = data(folder), data(file)
    assert after["equilibria"].keys() == before["equilibria"].keys()
    for concept, indexes in before["equilibria"].items():
        mine = sorted(sorted(before["states"][index].values()) for index in indexes)
        assert mine == sorted(
            sorted(after["states"][index].values()) for index in after["equilibria"][concept]
        )


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--concepts", "R,NASTY"), "got NASTY"),
        (("--coalitions", "row+colum"), "did you mean `column`?"),
        (("--coalitions", "row,row"), "got `row` twice"),
        (("--from", "r = no"), "it leaves c open"),
        (("--from", "r = maybe and c = no"), "--from, column 5"),
        (("--issue", "rr"), "issue `rr` is not declared"),
    ],
)
def test_bad_options_say_what_was_expected(
    args: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    """One message, status 2, no traceback."""
    result = run(written(tmp_path, _CHICKEN), *args)
    assert result.exit_code == 2
    assert told in " ".join(result.output.split())
    assert "Traceback" not in result.output


def test_a_conflict_past_every_machine_is_refused_beforehand(tmp_path: Path) -> None:
    """At once, with the estimate and what would shrink it."""
    issues = "\n".join(
        f"  o{k}: {{question: Q?, values: [a, b, c, d], decided_by: {party}}}"
        for k, party in enumerate(["row", "column"] * 10)
    )
    head, _, tail = _CHICKEN.partition("preferences:")
    text = head + issues + "\npreferences:" + tail
    result = run(written(tmp_path, text))
    told = " ".join(result.output.split())
    assert result.exit_code == 2
    assert "expected at most 2^28 outcomes, got about 2^42" in told
    assert "--issue" in told
    small = run(tmp_path, "--issue", "r", "--issue", "c", "--format", "json")
    assert small.exit_code == 0


def test_a_ranking_that_contradicts_itself_names_its_statements(tmp_path: Path) -> None:
    """An outcome at two places of one ranking."""
    text = _CHICKEN.replace(
        'row: {priorities: [{says: c = yes}, {says: "r = yes iff c = no"}]}',
        "row: {ranking: {outcomes: [c = yes, r = yes, r = no and c = no]}}",
    )
    result = run(written(tmp_path, text))
    told = " ".join(result.output.split())
    assert result.exit_code == 2
    assert "the ranking of row puts `c = yes` above `r = yes`" in told


def test_unknown_order_is_said_and_weighed(tmp_path: Path) -> None:
    """Statements without an order among themselves: four readings, and a note."""
    text = _CHICKEN.replace(
        'row: {priorities: [{says: c = yes}, {says: "r = yes iff c = no"}]}',
        'row: {priorities: [{unordered: [c = yes, "r = yes iff c = no"]}]}',
    )
    found = data(written(tmp_path, text))
    assert set(found["unknown"]) == {"a", "b", "c", "d"}
    assert set(found["unknown"]["a"]["R"]) <= set(found["unknown"]["d"]["R"])
    assert any("wishes of Row" in note for note in found["notes"])


def test_html_is_whole_and_asks_nobody(tmp_path: Path) -> None:
    """One file with its picture in it, and no address to fetch anything from."""
    file = tmp_path / "page.html"
    result = run(ELMIRA, "--format", "html", "-o", file)
    assert result.exit_code == 0, result.output
    text = file.read_text("utf-8")
    assert "<svg" in text
    assert "<script" not in text
    for asking in ('src="http', 'href="http', "url(http", "@import"):
        assert asking not in text


def test_the_terminal_keeps_to_its_width() -> None:
    """Eighty columns, without colour."""
    result = run(GARRISON, "--coalitions", "all")
    assert result.exit_code == 0, result.output
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "\x1b[" not in result.stdout


def test_without_any_wishes_nothing_is_claimed(tmp_path: Path) -> None:
    """That every state holds when nobody is known to want anything says nothing."""
    done = run(ferry(tmp_path))
    assert done.exit_code == 2
    assert "expected wishes of at least one party, got none" in done.stderr
    assert "hold for all" not in done.output
