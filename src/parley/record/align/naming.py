"""Names that one of two texts lacks, compared by their consonants across scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parley.record.align.names import skeletons
from parley.record.align.number_words import MONTHS, NUMBER_WORDS
from parley.record.align.words import number_keys

__all__ = ["missing_names"]

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# A capital says nothing at the beginning of a sentence.
_INSIDE = re.compile(r"(?<=[^\W\d_][ ,])[^\W\d_]+(?:['’-][^\W\d_]+)*|(?<=[,;:] )[^\W\d_]+")
_SHORTEST = 3  # consonants; a shorter skeleton is met by chance too often


def missing_names(
    left: Sequence[str], right: Sequence[str], pairs: Iterable[tuple[str, str]]
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return, for each pair of texts, the names that only one of them has.

    Only names that both whole sides know are looked for: others may be written in ways that do not
    answer to each other.

    Parameters:
        left, right: all texts of the sides.
    """
    mine, theirs = _names(left), _names(right)
    known = {one for form in mine for one in skeletons(form)}
    known &= {one for form in theirs for one in skeletons(form)}
    known = {one for one in known if len(one) >= _SHORTEST}
    found = []
    for first, second in pairs:
        have, other = _readings(first, known), _readings(second, known)
        found.append((_lacking(have, other, mine), _lacking(other, have, theirs)))
    return found


def _names(texts: Sequence[str]) -> set[str]:
    """Return the words that a side writes with a capital inside sentences, and never small."""
    small: set[str] = set()
    capital: set[str] = set()
    for text in texts:
        small.update(word for word in _WORD.findall(text) if word[0].islower())
        capital.update(word for word in _INSIDE.findall(text) if word[0].isupper())
    return {
        word
        for word in capital
        if word.lower() not in small
        and word.lower() not in MONTHS
        and word.lower() not in NUMBER_WORDS
        and not number_keys(word)
    }


def _readings(text: str, known: set[str]) -> dict[str, set[str]]:
    """Return the words of a text with those of their readings that are names on both sides."""
    found: dict[str, set[str]] = {}
    for word in _WORD.findall(text):
        if word[0].isupper():
            readings = known.intersection(skeletons(word))
            if readings:
                found[word] = readings
    return found


def _lacking(
    have: dict[str, set[str]], other: dict[str, set[str]], names: set[str]
) -> tuple[str, ...]:
    there = {one for readings in other.values() for one in readings}
    return tuple(word for word, readings in have.items() if word in names and not readings & there)
