"""`parley convert`: scenarios into dossiers and back, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from parley.cli.main import cli
from parley.dossier.reading import read_dossier
from parley.interop.scenarios import read_scenario
from parley.space.from_dossier import model_of
from tests.unit.scenario_support import (
    discrete,
    genius_domain,
    genius_profile,
    put,
    utilities,
)

ISSUE = discrete(1, "Fruit", [("apple", ""), ("pear", "")])
PROFILE = genius_profile(
    discrete(1, "Fruit", [("apple", "1"), ("pear", "3")]) + '<weight index="1" value="0.7"/>'
)
FILES = {"d.xml": genius_domain(ISSUE), "a.xml": PROFILE, "b.xml": PROFILE}


def _run(*args: object) -> Result:
    return CliRunner().invoke(cli, ["convert", *map(str, args)])


def test_a_scenario_becomes_a_dossier_without_faults(tmp_path: Path) -> None:
    """The dossier has the same utilities and no fault; the notes of the reader are told."""
    folder = put(tmp_path / "orchard", FILES)
    result = _run(folder, "--to", "dossier", "-o", tmp_path / "dossier")
    assert result.exit_code == 0, result.output
    assert "reservation value for a: it is 0" in result.stderr
    dossier = read_dossier(tmp_path / "dossier")
    assert dossier.faults == ()
    model = model_of(dossier, part="bargaining")
    assert utilities(model, "a") == utilities(read_scenario(folder), "a")
    checked = CliRunner().invoke(cli, ["check", str(tmp_path / "dossier")])
    assert checked.exit_code == 0, checked.output
    assert "warning" not in checked.output


@pytest.mark.parametrize("wanted", ["genius", "geniusweb", "negmas"])
def test_a_dossier_becomes_a_scenario(tmp_path: Path, wanted: str) -> None:
    """What was written is read as the same issues."""
    put(tmp_path / "orchard", FILES)
    _run(tmp_path / "orchard", "--to", "dossier", "-o", tmp_path / "dossier")
    result = _run(tmp_path / "dossier", "--to", wanted, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    model = read_scenario(tmp_path / "out")
    assert model.issues["fruit"].values == ("apple", "pear")
    assert tuple(model.parties) == ("a", "b")


def test_nothing_is_overwritten_unless_asked(tmp_path: Path) -> None:
    """A second run is refused, and done with --force."""
    folder = put(tmp_path / "orchard", FILES)
    target = put(tmp_path / "out", {"dossier.yaml": "mine"})
    refused = _run(folder, "--to", "dossier", "-o", target)
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert (target / "dossier.yaml").read_text(encoding="utf-8") == "mine"
    assert _run(folder, "--to", "dossier", "-o", target, "--force").exit_code == 0
    assert (target / "dossier.yaml").read_text(encoding="utf-8").startswith("parley: 1")


def test_one_file_goes_to_the_terminal_and_several_do_not(tmp_path: Path) -> None:
    """A dossier is one file."""
    folder = put(tmp_path / "orchard", FILES)
    assert _run(folder, "--to", "dossier").stdout.startswith("parley: 1")
    several = _run(folder, "--to", "genius")
    assert several.exit_code == 2
    assert "say where with -o" in several.stderr


def test_a_fault_has_its_file_and_line(tmp_path: Path) -> None:
    """What cannot be read ends with status 2 and no traceback."""
    folder = put(tmp_path / "orchard", FILES | {"a.xml": PROFILE.replace('"3"', '"three"')})
    result = _run(folder, "--to", "dossier")
    assert result.exit_code == 2
    assert "a.xml:5" in result.stderr
    assert "Traceback" not in result.output
