"""Verdicts on trades and fallbacks of a log, on the page, as JSON, and in the brief."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from parley.brief import Brief, brief_as_json, make_brief, render_html, render_terminal
from parley.brief.settlements.acceptable import CouldAccept
from parley.cli.main import cli
from parley.kernel.times import read_time
from tests.meta.repository import ROOT
from tests.semantics.negotiation import day, dossier
from tests.unit.settlement_support import PIER, opposed_model
from tests.unit.test_could_accept import HOUSE

#: Both know what no agreement is worth; the press is not bargained over.
HEAD = (
    PIER.replace(
        "preferences:",
        "  press: {question: Press?, values: [in, out], decided_by: [upper, lower]}\n"
        "  rain: {question: Does it rain?, values: [yes, no], aspect: fact}\n"
        "bargaining: {issues: [fee, pier]}\npreferences:",
    )
    + "    reservation: 0.5\n"
)
LOG = """
- {id: fair, type: trade, at: 2001-01-01, by: upper, give: fee = 10, get: pier = new, text: x}
- {id: worse, type: trade, at: 2001-01-02, by: lower, give: pier = old, get: fee = 0, text: x}
- {id: never, type: trade, at: 2001-01-03, by: upper, give: pier = old, get: pier = new, text: x}
- {id: papers, type: trade, at: 2001-01-04, by: upper, give: press = in, get: fee = 20, text: x}
- id: ladder
  type: fallback
  at: 2001-01-05
  by: upper
  when: rain = yes
  rungs: [{do: pier = old}, {do: fee = 20}]
  text: x
"""


def run(folder: Path, *args: str, head: str = HEAD, log: str = LOG) -> Result:
    """Write the dossier and run `parley frontier`."""
    (folder / "log").mkdir(exist_ok=True)
    (folder / "dossier.yaml").write_text(head, encoding="utf-8")
    (folder / "log" / "2001-01.yaml").write_text(log, encoding="utf-8")
    return CliRunner().invoke(cli, ["frontier", str(folder), *args])


def verdicts(folder: Path, *args: str, **more: str) -> dict[str, Any]:
    """What JSON says of them."""
    result = run(folder, *args, "--format", "json", **more)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)["trades"]
    return found


def test_every_verdict_by_hand(tmp_path: Path) -> None:
    """Upper has 0.3 and Lower 0.5 without agreement; the new pier is efficient at every fee."""
    found = verdicts(tmp_path)
    fair, worse, never, old, twenty = found["judged"]
    assert (fair["efficient"], fair["of"], fair["dominated"]) == (1, 3, None)
    assert fair["example"] == {"fee": "10", "pier": "new"}
    assert (fair["acceptable"], fair["below"]) == ("all", [])
    assert worse["efficient"] == 0
    assert worse["dominated"]["package"] == {"fee": "0", "pier": "old"}
    assert worse["dominated"]["better"]["pier"] == "new"
    assert worse["dominated"]["worth"] == [0, 0.7]
    assert (worse["acceptable"], worse["below"]) == ("none", ["upper"])
    assert (never["impossible"], never["acceptable"]) == (True, None)
    # Upper needs a fee with the old pier, Lower none: each is served, but not by one outcome.
    assert (old["rung"], old["as_if"]) == (1, ["rain = yes"])
    assert (old["acceptable"], old["below"]) == ("none", [])
    assert (twenty["efficient"], twenty["acceptable"], twenty["below"]) == (1, "none", ["lower"])
    (papers,) = found["not_judged"]
    assert (papers["entry"], papers["rung"], papers["issues"]) == ("papers", None, ["press"])
    assert found["no_agreement_unknown"] == []


def test_the_page_says_each_in_words(tmp_path: Path) -> None:
    """Neutral ones, within eighty columns."""
    result = run(tmp_path, "--full")
    assert max(map(len, result.stdout.splitlines())) <= 80
    page = " ".join(result.stdout.split())
    _, _, page = page.partition("TRADES AND FALLBACKS OF THE LOG")
    for words in (
        "fair `fee = 10 and pier = new` - 1 of the 3 efficient outcomes carry it out; one of them "
        "is at P2, worth 0.76 | 0.65. - For example: `fee = 10 and pier = new`",
        "All acceptable: every outcome in it leaves nobody below no agreement.",
        "Dominated: for whatever carries it out, some other outcome is at least as good for all",
        "and nobody would lose.",
        "Worse than no agreement for Upper Town in every outcome.",
        "Impossible: no feasible outcome carries it out.",
        "ladder, rung 1 `pier = old` - Judged as if `rain = yes` had come true",
        "Worse than no agreement for somebody in every outcome, though for each party some",
        "papers: it is about press, which is not bargained over here.",
    ):
        assert words in page
    assert "should" not in page.partition("WHAT NO AGREEMENT")[0]
    html = run(tmp_path, "--format", "html").stdout
    assert "Trades and fallbacks of the log" in html


def test_a_party_whose_no_agreement_is_not_known_is_taken_as_satisfied(tmp_path: Path) -> None:
    """It is told; where it is known of nobody nothing is said of acceptance."""
    head = HEAD.replace("    reservation: 0.5\n", "")
    assert verdicts(tmp_path, head=head)["no_agreement_unknown"] == ["lower"]
    page = " ".join(run(tmp_path, head=head).stdout.split())
    assert "What no agreement is worth to Lower Town is not known" in page
    nobody = head.replace("    reservation: 0.3\n", "")
    page = " ".join(run(tmp_path, head=nobody).stdout.split())
    assert "All acceptable" not in page


def test_a_number_for_no_agreement_says_nothing_of_an_order(tmp_path: Path) -> None:
    """A plan that is worth 0.4 is not compared with numbers that only stand for an order."""
    head, _, _ = HEAD.partition("  lower:\n    weights")
    plan = "lower: {name: Lower Town, no_agreement: {plan: wait, value: 0.4, assumed: the test}}"
    head = head.replace("lower: {name: Lower Town}", plan)
    head += "  lower: {priorities: [{says: fee = 0, assumed: the test}]}\n"
    found = verdicts(tmp_path, head=head)
    assert found["no_agreement_unknown"] == ["lower"]
    assert all("lower" not in one["below"] for one in found["judged"])


def test_without_trades_there_is_no_section(tmp_path: Path) -> None:
    """The key says that there was a log; a scenario has none."""
    empty = "- {id: talk, type: session, at: 2001-01-03, by: [upper, lower], text: x}\n"
    assert verdicts(tmp_path, log=empty)["judged"] == []
    assert "TRADES AND" not in run(tmp_path, log=empty).stdout


def test_a_thinned_frontier_judges_nothing_and_says_why(tmp_path: Path) -> None:
    """What is efficient cannot be told then."""
    issues, mine, theirs = [], [], []
    for k in range(len(opposed_model(10).issues)):
        issues.append(f"  i{k}: {{question: Q?, values: [a, b], decided_by: [upper, lower]}}")
        mine.append(f"      - {{weight: {2**k}, says: i{k} = a, assumed: the test}}")
        theirs.append(f"      - {{weight: {2**k}, says: i{k} = b, assumed: the test}}")
    head = [*PIER.splitlines()[:7], "issues:", *issues, "preferences:", "  upper:\n    weights:"]
    text = "\n".join([*head, *mine, "  lower:\n    weights:", *theirs, ""])
    log = "- {id: swap, type: trade, at: 2001-01-01, by: upper, give: i0 = a, get: i1 = b, text: x}"
    found = verdicts(tmp_path, "--memory", "16K", head=text, log=log)
    assert found["judged"] == []
    assert "not every efficient point is listed" in found["not_judged"][0]["why"]
    assert verdicts(tmp_path, head=text, log=log)["judged"][0]["efficient"] == 256


def test_the_founding_trade() -> None:
    """The parallel for the troops' item is one of the trades judged."""
    result = CliRunner().invoke(
        cli, ["frontier", str(ROOT / "examples" / "kaesong-1951"), "--format", "json"]
    )
    found = json.loads(result.stdout)["trades"]
    trade = next(one for one in found["judged"] if one["entry"] == "trade-parallel-for-troops")
    assert trade["says"] == ["line_wording = general", "troops_item = included"]
    assert trade["example"]["troops_item"] == "included"
    assert 0 < trade["efficient"] < trade["of"]


SWAP: dict[str, Any] = {
    "id": "swap",
    "type": "trade",
    "at": day(5, 8),
    "by": "capital",
    "to": "team",
    "give": "fee = high",
    "get": "house = here",
    "text": "x",
}
THEIRS: dict[str, Any] = {**SWAP, "id": "their-swap", "by": "blue", "to": "blue"}


def brief(entries: list[dict[str, Any]], party: str = "red") -> Brief:
    """A brief as of the twentieth."""
    return make_brief(dossier(entries, HOUSE), party, read_time(day(20, 12), "UTC").latest)


def section(made: Brief) -> CouldAccept:
    """The section."""
    return next(one.content for one in made.sections if isinstance(one.content, CouldAccept))


def test_the_brief_judges_what_the_party_knew() -> None:
    """Its own trade; not the other side's, of which it never heard."""
    made = brief([SWAP, THEIRS])
    (one,) = section(made).trades
    assert (one.entry, one.rung, one.says) == ("swap", None, "fee = high and house = here")
    assert one.verdict.startswith("1 of the 2 efficient outcomes carry it out; all acceptable")
    assert one.cite.entries == ("swap",)
    for text in (render_terminal(made), render_terminal(made, full=True), render_html(made)):
        assert "can come to" in " ".join(text.split())
        assert "their-swap" not in text
    assert "their-swap" not in json.dumps(brief_as_json(made))
    assert [one.entry for one in section(brief([SWAP, THEIRS], "blue")).trades] == ["their-swap"]


@pytest.mark.parametrize("hour", [8, 13])
def test_the_brief_judges_nothing_of_later(hour: int) -> None:
    """A trade that comes after the time of the brief is not there."""
    later = {**SWAP, "at": day(20, hour)}
    assert bool(section(brief([later])).trades) is (hour < 12)
