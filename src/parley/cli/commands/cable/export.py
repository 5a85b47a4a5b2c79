"""`parley cable export`: a cable for others, with parts withheld."""

from __future__ import annotations

from collections.abc import Sequence

import click

from parley.cables.clerk import Clerk
from parley.cables.ledger.reading import reading
from parley.cables.messages.reading_text import OnPaper, reading_text
from parley.cables.messages.redaction import export_cable, hidden, names_beyond
from parley.cables.steps.export import release_proof
from parley.cables.steps.open_copy import Unsealed, open_copy, printed
from parley.cli.cable_desk import cable_called, desk, dossier_of
from parley.cli.cable_options import (
    AtOffice,
    cable_argument,
    complete_member,
    copy_option,
    desk_options,
)
from parley.cli.layout import counted
from parley.cli.options import output_options
from parley.cli.output import Output, deliver, tell
from parley.dossier.compartments.clearance import uncleared
from parley.kernel.errors import Refused

__all__ = ["command"]


@click.command("export")
@cable_argument
@copy_option
@click.option(
    "--withhold",
    metavar="PART",
    multiple=True,
    help="subject, passage/ID, question/ID, answer/ID or head; may be given again.",
)
@click.option(
    "--reader",
    metavar="POST",
    shell_complete=complete_member,
    help="Withhold what lies in compartments that this party of the dossier is not cleared for.",
)
@click.option("--tell", "told", is_flag=True, help="Say which parts are withheld.")
@desk_options
@output_options("json", "text")
def command(
    cable: str,
    number: int | None,
    at: AtOffice,
    output: Output,
    **options: bool | str | tuple[str, ...] | None,
) -> None:
    """A CABLE for others, with parts withheld, that can still be checked.

    Each part is bound by a hash of its own, so what is shown is proved word for word, and nothing
    can be guessed of the rest but how many parts there are. `--format text` is for the eye, and
    proves nothing. As with a print, it is entered that the copy was put into a file in clear.

    \b
    Examples:
      parley cable export G/1675 --withhold passage/2 -o g1675.json
      parley cable export G/1675 --reader li-kenong --format text --tell
    """
    withhold, reader, told = options["withhold"], options["reader"], bool(options["told"])
    with desk(at) as clerk:
        with reading(clerk.ledger) as now:
            name = cable_called(now, cable)
        found = open_copy(clerk, name, number)
        with reading(clerk.ledger) as now:
            proof = release_proof(clerk, now, name)
        names = tuple(withhold) if isinstance(withhold, tuple) else ()
        if isinstance(reader, str):
            names = tuple(dict.fromkeys((*names, *_beyond(clerk, found, reader))))
        if output.format == "text":
            text = reading_text(hidden(found.parts, names), OnPaper(tell=told))
        else:
            text = export_cable(found.parts, names, proof, named=told).decode()
        where = str(output.path) if output.path is not None else "standard output"
        gap = f", {counted(len(names), 'part')} withheld" if names else ""
        printed(clerk, name, found.copy.number, f"export to {where}{gap}")
    deliver(output, text)
    if names:
        count = counted(len(names), "part")
        tell(f"withheld: {count}" + ("" if told else "; the file does not say which"))


def _beyond(clerk: Clerk, found: Unsealed, reader: str) -> Sequence[str]:
    dossier = dossier_of(clerk.office)
    if dossier is None:
        raise Refused(
            "--reader: expected an office with a dossier, whose compartments count, got none",
            hint="name the parts with --withhold, or the dossier in office.toml",
        )
    if reader not in dossier.declared.parties:
        raise Refused(
            f"--reader: expected a party of the dossier, got '{reader}'",
            hint=f"its parties are {', '.join(dossier.declared.parties)}",
        )
    closed = uncleared(dossier, reader)
    cleared = [one for one in dossier.declared.compartments if one not in closed]
    return names_beyond(found.message, cleared)
