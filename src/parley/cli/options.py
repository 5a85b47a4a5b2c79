"""Options and arguments that commands share, so that they are named and meant alike."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from parley.cli.completing import complete_party
from parley.cli.output import Output, format_for
from parley.cli.viewing import READER_VARIABLE, remember_reader
from parley.cli.viewpoint import Asked

__all__ = ["dossier_argument", "output_options", "reader_option", "view_options"]

Command = TypeVar("Command", bound=Callable[..., Any])


def dossier_argument(command: Command) -> Command:
    """Add the argument DOSSIER; the command gets it as `path`."""
    argument = click.argument(
        "path", metavar="DOSSIER", type=click.Path(path_type=Path, file_okay=True)
    )
    return argument(command)


def reader_option(command: Command) -> Command:
    """Add --reader; `parley.cli.viewing.read_for_viewing` heeds it, the command gets nothing."""
    option = click.option(
        "--reader",
        metavar="POST",
        envvar=READER_VARIABLE,
        show_envvar=True,
        expose_value=False,
        is_eager=True,  # so that completing other words heeds it as well
        callback=remember_reader,
        shell_complete=complete_party,
        help="Only what this post or person may see: what lies in no compartment, or only in its "
        "own [default: everything].",
    )
    return option(command)


def view_options(
    *, party: bool | None = False, times: bool = True, zone: bool = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add --for, --as-of, --known-as-of and --zone; the command gets them as one `asked`.

    Parameters:
        party: whether --for must be given, which `viewpoint.require_party` sees to once the
            parties are known; None leaves it out.
        times: whether the two times are asked for.
        zone: whether the zone is.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def bundled(*args: Any, **given: Any) -> Any:
            asked = Asked(
                given.pop("party", None),
                given.pop("as_of", None),
                given.pop("known_as_of", None),
                given.pop("zone", None),
            )
            return command(*args, asked=asked, **given)

        decorated: Callable[..., Any] = bundled
        if zone:
            decorated = click.option(
                "--zone",
                metavar="ZONE",
                help="Show times in this zone [default: the party's, else the dossier's], and read "
                "times that name none in it [default: the dossier's].",
            )(decorated)
        if times:
            decorated = click.option(
                "--known-as-of",
                metavar="TIME",
                help="Use only what was known by then [default: --as-of].",
            )(decorated)
            decorated = click.option(
                "--as-of",
                metavar="TIME",
                help="Look at what had happened by then; a day means its end [default: now].",
            )(decorated)
        return _party_option(decorated, party)

    return decorate


def _party_option(command: Callable[..., Any], required: bool | None) -> Callable[..., Any]:
    if required is None:
        return command
    return click.option(
        "--for",
        "party",
        metavar="PARTY",
        shell_complete=complete_party,
        help="Look through this party's eyes"
        + (".  [required]" if required else " [default: everybody's]."),
    )(command)


def output_options(
    *formats: str,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add --format, -o and --color; the command gets them as one `output`.

    Parameters:
        formats: what can be chosen, the default first; with one there is no --format.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def bundled(*args: Any, **given: Any) -> Any:
            source = click.get_current_context().get_parameter_source("format_")
            asked = given.pop("format_", None)
            path = given.pop("to", None)
            if source is ParameterSource.DEFAULT:
                asked = None
            output = Output(format_for(formats, path, asked), path, given.pop("color"))
            return command(*args, output=output, **given)

        decorated: Callable[..., Any] = click.option(
            "--color",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            show_default=True,
            help="Colour; auto follows the terminal and NO_COLOR.",
        )(bundled)
        decorated = click.option(
            "-o",
            "--output",
            "to",
            metavar="FILE",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Write to this file, all at once, instead of the terminal"
            + ("; its ending chooses the format." if len(formats) > 1 else "."),
        )(decorated)
        if len(formats) > 1:
            decorated = click.option(
                "--format",
                "format_",
                type=click.Choice(formats),
                default=formats[0],
                show_default=True,
                help="How to show it.",
            )(decorated)
        return decorated

    return decorate
