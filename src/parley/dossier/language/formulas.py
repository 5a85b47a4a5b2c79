"""Formulas over issues: what a statement says, as frozen records.

A formula is true or false of an **outcome**, which gives every issue one of its values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from parley.dossier.language.domain import Domain, number_text

__all__ = [
    "KEYWORDS",
    "And",
    "Const",
    "Formula",
    "If",
    "Iff",
    "In",
    "Not",
    "Or",
    "conjuncts",
    "evaluate",
    "issues_of",
    "parts_of",
    "show",
]

#: Words of the statement language; no issue may be named like one.
KEYWORDS = frozenset({"and", "or", "not", "if", "iff", "in", "true", "false"})

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class In:
    """The issue has one of the allowed values."""

    issue: str
    allowed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Not:
    """`a` is false."""

    a: Formula


@dataclass(frozen=True, slots=True)
class And:
    """All parts are true."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part is true."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class If:
    """`then` is true wherever `cond` is: written `then if cond`."""

    then: Formula
    cond: Formula


@dataclass(frozen=True, slots=True)
class Iff:
    """`a` and `b` are both true or both false."""

    a: Formula
    b: Formula


@dataclass(frozen=True, slots=True)
class Const:
    """Always true, or always false."""

    value: bool


Formula: TypeAlias = In | Not | And | Or | If | Iff | Const


def parts_of(formula: Formula) -> tuple[Formula, ...]:
    """Return the formulas that a formula is directly made of, in the order written."""
    if isinstance(formula, (And, Or)):
        return formula.parts
    if isinstance(formula, If):
        return formula.then, formula.cond
    if isinstance(formula, Iff):
        return formula.a, formula.b
    return (formula.a,) if isinstance(formula, Not) else ()


def issues_of(formula: Formula) -> frozenset[str]:
    """Return the names of the issues that a formula mentions."""
    if isinstance(formula, In):
        return frozenset((formula.issue,))
    return _issues_within(formula)


@lru_cache(maxsize=16_384)
def _issues_within(formula: Formula) -> frozenset[str]:
    found: set[str] = set()
    todo = [formula]
    while todo:
        part = todo.pop()
        if isinstance(part, In):
            found.add(part.issue)
        else:
            todo.extend(parts_of(part))
    return frozenset(found)


def conjuncts(formula: Formula) -> tuple[Formula, ...]:
    """Return the parts that must all be true, however the statement puts it.

    `and` is opened, and so are the negations of `not`, `or` and `if`: `not (a or b)` has the parts
    `not a` and `not b`.
    """
    return tuple(_conjuncts(formula)) if isinstance(formula, (And, Not)) else (formula,)


def _conjuncts(formula: Formula) -> Iterator[Formula]:
    if isinstance(formula, And):
        for part in formula.parts:
            yield from _conjuncts(part)
    elif isinstance(formula, Not):
        yield from _denied(formula.a)
    else:
        yield formula


def _denied(formula: Formula) -> Iterator[Formula]:
    """The parts of the negation of a formula."""
    if isinstance(formula, Not):
        yield from _conjuncts(formula.a)
    elif isinstance(formula, Or):
        for part in formula.parts:
            yield from _denied(part)
    elif isinstance(formula, If):
        yield from _conjuncts(formula.cond)
        yield from _denied(formula.then)
    else:
        yield Not(formula)


def evaluate(formula: Formula, outcome: Mapping[str, str]) -> bool:
    """Say whether a formula is true of an outcome.

    Parameters:
        outcome: issue -> value, for at least the issues that the formula mentions.
    """
    if isinstance(formula, In):
        return outcome[formula.issue] in formula.allowed
    if isinstance(formula, Const):
        return formula.value
    if isinstance(formula, Not):
        return not evaluate(formula.a, outcome)
    if isinstance(formula, If):
        return evaluate(formula.then, outcome) or not evaluate(formula.cond, outcome)
    if isinstance(formula, Iff):
        return evaluate(formula.a, outcome) == evaluate(formula.b, outcome)
    decisive = isinstance(formula, Or)  # the value of one part that settles the whole
    for part in formula.parts:  # a plain loop: one frame for each level of nesting
        if evaluate(part, outcome) == decisive:
            return decisive
    return not decisive


def show(formula: Formula, issues: Mapping[str, Domain]) -> str:
    """Write a formula as a statement, in its one canonical form.

    Reading the text gives an equal formula, for every formula that came from a text; of others
    (an `and` of fewer than two parts, no allowed value on an unordered issue) one that means the
    same.

    Parameters:
        issues: the domains, for the order of values and for comparisons.
    """
    if isinstance(formula, In):
        return _show_in(formula, issues[formula.issue])
    if isinstance(formula, Const):
        return "true" if formula.value else "false"
    if isinstance(formula, Not):
        return _show_not(formula.a, issues)
    if isinstance(formula, (If, Iff)):
        word = " if " if isinstance(formula, If) else " iff "
        return word.join([_within(part, issues) for part in parts_of(formula)])
    if not formula.parts:
        return "true" if isinstance(formula, And) else "false"
    if len(formula.parts) == 1:
        return show(formula.parts[0], issues)
    word = " and " if isinstance(formula, And) else " or "
    return word.join([_within(part, issues, inside_list=True) for part in formula.parts])


def _within(part: Formula, issues: Mapping[str, Domain], inside_list: bool = False) -> str:
    """Show a part, in brackets where a reader could take it apart otherwise."""
    text = show(part, issues)
    loose = isinstance(part, (If, Iff)) or (inside_list and isinstance(part, (And, Or)))
    return f"({text})" if loose else text


def _show_not(part: Formula, issues: Mapping[str, Domain]) -> str:
    if not isinstance(part, In):
        text = show(part, issues)
        return f"not {text}" if isinstance(part, (Not, Const)) else f"not ({text})"
    relation, values = _relation(part, issues[part.issue])
    opposite = {"=": "!=", "in": "not in"}.get(relation)
    if opposite:
        return f"{part.issue} {opposite} {values}"
    return f"not {_show_in(part, issues[part.issue])}"


def _show_in(atom: In, domain: Domain) -> str:
    relation, values = _relation(atom, domain)
    return f"{atom.issue} {relation} {values}" if relation else "false"


def _relation(atom: In, domain: Domain) -> tuple[str, str]:
    """Return how the values are named: a relation, and what stands right of it."""
    allowed, ranked = atom.allowed, domain.ranked
    count = len(allowed)
    if count == 1:
        return "=", _show_value(next(iter(allowed)))
    if domain.ordered:
        if not count:
            return "<", _show_value(ranked[0])
        if allowed.issuperset(ranked[-count:]):
            return ">=", _show_value(ranked[-count])
        if allowed.issuperset(ranked[:count]):
            return "<=", _show_value(ranked[count - 1])
    if not count:
        return "", ""
    last = len(domain.values)
    listed = sorted(allowed, key=lambda value: (domain.place.get(value, last), value))
    return "in", f"{{{', '.join(map(_show_value, listed))}}}"


def _show_value(value: str) -> str:
    word = _BARE.fullmatch(value) and (value not in KEYWORDS or value in ("true", "false"))
    if word or number_text(value) == value:
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
