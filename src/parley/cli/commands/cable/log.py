"""`parley cable log`: what was done, by whom and when."""

from __future__ import annotations

from collections import deque

import click

from parley.cables.events.event_bytes import Entered
from parley.cables.ledger.reading import events, events_of
from parley.cli.cable_desk import cable_called, dossier_of, office_at, reading_at
from parley.cli.cable_log_text import event_data, event_lines, other_ends
from parley.cli.cable_options import AtOffice, complete_cable, office_options
from parley.cli.cable_text import zones_of
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver, tell

__all__ = ["command"]


@click.command("log")
@click.argument("cable", metavar="[CABLE]", required=False, shell_complete=complete_cable)
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(1),
    default=50,
    show_default=True,
    help="Only the last N events.",
)
@office_options
@output_options("terminal", "json")
def command(cable: str | None, limit: int, at: AtOffice, output: Output) -> None:
    """What was done, by whom and when, in plain words; the newest last.

    With CABLE, only what concerns it. Times are shown in the zones of both ends.

    \b
    Examples:
      parley cable log
      parley cable log G/1675 --limit 500
    """
    office = office_at(at)
    dossier = dossier_of(office)
    with reading_at(office) as now:
        if cable is None:
            found = list(events(now, max(0, now.head.size - limit)))
            before = max(0, now.head.size - limit)
        else:
            last: deque[Entered] = deque(maxlen=limit)
            before = -limit
            for one in events_of(now, cable_called(now, cable)):
                last.append(one)
                before += 1
            found, before = list(last), max(0, before)
    if output.format == "json":
        deliver(output, as_json_text([event_data(one) for one in found]))
        return
    if before:
        tell(f"{before:,} earlier events are not shown; --limit N shows more")
    lines = [
        line
        for one in found
        for line in event_lines(one, zones_of(office, dossier, *other_ends(one.event.what)))
    ]
    deliver(output, "\n".join(lines))
