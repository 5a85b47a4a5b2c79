"""`parley cable trace`: draft a tracer for a copy."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cables.clerk import directory_in, known_cable
from parley.cables.custody.cable import steps_of
from parley.cables.ledger.reading import reading
from parley.cables.messages.draft_files import write_draft
from parley.cables.messages.drafting import series_of, tracer_of
from parley.cables.steps.release import enter_draft
from parley.cli.cable_desk import cable_called, desk, dossier_of
from parley.cli.cable_drafts import save
from parley.cli.cable_options import AtOffice, cable_argument, complete_series, desk_options
from parley.cli.cable_text import moment, zones_of
from parley.cli.output import tell
from parley.kernel.errors import Refused

__all__ = ["command"]


@click.command("trace")
@cable_argument
@click.argument("number", metavar="COPY", type=click.IntRange(1))
@click.option(
    "-o",
    "--output",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The draft.",
)
@click.option(
    "--series",
    metavar="NAME",
    shell_complete=complete_series,
    help="Where it gets its number  [default: the only one of the post].",
)
@desk_options
def command(cable: str, number: int, file: Path, series: str | None, at: AtOffice) -> None:
    """Draft a tracer: a cable that asks the holder of a COPY what became of it.

    Nothing is sent: look the draft over and release it.

    \b
    Examples:
      parley cable trace G/1675 2 -o tracer.yaml
    """
    if file.exists():
        raise Refused(f"{file} is there already", hint="name another file")
    with desk(at) as clerk:
        with reading(clerk.ledger) as now:
            name = cable_called(now, cable)
            known, directory = known_cable(now, name), directory_in(now)
        copy = known.copies.get(number)
        if copy is None:
            raise Refused(
                f"{name}: expected a copy {number}, it has {', '.join(map(str, known.copies))}",
                hint="`parley cable copies` lists them",
            )
        sender = known.release.sender if known.release is not None else clerk.post
        zones = zones_of(clerk.office, dossier_of(clerk.office), copy.holder)
        when = [moment(one.at, zones) for one in steps_of(copy, "sent")]
        draft = tracer_of(known, copy, series_of(directory, sender, series), when)
        save(file, write_draft(draft))
        enter_draft(clerk, file.stem, draft)
    tell(f"wrote {file}: look it over, then: parley cable release {file}")
