"""Options of the commands of a message office: which office, which post, and with which keys."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from parley.cli.at_office import CLOCK, OFFICE, AtOffice
from parley.cli.key_options import data_folder, key_options
from parley.kernel.errors import ParleyError

__all__ = [
    "CLOCK",
    "OFFICE",
    "AtOffice",
    "cable_argument",
    "complete_cable",
    "complete_member",
    "complete_series",
    "copy_option",
    "desk_options",
    "office_options",
    "server_options",
]

_MOST = 500  # candidates handed to the shell

Command = TypeVar("Command", bound=Callable[..., Any])


def desk_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --office, --as, --keys and --passphrase-file; the command gets them as one `at`."""

    @wraps(command)
    def bundled(*args: Any, **given: Any) -> Any:
        at = AtOffice(
            given.pop("office"),
            given.pop("as_post"),
            given.pop("keys_path"),
            given.pop("passphrase_file"),
        )
        return command(*args, at=at, **given)

    named = click.option(
        "--as",
        "as_post",
        metavar="POST",
        shell_complete=complete_member,
        help="The post that does it  [default: the only one here whose keys you have].",
    )
    return _office(named(key_options(bundled)))


def office_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --office alone, for what needs no keys; the command gets it as `at`."""

    @wraps(command)
    def bundled(*args: Any, **given: Any) -> Any:
        keys = Path(os.environ.get("PARLEY_KEYS") or data_folder() / "keys.age")
        return command(*args, at=AtOffice(given.pop("office"), None, keys, None), **given)

    return _office(bundled)


def _office(command: Command) -> Command:
    option = click.option(
        "--office",
        metavar="FOLDER",
        type=click.Path(path_type=Path, file_okay=False),
        envvar=OFFICE,
        show_envvar=True,
        help="The message office  [default: this folder, if it is one].",
    )
    return option(command)


def cable_argument(command: Command) -> Command:
    """Add the argument CABLE; `parley.cli.cable_desk.cable_called` finds it in the log."""
    argument = click.argument("cable", metavar="CABLE", shell_complete=complete_cable)
    return argument(command)


def copy_option(command: Command) -> Command:
    """Add --copy; the command gets it as `number`."""
    option = click.option(
        "--copy",
        "number",
        metavar="N",
        type=click.IntRange(1),
        help="Which copy  [default: the one that the post holds].",
    )
    return option(command)


def server_options(command: Command) -> Command:
    """Add --server and --ca; the command gets them as `server` and `ca_file`."""
    trusted = click.option(
        "--ca",
        "ca_file",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        help="The certificates that alone are trusted for it  [default: the public ones].",
    )
    option = click.option(
        "--server",
        metavar="URL",
        envvar="PARLEY_OFFICE_SERVER",
        show_envvar=True,
        help="The server that stores and forwards; it can read nothing of what it stores.",
    )
    return option(trusted(command))


def complete_cable(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the name of a cable that the office knows; `G/17` is enough where it is the only."""
    return _matching(_of_log(ctx, "cables"), incomplete)


def complete_member(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a post that is enrolled in the office."""
    return _matching(_of_log(ctx, "posts"), incomplete)


def complete_series(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a series of the office."""
    return _matching(_of_log(ctx, "series"), incomplete)


def _of_log(ctx: click.Context, kind: str) -> Iterator[str]:
    from parley.cables.clerk import directory_in
    from parley.cables.ledger.links import last_events
    from parley.cli.cable_desk import office_at, reading_at, short_names

    given = ctx.params.get("office") or os.environ.get(OFFICE)
    at = AtOffice(Path(given) if given else None, None, data_folder(), None)
    try:
        with reading_at(office_at(at)) as now:
            if kind == "cables":
                yield from short_names([name for name, _ in last_events(now)])
                return
            directory = directory_in(now)
            yield from directory.posts if kind == "posts" else directory.series
    except ParleyError:  # a shell is no place for messages
        return


def _matching(names: Iterator[str], incomplete: str) -> list[CompletionItem]:
    found = (CompletionItem(one) for one in names if one.startswith(incomplete))
    return [one for one, _ in zip(found, range(_MOST), strict=False)]
