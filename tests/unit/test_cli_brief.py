"""`parley brief` and `parley demo`: every format, whole files, and where the founding case is."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import parley as package
from parley.cli.examples import example
from parley.dossier.reading import read_dossier
from parley.kernel.errors import Refused
from tests.unit.cli_support import ferry, parley, widest

LATE = ("--for", "upper", "--as-of", "2030-03-06")


def test_the_brief_prints_in_80_columns_without_colour(tmp_path: Path) -> None:
    """Piped, the brief is plain text with the finding in it; --color always colours it."""
    root = ferry(tmp_path)
    result = parley("brief", root, *LATE)
    assert result.exit_code == 0
    assert "trade-unmet" in result.stdout
    assert widest(result.stdout) <= 80
    assert "\x1b" not in result.stdout
    assert "\x1b[" in parley("brief", root, *LATE, "--color", "always").stdout
    assert len(parley("brief", root, *LATE, "--full").stdout) >= len(result.stdout)


def test_the_brief_is_for_a_party(tmp_path: Path) -> None:
    """--for must be given, and name a party of the dossier."""
    root = ferry(tmp_path)
    missing = parley("brief", root)
    assert (missing.exit_code, "--for" in missing.stderr) == (2, True)
    assert parley("brief", root, "--for", "nobody").exit_code == 2


def test_the_brief_as_files(tmp_path: Path) -> None:
    """HTML, DOCX and JSON are written whole; DOCX can be piped too."""
    root = ferry(tmp_path)
    for form in ("html", "docx", "json"):
        result = parley("brief", root, *LATE, "--format", form, "-o", tmp_path / f"brief.{form}")
        assert (result.exit_code, result.stdout) == (0, ""), result.output
        assert f"wrote {tmp_path / 'brief'}.{form}" in result.stderr
    page = (tmp_path / "brief.html").read_text(encoding="utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert json.loads((tmp_path / "brief.json").read_text(encoding="utf-8"))["header"]
    octets = (tmp_path / "brief.docx").read_bytes()
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(octets)).namelist()
    assert parley("brief", root, *LATE, "--format", "docx").stdout_bytes == octets
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "brief.docx",
        "brief.html",
        "brief.json",
        "ferry",
    ]


def test_a_docx_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """A folder that is not there ends with status 2, without a traceback."""
    out = tmp_path / "missing" / "brief.docx"
    result = parley("brief", ferry(tmp_path), *LATE, "--format", "docx", "-o", out)
    assert result.exit_code == 2
    assert f"{out}: cannot be written" in result.stderr


def test_the_demo_prints_and_writes(tmp_path: Path) -> None:
    """The founding case is copied, its brief printed and written; a second run keeps the copy."""
    folder = tmp_path / "tour"
    result = parley("demo", folder)
    assert result.exit_code == 0, result.output
    assert "exclusion-contradicted" in result.stdout
    assert {path.name for path in folder.iterdir()} == {
        "brief.docx",
        "brief.html",
        "kaesong-1951",
    }
    assert read_dossier(folder / "kaesong-1951").faults == ()
    (folder / "kaesong-1951" / "mine.txt").write_text("kept", encoding="utf-8")
    assert parley("demo", folder).exit_code == 0
    assert (folder / "kaesong-1951" / "mine.txt").is_file()


def test_the_founding_case_says_what_it_must(tmp_path: Path) -> None:
    """The three dates of the founding case and what `check` finds on each."""
    root = example("kaesong-1951")
    expected = {
        "1951-07-14T12:00Z": {"exclusion-contradicted"},
        "1951-07-17T12:00Z": {"exclusion-contradicted", "position-abandoned", "trade-unmet"},
        "1951-07-27T00:00Z": {
            "exclusion-contradicted",
            "position-abandoned",
            "trade-unmet",
            "fallback-not-followed",
        },
    }
    for when, codes in expected.items():
        result = parley(
            "check", root, "--for", "cpv-kpa", "--as-of", when, "--severity", "error",
            "--format", "json",
        )  # fmt: skip
        assert {one["code"] for one in json.loads(result.stdout)["findings"]} == codes
        assert result.exit_code == 1


def test_an_example_that_is_not_there_is_refused() -> None:
    """An installation without examples says so."""
    with pytest.raises(Refused, match="did not come with"):
        example("no-such-case")


def test_the_demo_works_from_a_wheel(tmp_path: Path) -> None:
    """Built as a wheel and unpacked elsewhere, `parley demo` finds the founding case inside."""
    root = Path(package.__file__).resolve().parents[2]
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=root, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    code = (
        "import sys, parley; assert parley.__file__.startswith(sys.argv[1])\n"
        "sys.argv[1:] = ['demo', 'tour']\nfrom parley.cli.main import main\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(site)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "tour" / "brief.docx").is_file()


def test_a_brief_for_nobody_names_who_is_declared(tmp_path: Path) -> None:
    """Whoever forgets --for is told the parties, as with a party that is not there."""
    done = parley("brief", ferry(tmp_path))
    assert done.exit_code == 2
    assert "declared are: upper, council, envoys, lower" in done.stderr


def test_numbers_and_words_agree(tmp_path: Path) -> None:
    """One issue is, two are."""
    text = " ".join(parley("brief", ferry(tmp_path), *LATE).stdout.split())
    assert "1 document is cited" in text
    assert "1 more issues" not in text
