"""Groups of commands: each command's file is imported only when it is called or helped.

A group inside the group is a folder of files, `parley.cli.commands.key`; what its `__init__.py`
defines as `command` is a `LazyGroup` again:

    @click.group("key", cls=LazyGroup, package=__name__, listed=(Listed("new", "Write", "..."),))
    def command() -> None: ...
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click
from click.shell_completion import CompletionItem

from parley.cables.primitives.legible import disarmed
from parley.cli.statuses import BROKEN_PIPE, INTERRUPTED, UNUSABLE
from parley.kernel.errors import ParleyError
from parley.kernel.suggest import did_you_mean

__all__ = ["LazyGroup", "Listed", "Unusable"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A command as the help of its group lists it, so that listing imports no command."""

    name: str
    section: str
    summary: str


class Unusable(click.ClickException):
    """Input that cannot be used, as the user sees it."""

    exit_code = UNUSABLE

    def show(self, file: Any = None) -> None:
        """Print the message on standard error."""
        label = click.style("error:", fg="red", bold=True)
        click.echo(
            f"{label} {disarmed(self.format_message())}", file=file, err=True, color=self.show_color
        )


class LazyGroup(click.Group):
    """A group whose commands are files: `NAME.py` in a package, each with its `command`.

    Parameters:
        package: the package of the files, by its dotted name.
        listed: the commands, in the order of the help.
    """

    def __init__(
        self,
        *args: Any,
        listed: Sequence[Listed] = (),
        package: str = "parley.cli.commands",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.listed = tuple(listed)
        self.package = package

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order of the list."""
        return [one.name for one in self.listed]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command; None where there is none of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        name = cmd_name.replace("-", "_")
        if iskeyword(name):
            name += "_"
        module = import_module(f"{self.package}.{name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was asked for; suggest one for a name that is none."""
        names = self.list_commands(ctx)
        asked = args[0]
        if asked not in names and not asked.startswith("-") and not ctx.resilient_parsing:
            meant = did_you_mean(asked, names)
            here = ctx.command_path
            hint = f"did you mean `{meant}`?" if meant else f"`{here} --help` lists the commands"
            told = asked if ctx.parent is None else f"{here} {asked}"
            raise click.UsageError(f"there is no command `{told}`; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, section by section, without importing any."""
        width = max((len(one.name) for one in self.listed), default=0)
        for section in dict.fromkeys(one.section for one in self.listed):
            rows = [
                (one.name.ljust(width), one.summary)
                for one in self.listed
                if one.section == section
            ]
            with formatter.section(section):
                formatter.write_dl(rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the name of a command, without importing any."""
        names = [
            CompletionItem(one.name, help=one.summary)
            for one in self.listed
            if one.name.startswith(incomplete)
        ]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what the user can mend or asked for becomes a message and a status."""
        try:
            return super().invoke(ctx)
        except ParleyError as error:
            raise Unusable(str(error)) from error
        except (click.Abort, KeyboardInterrupt):
            raise click.exceptions.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            raise click.exceptions.Exit(BROKEN_PIPE) from None
