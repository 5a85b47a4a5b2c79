"""`parley cable destroy`: destroy a copy before two witnesses."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from parley.cables.clerk import known_cable
from parley.cables.ledger.reading import reading
from parley.cables.steps.destroy import destroy
from parley.cables.steps.open_copy import held_copy
from parley.cli.cable_checkpoints import read_witness
from parley.cli.cable_desk import cable_called, desk
from parley.cli.cable_options import AtOffice, cable_argument, copy_option, desk_options
from parley.cli.output import tell
from parley.kernel.errors import Refused

__all__ = ["command"]


@click.command("destroy")
@cable_argument
@copy_option
@click.option("--reason", metavar="TEXT", default="", help="Why; the witnesses sign it too.")
@click.option(
    "--witness",
    "witnesses",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="The statement of a witness; two at least.",
)
@desk_options
def command(
    cable: str, number: int | None, reason: str, witnesses: tuple[Path, ...], at: AtOffice
) -> None:
    """Destroy a copy of a CABLE that the post holds, before two witnesses.

    Its sealed bytes are dropped here. What a disk or a backup kept of them is not gone; only the
    destruction of the holder's keys would end that. Without --witness it is printed what the
    witnesses are to type, and nothing is destroyed.

    \b
    Examples:
      parley cable destroy M/12 --reason "read and done with"
      parley cable destroy M/12 --reason "read and done with" \\
        --witness li.witness --witness peng.witness
    """
    with desk(at) as clerk:
        with reading(clerk.ledger) as now:
            name = cable_called(now, cable)
            copy = held_copy(clerk, known_cable(now, name), number, only=True)
            log = now.head.log
        if not reason.strip():
            raise click.UsageError("say why with --reason: the witnesses sign it, too")
        if len(witnesses) < 2:
            told = (
                f"parley cable witness {name} {copy.number} --by {clerk.post} --log {log} "
                f"--reason {shlex.quote(reason)} -o FILE"
            )
            if witnesses:
                raise Refused("expected two witnesses, got one", hint=f"each types: {told}")
            tell(f"each of two witnesses, who see it, types:\n  {told}\nthen add --witness FILE")
            return
        gone = destroy(clerk, name, copy.number, reason, [read_witness(one) for one in witnesses])
    click.echo(f"copy {gone} of {name} is destroyed")
    tell("next: parley cable send, so that its office hears of it")
