"""Numbers with units: which can be compared, and what one is in the other's unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Measure", "comparable", "in_base", "rounding", "show_number", "unit_of"]

#: Unit -> the kind of thing it measures and how much of its base one is. A mile is the statute
#: mile; the sizes are those of the international yard and pound agreement (1959) and of the SI.
_UNITS: Mapping[str, tuple[str, float]] = {
    "m": ("length", 1.0),
    "km": ("length", 1_000.0),
    "mile": ("length", 1_609.344),
    "nautical mile": ("length", 1_852.0),
    "yard": ("length", 0.9144),
    "foot": ("length", 0.3048),
    "verst": ("length", 1_066.8),
    "li": ("length", 500.0),
    "m²": ("area", 1.0),
    "ha": ("area", 10_000.0),
    "km²": ("area", 1_000_000.0),
    "square mile": ("area", 2_589_988.110336),
    "acre": ("area", 4_046.8564224),
    "s": ("time", 1.0),
    "minute": ("time", 60.0),
    "hour": ("time", 3_600.0),
    "day": ("time", 86_400.0),
    "week": ("time", 604_800.0),
    "kg": ("weight", 1.0),
    "t": ("weight", 1_000.0),
    "pound": ("weight", 0.45359237),
    "pood": ("weight", 16.3804815),
    "%": ("share", 0.01),
    "per cent": ("share", 0.01),
}
#: Other ways to write a unit.
_ALSO: Mapping[str, str] = {
    **dict.fromkeys(("metre", "metres", "meter", "meters"), "m"),
    **dict.fromkeys(("kilometre", "kilometres", "kilometer", "kilometers", "kms"), "km"),
    **dict.fromkeys(("miles", "mi", "statute mile", "statute miles"), "mile"),
    **dict.fromkeys(("nautical miles", "nm", "nmi"), "nautical mile"),
    **dict.fromkeys(("yards", "yd"), "yard"),
    **dict.fromkeys(("feet", "ft"), "foot"),
    **dict.fromkeys(("versts",), "verst"),
    **dict.fromkeys(("sq m", "m2"), "m²"),
    **dict.fromkeys(("hectare", "hectares"), "ha"),
    **dict.fromkeys(("sq km", "km2", "square kilometres", "square kilometers"), "km²"),
    **dict.fromkeys(("square miles", "sq mi"), "square mile"),
    **dict.fromkeys(("acres",), "acre"),
    **dict.fromkeys(("second", "seconds", "sec"), "s"),
    **dict.fromkeys(("minutes", "min"), "minute"),
    **dict.fromkeys(("hours", "h"), "hour"),
    **dict.fromkeys(("days",), "day"),
    **dict.fromkeys(("weeks",), "week"),
    **dict.fromkeys(("kilogram", "kilograms", "kilogrammes"), "kg"),
    **dict.fromkeys(("tonne", "tonnes", "metric tons"), "t"),
    **dict.fromkeys(("pounds", "lb", "lbs"), "pound"),
    **dict.fromkeys(("poods",), "pood"),
    **dict.fromkeys(("percent",), "per cent"),
}
_FINEST = 12  # digits after the point that are looked at


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit, or from how many to how many.

    Parameters:
        low: the number, or the least it may be.
        high: the number, or the most it may be.
        unit: as it is written; empty where none is said.
    """

    low: float
    high: float
    unit: str = ""


def unit_of(text: str) -> str:
    """Return the name under which a unit is compared.

    >>> unit_of("Kilometres"), unit_of("statute miles on each side"), unit_of("")
    ('km', 'statute miles on each side', '')
    """
    plain = " ".join(text.casefold().split()).rstrip(".")
    return _ALSO.get(plain, plain)


def comparable(one: Measure, other: Measure) -> bool:
    """Whether two measures are of the same kind: units of one kind, the same words, or none."""
    first, second = unit_of(one.unit), unit_of(other.unit)
    if first == second or not first or not second:
        return True
    kinds = {_UNITS[unit][0] if unit in _UNITS else unit for unit in (first, second)}
    return len(kinds) == 1


def in_base(one: Measure, other: Measure) -> tuple[float, float, float]:
    """Return the least and the most of a measure, and what one of its unit is, in a common base.

    Parameters:
        other: the measure that it is compared with; where one of the two says no unit, it counts
            as having the other's.
    """
    unit = unit_of(one.unit) or unit_of(other.unit)
    size = _UNITS[unit][1] if unit in _UNITS else 1.0
    return one.low * size, one.high * size, size


def rounding(number: float) -> float:
    """Return to what a number looks rounded: the value of its last figure that is not nought.

    >>> rounding(132_000), rounding(132_474), rounding(4.5), rounding(0)
    (1000.0, 1.0, 0.1, 0.0)
    """
    if not number:
        return 0.0
    if number == int(number) and abs(number) < 1e15:
        figures = str(abs(int(number)))
        return float(10 ** (len(figures) - len(figures.rstrip("0"))))
    figures = f"{abs(number):.{_FINEST}f}".rstrip("0")
    return 10.0 ** -len(figures.partition(".")[2]) if "." in figures else 1.0


def show_number(measure: Measure) -> str:
    """Show a number with its unit.

    >>> show_number(Measure(132474, 132474, "prisoners")), show_number(Measure(15, 20, "km"))
    ('132,474 prisoners', '15 to 20 km')
    """
    shown = _plain(measure.low)
    if measure.high != measure.low:
        shown = f"{shown} to {_plain(measure.high)}"
    return f"{shown} {measure.unit}".strip()


def _plain(number: float) -> str:
    if number == int(number) and abs(number) < 1e15:
        return f"{int(number):,}" if abs(number) >= 10_000 else str(int(number))
    return f"{number:,.{_FINEST}g}"
