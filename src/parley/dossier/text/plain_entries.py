"""The short way to format an entry that is nothing but lines of `key: value`.

Most entries of a long log are. They need no parser: no comment, quote or block is in them, so
their lines can be put in order as they are.
"""

from __future__ import annotations

import re

from parley.dossier.text.canonical import key_ranks
from parley.dossier.text.scalars import spaced
from parley.dossier.vocabulary.entries import ENTRY_TYPES, Entry
from parley.dossier.vocabulary.shapes import fields_of

__all__ = ["format_plain"]

# A text without quotes that begins with a letter or figure, with no `: `, `#` or blank end.
_LINE = r"(?:[a-z_]++): [^\W_](?:[^\n\t:#]|:(?=[^\s:#]))*+(?<! )\n"
_ENTRY = re.compile(rf"- {_LINE}(?:  {_LINE})*+")


def format_plain(chunk: str) -> list[str] | None:
    """Return the lines of an entry in canonical form; None where that takes the long way.

    Parameters:
        chunk: the entry, with nothing behind it.

    >>> format_plain("- type: event\\n  id: e1\\n")
    ['- id: e1', '  type: event']
    """
    if _ENTRY.fullmatch(chunk) is None:
        return None
    pairs = [line[2:].split(": ", 1) for line in chunk[:-1].split("\n")]
    record = ENTRY_TYPES.get(dict(pairs).get("type", ""), Entry)
    ranks = key_ranks(record)
    fields = fields_of(record)
    pairs.sort(key=lambda pair: ranks.get(pair[0], len(ranks)))
    lines = []
    for key, value in pairs:
        field = fields.get(key)
        if field is not None and field.shape.role == "statement":
            value = spaced(value)
        lines.append(f"  {key}: {value}")
    lines[0] = f"- {lines[0][2:]}"
    return lines
