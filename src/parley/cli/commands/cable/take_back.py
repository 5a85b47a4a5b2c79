"""`parley cable take-back`: enter that a returned copy is here."""

from __future__ import annotations

import click

from parley.cables.ledger.reading import reading
from parley.cables.steps.give_back import take_back
from parley.cli.cable_desk import cable_called, desk
from parley.cli.cable_options import AtOffice, cable_argument, desk_options

__all__ = ["command"]


@click.command("take-back")
@cable_argument
@click.argument("number", metavar="COPY", type=click.IntRange(1))
@desk_options
def command(cable: str, number: int, at: AtOffice) -> None:
    """Enter that a COPY of a CABLE, which its holder gave back, is here.

    For copies that were returned within the office. What comes back from elsewhere is entered when
    the news of it is received.

    \b
    Examples:
      parley cable take-back G/1675 2
    """
    with desk(at) as clerk:
        with reading(clerk.ledger) as now:
            name = cable_called(now, cable)
        take_back(clerk, name, number)
    click.echo(f"copy {number} of {name} is back")
