"""What stands before every request: limits on its address, headers, body, time and number.

It is looked at before anything is read or remembered of a request. What it lets through is
answered with headers that let a browser do nothing with it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parley.office.buckets import Buckets, network_of, take_token
from parley.office.limits import Limits
from parley.office.problems import Stop, answer_problem

__all__ = ["SECURITY_HEADERS", "guarded"]

_log = logging.getLogger("parley.office")

SECURITY_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
_STRICT = (b"strict-transport-security", b"max-age=31536000")


@dataclass(slots=True)
class _Request:
    """What is known of a request while it lasts."""

    most: int
    began: float
    taken: int = 0
    status: int = 0


def guarded(app: ASGIApp, limits: Limits, by_address: Buckets) -> ASGIApp:
    """Return an application with the guard before it."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        request = _Request(_most(scope, limits), time.monotonic())

        async def bounded_receive() -> Message:
            return await _receive_bounded(receive, request, limits)

        async def hardened_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                request.status = message["status"]
                message = {**message, "headers": [*message["headers"], *_hardening(scope)]}
            await send(message)

        stop = _refusal(scope, request, limits, by_address)
        try:
            if stop is not None:
                await answer_problem(stop)(scope, receive, hardened_send)
            else:
                await app(scope, bounded_receive, hardened_send)
        finally:
            _tell(scope, request)

    return guard


def _most(scope: Scope, limits: Limits) -> int:
    """The bytes that the body of a request may have."""
    return limits.parcel if scope["method"] == "PUT" else limits.body


def _hardening(scope: Scope) -> tuple[tuple[bytes, bytes], ...]:
    return (*SECURITY_HEADERS, _STRICT) if scope["scheme"] == "https" else SECURITY_HEADERS


def _refusal(scope: Scope, request: _Request, limits: Limits, by_address: Buckets) -> Stop | None:
    wait = take_token(by_address, _address(scope), request.began)
    if wait:
        return Stop(
            "too-many-requests",
            "expected fewer requests from one address",
            "wait as long as Retry-After says",
            wait=wait,
        )
    if len(scope["raw_path"]) + len(scope["query_string"]) > limits.url:
        return Stop(
            "address-too-long",
            f"expected an address of at most {limits.url:,} bytes, got a longer one",
            "ask for fewer things at once",
        )
    headers = scope["headers"]
    size = sum(len(name) + len(value) for name, value in headers)
    if size > limits.headers or len(headers) > limits.header_count:
        return Stop(
            "headers-too-large",
            f"expected at most {limits.header_count} headers of {limits.headers:,} bytes in all, "
            "got more",
            "send fewer of them",
        )
    declared = dict(headers).get(b"content-length", b"0")
    if not declared.isdigit() or int(declared[:20]) > request.most:
        return _too_large(request.most)
    return None


async def _receive_bounded(receive: Receive, request: _Request, limits: Limits) -> Message:
    """Receive one piece of the body, in time, and count it."""
    over = request.began + limits.body_s - time.monotonic()
    try:
        async with asyncio.timeout(min(limits.idle_s, max(0.0, over))):
            message = await receive()
    except TimeoutError:
        raise Stop(
            "too-slow",
            f"expected the next piece of the body within {limits.idle_s:g} seconds, and all of it "
            f"within {limits.body_s:g}",
            "send it again on a better line",
        ) from None
    if message["type"] == "http.request":
        request.taken += len(message.get("body", b""))
        if request.taken > request.most:
            raise _too_large(request.most)
    return message


def _too_large(most: int) -> Stop:
    return Stop(
        "too-large",
        f"expected a body of at most {most:,} bytes, got more",
        "a larger cable has to be divided",
    )


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return network_of(client[0]) if client else "?"


def _tell(scope: Scope, request: _Request) -> None:
    """Log that a request was answered: which route it took, and nothing that it said."""
    route = getattr(scope.get("route"), "path", "(none)")
    took = (time.monotonic() - request.began) * 1000
    _log.info("%s %s %s %d %.0f ms", _address(scope), scope["method"], route, request.status, took)
