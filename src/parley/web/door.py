"""The door: one-time links, sessions, the idle lock, and wrong passwords that cost time."""

from __future__ import annotations

import hmac
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes, token_urlsafe

from parley.kernel.errors import Refused
from parley.web.users import User, hashed, verified
from parley.web.visitor import OWNER, Visitor

__all__ = [
    "Door",
    "Session",
    "admit",
    "csrf_of",
    "enter",
    "leave",
    "lock",
    "new_link_token",
    "session_of",
    "set_idle_lock",
    "sign_in",
    "unlock",
]

_SESSION_S = 12 * 3600
_MOST_SESSIONS = 1_000
_TRIES = 5  # wrong passwords in a row, after which each costs time
_WAIT_S = 2.0  # for the first try too many; each further one doubles it
_LONGEST_WAIT_S = 300.0


@dataclass(slots=True)
class Session:
    """Somebody who came in; `pin` and `idle_minutes` are set where the page locks when idle."""

    visitor: Visitor
    until: float
    active: float
    locked: bool = False
    pin: str | None = None
    idle_minutes: int = 0
    wrong: int = 0


@dataclass(slots=True)
class Door:
    """Who may come in, and who has.

    Parameters:
        users: by name; None where whoever has a link from the terminal comes in.
        owner: as whom they come in.
        links: digests of links that were not used yet.
        sessions: digest of a cookie -> session; cookies themselves are kept nowhere.
        tries: name of a user -> wrong passwords in a row, and until when none is looked at.
    """

    users: Mapping[str, User] | None = None
    owner: Visitor = OWNER
    links: set[bytes] = field(default_factory=set)
    sessions: dict[bytes, Session] = field(default_factory=dict)
    tries: dict[str, tuple[int, float]] = field(default_factory=dict)
    key: bytes = field(default_factory=lambda: token_bytes(32), repr=False)
    guarding: threading.Lock = field(default_factory=threading.Lock, repr=False)


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def new_link_token(door: Door) -> str:
    """Return a token with which somebody comes in once."""
    token = token_urlsafe(32)
    with door.guarding:
        door.links.add(_digest(token))
    return token


def enter(door: Door, token: str) -> str | None:
    """Return a new cookie for a link that was not used yet, and use it up; None for any other."""
    with door.guarding:
        digest = _digest(token)
        if digest not in door.links:
            return None
        door.links.remove(digest)
    return admit(door, door.owner)


def admit(door: Door, visitor: Visitor) -> str:
    """Return a new cookie for somebody who may come in."""
    cookie = token_urlsafe(32)
    now = time.monotonic()
    with door.guarding:
        for name in [key for key, one in door.sessions.items() if one.until < now]:
            del door.sessions[name]
        while len(door.sessions) >= _MOST_SESSIONS:
            del door.sessions[next(iter(door.sessions))]
        door.sessions[_digest(cookie)] = Session(visitor, now + _SESSION_S, now)
    return cookie


def session_of(door: Door, cookie: str | None, *, touch: bool = True) -> Session | None:
    """Return the session of a cookie, locked if it was idle for too long; None where it is over.

    Parameters:
        touch: whether this is something that a person did.
    """
    if cookie is None:
        return None
    session = door.sessions.get(_digest(cookie))
    now = time.monotonic()
    if session is None or session.until < now:
        return None
    if session.idle_minutes and now - session.active > 60 * session.idle_minutes:
        session.locked = True
    if touch and not session.locked:
        session.active = now
    return session


def csrf_of(door: Door, cookie: str) -> str:
    """Return what a form must bring along, so that it comes from a page of this session."""
    return hmac.new(door.key, _digest(cookie), sha256).hexdigest()


def leave(door: Door, cookie: str) -> None:
    """End a session."""
    with door.guarding:
        door.sessions.pop(_digest(cookie), None)


def sign_in(door: Door, name: str, password: str) -> str:
    """Return a new cookie for a user; raises Refused for a wrong name or password."""
    now = time.monotonic()
    with door.guarding:
        wrong, until = door.tries.get(name, (0, 0.0))
    if until > now:
        raise Refused(
            f"too many wrong passwords for this name; wait {round(until - now) + 1} seconds",
            hint="then try once more",
        )
    visitor = verified(door.users or {}, name, password)
    with door.guarding:
        if visitor is None:
            wrong += 1
            over = wrong - _TRIES
            wait = min(_WAIT_S * 2**over, _LONGEST_WAIT_S) if over >= 0 else 0.0
            if len(door.tries) > _MOST_SESSIONS:
                door.tries.clear()
            door.tries[name] = (wrong, now + wait)
        else:
            door.tries.pop(name, None)
    if visitor is None:
        raise Refused("the name or the password is wrong", hint="try again")
    return admit(door, visitor)


def set_idle_lock(session: Session, minutes: int, pin: str) -> None:
    """Lock a session after so many idle minutes; 0 for never.

    Parameters:
        pin: what unlocks it where there are no users; empty keeps the one there is.

    Raises Refused for minutes or a PIN that will not do.
    """
    if not 0 <= minutes <= 240:
        raise Refused(f"expected 0 to 240 minutes, got {minutes}", hint="0 is never")
    if not session.visitor.name and minutes and session.pin is None and len(pin) < 4:
        raise Refused(
            f"expected a PIN of at least 4 characters, got {len(pin)}",
            hint="it unlocks the page; it is forgotten when parley ends",
        )
    if pin and not session.visitor.name:
        session.pin = hashed(pin.ljust(10))
    session.idle_minutes = minutes


def lock(session: Session) -> None:
    """Lock a session; raises Refused where nothing could unlock it."""
    if session.pin is None and not session.visitor.name:
        raise Refused("no PIN is set", hint="set one under Settings")
    session.locked = True


def unlock(door: Door, cookie: str, session: Session, secret: str) -> bool:
    """Unlock a session with its PIN or its user's password; five wrong ones end it."""
    if session.visitor.name:
        fits = verified(door.users or {}, session.visitor.name, secret) is not None
    else:
        kept = {"": User(session.pin or "", OWNER)}
        fits = verified(kept, "", secret.ljust(10)) is not None
    if fits:
        session.locked, session.wrong = False, 0
        session.active = time.monotonic()
        return True
    session.wrong += 1
    if session.wrong >= _TRIES:
        leave(door, cookie)
    return False
