"""`parley cable recopy`: make further copies of a cable."""

from __future__ import annotations

import click

from parley.cables.ledger.reading import reading
from parley.cables.steps.give_back import recopy
from parley.cli.cable_desk import cable_called, desk
from parley.cli.cable_options import AtOffice, cable_argument, complete_member, desk_options
from parley.cli.output import tell

__all__ = ["command"]


@click.command("recopy")
@cable_argument
@click.option(
    "--to",
    "holders",
    metavar="POST",
    multiple=True,
    required=True,
    shell_complete=complete_member,
    help="Whom a copy is for; may be given again.",
)
@click.option("--reason", metavar="TEXT", required=True, help="Why, for those who read the log.")
@desk_options
def command(cable: str, holders: tuple[str, ...], reason: str, at: AtOffice) -> None:
    """Make further copies of a CABLE that was released here: a lost one again, or for others.

    They get the next numbers. They are made from a copy that the post holds, such as one to file.

    \b
    Examples:
      parley cable recopy G/1675 --to stalin --reason "copy 2 is lost"
    """
    with desk(at) as clerk:
        with reading(clerk.ledger) as now:
            name = cable_called(now, cable)
        made = recopy(clerk, name, holders, reason)
    for number, holder in zip(made, holders, strict=True):
        click.echo(f"copy {number} of {name}: {holder}")
    tell("next: parley cable send")
