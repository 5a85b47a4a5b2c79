"""Telling open pages that the dossier changed, by Server-Sent Events."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse

from parley.web.door import session_of

if TYPE_CHECKING:
    from parley.web.workbench import Workbench

__all__ = ["add_events"]

_LOOK_S = 0.25
_ALIVE_S = 15.0
_MOST = 200  # pages that listen at once


def add_events(app: FastAPI, bench: Workbench) -> None:
    """Add the address at which pages listen; each message is the number of the dossier's state."""
    listening: set[int] = set()

    async def events(request: Request) -> Response:
        if len(listening) >= _MOST:
            return Response(status_code=204)  # which tells the browser to stop asking
        return StreamingResponse(
            _messages(request, bench, listening), media_type="text/event-stream"
        )

    app.add_api_route(
        "/events", events, methods=["GET"], include_in_schema=False, response_model=None
    )


async def _messages(request: Request, bench: Workbench, listening: set[int]) -> AsyncIterator[str]:
    me = id(request)
    listening.add(me)
    told, alive = 0, time.monotonic()
    try:
        while not bench.kept.closing.is_set() and not await request.is_disconnected():
            session = session_of(bench.door, request.state.cookie, touch=False)
            if session is None or session.locked:
                yield "event: locked\ndata: -\n\n"
                return
            version = bench.kept.state.version
            if version != told:
                told, alive = version, time.monotonic()
                yield f"event: state\ndata: {version}\n\n"
            elif time.monotonic() - alive > _ALIVE_S:
                alive = time.monotonic()
                yield ": still here\n\n"
            await asyncio.sleep(_LOOK_S)
    finally:
        listening.discard(me)
