"""Where an original is kept: the archive and the shelf mark, in the forms that documents have.

Russian archives count fond, opis, delo (and papka) and listy; several stretches may be joined, and
a later one leaves out what it shares with the one before. Of American files the decimal number,
the record group and the lot are known.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["ShelfMark", "find_shelf_marks"]

_LEVEL = re.compile(
    r"(?<!\w)(?:(?P<fond>fond|f|фонд|ф)|(?P<opis>opis['’]?|op|опись|оп)|(?P<delo>delo|d|дело|д)"
    r"|(?P<papka>papka|pap|por|p|папка|п)|(?P<listy>list[yi]?|lists|ll?|leaves|leaf|листы?|лл?))"
    r"(?:\.\s*|\s+)(?P<number>\d+[a-zа-я]?(?![\w.]\w)(?:\s*[-–—]\s*\d+[a-zа-я]{0,2})?"
    r"(?:\s*,\s*\d+(?:\s*[-–—]\s*\d+)?(?!\s*[.\w]))*)",
    re.IGNORECASE,
)
_LEVELS = ("fond", "opis", "delo", "papka", "listy")
_BETWEEN = re.compile(r"[\s,.:]*")
_AMERICAN = re.compile(
    r"(?<![\w.])(?:\d{3}[A-Z]?\.\d{2,}(?:\.\d+)*(?:/\d[\d\-–]*)?(?:\s*[A-Z]{2,})?"
    r"|RG\s*\d+(?:,\s*(?:entry|box|folder|lot|file)\s+[\w.-]+)*|Lot\s+\d+\s*[A-Z]\s*\d*"
    r"|PRC\s*FMA\s+[\d-]+|\d{3}-\d{5}-\d{2})(?![\w.])"
)
_ARCHIVE = re.compile(r"(?P<name>[^,;.\n()“”\"]*[^\W\d_][^,;\n“”\"]*?)[\s,;:]*$")
_JOINS = re.compile(r"^(?:and|und|et|as well as|также|и)\s+|^[;,]\s*", re.IGNORECASE)


class ShelfMark(NamedTuple):
    """A shelf mark in a text.

    Parameters:
        value: in full, also where the text leaves out what it shares with the one before.
        archive: the archive that is named just before it, or nothing.
        start, end: from which character to before which the mark stands.
        archive_start, archive_end: the same of the archive; both 0 where there is none.
    """

    value: str
    archive: str
    start: int
    end: int
    archive_start: int = 0
    archive_end: int = 0


def find_shelf_marks(text: str) -> tuple[ShelfMark, ...]:
    """Return the shelf marks in a text, in order.

    >>> [(one.archive, one.value) for one in find_shelf_marks(
    ...  "RGASPI, f. 558, op. 11, d. 340, ll. 43-45 and d. 341, ll. 1-2")]
    [('RGASPI', 'f. 558, op. 11, d. 340, ll. 43-45'), ('', 'f. 558, op. 11, d. 341, ll. 1-2')]
    """
    found: list[ShelfMark] = []
    shared: dict[str, str] = {}
    end = 0
    for run in _runs(text):
        parts = {kind: match[0] for kind, match in run}
        if "fond" in parts:
            shared = {}
        elif not shared or not parts.keys() & {"opis", "delo", "listy"}:
            continue
        above = _above(shared, parts)
        start, stop = run[0][1].start(), run[-1][1].end()
        value = ", ".join((*above, " ".join(text[start:stop].split())))
        shared |= {kind: words for kind, words in parts.items() if kind != "listy"}
        found.append(_with_archive(text, value, start, stop, end))
        end = stop
    if not found:
        for match in _AMERICAN.finditer(text):
            # The line above such a mark is a number or a heading, no archive.
            end = max(end, text.rfind("\n", 0, match.start()) + 1)
            found.append(_with_archive(text, match[0], match.start(), match.end(), end))
            end = match.end()
    return tuple(found)


def _runs(text: str) -> list[list[tuple[str, re.Match[str]]]]:
    """Return the levels that stand beside one another, each run ended where a level comes again."""
    runs: list[list[tuple[str, re.Match[str]]]] = []
    end = -1
    for match in _LEVEL.finditer(text):
        kind = next(level for level in _LEVELS if match[level])
        beside = end >= 0 and _BETWEEN.fullmatch(text[end : match.start()])
        if beside and kind not in {one for one, _ in runs[-1]} and kind != "fond":
            runs[-1].append((kind, match))
        else:
            runs.append([(kind, match)])
        end = match.end()
    return [run for run in runs if len(run) > 1 or run[0][0] in ("delo", "listy")]


def _above(shared: dict[str, str], parts: dict[str, str]) -> list[str]:
    """Return the levels that a mark shares with the one before: those above its own first."""
    first = min(_LEVELS.index(kind) for kind in parts)
    return [shared[kind] for kind in _LEVELS[:first] if kind in shared]


def _with_archive(text: str, value: str, start: int, end: int, after: int) -> ShelfMark:
    """Add the archive: the words before the mark, back to a comma or where a mark ended."""
    before = text[after:start].rstrip(" ,;:(")
    matched = _ARCHIVE.search(before)
    if matched is None:
        return ShelfMark(value, "", start, end)
    name = matched["name"]
    lead = _JOINS.match(name.lstrip())
    begin = after + matched.start("name") + len(name) - len(name.lstrip())
    name = name.strip()
    if lead:
        begin += lead.end()
        name = name[lead.end() :]
    if name.casefold() in ("", "and", "и") or len(name) > 120:
        return ShelfMark(value, "", start, end)
    return ShelfMark(value, name, start, end, begin, begin + len(name))
