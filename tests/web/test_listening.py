"""How the page listens: what is written to a browser leaves at once."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from parley.web.listening import listen_at


def test_what_is_written_is_not_held_back() -> None:
    """Each connection has TCP_NODELAY: no answer waits for an acknowledgement of its head."""
    seen: list[int] = []

    async def look(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("socket")
        seen.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async def connect() -> None:
        async with await asyncio.start_server(look, sock=listen_at("127.0.0.1", 0)) as server:
            host, port = server.sockets[0].getsockname()
            reader, writer = await asyncio.open_connection(host, port)
            assert await reader.read() == b""
            writer.close()

    # in a thread of its own: the browser of other tests has a loop that runs in this one
    with ThreadPoolExecutor() as elsewhere:
        elsewhere.submit(lambda: asyncio.run(connect())).result()
    assert len(seen) == 1 and seen[0] != 0


def test_nobody_listens_where_another_program_does() -> None:
    """The port of a page that is open is refused."""
    with listen_at("127.0.0.1", 0) as first, pytest.raises(OSError):
        listen_at("127.0.0.1", first.getsockname()[1])
