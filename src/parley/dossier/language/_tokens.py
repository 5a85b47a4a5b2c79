"""The words and signs of a statement."""

from __future__ import annotations

import re

from parley.kernel.errors import BadStatement

__all__ = ["MAX_ATOMS", "MAX_LENGTH", "starts_of", "tokens_of"]

MAX_LENGTH = 10_000  #: characters in one statement
MAX_ATOMS = 2_000  #: values named in one statement

_TOKEN = re.compile(
    r"""
    (?:[-+](?=[0-9.]))?[\w.]+(?:-(?!>)[\w.]*)*      # a word or a number
    | "[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)            # a text in quotes, closed or not
    | '[^'\\]*(?:\\.[^'\\]*)*(?:'|\\?\Z)
    | <-> | <=> | -> | => | =< | <> | == | && | \|\| | != | <= | >=
    | \S                                            # all else, right or wrong
    """,
    re.VERBOSE | re.DOTALL,
)
_NAMES_A_VALUE = (",", "=", "!=", "<", "<=", ">", ">=", "≠", "≤", "≥", "in")


def tokens_of(text: str) -> list[str]:
    """Split a statement into words and signs, right or wrong; the last is empty and marks the end.

    Raises BadStatement for a text beyond the limits, before any other work.
    """
    if len(text) > MAX_LENGTH:
        raise BadStatement(
            f"expected a statement of at most {MAX_LENGTH:,} characters, got {len(text):,}",
            MAX_LENGTH + 1,
            "split it into several statements",
        )
    found: list[str] = _TOKEN.findall(text)
    if len(found) > 2 * MAX_ATOMS:  # every value named takes two tokens or more
        named = sum(map(found.count, _NAMES_A_VALUE))
        if named > MAX_ATOMS:
            message = f"expected at most {MAX_ATOMS:,} values in a statement, got {named:,}"
            raise BadStatement(message, 1, "split it into several statements")
    found.append("")
    return found


def starts_of(text: str) -> list[int]:
    """Return where each of the tokens of `tokens_of` starts, counted from 0."""
    return [*(match.start() for match in _TOKEN.finditer(text)), len(text.rstrip())]
