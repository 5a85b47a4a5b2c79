"""Claims of the documentation that are about the repository itself."""

from __future__ import annotations

import ast
import json
import re
from itertools import chain
from pathlib import Path

from parley.dossier.files import folder
from parley.dossier.language import statements
from parley.dossier.reading import read_dossier
from parley.dossier.text import yaml_text
from parley.dossier.validating import declared
from parley.kernel.times import read_time
from parley.mandate.running import check_dossier, checks
from tests.docs.pages import DOCS, blocks
from tests.docs.test_commands import run, write
from tests.meta.repository import ROOT, repository_files

#: Modules by which a Python program could reach a network.
NETWORK = {
    *("aiohttp", "ftplib", "http", "httpx", "pg8000", "requests", "smtplib", "socket", "ssl"),
    *("urllib", "websockets"),
}


#: Where a connection is opened because somebody named its other end, or is listened for.
REACHING = (
    "cables/ledger/connecting.py",
    "office/",
    "web/guard.py",
    "web/listening.py",
    "web/serving.py",
)


def test_nothing_else_in_the_package_could_open_a_connection() -> None:
    """`explanation/privacy.md` says so; `urllib.parse` only takes addresses apart."""
    found = {
        (inside, name)
        for path in repository_files("src/parley/*.py")
        if not (inside := path.as_posix().partition("src/parley/")[2]).startswith(REACHING)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
        if name.split(".")[0] in NETWORK and name != "urllib.parse"
    }
    assert found == set()


def test_the_founding_case_has_what_its_page_names() -> None:
    """Every id in the table of `explanation/founding-case.md` is in the example."""
    read = read_dossier(ROOT / "examples" / "kaesong-1951")
    text = (DOCS / "explanation" / "founding-case.md").read_text(encoding="utf-8")
    table = text.partition("## What parley finds in it")[0]
    rows = [line.split("|") for line in table.splitlines() if line.startswith("| ")][1:]
    named = set(chain.from_iterable(re.findall(r"`([^`]+)`", row[2]) for row in rows))
    known = read.by_id.keys() | read.declared.agenda.keys() | read.declared.parties.keys()
    assert named
    assert named - known == set()
    assert "must-raise-refugees" in read.by_id


def test_the_founding_case_has_the_findings_that_its_page_tells() -> None:
    """The errors of each time in the table of `explanation/founding-case.md`, and no other code."""
    read = read_dossier(ROOT / "examples" / "kaesong-1951")
    text = (DOCS / "explanation" / "founding-case.md").read_text(encoding="utf-8")
    expected = set(re.findall(r"^\|[^|]*\| \[([a-z-]+)\]", text, re.MULTILINE))
    last = read_time("1951-07-27T00:00Z", "UTC").latest
    found = {
        one.code for one in check_dossier(read, "cpv-kpa", last).findings if one.severity == "error"
    }
    assert found == expected
    first = read_time("1951-07-14T12:00Z", "UTC").latest
    errors = check_dossier(read, "cpv-kpa", first).findings
    assert {one.code for one in errors if one.severity == "error"} == {"exclusion-contradicted"}


def test_the_reference_names_every_check() -> None:
    """The reference page on mandates names every built-in check."""
    text = (DOCS / "reference" / "mandate.md").read_text(encoding="utf-8")
    codes = [check.code for check in checks()]
    assert [code for code in codes if f"`{code}`" not in text] == []


def test_the_limits_are_those_of_the_code() -> None:
    """Each number in the tables of limits is the one that is enforced."""
    limits = {
        "format": (
            f"{yaml_text.MAX_BYTES // 1_000_000} MB, a million YAML nodes",
            f"{folder.MAX_TOTAL // 1_000_000} MB, {folder.MAX_FILES:,} files",
            f"{yaml_text.MAX_SCALAR:,} characters",
            f"inside one another | {yaml_text.MAX_DEPTH} |",
            f"{declared.MAX_VALUES:,}",
        ),
        "statements": (
            f"{statements.MAX_LENGTH:,} characters",
            f"| {statements.MAX_ATOMS:,} |",
            f"levels of nesting | {statements.MAX_DEPTH} |",
            f"{statements.MAX_SPREAD:,}",
        ),
    }
    assert yaml_text.MAX_NODES == 1_000_000
    for page, numbers in limits.items():
        text = (DOCS / "reference" / f"{page}.md").read_text(encoding="utf-8")
        table = text.partition("## Limits")[2].partition("\n## ")[0]
        assert [number for number in numbers if number not in table] == []


def test_the_two_outcomes_of_the_pier_hold_as_the_mediator_is_told(tmp_path: Path) -> None:
    """`explanation/what-stability-means.md`: one by itself, one by an answer to be believed."""
    for block in blocks(DOCS / "how-to" / "find-what-holds.md"):
        write(block, tmp_path)
    _, printed = run("parley stability pier --format json", tmp_path)
    found = json.loads(printed)
    bad = found["states"].index({"blockade": "closed", "fee": "kept"})
    good = found["states"].index({"blockade": "open", "fee": "dropped"})
    assert found["equilibria"]["R"] == [bad]
    assert found["equilibria"]["SEQ"] == found["equilibria"]["GMR"] == [bad, good]
    tempted = [one for one in found["explanations"] if one["state"] == good and one["improvements"]]
    assert {one["party"] for one in tempted} == {"upper"}
