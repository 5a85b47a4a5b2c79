"""`parley cable destroy-all`: in an emergency, destroy all copies that a post holds."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from parley.cables.clerk import Clerk
from parley.cables.events.kinds import HeldCopy
from parley.cables.ledger.log import instant
from parley.cables.ledger.reading import reading
from parley.cables.steps.destroy import destroy_all
from parley.cli.cable_desk import cable_called, desk
from parley.cli.cable_options import AtOffice, desk_options
from parley.cli.cable_text import moment
from parley.cli.layout import counted
from parley.cli.output import tell
from parley.dossier.editing.writing import write_atomically
from parley.kernel.errors import Refused

__all__ = ["command"]


@click.command("destroy-all")
@click.option("--reason", metavar="TEXT", required=True, help="What happened.")
@click.option(
    "--left",
    metavar="CABLE N",
    nargs=2,
    type=(str, click.IntRange(1)),
    multiple=True,
    help="A copy that could not be destroyed, such as a print out of reach; may be given again.",
)
@click.option("--yes", is_flag=True, help="Do not ask for the name of the office first.")
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the report to a file as well.",
)
@desk_options
def command(
    reason: str,
    left: tuple[tuple[str, int], ...],
    yes: bool,
    report: Path | None,
    at: AtOffice,
) -> None:
    """In an emergency: destroy all copies that the post holds, at once, without witnesses.

    The log stays: it has no text in it. The report of what was destroyed, and of what could not be,
    is entered, and goes with the next news to each office whose copies they were. Your keys are
    not touched; while they exist, bytes that a disk or a backup kept can be opened.

    \b
    Examples:
      parley cable destroy-all --reason "the building is on fire"
      parley cable destroy-all --reason "search of the house" \\
        --left G/1675 3 --yes
    """
    with desk(at) as clerk:
        with reading(clerk.ledger) as now:
            out = [HeldCopy(cable=cable_called(now, name), copy=number) for name, number in left]
        if not yes:
            _ask(clerk)
        gone, kept = destroy_all(clerk, reason, out)
        text = "\n".join(_report(clerk, reason, gone, kept))
    click.echo(text)
    if report is not None:
        write_atomically(report, text + "\n")
        tell(f"wrote {report}")


def _ask(clerk: Clerk) -> None:
    if not sys.stdin.isatty():
        raise Refused(
            "there is no terminal to ask on whether all is to be destroyed",
            hint="nothing was destroyed; add --yes",
        )
    name = clerk.office.log
    said = click.prompt(f"All copies of {clerk.post} will be destroyed. Type {name}", err=True)
    if said.strip() != name:
        raise Refused("that is not the name of the log", hint="nothing was destroyed")


def _report(
    clerk: Clerk, reason: str, gone: Sequence[HeldCopy], kept: Sequence[HeldCopy]
) -> list[str]:
    at = moment(instant(clerk.clock()), (clerk.office.zone,))
    lines = [f"REPORT OF EMERGENCY DESTRUCTION, {clerk.office.log}, {clerk.post}", at, reason, ""]
    lines.append(f"destroyed: {counted(len(gone), 'copy', 'copies')}")
    lines += [f"  {one.cable}, copy {one.copy}" for one in gone]
    if kept:
        lines.append(f"NOT DESTROYED: {counted(len(kept), 'copy', 'copies')}")
        lines += [f"  {one.cable}, copy {one.copy}" for one in kept]
    return lines
