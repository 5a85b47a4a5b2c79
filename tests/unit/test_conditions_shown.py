"""An order that hangs on a condition never looks like a plain right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parley.dossier.reading import read_dossier
from tests.unit.cli_support import ferry, parley

EYES = ("--for", "upper", "--as-of", "2030-03-20")
CONDITION = """
- id: pier-for-fare
  type: instruction
  at: 2030-03-06
  by: council
  to: envoys
  mode: may
  says: landing = old
  if: fare = 0
  sources: minutes#p2
"""
MET = """
- id: free-after-all
  type: agreement
  at: 2030-03-08
  by: [envoys, lower]
  says: fare = 0
  sources: minutes
"""


def hanging(folder: Path, more: str = "") -> Path:
    """Write the ferry with an order that hangs on a condition."""
    root = ferry(folder)
    log = root / "log" / "2030-03.yaml"
    log.write_text(log.read_text(encoding="utf-8") + CONDITION + more, encoding="utf-8")
    assert not read_dossier(root).faults
    return root


def flat(text: str) -> str:
    """Return a text with single blanks."""
    return " ".join(text.split())


def stands(text: str) -> str:
    """Return what a brief says of where every issue stands."""
    flattened = flat(text)
    begin = flattened.index("WHERE EVERY ISSUE STANDS")
    return flattened[begin : flattened.index("WHAT IS AUTHORISED", begin)]


@pytest.mark.parametrize("form", [(), ("--full",)])
def test_the_condition_shows_where_every_issue_stands(
    tmp_path: Path, form: tuple[str, ...]
) -> None:
    """Short or full, the text says what the permission hangs on, and that it is not met."""
    done = parley("brief", hanging(tmp_path), *EYES, *form)
    assert done.exit_code == 0, done.output
    told = "may `landing = old` only if `fare = 0`, which is not met"
    assert told in stands(done.stdout)


def test_a_condition_that_is_met_is_told_with_what_meets_it(tmp_path: Path) -> None:
    """Once it is met, the text says so and names the entry that proves it."""
    done = parley("brief", hanging(tmp_path, MET), *EYES, "--full")
    told = stands(done.stdout)
    assert "may `landing = old` only if `fare = 0`, which is met" in told
    after = told[told.index("which is met") :]
    assert "[pier-for-fare, free-after-all" in after


def test_the_condition_is_in_the_data_that_pages_take(tmp_path: Path) -> None:
    """The claim itself carries it, so that no page that shows claims can lose it."""
    done = parley("brief", hanging(tmp_path), *EYES, "--format", "json")
    sections = {one["key"]: one["content"] for one in json.loads(done.stdout)["sections"]}
    landing = next(one for one in sections["situation"]["issues"] if one["issue"] == "landing")
    claims = [one for one in landing["own"] if one["kind"] == "may"]
    assert [one["says"] for one in claims] == ["landing = old"]
    assert claims[0]["text"] == "only if `fare = 0`, which is not met"


def test_html_and_the_plain_orders_are_as_they_should_be(tmp_path: Path) -> None:
    """The page shows it once in each of the two sections; orders without one gain no words."""
    done = parley("brief", hanging(tmp_path), *EYES, "--format", "html")
    assert done.stdout.count("only if") >= 2
    plain = stands(parley("brief", ferry(tmp_path, "plain"), *EYES).stdout)
    assert "must `landing = new` [hold-the-pier]" in plain
    assert "only if" not in plain


def test_an_order_whose_condition_is_not_met_is_not_called_unfulfilled(tmp_path: Path) -> None:
    """Leaving an issue open fails no order that does not bind yet."""
    root = ferry(tmp_path)
    log = root / "log" / "2030-03.yaml"
    must = CONDITION.replace("mode: may", "mode: must")
    log.write_text(log.read_text(encoding="utf-8") + must, encoding="utf-8")
    text = flat(parley("brief", root, *EYES, "--full").stdout)
    assert "leaves hold-the-pier not carried out" in text
    assert "leaves pier-for-fare not carried out" not in text
