"""`parley demo`: the brief of the founding case, to read and to try things on."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from parley.cli.commands.brief import deliver_brief
from parley.cli.examples import FOUNDING_CASE, example
from parley.cli.options import output_options
from parley.cli.output import Output, tell
from parley.cli.patience import patience
from parley.cli.viewpoint import instant
from parley.dossier.reading import read_dossier
from parley.kernel.errors import Refused

__all__ = ["command"]

_PARTY = "cpv-kpa"
_AS_OF = "1951-07-14T12:00Z"


@click.command("demo")
@click.argument(
    "folder", metavar="[FOLDER]", default="parley-demo", type=click.Path(path_type=Path)
)
@output_options("terminal")
def command(folder: Path, output: Output) -> None:
    """Print the brief of the founding case: the Kaesong talks, as one side saw them in July 1951.

    Into FOLDER (parley-demo, if left out) go the dossier itself, to try other commands on, and
    the brief as HTML and DOCX. A dossier that is there already is used as it is.

    \b
    Examples:
      parley demo
      parley demo tour && parley log tour/kaesong-1951
    """
    from parley.brief import make_brief

    path = _copied(folder)
    with patience("making the brief"):
        dossier = read_dossier(path)
        as_of = instant(_AS_OF, dossier.declared.zone, "--as-of")
        brief = make_brief(dossier, _PARTY, as_of)
    deliver_brief(brief, output)
    with patience("writing"):
        for form in ("html", "docx"):
            deliver_brief(brief, Output(form, folder / f"brief.{form}"))
    tell(f"the dossier is in {path}; the same brief: ")
    tell(f"  parley brief {path} --for {_PARTY} --as-of {_AS_OF}")


def _copied(folder: Path) -> Path:
    """Copy the founding case into a folder, unless it is there, and return where it is."""
    target = folder / FOUNDING_CASE
    source = example(FOUNDING_CASE)
    try:
        if not target.exists():
            shutil.copytree(source, target)
    except OSError as error:
        raise Refused(
            f"{folder}: cannot be written: {error.strerror or error}",
            hint="name a folder that you may write to",
        ) from None
    return target
