"""Names across scripts: the consonants that remain when a name is written in Latin letters."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

__all__ = ["skeletons"]

# Ways of writing one sound, as far as transliterations of names differ in them.
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("tsz", "z"), ("zh", "z"), ("kh", "h"), ("ts", "z"), ("tz", "z"),
    ("cz", "z"), ("ch", "c"), ("sh", "s"), ("ph", "f"), ("th", "t"), ("dz", "z"), ("dj", "z"),
    ("gh", "g"), ("ck", "k"), ("qu", "k"), ("x", "ks"), ("q", "k"), ("w", "v"), ("j", "z"),
    ("ng", "n"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouy'`\"-]")
_TWICE = re.compile(r"(.)\1+")
# Endings of cases in Russian, the longest first; of a surname in -ov what follows it is an ending.
_ENDINGS = (
    "ыми", "ими", "ого", "его", "ому", "ему", "ами", "ями", "ах", "ях", "ой", "ый", "ий", "ым",
    "им", "ом", "ем", "ём", "ей", "ою", "ею", "ам", "ям", "ов", "ев", "ы", "и", "а", "я", "у",
    "ю", "е",
)  # fmt: skip
_SHORTEST = 2  # consonants; a name with fewer is compared by all its letters


@lru_cache(maxsize=1 << 16)
def skeletons(word: str) -> tuple[str, ...]:
    """Return what a name may be compared by: as it stands, and without an ending of its case.

    >>> skeletons("Филиппов")[0] == skeletons("Filippov")[0]
    True
    >>> set(skeletons("Сталину")) & set(skeletons("Stalin")) != set()
    True
    """
    found = [_skeleton(word)]
    lower = word.lower()
    if re.search("[а-яё]", lower):
        for ending in _ENDINGS:
            if lower.endswith(ending) and len(lower) - len(ending) >= 3:
                found.append(_skeleton(lower[: -len(ending)]))
    return tuple(dict.fromkeys(one for one in found if one))


def _skeleton(word: str) -> str:
    plain = anyascii(word).lower()
    short = plain
    for written, sound in _SOUNDS:
        short = short.replace(written, sound)
    short = _TWICE.sub(r"\1", _VOWELS.sub("", short))
    if len(short) < _SHORTEST:
        return re.sub(r"[^a-z]", "", plain)
    return re.sub(r"[^a-z]", "", short)
