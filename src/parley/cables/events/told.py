"""Events of another log within events of this one, read once for all who look at them."""

from __future__ import annotations

from functools import lru_cache

from parley.cables.events.event_bytes import decode_event
from parley.cables.events.kinds import WHAT, Event, Signed

__all__ = ["tag_of", "told_event"]


def told_event(told: Signed) -> Event:
    """Return the event of another log; whether it is what it seems is not looked at.

    Raises Refused for what is no event.
    """
    return _read(told.record)


def tag_of(what: WHAT) -> str:
    """Return the kind of an event as its record tells it, such as `opened`."""
    return str(what.__struct_config__.tag)


@lru_cache(maxsize=32)
def _read(record: str) -> Event:
    return decode_event(record.encode())
