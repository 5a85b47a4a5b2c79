"""What reference managers ask of a source: what it is, and its date as far as it is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from parley.dossier.vocabulary.declarations import Source

__all__ = ["Issued", "issued", "kind_of"]

_DATE = re.compile(
    r"(?P<about>(?:about|circa|ca\.?|~)\s*)?"
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_END = re.compile(r"\s*/\s*([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\s*")
_CLOCK = re.compile(r"[T ]?(?:[0-9]{2}:[0-9]{2}.*)?\s*")
_WIDENED = re.compile(r"\s*(?:±|\+/?-).*")


@dataclass(frozen=True, slots=True)
class Issued:
    """A date.

    Parameters:
        parts: year, then month and day as far as known; empty where the text is no date.
        end: the same of the end of a period; empty where it is none.
        about: whether it is only near.
        text: as the dossier has it.
    """

    parts: tuple[int, ...]
    end: tuple[int, ...]
    about: bool
    text: str


def kind_of(source: Source) -> Literal["archival", "online", "other"]:
    """Return what a source is to a reference manager: archives keep it, or it has an address."""
    if source.archive:
        return "archival"
    return "online" if source.url else "other"


def issued(text: str) -> Issued:
    """Read the date of a source; a time of day is left out.

    >>> issued("1951-07-13 15:00 Europe/Moscow").parts
    (1951, 7, 13)
    """
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return Issued((), (), False, text)
    parts = tuple(int(found[name]) for name in ("year", "month", "day") if found[name])
    rest = found["rest"]
    end = _END.fullmatch(rest)
    if end is not None:
        return Issued(parts, tuple(int(one) for one in end.groups() if one), False, text)
    widened = _WIDENED.fullmatch(rest) is not None
    if not widened and _CLOCK.fullmatch(rest) is None:
        return Issued((), (), False, text)
    return Issued(parts, (), widened or found["about"] is not None, text)
