"""Telling open pages that the dossier changed, by Server-Sent Events."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from parley.web.door import session_of
from parley.web.keeping import version_for

if TYPE_CHECKING:
    from parley.web.visitor import Visitor
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
    told, looked, alive = -1, -1, time.monotonic()
    try:
        while not bench.kept.closing.is_set() and not await request.is_disconnected():
            session = session_of(bench.door, request.state.cookie, touch=False)
            if session is None or session.locked:
                yield "event: locked\ndata: -\n\n"
                return
            if bench.kept.state.version != looked:
                looked = bench.kept.state.version
                version = await _version(bench, session.visitor)
                if version != told:
                    told, alive = version, time.monotonic()
                    yield f"event: state\ndata: {version}\n\n"
            elif time.monotonic() - alive > _ALIVE_S:
                alive = time.monotonic()
                yield ": still here\n\n"
            await asyncio.sleep(_LOOK_S)
    finally:
        listening.discard(me)


async def _version(bench: Workbench, visitor: Visitor) -> int:
    """The number of the state that a visitor sees; it stays where only what is withheld changed."""
    if not visitor.reader:
        return bench.kept.state.version
    return await run_in_threadpool(version_for, bench.kept, visitor.reader)
