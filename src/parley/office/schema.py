"""The tables of a server: who may use it, and what waits for whom.

Their names begin with `office_`, so that they can stand in one database with the tables of a log.
How they came to be is in `migrations`; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    text,
)

__all__ = [
    "VERSION_TABLE",
    "contents",
    "members",
    "metadata",
    "parcels",
    "server",
    "sessions",
    "used_challenges",
]

#: Where the version of the tables is written down.
VERSION_TABLE = "office_version"

metadata = MetaData()
_Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up in INTEGER alone

#: One row: the secret with which challenges are made; whoever writes parcels locks it first.
server = Table(
    "office_server",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("secret", LargeBinary, nullable=False),
)

#: One row for each key: a post has one key that is not revoked, or none.
members = Table(
    "office_members",
    metadata,
    Column("n", _Number, primary_key=True, autoincrement=True),
    Column("post", String(200), nullable=False),
    Column("signing", String(64), nullable=False, unique=True),
    Column("fingerprint", String(100), nullable=False),
    Column("added", String(24), nullable=False),
    Column("revoked_since", String(24), nullable=True),
)
Index(
    "office_members_post",
    members.c.post,
    unique=True,
    postgresql_where=text("revoked_since IS NULL"),
    sqlite_where=text("revoked_since IS NULL"),
)

#: Challenges that were answered, by SHA-256, until they end by themselves.
used_challenges = Table(
    "office_used_challenges",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("expires", String(24), nullable=False, index=True),
)

#: Sessions, by the SHA-256 of their token.
sessions = Table(
    "office_sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column(
        "member",
        _Number,
        ForeignKey("office_members.n", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("begun", String(24), nullable=False),
    Column("expires", String(24), nullable=False, index=True),
)

#: What came: a parcel that was taken keeps its row, so that it is known when it comes again.
parcels = Table(
    "office_parcels",
    metadata,
    Column("n", _Number, primary_key=True, autoincrement=True),
    Column("parcel", String(100), nullable=False, unique=True),
    Column("sender", String(200), nullable=False),
    Column("recipient", String(200), nullable=False),
    Column("serial", BigInteger, nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("received", String(24), nullable=False),
    Column("taken", String(24), nullable=True),
    sqlite_autoincrement=True,
)
Index(
    "office_parcels_waiting",
    parcels.c.recipient,
    parcels.c.n,
    postgresql_where=text("taken IS NULL"),
    sqlite_where=text("taken IS NULL"),
)

#: The bytes of the parcels that wait.
contents = Table(
    "office_contents",
    metadata,
    Column(
        "n",
        _Number,
        ForeignKey("office_parcels.n", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("data", LargeBinary, nullable=False),
)
