"""Text laid out for a terminal of 80 columns: wrapped, indented, in columns; readable uncoloured."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Sequence

import click

from parley.kernel.times import Span, show_time

__all__ = [
    "counted",
    "dim",
    "heading",
    "labelled",
    "one_line",
    "short_time",
    "width",
    "wrapped",
]

_WIDEST = 80
_NARROWEST = 40


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
    """Return labels and what stands under each, in two columns; a label may stand alone."""
    rows = list(pairs)
    column = indent + 2 + max((len(label) for label, _ in rows), default=0)
    lines: list[str] = []
    for label, text in rows:
        body = wrapped(text, column) or [""]
        head = (" " * indent + label).ljust(column)
        lines.append((click.style(head, fg="cyan") + body[0][column:]).rstrip())
        lines.extend(body[1:])
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


def one_line(text: str, longest: int) -> str:
    """Return a text on one line, cut where it is too long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def short_time(span: Span, zone: str) -> str:
    """Show a time without naming the zone, which is named above the list it stands in."""
    return show_time(span, zone).removesuffix(f" {zone}")
