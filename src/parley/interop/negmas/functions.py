"""Utility functions of NegMAS as terms that add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parley.dossier.language.domain import cut, number_text
from parley.dossier.language.formulas import And, Const, Formula, In, show
from parley.dossier.text.yaml_text import Node
from parley.interop.gmcr.faults import fault
from parley.interop.issues import ScenarioIssue
from parley.interop.negmas.domain import class_of
from parley.interop.numbers import number_of
from parley.interop.trees import member, members, number_at, shown, text_at
from parley.kernel.errors import quoted
from parley.space.model import Named, Term

__all__ = ["Page", "terms_of"]

_READ = (
    "parley reads LinearAdditiveUtilityFunction, LinearUtilityFunction, AffineUtilityFunction, "
    "HyperRectangleUtilityFunction and ConstUtilityFunction"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A file being read: its name, the issues with their ids, what is wrong."""

    file: str
    issues: Mapping[str, ScenarioIssue]
    faults: list[str]

    def where(self, node: Node) -> str:
        """The file and the line of a value."""
        return f"{self.file}:{node.line}"


def terms_of(function: Node, page: Page) -> Iterator[Term]:
    """Yield the terms of a utility function; what it is not, is added to the faults."""
    kind = class_of(function)
    where = page.where(function)
    if kind == "LinearAdditiveUtilityFunction":
        yield from _additive(function, page)
    elif kind in ("LinearUtilityFunction", "AffineUtilityFunction"):
        for issue, weight in _weights(function, page):
            yield Term(weight, weight, issue=issue, scores=_numbers(issue, where, page))
    elif kind == "HyperRectangleUtilityFunction":
        yield from _rectangles(function, page)
    elif kind == "ConstUtilityFunction":
        worth = number_at(member(function, "value"), "`value`", where, page.faults)
        yield from _constant(worth)
    else:
        page.faults.append(fault(where, "a utility function that adds up", f"`{kind}`", _READ))
        return
    bias = number_at(member(function, "bias"), "`bias`", where, page.faults, Fraction())
    yield from _constant(bias)


def _constant(worth: Fraction) -> Iterator[Term]:
    if worth:
        yield Term(worth, worth, says=Named("true", Const(True)))


def _by_issue(node: Node | None, what: str, where: str, page: Page) -> Mapping[str, Node]:
    """What a list in the order of the issues, or a map by their names, gives each issue."""
    if node is not None and node.kind == "map":
        ids = {one.name: issue for issue, one in page.issues.items()}
        strange = [key for key, _ in node.pairs if (key.value or "") not in ids]
        if strange:
            hint = f"the domain has {', '.join(list(ids)[:10])}"
            found = shown(strange[0])
            page.faults.append(fault(page.where(strange[0]), "an issue of the domain", found, hint))
        return {ids[key.value or ""]: value for key, value in node.pairs if key.value in ids}
    items = members(node)
    if node is None or len(items) != len(page.issues):
        wanted = f"{len(page.issues)} {what}, one for each issue"
        hint = "give every issue its own, in the order of the domain"
        page.faults.append(fault(where, wanted, shown(node), hint))
        return {}
    return dict(zip(page.issues, items, strict=True))


def _weights(function: Node, page: Page) -> Sequence[tuple[str, Fraction]]:
    where = page.where(function)
    given = member(function, "weights")
    if given is None or (given.kind == "scalar" and given.value is None):
        return [(issue, Fraction(1)) for issue in page.issues]
    found = _by_issue(given, "weights", where, page)
    return [
        (issue, number_at(found.get(issue), "the weight", where, page.faults, Fraction(1)))
        for issue in page.issues
    ]


def _additive(function: Node, page: Page) -> Iterator[Term]:
    where = page.where(function)
    values = _by_issue(member(function, "values"), "value functions", where, page)
    for issue, weight in _weights(function, page):
        value = values.get(issue)
        if value is not None:
            yield Term(weight, weight, issue=issue, scores=_scores(value, issue, page))
        elif values:
            hint = "give every issue a value function"
            name = page.issues[issue].name
            page.faults.append(fault(where, f"a value function of {quoted(name)}", "none", hint))


def _scores(value: Node, issue: str, page: Page) -> Mapping[str, Fraction]:
    kind, where = class_of(value), page.where(value)
    if kind == "TableFun" or (not kind and value.kind == "map"):
        return _table(member(value, "mapping") if kind else value, issue, where, page)
    if kind == "ConstFun":
        bias = number_at(member(value, "bias"), "`bias`", where, page.faults)
        return dict.fromkeys(page.issues[issue].domain.values, bias)
    if kind not in ("AffineFun", "LinearFun", "IdentityFun"):
        hint = "parley reads TableFun, AffineFun, LinearFun, ConstFun and IdentityFun"
        page.faults.append(fault(where, "a value function", shown(member(value, "type")), hint))
        return {}
    one, none = Fraction(1), Fraction()
    slope = number_at(member(value, "slope"), "`slope`", where, page.faults, one)
    bias = number_at(member(value, "bias"), "`bias`", where, page.faults, none)
    return {text: slope * number + bias for text, number in _numbers(issue, where, page).items()}


def _numbers(issue: str, where: str, page: Page) -> dict[str, Fraction]:
    """Each value of an issue as the number that it is."""
    declared = page.issues[issue]
    found = {value: number_of(value) for value in declared.domain.values}
    if any(number is None for number in found.values()):
        hint = "give the issue a TableFun"
        wanted = f"numbers as the values of {quoted(declared.name)}"
        page.faults.append(fault(where, wanted, "names", hint))
    return {value: number or Fraction() for value, number in found.items()}


def _table(mapping: Node | None, issue: str, where: str, page: Page) -> Mapping[str, Fraction]:
    declared = page.issues[issue]
    scores: dict[str, Fraction] = {}
    for key, number in mapping.pairs if mapping is not None and mapping.kind == "map" else ():
        value = _value(key, declared)
        if value is None:
            hint = "remove it, or add it to the domain"
            page.faults.append(
                fault(page.where(key), f"a value of {quoted(declared.name)}", shown(key), hint)
            )
            continue
        scores[value] = number_at(number, "the utility", page.where(key), page.faults)
    missing = [value for value in declared.domain.values if value not in scores]
    if missing:
        hint = "give every value a number in the table"
        wanted = f"a number for {', '.join(quoted(one) for one in missing[:5])}"
        page.faults.append(fault(where, wanted, "none", hint))
    return scores


def _value(node: Node, declared: ScenarioIssue) -> str | None:
    """The value that a text is: as the domain writes it, or as the same number."""
    text = text_at(node) or ""
    known = declared.values.get(text)
    plain = number_text(text) or text
    return known if known is not None else plain if plain in declared.domain.place else None


def _rectangles(function: Node, page: Page) -> Iterator[Term]:
    where = page.where(function)
    ranges = members(member(function, "outcome_ranges"))
    worth = members(member(function, "utilities") or member(function, "mappings"))
    given = member(function, "weights")
    weights = members(given)
    if len(worth) != len(ranges) or (weights and len(weights) != len(ranges)):
        hint = "give every range its utility"
        page.faults.append(fault(where, f"{len(ranges)} `utilities`", f"{len(worth):,}", hint))
        return
    domains = {issue: one.domain for issue, one in page.issues.items()}
    for number, (node, value) in enumerate(zip(ranges, worth, strict=True)):
        total = number_at(value, "the utility", page.where(value), page.faults)
        if weights:
            weight = weights[number]
            total *= number_at(weight, "the weight", page.where(weight), page.faults)
        formula = _inside(node, page)
        if total and formula != Const(False):
            yield Term(total, total, says=Named(show(formula, domains), formula))


def _inside(node: Node, page: Page) -> Formula:
    if node.kind != "map":
        return Const(True)
    parts: list[Formula] = []
    ids = list(page.issues)
    for key, span in node.pairs:
        place = number_of(text_at(key))
        if place is None or place.denominator != 1 or not 0 <= place < len(ids):
            hint = f"issues are counted from 0 to {len(ids) - 1}"
            page.faults.append(fault(page.where(key), "the place of an issue", shown(key), hint))
            continue
        issue = ids[int(place)]
        allowed = _allowed(span, issue, page)
        if not allowed:
            return Const(False)
        if len(allowed) < len(page.issues[issue].domain.values):
            parts.append(In(issue, allowed))
    if not parts:
        return Const(True)
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _allowed(span: Node, issue: str, page: Page) -> frozenset[str]:
    """The values that a range lets through.

    Two numbers in brackets are a range without its ends; other lists hold where one member does.
    """
    declared = page.issues[issue]
    if span.kind == "scalar":
        value = _value(span, declared)
        if span.value is None:
            return declared.domain.whole
        if value is None:
            hint = "name a value of the issue"
            wanted = f"a value of {quoted(declared.name)}"
            page.faults.append(fault(page.where(span), wanted, shown(span), hint))
        return frozenset() if value is None else frozenset((value,))
    items = members(span)
    bounds = [number_of(text_at(one)) for one in items]
    if len(bounds) == 2 and None not in bounds and declared.domain.numbers is not None:
        low, high = (float(one or 0) for one in bounds)
        return cut(declared.domain, ">", low) & cut(declared.domain, "<", high)
    return frozenset().union(*(_allowed(one, issue, page) for one in items))
