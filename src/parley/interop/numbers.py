"""Numbers in other programs' files, taken exactly as they are written."""

from __future__ import annotations

import re
from fractions import Fraction

__all__ = ["EXPECTED", "decimal_text", "exact_float", "number_of", "whole_of"]

#: What messages say they expected.
EXPECTED = "a number of at most 40 digits"

_MOST_DIGITS = 40
_MOST_EXPONENT = 60
_NUMBER = re.compile(
    r"[+-]?(?:(?P<whole>[0-9]+)(?:\.(?P<part>[0-9]*))?|\.(?P<only>[0-9]+))(?:[eE](?P<power>[+-]?[0-9]{1,3}))?",
    re.ASCII,
)


def number_of(text: str | None) -> Fraction | None:
    """Return the number that a text is, exactly; None if it is none, or too large or too long.

    >>> number_of("0.10"), number_of("1e2"), number_of("1e999"), number_of("NaN")
    (Fraction(1, 10), Fraction(100, 1), None, None)
    """
    text = (text or "").strip()
    found = _NUMBER.fullmatch(text) if len(text) <= 3 * _MOST_DIGITS else None
    if found is None:
        return None
    digits = (found["whole"] or "") + (found["part"] or found["only"] or "")
    if len(digits.strip("0")) > _MOST_DIGITS or len(digits) > 2 * _MOST_DIGITS:
        return None
    if abs(int(found["power"] or 0)) > _MOST_EXPONENT:
        return None
    return Fraction(text)


def whole_of(text: str | None) -> int | None:
    """Return the whole number that a text is; None if it is none.

    >>> whole_of("12"), whole_of("1.5")
    (12, None)
    """
    found = number_of(text)
    return int(found) if found is not None and found.denominator == 1 else None


def decimal_text(number: Fraction) -> str | None:
    """Return a number as a decimal without an exponent; None where no decimal ends.

    >>> decimal_text(Fraction(1, 8)), decimal_text(Fraction(-3)), decimal_text(Fraction(1, 3))
    ('0.125', '-3', None)
    """
    bottom, places = number.denominator, 0
    twos = (bottom & -bottom).bit_length() - 1
    fives = 0
    odd = bottom >> twos
    while odd % 5 == 0:
        odd //= 5
        fives += 1
    if odd != 1:
        return None
    places = max(twos, fives)
    digits = str(abs(number.numerator) * 10**places // bottom).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def exact_float(number: Fraction) -> float | None:
    """Return the float whose shortest text is the number, exactly; None where there is none.

    >>> exact_float(Fraction(1, 10)), exact_float(Fraction(1, 3))
    (0.1, None)
    """
    try:
        nearest = float(number)
    except OverflowError:
        return None
    return nearest if Fraction(repr(nearest)) == number else None
