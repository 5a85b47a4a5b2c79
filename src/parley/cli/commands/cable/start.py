"""`parley cable start`: begin a message office."""

from __future__ import annotations

from pathlib import Path

import click

from parley.cables.custody.roles import roles_of
from parley.cables.office_folder import OfficeFolder, log_name
from parley.cables.steps.start import start
from parley.cli.cable_desk import clock
from parley.cli.key_options import complete_post, key_options
from parley.cli.output import tell
from parley.cli.unlocking import unlocked
from parley.dossier.dossier import zone_for
from parley.dossier.reading import read_dossier
from parley.kernel.errors import Refused
from parley.kernel.times import valid_zone, zone_hint

__all__ = ["command"]


@click.command("start")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--keeper",
    metavar="POST",
    required=True,
    shell_complete=complete_post,
    help="The post that keeps the log and enrols the others; its keys must be yours.",
)
@click.option(
    "--dossier",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="The dossier whose roles hold here: who releases for whom, who instructs whom.",
)
@click.option(
    "--database",
    metavar="URL",
    help="Keep the log in postgresql://USER:PASSWORD@HOST/NAME  [default: a file in FOLDER].",
)
@click.option("--zone", metavar="ZONE", help="Show times in it  [default: the keeper's, else UTC].")
@click.option("--name", metavar="NAME", help="What the log is called  [default: as FOLDER].")
@key_options
def command(
    folder: Path, keeper: str, keys_path: Path, passphrase_file: Path | None, **more: str | None
) -> None:
    """Begin a message office in FOLDER: its log, and the post that keeps it.

    Eight letters and figures drawn by chance are added to the log's name, so that no two logs in
    the world are called alike.

    \b
    Examples:
      parley cable start office --keeper envoys
      parley cable start beijing --keeper mao --dossier kaesong-1951
      parley cable start office --keeper envoys --database "$DATABASE_URL"
    """
    given = more["dossier"]
    path = None if given is None else Path(given)
    dossier = None if path is None else read_dossier(path)
    if dossier is not None and keeper not in dossier.declared.parties:
        raise Refused(
            f"--keeper: expected a party of {path}, got '{keeper}'",
            hint="a post is called as in the dossier",
        )
    zone = more["zone"] or (zone_for(dossier, (keeper,)) if dossier is not None else "UTC")
    if not valid_zone(zone):
        meant = zone_hint(zone)
        raise Refused(
            f"--zone: expected a time zone such as Europe/Paris, got '{zone}'",
            hint=f"did you mean {meant}?" if meant else "write an IANA name, or +09:00",
        )
    name = more["name"] or folder.resolve().name
    ledger = more["database"] or f"sqlite:///{folder / 'ledger.db'}"
    office = OfficeFolder(folder, log_name(name), ledger, zone, path)
    keys = unlocked(keys_path, passphrase_file)
    start(office, keys, keeper, roles_of(dossier, keeper), clock=clock())
    click.echo(f"{folder}: the log {office.log} is begun, kept by {keeper}, in {zone}")
    tell("next: parley cable series NAME --owner POST; parley cable enrol CARD")
