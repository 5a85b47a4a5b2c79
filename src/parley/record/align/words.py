"""The words of segments as numbers, and what each of them says across languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.record.align.beads import Ints
from parley.record.align.names import skeletons
from parley.record.align.number_words import MONTHS, NUMBER_WORDS

__all__ = ["LISTED", "TOKEN", "Side", "number_keys", "read_side", "shared_keys", "stem_of"]

TOKEN = re.compile(
    r"\d+(?:[.,:/]\d+)*"
    r"|[㐀-鿿぀-ヿ가-힯฀-๿]+"
    r"|[^\W\d_]+(?:['’-][^\W\d_]+)*"
    r"|[?!:;()\[\]…？！：；（）]|[\"«»“”„]"
)
LISTED = re.compile(r"\W*(?:(\d{1,3})|([IVX]{1,5})|([^\W\d_]))\s?[.)]\s")
_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})$")
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$")
_ROMAN = re.compile(r"(?=[IVXLCХ]{2})(?:[XХ]{0,3})(?:I[XХ]|IV|V?I{0,3})$")
_SPACELESS = re.compile(r"[㐀-鿿぀-ヿ가-힯฀-๿]")
_MARKS = {
    "?": "?", "？": "?", "!": "!", "！": "!", ":": ":", "：": ":", ";": ";", "；": ";",
    "(": "(", "（": "(", "[": "(", "«": '"', "“": '"', "„": '"', '"': '"', "…": "…",
}  # fmt: skip
_LONGEST_NUMBER = 40  # characters; a longer run of digits is no number
_STEM = 5  # letters that inflected forms of a word share
_VALUES = {"I": 1, "V": 5, "X": 10, "Х": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The segments of one side as numbers.

    Parameters:
        lengths: of each segment in characters, white space apart; int64, shape (n,).
        start: where the tokens of each segment begin in `tokens`; int64, shape (n + 1,).
        tokens: numbers of forms, in the order of the text; int64.
        forms: what the numbers stand for.
        marks: (segment, sign): `=5` of one that begins with a number of a list, `K` and its kind.
    """

    lengths: Ints
    start: Ints
    tokens: Ints
    forms: tuple[str, ...]
    marks: tuple[tuple[int, str], ...]

    def __len__(self) -> int:
        return len(self.lengths)


def read_side(texts: Sequence[str], kinds: Sequence[str] | None = None) -> Side:
    """Cut segments into tokens: O(characters).

    Parameters:
        kinds: what each segment is, such as `salutation`; empty for most.
    """
    number: defaultdict[str, int] = defaultdict()
    number.default_factory = number.__len__
    counts = np.zeros(len(texts) + 1, dtype=np.int64)
    lengths = np.zeros(len(texts), dtype=np.int64)
    parts: list[Ints] = []
    marks = [(at, f"K{kind}") for at, kind in enumerate(kinds or ()) if kind]
    for at, text in enumerate(texts):
        found = TOKEN.findall(text)
        if _SPACELESS.search(text):
            found = _in_pairs(found)
        parts.append(np.fromiter(map(number.__getitem__, found), np.int64, len(found)))
        counts[at + 1] = len(found)
        lengths[at] = len("".join(text.split()))
        begun = LISTED.match(text)
        if begun:
            marks.append((at, f"={_list_mark(begun)}"))
    tokens = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
    return Side(lengths, np.cumsum(counts), tokens, tuple(number), tuple(marks))


def _in_pairs(tokens: list[str]) -> list[str]:
    """Cut runs of a script without spaces into pairs of letters."""
    found: list[str] = []
    for one in tokens:
        if _SPACELESS.match(one) and len(one) > 2:
            found.extend(one[at : at + 2] for at in range(len(one) - 1))
        else:
            found.append(one)
    return found


def _list_mark(match: re.Match[str]) -> str:
    digits, roman, letter = match.groups()
    if digits:
        return str(int(digits))
    return str(_roman(roman)) if roman else f"letter {letter.lower()}" if letter else ""


def _roman(text: str) -> int:
    values = [_VALUES[letter] for letter in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def stem_of(form: str) -> str:
    """Return what the inflected forms of a word have in common, roughly; empty for no word."""
    return form.lower().replace("ё", "е")[:_STEM] if form[:1].isalpha() else ""


def number_keys(form: str) -> tuple[str, ...]:
    """Return the numbers and months that a token stands for, as `#13` and `@7`.

    >>> number_keys("30.6.1951"), number_keys("1,500"), number_keys("0043"), number_keys("15:00")
    (('#30', '@6', '#1951'), ('#1500',), ('#43',), ('#1500',))
    """
    if form[0].isdigit():
        return _digit_keys(form) if len(form) <= _LONGEST_NUMBER else ()
    if _ROMAN.match(form):
        return (f"#{_roman(form)}",)
    lower = form.lower()
    if lower in MONTHS:
        return (f"@{MONTHS[lower]}",)
    if form == "May":
        return ("@5",)
    return ()


def _digit_keys(form: str) -> tuple[str, ...]:
    date = _DATE.match(form)
    if date and int(date[2]) <= 12 and int(date[1]) <= 31:
        return f"#{int(date[1])}", f"@{int(date[2])}", f"#{int(date[3])}"
    if _THOUSANDS.match(form):
        return (f"#{int(re.sub('[.,]', '', form))}",)
    if ":" in form:
        return (f"#{int(re.sub('[^0-9]', '', form))}",)
    if "/" in form or form.count(".") + form.count(",") > 1:
        return tuple(f"#{int(one)}" for one in re.split("[./,]", form) if one)
    whole, _, part = form.replace(",", ".").partition(".")
    return (f"#{int(whole)}.{part}" if part else f"#{int(whole)}",)


def shared_keys(forms: Sequence[str]) -> list[tuple[str, ...]]:
    """Return, for each form of a side, what it may share with the other language.

    Numbers `#`, months `@`, numbers in words `~`, marks by themselves, names `N`. A name is a
    capitalised word that the side nowhere writes small.
    """
    known = set(forms)
    return [_keys(form, known) for form in forms]


def _keys(form: str, known: set[str]) -> tuple[str, ...]:
    if form in _MARKS:
        return (_MARKS[form],)
    numbers = number_keys(form)
    if numbers:
        return numbers
    lower = form.lower()
    if lower in NUMBER_WORDS:
        return (f"~{NUMBER_WORDS[lower]}",)
    if form[0].isupper() and len(form) > 1 and lower not in known:
        return tuple(f"N{one}" for one in skeletons(form))
    return ()
