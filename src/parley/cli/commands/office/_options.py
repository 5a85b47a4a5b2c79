"""What the commands of the server share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["database_option"]

Command = TypeVar("Command", bound=Callable[..., Any])


def database_option(command: Command) -> Command:
    """Add --database; the command gets it as `database`."""
    option = click.option(
        "--database",
        metavar="URL",
        required=True,
        envvar="PARLEY_OFFICE_DATABASE",
        show_envvar=True,
        help="sqlite:///PATH, or postgresql://USER:PASSWORD@HOST/NAME; give it in the environment "
        "where others see the command line.",
    )
    return option(command)
