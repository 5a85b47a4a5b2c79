"""The parcels of a server: what waits for whom, and what was taken.

A parcel is known by its name and its digest: the same bytes again change nothing, others under the
same name are refused, also after it was taken. So whoever does not know whether a parcel arrived
can send it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import Connection, case, delete, func, insert, select, update

from parley.cables.messages.container import Header
from parley.office.limits import Limits
from parley.office.members import member_of_key, member_of_post
from parley.office.schema import contents, parcels
from parley.office.times import instant, now

__all__ = ["Kept", "State", "Waiting", "fetch", "put", "take", "waiting"]

#: What became of a parcel that was sent.
State: TypeAlias = Literal["stored", "waiting", "taken"]
#: Why one is not kept.
Failure: TypeAlias = Literal[
    "revoked", "other-bytes", "unknown-recipient", "box-full", "office-full"
]


@dataclass(frozen=True, slots=True)
class Kept:
    """A parcel as it stands: stored by this very request, waiting from before, or taken."""

    state: State
    digest: str
    size: int
    received: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A parcel that waits; `n` grows with each that comes."""

    n: int
    parcel: str
    sender: str
    serial: int
    size: int
    digest: str
    received: str


def put(
    connection: Connection, header: Header, data: bytes, digest: str, limits: Limits
) -> Kept | Failure:
    """Keep a parcel for its recipient, or tell why not. It writes, alone: see `storage.writing`.

    Parameters:
        header: its header, checked.
        digest: SHA-256 of its bytes, in hex.
    """
    if member_of_key(connection, header.key) is None:  # it may have been revoked on the way
        return "revoked"
    row = connection.execute(select(parcels).where(parcels.c.parcel == header.parcel)).first()
    if row is not None:
        if row.digest != digest:
            return "other-bytes"
        state: State = "waiting" if row.taken is None else "taken"
        return Kept(state, digest, row.size, row.received)
    if member_of_post(connection, header.to) is None:
        return "unknown-recipient"
    full = _full(connection, header, len(data), limits)
    if full is not None:
        return full
    received = instant(now())
    n = connection.execute(
        insert(parcels)
        .values(
            parcel=header.parcel,
            sender=header.sender,
            recipient=header.to,
            serial=header.serial,
            size=len(data),
            digest=digest,
            received=received,
        )
        .returning(parcels.c.n)
    ).scalar_one()
    connection.execute(insert(contents).values(n=n, data=data))
    return Kept("stored", digest, len(data), received)


def waiting(connection: Connection, post: str, after: int, limit: int) -> list[Waiting]:
    """Return what waits for a post, in the order in which it came.

    Parameters:
        after: the `n` of the last one seen, 0 for none.
    """
    rows = connection.execute(
        select(
            parcels.c.n,
            parcels.c.parcel,
            parcels.c.sender,
            parcels.c.serial,
            parcels.c.size,
            parcels.c.digest,
            parcels.c.received,
        )
        .where(parcels.c.recipient == post, parcels.c.taken.is_(None), parcels.c.n > after)
        .order_by(parcels.c.n)
        .limit(limit)
    )
    return [Waiting(**row) for row in rows.mappings()]


def fetch(connection: Connection, post: str, parcel: str) -> bytes | None:
    """Return the bytes of a parcel that waits for a post; None where there is none."""
    data = connection.execute(
        select(contents.c.data)
        .join(parcels, parcels.c.n == contents.c.n)
        .where(parcels.c.parcel == parcel, parcels.c.recipient == post, parcels.c.taken.is_(None))
    ).scalar_one_or_none()
    return None if data is None else bytes(data)


def take(connection: Connection, post: str, parcel: str) -> bool | None:
    """Drop the bytes of a parcel that its recipient has, and keep that it came.

    Returns whether it waited until now, and None where there is none for this post. It writes.
    """
    mine = (parcels.c.parcel == parcel, parcels.c.recipient == post)
    taken = connection.execute(
        update(parcels).where(*mine, parcels.c.taken.is_(None)).values(taken=instant(now()))
    ).rowcount
    n = connection.execute(select(parcels.c.n).where(*mine)).scalar_one_or_none()
    if n is None:
        return None
    connection.execute(delete(contents).where(contents.c.n == n))
    return taken == 1


def _full(connection: Connection, header: Header, size: int, limits: Limits) -> Failure | None:
    """Tell what a parcel of this size would overfill: no sender may fill more than half a box."""
    box = parcels.c.recipient == header.to
    link = box & (parcels.c.sender == header.sender)
    row = connection.execute(
        select(
            func.coalesce(func.sum(parcels.c.size), 0),
            func.coalesce(func.sum(case((box, parcels.c.size), else_=0)), 0),
            func.coalesce(func.sum(case((box, 1), else_=0)), 0),
            func.coalesce(func.sum(case((link, parcels.c.size), else_=0)), 0),
            func.coalesce(func.sum(case((link, 1), else_=0)), 0),
        ).where(parcels.c.taken.is_(None))
    ).one()
    every, in_box, count, of_link, link_count = (int(one) for one in row)
    if every + size > limits.office:
        return "office-full"
    if in_box + size > limits.box or count >= limits.box_count:
        return "box-full"
    if of_link + size > limits.box / 2 or link_count >= limits.box_count / 2:
        return "box-full"
    return None
