"""Who may use a server: posts with their signing keys, admitted and revoked by whoever runs it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from parley.cables.primitives.signing import require_good_key
from parley.kernel.errors import Refused, quoted
from parley.office.schema import members, sessions
from parley.office.times import instant, now

__all__ = ["Member", "admit", "list_members", "member_of_key", "member_of_post", "revoke"]


@dataclass(frozen=True, slots=True)
class Member:
    """A post with one key.

    Parameters:
        signing: its Ed25519 key, in hex.
        fingerprint: of its card.
        revoked_since: from when on the key is not let in; None for one that is.
    """

    n: int
    post: str
    signing: str
    fingerprint: str
    added: str
    revoked_since: str | None


def admit(
    connection: Connection, post: str, signing: str, fingerprint: str, *, replace: bool = False
) -> bool:
    """Let a post in with its key; False where it was in already with this very key.

    Parameters:
        signing: its Ed25519 key, in hex.
        replace: whether another key of the post is revoked by it.

    Raises Refused for a key that is none, that was revoked, or that another post has, and for a
    second key of a post.
    """
    require_good_key(bytes.fromhex(signing))
    row = _first(connection, members.c.signing == signing)
    if row is not None and row.revoked_since is None and row.post == post:
        return False
    if row is not None:
        known = f"revoked on {row.revoked_since}" if row.revoked_since else "that of another post"
        raise Refused(
            f"{post}: expected a key that this server does not know yet, got one that is {known}",
            hint="ask for a card with new keys",
        )
    if member_of_post(connection, post) is not None:
        if not replace:
            raise Refused(
                f"{post}: expected a post that has no key here, it has another one",
                hint="compare fingerprints by another way, then say --replace, which revokes the "
                "old key",
            )
        revoke(connection, post)
    connection.execute(
        insert(members).values(
            post=post, signing=signing, fingerprint=fingerprint, added=instant(now())
        )
    )
    return True


def revoke(connection: Connection, post: str) -> Member:
    """Let a post in no more, from now on; what waits for it stays, for a new key of it.

    Raises Refused for a post that has no key here.
    """
    row = member_of_post(connection, post)
    if row is None:
        raise Refused(
            f"revoke: expected a post with a key on this server, got {quoted(post)}",
            hint="`parley office members` lists them",
        )
    connection.execute(
        update(members).where(members.c.n == row.n).values(revoked_since=instant(now()))
    )
    connection.execute(delete(sessions).where(sessions.c.member == row.n))
    return row


def list_members(connection: Connection) -> list[Member]:
    """Return all keys that are or were let in, by post and age."""
    rows = connection.execute(select(members).order_by(members.c.post, members.c.n))
    return [_member(row) for row in rows.mappings()]


def member_of_post(connection: Connection, post: str) -> Member | None:
    """Return the post with the key that is let in; None where there is none."""
    return _first(connection, members.c.post == post, members.c.revoked_since.is_(None))


def member_of_key(connection: Connection, signing: str) -> Member | None:
    """Return the post that is let in with a key, in hex; None where there is none."""
    return _first(connection, members.c.signing == signing, members.c.revoked_since.is_(None))


def _first(connection: Connection, *where: object) -> Member | None:
    row = connection.execute(select(members).where(*where)).mappings().first()  # type: ignore[arg-type]
    return None if row is None else _member(row)


def _member(row: RowMapping) -> Member:
    return Member(**row)
