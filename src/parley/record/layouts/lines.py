"""The lines of a text, each knowing where it stands, and lines joined so that this is not lost."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parley.record.document import Place

__all__ = ["Block", "Joined", "Line", "blocks_of", "cut", "join", "lines_of", "places_of"]

_GAP = re.compile(r"\s{2,}|[\t\f\v\xa0\u2000-\u200a]")
_BROKEN_WORD = re.compile(r"[^\W\d_][-\u00ad\u2010]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a piece of one, without white space at its ends.

    Parameters:
        text: what it says; empty of a blank line.
        start: where it begins in the text of the reading.
        indent: by how many characters it is indented.
    """

    text: str
    start: int
    indent: int = 0

    @property
    def end(self) -> int:
        """Where it ends in the text of the reading."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together.

    Parameters:
        lines: none of them blank.
        after_page: a page ended, or a mark of a page stood, just before it.
    """

    lines: tuple[Line, ...]
    after_page: bool = False

    @property
    def place(self) -> Place:
        """From where to where it stands, whatever lies between its lines."""
        return self.lines[0].start, max(line.end for line in self.lines)


@dataclass(frozen=True, slots=True)
class Joined:
    """Several lines as one text.

    Parameters:
        text: the lines, joined.
        at: where in `text` each stretch begins that was taken over as it is.
        origin: where each of these stretches stands in the text of the reading.
    """

    text: str
    at: tuple[int, ...]
    origin: tuple[int, ...]

    def place(self, start: int, end: int) -> Place:
        """Return where something stands in the text of the reading.

        Parameters:
            start, end: from which character of `text` to before which; not empty.
        """
        return self._origin(start), self._origin(end - 1) + 1

    def _origin(self, at: int) -> int:
        nth = max(0, bisect_right(self.at, at) - 1)
        return self.origin[nth] + at - self.at[nth]


def lines_of(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Return the lines of a text, or of a stretch of it; a form feed is a line of its own."""
    found: list[Line] = []
    at = start
    for raw in text[start:end].split("\n"):
        for number, piece in enumerate(raw.split("\f")):
            if number:
                found.append(Line("\f", at - 1))
            bare = piece.strip()
            indent = len(piece) - len(piece.lstrip())
            found.append(Line(bare, at + indent if bare else at, indent))
            at += len(piece) + 1
    return found


def cut(line: Line, *places: int) -> list[Line]:
    """Return the pieces of a line that is cut before these characters of it; none is empty."""
    pieces: list[Line] = []
    edges = [0, *sorted(places), len(line.text)]
    for begin, end in pairwise(edges):
        raw = line.text[begin:end]
        bare = raw.strip()
        if bare:
            pieces.append(Line(bare, line.start + begin + len(raw) - len(raw.lstrip())))
    return pieces


def blocks_of(lines: Iterable[Line]) -> list[Block]:
    """Return the runs of lines that no blank line and no end of a page parts."""
    found: list[Block] = []
    run: list[Line] = []
    page = False
    for line in lines:
        if line.text and line.text != "\f":
            run.append(line)
            continue
        if run:
            found.append(Block(tuple(run), page))
            run, page = [], False
        page = page or line.text == "\f"
    if run:
        found.append(Block(tuple(run), page))
    return found


def join(lines: Sequence[Line], glue: str = " ") -> Joined:
    """Join lines; runs of blanks become one, and a word broken at a line's end is mended.

    Parameters:
        glue: what stands between two lines: a blank, or a newline, which mends no words.
    """
    parts: list[str] = []
    at: list[int] = []
    origin: list[int] = []
    length = 0
    for number, line in enumerate(lines):
        if number:
            before = parts[-1]
            broken = glue == " " and _BROKEN_WORD.search(before) and line.text[:1].islower()
            if broken:
                parts[-1] = before[:-1]
                length -= 1
            else:
                parts.append(glue)
                length += 1
        begin = 0
        for gap in _GAP.finditer(line.text):
            length = _take(parts, at, origin, (line, begin, gap.start(), length))
            at.append(length)
            origin.append(line.start + gap.start())
            parts.append(" ")
            length += 1
            begin = gap.end()
        length = _take(parts, at, origin, (line, begin, len(line.text), length))
    return Joined("".join(parts), tuple(at), tuple(origin))


def _take(
    parts: list[str], at: list[int], origin: list[int], what: tuple[Line, int, int, int]
) -> int:
    line, begin, end, length = what
    parts.append(line.text[begin:end])
    at.append(length)
    origin.append(line.start + begin)
    return length + end - begin


def places_of(lines: Sequence[Line], text: str) -> tuple[Place, ...]:
    """Return where lines stand; those that only the end of a line parts are one place.

    Parameters:
        text: the text of the reading.
    """
    found: list[Place] = []
    for line in lines:
        if found:
            begin, end = found[-1]
            between = text[end : line.start]
            if end <= line.start and between.count("\n") <= 1 and not between.strip(" \t\n"):
                found[-1] = begin, line.end
                continue
        found.append((line.start, line.end))
    return tuple(found)
