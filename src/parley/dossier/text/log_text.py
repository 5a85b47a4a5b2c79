"""A log as text: what stands above its entries, and each entry as it is written."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["LogText", "cut_log"]

_CUT = re.compile(r"^-(?=[ \n])", re.MULTILINE)
_HEAD = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*")
_MARKER = re.compile(r"^(?:---|\.\.\.)(?:\s|\Z)", re.MULTILINE)


class LogText(NamedTuple):
    """A log cut at the `- ` of its entries; head and chunks joined are the text.

    Parameters:
        head: comments and blank lines above the first entry.
        chunks: each entry, with all that follows it up to the next.
    """

    head: str
    chunks: tuple[str, ...]


def cut_log(text: str) -> LogText | None:
    """Cut a log into entries by its margin alone.

    None where that cannot be done: it has no entries, they do not stand at the margin, or there
    are marks of documents in it. Whether the cut was right, parsing the chunks will tell.

    Parameters:
        text: the content of a log, with `\\n` for its ends of lines.

    >>> cut_log("# July\\n- id: a\\n- id: b\\n")
    LogText(head='# July\\n', chunks=('- id: a\\n', '- id: b\\n'))
    """
    cuts = [found.start() for found in _CUT.finditer(text)]
    if not cuts or _MARKER.search(text):
        return None
    head = _HEAD.match(text)
    if head is None or head.end() != cuts[0]:
        return None
    ends = [*cuts[1:], len(text)]
    chunks = tuple(text[start:end] for start, end in zip(cuts, ends, strict=True))
    return LogText(text[: cuts[0]], chunks)
