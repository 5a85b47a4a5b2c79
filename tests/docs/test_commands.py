"""The commands that the documentation shows are run, and do what it says.

In a page, ```yaml file PATH``` writes a file, ```yaml append PATH``` adds to it, and
```yaml replace PATH ID``` puts an entry, or an answer, in the place of the one with that id. A
```console``` block runs its lines that begin with `$ parley`; `exit=1` after the word is the status
of the last one.
What it shows below a command is what the command prints, standard error after standard output; a
line `...` stands for any lines, and `...` in a line for anything in it. A page has its own key
store, `keys.age` in its folder, whose passphrase is in `passphrase.txt` here; once it is there, a
sitting is open.

The tutorials run as a beginner runs them: a process for each command, and keys at their real cost.
The other pages run in this process, where keys cost little.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner

from parley.cables.keys.key_store import unlock
from parley.cables.keys.sittings import begin_sitting
from parley.cli.main import cli
from tests.docs.pages import DOCS, Block, blocks, pages
from tests.unit.key_support import cheap_seals

#: Runs a command line in a folder, and returns its status and what it printed.
Runs: TypeAlias = Callable[[str, Path], tuple[int, str]]

CONSOLE = re.compile(r"console(?: exit=([0-9]+))?")
WITH_COMMANDS = sorted(
    {block.page for page in pages() for block in blocks(page) if CONSOLE.fullmatch(block.info)}
)

PASSPHRASE = Path(__file__).with_name("passphrase.txt")
_sittings: dict[Path, str] = {}


def passphrase() -> str:
    """Return the passphrase of every page's key store."""
    return PASSPHRASE.read_text(encoding="utf-8").strip()


def keys_of(folder: Path) -> dict[str, str]:
    """Return the variables by which the commands of a page find its keys, and no others."""
    keys = folder / "keys.age"
    if keys.is_file() and folder not in _sittings:
        _sittings[folder] = begin_sitting(unlock(keys, passphrase())).token
    return {
        "PARLEY_KEYS": str(keys),
        "PARLEY_PASSPHRASE_FILE": str(PASSPHRASE),
        "PARLEY_SITTING": _sittings.get(folder, ""),
    }


def variables(folder: Path) -> dict[str, str]:
    """Return the environment of a page's commands: 80 columns without colour, and its own keys."""
    return {**keys_of(folder), "COLUMNS": "80", "NO_COLOR": "1"}


def run(command: str, folder: Path) -> tuple[int, str]:
    """Run a command line in this process, in a folder; return its status and what it printed."""
    words = shlex.split(command)[1:]
    with chdir(folder):
        done = CliRunner().invoke(cli, words, env=variables(folder), prog_name="parley")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout + done.stderr


def run_as_typed(command: str, folder: Path) -> tuple[int, str]:
    """Run a command line as a reader would, in a shell and a process of its own."""
    program = f"'{sys.executable}' -m parley.cli.main"
    done = subprocess.run(
        program + command.removeprefix("parley"),
        shell=True,
        cwd=folder,
        env={**os.environ, **variables(folder), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def shown_matches(shown: str, got: str) -> bool:
    """Whether what a page shows is what was printed, `...` standing for any lines or signs."""
    signs = re.escape("...")
    parts = [
        re.escape(part).replace(signs, "[^\n]*")
        for part in re.split(r"^\.\.\.\n", shown, flags=re.MULTILINE)
    ]
    return re.fullmatch("(?s:.*)".join(parts), got.rstrip("\n") + "\n") is not None


def write(block: Block, folder: Path) -> None:
    """Do what a block says that is the content of a file."""
    words = block.info.split()
    if len(words) < 3 or words[1] not in ("file", "append", "replace"):
        return
    path = folder / words[2]
    if words[1] == "file":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    if words[1] == "append":
        path.write_text(text.rstrip("\n") + "\n\n" + block.text, encoding="utf-8")
        return
    name = re.escape(words[3])
    entry = re.compile(rf"^- (?:id|question): {name}\n(?:(?:  .*)?\n)*", re.MULTILINE)
    assert len(entry.findall(text)) == 1, f"{block.place}: no one entry {words[3]}"
    path.write_text(entry.sub(lambda _: block.text + "\n", text), encoding="utf-8")


def perform(block: Block, folder: Path, runs: Runs = run) -> None:
    """Run the commands of a block and compare what they print with what it shows."""
    status = CONSOLE.fullmatch(block.info)
    expected = int(status[1] or 0) if status is not None else 0
    steps = re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]
    for number, step in enumerate(steps):
        command, _, shown = step.partition("\n")
        assert command.startswith("parley "), f"{block.place}: `{command}` is not run"
        code, printed = runs(command, folder)
        wanted = expected if number == len(steps) - 1 else 0
        assert code == wanted, f"{block.place}: `{command}` ended with {code}:\n{printed}"
        if shown.strip():
            assert shown_matches(shown, printed), f"{block.place}: `{command}` printed:\n{printed}"


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: str(page.relative_to(DOCS)))
def test_the_commands_of_a_page(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All commands of a page, in order, in one empty folder."""
    runs = run_as_typed if page.parent.name == "tutorial" else run
    cheap_seals(monkeypatch)  # reaches this process only
    for block in blocks(page):
        if CONSOLE.fullmatch(block.info):
            perform(block, tmp_path, runs)
        else:
            write(block, tmp_path)


def test_a_wrong_page_would_be_found() -> None:
    """What is shown must be what is printed."""
    assert shown_matches("a\n...\nz\n", "a\nb\nc\nz\n")
    assert not shown_matches("a\nz\n", "a\nb\nz\n")
    assert not shown_matches("a\n...\nz\n", "a\nb\n")
    assert shown_matches("at ... by us\n", "at noon by us\n")
    assert not shown_matches("at ... by us\n", "at noon\nby us\n")
