"""Texts from outside, as they can be shown without harm."""

from __future__ import annotations

import re

__all__ = ["clean", "cut", "disarmed"]

# Controls, marks that turn text round, and lone halves of signs: all that a terminal may obey.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ufeff\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """Replace what a terminal may obey: control characters, and marks that turn a line round.

    >>> clean("a\\x1b[31mb")
    'a\ufffd[31mb'
    """
    return _HIDDEN.sub("\ufffd", text)


_OBEYED = re.compile("\x1b\\[[0-9;]*m|[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def disarmed(text: str) -> str:
    """Replace control characters and lone halves in what goes to a terminal, but for colours.

    >>> disarmed("a\\x1b[31mb\\x1b[2Jc") == "a\\x1b[31mb\ufffd[2Jc"
    True
    """
    return _OBEYED.sub(lambda found: found[0] if len(found[0]) > 1 else "\ufffd", text)


def cut(text: str, longest: int = 200) -> str:
    """Return a text on one line, without what a terminal may obey, and not longer than that."""
    line = " ".join(clean(text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
