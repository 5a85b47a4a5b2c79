"""`parley office revoke`: let a post in no more."""

from __future__ import annotations

import click

from parley.cli.commands.office._options import database_option
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver

__all__ = ["command"]


@click.command("revoke")
@click.argument("post", metavar="POST")
@database_option
@output_options("terminal", "json")
def command(post: str, database: str, output: Output) -> None:
    """Let a POST in no more: its key is refused from now on, also in sessions that go on.

    What waits for the post stays, for a new key of it.

    \b
    Examples:
      parley office revoke mandator --database sqlite:///office.db
    """
    from parley.office.members import revoke
    from parley.office.storage import open_storage, writing

    with open_storage(database) as storage, writing(storage) as connection:
        member = revoke(connection, post)
    if output.format == "json":
        told = {"post": post, "signing": member.signing, "fingerprint": member.fingerprint}
        deliver(output, as_json_text(told))
        return
    deliver(output, f"{post} is let in no more with the key of {member.fingerprint}.")
