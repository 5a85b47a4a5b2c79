"""Options of commands that use the key store: where it is, and where its passphrase comes from."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from parley.kernel.errors import ParleyError

__all__ = ["complete_post", "data_folder", "key_options", "keys_option", "passphrase_option"]

Command = TypeVar("Command", bound=Callable[..., Any])


def key_options(command: Command) -> Command:
    """Add --keys and --passphrase-file; the command gets `keys_path` and `passphrase_file`.

    `parley.cli.unlocking.unlocked` takes both.
    """
    return keys_option(passphrase_option(command))


def keys_option(command: Command) -> Command:
    """Add --keys; the command gets it as `keys_path`."""
    option = click.option(
        "--keys",
        "keys_path",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        envvar="PARLEY_KEYS",
        show_envvar=True,
        default=lambda: data_folder() / "keys.age",
        help="The key store  [default: parley/keys.age among your data].",
    )
    return option(command)


def passphrase_option(command: Command) -> Command:
    """Add --passphrase-file; the command gets it as `passphrase_file`."""
    option = click.option(
        "--passphrase-file",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
        envvar="PARLEY_PASSPHRASE_FILE",
        show_envvar=True,
        help="A file with the passphrase in one line; - is standard input  [default: it is asked "
        "for].",
    )
    return option(command)


def data_folder() -> Path:
    """Return where this system keeps a user's data of parley; nothing is made there."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        named = Path(os.environ.get("XDG_DATA_HOME") or "")
        base = named if named.is_absolute() else home / ".local" / "share"
    return base / "parley"


def complete_post(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a post that has keys, while a sitting is open: a shell cannot ask a passphrase."""
    from parley.cables.keys.key_store import posts_of
    from parley.cables.keys.sittings import resume_sitting

    given = ctx.params.get("keys_path") or os.environ.get("PARLEY_KEYS")
    path = Path(given) if given else data_folder() / "keys.age"
    try:
        store = resume_sitting(path, os.environ.get("PARLEY_SITTING", ""))
    except ParleyError:
        return []
    return [CompletionItem(one) for one in posts_of(store) if one.startswith(incomplete)]
