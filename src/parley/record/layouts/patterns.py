"""Pieces of patterns for the heads and feet of documents, made of the words of all languages."""

from __future__ import annotations

import re
from functools import lru_cache

from parley.record.language import words

__all__ = ["NUMBER", "SIGN", "any_of", "compiled", "ends_sentence", "item_of", "name_like"]

#: The sign before a number.
SIGN = r"(?:N[ºo°⁰]s?\.?|№№?|Nos?\.|Nr\.|N\b|#|number|номер)\s*"
#: A number as offices give them: 21756, 545/2384/shs, C-66882, P82/144.
NUMBER = r"(?:[A-ZА-Я]{1,3}[-–])?[A-ZА-Я]?\d+(?:[/\-–]\w+|\.\d+)*"

_ITEM = re.compile(
    r"(?P<bullet>[-–—•*·]\s+)?"
    r"(?:\(?(?P<digits>\d{1,2})[.)]|\((?P<letter>[a-zа-я])\)|(?P<plain>[a-zа-я])\)"
    r"|(?P<roman>[IVX]{1,4})[.)])\s+(?=[\"“«„'(\[]?[^\W_])"
)
_END = re.compile(r"[.!?…:;。！？][\"'”’»)\]*\d¹²³⁰-⁹]{0,4}$")
_SMALL = frozenset(
    ["of", "the", "for", "and", "in", "de", "la", "von", "и", "по", "при", "из", "в", "i", "a"]
)
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=64)
def any_of(kind: str) -> str:
    """Return a pattern of any word of a kind, whole, with whatever white space is in it."""
    spelled = (re.escape(one).replace(r"\ ", r"\s+") for one in words(kind))
    return rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)"


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which `{word:kind}` stands for any word of a kind, SIGN and NUMBER for
    theirs; capitals do not count, and `^` and `$` are ends of lines.
    """
    made = re.sub(r"\{word:(\w+)\}", lambda kind: any_of(kind[1]), pattern)
    made = made.replace("SIGN", SIGN).replace("NUMBER", NUMBER)
    return re.compile(made, re.IGNORECASE | re.MULTILINE)


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence or the head of a list does."""
    return _END.search(text[-8:]) is not None


def item_of(text: str) -> tuple[str, int]:
    """Return the number or letter with which a numbered item begins, and where its words do.

    >>> item_of("- 5. Prisoners."), item_of("Five points")
    (('5', 5), ('', 0))
    """
    found = _ITEM.match(text)
    if found is None:
        return "", 0
    return next(found[key] for key in ("digits", "letter", "plain", "roman") if found[key]), (
        found.end()
    )


def name_like(text: str) -> bool:
    """Whether a short text may be a name, with or without a rank, as below a letter.

    >>> name_like("МАО ЦЗЭДУН"), name_like("COLONEL [signature] (Makarov)"), name_like("We agree.")
    (True, True, False)
    """
    bare = re.sub(r"\[[^\]]*\]", " ", text)
    spoken = _WORD.findall(bare)
    if len(text) > 80 or not 0 < len(spoken) <= 8 or text[-1] in "!?;:…":
        return False
    if text.endswith(".") and len(spoken[-1]) > 4:
        return False
    return all(word[0].isupper() or word in _SMALL or not word[0].isalpha() for word in spoken) or (
        all(not word[0].islower() for word in spoken)
    )
