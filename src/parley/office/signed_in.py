"""Who asks, and whether they may ask now."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import AsyncIterator
from typing import Annotated, TypeAlias

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from parley.office.buckets import Buckets, network_of, take_token
from parley.office.problems import Stop
from parley.office.sessions import Session, session_of
from parley.office.state import Office
from parley.office.storage import reading
from parley.office.times import now

__all__ = [
    "Member",
    "Moving",
    "Running",
    "address_of",
    "limited",
    "moving",
    "no_session",
    "running",
    "signed_in",
]

_log = logging.getLogger("parley.office")
_TOKEN = re.compile("[0-9A-Za-z_-]{43}")
_bearer = HTTPBearer(auto_error=False, description="The token of a session.")


def running(request: Request) -> Office:
    """Return the server that a request came to."""
    office: Office = request.app.state.office
    return office


Running: TypeAlias = Annotated[Office, Depends(running)]


def limited(buckets: Buckets, name: str) -> None:
    """Take a token from a bucket; raises Stop where there is none."""
    wait = take_token(buckets, name, time.monotonic())
    if wait:
        raise Stop(
            "too-many-requests",
            "expected fewer requests in so short a time",
            "wait as long as Retry-After says",
            wait=wait,
        )


async def signed_in(
    office: Running,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Session:
    """Return the session that a request belongs to; raises Stop where there is none."""
    token = credentials.credentials if credentials is not None else ""
    session = await run_in_threadpool(_find, office, token) if _TOKEN.fullmatch(token) else None
    if session is None:
        raise no_session()
    limited(office.by_key, session.key)
    _log.debug("asked by %s", session.post)
    return session


Member: TypeAlias = Annotated[Session, Depends(signed_in)]


async def moving(office: Running, session: Member) -> AsyncIterator[None]:
    """Let only so many parcels be on their way at a time; raises Stop for one more."""
    mine, every = office.moving[session.key], office.moving.total()
    if mine >= office.limits.transfers_of_one or every >= office.limits.transfers:
        busy = mine >= office.limits.transfers_of_one
        raise Stop(
            "too-many-requests" if busy else "not-now",
            "expected fewer parcels on their way at a time",
            "wait until one of them is through",
            wait=2,
        )
    office.moving[session.key] += 1
    try:
        yield
    finally:
        office.moving[session.key] -= 1
        if not office.moving[session.key]:
            del office.moving[session.key]


Moving: TypeAlias = Annotated[None, Depends(moving)]


def no_session() -> Stop:
    """Return the problem of a request that belongs to no session."""
    return Stop(
        "not-signed-in",
        "expected the token of a session that goes on, got none",
        "sign in again: POST /v1/challenges, then POST /v1/sessions",
    )


def address_of(request: Request) -> str:
    """Return for whom a request counts that nobody has signed."""
    return network_of(request.client.host) if request.client is not None else "?"


def _find(office: Office, token: str) -> Session | None:
    with reading(office.storage) as connection:
        return session_of(connection, token, now())
