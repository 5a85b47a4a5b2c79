"""`--reader` and PARLEY_READER: every command that shows a dossier heeds them; `parley excerpt`."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from parley.cli.main import COMMANDS, cli
from tests.unit.cli_support import ferry, parley

LATE = ("--as-of", "2030-05-01")
#: Commands of the section `Read` that show files, or serve the page on which a dossier is kept.
OTHERS = {"align", "serve"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The ferry's dossier with one thing in a compartment that says so and one in a silent one."""
    dossier = ferry(tmp_path)
    with (dossier / "dossier.yaml").open("a", encoding="utf-8") as stream:
        stream.write(
            "compartments:\n"
            "  back: {title: Back channel, readers: council, withheld: say}\n"
            "  deep: {title: Deep water, readers: lower}\n"
        )
    (dossier / "log" / "secret.yaml").write_text(
        "- id: said-heron\n  type: event\n  at: 2030-03-02\n  by: upper\n  text: The heron.\n"
        "  assumed: me\n  compartment: back\n"
        "- id: silent-otter\n  type: event\n  at: 2030-03-02\n  by: upper\n  text: The otter.\n"
        "  assumed: me\n  compartment: deep\n",
        encoding="utf-8",
    )
    return dossier


def test_a_reader_sees_what_is_for_him(root: Path) -> None:
    """And is told of what is withheld only where policy lets it."""
    everything = parley("log", root, *LATE).output
    assert "said-heron" in everything
    assert "silent-otter" in everything
    council = parley("log", root, *LATE, "--reader", "council")
    assert "said-heron" in council.stdout
    assert "otter" not in council.output
    assert council.stderr == ""
    envoys = parley("log", root, *LATE, "--reader", "envoys")
    assert "heron" not in envoys.output
    assert envoys.stderr == (
        "note: envoys sees only part of the dossier; withheld: in “Back channel” 1 entry\n"
    )
    assert "Deep" not in envoys.output


def test_the_environment_stands_for_the_option(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PARLEY_READER is heeded by every command; the option wins."""
    monkeypatch.setenv("PARLEY_READER", "envoys")
    assert "heron" not in parley("search", root, "heron", *LATE).stdout
    assert "said-heron" in parley("search", root, "heron", *LATE, "--reader", "council").stdout
    monkeypatch.setenv("PARLEY_READER", "nobody")
    assert parley("sources", root).exit_code == 2


@pytest.mark.parametrize(
    "name", [one.name for one in COMMANDS if one.section == "Read"] + ["convert"]
)
def test_every_command_that_shows_a_dossier_heeds_the_reader(name: str) -> None:
    """It has the option, and reads dossiers in no other way."""
    if name in OTHERS:
        return
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert "reader" in {one.name for one in command.params}
    module = import_module(f"parley.cli.commands.{name}")
    assert module.__file__ is not None
    text = Path(module.__file__).read_text(encoding="utf-8")
    assert "read_for_viewing(" in text
    assert "read_dossier" not in text


def test_an_unknown_reader_is_refused(root: Path) -> None:
    """With the one that was meant."""
    done = parley("check", root, "--reader", "counsil")
    assert done.exit_code == 2
    assert "the reader `counsil` is not declared" in done.stderr
    assert "did you mean `council`?" in done.stderr


def test_a_dossier_with_faults_is_not_shown_to_a_reader(root: Path) -> None:
    """The message names neither file nor line: they may be those of what is withheld."""
    log = root / "log" / "secret.yaml"
    log.write_text(log.read_text(encoding="utf-8").replace("compartment: back", "compartmnt: back"))
    done = parley("log", root, "--reader", "council")
    assert done.exit_code == 2
    assert "secret" not in done.output
    assert "heron" not in done.output


@pytest.mark.parametrize("form", ["terminal", "html", "json"])
def test_the_head_of_a_brief_says_for_whom_where_policy_lets_it(root: Path, form: str) -> None:
    """One line; for a reader from whom only silent things are withheld there is none."""
    asked = ("brief", root, "--for", "upper", *LATE, "--format", form, "--reader")
    shown = " ".join(parley(*asked, "envoys").stdout.split())
    assert "Envoys of Upper Town, who sees only part of the dossier" in shown
    assert "1 entry" in shown
    assert "who sees only part" not in parley(*asked, "council").stdout


def test_what_is_completed_is_what_the_reader_may_see(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ids on the command line are shown as well; a new entry's compartments are offered."""

    def offered(*words: object) -> list[str]:
        *before, last = (str(word) for word in words)
        shell = ShellComplete(cli, {}, "parley", "_PARLEY_COMPLETE")
        return [item.value for item in shell.get_completions(before, last)]

    assert offered("show", root, "said") == ["said-heron"]
    assert offered("show", "--reader", "envoys", root, "said") == []
    assert offered("log", root, "--reader", "co") == ["council"]
    assert "compartment=back" in offered("add", root, "event", "compartment=")
    monkeypatch.setenv("PARLEY_READER", "envoys")
    assert offered("show", root, "said") == []
    assert offered("add", root, "event", "compartment=") == []


def test_an_excerpt_holds_nothing_that_is_withheld(root: Path, tmp_path: Path) -> None:
    """It is a dossier by itself, and says what it lacks where policy lets it."""
    done = parley("excerpt", root, "--reader", "envoys", "-o", tmp_path / "out")
    assert done.exit_code == 0
    assert "in “Back channel” 1 entry" in done.stderr
    texts = [one.read_text(encoding="utf-8") for one in (tmp_path / "out").rglob("*.yaml")]
    assert len(texts) == 2
    for word in ("heron", "otter", "Deep", "compartments"):
        assert word not in "".join(texts)
    brief = parley("brief", tmp_path / "out", "--for", "upper", *LATE, "--format", "json").stdout
    assert "in “Back channel” 1 entry" in json.loads(brief)["header"]["withheld"]
    again = parley("excerpt", root, "--reader", "envoys", "-o", tmp_path / "out")
    assert again.exit_code == 2
