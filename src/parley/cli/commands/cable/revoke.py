"""`parley cable revoke`: believe a post's key no longer."""

from __future__ import annotations

import click

from parley.cables.steps.enrol import revoke
from parley.cli.cable_desk import as_of, desk
from parley.cli.cable_options import AtOffice, complete_member, desk_options
from parley.cli.cable_text import moment
from parley.cli.output import tell

__all__ = ["command"]


@click.command("revoke")
@click.argument("post", metavar="POST", shell_complete=complete_member)
@click.option(
    "--since",
    metavar="TIME",
    required=True,
    help="From when on the key is not to be believed, such as when it was lost.",
)
@click.option("--reason", metavar="TEXT", required=True, help="Why, for those who read the log.")
@desk_options
def command(post: str, since: str, reason: str, at: AtOffice) -> None:
    """Believe the key of a POST no longer, for what it signed from a time on.

    Only the keeper does it. What was signed with the key between that time and now is told as
    doubtful by `parley cable verify`; what is signed with it later is refused. A new card of the
    post can be enrolled afterwards.

    \b
    Examples:
      parley cable revoke stalin --since "1951-07-20 08:00" \\
        --reason "key file lost"
    """
    with desk(at, as_keeper=True) as clerk:
        instant = as_of(since, clerk.office.zone, "--since")
        revoke(clerk, post, instant, reason)
        zone = clerk.office.zone
    click.echo(f"the key of {post} is revoked from {moment(instant, (zone,))} on")
    tell("tell those who write to it; when its new card comes: parley cable enrol CARD")
