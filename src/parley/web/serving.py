"""Serving a dossier: from the command to the page, and its end."""

from __future__ import annotations

import ipaddress
import logging
import socket
import ssl
import sys
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from parley.kernel.errors import Refused
from parley.web.door import Door, new_link_token
from parley.web.jobs import end_all
from parley.web.keeping import Kept, keep, state_for, watch
from parley.web.listening import listen_at
from parley.web.message_office import MessageOffice
from parley.web.users import read_users
from parley.web.visitor import OWNER
from parley.web.workbench import Workbench

__all__ = ["PORT", "Serving", "is_loopback", "serve"]

PORT = 8731
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Serving:
    """How to serve.

    Parameters:
        host: the address to listen at.
        port: the port; None for the usual one, or any that is free; 0 for any.
        browser: whether to open the page in the browser.
        tls_cert, tls_key: PEM files of the certificate and its key.
        users: the file of users.
        read_only: whether nothing may be written.
        reader: the party for which the dossier is reduced, for whoever has the link; None for none.
            Users have their own.
        office: the message office whose cables are shown beside the dossier.
    """

    host: str = "127.0.0.1"
    port: int | None = None
    browser: bool = True
    tls_cert: Path | None = None
    tls_key: Path | None = None
    users: Path | None = None
    read_only: bool = False
    reader: str | None = None
    office: MessageOffice | None = None


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def serve(path: Path | str, how: Serving, tell: Callable[[str], None]) -> None:
    """Serve a dossier until Ctrl-C.

    Parameters:
        path: the dossier's folder.
        tell: says a line to whoever started it.

    Raises Refused for a way of serving that is not safe or not possible, and what reading raises.
    """
    _must_be_safe(how)
    users = read_users(how.users) if how.users is not None else None
    kept = keep(path, read_only=how.read_only)
    owner = replace(OWNER, reader=how.reader or "")
    state_for(kept, owner.reader)  # refused now rather than on every page
    listening = _listen(how)
    port = int(listening.getsockname()[1])
    secure = how.tls_cert is not None
    bench = Workbench(
        kept,
        Door(users, owner),
        _hosts(how, port),
        f"parley-{port}",
        secure,
        how.read_only,
        office=how.office,
    )
    site = f"{'https' if secure else 'http'}://{_shown_host(how.host)}:{port}"
    _announce(bench, how, site, tell)
    try:
        _run(bench, how, listening)
    except KeyboardInterrupt:
        pass
    finally:
        kept.closing.set()
        end_all(bench.jobs)
        listening.close()
    tell("stopped")


def _must_be_safe(how: Serving) -> None:
    missing = []
    if (how.tls_cert is None) != (how.tls_key is None):
        raise Refused(
            "expected --tls-cert and --tls-key together, got one of them",
            hint="name both PEM files",
        )
    if not is_loopback(how.host):
        missing += ["--users FILE"] if how.users is None else []
        missing += ["--tls-cert FILE and --tls-key FILE"] if how.tls_cert is None else []
    if how.users is not None and how.reader:
        raise Refused(
            f"expected --users or --reader, got both: with --users {how.users} every user has a "
            f"`reader` of their own, and `{how.reader}` would hold for nobody",
            hint="leave --reader out (or unset PARLEY_READER), and name readers in the file: "
            "`parley user FILE NAME --reader PARTY`",
        )
    if missing:
        raise Refused(
            f"--host {how.host}: other machines could reach the dossier; expected also "
            f"{' and '.join(missing)}",
            hint="or leave --host out: then only this machine can",
        )


def _hosts(how: Serving, port: int) -> frozenset[str]:
    """The values of Host that are served; any where it listens at every address of the machine."""
    if is_loopback(how.host):
        names = {*_LOCAL, _shown_host(how.host)}
    elif how.host in ("0.0.0.0", "::", "[::]"):  # sessions are bound to the name and to TLS
        return frozenset()
    else:
        names = {_shown_host(how.host).lower()}
    usual = 443 if how.tls_cert is not None else 80
    return frozenset(f"{name}:{port}" for name in names) | (
        frozenset(names) if port == usual else frozenset()
    )


def _shown_host(host: str) -> str:
    plain = host.strip("[]")
    return f"[{plain}]" if ":" in plain else plain


def _listen(how: Serving) -> socket.socket:
    ports = [how.port] if how.port is not None else [PORT, 0]
    for at, port in enumerate(ports):
        try:
            return listen_at(how.host.strip("[]"), port)
        except OSError as error:
            if at + 1 == len(ports):
                raise Refused(
                    f"cannot listen at {how.host}:{port}: {error.strerror or error}",
                    hint="choose another --port, or --port 0 for any that is free",
                ) from None
    raise Refused("no port to listen at", hint="choose another --port")


def _announce(bench: Workbench, how: Serving, site: str, tell: Callable[[str], None]) -> None:
    tell(f"serving {bench.kept.root}" + (", read only" if how.read_only else ""))
    if bench.door.users is not None:
        address = f"{site}/"
    else:
        address = f"{site}/open?token={new_link_token(bench.door)}"
    tell(f"open {address}")
    if bench.door.users is None:
        tell("the link works once; press Enter for another, Ctrl-C to stop")
        if sys.stdin is not None and sys.stdin.isatty():
            threading.Thread(target=_more_links, args=(bench, site, tell), daemon=True).start()
    if how.browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _more_links(bench: Workbench, site: str, tell: Callable[[str], None]) -> None:
    for _ in sys.stdin:
        tell(f"open {site}/open?token={new_link_token(bench.door)}")


def _run(bench: Workbench, how: Serving, listening: socket.socket) -> None:
    import uvicorn

    from parley.web.application import make_application

    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    config = uvicorn.Config(
        make_application(bench),
        log_config=None,
        log_level=logging.CRITICAL,
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=1,
        ssl_certfile=how.tls_cert,
        ssl_keyfile=how.tls_key,
    )
    try:
        config.load()
    except (OSError, ssl.SSLError) as error:
        raise Refused(
            f"the certificate or its key cannot be used: {error}",
            hint="expected two PEM files that belong together",
        ) from None
    watch(bench.kept)
    server = uvicorn.Server(config)
    _close_with(server, bench.kept)
    server.run(sockets=[listening])


def _close_with(server: object, kept: Kept) -> None:
    """Let streams to open pages end as soon as the server is told to stop."""

    def look() -> None:
        while not kept.closing.wait(0.1):
            if getattr(server, "should_exit", False):
                kept.closing.set()

    threading.Thread(target=look, daemon=True).start()
