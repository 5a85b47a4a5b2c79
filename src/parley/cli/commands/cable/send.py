"""`parley cable send`: put copies and news on their way."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cables.clerk import Clerk, directory_in, signer_of
from parley.cables.ledger.reading import reading
from parley.cables.steps.send import Outgoing, kept_parcels, send, sent_again
from parley.cli.cable_desk import cable_called, desk
from parley.cli.cable_options import AtOffice, complete_cable, desk_options, server_options
from parley.cli.cable_parcels import outgoing_data, outgoing_lines, write_parcels
from parley.cli.layout import counted
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver, tell
from parley.cli.patience import patience
from parley.kernel.errors import Refused

__all__ = ["command", "push_all"]


@click.command("send")
@click.argument("cables", metavar="[CABLE]...", nargs=-1, shell_complete=complete_cable)
@click.option(
    "--out",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the parcels there, such as on a stick.",
)
@server_options
@click.option(
    "--again",
    metavar="CABLE N",
    nargs=2,
    type=(str, click.IntRange(1)),
    shell_complete=complete_cable,
    help="Send copy N of a cable once more, in a new parcel.",
)
@click.option(
    "--repeat",
    is_flag=True,
    help="Also the parcels of before whose arrival is not known: the same ones, unchanged.",
)
@desk_options
@output_options("terminal", "json")
def command(
    cables: tuple[str, ...],
    folder: Path | None,
    server: str | None,
    ca_file: Path | None,
    at: AtOffice,
    output: Output,
    **options: bool | tuple[str, int] | None,
) -> None:
    """Put on their way all copies that wait, and news of what became of cables from elsewhere.

    A parcel is a file NAME.cable; its name and size are all that one who finds it learns besides
    the two posts. It is entered before it leaves, so a stick that is lost can be written again:
    --repeat. With CABLE, only what concerns it goes.

    \b
    Examples:
      parley cable send --out /media/stick
      parley cable send G/1675 --server https://office.example
      parley cable send --again G/1675 2 --out /media/stick
    """
    if folder is None and server is None:
        raise click.UsageError("say where to: --out FOLDER, or --server URL")
    again, repeat = options["again"], options["repeat"]
    with desk(at) as clerk:
        before = kept_parcels(clerk) if repeat else ()
        if isinstance(again, tuple):
            with reading(clerk.ledger) as now:
                name = cable_called(now, again[0])
            new: tuple[Outgoing, ...] = (sent_again(clerk, name, again[1]),)
        else:
            with reading(clerk.ledger) as now:
                names = [cable_called(now, one) for one in cables]
            new = send(clerk, names or None)
        parcels = (*before, *new)
        if folder is not None:
            write_parcels(folder, parcels)
        elif server is not None:
            push_all(clerk, server, ca_file, parcels)
    where = str(folder) if folder is not None else str(server)
    if output.format == "json":
        deliver(output, as_json_text({"to": where, "parcels": outgoing_data(parcels)}))
    elif not parcels:
        tell("nothing waits to be sent")
    else:
        lines = [f"{counted(len(parcels), 'parcel')} to {where}", *outgoing_lines(parcels)]
        deliver(output, "\n".join(lines))


def push_all(
    clerk: Clerk, server: str, ca_file: Path | None, parcels: tuple[Outgoing, ...]
) -> None:
    """Bring parcels to a server; raises Refused as the client does, and says what to do then."""
    if not parcels:
        return
    from parley.office.client import connect, push

    with reading(clerk.ledger) as now:
        signer = signer_of(clerk, directory_in(now))
    try:
        with (
            patience("sending"),
            connect(server, signer.post, signer.seed, ca_file=ca_file) as connection,
        ):
            for one in parcels:
                push(connection, one.data)
    except Refused as error:
        more = "the parcels are kept; with --repeat they are sent again"
        hint = f"{error.hint}; {more}" if error.hint else more
        raise Refused(error.message, hint=hint) from None
