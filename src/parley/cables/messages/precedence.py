"""How urgent a cable is, and how long it may take until it is in the addressee's hands.

The four words are those of military and diplomatic telegraphy; the times are parley's own, and an
office may have others in its `office.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from parley.kernel.errors import Refused

__all__ = ["LIMITS", "limit_of"]

#: Precedence -> from release until it is in hand, the most urgent first.
LIMITS: Mapping[str, timedelta] = {
    "flash": timedelta(minutes=10),
    "immediate": timedelta(hours=1),
    "priority": timedelta(hours=6),
    "routine": timedelta(days=1),
}


def limit_of(precedence: str, limits: Mapping[str, timedelta] = LIMITS) -> timedelta:
    """Return how long a cable of a precedence may take.

    Raises Refused for a precedence that the office does not have.
    """
    found = limits.get(precedence)
    if found is None:
        raise Refused(
            f"precedence: expected one of {', '.join(limits)}, got '{precedence}'",
            hint="an office can have others: add them to [limits] in its office.toml",
        )
    return found
