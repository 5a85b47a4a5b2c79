"""Marks in a text that belong to no sentence: of pages, of stamps, of what is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from parley.record.document import Place
from parley.record.layouts.lines import Line, cut
from parley.record.layouts.patterns import compiled

__all__ = ["Marked", "take_marks"]

_PAGE = re.compile(
    r"\[?\s*pages?\s*:?\s*[\divxlc]{1,6}\s*(?:(?:of|/|из)\s*\d{1,5})?\s*\]?"
    r"|\[?\s*(?:стр\.?|с\.|л\.)\s*\d{1,5}\s*\]?"
    r"|[-–—]\s*\d{1,4}\s*[-–—]"
    r"|page\s+\d{2,3}\s+(?:of\s+\d{2,3}\s+)?[A-Z][\w ]*\d{4,}.*",
    re.IGNORECASE,
)
_STATE_PAGE = re.compile(r"PAGE\s+\d{2,3}\s+[A-Z]")
_INSIDE = re.compile(r"\[\s*Page\s+[\divxlc]{1,6}\s*\]", re.IGNORECASE)
_LEFT_OUT = re.compile(r"\[\s*(?:\.\.\.|…)\s*\]|(?:[*_=–—-]\s*){3,}|#+")
_STAMP = r"\[\s*{word:stamp}\b"
_LONGEST_STAMP = 1_000  # characters
_MOST_STAMP_LINES = 12
_MOST_BANNER_LINES = 6


class Marked(NamedTuple):
    """The lines without the marks.

    Parameters:
        lines: a mark of a page is a form feed among them.
        stamps: each as its lines.
        places: of all marks but stamps.
    """

    lines: list[Line]
    stamps: list[tuple[Line, ...]]
    places: list[Place]


def take_marks(lines: Sequence[Line]) -> Marked:
    """Take marks of pages, stamps and gaps out of the lines of a text."""
    marked = Marked([], [], [])
    nth = 0
    while nth < len(lines):
        line = lines[nth]
        if not line.text or line.text == "\f":
            marked.lines.append(line)
        elif _PAGE.fullmatch(line.text):
            _take_banner(marked, line)
            marked.places.append((line.start, line.end))
            marked.lines.append(Line("\f", line.start))
        elif _LEFT_OUT.fullmatch(line.text):
            marked.places.append((line.start, line.end))
            marked.lines.append(Line("", line.start))
        elif "[" in line.text and (stamp := compiled(_STAMP).search(line.text)):
            nth = _take_stamp(lines, nth, stamp.start(), marked)
            continue
        elif "[" in line.text and _INSIDE.search(line.text):
            _take_pages(line, marked)
        else:
            marked.lines.append(line)
        nth += 1
    return marked


def _take_pages(line: Line, marked: Marked) -> None:
    """A mark of a page inside a line: the words before and after it belong together."""
    for match in reversed(list(_INSIDE.finditer(line.text))):
        marked.places.append((line.start + match.start(), line.start + match.end()))
    begin = 0
    for match in _INSIDE.finditer(line.text):
        piece = Line(line.text[begin : match.start()], line.start + begin)
        marked.lines.extend(cut(piece))
        begin = match.end()
    marked.lines.extend(cut(Line(line.text[begin:], line.start + begin)))


def _take_banner(marked: Marked, page: Line) -> None:
    """Take the secrecy that a page of a telegram repeats at its edge out of the lines before it."""
    if not _STATE_PAGE.match(page.text):
        return
    at = len(marked.lines)
    while at and at > len(marked.lines) - _MOST_BANNER_LINES:
        line = marked.lines[at - 1]
        if line.text and not compiled(r"{word:handling}").fullmatch(line.text):
            break
        at -= 1
    if not any(line.text and line.text != "\f" for line in marked.lines[:at]):
        return  # at the head of the first page it is said for the first time
    marked.places.extend((one.start, one.end) for one in marked.lines[at:] if one.text)
    del marked.lines[at:]


def _take_stamp(lines: Sequence[Line], nth: int, start: int, marked: Marked) -> int:
    """Take the stamp that begins on a line, and return the number of the next line to look at."""
    stamp: list[Line] = []
    size = 0
    for at in range(nth, min(nth + _MOST_STAMP_LINES, len(lines))):
        line = lines[at]
        begin = start if at == nth else 0
        end = _closing(line.text, begin, at == nth)
        piece = line.text[begin:end] if end >= 0 else line.text[begin:]
        stamp.extend(cut(Line(piece, line.start + begin)))
        size += len(piece)
        if size > _LONGEST_STAMP:
            break
        if end >= 0:
            first = lines[nth]
            marked.lines.extend(cut(Line(first.text[:start], first.start)))
            rest = cut(Line(line.text[end:], line.start + end))
            marked.stamps.append(tuple(stamp))
            alone = not rest and not first.text[:start].strip()
            blank = Line("", line.start)
            marked.lines.extend(rest if not alone else [blank])
            return at + 1
    marked.lines.append(lines[nth])
    return nth + 1


def _closing(text: str, begin: int, first: bool) -> int:
    depth = 0 if first else 1
    for at in range(begin, len(text)):
        if text[at] == "[":
            depth += 1
        elif text[at] == "]":
            depth -= 1
            if depth <= 0:
                return at + 1
    return -1
