"""Numbers that one of two texts lacks, whatever way they are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from parley.record.align.number_words import NUMBER_WORDS
from parley.record.align.words import LISTED, TOKEN, number_keys

__all__ = ["missing_numbers"]

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def missing_numbers(
    left: Sequence[str], right: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the numbers and months that only the left texts have, and those only of the right.

    The number of a point of a list is none of its text.

    A number in words or in Roman figures answers to one in digits, and is not missed itself; nor
    is the number one, which languages write as an article. Months are compared where both have any.

    >>> missing_numbers(["38 параллель, 5 пунктов"], ["the 38th parallel, five points"])
    ((), ())
    >>> missing_numbers(["Всего 12 копий"], ["21 copies in all"])
    (('12',), ('21',))
    """
    (mine, soft, months), (theirs, others, known) = _values(left), _values(right)
    first, second = _lacking(mine, theirs, others), _lacking(theirs, mine, soft)
    if months and known:
        first += [_MONTHS[one - 1] for one in sorted(months - known)]
        second += [_MONTHS[one - 1] for one in sorted(known - months)]
    return tuple(first), tuple(second)


def _values(texts: Sequence[str]) -> tuple[list[str], set[str], set[int]]:
    """Return numbers in digits, those in words or Roman figures, and months."""
    hard: list[str] = []
    soft: set[str] = set()
    months: set[int] = set()
    for form in (form for text in texts for form in TOKEN.findall(_without_mark(text))):
        for key in number_keys(form):
            if key[0] == "@":
                months.add(int(key[1:]))
            elif form[0].isdigit():
                hard.append(key[1:])
            else:
                soft.add(key[1:])
        if form.lower() in NUMBER_WORDS:
            soft.add(str(NUMBER_WORDS[form.lower()]))
    return hard, soft, months


def _without_mark(text: str) -> str:
    begun = LISTED.match(text)
    return text[begun.end() - 1 :] if begun else text


def _lacking(mine: Sequence[str], theirs: Sequence[str], soft: set[str]) -> list[str]:
    have = Counter(theirs)
    joined = {one + other for one, other in pairwise(theirs)}
    split = {part for pair in pairwise(mine) if "".join(pair) in have for part in pair}
    answered = soft | joined | split | {"1"}
    return [
        one for one, count in Counter(mine).items() if count > have[one] and one not in answered
    ]
