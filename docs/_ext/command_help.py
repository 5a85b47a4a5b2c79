"""The help of every command, as the commands themselves print it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from parley.cli.lazy import LazyGroup
from parley.cli.main import cli

__all__ = ["command_help"]

_WIDTH = 80


def command_help() -> str:
    """Return a section with the help text for `parley`, each command, and each command of those."""
    return "\n\n".join(_sections(cli, None, "parley"))


def _sections(command: click.Command, above: click.Context | None, name: str) -> Iterator[str]:
    here = click.Context(command, above, name, terminal_width=_WIDTH)
    yield f"## {here.command_path}\n\n```text\n{command.get_help(here)}\n```"
    if isinstance(command, LazyGroup):
        for section in dict.fromkeys(one.section for one in command.listed):
            for one in command.listed:
                inner = command.get_command(here, one.name) if one.section == section else None
                if inner is not None:
                    yield from _sections(inner, here, one.name)
