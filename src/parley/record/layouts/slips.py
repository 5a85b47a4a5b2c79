"""Slips of a reader of scans, and numbers that do not agree: told, never mended."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parley.record.document import Document, Place, Suggestion

__all__ = ["suggestions_of"]

_MOST = 200
#: Family names after which a given name may begin with Il, which scans turn into II.
_KOREAN = r"(?:Kim|Nam|Pak|Park|Ri|Li|Lee|Yi|Choe|Choi|Kang|Han|Chang|Chong|Jong|Yun|So|Ho|Mun|O)"
_DOUBLE = re.compile(rf"\b(?P<family>{_KOREAN})\s+(?P<slip>II|ll|lI|1l|I1|l1|11)\b(?!\s*[.)])")
_MIXED = re.compile(r"[^\W\d_]*(?:[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z])[^\W\d_]*")
_DIGIT_INSIDE = re.compile(
    r"(?<![\w/.-])[A-Z]+[01][A-Z]{2,}(?![\w/-])|(?<!\w)[А-Я]{2,}0[А-Я]{2,}(?!\w)"
)
_LOOK_ALIKE = dict(zip("АВЕКМНОРСТУХаеорсухІі", "ABEKMHOPCTYXaeopcyxIi", strict=True))
_BACK = {latin: cyrillic for cyrillic, latin in _LOOK_ALIKE.items()}


def suggestions_of(
    document: Document, text: str, within: Place | None = None
) -> tuple[Suggestion, ...]:
    """Return what a person may want to mend in a document; nothing is changed.

    Parameters:
        text: that of the reading.
        within: only of this stretch of it; left out, of all.

    >>> [one.meant for one in suggestions_of(Document(), "Cde. Kim II Sung, World War II")]
    ['Il']
    """
    place = within or (0, len(text))
    inside = [*_names(text, place), *_scripts(text, place), *_digits(text, place)]
    found = [*_numbers(document), *inside]
    return tuple(sorted(found, key=lambda one: one.place)[:_MOST])


def _numbers(document: Document) -> Iterator[Suggestion]:
    """The number of the title and of the text, where they differ."""
    values = document.fields.get("number", ())
    own = [one for one in values if one.of == "text"]
    for other in values:
        if other.of != "text" and own and other.value != own[0].value:
            why = f"the {other.of} has number {other.value}, the document itself {own[0].value}"
            yield Suggestion(other.place, other.value, own[0].value, f"{why}; both are kept")


def _names(text: str, within: Place) -> Iterator[Suggestion]:
    for match in _DOUBLE.finditer(text, *within):
        slip = match["slip"]
        why = f"after the family name {match['family']} a given name such as Il is likelier"
        yield Suggestion(match.span("slip"), slip, "Il", why)


def _scripts(text: str, within: Place) -> Iterator[Suggestion]:
    if text.isascii():
        return
    for match in _MIXED.finditer(text, *within):
        word = match[0]
        cyrillic = sum("\u0400" <= one <= "\u04ff" for one in word)
        table = _BACK if cyrillic * 2 >= len(word) else _LOOK_ALIKE
        meant = "".join(table.get(one, one) for one in word)
        if meant != word and len({"\u0400" <= one <= "\u04ff" for one in meant}) == 1:
            yield Suggestion(match.span(), word, meant, "the word mixes letters of two scripts")


def _digits(text: str, within: Place) -> Iterator[Suggestion]:
    for match in _DIGIT_INSIDE.finditer(text, *within):
        cyrillic = "\u0400" <= match[0][0] <= "\u04ff"
        letters = {"0": "О" if cyrillic else "O", "1": "I"}
        meant = "".join(letters.get(one, one) for one in match[0])
        yield Suggestion(match.span(), match[0], meant, "a digit stands inside a word")
