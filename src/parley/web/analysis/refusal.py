"""What an engine refuses, as help on the page: nothing is wrong, only something is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from parley.kernel.errors import ParleyError
from parley.web.analysis.worked import Longer

__all__ = ["Refusal", "refusal_of"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is nothing to see.

    Parameters:
        message, hint: as the engine says it.
        longer: whether a longer task would find it.
        error: the same to be raised by the API.
    """

    message: str
    hint: str
    longer: bool
    error: ParleyError


def refusal_of(error: ParleyError) -> Refusal:
    """Return a refusal as help."""
    return Refusal(error.message, error.hint or "", isinstance(error, Longer), error)
