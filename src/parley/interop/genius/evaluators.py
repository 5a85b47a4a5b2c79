"""Evaluators of whole and real numbers in GENIUS: linear, constant, triangular."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from parley.interop.genius.xml_text import Element, within
from parley.interop.gmcr.faults import fault, got
from parley.interop.issues import ScenarioIssue
from parley.interop.numbers import EXPECTED, number_of
from parley.kernel.errors import quoted

__all__ = ["numeric_scores"]


def numeric_scores(
    element: Element, file: str, issue: ScenarioIssue, raw: bool, faults: list[str]
) -> Mapping[str, Fraction]:
    """Return the score of every number of an issue.

    Of whole numbers GENIUS takes `slope` times the distance from the lower bound plus `offset`,
    of real ones `parameter1` times the number plus `parameter0`; it cuts both off at 0 and 1.

    Parameters:
        element: the issue in the profile.
        raw: nothing is cut off.
        faults: what is wrong is added here.
    """
    zero = {value: Fraction() for value, _ in issue.numbers}
    evaluator = next(within(element, "evaluator"), None)
    if evaluator is None:
        if issue.kind == "real":
            hint = 'add one, such as <evaluator ftype="linear" parameter0="0" parameter1="1"/>'
            faults.append(fault(f"{file}:{element.line}", "an evaluator", "none", hint))
        return zero
    where = f"{file}:{evaluator.line}"
    kind = evaluator.attributes.get("ftype", "linear" if issue.kind == "integer" else "")
    kind = kind.casefold()
    if issue.kind == "integer" and kind == "linear" and "slope" in evaluator.attributes:
        found = _numbers(evaluator, where, ("offset", "slope"), faults)
        if found is None or issue.bounds is None:
            return zero
        low = _lower(element, issue.bounds[0], where, faults)
        return {
            value: _kept(found[1] * (number - low) + found[0], raw)
            for value, number in issue.numbers
        }
    if kind not in ("linear", "constant", "triangular"):
        hint = "parley reads these three; change the evaluator"
        wanted = "the evaluator `linear`, `constant` or `triangular`"
        faults.append(fault(where, wanted, quoted(kind), hint))
        return zero
    return _by_parameters(evaluator, where, kind, issue, raw, faults) or zero


def _by_parameters(
    evaluator: Element,
    where: str,
    kind: str,
    issue: ScenarioIssue,
    raw: bool,
    faults: list[str],
) -> Mapping[str, Fraction] | None:
    count = {"constant": 1, "linear": 2, "triangular": 3}[kind]
    keys = [f"parameter{number}" for number in range(count)]
    found = _numbers(evaluator, where, keys, faults)
    if found is None:
        return None
    if kind == "constant":
        return {value: found[0] for value, _ in issue.numbers}
    if kind == "linear":
        return {value: _kept(found[1] * number + found[0], raw) for value, number in issue.numbers}
    low, high, top = found
    return {value: _triangle(number, low, high, top) for value, number in issue.numbers}


def _numbers(
    evaluator: Element, where: str, keys: Sequence[str], faults: list[str]
) -> tuple[Fraction, ...] | None:
    found = []
    for key in keys:
        number = number_of(evaluator.attributes.get(key))
        if number is None:
            written = got(evaluator.attributes.get(key))
            hint = "write it in figures"
            faults.append(fault(where, f"{EXPECTED} as `{key}`", written, hint))
        else:
            found.append(number)
    return tuple(found) if len(found) == len(keys) else None


def _lower(element: Element, otherwise: Fraction, where: str, faults: list[str]) -> Fraction:
    """The lower bound as the profile says it: GENIUS measures from there."""
    ranges = [element, *within(element, "range")]
    written = next(
        (one.attributes["lowerbound"] for one in ranges if "lowerbound" in one.attributes), None
    )
    if written is None:
        return otherwise
    number = number_of(written)
    if number is None:
        hint = "write it in figures"
        faults.append(fault(where, f"{EXPECTED} as `lowerbound`", got(written), hint))
    return otherwise if number is None else number


def _kept(score: Fraction, raw: bool) -> Fraction:
    return score if raw else max(Fraction(), min(Fraction(1), score))


def _triangle(number: Fraction, low: Fraction, high: Fraction, top: Fraction) -> Fraction:
    if number < low or number > high:
        return Fraction()
    if number < top:
        return (number - low) / (top - low)
    if number < high:
        return 1 - (number - top) / (high - top)
    return Fraction()
