"""Words of a sentence, and phrases of word forms that are looked for among them.

A phrase is written in a language's file as words with blanks between:

    word        this word, in any case; `ё` counts as `е`
    stem*       a word that begins so
    *end        a word that ends so
    a|b*|c      one of these
    ,word       a word with a comma, or another mark, before it
    ..          up to 3 other words; `..5` up to 5; none of them a negation

A phrase that begins with no negation is not found right behind one: `can agree` is not in
"cannot agree" nor in "not ready".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from parley.kernel.errors import Refused

__all__ = ["Found", "Phrase", "PhraseBook", "Word", "find", "first_of", "make_book", "words_of"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MARKS = re.compile("[,;:—–(]")
#: A sentence longer than this is a table or no text: only its beginning is looked at.
MAX_WORDS = 600
_GAP = 3
_LARGEST_GAP = 12
_PREFIX = 2  # letters by which phrases that begin with a stem are kept


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Parameters:
        form: in small letters, with one kind of apostrophe.
        start: its first character.
        end: before which character it ends.
        marked: a comma or another mark stands before it.
    """

    form: str
    start: int
    end: int
    marked: bool


@dataclass(frozen=True, slots=True)
class _Slot:
    words: frozenset[str]
    stems: tuple[str, ...]
    ends: tuple[str, ...] = ()
    marked: bool = False
    gap: int = 0  # words that may stand before it


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase: the group it belongs to, how it is written, and its slots in order."""

    group: str
    written: str
    slots: tuple[_Slot, ...]
    negative: bool


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """All phrases of a language, by the word or the first letters that they begin with."""

    negations: frozenset[str]
    by_word: Mapping[str, tuple[Phrase, ...]]
    by_stem: Mapping[str, tuple[Phrase, ...]]
    by_end: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a sentence, from which word to before which."""

    phrase: Phrase
    first: int
    after: int


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text; of a very long one, those at its beginning.

    >>> [one.form for one in words_of("“We don’t insist”, he wrote")]
    ['we', "don't", 'insist', 'he', 'wrote']
    """
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        marked = _MARKS.search(text, end, match.start()) is not None
        end = match.end()
        found.append(Word(_folded(match[0]), match.start(), end, marked))
        if len(found) == MAX_WORDS:
            break
    return tuple(found)


def _folded(text: str) -> str:
    return text.casefold().replace("ё", "е").replace("’", "'")


def make_book(groups: Mapping[str, Iterable[str]], negations: Iterable[str]) -> PhraseBook:
    """Put phrases in order, so that they are found quickly.

    Parameters:
        groups: name of a group -> its phrases as they are written.
        negations: words that turn what follows into its opposite.

    Raises Refused for a phrase that cannot be read.
    """
    against = frozenset(_folded(one) for one in negations)
    by_word: dict[str, list[Phrase]] = {}
    by_stem: dict[str, list[Phrase]] = {}
    by_end: list[Phrase] = []
    for group, written in groups.items():
        for one in written:
            phrase = _phrase(group, one, against)
            for word in phrase.slots[0].words:
                by_word.setdefault(word, []).append(phrase)
            for stem in phrase.slots[0].stems:
                by_stem.setdefault(stem[:_PREFIX], []).append(phrase)
            if phrase.slots[0].ends:
                by_end.append(phrase)
    return PhraseBook(
        against,
        {word: tuple(some) for word, some in by_word.items()},
        {stem: tuple(some) for stem, some in by_stem.items()},
        tuple(by_end),
    )


def _phrase(group: str, written: str, negations: frozenset[str]) -> Phrase:
    slots: list[_Slot] = []
    gap = 0
    for part in written.split():
        if part.startswith(".."):
            number = part[2:] or str(_GAP)
            if not number.isdecimal() or not 0 < int(number) <= _LARGEST_GAP or not slots:
                raise _bad(group, written, part)
            gap = int(number)
            continue
        forms = _folded(part.removeprefix(",")).split("|")
        begun = tuple(one for one in forms if one.endswith("*"))
        stems = tuple(one[:-1] for one in begun)
        ends = tuple(one[1:] for one in forms if one.startswith("*"))
        if not all(forms) or any(len(one) < _PREFIX or "*" in one for one in (*stems, *ends)):
            raise _bad(group, written, part)
        words = frozenset(one for one in forms if not one.startswith("*") and one not in begun)
        if any("*" in one for one in words):
            raise _bad(group, written, part)
        slots.append(_Slot(words, stems, ends, part.startswith(","), gap))
        gap = 0
    if not slots or gap:
        raise _bad(group, written, written)
    negative = bool(slots[0].words & negations)
    return Phrase(group, written, tuple(slots), negative)


def _bad(group: str, written: str, part: str) -> Refused:
    return Refused(
        f"phrase '{written}' of '{group}': '{part}' cannot be read",
        hint="write words, `stem*` with two letters or more, `a|b`, and `..N` between words",
    )


def find(words: Sequence[Word], book: PhraseBook, group: str = "") -> tuple[Found, ...]:
    """Return the phrases in a sentence, in the order in which they begin.

    Parameters:
        group: only those of this group; left out, all.
    """
    found: list[Found] = []
    for at, word in enumerate(words):
        begun = (
            *book.by_word.get(word.form, ()),
            *book.by_stem.get(word.form[:_PREFIX], ()),
            *book.by_end,
        )
        for phrase in begun:
            if group and phrase.group != group:
                continue
            if not phrase.negative and at and words[at - 1].form in book.negations:
                continue
            after = _after(words, at, phrase, book.negations)
            if after:
                found.append(Found(phrase, at, after))
    return tuple(found)


def first_of(found: Iterable[Found], *groups: str) -> Found | None:
    """Return what begins first of some groups, the longest where several begin there."""
    some = [one for one in found if one.phrase.group in groups]
    return min(some, key=lambda one: (one.first, -one.after), default=None)


def _after(words: Sequence[Word], at: int, phrase: Phrase, negations: frozenset[str]) -> int:
    """Return behind which word a phrase that begins here ends; 0 where it does not stand here.

    All ends are followed at once, so that the work grows with the phrase and not with the ways.
    """
    if not _fits(words[at], phrase.slots[0]):
        return 0
    ends = {at + 1}
    for slot in phrase.slots[1:]:
        further: set[int] = set()
        for end in ends:
            for seek in range(end, min(end + slot.gap + 1, len(words))):
                if _fits(words[seek], slot):
                    further.add(seek + 1)
                if words[seek].form in negations:
                    break
        if not further:
            return 0
        ends = further
    return min(ends)


def _fits(word: Word, slot: _Slot) -> bool:
    if slot.marked and not word.marked:
        return False
    form = word.form
    return (
        form in slot.words
        or (bool(slot.stems) and form.startswith(slot.stems))
        or (bool(slot.ends) and form.endswith(slot.ends))
    )
