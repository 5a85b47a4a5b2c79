"""The frame of the command line: help, lazy loading, errors and exit statuses."""

from __future__ import annotations

import io
import json
import os
import pkgutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

import click
import pytest
from click.shell_completion import ShellComplete

import parley
from parley.cli.lazy import LazyGroup
from parley.cli.main import cli
from parley.cli.output import Output, in_color
from parley.cli.patience import patience
from tests.unit.cli_support import ferry, widest
from tests.unit.cli_support import parley as run

Group: TypeAlias = tuple[tuple[str, ...], LazyGroup]

HEAVY = ("rich", "jinja2", "docx", "pysat", "ryml", "yaml", "msgspec", "parley.dossier.reading")


def python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )


def groups(group: LazyGroup = cli, words: tuple[str, ...] = ()) -> Iterator[Group]:
    """Give the words of each group of commands, and the group: `parley` itself, `parley key`."""
    yield words, group
    for one in group.listed:
        command = group.get_command(click.Context(group), one.name)
        if isinstance(command, LazyGroup):
            yield from groups(command, (*words, one.name))


GROUPS = list(groups())
#: The words of each command, those of groups among them.
WORDS = [(*words, one.name) for words, group in GROUPS for one in group.listed]


@pytest.mark.parametrize("group", [group for _, group in GROUPS], ids=lambda group: group.name)
def test_every_command_is_listed_and_every_listed_command_is_there(group: LazyGroup) -> None:
    """The list that help prints and the files of commands agree."""
    files = {
        one.name.rstrip("_").replace("_", "-")
        for one in pkgutil.iter_modules(import_module(group.package).__path__)
        if one.name[0] != "_"  # what commands of a group share
    }
    assert files == {one.name for one in group.listed}
    context = click.Context(group)
    assert all(group.get_command(context, name) for name in group.list_commands(context))


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_every_command_has_help_with_examples(words: tuple[str, ...]) -> None:
    """Each command explains itself within 80 columns, with at least one example."""
    result = run(*words, "--help")
    assert result.exit_code == 0
    assert f"parley {' '.join(words)}" in result.stdout.partition("Examples:")[2]
    assert widest(result.stdout) <= 80


@pytest.mark.parametrize(("words", "group"), GROUPS, ids=lambda one: str(one))
def test_help_lists_the_commands_by_section(words: tuple[str, ...], group: LazyGroup) -> None:
    """The help of a group names every command of it once, under its section."""
    result = run(*words, "--help")
    assert widest(result.stdout) <= 80
    for one in group.listed:
        assert f"\n  {one.name} " in result.stdout
        assert f"\n{one.section}:\n" in result.stdout


@pytest.mark.parametrize("words", [words for words, _ in GROUPS], ids=" ".join)
def test_help_imports_nothing_that_it_does_not_need(words: tuple[str, ...]) -> None:
    """Neither heavy parts nor any command are imported to list the commands of a group."""
    code = (
        "import sys\nfrom parley.cli.main import cli\n"
        "try:\n    cli.main([*sys.argv[1:], '--help'])\nexcept SystemExit:\n    pass\n"
        "print('LOADED', *sys.modules, file=sys.stderr)"
    )
    loaded = set(python(code, *words).stderr.partition("LOADED ")[2].split())
    assert "click" in loaded
    assert loaded.isdisjoint(HEAVY)
    found = {name for name in loaded if name.startswith("parley.cli.commands")}
    assert found <= ({"parley.cli.commands", f"parley.cli.commands.{words[0]}"} if words else set())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("chekc",), "there is no command `chekc`; did you mean `check`?"),
        (("key", "nwe"), "there is no command `parley key nwe`; did you mean `new`?"),
        (("key", "zzz"), "there is no command `parley key zzz`; `parley key --help` lists the"),
    ],
)
def test_an_unknown_command_is_answered_with_the_one_that_was_meant(
    words: tuple[str, ...], told: str
) -> None:
    """A slip in a command's name is a usage error that names the right one."""
    result = run(*words)
    assert result.exit_code == 2
    assert told in result.stderr


def test_input_that_cannot_be_used_ends_with_status_2(tmp_path: Path) -> None:
    """A folder that is no dossier gives one message that begins with `error:`."""
    result = run("check", tmp_path)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")
    assert "parley new" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--for", "uper"), "did you mean `upper`?"),
        (("--as-of", "noon"), "--as-of: expected a time"),
        (("--known-as-of", "2030-13-01"), "--known-as-of: expected a month"),
        (("--as-of", "not before 2030"), "--as-of: expected a time that has an end"),
        (("--zone", "Europe/Berln"), "did you mean Europe/Berlin?"),
    ],
)
def test_a_bad_option_says_which_and_how_to_mend_it(
    tmp_path: Path, arguments: tuple[str, str], told: str
) -> None:
    """Options that only the dossier can judge are refused with a message of their own."""
    result = run("check", ferry(tmp_path), *arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_day_means_its_end_in_the_zone_of_the_dossier(tmp_path: Path) -> None:
    """--as-of DAY looks at the last instant of that day, and --known-as-of follows it."""
    root = ferry(tmp_path)
    told = json.loads(run("check", root, "--as-of", "2030-03-06", "--format", "json").stdout)
    assert told["as_of"] == told["known_as_of"] == "2030-03-06T23:59:59.999999Z"
    zoned = run("check", root, "--as-of", "2030-03-06", "--zone", "+09:00", "--format", "json")
    assert json.loads(zoned.stdout)["as_of"] == "2030-03-06T14:59:59.999999Z"


def test_a_defect_is_one_line_and_status_70() -> None:
    """What escapes is told in one line; --debug adds the traceback."""
    code = (
        "import sys, parley.cli.commands.explain as explain\n"
        "def broken():\n    raise KeyError('x')\n"
        "explain.all_explanations = broken\n"
        "from parley.cli.main import main\nmain()"
    )
    plain = python(code, "explain")
    assert plain.returncode == 70
    assert plain.stderr.startswith("error: this is a defect of parley")
    assert len(plain.stderr.splitlines()) == 1
    assert "Traceback" in python(code, "--debug", "explain").stderr


def test_ctrl_c_ends_with_status_130() -> None:
    """An interrupt is no error: no message, the status that shells expect."""
    code = (
        "import parley.cli.commands.explain as explain\n"
        "def interrupted():\n    raise KeyboardInterrupt\n"
        "explain.all_explanations = interrupted\n"
        "from parley.cli.main import main\nmain()"
    )
    done = python(code, "explain")
    assert (done.returncode, done.stderr.strip()) == (130, "")


@pytest.mark.skipif(os.name != "posix", reason="pipes break in another way there")
def test_a_reader_who_leaves_is_no_error() -> None:
    """`parley schema log | head -1` ends without a word on standard error."""
    call = "from parley.cli.main import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", call, "schema", "log"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_colour_follows_the_option_then_no_color_then_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`always` and `never` are obeyed; `auto` looks at NO_COLOR and the terminal."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert in_color(Output(color="auto"))
    assert not in_color(Output(color="auto", path=Path("x")))
    monkeypatch.setenv("NO_COLOR", "1")
    assert not in_color(Output(color="auto"))
    assert in_color(Output(color="always"))
    assert not in_color(Output(color="never"))


def test_results_go_to_a_file_whole_and_without_colour(tmp_path: Path) -> None:
    """-o writes the same text as the terminal shows, and says so on standard error."""
    out = tmp_path / "codes.txt"
    result = run("explain", "trade-unmet", "--color", "always", "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"wrote {out}" in result.stderr
    assert out.read_text(encoding="utf-8") == run("explain", "trade-unmet").stdout
    assert "\x1b[" in run("explain", "trade-unmet", "--color", "always").stdout


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """-o into a folder that is not there ends with status 2 and says how to mend it."""
    result = run("explain", "-o", tmp_path / "missing" / "codes.txt")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_the_version_is_that_of_the_package() -> None:
    """`parley --version` prints name and version."""
    assert run("--version").stdout == f"parley, version {parley.__version__}\n"


def test_the_group_is_a_click_group() -> None:
    """The documentation and completion walk it as one, down to the commands of its groups."""
    assert isinstance(cli, click.Group)
    assert ("key", "new") in WORDS
    offered = ShellComplete(cli, {}, "parley", "_PARLEY_COMPLETE").get_completions(["key"], "un")
    assert [item.value for item in offered] == ["unlock"]


class Terminal(io.StringIO):
    """A text that calls itself a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


@pytest.mark.parametrize(
    ("stream", "after", "shown"),
    [(Terminal(), 0.0, True), (Terminal(), 60.0, False), (io.StringIO(), 0.0, False)],
    ids=["long on a terminal", "short on a terminal", "no terminal"],
)
def test_what_takes_long_shows_a_sign_of_life(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, after: float, shown: bool
) -> None:
    """A bar comes on standard error, only on a terminal, and only after a while."""
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with patience("reading", after):
        until = time.monotonic() + 60
        while shown and "reading" not in stream.getvalue() and time.monotonic() < until:
            time.sleep(0.05)
    assert ("reading" in stream.getvalue()) == shown
