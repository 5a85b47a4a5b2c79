"""Long tables in parts, so that a page stays small however long the table is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["Paged", "part_of"]

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Paged:
    """Which part of a table is shown.

    Parameters:
        page: its number, from 1.
        pages: how many parts there are.
        found: how many rows there are in all.
    """

    page: int
    pages: int
    found: int


def part_of(rows: Sequence[Row], page: int, most: int) -> tuple[Sequence[Row], Paged]:
    """Return the rows of one part, and which it is; a number beyond the last part is the last.

    >>> part_of("abcde", 2, 2)
    ('cd', Paged(page=2, pages=3, found=5))
    """
    pages = max(1, -(-len(rows) // most))
    page = min(max(page, 1), pages)
    return rows[(page - 1) * most : page * most], Paged(page, pages, len(rows))
