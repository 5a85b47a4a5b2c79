"""Which cables an event names, so that all that was done with one is found without reading all."""

from __future__ import annotations

from parley.cables.events.kinds import (
    WHAT,
    Answered,
    EmergencyDestroyed,
    HandedOver,
    Noticed,
    Received,
    Released,
)
from parley.cables.events.told import told_event

__all__ = ["cables_of"]


#: What happens to a copy of one cable, and names no other.
_OWN = frozenset(
    (
        "destroyed",
        "opened",
        "passed",
        "printed",
        "read",
        "recopied",
        "returned",
        "took-back",
        "voided",
    )
)


def cables_of(what: WHAT) -> tuple[str, ...]:
    """Return the cables that an event names, each once: its own first, and what it is about.

    A copy that came in names the cable that its release is about, too.

    Raises Refused for a notice of what is no event.
    """
    if what.__struct_config__.tag in _OWN:  # most events are of these
        own: str = what.cable  # type: ignore[union-attr, assignment]
        return (own,)
    named = _named(what)
    if isinstance(what, Received):
        for one in (what.release, what.origin):
            named += [] if one is None else _named(told_event(one).what)
    elif isinstance(what, Noticed):
        for told in what.events:
            named += _named(told_event(told).what)
    return tuple(dict.fromkeys(named)) if len(named) > 1 else tuple(named)


def _named(what: WHAT) -> list[str]:
    """The cables that an event names, but for those in events of another log within it."""
    own = getattr(what, "cable", None)
    named: list[str] = [] if own is None else [own]
    if isinstance(what, Released) and what.about is not None:
        named.append(what.about)
    elif isinstance(what, Answered):
        named.append(what.reply)
    elif isinstance(what, EmergencyDestroyed):
        named += [one.cable for one in (*what.destroyed, *what.left)]
    elif isinstance(what, HandedOver):
        named += [one.cable for one in (*what.inventory, *what.missing)]
    return named
