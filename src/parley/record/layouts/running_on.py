"""A document without line breaks, as some prints of pages are: broken up where it was once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from parley.record.layouts.lines import Line, cut
from parley.record.layouts.patterns import compiled

__all__ = ["broken_up"]

_LONG = 600  # characters of a line that may be a whole document
_LABELS = re.compile(
    r"(?<=\s)(?:Citation|Summary|Credits|Original Language|Contents|Rights|Source|Author(?:\(s\))?"
    r"|Record ID|Language|Type)\s*:(?=\s)"
)
_HEADS = (
    r"(?<=\s)(?:\[\s*{word:stamp}|{word:series}\s+[\"“«]|{word:copy}\s+SIGN\d|{word:copy}:|{word:to}\s+{word:person}\s+(?-i:[A-ZА-Я]{3})"
    r"|(?:{word:number})\s+SIGN\d|{word:from}\s+\[?[A-ZА-Я]+\]?\s+{word:received}"
    r"|{word:received}\s+(?:at\s+)?\d|{word:deciphered}\s+{word:by}|{word:printed}\s+{word:by}"
    r"|{word:verified}\s*:)"
)
#: What a page says of its document, up to the next label; a head named in it is none.
_DESCRIBED = re.compile(
    r"(?<=\s)(?:Citation|Summary|Credits)\s*:\s.*?(?=\s(?:Citation|Summary|Credits|Contents|Rights"
    r"|Original Language|Source|Author(?:\(s\))?|Record ID|Language|Type)\s*:\s)"
    r"|[“«][^”»]{0,300}[”»]",
    re.DOTALL,
)
_SERIES = r"(?<=\s){word:series}\s+[\"“«]\w{1,3}[\"”»](?:\s+[A-ZА-Я](?!\w))?(?=\s)"
_SALUTATION = r"(?<=\s)(?:{word:salutation})\s+[A-ZА-Я][\w.\- ]{1,40}!(?=\s)"
_ADDRESSED = r"(?<=\s){word:to}\s+{word:person}\s+(?-i:[A-ZА-Я][A-ZА-Я -]{2,40}[.!:])(?=\s)"
#: A name in capitals behind the last sentence, and the number of the sender behind it.
_SIGNED = r"(?<=[.!?]\s)(?-i:[A-ZА-Я][A-ZА-Я]+(?:[ -][A-ZА-Я]+){0,3})\s+(?=SIGN\d)"
_GAP = re.compile(r"(?<=\s)\[(?:\.\.\.|…)\](?=\s|$)")
_ITEM = re.compile(r"(?<=[.:;]\s)(?:[-–•]\s+)?(\d{1,2})[.)]\s+(?=[A-ZА-ЯЁ])")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})[.!?]\s+(?=[A-ZА-ЯЁ])")


def broken_up(lines: Sequence[Line]) -> list[Line]:
    """Cut lines that hold a whole document: before labels, heads, salutations, items, languages."""
    filled = sum(1 for line in lines if line.text)
    found: list[Line] = []
    for line in lines:
        if len(line.text) < _LONG or filled > 6:
            found.append(line)
            continue
        for piece in cut(line, *sorted(_cuts(line.text))):
            found.append(piece)
            found.append(Line("", piece.end))
    return found


def _cuts(text: str) -> set[int]:
    labels = [match.start() for match in _LABELS.finditer(text)]
    quoted = [match.span() for match in _DESCRIBED.finditer(text)]
    heads = [
        match.start()
        for match in compiled(_HEADS).finditer(text)
        if not any(a < match.start() < b for a, b in quoted)
    ]
    places = {*labels, *heads}
    places.update(match.end() for match in compiled(_SERIES).finditer(text))
    if not places:
        return set()
    for pattern in (compiled(_SALUTATION), compiled(_ADDRESSED), compiled(_SIGNED), _GAP):
        for match in pattern.finditer(text):
            places.update((match.start(), match.end()))
    places.update(_items(text))
    places.update(_scripts(text))
    return {at for at in places if 0 < at < len(text)}


def _items(text: str) -> set[int]:
    """Numbered items, where they count from 1 up without a gap."""
    places: list[int] = []
    wanted = 1
    for match in _ITEM.finditer(text):
        if int(match[1]) == wanted:
            places.append(match.start())
            wanted += 1
        elif int(match[1]) == 1:
            wanted = 2
            places.append(match.start())
    if len(places) < 2:
        return set()
    if not any(_SENTENCE.search(text, a, b - 1) for a, b in pairwise(places)):
        # Each item is one sentence, so the last one is too, and what follows is no part of it.
        end = _SENTENCE.search(text, places[-1] + 4)
        places.extend([end.end()] if end else [])
    return set(places)


def _scripts(text: str) -> set[int]:
    """Where a stretch of one script ends and another begins, both of them long."""
    places: set[int] = set()
    pattern = re.compile(r"(?:[A-Za-z][^\u0400-\u04ff]{80,})|(?:[\u0400-\u04ff][^A-Za-z]{80,})")
    before = ""
    for match in pattern.finditer(text):
        script = "Latin" if match[0][0] < "\u0400" else "Cyrillic"
        if before and script != before:
            places.add(match.start())
        before = script
    return places
