"""Names that look like others: one letter of another alphabet, and a cable goes to a stranger.

It is a short list of letters of Cyrillic and Greek that print as Latin ones do, after compatible
forms are made one (NFKC, Unicode Standard Annex 15) and case is left out. Two names of one look
that differ in more than that, such as `l` and `1`, are not found.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

__all__ = ["looks_like"]

_LATIN = str.maketrans(
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0455\u0456\u0458\u0501\u04bb"
    "\u03b1\u03b2\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u0131",
    "abekmhopctyxsijdhabeiknoptuxi",
)


def looks_like(name: str, others: Iterable[str]) -> str | None:
    """Return another name that a reader would take for this one; None if there is none.

    >>> looks_like("m\u0430ndator", ["mandator", "team"]), looks_like("team", ["team"])
    ('mandator', None)
    """
    look = _look(name)
    return next((one for one in others if one != name and _look(one) == look), None)


def _look(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().translate(_LATIN)
