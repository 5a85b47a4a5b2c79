"""Two languages side by side in a terminal: two columns, and what differs between the rows."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

from parley.brief.alignments.rows import Row, Words, rows_of
from parley.brief.blocks import clean
from parley.record.align.comparing import Compared
from parley.record.align.differences import Difference, counted, side_names

__all__ = ["render_alignment_terminal"]

_BETWEEN = " │ "
_LONGEST_LABEL = 6
_WARN, _BOLD, _PLAIN = "\x1b[33m", "\x1b[1m", "\x1b[0m"


def render_alignment_terminal(
    compared: Compared,
    found: Sequence[Difference],
    *,
    title: str,
    sentences: bool = False,
    width: int = 80,
    color: bool = False,
) -> str:
    """Render a comparison as text in two columns.

    Parameters:
        found: what differs.
        title: what was compared.
        sentences: whether to show sentences, or paragraphs.
        width: columns of the terminal.
        color: whether to colour it with escape sequences.
    """
    rows = rows_of(compared, found, sentences)
    column = (width - len(_BETWEEN)) // 2
    lines = _top(compared, found, title, width, color)
    heads = side_names(compared)
    lines.append(_styled(_BETWEEN.join(_padded(one, column) for one in heads), _BOLD, color))
    lines.append("─" * (column + 1) + "┼" + "─" * (width - column - 2))
    for row in rows:
        lines.extend(_row(row, column, width, color))
    return "\n".join(line.rstrip() for line in lines)


def _top(
    compared: Compared, found: Sequence[Difference], title: str, width: int, color: bool
) -> list[str]:
    pairs = sum(min(one.step) > 0 for one in compared.paragraphs)
    sentences = sum(min(one.step) > 0 for one in compared.sentences)
    told = (
        f"{counted(pairs, 'pair')} of paragraphs, {sentences} of sentences. "
        f"{counted(len(found), 'difference')}{', marked with !' if found else ''}."
    )
    head = textwrap.wrap(f"Two languages: {clean(title)}", width)
    return [*(_styled(line, _BOLD, color) for line in head), *textwrap.wrap(told, width), ""]


def _row(row: Row, column: int, width: int, color: bool) -> list[str]:
    left, right = _side(row.left, column), _side(row.right, column)
    lines = []
    for mine, theirs in zip_longest(left, right, fillvalue=""):
        lines.append(_padded(mine, column) + _BETWEEN + theirs)
    for note in row.notes:
        told = textwrap.wrap(
            clean(note.message), width, initial_indent="! ", subsequent_indent="  "
        )
        lines.extend(_styled(line, _WARN, color) for line in told)
    lines.append(" " * (column + 1) + "│")
    return lines


def _side(words: Sequence[Words], column: int) -> list[str]:
    if not words:
        return ["-"]
    lines = []
    for one in words:
        if len(one.label) > _LONGEST_LABEL:
            lines.append(f"[{one.label}]")
            lines.extend(_folded(one.text, column))
            continue
        indent = len(one.label) + 1
        body = _folded(one.text, column - indent) or [""]
        lines.append(f"{one.label} {body[0]}")
        lines.extend(" " * indent + line for line in body[1:])
    return lines


def _folded(text: str, columns: int) -> list[str]:
    """Break a text into lines that take so many columns; wide letters take two."""
    from rich.cells import cell_len

    text = clean(" ".join(text.split()))
    if text.isascii() or cell_len(text) == len(text):
        return textwrap.wrap(text, columns)
    lines, line, size = [], "", 0
    for letter in text:
        wide = cell_len(letter)
        if size + wide > columns:
            head, blank, rest = line.rpartition(" ")
            lines.append(head if blank else line)
            line = rest if blank else ""
            size = cell_len(line)
        line, size = line + letter, size + wide
    return [*lines, line] if line else lines


def _padded(text: str, columns: int) -> str:
    from rich.cells import cell_len

    return text + " " * max(0, columns - cell_len(text))


def _styled(text: str, style: str, color: bool) -> str:
    return f"{style}{text}{_PLAIN}" if color else text
