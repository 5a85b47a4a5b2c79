"""Full-text search: words found by their stems, in the languages of the texts; hits are marked.

Ranking is BM25 (Robertson and others 1994). A search costs one pass over the words of all texts;
each distinct word is stemmed once.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import log

from parley.kernel.errors import Refused
from parley.record.document import Place

__all__ = [
    "Hit",
    "Index",
    "Part",
    "Query",
    "Searched",
    "Term",
    "folded",
    "index_of",
    "part_of",
    "read_query",
    "search",
    "search_index",
]

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_PART = re.compile(r'(?P<no>-)?(?:(?P<field>\w+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_LONGEST_QUERY, _MOST_TERMS = 1_000, 32
_SATURATION, _LENGTH = 1.2, 0.75  # the usual settings of BM25
_BY_TAG = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hu": "hungarian", "hy": "armenian",
    "it": "italian", "lt": "lithuanian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Searched:
    """One text to search in.

    Parameters:
        key: what it is, for whoever asks.
        language: BCP 47 tag.
        fields: name -> text.
    """

    key: str
    language: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after the other; the last may be only a beginning.

    Parameters:
        words: folded, not stemmed.
        field: only in this field; empty: in any.
        open_ended: whether the last word may go on.
        unwanted: whether texts that have it are left out.
    """

    words: tuple[str, ...]
    field: str = ""
    open_ended: bool = False
    unwanted: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: every wanted term, and no unwanted one."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A text in which everything was found.

    Parameters:
        key: of the text.
        score: how well it fits; only the order means something.
        marks: field -> where words of the query stand in it, from which character to before which.
    """

    key: str
    score: float
    marks: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)


def read_query(text: str) -> Query:
    """Read a query: `word`, `begin*`, `"words in a row"`, `field:word`, `-unwanted`.

    Raises Refused for one with no word, or too long.

    >>> read_query('line -zone text:"38th parallel" demarc*').terms[2].words
    ('38th', 'parallel')
    """
    if len(text) > _LONGEST_QUERY:
        raise Refused(
            f"search: expected at most {_LONGEST_QUERY:,} characters, got {len(text):,}",
            hint="look for fewer words",
        )
    terms = []
    for part in _PART.finditer(text):
        body = part["phrase"] if part["phrase"] is not None else part["word"]
        words = tuple(folded(word) for word in _WORD.findall(body))
        if words:
            ends = part["phrase"] is None and body.endswith("*")
            terms.append(Term(words, part["field"] or "", ends, part["no"] is not None))
    if not any(not term.unwanted for term in terms) or len(terms) > _MOST_TERMS:
        got = "none" if not terms else "only words to leave out"
        got = f"{len(terms)} terms" if len(terms) > _MOST_TERMS else got
        raise Refused(
            f"search: expected 1 to {_MOST_TERMS} words to look for, got {got}",
            hint='write words, "words in a row", begin*, field:word or -unwanted',
        )
    return Query(tuple(terms))


def search(texts: Iterable[Searched], query: Query) -> tuple[Hit, ...]:
    """Return the texts in which everything is found, the best first; equals in their order.

    Parameters:
        texts: read once.
    """
    every: list[_Found] = []
    total = length = 0
    for one in texts:
        found = _found_in(one, query)
        total, length = total + 1, length + found.words
        if found.counts:
            every.append(found)
    return _best(every, query, total, length)


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Texts that are searched again and again: which words stand in which of them.

    Parameters:
        texts: in their order, with how many words each has.
        places: stem of a word -> the numbers of the texts that it stands in.
        forms: a word as `folded` -> its stems.
        languages: those of the texts.
    """

    texts: tuple[tuple[Searched, int], ...]
    places: Mapping[str, Sequence[int]]
    forms: Mapping[str, frozenset[str]]
    languages: frozenset[str]


def index_of(texts: Iterable[Searched]) -> Index:
    """Return an index of texts, for `search_index`."""
    kept: list[tuple[Searched, int]] = []
    places: dict[str, list[int]] = {}
    forms: dict[str, set[str]] = {}
    stemmed: dict[tuple[str, str], str] = {}
    for number, one in enumerate(texts):
        stem, count, seen = _stemmer(one.language), 0, set[str]()
        for text in one.fields.values():
            words = _WORD.findall(text)
            count += len(words)
            seen.update(words)
        stems = set()
        for word in seen:
            found = stemmed.get((one.language, word))
            if found is None:
                found = stemmed[one.language, word] = stem(word)
                forms.setdefault(folded(word), set()).add(found)
            stems.add(found)
        for found in stems:
            places.setdefault(found, []).append(number)
        kept.append((one, count))
    return Index(
        tuple(kept),
        places,
        {word: frozenset(stems) for word, stems in forms.items()},
        frozenset(one.language for one, _ in kept),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of an index: the numbers of its texts, in order, and how many words they have."""

    numbers: frozenset[int]
    length: int


def part_of(index: Index, keys: Container[str]) -> Part:
    """Return the part of an index whose texts have some keys."""
    numbers = [number for number, (one, _) in enumerate(index.texts) if one.key in keys]
    return Part(frozenset(numbers), sum(index.texts[number][1] for number in numbers))


def search_index(index: Index, query: Query, part: Part) -> tuple[Hit, ...]:
    """Return what `search` returns for the texts of a part, without reading all of them."""
    may = set[int]()
    for term in query.terms:
        may |= _may_have(index, term)
    found = [_found_in(index.texts[number][0], query) for number in sorted(may & part.numbers)]
    every = [one for one in found if one.counts]
    return _best(every, query, len(part.numbers), part.length)


def _may_have(index: Index, term: Term) -> set[int]:
    """The texts in which each word of a term stands somewhere, in any of its forms."""
    found: set[int] | None = None
    for at, word in enumerate(term.words):
        if term.open_ended and at == len(term.words) - 1:
            stems = {
                stem
                for form, stems in index.forms.items()
                if form.startswith(word)
                for stem in stems
            }
        else:
            stems = {_stemmer(language)(word) for language in index.languages}
        here = {number for stem in stems for number in index.places.get(stem, ())}
        found = here if found is None else found & here
    return found or set()


def _best(every: Sequence[_Found], query: Query, total: int, length: int) -> tuple[Hit, ...]:
    """Those in which everything is found, the best first.

    Parameters:
        every: the texts in which anything is found.
        total, length: how many texts there are in all, and how many words.
    """
    containing: Counter[Term] = Counter()
    for one in every:
        containing.update(one.counts.keys())
    mean = length / total if length else 1.0
    hits = [
        Hit(one.key, _score(one.counts, one.words / mean, containing, total), one.marks)
        for one in every
        if all((one.counts[term] > 0) != term.unwanted for term in query.terms)
    ]
    return tuple(sorted(hits, key=lambda hit: -hit.score))


def folded(word: str) -> str:
    """Return a word without what does not matter: case, marks of sounds, forms of letters."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    # Marks of Latin, Greek and Cyrillic vowels go, but й is a letter of its own, and ё is sought
    # as е, as it is mostly written.
    kept = (
        one for at, one in enumerate(plain)
        if not unicodedata.combining(one) or (one == "\u0306" and plain[at - 1] == "и")
    )  # fmt: skip
    return unicodedata.normalize("NFC", "".join(kept))


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    name = _BY_TAG.get(language.split("-")[0].casefold())
    if name is None:
        return cache(folded)
    import snowballstemmer

    stem = snowballstemmer.stemmer(name).stemWord

    @cache
    def stemmed(word: str) -> str:
        # Russian stems are those of letters without marks; й must survive the folding.
        return str(stem(folded(word)))

    return stemmed


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found in one text: how often each term, where, and of how many words."""

    key: str
    counts: Counter[Term]
    marks: dict[str, tuple[Place, ...]]
    words: int


def _found_in(one: Searched, query: Query) -> _Found:
    stem = _stemmer(one.language)
    counts: Counter[Term] = Counter()
    marks: dict[str, tuple[Place, ...]] = {}
    length = 0
    for name, text in one.fields.items():
        words = list(_WORD.finditer(text))
        length += len(words)
        stems = [stem(word[0]) for word in words]
        places: list[Place] = []
        for term in query.terms:
            if term.field and term.field != name:
                continue
            for at in _places(term, words, stems, stem):
                counts[term] += 1
                if not term.unwanted:
                    places.append((words[at].start(), words[at + len(term.words) - 1].end()))
        if places:
            marks[name] = _joined(places)
    return _Found(one.key, counts, marks, length)


def _places(
    term: Term,
    words: Sequence[re.Match[str]],
    stems: Sequence[str],
    stem: Callable[[str], str],
) -> Iterable[int]:
    """Where the words of a term stand in a row."""
    wanted = [stem(word) for word in term.words]
    last = len(wanted) - 1
    for at in range(len(words) - last):
        for step in range(last + 1):
            here = stems[at + step]
            if step == last and term.open_ended:
                if not folded(words[at + step][0]).startswith(term.words[last]):
                    break
            elif here != wanted[step]:
                break
        else:
            yield at


def _joined(places: Iterable[Place]) -> tuple[Place, ...]:
    """Places in order, those that overlap as one."""
    found: list[Place] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _score(counts: Counter[Term], share: float, containing: Counter[Term], total: int) -> float:
    score = 0.0
    for term, count in counts.items():
        if not term.unwanted:
            rarity = log(1 + (total - containing[term] + 0.5) / (containing[term] + 0.5))
            damped = count + _SATURATION * (1 - _LENGTH + _LENGTH * share)
            score += rarity * count * (_SATURATION + 1) / damped
    return score
