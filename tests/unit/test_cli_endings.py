"""The ending of the file after -o chooses the format, and never says another than what is in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parley.cli.output import format_for
from parley.kernel.errors import Refused
from tests.unit.cli_support import ferry, parley

BRIEF = ("terminal", "html", "docx", "json")
LATE = ("--for", "upper", "--as-of", "2030-03-20")


@pytest.mark.parametrize(
    ("formats", "name", "given", "format_"),
    [
        (BRIEF, "water.docx", None, "docx"),
        (BRIEF, "WATER.HTM", None, "html"),
        (BRIEF, "water.json", None, "json"),
        (BRIEF, "water.txt", None, "terminal"),
        (BRIEF, "water", None, "terminal"),
        (BRIEF, "water", "docx", "docx"),
        (BRIEF, "water.of.monday", None, "terminal"),
        (("json", "text"), "shown.txt", None, "text"),
        (("terminal", "json", "sarif"), "findings.json", None, "json"),
        (("terminal", "json", "sarif"), "findings.json", "sarif", "sarif"),
        (("terminal", "json", "sarif"), "findings.sarif.json", None, "sarif"),
        (("terminal", "json", "csl", "bibtex"), "all.bib", None, "bibtex"),
        (("terminal", "json", "csv"), "all.txt", "csv", "csv"),
        (("json",), "schema.json", None, "json"),
    ],
)
def test_the_ending_chooses(
    formats: tuple[str, ...], name: str, given: str | None, format_: str
) -> None:
    """What is given counts, else the ending, else the default."""
    assert format_for(formats, Path(name), given) == format_


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("water.html", "docx", "end the name in .docx, or give --format html"),
        ("water.docx", "terminal", "end the name in .txt, or give --format docx"),
        ("water.csv", None, "end the name in .txt or .html or .docx or .json"),
        ("water.csv", "json", "end the name in .json"),
    ],
)
def test_an_ending_of_another_format_is_refused(name: str, given: str | None, told: str) -> None:
    """Nobody gets a file that its program cannot open."""
    with pytest.raises(Refused) as refused:
        format_for(BRIEF, Path(name), given)
    assert str(refused.value).endswith(told)


def test_a_brief_is_what_its_name_says(tmp_path: Path) -> None:
    """On the command line too, where the format has a default."""
    root = ferry(tmp_path)
    for name, begins in (("b.docx", b"PK"), ("b.html", b"<!"), ("b.json", b"{"), ("b", b"Brief")):
        done = parley("brief", root, *LATE, "-o", tmp_path / name)
        assert done.exit_code == 0, done.output
        assert (tmp_path / name).read_bytes().startswith(begins), name


def test_a_name_that_misleads_writes_nothing(tmp_path: Path) -> None:
    """Status 2, before anything is worked out or written."""
    out = tmp_path / "brief.docx"
    done = parley("brief", ferry(tmp_path), *LATE, "--format", "html", "-o", out)
    assert done.exit_code == 2
    assert "got the ending `.docx`" in done.stderr
    assert not out.exists()


def test_other_commands_follow_their_names(tmp_path: Path) -> None:
    """One place decides for all."""
    root = ferry(tmp_path)
    parley("log", root, "-o", tmp_path / "log.csv")
    assert "," in (tmp_path / "log.csv").read_text(encoding="utf-8").splitlines()[0]
    parley("check", root, "--as-of", "2030-03-20", "-o", tmp_path / "found.sarif")
    assert json.loads((tmp_path / "found.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
