"""`parley cable checkpoint`: where the log stands, for a witness."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cables.clerk import directory_in, signer_of
from parley.cables.ledger.checkpoints import checkpoint
from parley.cables.ledger.reading import reading
from parley.cli.cable_checkpoints import write_checkpoint
from parley.cli.cable_desk import desk
from parley.cli.cable_options import AtOffice, desk_options
from parley.cli.layout import counted
from parley.cli.output import tell

__all__ = ["command"]


@click.command("checkpoint")
@click.option(
    "-o",
    "--output",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The checkpoint, to hand to somebody who keeps it.",
)
@desk_options
def command(file: Path, at: AtOffice) -> None:
    """Sign where the log stands: a few lines that somebody else keeps as a witness.

    They tell nothing of what is in the log but how many events there are. Whoever has them can
    prove later that the log was rewritten: parley cable verify --witness FILE.

    \b
    Examples:
      parley cable checkpoint -o beijing.checkpoint
    """
    with desk(at, any_post=True) as clerk, reading(clerk.ledger) as now:
        signed = checkpoint(now, signer_of(clerk, directory_in(now)), clock=clerk.clock)
    write_checkpoint(file, signed)
    click.echo(f"{signed.log} at {counted(signed.size, 'event')}, root {signed.root[:16]}…")
    tell(f"wrote {file}: hand it to somebody else, and let them keep it")
