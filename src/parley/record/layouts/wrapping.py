"""Documents inside a document: an enclosed telegram, a draft below a decision, a quoted letter."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parley.record.layouts.bodies import prose, split_salutation
from parley.record.layouts.lines import Block, join
from parley.record.layouts.patterns import compiled, ends_sentence

__all__ = ["MOST_INSIDE", "unwrapped"]

MOST_INSIDE = 4  # documents inside one another

_LONGEST_HEADING = 140  # characters
_ENCLOSED = (
    r"^[\[(\"“«]*(?:{word:enclosure})\b"
    r"|^[\[(]?to\s+(?:p\.|point|item|para\S*)\s*\S+.{0,40}\b(?:protocol|minutes)\b"
    r"|^[\[(]?к\s+п\.?\s*\S+.{0,40}\bпротокол"
)
_NUMBERED = r"^\W*{word:number}[,:]?\s*SIGNNUMBER"
_OPEN, _CLOSE = '"“«„', '"”»“'


def unwrapped(blocks: Sequence[Block], year: int) -> tuple[list[Block], list[list[Block]]]:
    """Return the blocks of the outer document, and those of each document inside it, in order."""
    outer, inner = _enclosed(_parted(blocks), year)
    if not inner:
        outer, inner = _quoted(outer)
    return outer, inner


def _parted(blocks: Sequence[Block]) -> list[Block]:
    """Part blocks before a line with which an enclosure begins, where no blank line does."""
    found: list[Block] = []
    for block in blocks:
        begin = 0
        for nth, line in enumerate(block.lines):
            heading = len(line.text) < _LONGEST_HEADING and compiled(_ENCLOSED).match(line.text)
            if nth and heading and not ends_sentence(line.text.rstrip(":")):
                found.append(Block(block.lines[begin:nth], block.after_page and not begin))
                begin = nth
        found.append(Block(block.lines[begin:], block.after_page and not begin))
    return found


def _enclosed(blocks: list[Block], year: int) -> tuple[list[Block], list[list[Block]]]:
    starts: list[int] = []
    spoken = False
    for nth, block in enumerate(blocks):
        if nth and _begins_another(block, spoken) and _apart(blocks, starts, nth, year):
            starts.append(nth)
        if not spoken:
            spoken = prose(block, year, "head") or bool(split_salutation(block)[1])
    edges = [*starts, len(blocks)]
    inner = [blocks[a:b] for a, b in pairwise(edges)]
    return blocks[: edges[0]], inner


def _apart(blocks: Sequence[Block], starts: Sequence[int], nth: int, year: int) -> bool:
    """Whether a text stands since the last beginning: two headings in a row begin one document."""
    return not starts or any(prose(one, year, "head") for one in blocks[starts[-1] : nth])


def _begins_another(block: Block, after_text: bool) -> bool:
    first = block.lines[0].text
    if len(first) > _LONGEST_HEADING:
        return False
    if compiled(_ENCLOSED).match(first):
        return after_text and not ends_sentence(first.rstrip(":"))
    return after_text and bool(compiled(_NUMBERED).match(first)) and not ends_sentence(first)


def _quoted(blocks: list[Block]) -> tuple[list[Block], list[list[Block]]]:
    """A document between quotation marks, which begins with a salutation."""
    for nth, block in enumerate(blocks):
        text = block.lines[0].text
        if not nth or text[0] not in _OPEN or not split_salutation(block)[1]:
            continue
        if not join(blocks[nth - 1].lines).text.endswith(":"):
            continue
        for last in range(nth, len(blocks)):
            if blocks[last].lines[-1].text.rstrip(".")[-1:] in _CLOSE:
                outer = [*blocks[:nth], *blocks[last + 1 :]]
                return outer, [blocks[nth : last + 1]]
    return blocks, []
