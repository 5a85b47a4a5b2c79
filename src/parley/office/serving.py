"""A server as a process: where it listens, by which names, and what it writes to its log.

Beyond this machine it speaks TLS or not at all. Each connection has a time for its first headers
and a time in all, so that one that says little holds nothing for long.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from parley.kernel.errors import Refused, quoted
from parley.office.api import create_app
from parley.office.buckets import network_of
from parley.office.limits import Limits
from parley.office.logs import log_to_stderr
from parley.office.sign_in import full_name, is_loopback
from parley.office.state import office_of
from parley.office.storage import open_storage

__all__ = ["Place", "serve"]

_LOOPBACK_NAMES = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server listens.

    Parameters:
        port: 0 for any that is free.
        names: how it is dialled from outside, `HOST` or `HOST:PORT`; where it listens on this
            machine alone, it is known by this machine's names too.
        certificate, key: PEM files for TLS.
        proxy: the address of a proxy whose word on the client's address is taken.
    """

    host: str
    port: int
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    proxy: str | None = None


def serve(
    url: str,
    place: Place,
    limits: Limits,
    *,
    log_level: str = "info",
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Run a server until it is told to end.

    Parameters:
        url: its database (see `storage`); an SQLite file is made where there is none.
        ready: told the server's URL as soon as it can be dialled.

    Raises Refused where it cannot begin.
    """
    _require_safe(place)
    with open_storage(url, create=True) as storage, _listening(place) as listener:
        port: int = listener.getsockname()[1]
        names = _names(place, port)
        app = create_app(office_of(storage, names, limits))
        log_to_stderr(log_level)
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http=_protocol(limits, by_address=place.proxy is None),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=place.proxy is not None,
            forwarded_allow_ips=place.proxy,
            server_header=False,
            limit_concurrency=limits.connections,
            timeout_graceful_shutdown=10,
            ssl_certfile=place.certificate,
            ssl_keyfile=place.key,
            h11_max_incomplete_event_size=limits.headers + 2 * limits.url,
        )
        scheme = "https" if place.certificate is not None else "http"
        ready(f"{scheme}://{full_name(place.host, port)}")
        uvicorn.Server(config).run(sockets=[listener])


def _require_safe(place: Place) -> None:
    if (place.certificate is None) != (place.key is None):
        raise Refused(
            "serve: expected a certificate and its key, got one of them",
            hint="give --tls-cert and --tls-key, both",
        )
    if place.certificate is None and not is_loopback(place.host):
        raise Refused(
            f"serve: expected TLS to listen on {place.host}, beyond this machine; got none",
            hint="give --tls-cert and --tls-key, or listen on 127.0.0.1 behind a proxy with TLS",
        )
    if place.certificate is not None and place.key is not None:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(place.certificate, place.key)
        except OSError as error:  # a fault of TLS is one, too
            raise Refused(
                f"{place.certificate}, {place.key}: expected a certificate and its key as PEM, "
                f"got: {error.strerror or error}",
                hint="look at the two files, and whether the key is without a passphrase",
            ) from None


def _listening(place: Place) -> socket.socket:
    host = place.host.strip("[]")
    try:
        found = socket.getaddrinfo(
            host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(256)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise Refused(
            f"serve: expected to listen on {place.host}, port {place.port}, got: "
            f"{error.strerror or error}",
            hint="name another --host or --port, or end what listens there",
        ) from None
    return listener


def _names(place: Place, port: int) -> frozenset[str]:
    names = {full_name(host, port) for host in _LOOPBACK_NAMES if is_loopback(place.host)}
    for name in place.names:
        try:
            parts = urlsplit(f"//{name}")
            host, given = parts.hostname, parts.port
        except ValueError:
            host, given = None, None
        if host is None or not name.isascii() or parts.path or "@" in name:
            raise Refused(
                f"serve: expected a name as HOST or HOST:PORT, got {quoted(name)}",
                hint="give the server as its members dial it, without https://",
            )
        names.add(full_name(host, given or port))
    if not names:
        raise Refused(
            f"serve: expected a name by which members dial a server on {place.host}, got none",
            hint="give --name HOST or --name HOST:PORT",
        )
    return frozenset(names)


def _protocol(limits: Limits, *, by_address: bool) -> type[asyncio.Protocol]:
    """Return uvicorn's protocol with an end to every connection."""

    class Ending(H11Protocol):
        _head: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            client: tuple[str, int] | None = self.client
            if by_address and client is not None:
                mine = network_of(client[0])
                others = (getattr(one, "client", None) for one in self.connections)
                if sum(1 for one in others if one and network_of(one[0]) == mine) > (
                    limits.connections_of_one
                ):
                    transport.abort()
                    return
            self._head = self.loop.call_later(limits.head_s, transport.abort)
            self.loop.call_later(limits.connection_s, transport.abort)

        def data_received(self, data: bytes) -> None:
            if self._head is None and not self._answers():
                self._head = self.loop.call_later(limits.head_s, self.transport.abort)
            super().data_received(data)
            if self._head is not None and self._answers():
                self._head.cancel()
                self._head = None

        def connection_lost(self, exc: Exception | None) -> None:
            if self._head is not None:
                self._head.cancel()
            super().connection_lost(exc)

        def _answers(self) -> bool:
            """Whether there is a request whose headers are here, and that is not answered yet."""
            cycle = getattr(self, "cycle", None)
            return cycle is not None and not cycle.response_complete

    return Ending
