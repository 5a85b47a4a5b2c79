"""`parley cable check`: what in the office needs somebody."""

from __future__ import annotations

import click

from parley.cables.attention import attention
from parley.cli.cable_desk import as_of, office_at, reading_at
from parley.cli.cable_options import AtOffice, office_options
from parley.cli.cable_text import finding_rows
from parley.cli.findings_text import count_line
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver
from parley.cli.statuses import FOUND
from parley.kernel.findings import as_json

__all__ = ["command"]


@click.command("check")
@click.option("--as-of", "then", metavar="TIME", help="As it was then  [default: now].")
@office_options
@output_options("terminal", "json")
def command(then: str | None, at: AtOffice, output: Output) -> None:
    """What needs somebody: overdue copies, open questions, parcels that did not come, doubles.

    Exits with 1 when an error is among them, else with 0. `parley explain CODE` tells more of a
    code.

    \b
    Examples:
      parley cable check
      parley cable check --as-of 1951-07-20
    """
    office = office_at(at)
    with reading_at(office) as now:
        found = attention(now, as_of(then, office.zone))
    if output.format == "json":
        deliver(output, as_json_text({"findings": [as_json(one) for one in found]}))
    else:
        deliver(output, "\n".join((*finding_rows(found, office.zone), count_line(found, 0))))
    failed = any(one.severity == "error" for one in found)
    click.get_current_context().exit(FOUND if failed else 0)
