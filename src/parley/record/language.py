"""Which language a text is in, told by its script and its commonest words.

A language is a file in `languages/`: its script, what it is called, its commonest words, its months
and the words in the heads and feet of its documents. To add a language is to add a file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

__all__ = [
    "UNKNOWN",
    "Language",
    "language_named",
    "language_of",
    "languages",
    "script_of",
    "words",
]

UNKNOWN = "und"

_SAMPLE = 2_000  # characters that are looked at
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_SHARE = 0.12  # of words that are among the commonest
#: Scripts in the order in which they are asked about, with the language of those that have one
#: here; Japanese comes before Chinese, because it has letters of both.
_SCRIPTS = (
    ("Cyrillic", re.compile("[\u0400-\u052f]"), ""),
    ("Latin", re.compile("[A-Za-z\u00c0-\u024f]"), ""),
    ("Hangul", re.compile("[\uac00-\ud7a3\u1100-\u11ff]"), "ko"),
    ("Kana", re.compile("[\u3040-\u30ff]"), "ja"),
    ("Han", re.compile("[\u4e00-\u9fff\u3400-\u4dbf]"), "zh"),
    ("Arabic", re.compile("[\u0600-\u06ff]"), ""),
    ("Greek", re.compile("[\u0370-\u03ff]"), "el"),
    ("Hebrew", re.compile("[\u0590-\u05ff]"), "he"),
    ("Georgian", re.compile("[\u10a0-\u10ff]"), "ka"),
    ("Armenian", re.compile("[\u0530-\u058f]"), "hy"),
    ("Thai", re.compile("[\u0e00-\u0e7f]"), "th"),
    ("Devanagari", re.compile("[\u0900-\u097f]"), ""),
)
_OF_SCRIPT = {name: tag for name, _, tag in _SCRIPTS}


@dataclass(frozen=True, slots=True)
class Language:
    """What there is to know of a language.

    Parameters:
        tag: BCP 47.
        script: as in `script_of`.
        names: what documents call it, in any language.
        common: its commonest words, in small letters.
        months: its months, January first, in the form that dates have.
        short_months: their other forms, twelve or, with a second form of September, thirteen.
        words: kind of word -> those that stand in heads and feet of documents.
        handling: marks of secrecy, haste and return.
    """

    tag: str
    script: str
    names: tuple[str, ...]
    common: frozenset[str]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    handling: tuple[str, ...]


@lru_cache(maxsize=1)
def languages() -> tuple[Language, ...]:
    """Return all languages that there are files of, in order of their tags."""
    folder = files("parley.record") / "languages"
    found = [one for one in folder.iterdir() if one.name.endswith(".toml")]
    return tuple(_read(one.read_text(encoding="utf-8")) for one in sorted(found, key=str))


def _read(text: str) -> Language:
    data = tomllib.loads(text)
    words = {kind: tuple(some) for kind, some in data["words"].items() if kind != "handling"}
    return Language(
        data["tag"],
        data["script"],
        tuple(data["names"]),
        frozenset(data["common"]),
        tuple(data["months"]),
        tuple(data["short_months"]),
        words,
        tuple(data["words"]["handling"]),
    )


@lru_cache(maxsize=64)
def words(kind: str) -> tuple[str, ...]:
    """Return the words of a kind in all languages, the longest first, so that they can be tried."""
    found = {one for language in languages() for one in language.words.get(kind, ())}
    if kind == "handling":
        found = {one for language in languages() for one in language.handling}
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


@lru_cache(maxsize=256)
def language_named(text: str) -> str:
    """Return the tag of the language that is named in a text, `und` where none is.

    >>> language_named("Russian"), language_named("Original in English"), language_named("Elvish")
    ('ru', 'en', 'und')
    """
    folded = text.casefold()
    for language in languages():
        if any(re.search(rf"\b{re.escape(one.casefold())}\b", folded) for one in language.names):
            return language.tag
    return UNKNOWN


def script_of(text: str) -> str:
    """Return the script of most letters of a text, by its beginning; nothing where it has none.

    >>> script_of("Мао"), script_of("Mao"), script_of("1951")
    ('Cyrillic', 'Latin', '')
    """
    sample = text[:_SAMPLE]
    if sample.isascii():
        return "Latin" if _SCRIPTS[1][1].search(sample) else ""
    counts = {name: len(letters.findall(sample)) for name, letters, _ in _SCRIPTS[:2]}
    if sum(counts.values()) * 2 > len(sample):  # the quick way for most texts
        return max(counts, key=lambda name: counts[name])
    counts |= {name: len(letters.findall(sample)) for name, letters, _ in _SCRIPTS[2:]}
    if counts["Kana"] and counts["Kana"] * 10 > counts["Han"]:
        counts["Kana"] += counts["Han"]
    most = max(counts, key=lambda name: counts[name])
    return most if counts[most] else ""


def language_of(text: str) -> str:
    """Return the BCP 47 tag of a text's language, `und` where it is not known.

    >>> language_of("We will vigorously insist that no correspondents are allowed.")
    'en'
    """
    script = script_of(text)
    if _OF_SCRIPT.get(script):
        return _OF_SCRIPT[script]
    spoken = [one.casefold() for one in _WORD.findall(text[:_SAMPLE])]
    best, share = UNKNOWN, 0.0
    for language in languages():
        if language.script == script and spoken:
            own = sum(word in language.common for word in spoken) / len(spoken)
            if own > share:
                best, share = language.tag, own
    if share >= _LEAST_SHARE:
        return best
    few = [language.tag for language in languages() if language.script == script]
    return few[0] if len(few) == 1 and len(spoken) < 12 else UNKNOWN
