"""What the server lets one client, one address and all of them take."""

from __future__ import annotations

from dataclasses import dataclass

from parley.cables.messages.container import MOST_PARCEL

__all__ = ["Limits", "Rate"]


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket of requests: how many at once, and how many a second come back."""

    burst: float
    a_second: float


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is taken and kept; sizes in bytes, times in seconds.

    Parameters:
        parcel: of one parcel; body: of any other request's body.
        url, headers, header_count: of a request's first part.
        head_s: until a request's headers are there; idle_s: between two pieces of a body;
            body_s: for a whole body; connection_s: for a connection, whatever it does.
        connections, connections_of_one: open at a time, in all and of one address.
        transfers, transfers_of_one: parcels on their way at a time, in all and of one key.
        by_address, by_key: requests.
        sign_ins: attempts of one address.
        box, box_count: what waits for one post, and of what one sender may fill a half.
        office: what waits in all.
        challenge_s, session_s: how long they are good for.
        sessions: open for one post at a time.
        page: parcels listed at a time.
    """

    parcel: int = MOST_PARCEL
    body: int = 4_096
    url: int = 2_048
    headers: int = 16_384
    header_count: int = 64
    head_s: float = 10
    idle_s: float = 15
    body_s: float = 300
    connection_s: float = 900
    connections: int = 256
    connections_of_one: int = 32
    transfers: int = 16
    transfers_of_one: int = 4
    by_address: Rate = Rate(120, 20)
    by_key: Rate = Rate(200, 20)
    sign_ins: Rate = Rate(60, 1)
    box: int = 512_000_000
    box_count: int = 20_000
    office: int = 20_000_000_000
    challenge_s: float = 60
    session_s: float = 900
    sessions: int = 8
    page: int = 200
