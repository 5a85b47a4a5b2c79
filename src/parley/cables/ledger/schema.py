"""The tables of a ledger, the same in SQLite and PostgreSQL.

They hold the events as signed bytes; what stands beside the bytes is taken from them, so that an
event is found without reading the log. What a cable says is in none of them but as sealed blobs.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

__all__ = ["REVISION", "VERSIONS", "blobs", "events", "head", "mentions", "metadata"]

#: The migration that makes the tables as they are below.
REVISION = "0001"
#: The table that says which migration a ledger is at; not Alembic's usual name, so that another
#: program's tables in the same database are not taken for a ledger.
VERSIONS = "ledger_version"

metadata = MetaData()
#: SQLite knows a row by this very type, and then needs no second index.
_Row = BigInteger().with_variant(Integer, "sqlite")


def _partial(name: str, *columns: str, where: str, unique: bool) -> Index:
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


#: One row for each event. `cable` is the one that it is first about; `sender`, `recipient` and
#: `serial` are those of `sent` and `received`. `subtree` is the root of the largest whole subtree
#: that ends with the event (as many entries as the largest power of two that divides n + 1): from
#: these each node of the tree, the root and the proofs are made by reading a few rows.
events = Table(
    "events",
    metadata,
    Column("n", _Row, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("cable", Text),
    Column("series", Text),
    Column("number", BigInteger),
    Column("parcel", Text),
    Column("sender", Text),
    Column("recipient", Text),
    Column("serial", BigInteger),
    Column("record", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("subtree", LargeBinary, nullable=False),
    Index("events_by_kind", "kind", "n"),
    _partial("events_by_cable", "cable", "n", where="cable IS NOT NULL", unique=False),
    _partial("events_number", "series", "number", where="number IS NOT NULL", unique=True),
    _partial("events_parcel", "parcel", "kind", where="parcel IS NOT NULL", unique=True),
    _partial("events_sent", "sender", "recipient", "serial", where="kind = 'sent'", unique=True),
    _partial(
        "events_received", "sender", "recipient", "serial", where="kind = 'received'", unique=False
    ),
)

#: The cables that an event names beside its own.
mentions = Table(
    "mentions",
    metadata,
    Column("cable", Text, primary_key=True),
    Column("n", _Row, ForeignKey("events.n"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

#: One row: the name of the log. Whoever appends locks it first.
head = Table(
    "head",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="one_head"), primary_key=True),
    Column("log", Text, nullable=False),
)

#: Sealed bytes, by their SHA-256.
blobs = Table(
    "blobs",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
