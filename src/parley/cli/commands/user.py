"""`parley user`: who may sign in to the page from another machine."""

from __future__ import annotations

import warnings
from getpass import GetPassWarning
from pathlib import Path
from typing import Any

import click

from parley.cli.output import tell
from parley.kernel.errors import Refused
from parley.web.users import ROLES, read_users, with_user, write_users

__all__ = ["command"]


@click.command("user")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("name", metavar="NAME")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    default="reader",
    show_default=True,
    help="A reader looks, an editor changes the dossier, a mandator answers requests.",
)
@click.option(
    "--party",
    "parties",
    multiple=True,
    metavar="PARTY",
    help="Through whose eyes the user may look, and for whom act; can be repeated [default: all].",
)
@click.option(
    "--reader",
    default="",
    metavar="POST",
    help="Show the user only what this post may see, by the compartments of the dossier.",
)
@click.option("--remove", is_flag=True, help="Take the user out of the file.")
def command(path: Path, name: str, role: str, parties: tuple[str, ...], **more: Any) -> None:
    """Put a user into a FILE for `parley serve --users`, or give a new password.

    The password is asked for, and only its Argon2id hash is kept.

    \b
    Examples:
      parley user users.toml anna --role editor --party us
      parley user users.toml anna --remove
    """
    users = read_users(path) if path.exists() else {}
    if more["remove"]:
        if users.pop(name, None) is None:
            raise click.UsageError(f"{path}: there is no user `{name}`")
    else:
        users = with_user(users, name, _password(), role, parties, more["reader"])
    write_users(path, users)
    tell(f"wrote {path}")


def _password() -> str:
    """Ask for a password, unseen; raises Refused where it would be seen."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)
        try:
            return str(
                click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
            )
        except GetPassWarning:
            raise Refused(
                "there is no terminal to ask for the password on",
                hint="type this command in a terminal, so that nobody else comes to know it",
            ) from None
