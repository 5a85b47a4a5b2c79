"""`parley serve`: the dossier as a page in the browser."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from parley.cli.options import dossier_argument, reader_option
from parley.cli.output import tell
from parley.cli.viewing import reader_of
from parley.kernel.errors import Refused

__all__ = ["command"]

#: What the extra `web` brings.
_PARTS = ("fastapi", "uvicorn", "python_multipart")
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("serve")
@dossier_argument
@click.option(
    "--port", type=click.IntRange(0, 65535), help="The port [default: 8731, else any that is free]."
)
@click.option("--no-browser", is_flag=True, help="Only print the link; do not open it.")
@click.option(
    "--host",
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
    """
    missing = [name for name in _PARTS if find_spec(name) is None]
    if missing:
        raise Refused(
            f"the page needs parts that are not installed: {', '.join(missing)}",
            hint="install them with `pip install 'parley[web]'`",
        )
    from parley.web.serving import Serving, serve

    browser = not options.pop("no_browser")
    reader = reader_of(click.get_current_context())
    serve(path, Serving(browser=browser, reader=reader, **options), tell)
