"""`parley explain`, `schema` and `completion`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.shell_completion import CompletionItem, ShellComplete

from parley.cables.attention import CODES
from parley.cli.explained import all_explanations
from parley.cli.main import cli
from parley.dossier.vocabulary.fault_codes import FAULT_CODES
from parley.mandate.running import checks
from tests.unit.cli_support import ferry, parley, widest


def test_every_code_can_be_explained() -> None:
    """Checks, reading and message offices together; each has a meaning and how to mend it."""
    codes = [one.code for one in all_explanations()]
    assert codes == sorted({*FAULT_CODES, *(check.code for check in checks()), *CODES})
    for code in codes:
        text = parley("explain", code).stdout
        assert text.startswith(f"{code}\n")
        assert "To mend it: " in text
        assert widest(text) <= 80


def test_without_a_code_all_are_listed() -> None:
    """The list has every code once, and no sentence cut inside brackets or code."""
    text = parley("explain").stdout
    assert widest(text) <= 80
    for one in all_explanations():
        assert f"\n  {one.code} " in text
    assert text.count("`") % 2 == 0
    assert text.count("(") == text.count(")")
    listed = json.loads(parley("explain", "--format", "json").stdout)
    assert {one["code"] for one in listed} == {one.code for one in all_explanations()}


def test_an_unknown_code_is_answered_with_the_one_that_was_meant() -> None:
    """A slip in a code is refused with a suggestion."""
    result = parley("explain", "trade-unmett")
    assert result.exit_code == 2
    assert "did you mean `trade-unmet`?" in result.stderr


@pytest.mark.parametrize("kind", ["dossier", "log"])
def test_the_schema_is_one(kind: str) -> None:
    """What is printed is a JSON Schema of the 2020-12 dialect."""
    schema = json.loads(parley("schema", kind).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert kind in schema["$id"]


def completed(*words: object) -> list[str]:
    """Return what the shell is offered for the last of the words."""
    *before, last = (str(word) for word in words)
    found: list[CompletionItem] = ShellComplete(
        cli, {}, "parley", "_PARLEY_COMPLETE"
    ).get_completions(before, last)
    return [item.value for item in found]


def test_names_of_a_dossier_are_completed(tmp_path: Path) -> None:
    """Once the dossier is named, its parties, issues, entries and passages are offered."""
    root = ferry(tmp_path)
    assert completed("che") == ["check"]
    assert completed("check", root, "--for", "l") == ["lower"]
    assert completed("log", root, "--issue", "") == ["fare", "landing"]
    assert completed("show", root, "fi") == ["first-offer"]
    assert completed("show", root, "minutes#") == ["minutes#p1", "minutes#p2"]
    assert completed("explain", "trade-") == ["trade-unmet"]
    assert "event" in completed("add", root, "")
    assert completed("add", root, "instruction", "mod") == ["mode="]
    assert "mode=must-not" in completed("add", root, "instruction", "mode=must")
    assert completed("add", root, "proposal", "by=en") == ["by=envoys"]
    assert completed("add", root, "response", "re=fi") == ["re=first-offer"]
    assert completed("add", root, "exclusion", "matters=f") == ["matters=fare"]


def test_a_dossier_that_cannot_be_read_completes_to_nothing(tmp_path: Path) -> None:
    """A shell is no place for messages."""
    assert completed("check", tmp_path, "--for", "") == []
    assert completed("show", tmp_path / "missing", "") == []


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_each_shell_gets_its_script(shell: str) -> None:
    """The script calls parley back under the variable that it listens to."""
    result = parley("completion", shell)
    assert result.exit_code == 0
    assert f"_PARLEY_COMPLETE={shell}_complete" in result.stdout


@pytest.mark.skipif(
    os.name != "posix" or shutil.which("bash") is None, reason="needs the shell bash"
)
def test_bash_completes_with_the_script(tmp_path: Path) -> None:
    """Sourced in a real bash, the script's function fills COMPREPLY from the dossier."""
    root = ferry(tmp_path)
    command = tmp_path / "parley"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m parley.cli.main "$@"\n')
    command.chmod(0o755)
    script = (
        f'PATH="{tmp_path}:$PATH"; eval "$(parley completion bash)"; '
        f'COMP_WORDS=(parley check "{root}" --for ""); COMP_CWORD=4; '
        '_parley_completion parley; echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["upper", "council", "envoys", "lower"]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("red-line", "did you mean `red-line-crossed`?"),
        ("authority", "`authority-expired` or `no-authority`"),
        ("trade-unmett", "did you mean `trade-unmet`?"),
        ("xyzzy", "the glossary of the manual tells what words mean"),
    ],
)
def test_explain_leads_from_what_is_no_code_to_one(code: str, told: str) -> None:
    """A word of the field is no code: near codes are named, and where words are explained."""
    done = parley("explain", code)
    assert done.exit_code == 2
    assert told in done.stderr
