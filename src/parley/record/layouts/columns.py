"""Two columns that a reader of scans took for one: lines put back into their order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parley.record.language import languages
from parley.record.layouts.lines import Line
from parley.record.layouts.patterns import ends_sentence

__all__ = ["untangled"]

_LEAST = 8  # lines by which columns are told
_GUTTER = re.compile(r"\S(\s{3,}|\t+)(?=\S)")
_SHARE = 0.6  # of lines that have the gutter at one place
_NEAR = 6  # characters by which the gutter may wander
_CLASHES = 4  # lines that cannot go on in the next one, from which columns are thought of
_MOST = 4_000  # lines of a page


def untangled(lines: Sequence[Line]) -> list[Line]:
    """Return lines in the order of reading: the left column of a page, then the right one.

    Columns are told by a gutter of blanks that stands at one place on most lines; without one, by
    sentences that go on in every second line and hardly ever in the next.
    """
    found: list[Line] = []
    page: list[Line] = []
    for line in (*lines, None):
        if line is None or line.text == "\f":
            found.extend(_page(page))
            page = []
            found.extend([line] if line else [])
        else:
            page.append(line)
    return found


def _page(lines: list[Line]) -> list[Line]:
    filled = [line for line in lines if line.text]
    if len(filled) < _LEAST:
        return lines
    gutter = _gutter(filled)
    if gutter:
        return _parted(lines, gutter)
    return _alternating(lines, filled)


def _gutter(filled: Sequence[Line]) -> int:
    """Return the column at which the right half begins on most lines; 0 where there is none."""
    starts = [
        line.indent + match.end()
        for line in filled
        for match in [max(_GUTTER.finditer(line.text), key=lambda one: len(one[1]), default=None)]
        if match is not None
    ]
    if len(starts) < max(_LEAST - 2, int(len(filled) * 0.4)):
        return 0
    middle = sorted(starts)[len(starts) // 2]
    near = sum(abs(one - middle) <= _NEAR for one in starts)
    widths = sorted(line.indent + len(line.text) for line in filled)
    wide = widths[len(widths) * 3 // 4]
    return middle if near >= _SHARE * len(starts) and 0.3 * wide < middle < 0.75 * wide else 0


def _parted(lines: Sequence[Line], gutter: int) -> list[Line]:
    left: list[Line] = []
    right: list[Line] = []
    above: list[Line] = []
    for line in lines:
        at = _split_at(line, gutter)
        if at is None:
            whole = len(line.text) + line.indent > gutter + _NEAR and line.indent < gutter - _NEAR
            if whole and not left and not right:
                above.append(line)
            elif line.indent >= gutter - _NEAR and line.text:
                right.append(Line(line.text, line.start))
            elif not line.text and left:
                left.append(line)
                right.append(line)
            else:
                left.append(line)
            continue
        left.append(Line(line.text[: at[0]], line.start, line.indent))
        right.append(Line(line.text[at[1] :], line.start + at[1]))
    return [*above, *left, Line("", lines[-1].end), *right]


def _split_at(line: Line, gutter: int) -> tuple[int, int] | None:
    for match in _GUTTER.finditer(line.text):
        if abs(line.indent + match.end() - gutter) <= _NEAR:
            return match.start(1), match.end()
    return None


def _alternating(lines: list[Line], filled: Sequence[Line]) -> list[Line]:
    """Part lines of two columns that stand one below the other in turn."""
    if not 2 * _LEAST <= len(filled) <= _MOST:
        return lines
    ends = [line.text.rpartition(" ")[2] for line in filled]
    starts = [line.text.lstrip("\"“«'([").partition(" ")[0] for line in filled]
    next_one = sum(map(_clash, ends, starts[1:]))
    second = sum(map(_clash, ends, starts[2:]))
    if next_one < _CLASHES or second * 4 > next_one:
        return lines
    return [*filled[::2], Line("", filled[-1].end), *filled[1::2]]


def _clash(end: str, start: str) -> bool:
    """Whether a line that ends so can hardly go on with a line that begins so."""
    small = start[:1].islower()
    if ends_sentence(end):
        return small and end[-1] not in ":;" and not end[-2:-1].isdigit()
    if end[-1:] in "-\u00ad":
        return start[:1].isupper()
    word, after = end.casefold(), start.rstrip(",.;:").casefold()
    common = any(after in one.common for one in languages())
    if start[:1].isupper() and not start[1:2].isupper():
        return common  # only a sentence begins with such a word in capitals
    if word in _ARTICLES:
        return common
    return word in _PREPOSITIONS and after in _NEVER_AFTER


_ARTICLES = frozenset(("the", "a", "an"))
_PREPOSITIONS = frozenset(
    [
        "of",
        "in",
        "to",
        "and",
        "by",
        "from",
        "with",
        "for",
        "at",
        "on",
        "into",
        "в",
        "на",
        "с",
        "и",
        "по",
        "из",
        "от",
        "к",
        "о",
        "у",
        "для",
        "при",
    ]
)
_NEVER_AFTER = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "of",
        "and",
        "or",
        "but",
        "to",
        "for",
        "by",
        "at",
        "и",
        "а",
        "но",
        "был",
        "была",
        "были",
        "было",
        "в",
        "на",
    ]
)
