"""The variables of the environment that parley reads, as a table, from the code that reads them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click

from parley.cli.lazy import LazyGroup
from parley.cli.main import cli

__all__ = ["OTHERS", "environment_table", "option_variables", "variables_in_the_sources"]

SOURCES = Path(__file__).resolve().parents[2] / "src" / "parley"

#: Variable -> what it does, of those that are no option of a command.
OTHERS = {
    "PARLEY_CLOCK": "What the clock of `parley cable` shows, a [time](times.md). For exercises and "
    "tests; the log cannot tell.",
    "PARLEY_SITTING": "The token of a sitting, which opens the keys; `parley key unlock` prints "
    "the line that sets it. Write it into no file.",
    "_PARLEY_COMPLETE": "Set by the shell while it completes a command; "
    "`parley completion` prints what does that.",
    "NO_COLOR": "If it is set to anything, no colours are used.",
    "TERM": "`dumb`: no colours are used.",
    "SHELL": "Which shell `parley key unlock` writes its line for.",
    "XDG_DATA_HOME": "On Linux, the folder in which the folder `parley` with your keys is.",
    "LOCALAPPDATA": "The same on Windows.",
}

_OWN = re.compile(r"_?PARLEY_[A-Z_]*[A-Z]")


def environment_table() -> str:
    """Return a row for each variable.

    Raises LookupError for a variable of parley's own that the sources name and no row has.
    """
    options = option_variables()
    missing = variables_in_the_sources() - options.keys() - OTHERS.keys()
    if missing:
        raise LookupError(f"variables without a meaning: {', '.join(sorted(missing))}")
    rows = [
        f"| `{name}` | {_commands(users)} | {' '.join(meanings)} |"
        for name, (meanings, users) in sorted(options.items())
    ]
    rows += [f"| `{name}` | | {meaning} |" for name, meaning in OTHERS.items()]
    return "\n".join(["| variable | stands for | meaning |", "|---|---|---|", *rows])


def option_variables() -> dict[str, tuple[list[str], dict[str, list[str]]]]:
    """Return each variable that stands for an option: what its helps say, option -> commands."""
    found: dict[str, tuple[list[str], dict[str, list[str]]]] = {}
    for path, command in _commands_below(cli, "parley"):
        for param in command.params:
            if not isinstance(param, click.Option) or not isinstance(param.envvar, str):
                continue
            meanings, users = found.setdefault(param.envvar, ([], {}))
            told = _sentence(param.help or "")
            if told not in meanings:
                meanings.append(told)
            users.setdefault(param.opts[-1], []).append(path)
    return found


def variables_in_the_sources() -> set[str]:
    """Return every variable of parley's own that a file of the package names as a text."""
    return {
        node.value
        for path in SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _OWN.fullmatch(node.value)
    }


def _commands_below(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, LazyGroup):
        here = click.Context(command)
        for name in command.list_commands(here):
            inner = command.get_command(here, name)
            if inner is not None:
                yield from _commands_below(inner, f"{path} {name}")


def _sentence(text: str) -> str:
    told = " ".join(text.replace("|", "\\|").split()).rstrip(".")
    return f"{told}."


def _commands(users: dict[str, list[str]]) -> str:
    """Say which option it is, and of what: one command, those of a group, or many."""
    parts = list[str]()
    for option, paths in users.items():
        groups = {" ".join(path.split()[:2]) for path in paths}
        if len(paths) == 1:
            of = f" of `{paths[0]}`"
        elif len(groups) <= 2:
            of = " of " + " and ".join(f"`{group}`" for group in sorted(groups))
        else:
            of = " of every command that shows a dossier"
        parts.append(f"`{option}`{of}")
    return "; ".join(parts)
