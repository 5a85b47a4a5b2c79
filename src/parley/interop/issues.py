"""Issues of other programs' scenarios: their values as parley writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from parley.dossier.language.domain import Domain, domain
from parley.interop.gmcr.faults import fault, tidy
from parley.interop.numbers import decimal_text
from parley.kernel.errors import quoted

__all__ = [
    "MOST_VALUES",
    "Kind",
    "ScenarioIssue",
    "named_values",
    "numbers_by_step",
    "points",
    "whole_numbers",
]

MOST_VALUES = 100_000  # of one issue

#: Values by name, whole numbers from one to another, or any number between two.
Kind: TypeAlias = Literal["discrete", "integer", "real"]


@dataclass(frozen=True, slots=True)
class ScenarioIssue:
    """One issue of a scenario, as read.

    Parameters:
        name: as the file says.
        kind: which values the file speaks of.
        where: file and line, for messages.
        values: as the file writes each value -> as parley does.
        domain: the values.
        bounds: the least and the greatest number, for whole and real numbers.
        meanings: value -> what it means in words.
    """

    name: str
    kind: Kind
    where: str
    values: Mapping[str, str]
    domain: Domain
    bounds: tuple[Fraction, Fraction] | None = None
    meanings: Mapping[str, str] = field(default_factory=dict)

    @property
    def numbers(self) -> tuple[tuple[str, Fraction], ...]:
        """Each value with the number that it is; for issues of numbers."""
        return tuple((value, Fraction(value)) for value in self.domain.values)


def named_values(
    texts: Sequence[tuple[str, str]], faults: list[str]
) -> tuple[Domain, dict[str, str]] | None:
    """Return the values that a file lists, and the text that each becomes.

    Parameters:
        texts: where each stands, and as it is written.
        faults: what is wrong is added here; then None is returned.
    """
    before = len(faults)
    found: dict[str, str] = {}
    owners: dict[str, str] = {}
    for where, written in texts:
        tidied = tidy(written)
        if not tidied:
            faults.append(fault(where, "a value with a name", "an empty text", "name the value"))
            continue
        value = domain((tidied,)).values[0]
        if value in owners:
            got = f"{quoted(written)} after {quoted(owners[value])}"
            faults.append(
                fault(where, "each value of an issue once", got, "remove or rename one of the two")
            )
            continue
        owners[value] = written
        found[written] = value
    if len(faults) > before or not found:
        return None
    return domain(tuple(found.values())), found


def whole_numbers(
    low: int, high: int, where: str, faults: list[str], step: int = 1
) -> Domain | None:
    """Return the whole numbers from one to another, both included; None, with a fault, if none."""
    if low > high:
        got = f"{low} to {high}"
        faults.append(fault(where, "a range from low to high", got, "swap the bounds"))
        return None
    if max(abs(low), abs(high)) >= 10**15 or (high - low) // step >= MOST_VALUES:
        wanted = f"at most {MOST_VALUES:,} whole numbers of at most 15 digits"
        got = f"{high - low + 1:,}" if high - low < 10**15 else "more"
        faults.append(fault(where, wanted, got, "use a larger unit"))
        return None
    return domain(tuple(str(one) for one in range(low, high + 1, step)))


def points(low: Fraction, high: Fraction, steps: int) -> Domain:
    """Return evenly spaced numbers from one to another, both included.

    Parameters:
        steps: how many; each is rounded to a thousandth of their distance, the ends are not.

    >>> points(Fraction(0), Fraction(2), 4).values
    ('0', '0.6667', '1.3333', '2')
    """
    if low == high or steps < 2:
        return domain((_decimal(low, 12),))
    distance = (high - low) / (steps - 1)
    places = 3
    while distance < 1 and places < 12:
        distance *= 10
        places += 1
    inner = [low + (high - low) * number / (steps - 1) for number in range(1, steps - 1)]
    texts = [_decimal(low, 12), *(_decimal(one, places) for one in inner), _decimal(high, 12)]
    return domain(tuple(dict.fromkeys(texts)))


def _decimal(number: Fraction, places: int) -> str:
    """A number as a decimal, rounded where it has more places."""
    return decimal_text(round(number * 10**places) * Fraction(1, 10**places)) or "0"


def numbers_by_step(
    low: Fraction, high: Fraction, step: Fraction, where: str, faults: list[str]
) -> Domain | None:
    """Return the numbers from one up to another in equal steps; None, with a fault, if none."""
    if low > high or step <= 0:
        hint = "write the low number, the high one, and a step above 0"
        got = f"{float(low):g}, {float(high):g}, {float(step):g}"
        faults.append(fault(where, "a range from low to high in steps", got, hint))
        return None
    count = (high - low) // step + 1
    texts = [decimal_text(low), decimal_text(low + step * (count - 1)), decimal_text(step)]
    if count > MOST_VALUES or any(one is None or len(one.strip("-")) > 15 for one in texts):
        wanted = f"at most {MOST_VALUES:,} numbers of at most 14 digits"
        faults.append(fault(where, wanted, f"{count:,}", "use a larger step"))
        return None
    return domain(tuple(decimal_text(low + step * number) or "" for number in range(count)))
