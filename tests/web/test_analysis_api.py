"""The API of the analyses: the same JSON as the commands print, and the tables whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from parley.cli.main import cli
from parley.web.analysis.shapes import AgendaJson, FrontierJson, StabilityJson
from tests.web.served import EXAMPLES, Served, entered

DOSSIER = str(EXAMPLES / "kaesong-1951")


@pytest.fixture(scope="module")
def inside(founding: Served) -> Iterator[httpx.Client]:
    """Somebody who came in by the link."""
    with entered(founding) as client:
        yield client


def printed(command: str, *options: str) -> Any:
    """Return what a command prints as JSON."""
    done = CliRunner().invoke(cli, [command, DOSSIER, "--format", "json", *options])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def got(client: httpx.Client, address: str) -> Any:
    """Return what the API answers."""
    answer = client.get(f"/api/{address}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_frontier_is_that_of_the_command(inside: httpx.Client) -> None:
    """With a package and its exchanges, and the trades of the log."""
    assert got(inside, "frontier") == printed("frontier")
    options = ("--from", "status-quo", "--most-issues", "1")
    assert got(inside, "frontier?package=status-quo&most=1") == printed("frontier", *options)


def test_stability_is_that_of_the_command(inside: httpx.Client) -> None:
    """Every verdict and every sentence; a state that is picked brings its explanations."""
    whole = printed("stability")
    assert got(inside, "stability") == whole
    picked = got(inside, "stability?state=2")
    assert picked["states"] == whole["states"]
    about = [one for one in picked["explanations"] if one["state"] == 1]
    assert about and all(one["text"] for one in about)


def test_agendas_are_those_of_the_command(inside: httpx.Client) -> None:
    """The agenda put together is the base; nothing is drawn unasked."""
    base = (
        "line=general,foreign_troops=left_out,arrangements=with_observation,prisoners=left_out,"
        "refugees=left_out,recommendations=left_out"
    )
    found = got(inside, "agenda?item=line:general&item=arrangements:with_observation")
    assert found == printed("agenda", "--base", base, "--draws", "0")
    other = got(inside, "agenda?item=arrangements:with_observation&item=line:general")
    assert other == found  # the order opens nothing


def test_what_if_holds_the_analyses_before_and_after(inside: httpx.Client) -> None:
    """Before is the command's own; what appears and vanishes is the difference."""
    found = got(inside, "what-if?order=conflict:cpv-kpa:2,1,3,4,5,6")
    before, after = found["stability"]["before"], found["stability"]["after"]
    assert before == printed("stability")
    for concept, places in before["equilibria"].items():
        was, now = set(places), set(after["equilibria"][concept])
        assert set(found["appear"][concept]) == now - was
        assert set(found["vanish"][concept]) == was - now
    assert 112 in found["appear"]["GMR"] and found["vanish"]["GMR"] == []
    same = got(inside, "what-if?what=bargaining")
    assert same["frontier"]["before"] == same["frontier"]["after"]
    assert {one["letter"] for one in same["drafts"]} == {"C", "D", "E", "G"}


def test_no_agreement_moves_as_the_option_does(inside: httpx.Client) -> None:
    """The same number given in the address and on the command line."""
    found = got(inside, "what-if?what=bargaining&none=bargaining:unc:0.6")["frontier"]["after"]
    told = printed("frontier", "--no-agreement", "unc=0.6")
    for key in ("nash", "leximin", "acceptable", "no_agreement", "frontier", "points"):
        assert found[key] == told[key], key


@pytest.mark.parametrize(
    ("address", "shape"),
    [("frontier", FrontierJson), ("stability", StabilityJson), ("agenda", AgendaJson)],
)
def test_the_shapes_in_openapi_have_every_key(
    inside: httpx.Client, address: str, shape: type
) -> None:
    """What is described is what is answered."""
    assert set(got(inside, address)) == set(shape.__annotations__)


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("frontier/points", 12),
        ("what-if/moves", 6),
        ("stability/states", 22),
        ("agenda/worths", 10),
    ],
)
def test_tables_are_whole(inside: httpx.Client, table: str, rows: int) -> None:
    """The CSV and the JSON of a table have the same rows."""
    text = inside.get(f"/api/{table}.csv").text
    found = list(csv.reader(io.StringIO(text)))
    plain = inside.get(f"/api/{table}.json").json()
    assert (len(found) - 1, len(plain)) == (rows, rows)
    assert found[0] == list(plain[0])


@pytest.mark.parametrize(
    "address",
    [
        "frontier?point=13",
        "frontier?package=offer:nothing",
        "frontier?package=line%20%3D",
        "frontier?package=status-quo&set=line%3Dnowhere",
        "frontier?zoom=1,0,0,1",
        "frontier?zoom=nan,1,0,1",
        "frontier?x=stalin",
        "frontier?job=none",
        "stability?state=257",
        "stability?concept=XYZ",
        "agenda?item=line:red",
        "agenda?item=line:general&item=line:general",
        "agenda?draft=Z",
        "agenda?measure=love",
        "what-if?order=conflict:cpv-kpa:1,1,3,4,5,6",
        "what-if?order=conflict:cpv-kpa:-1",
        "what-if?weight=bargaining:cpv-kpa:99:1&what=bargaining",
        "what-if?weight=bargaining:cpv-kpa:1:inf",
        "what-if?what=love",
        "what-if?at=bargaining:cpv-kpa:1",
        "frontier?for=stalin",
        "stability?for=stalin",
        "agenda?for=stalin",
        "what-if?for=stalin",
    ],
)
def test_what_cannot_be_is_refused_in_words(inside: httpx.Client, address: str) -> None:
    """No defect, whatever an address says: a message and, on the page, everything to go on."""
    answer = inside.get(f"/api/{address}")
    assert answer.status_code == 404
    assert answer.json()["error"]["message"]
    page = inside.get(f"/{address}")
    assert page.status_code in (200, 404)
    assert "<nav" in page.text
