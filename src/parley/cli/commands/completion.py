"""`parley completion`: the script that completes commands, options and ids in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

__all__ = ["command"]

_SHELLS = ("bash", "fish", "zsh")


@click.command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that lets a SHELL complete what you type.

    It completes commands and options, and, once a DOSSIER is named, its parties, issues, entries
    and sources.

    \b
    Examples:
      parley completion bash > ~/.local/share/bash-completion/completions/parley
      parley completion zsh > ~/.zfunc/_parley
      parley completion fish > ~/.config/fish/completions/parley.fish
    """
    kind = get_completion_class(shell)
    if kind is not None:
        root = ctx.find_root().command
        click.echo(kind(root, {}, "parley", "_PARLEY_COMPLETE").source())
