"""Text laid out for a terminal of 80 columns: wrapped, indented, in columns."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Sequence

import click

__all__ = [
    "counted",
    "dim",
    "heading",
    "labelled",
    "width",
    "wrapped",
]

_WIDEST = 80
_NARROWEST = 40
_WIDEST_LABEL = 24


def width() -> int:
    """Return how wide a line may be: 80, or what a narrower terminal has."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns))


def wrapped(text: str, indent: int = 0, hanging: int | None = None) -> list[str]:
    """Break a text into lines; those after the first are indented by `hanging`, if given.

    Words and ids are never broken.
    """
    return textwrap.wrap(
        " ".join(text.split()),
        width(),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if hanging is None else hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )


def labelled(pairs: Iterable[tuple[str, str]], indent: int = 2) -> list[str]:
    """Return labels, and the text of each beside it, in two columns.

    Of a label that is too long for its column, the text stands below.
    """
    rows = list(pairs)
    longest = max((len(label) for label, _ in rows), default=0)
    column = indent + 2 + min(longest, _WIDEST_LABEL)
    lines: list[str] = []
    for label, text in rows:
        body = wrapped(text, column)
        head = click.style(" " * indent + label, fg="cyan")
        if body and len(label) <= _WIDEST_LABEL:
            padding = " " * (column - indent - len(label))
            head += padding + body.pop(0)[column:]
        lines.extend((head, *body))
    return lines


def heading(text: str) -> str:
    """Style a heading."""
    return click.style(text, bold=True)


def dim(lines: Sequence[str]) -> list[str]:
    """Style lines that matter less."""
    return [click.style(line, dim=True) for line in lines]


def counted(number: int, word: str, plural: str | None = None) -> str:
    """Say how many, as `1 error` or `2 errors`."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"
