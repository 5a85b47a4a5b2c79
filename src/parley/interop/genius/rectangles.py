"""Hyper-rectangles of GENIUS: what an outcome is worth where some issues lie in some ranges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from parley.dossier.language.domain import cut
from parley.dossier.language.formulas import And, Const, Formula, In, Not, show
from parley.interop.genius.domain import GeniusDomain
from parley.interop.genius.xml_text import Element, within
from parley.interop.gmcr.faults import fault, got
from parley.interop.numbers import EXPECTED, number_of, whole_of
from parley.space.model import Named, Term

__all__ = ["Rectangles", "rectangle_terms"]


@dataclass(frozen=True, slots=True)
class Rectangles:
    """Terms, one for each hyper-rectangle, and what they add up to at most."""

    terms: tuple[Term, ...]
    most: Fraction


def rectangle_terms(
    utility: Element,
    file: str,
    domain: tuple[GeniusDomain, Mapping[int, str]],
    raw: bool,
    faults: list[str],
) -> Rectangles:
    """Read the hyper-rectangles of a profile.

    A rectangle counts where all its `INCLUDES` bounds hold, bounds included; with `EXCLUDES`,
    where one of these does not. All are divided by `maxutility`.

    Parameters:
        utility: the element that holds them.
        domain: what the domain file declares, and the id of each of its issues.
        raw: nothing is divided.
        faults: what is wrong is added here.
    """
    where = f"{file}:{utility.line}"
    written = utility.attributes.get("maxutility")
    most = number_of(written)
    if most is None or most <= 0:
        hint = "write the greatest utility of an outcome"
        faults.append(fault(where, "a `maxutility` above 0", got(written), hint))
        most = Fraction(1)
    functions = list(within(utility, "ufun"))
    if not functions:
        hint = "open a profile that GENIUS can run"
        faults.append(fault(where, "a `ufun` with hyper-rectangles", "none", hint))
        return Rectangles((), Fraction())
    share = Fraction(1) if raw else 1 / most
    terms = tuple(_terms(functions[0], file, share, domain, faults))
    return Rectangles(terms, sum((max(term.high, Fraction()) for term in terms), Fraction()))


def _terms(
    function: Element,
    file: str,
    share: Fraction,
    domain: tuple[GeniusDomain, Mapping[int, str]],
    faults: list[str],
) -> Iterator[Term]:
    """The terms of a function and of those within it, whose own weights multiply."""
    rectangles = list(within(function, "hyperRectangle"))
    inner = list(within(function, "ufun"))
    aggregation = function.attributes.get("aggregation", "sum")
    if aggregation.casefold() in ("min", "max") and len(rectangles) + len(inner) > 1:
        hint = "parley reads utilities that add up: `sum`"
        where = f"{file}:{function.line}"
        faults.append(fault(where, "the aggregation `sum`", f"`{aggregation}`", hint))
        return
    for rectangle in rectangles:
        yield from _term(rectangle, file, share, domain, faults)
    for one in inner:
        weight = _number(one, "weight", file, faults, Fraction(1))
        yield from _terms(one, file, share * weight, domain, faults)


def _term(
    rectangle: Element,
    file: str,
    share: Fraction,
    domain: tuple[GeniusDomain, Mapping[int, str]],
    faults: list[str],
) -> Iterator[Term]:
    worth = share * _number(rectangle, "utility", file, faults)
    worth *= _number(rectangle, "weight", file, faults, Fraction(1))
    excludes = list(within(rectangle, "EXCLUDES"))
    bounds = excludes or list(within(rectangle, "INCLUDES"))
    inside = _inside(bounds, file, domain, faults)
    formula = _negated(inside) if excludes else inside
    if formula == Const(False) or not worth:
        return
    issues = {domain[1][index]: one.domain for index, one in domain[0].issues.items()}
    yield Term(worth, worth, says=Named(show(formula, issues), formula))


def _inside(
    bounds: list[Element],
    file: str,
    domain: tuple[GeniusDomain, Mapping[int, str]],
    faults: list[str],
) -> Formula:
    declared, ids = domain
    parts: list[Formula] = []
    never = False
    for bound in bounds:
        where = f"{file}:{bound.line}"
        index = whole_of(bound.attributes.get("index"))
        issue = declared.issues.get(index) if index is not None else None
        if index is None or issue is None or issue.kind != "integer":
            hint = "hyper-rectangles are about issues of whole numbers"
            found = got(bound.attributes.get("index"))
            faults.append(fault(where, "the index of an integer issue", found, hint))
            continue
        low, high = (whole_of(bound.attributes.get(key)) for key in ("min", "max"))
        if low is None or high is None:
            hint = 'write min="0" max="9"'
            found = f"{got(bound.attributes.get('min'))} and {got(bound.attributes.get('max'))}"
            faults.append(fault(where, "whole numbers as `min` and `max`", found, hint))
            continue
        least, most = Fraction(issue.domain.ranked[0]), Fraction(issue.domain.ranked[-1])
        never = never or low > high or low > most or high < least
        if low > least:
            parts.append(In(ids[index], cut(issue.domain, ">=", float(low))))
        if high < most:
            parts.append(In(ids[index], cut(issue.domain, "<=", float(high))))
    if never:
        return Const(False)
    if not parts:
        return Const(True)
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _negated(formula: Formula) -> Formula:
    return Const(not formula.value) if isinstance(formula, Const) else Not(formula)


def _number(
    element: Element, key: str, file: str, faults: list[str], otherwise: Fraction | None = None
) -> Fraction:
    written = element.attributes.get(key)
    if written is None and otherwise is not None:
        return otherwise
    number = number_of(written)
    if number is None:
        hint = "write it in figures"
        where = f"{file}:{element.line}"
        faults.append(fault(where, f"{EXPECTED} as `{key}`", got(written), hint))
        return Fraction()
    return number
