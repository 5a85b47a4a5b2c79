"""The values that an issue can take."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from parley.kernel.errors import ParleyError

__all__ = ["Domain", "cut", "domain", "mask", "number_text"]

_MOST_DIGITS = 15  # so many digits survive in a float, so comparing floats compares the numbers
_NUMBER = re.compile(r"[+-]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_MOST_KEPT = 4_000_000  # values in the remembered cuts of one domain
_MOST_BITS = 2**28  # bits in the remembered masks of one domain


@dataclass(frozen=True, slots=True)
class Domain:
    """The values of one issue, as declared.

    Parameters:
        values: the values, each once; numbers in the form of `number_text`.
        ordered: whether values compare, in the order given (numbers: by size).
        numbers: set when every value is a number; `ordered` is then true.

    What follows from these is kept with them: `place` (value -> position as declared), `whole`
    (all values), `ranked` (values from least to greatest) and `sizes` (their numbers, or nothing).
    """

    values: tuple[str, ...]
    ordered: bool = False
    numbers: tuple[float, ...] | None = None
    place: dict[str, int] = field(init=False, repr=False, compare=False)
    whole: frozenset[str] = field(init=False, repr=False, compare=False)
    ranked: tuple[str, ...] = field(init=False, repr=False, compare=False)
    sizes: tuple[float, ...] = field(init=False, repr=False, compare=False)
    _cuts: dict[tuple[int, int], frozenset[str]] = field(init=False, repr=False, compare=False)
    _masks: dict[frozenset[str], int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ranked = self.values
        sizes: tuple[float, ...] = ()
        if self.numbers is not None:
            pairs = sorted(zip(self.numbers, self.values, strict=True))
            ranked, sizes = tuple(pair[1] for pair in pairs), tuple(pair[0] for pair in pairs)
        derived = {
            "place": {value: position for position, value in enumerate(self.values)},
            "whole": frozenset(self.values),
            "ranked": ranked,
            "sizes": sizes,
            "_cuts": {},
            "_masks": {},
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)


def domain(values: Sequence[str | int | float | bool], ordered: bool = False) -> Domain:
    """Build a domain from values as they stand in a file.

    Parameters:
        values: texts, numbers or truth values; 30, "30" and 30.0 are the one value `30`.
        ordered: whether the values compare in the order given; numbers always do, by size.

    Raises ParleyError without a value, for a value given twice, and for a number that is not
    finite or too long to compare exactly.

    >>> domain([30, "38.50", True]).values
    ('30', '38.5', 'true')
    """
    if not values:
        raise ParleyError("expected at least one value, got none", hint="list the values")
    texts: dict[str, object] = {}
    for value in values:
        text = _text_of(value)
        if text in texts:
            raise ParleyError(
                f"expected each value once, got '{text}' twice (as {texts[text]!r} and {value!r})",
                hint="remove one of the two",
            )
        texts[text] = value
    numeric = all(number_text(text) is not None for text in texts)
    numbers = tuple(float(text) for text in texts) if numeric else None
    return Domain(tuple(texts), ordered or numeric, numbers)


def _text_of(value: str | int | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        if not value.strip():
            raise ParleyError("expected a value, got an empty text", hint="name the value")
        return number_text(value) or value
    if isinstance(value, float) and not math.isfinite(value):
        raise ParleyError(f"expected a number, got {value!r}", hint="a value must be finite")
    if isinstance(value, int) and abs(value) >= 10**_MOST_DIGITS:  # str() of a huge int is refused
        text = None
    else:
        text = number_text(format(Decimal(format(value, f".{_MOST_DIGITS}g")), "f"))
    if text is None:
        raise ParleyError(
            f"expected a number of at most {_MOST_DIGITS} digits, got a longer one",
            hint="use a larger unit, or write it as a text in quotes with a letter",
        )
    return text


def number_text(text: str) -> str | None:
    """Return the one way to write the number that `text` is, or None if it is not a number.

    A text with leading zeros (`007`), an exponent, or more than 15 digits is not a number.

    >>> number_text("30.0"), number_text("-.5"), number_text("general")
    ('30', '-0.5', None)
    """
    if len(text) > 2 * _MOST_DIGITS or not _NUMBER.fullmatch(text):
        return None
    whole, _, part = text.lstrip("+-").partition(".")
    part = part.rstrip("0")
    if len(whole) + len(part) > _MOST_DIGITS:
        return None
    plain = f"{whole or '0'}.{part}" if part else whole or "0"
    return f"-{plain}" if text[0] == "-" and plain != "0" else plain


def cut(issue: Domain, comparison: str, bound: str | float) -> frozenset[str]:
    """Return the values of an ordered domain on one side of a bound.

    Parameters:
        issue: an ordered domain.
        comparison: `<`, `<=`, `>` or `>=`.
        bound: any number where the values are numbers, else one of the values.

    >>> sorted(cut(domain([10, 20, 30]), ">", 15.0))
    ['20', '30']
    """
    if isinstance(bound, str):
        low = issue.place[bound]
        high = low + 1
    else:
        low, high = bisect_left(issue.sizes, bound), bisect_right(issue.sizes, bound)
    count = len(issue.ranked)
    ends = {"<": (0, low), "<=": (0, high), ">": (high, count), ">=": (low, count)}[comparison]
    known = issue._cuts.get(ends)
    if known is None:
        known = frozenset(issue.ranked[ends[0] : ends[1]])
        if len(issue._cuts) * count < _MOST_KEPT:
            issue._cuts[ends] = known
    return known


def mask(issue: Domain, allowed: frozenset[str]) -> int:
    """Return a set of values as an integer with a bit for each, the first declared lowest.

    What is not a value of the domain is left out.

    >>> bin(mask(domain(["a", "b", "c"]), frozenset({"a", "c"})))
    '0b101'
    """
    known = issue._masks.get(allowed)
    if known is None:
        place = issue.place
        bits = bytearray(len(place) // 8 + 1)
        for value in allowed:
            at = place.get(value)
            if at is not None:
                bits[at >> 3] |= 1 << (at & 7)
        if len(issue._masks) * (len(place) + 64) > _MOST_BITS:
            issue._masks.clear()
        known = issue._masks[allowed] = int.from_bytes(bits, "little")
    return known
