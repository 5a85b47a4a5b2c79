"""`parley cable void`: say that the next number of a series bears no cable."""

from __future__ import annotations

import click

from parley.cables.steps.release import void
from parley.cli.cable_desk import desk
from parley.cli.cable_options import AtOffice, complete_series, desk_options

__all__ = ["command"]


@click.command("void")
@click.argument("series", metavar="SERIES", shell_complete=complete_series)
@click.option("--reason", metavar="TEXT", required=True, help="Why, for those who read the log.")
@desk_options
def command(series: str, reason: str, at: AtOffice) -> None:
    """Say that the next number of a SERIES bears no cable, such as one given out on paper.

    \b
    Examples:
      parley cable void G --reason "number 1676 went by courier, on paper"
    """
    with desk(at) as clerk:
        entered = void(clerk, series, reason)
    click.echo(f"{getattr(entered.event.what, 'cable', series)} is void")
