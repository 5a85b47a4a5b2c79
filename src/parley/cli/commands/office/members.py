"""`parley office members`: who may use the server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from parley.cli.commands.office._options import database_option
from parley.cli.layout import dim, heading, wrapped
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver

if TYPE_CHECKING:
    from parley.office.members import Member

__all__ = ["command"]


@click.command("members")
@database_option
@output_options("terminal", "json")
def command(database: str, output: Output) -> None:
    """Who may use the server, by which key, and whose key was revoked.

    \b
    Examples:
      parley office members --database sqlite:///office.db
      parley office members --database sqlite:///office.db --format json
    """
    from parley.office.members import list_members
    from parley.office.storage import open_storage, reading

    with open_storage(database) as storage, reading(storage) as connection:
        found = list_members(connection)
    if output.format == "json":
        deliver(output, as_json_text([_as_data(one) for one in found]))
        return
    deliver(output, "\n".join(_lines(found)) or "Nobody is admitted.")


def _as_data(member: Member) -> dict[str, str | None]:
    return {
        "post": member.post,
        "signing": member.signing,
        "fingerprint": member.fingerprint,
        "added": member.added,
        "revoked_since": member.revoked_since,
    }


def _lines(found: list[Member]) -> Iterator[str]:
    for one in found:
        yield heading(one.post)
        yield f"  {one.fingerprint}"
        yield f"  admitted {one.added}"
        if one.revoked_since is not None:
            yield from dim(wrapped(f"revoked since {one.revoked_since}", 2))
