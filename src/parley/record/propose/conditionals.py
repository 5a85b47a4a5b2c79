"""Sentences with a condition, taken apart: what must happen, and what is done then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parley.record.document import Place
from parley.record.propose.words import Found, PhraseBook, Word, find, first_of

__all__ = ["Conditional", "take_apart"]

_HEAD = 4  # words that may stand before a condition that leads: "However, in this case, if ..."
_TELLING = ("insist", "refusal", "concede", "intend")


@dataclass(frozen=True, slots=True)
class Conditional:
    """A sentence with a condition.

    Parameters:
        opener: the phrase after which the condition stands.
        condition: from which character to before which; empty where it is the sentence before.
        consequence: the same of what is done then.
    """

    opener: Found
    condition: Place
    consequence: Place


def take_apart(
    text: str, words: Sequence[Word], found: Sequence[Found], book: PhraseBook
) -> Conditional | None:
    """Take a sentence with a condition apart; None where it has none.

    Parameters:
        words: of the sentence.
        found: the phrases in it.
    """
    back = first_of(found, "back")
    if back is not None and back.first <= 2:
        return Conditional(back, (0, 0), _span(words, back.after, len(words), text))
    opener = _opener(words, found)
    if opener is None:
        return None
    end = len(words)
    then = next((one for one in found if _ends(one, opener)), None)
    if then is not None:
        condition = _span(words, opener.after, then.first, text)
        return Conditional(opener, condition, _span(words, then.after, end, text))
    cut = _comma(words, opener, book) if opener.first <= _HEAD else None
    if cut is not None:
        condition = _span(words, opener.after, cut, text)
        return Conditional(opener, condition, _span(words, cut, end, text))
    if not opener.first:
        return None
    condition = _span(words, opener.after, end, text)
    return Conditional(opener, condition, _span(words, 0, opener.first, text))


def _ends(one: Found, opener: Found) -> bool:
    return one.phrase.group == "then" and one.first > opener.after


def _opener(words: Sequence[Word], found: Sequence[Found]) -> Found | None:
    """Return the first condition of the sentence, the longest phrase where several begin there."""
    barred = {one.after for one in found if one.phrase.group == "not_after"}
    openers = [
        one
        for one in found
        if one.phrase.group in ("conditions", "strong") and one.first not in barred
    ]
    if not openers:
        return None
    first = openers[0].first
    here = [one for one in openers if one.first <= first + 1]
    return max(here, key=lambda one: (one.after, one.phrase.group == "strong"))


def _comma(words: Sequence[Word], opener: Found, book: PhraseBook) -> int | None:
    """Return the word at which the consequence begins, where only a comma tells.

    It is the first comma behind which somebody gives, insists or intends; else the first. Where
    there is none, it is where somebody does so: "If they refuse we insist".
    """
    commas = [at for at in range(opener.after + 1, len(words)) if words[at].marked]
    for at, cut in enumerate(commas):
        until = commas[at + 1] if at + 1 < len(commas) else len(words)
        if first_of(find(words[cut:until], book), *_TELLING) is not None:
            return cut
    if commas:
        return commas[0]
    start = opener.after + 1
    told = first_of(find(words[start:], book), *_TELLING)
    return start + told.first if told is not None else None


def _span(words: Sequence[Word], first: int, after: int, text: str) -> Place:
    if first >= after:
        return (0, 0)
    end = len(text.rstrip()) if after == len(words) else words[after - 1].end
    return (words[first].start, end)
