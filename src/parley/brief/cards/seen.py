"""Through whose eyes a card is made, and as of when."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Seen"]


class Seen(Protocol):
    """What a card must know of who looks; the instants are microseconds since 1970 UTC."""

    @property
    def party(self) -> str | None:
        """The party whose knowledge counts; None for everybody's together."""

    @property
    def as_of(self) -> int:
        """Up to when things happened."""

    @property
    def known_as_of(self) -> int:
        """Up to when the party had learned of them."""

    @property
    def zone(self) -> str:
        """The zone in which times are shown."""
