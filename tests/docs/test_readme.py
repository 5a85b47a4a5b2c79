"""What the README shows and says to run is true."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import yaml
from click.testing import CliRunner

from parley import __version__
from parley.cli.main import cli

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_picture_is_what_the_software_draws(tmp_path: Path) -> None:
    """The command under the picture draws the very file that the page shows."""
    page = (ROOT / "docs" / "explanation" / "founding-case.md").read_text(encoding="utf-8")
    said = re.search(r"`(parley log examples[^`]*)`", page)
    assert said is not None
    _, *arguments = shlex.split(said.group(1).replace("\n", " "))
    arguments[1] = str(ROOT / arguments[1])
    drawn = tmp_path / "picture.svg"
    ran = CliRunner().invoke(cli, [*arguments, "-o", str(drawn)])
    assert ran.exit_code == 0, ran.output
    shown = ROOT / "docs" / "pictures" / "kaesong-timeline.svg"
    assert drawn.read_text(encoding="utf-8") == shown.read_text(encoding="utf-8")


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    """Each indented `parley` line; the check of the founding case finds errors, and says so."""
    lines = re.findall(r"^    \.venv/bin/parley (.*)$", README, flags=re.MULTILINE)
    assert len(lines) == 3
    for line in lines:
        arguments = [
            str(ROOT / word) if word.startswith("examples/") else word for word in shlex.split(line)
        ]
        if arguments[0] == "new":
            arguments[1] = str(tmp_path / arguments[1])
        ran = CliRunner().invoke(cli, arguments)
        assert ran.exit_code == (1 if arguments[0] == "check" else 0), ran.output


def test_the_citation_is_of_this_version() -> None:
    """`CITATION.cff` has what the format asks for, and the version that is released."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["version"] == __version__


def test_what_a_stranger_reads_first_leads_somewhere() -> None:
    """Every link inside the repository is to a file that is there."""
    for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
        assert links, name
        assert [link for link in links if not (ROOT / link).exists()] == []
