"""What a member signs to be let in, and how a server is called in it.

The name is the one that the member dialled: a server between cannot pass another server's challenge
on, as the answer to it would bear the wrong name.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from parley.cables.primitives.canonical import encode
from parley.cables.primitives.signing import for_purpose
from parley.kernel.errors import Refused, quoted

__all__ = ["challenge_statement", "dialled", "full_name", "is_loopback"]


def challenge_statement(challenge: str, key: bytes, server: str) -> bytes:
    """Return what is signed to answer a challenge.

    Parameters:
        challenge: as the server gave it.
        key: the public key of the member, 32 bytes.
        server: its name, `HOST:PORT`.
    """
    return for_purpose(
        "challenge", encode({"challenge": challenge, "key": key.hex(), "server": server})
    )


def full_name(host: str, port: int) -> str:
    """Return the name of a server: its host in small letters, and always its port.

    >>> full_name("Office.Example", 443), full_name("::1", 8443)
    ('office.example:443', '[::1]:8443')
    """
    lower = host.lower().strip("[]").rstrip(".")
    return f"[{lower}]:{port}" if ":" in lower else f"{lower}:{port}"


def dialled(url: str) -> tuple[str, str, bool]:
    """Return the root of a server's URL, its name, and whether it is this machine itself.

    Raises Refused for what is no URL of a server.

    >>> dialled("https://office.example/")
    ('https://office.example', 'office.example:443', False)
    """
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        parts, port = urlsplit(""), None
    host = parts.hostname
    extra = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if port is None or host is None or extra or not url.isascii():
        raise Refused(
            f"server: expected https://HOST or https://HOST:PORT, got {quoted(url)}",
            hint="ask whoever runs the server for its address; write a name that is not ASCII in "
            "its xn-- form",
        )
    root = f"{parts.scheme}://{parts.netloc.lower()}"
    return root, full_name(host, port), is_loopback(host)


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine by its very name.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
