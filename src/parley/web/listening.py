"""The socket that the page listens at: answers leave at once, and no other program shares it."""

from __future__ import annotations

import socket
import sys

__all__ = ["listen_at"]


def listen_at(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Parameters:
        host: a name or an address, without brackets.
        port: 0 for any that is free.

    Raises OSError where nobody can listen there.
    """
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    # Only of a socket that names TCP does asyncio send each write at once (TCP_NODELAY). Else the
    # end of an answer can wait 40 ms for its beginning to be acknowledged.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":  # there it would let another program listen at the same place
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made
