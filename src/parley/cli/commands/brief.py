"""`parley brief`: where things stand for a party, and what there is to decide."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from parley.cli.layout import width
from parley.cli.options import dossier_argument, output_options, reader_option, view_options
from parley.cli.output import Output, as_json_text, deliver, deliver_file, in_color
from parley.cli.patience import patience
from parley.cli.viewing import read_for_viewing
from parley.cli.viewpoint import Asked, require_party, viewpoint

if TYPE_CHECKING:
    from parley.brief import Brief

__all__ = ["command", "deliver_brief"]


@click.command("brief")
@dossier_argument
@view_options(party=True, zone=False)
@reader_option
@click.option("--full", is_flag=True, help="Terminal: shorten nothing, as HTML and DOCX do not.")
@output_options("terminal", "html", "docx", "json")
def command(path: Path, asked: Asked, full: bool, output: Output) -> None:
    """Where things stand for a party, what is authorised, and what there is to decide.

    Every issue with the party's position and the other side's; orders, trades and fallbacks with
    their state; findings; the questions for the mandator; options with what speaks for and
    against each. It ranks nothing and recommends nothing, and has only what the party knew.

    \b
    Examples:
      parley brief talks --for us
      parley brief talks --for us --as-of 1951-07-14 --format html -o us.html
      parley brief talks --for us --format docx -o us.docx
    """
    from parley.brief import make_brief

    with patience("making the brief"):
        dossier = read_for_viewing(path)
        party = require_party(dossier, asked)
        seen = viewpoint(dossier, asked)
        brief = make_brief(dossier, party, seen.as_of, seen.known_as_of)
    with patience("writing"):
        deliver_brief(brief, output, full=full)


def deliver_brief(brief: Brief, output: Output, *, full: bool = False) -> None:
    """Print a brief, or write it to a file, in the format asked for."""
    from parley.brief import brief_as_json, render_html, render_terminal, write_docx

    if output.format == "docx":
        deliver_file(output, partial(write_docx, brief))
    elif output.format == "html":
        deliver(output, render_html(brief))
    elif output.format == "json":
        deliver(output, as_json_text(brief_as_json(brief)))
    else:
        deliver(output, render_terminal(brief, width=width(), color=in_color(output), full=full))
