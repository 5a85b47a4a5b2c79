"""`parley cable pass`: hand a copy on inside the office."""

from __future__ import annotations

import click

from parley.cables.ledger.reading import reading
from parley.cables.steps.give_back import pass_on
from parley.cli.cable_desk import cable_called, desk
from parley.cli.cable_options import (
    AtOffice,
    cable_argument,
    complete_member,
    copy_option,
    desk_options,
)

__all__ = ["command"]


@click.command("pass")
@cable_argument
@copy_option
@click.option(
    "--to",
    metavar="POST",
    required=True,
    shell_complete=complete_member,
    help="Who is to hold it from now on.",
)
@desk_options
def command(cable: str, number: int | None, to: str, at: AtOffice) -> None:
    """Hand an opened copy of a CABLE on to another post of the office.

    It is sealed anew, so that the next holder alone can open it.

    \b
    Examples:
      parley cable pass G/1675 --to li-kenong
    """
    with desk(at) as clerk:
        with reading(clerk.ledger) as now:
            name = cable_called(now, cable)
        given = pass_on(clerk, name, number, to)
    click.echo(f"copy {given} of {name} is passed on to {to}")
