"""Times in the server's tables: UTC to the millisecond, as texts that sort as times do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ["instant", "later", "now"]


def now() -> datetime:
    """Return the present, in UTC."""
    return datetime.now(UTC)


def later(seconds: float, than: datetime) -> datetime:
    """Return the time so many seconds after another."""
    return than + timedelta(seconds=seconds)


def instant(at: datetime) -> str:
    """Return a time as the tables have it.

    >>> instant(datetime(1951, 7, 13, 15, 0, tzinfo=UTC))
    '1951-07-13T15:00:00.000Z'
    """
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"
