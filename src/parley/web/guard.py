"""The guard before every request: hosts, origins, sizes, sessions, and the headers of every answer.

A page of another site may make the browser send requests here, and a name that it controls may be
made to lead here (DNS rebinding). So the Host must be one that is served, what changes anything
must come from a page of this site, and nothing is shown without a session.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

from parley.web.door import Door, session_of

__all__ = ["POLICY", "Gate", "guarded"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Refuse = Callable[[Scope, Receive, Send, int, str], Awaitable[None]]

MOST_BODY = 25_000_000  # bytes of one request
_MOST_ADDRESS = 8_000
_OPEN = ("/open", "/sign-in")
_WHEN_LOCKED = ("/locked", "/unlock", "/leave")
_UNTOUCHED = ("/events", "/static/")

#: What a page may load and do: this site's own files, and no script or style inside the page.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Gate:
    """What the guard goes by.

    Parameters:
        door: who has come in.
        hosts: the values of Host that are served, with their port; empty for any.
        cookie: the name of the session's cookie.
        secure: whether the site is served by TLS.
    """

    door: Door
    hosts: frozenset[str]
    cookie: str
    secure: bool


def guarded(app: App, gate: Gate, refuse: Refuse) -> App:
    """Put the guard before an application.

    Parameters:
        refuse: answers with a status and a key of the catalogue that says why.
    """

    async def handle(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        sending = _with_headers(send, gate.secure)
        scope["query_string"] = _without_empty(scope["query_string"])
        why = _refusal(scope, headers, gate) or _let_in(scope, headers, gate)
        if why is not None:
            await refuse(scope, receive, sending, *why)
            return
        await app(scope, _limited(receive), sending)

    return handle


def _without_empty(query: bytes) -> bytes:
    """The fields of an address without those that a form left empty: they say nothing."""
    if b"=&" not in query and not query.endswith(b"="):
        return query
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return urlencode([(key, value) for key, value in pairs if value.strip()]).encode("latin-1")


def _refusal(scope: Scope, headers: Mapping[str, str], gate: Gate) -> tuple[int, str] | None:
    """Why a request is not even looked at, as a status and a reason; None where it is in order."""
    host = headers.get("host", "").lower()
    if gate.hosts and host not in gate.hosts:
        return 421, "plain.host"
    if scope["method"] not in ("GET", "HEAD", "POST"):
        return 405, "plain.method"
    if len(scope["raw_path"] or b"") + len(scope["query_string"]) > _MOST_ADDRESS:
        return 414, "plain.address"
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MOST_BODY:
        return 413, "plain.size"
    return None if _same_site(scope, headers, gate, host) else (403, "plain.origin")


def _same_site(scope: Scope, headers: Mapping[str, str], gate: Gate, host: str) -> bool:
    """Whether a request comes from a page of this site, or from a person rather than a page."""
    own = f"{'https' if gate.secure else 'http'}://{host}"
    origin = headers.get("origin")
    if origin is not None and origin.lower() != own:
        return False
    fetched = headers.get("sec-fetch-site")
    if scope["method"] == "POST":
        if fetched is not None:
            return fetched == "same-origin"
        referer = headers.get("referer")
        if origin is None and referer is not None:
            parts = urlsplit(referer)
            return f"{parts.scheme}://{parts.netloc}".lower() == own
        return origin is not None
    # A link from elsewhere may be followed, but nothing here may be drawn into another page.
    return fetched in (None, "same-origin", "none") or (
        headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    )


def _let_in(scope: Scope, headers: Mapping[str, str], gate: Gate) -> tuple[int, str] | None:
    """Note whose session it is; why it may not go on without one, if so."""
    path: str = scope["path"]
    cookie = _cookie(headers.get("cookie", ""), gate.cookie)
    session = session_of(gate.door, cookie, touch=not path.startswith(_UNTOUCHED))
    scope.setdefault("state", {}).update(session=session, cookie=cookie)
    if path.startswith("/static/") or path in _OPEN:
        return None
    if session is None:
        return 401, "plain.session"
    if session.locked and path not in _WHEN_LOCKED:
        return 423, "plain.locked"
    return None


def _cookie(header: str, name: str) -> str | None:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return None
    return found.value if found is not None else None


def _limited(receive: Receive) -> Receive:
    """Count what comes in; a request that is longer than it said, or too long, is cut off."""
    got = 0

    async def receiving() -> Message:
        nonlocal got
        message = await receive()
        if message["type"] == "http.request":
            got += len(cast("bytes", message.get("body", b"")))
            if got > MOST_BODY:
                return {"type": "http.disconnect"}
        return message

    return receiving


def _with_headers(send: Send, secure: bool) -> Send:
    """Give every answer its headers; an answer that has one already keeps its own."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message.get("headers", ())}
            added = [
                (name.encode("ascii"), value.encode("ascii"))
                for name, value in _HEADERS.items()
                if name.encode("ascii") not in there
            ]
            if secure:
                added.append((b"strict-transport-security", b"max-age=31536000"))
            message["headers"] = [*message.get("headers", ()), *added]
        await send(message)

    return sending
