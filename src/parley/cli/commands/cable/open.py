"""`parley cable open`: read a copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from parley.cables.clerk import Clerk, known_cable
from parley.cables.custody.cable import Cable, steps_of
from parley.cables.events.event_bytes import plain
from parley.cables.ledger.log import instant
from parley.cables.ledger.reading import reading
from parley.cables.messages.reading_text import OnPaper, reading_text
from parley.cables.steps.open_copy import Unsealed, open_copy, printed, shown_to
from parley.cli.cable_desk import cable_called, desk
from parley.cli.cable_into import PutIn, put_in, put_in_lines
from parley.cli.cable_options import AtOffice, cable_argument, copy_option, desk_options
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver, tell
from parley.dossier.editing.writing import write_atomically
from parley.kernel.findings import as_json

__all__ = ["command"]

_CHANGES = {
    "correction": "CORRECTED by",
    "cancellation": "CANCELLED by",
    "supersession": "SUPERSEDED by",
    "regrading": "REGRADED by",
}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The options of this command alone."""

    reader: str | None
    paper: Path | None
    dossier: Path | None
    request: str | None


@click.command("open")
@cable_argument
@copy_option
@click.option("--reader", metavar="NAME", help="Enter that this person was shown it.")
@click.option(
    "--print",
    "paper",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it to a file in clear, for the printer, and enter that.",
)
@click.option(
    "--into",
    "dossier",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Append what it says to a dossier: the document, its questions, its answers.",
)
@click.option(
    "--request",
    metavar="ID",
    help="With --into: the request of the dossier that it answers  [default: as the cable says].",
)
@desk_options
@output_options("terminal", "json")
def command(cable: str, number: int | None, at: AtOffice, output: Output, **options: Any) -> None:
    """Open a copy of a CABLE and show it. Who opened it, and when, is entered once.

    Only its holder can: the copy is unsealed with the holder's key, and must be what its release
    binds, word for word. The log says who opened, printed and read it, and never what it says.

    \b
    Examples:
      parley cable open G/1675
      parley cable open G/1675 --reader "the minister" --print g1675.txt
      parley cable open M/12 --into talks --request is-the-plan-right
    """
    wanted = _Wanted(**options)
    with desk(at) as clerk:
        with reading(clerk.ledger) as now:
            name = cable_called(now, cable)
        found = open_copy(clerk, name, number)
        with reading(clerk.ledger) as now:
            state = known_cable(now, name)
            last = now.head.at
        text = reading_text(found.parts, _paper(clerk, found, state))
        if wanted.reader is not None:
            shown_to(clerk, name, found.copy.number, wanted.reader)
        if wanted.paper is not None:
            printed(clerk, name, found.copy.number, str(wanted.paper))
            write_atomically(wanted.paper, text)
        opened = _opened(state, found, clerk.post) or last
        put = None
        if wanted.dossier is not None:
            present = max(instant(clerk.clock()), last)
            put = put_in(wanted.dossier, found.message, opened, wanted.request, present)
    if output.format == "json":
        deliver(output, as_json_text(_data(found, opened, put)))
        return
    if wanted.paper is not None:
        tell(f"wrote {wanted.paper}, in clear: it is a copy to be accounted for")
    else:
        deliver(output, text)
    if put is not None:
        click.echo("\n".join(("", *put_in_lines(put))))
    elif found.message.questions and output.path is None:
        tell(f"\nit asks: parley cable reply {cable} -o FILE drafts the answer")


def _opened(state: Cable, found: Unsealed, post: str) -> str | None:
    """When the post opened the copy first."""
    steps = steps_of(state.copies[found.copy.number], "opened")
    return next((one.at for one in steps if one.by == post and not one.told), None)


def _paper(clerk: Clerk, found: Unsealed, state: Cable) -> OnPaper:
    return OnPaper(
        copy=found.copy.number,
        holder=clerk.post,
        zones=(clerk.office.zone,),
        above=tuple(_above(state)),
    )


def _above(state: Cable) -> Iterator[str]:
    """What became of the cable since, for whoever reads it now."""
    for one in state.related.values():
        if one.kind in _CHANGES:
            yield f"{_CHANGES[one.kind]} {one.cable}"
    for question, replies in state.answers.items():
        if len(replies) > 1:
            yield f"SEVERAL REPLIES to {question}: {', '.join(replies)}"


def _data(found: Unsealed, opened: str, put: PutIn | None) -> dict[str, Any]:
    return {
        "copy": found.copy.number,
        "opened": opened,
        "message": plain(found.message),
        "into": None
        if put is None
        else {
            "source": put.entering.source,
            "entries": [one["id"] for one in put.entering.entries],
            "settled": [as_json(one) for one in put.gone],
            "raised": [as_json(one) for one in put.new],
        },
    }
