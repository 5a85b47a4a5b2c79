"""Claims of the documentation that are about the repository itself."""

from __future__ import annotations

import ast
import re
from itertools import chain

from parley.dossier.reading import read_dossier
from parley.kernel.times import read_time
from parley.mandate.running import check_dossier, checks
from tests.docs.pages import DOCS
from tests.meta.repository import ROOT, repository_files

#: Modules by which a Python program could reach a network.
NETWORK = {"aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl", "urllib"}


def test_nothing_in_the_package_could_open_a_connection() -> None:
    """`explanation/privacy.md` says so; `urllib.parse` only takes addresses apart."""
    found = {
        (path.name, name)
        for path in repository_files("src/parley/*.py")
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
    declared = read.declared
    assert named
    assert named - read.by_id.keys() - declared.agenda.keys() - declared.parties.keys() == set()
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
