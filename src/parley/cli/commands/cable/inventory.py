"""`parley cable inventory`: the copies that a post holds."""

from __future__ import annotations

import click

from parley.cables.clerk import directory_in, member_of
from parley.cables.steps.destroy import inventory
from parley.cli.cable_desk import office_at, posts_here, reading_at
from parley.cli.cable_options import AtOffice, complete_member, office_options
from parley.cli.cable_text import held_lines
from parley.cli.options import output_options
from parley.cli.output import Output, as_json_text, deliver

__all__ = ["command"]


@click.command("inventory")
@click.argument("post", metavar="[POST]", required=False, shell_complete=complete_member)
@office_options
@output_options("terminal", "json")
def command(post: str | None, at: AtOffice, output: Output) -> None:
    """The copies that a POST holds in this office; without POST, those of each.

    \b
    Examples:
      parley cable inventory
      parley cable inventory mao --format json
    """
    with reading_at(office_at(at)) as now:
        directory = directory_in(now)
        if post is not None:
            member_of(directory, post)
        here = posts_here(directory)
        held = {one: inventory(now, one) for one in ([post] if post is not None else here)}
    if output.format == "json":
        data = [
            {"post": one, "holds": [{"cable": c.cable, "copy": c.copy} for c in copies]}
            for one, copies in held.items()
        ]
        deliver(output, as_json_text(data))
        return
    deliver(output, "\n".join(line for one, got in held.items() for line in held_lines(one, got)))
