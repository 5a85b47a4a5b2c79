"""`parley cable series`: open a series of numbers."""

from __future__ import annotations

import click

from parley.cables.steps.enrol import open_series
from parley.cli.cable_desk import desk
from parley.cli.cable_options import AtOffice, complete_member, desk_options

__all__ = ["command"]


@click.command("series")
@click.argument("name", metavar="NAME")
@click.option(
    "--owner",
    metavar="POST",
    required=True,
    shell_complete=complete_member,
    help="The post in whose name the cables of the series go.",
)
@desk_options
def command(name: str, owner: str, at: AtOffice) -> None:
    """Open a series of numbers. It has one owner, and no gap that is not explained.

    \b
    Examples:
      parley cable series G --owner mao
    """
    with desk(at, as_keeper=True) as clerk:
        open_series(clerk, name, owner)
    click.echo(f"series {name} is opened for {owner}; its first cable gets number 1")
