"""`parley cable return`: give a copy back."""

from __future__ import annotations

import click

from parley.cables.ledger.reading import reading
from parley.cables.steps.give_back import give_back
from parley.cli.cable_desk import cable_called, desk
from parley.cli.cable_options import AtOffice, cable_argument, copy_option, desk_options
from parley.cli.output import tell

__all__ = ["command"]


@click.command("return")
@cable_argument
@copy_option
@desk_options
def command(cable: str, number: int | None, at: AtOffice) -> None:
    """Give back a copy of a CABLE that the post holds.

    Its sealed bytes are dropped here; whoever released it hears of it with the next news. What was
    printed of it goes back by hand.

    \b
    Examples:
      parley cable return G/1675
      parley cable return G/1675 --copy 2
    """
    with desk(at) as clerk:
        with reading(clerk.ledger) as now:
            name = cable_called(now, cable)
        given = give_back(clerk, name, number)
    click.echo(f"copy {given} of {name} is given back")
    tell("next: parley cable send, so that its office hears of it")
