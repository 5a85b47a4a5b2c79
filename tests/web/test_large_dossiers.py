"""Ten thousand entries: pages stay small, nothing is left out of a search, and it starts soon."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from lxml import html

from benchmarks._generated import write_dossier
from parley.cli.main import cli
from tests.web.served import entered, serving

VIEW = "as-of=2031-01-01"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated dossier of ten thousand entries."""
    made = tmp_path_factory.mktemp("large")
    write_dossier(made, 10_000)
    return made


@pytest.fixture(scope="module")
def inside(folder: Path) -> Iterator[httpx.Client]:
    """Somebody who came in."""
    with serving(folder, "--read-only") as served, entered(served) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    ["/?", "/timeline?", "/timeline?find=i7&", "/record?", "/source/minutes?", "/issue/i7?",
     "/entry/e7-9?", "/party/red?", "/search?q=question&"],
)  # fmt: skip
def test_pages_stay_small(inside: httpx.Client, path: str) -> None:
    """A megabyte and three thousand elements at the most."""
    answer = inside.get(path + VIEW)
    assert answer.status_code == 200
    assert len(answer.content) <= 1_000_000
    assert len(html.fromstring(answer.content).xpath("//*")) <= 3_000


def test_find_finds_all(inside: httpx.Client, folder: Path) -> None:
    """As many entries as `parley log --text`, counted on the page and whole in the table."""
    options = ["--as-of", "2031-01-01", "--text", "i1", "--format", "json"]
    wanted = json.loads(CliRunner().invoke(cli, ["log", str(folder), *options]).stdout)
    shown = inside.get(f"/timeline?find=i1&{VIEW}").text
    counted = re.search(r"<p>([\d,]+) entries", shown)
    assert counted is not None
    assert int(counted[1].replace(",", "")) == len(wanted) > 1_000
    table = inside.get(f"/api/timeline/entries.json?find=i1&{VIEW}").json()
    assert [one["id"] for one in table] == [one["id"] for one in wanted]


def test_every_entry_is_on_some_page(inside: httpx.Client) -> None:
    """The parts of the table join to the whole."""
    parts = inside.get(f"/api/timeline?{VIEW}").json()["paged"]
    assert (parts["pages"], parts["found"]) == (100, 10_000)
    last = inside.get(f"/api/timeline?page=100&{VIEW}").json()["rows"]
    table = inside.get(f"/api/timeline/entries.json?{VIEW}").json()
    assert [one["id"] for one in last] == [one["id"] for one in table[-100:]]
    assert inside.get(f"/api/timeline?page=101&{VIEW}").json()["rows"] == last
