"""The help of every command, as the commands themselves print it."""

from __future__ import annotations

import click

from parley.cli.main import COMMANDS, cli

__all__ = ["command_help"]

_WIDTH = 80


def command_help() -> str:
    """Return a section with the help text for `parley` and for each of its commands."""
    root = click.Context(cli, info_name="parley", terminal_width=_WIDTH)
    parts = [_section("parley", cli.get_help(root))]
    for section in dict.fromkeys(one.section for one in COMMANDS):
        for one in COMMANDS:
            command = cli.get_command(root, one.name) if one.section == section else None
            if command is not None:
                inner = click.Context(command, root, one.name, terminal_width=_WIDTH)
                parts.append(_section(f"parley {one.name}", command.get_help(inner)))
    return "\n\n".join(parts)


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n```text\n{text}\n```"
