"""`parley office serve`: run the server."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from parley.cli.commands.office._options import database_option
from parley.cli.output import tell
from parley.kernel.errors import Refused
from parley.kernel.extras import how_to_install

__all__ = ["command"]

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("serve")
@database_option
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on.",
)
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65_535),
    default=8443,
    show_default=True,
    help="The port; 0 for any that is free.",
)
@click.option(
    "--name",
    "names",
    metavar="HOST[:PORT]",
    multiple=True,
    help="How members dial it, if not by this machine's own names; may be given again.",
)
@click.option("--tls-cert", metavar="FILE", type=_FILE, help="Its certificate, with the chain.")
@click.option("--tls-key", metavar="FILE", type=_FILE, help="The key of the certificate.")
@click.option(
    "--proxy",
    metavar="ADDRESS",
    help="A proxy before it, whose word on the address of a client is taken.",
)
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning"]),
    default="info",
    show_default=True,
    help="What goes to standard error; posts are named at debug alone.",
)
def command(
    database: str,
    host: str,
    port: int,
    names: tuple[str, ...],
    log_level: str,
    **more: Path | str | None,
) -> None:
    """Run the server until it is told to end (Ctrl-C, or SIGTERM).

    Beyond this machine it is refused without TLS. What is not fetched is kept in the database; it
    can be ended and started at any time.

    \b
    Examples:
      parley office serve --database sqlite:///office.db
      parley office serve --database sqlite:///office.db --host 0.0.0.0 \\
        --name office.example --tls-cert chain.pem --tls-key key.pem
    """
    if find_spec("fastapi") is None or find_spec("uvicorn") is None:
        raise Refused(
            "serve: expected the parts that a server needs, they are not installed",
            hint=how_to_install("office"),
        )
    from parley.office.limits import Limits
    from parley.office.serving import Place, serve

    proxy = more["proxy"]
    place = Place(
        host,
        port,
        names,
        _path(more["tls_cert"]),
        _path(more["tls_key"]),
        None if proxy is None else str(proxy),
    )
    serve(
        database,
        place,
        Limits(),
        log_level=log_level,
        ready=lambda url: tell(f"serving on {url}"),
    )


def _path(given: Path | str | None) -> Path | None:
    return None if given is None else Path(given)
