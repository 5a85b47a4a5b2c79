"""Ids for what a `.gmcr` file calls by names in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from parley.dossier.language.formulas import KEYWORDS
from parley.dossier.vocabulary.field_types import ID_PATTERN

__all__ = ["ids_for"]

_ISSUE = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
_PARTY = re.compile(ID_PATTERN, re.ASCII)
_LONGEST = 60
#: Latin letters that are no other letter with an accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


def ids_for(names: Sequence[str], given: Sequence[object], kind: str) -> tuple[str, ...]:
    """Return an id for each name, each of them once.

    Parameters:
        names: in words, in any script.
        given: per name the id that parley wrote beside it, or anything else.
        kind: what to call a name that has no Latin letters: its place is put after it.

    >>> ids_for(["Release Water", "Вода", "Release water!", "If"], [None] * 4, "option")
    ('release_water', 'option_2', 'release_water_2', 'option_if')
    """
    fits = _fits_party if kind == "party" else _fits_issue
    found: list[str | None] = []
    taken: set[str] = set()
    for one in given:
        kept = one if isinstance(one, str) and fits(one) and one not in taken else None
        found.append(kept)
        if kept is not None:
            taken.add(kept)
    times: dict[str, int] = {}
    for number, (name, kept) in enumerate(zip(names, found, strict=True)):
        if kept is None:
            slug = _slug(name, f"{kind}_{number + 1}", kind)
            unique = slug
            while unique in taken:
                times[slug] = times.get(slug, 1) + 1
                unique = f"{slug}_{times[slug]}"
            taken.add(unique)
            found[number] = unique
    return tuple(one for one in found if one is not None)


def _fits_issue(identifier: str) -> bool:
    return _ISSUE.fullmatch(identifier) is not None and identifier not in KEYWORDS


def _fits_party(identifier: str) -> bool:
    return _PARTY.fullmatch(identifier) is not None


def _slug(name: str, otherwise: str, kind: str) -> str:
    """Return a name in lower case letters, figures and `_`, or `otherwise` if letters get lost."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    if any(sign.isalnum() and not sign.isascii() for sign in plain):
        return otherwise
    slug = re.sub(r"[^a-z0-9]+", "_", plain)[:_LONGEST].strip("_")
    if not slug:
        return otherwise
    return f"{kind}_{slug}" if slug in KEYWORDS or slug[0].isdigit() else slug
