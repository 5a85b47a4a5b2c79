"""`parley cable copies`: who holds which copy."""

from __future__ import annotations

import click

from parley.cables.attention import cables_in
from parley.cables.clerk import cable_in, directory_in
from parley.cables.custody.cable import Cable
from parley.cables.custody.directory import Directory
from parley.cli.cable_desk import as_of, cable_called, dossier_of, office_at, reading_at
from parley.cli.cable_options import AtOffice, complete_cable, office_options
from parley.cli.cable_text import cable_data, copies_lines, copy_is_overdue, zones_of
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver, tell

__all__ = ["command"]


@click.command("copies")
@click.argument("cable", metavar="[CABLE]", required=False, shell_complete=complete_cable)
@click.option("--as-of", "then", metavar="TIME", help="As it was then  [default: now].")
@click.option("--overdue", is_flag=True, help="Only cables with a copy that is overdue.")
@office_options
@output_options("terminal", "json")
def command(
    cable: str | None, then: str | None, overdue: bool, at: AtOffice, output: Output
) -> None:
    """Who holds which copy now, what is due back, and which questions are answered.

    With CABLE, all that was done with each copy is told. What stands in the log of the other end is
    known as far as its news came in.

    \b
    Examples:
      parley cable copies
      parley cable copies G/1675
      parley cable copies --overdue --as-of 1951-07-20
    """
    office = office_at(at)
    dossier = dossier_of(office)
    time = as_of(then, office.zone)
    with reading_at(office) as now:
        directory = directory_in(now)
        if cable is not None:
            one = cable_in(now, cable_called(now, cable), time)
            cables = [one] if one is not None else []
        else:
            cables = list(cables_in(now, time))
    if overdue:
        cables = [one for one in cables if _late(directory, one, time)]
    if output.format == "json":
        deliver(output, as_json_text([cable_data(directory, one, time) for one in cables]))
        return
    lines: list[str] = []
    for one in cables:
        others = (one.release.sender, *one.release.action) if one.release is not None else ()
        zones = zones_of(office, dossier, *others)
        lines += [*copies_lines(directory, one, zones, time, steps=cable is not None), ""]
    if not lines:
        tell("no copy is overdue" if overdue else "there is no cable as yet")
        return
    deliver(output, "\n".join(lines[:-1]))


def _late(directory: Directory, cable: Cable, now: str) -> bool:
    return any(copy_is_overdue(cable, one, now, directory) for one in cable.copies.values())
