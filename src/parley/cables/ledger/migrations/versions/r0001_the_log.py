"""The log: events, the cables that they name, its head, and sealed blobs."""

import sqlalchemy as sa
from alembic import op

__all__ = ["down_revision", "revision", "upgrade"]

revision = "0001"
down_revision = None

_ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables of an empty ledger."""
    _make_events()
    op.create_table(
        "mentions",
        sa.Column("cable", sa.Text, primary_key=True),
        sa.Column("n", _ROW, sa.ForeignKey("events.n"), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "head",
        sa.Column(
            "id", sa.Integer, sa.CheckConstraint("id = 1", name="one_head"), primary_key=True
        ),
        sa.Column("log", sa.Text, nullable=False),
    )
    op.create_table(
        "blobs",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def _make_events() -> None:
    op.create_table(
        "events",
        sa.Column("n", _ROW, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("cable", sa.Text),
        sa.Column("series", sa.Text),
        sa.Column("number", sa.BigInteger),
        sa.Column("parcel", sa.Text),
        sa.Column("sender", sa.Text),
        sa.Column("recipient", sa.Text),
        sa.Column("serial", sa.BigInteger),
        sa.Column("record", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("leaf", sa.LargeBinary, nullable=False),
        sa.Column("subtree", sa.LargeBinary, nullable=False),
    )
    op.create_index("events_by_kind", "events", ["kind", "n"])
    _make_partial("events_by_cable", ["cable", "n"], "cable IS NOT NULL", unique=False)
    _make_partial("events_number", ["series", "number"], "number IS NOT NULL")
    _make_partial("events_parcel", ["parcel", "kind"], "parcel IS NOT NULL")
    _make_partial("events_sent", ["sender", "recipient", "serial"], "kind = 'sent'")
    _make_partial(
        "events_received", ["sender", "recipient", "serial"], "kind = 'received'", unique=False
    )


def _make_partial(name: str, columns: list[str], where: str, *, unique: bool = True) -> None:
    condition = sa.text(where)
    op.create_index(
        name,
        "events",
        columns,
        unique=unique,
        sqlite_where=condition,
        postgresql_where=condition,
    )
