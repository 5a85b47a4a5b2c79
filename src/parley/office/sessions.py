"""How a member is let in: it signs a challenge, once, and gets a token for a while.

A challenge holds its own time and a code by the server's secret, so that it costs the server
nothing to give one to anybody; what is kept is only that one was answered.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from parley.cables.primitives.signing import is_signed
from parley.office.members import member_of_key
from parley.office.schema import members, sessions, used_challenges
from parley.office.sign_in import challenge_statement
from parley.office.times import instant, later

__all__ = [
    "Session",
    "SignIn",
    "Terms",
    "begin_session",
    "end_sessions",
    "make_challenge",
    "session_of",
]

_NONCE, _TIME, _CODE = 16, 8, 32


@dataclass(frozen=True, slots=True)
class Terms:
    """By what a server lets in.

    Parameters:
        secret: with which its challenges are made.
        names: how it may be called, as `HOST:PORT`.
        session_s: for how long a token is good.
        most: sessions of one post at a time.
    """

    secret: bytes
    names: frozenset[str]
    challenge_s: float
    session_s: float
    most: int


@dataclass(frozen=True, slots=True)
class SignIn:
    """An answer to a challenge: the key in hex, the signature in hex."""

    challenge: str
    key: str
    server: str
    signature: str


@dataclass(frozen=True, slots=True)
class Session:
    """Who asks: a post and its signing key, in hex, until when."""

    post: str
    key: str
    expires: str


def make_challenge(terms: Terms, key: str, server: str, at: datetime) -> tuple[str, datetime]:
    """Return a challenge for a key, in hex, and when it ends."""
    ends = later(terms.challenge_s, at)
    body = secrets.token_bytes(_NONCE) + int(ends.timestamp() * 1000).to_bytes(_TIME, "big")
    return _text(body + _code(terms.secret, body, key, server)), ends


def begin_session(
    connection: Connection, terms: Terms, answer: SignIn, at: datetime
) -> tuple[str, Session] | None:
    """Return a new token and its session for a challenge that is answered as it should be.

    None, without a reason, for one that ended, was used, is another server's or another key's, for
    a wrong signature, and for a key that is no member's. It writes: see `storage.writing`.
    """
    if answer.server not in terms.names or not _is_ours(terms.secret, answer, at):
        return None
    key = bytes.fromhex(answer.key)
    statement = challenge_statement(answer.challenge, key, answer.server)
    if not is_signed(key, statement, bytes.fromhex(answer.signature)):
        return None
    member = member_of_key(connection, answer.key)
    if member is None or not _use(connection, terms, answer.challenge, at):
        return None
    _leave_room(connection, member.n, terms.most, at)
    token, ends = secrets.token_urlsafe(32), instant(later(terms.session_s, at))
    row = {"digest": _digest(token), "member": member.n, "begun": instant(at), "expires": ends}
    connection.execute(insert(sessions).values(row))
    return token, Session(member.post, member.signing, ends)


def session_of(connection: Connection, token: str, at: datetime) -> Session | None:
    """Return whose token it is; None for one that is none, ended, or of a revoked key."""
    joined = sessions.join(members, sessions.c.member == members.c.n)
    row = connection.execute(
        select(members.c.post, members.c.signing, sessions.c.expires)
        .select_from(joined)
        .where(
            sessions.c.digest == _digest(token),
            sessions.c.expires > instant(at),
            members.c.revoked_since.is_(None),
        )
    ).first()
    return None if row is None else Session(row.post, row.signing, row.expires)


def end_sessions(connection: Connection, at: datetime) -> None:
    """Forget sessions and used challenges that have ended by themselves."""
    for table in (sessions, used_challenges):
        connection.execute(delete(table).where(table.c.expires <= instant(at)))


def _use(connection: Connection, terms: Terms, challenge: str, at: datetime) -> bool:
    end_sessions(connection, at)
    row = {"digest": _digest(challenge), "expires": instant(later(terms.challenge_s, at))}
    try:
        with connection.begin_nested():
            connection.execute(insert(used_challenges).values(row))
    except IntegrityError:  # two at once, or again
        return False
    return True


def _leave_room(connection: Connection, member: int, most: int, at: datetime) -> None:
    """End the oldest sessions of a member that has too many."""
    mine = (
        select(sessions.c.digest)
        .where(sessions.c.member == member)
        .order_by(sessions.c.begun.desc())
    )
    old = connection.execute(mine).scalars().all()[most - 1 :]
    if old:
        connection.execute(delete(sessions).where(sessions.c.digest.in_(old)))


def _is_ours(secret: bytes, answer: SignIn, at: datetime) -> bool:
    """Tell whether this server made a challenge for this key and name, and it has not ended."""
    try:
        data = base64.b64decode(answer.challenge + "=", altchars=b"-_", validate=True)
    except ValueError:
        return False
    body, code = data[: _NONCE + _TIME], data[_NONCE + _TIME :]
    if _text(data) != answer.challenge:  # another way to write the same is not the same
        return False
    if not hmac.compare_digest(code, _code(secret, body, answer.key, answer.server)):
        return False
    return int.from_bytes(body[_NONCE:], "big") > at.timestamp() * 1000


def _code(secret: bytes, body: bytes, key: str, server: str) -> bytes:
    message = b"parley office challenge\0" + body + bytes.fromhex(key) + server.encode()
    return hmac.new(secret, message, sha256).digest()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
