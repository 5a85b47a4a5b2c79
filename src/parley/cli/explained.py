"""All codes that parley explains: of dossiers, and of message offices."""

from __future__ import annotations

from parley.mandate.explaining import Explanation, explanations

__all__ = ["OFFICE", "all_explanations"]

#: What finds the codes of a message office.
OFFICE = "a message office"


def all_explanations() -> tuple[Explanation, ...]:
    """Return all explanations, by code; raises ParleyError for a plug-in that cannot be loaded."""
    from parley.cables.attention import CODES

    office = tuple(
        Explanation(code, one.severity, one.meaning, one.mending, OFFICE)
        for code, one in CODES.items()
    )
    return tuple(sorted((*explanations(), *office), key=lambda one: one.code))
