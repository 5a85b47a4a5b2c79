"""The pages of the documentation, and the fenced blocks of code in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

from tests.meta.repository import ROOT, repository_files

__all__ = ["DOCS", "Block", "blocks", "pages"]

DOCS = ROOT / "docs"

_BLOCK = re.compile(
    r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=indent)```$|^% (?P<hidden>\$ [^\n]*)$",
    re.DOTALL | re.MULTILINE,
)


class Block(NamedTuple):
    """A fenced block: its page and line, the words after the fence, and its text."""

    page: Path
    line: int
    info: str
    text: str

    @property
    def place(self) -> str:
        """Where the block stands, for messages."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def pages() -> list[Path]:
    """Return every page of the documentation, sorted."""
    return repository_files("docs/*.md")


def blocks(page: Path) -> Iterator[Block]:
    """Give the fenced blocks of a page in order; a comment `% $ ...` is a command not shown."""
    text = page.read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        if found["hidden"]:
            yield Block(page, line, "console", found["hidden"] + "\n")
        else:
            yield Block(page, line, found["info"].strip(), dedent(found["text"]))
