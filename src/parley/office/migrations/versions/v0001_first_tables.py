"""The first tables: members, used challenges, sessions, parcels and their bytes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "office_server",
        sa.Column("one", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
    )
    _make_members()
    _make_parcels()


def _make_members() -> None:
    op.create_table(
        "office_members",
        sa.Column("n", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("post", sa.String(200), nullable=False),
        sa.Column("signing", sa.String(64), nullable=False, unique=True),
        sa.Column("fingerprint", sa.String(100), nullable=False),
        sa.Column("added", sa.String(24), nullable=False),
        sa.Column("revoked_since", sa.String(24), nullable=True),
    )
    valid = sa.text("revoked_since IS NULL")
    op.create_index(
        "office_members_post",
        "office_members",
        ["post"],
        unique=True,
        postgresql_where=valid,
        sqlite_where=valid,
    )
    op.create_table(
        "office_used_challenges",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("expires", sa.String(24), nullable=False, index=True),
    )
    member = sa.ForeignKey("office_members.n", ondelete="CASCADE")
    op.create_table(
        "office_sessions",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("member", _NUMBER, member, nullable=False, index=True),
        sa.Column("begun", sa.String(24), nullable=False),
        sa.Column("expires", sa.String(24), nullable=False, index=True),
    )


def _make_parcels() -> None:
    op.create_table(
        "office_parcels",
        sa.Column("n", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("parcel", sa.String(100), nullable=False, unique=True),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("recipient", sa.String(200), nullable=False),
        sa.Column("serial", sa.BigInteger, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("received", sa.String(24), nullable=False),
        sa.Column("taken", sa.String(24), nullable=True),
        sqlite_autoincrement=True,
    )
    waiting = sa.text("taken IS NULL")
    op.create_index(
        "office_parcels_waiting",
        "office_parcels",
        ["recipient", "n"],
        postgresql_where=waiting,
        sqlite_where=waiting,
    )
    parcel = sa.ForeignKey("office_parcels.n", ondelete="CASCADE")
    op.create_table(
        "office_contents",
        sa.Column("n", _NUMBER, parcel, primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
