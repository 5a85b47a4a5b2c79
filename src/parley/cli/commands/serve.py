"""`parley serve`: the dossier as a page in the browser."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parley.cli.cable_options import OFFICE
from parley.cli.key_options import data_folder
from parley.cli.options import dossier_argument, reader_option
from parley.cli.output import tell
from parley.cli.viewing import reader_of
from parley.kernel.errors import Refused
from parley.kernel.extras import how_to_install

if TYPE_CHECKING:
    from parley.web.message_office import MessageOffice

__all__ = ["command"]

#: What the extra `web` brings.
_PARTS = ("fastapi", "uvicorn", "python_multipart")
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("serve")
@dossier_argument
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    help="The port [default: 8731, else any that is free].",
)
@click.option("--no-browser", is_flag=True, help="Only print the link; do not open it.")
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen at. Other machines can reach any but a loopback one; that needs "
    "--users and TLS.",
)
@click.option("--tls-cert", type=_FILE, metavar="FILE", help="The certificate, a PEM file.")
@click.option("--tls-key", type=_FILE, metavar="FILE", help="Its key, a PEM file.")
@click.option(
    "--users",
    type=_FILE,
    metavar="FILE",
    help="Who may sign in, and as what; `parley user` writes this file.",
)
@click.option(
    "--office",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    envvar=OFFICE,
    show_envvar=True,
    help="Show the cables of this message office, too. In a sitting (parley key unlock) its posts "
    "can open, answer and release there.",
)
@click.option("--read-only", is_flag=True, help="Let nobody change the dossier.")
@reader_option
def command(path: Path, **options: Any) -> None:
    """A DOSSIER as a page in the browser: read it, move through time, search, follow every claim.

    Only this machine can open the page, with the link that is printed, which works once. The files
    stay what they are; a change in an editor shows within two seconds. Ctrl-C stops it.

    \b
    Examples:
      parley serve talks
      parley serve talks --port 8080 --no-browser
      parley serve talks --read-only
      parley serve talks --office beijing
    """
    missing = [name for name in _PARTS if find_spec(name) is None]
    if missing:
        raise Refused(
            f"the page needs parts that are not installed: {', '.join(missing)}",
            hint=how_to_install("web"),
        )
    from parley.web.serving import Serving, serve

    browser = not options.pop("no_browser")
    reader = reader_of(click.get_current_context())
    office = _office(options.pop("office"))
    serve(path, Serving(browser=browser, reader=reader, office=office, **options), tell)


def _office(root: Path | None) -> MessageOffice | None:
    if root is None:
        return None
    from parley.cli.cable_desk import clock
    from parley.cli.unlocking import SITTING
    from parley.web.message_office import open_office

    keys = Path(os.environ.get("PARLEY_KEYS") or data_folder() / "keys.age")
    return open_office(root, keys, os.environ.get(SITTING, ""), clock())
