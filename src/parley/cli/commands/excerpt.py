"""`parley excerpt`: what one post may see of a dossier, as a dossier of its own."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.completing import complete_party
from parley.cli.layout import counted
from parley.cli.options import dossier_argument
from parley.cli.output import tell
from parley.cli.patience import patience

__all__ = ["command"]


@click.command("excerpt")
@dossier_argument
@click.option(
    "--reader",
    metavar="POST",
    required=True,
    shell_complete=complete_party,
    help="The post or person that it is for.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="FOLDER",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder to make; it must not exist yet.",
)
def command(path: Path, reader: str, folder: Path) -> None:
    """Write what one post may see of a DOSSIER, as a dossier of its own.

    What lies in a compartment that POST is no reader of is not in it, nor anything that rests on
    it. Documents come along whole; one with a passage that is withheld does not. Comments are left
    behind. What others may see of the DOSSIER cannot be told from the excerpt, so it can be handed
    out.

    \b
    Examples:
      parley excerpt talks --reader envoys -o talks-for-envoys
    """
    from parley.dossier.compartments.excerpting import write_excerpt
    from parley.dossier.compartments.need_to_know import withheld_texts
    from parley.dossier.reading import read_dossier

    with patience("writing the excerpt"):
        reduced = write_excerpt(read_dossier(path), reader, folder)
    for text in withheld_texts(reduced.withheld):
        tell(f"note: withheld {text}, and the excerpt says so")
    kept = counted(len(reduced.dossier.entries), "entry", "entries")
    click.echo(f"{folder}: {kept} for {reader}")
