"""`parley migrate`: bring a dossier of an older format up to date."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cli.layout import wrapped
from parley.cli.options import dossier_argument
from parley.cli.output import tell
from parley.dossier.editing.migrating import migrate_dossier

__all__ = ["command"]


@click.command("migrate")
@dossier_argument
def command(path: Path) -> None:
    """Bring a DOSSIER of an older format up to date, all of its files or none.

    Only keys that have another name now are changed; comments and layout stay. A copy of every
    file that changes is kept beside it, as NAME.v0. A dossier of a newer format is refused.

    \b
    Examples:
      parley migrate talks
      parley migrate talks && parley check talks
    """
    changes = migrate_dossier(path)
    for change in changes:
        for note in change.notes:
            click.echo("\n".join(wrapped(note, 0, 4)))
    if changes:
        tell(f"changed {', '.join(change.file for change in changes)}; the old ones are NAME.v0")
    else:
        tell("the dossier is in the current format; nothing was changed")
