"""The statement language: text to formula, never run as code.

From the loosest binding to the tightest:

    A iff B                         both or neither
    A if B                          A wherever B
    A or B                          at least one
    A and B                         all
    not A                           the opposite
    ( A )   true   false
    issue = value                   also != (or ≠)
    issue < value                   also <= > >= (or ≤ ≥), where the values are ordered
    issue in {value, value}         also `not in`

A value is a word, a number, or a text in quotes. Two `if`, or two `iff`, side by side need
brackets: people read them in different ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from parley.dossier.language import _wrong
from parley.dossier.language._tokens import MAX_ATOMS, MAX_LENGTH, starts_of, tokens_of
from parley.dossier.language.domain import Domain, cut, number_text
from parley.dossier.language.formulas import (
    KEYWORDS,
    And,
    Const,
    Formula,
    If,
    Iff,
    In,
    Not,
    Or,
    parts_of,
)
from parley.kernel.errors import BadStatement

__all__ = [
    "KEYWORDS",
    "MAX_ATOMS",
    "MAX_DEPTH",
    "MAX_LENGTH",
    "MAX_SPREAD",
    "all_faults",
    "parse",
]

MAX_DEPTH = 100  #: levels of nesting
MAX_SPREAD = 1_000_000  #: values that the comparisons of one statement range over, together

_QUOTED = re.compile(r"""(["'])(?:[^\\]|\\.)*\1""", re.DOTALL)
_WORD = re.compile(r"[-+]?[\w.]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BINDING = {"iff": 1, "if": 2, "or": 3, "and": 4}
_COMPARISON = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "≤": "<=", "≥": ">="}
_SAFE_BRACKETS = 15  # with so few of `(` and `not` a formula cannot be nested too deeply


@dataclass(slots=True)
class _Reader:
    """Where the reading of one statement stands; the last token is empty."""

    text: str
    issues: Mapping[str, Domain]
    tokens: list[str]
    faults: list[BadStatement] | None  # where to note wrong names; None: raise at the first
    at: int = 0
    spread: int = 0
    last_issue: str | None = None
    starts: list[int] = field(default_factory=list)
    hints: dict[str, str | None] = field(default_factory=dict)


def parse(text: str, issues: Mapping[str, Domain]) -> Formula:
    """Read a statement.

    Parameters:
        text: the statement.
        issues: the issues that it may name, with their values.

    Raises BadStatement at the first fault, with its column and how to mend it.
    """
    return _read(_Reader(text, issues, tokens_of(text), None))


def all_faults(text: str, issues: Mapping[str, Domain]) -> list[BadStatement]:
    """Return every unknown name and value of a statement in one pass, in the order of the text.

    A fault of syntax ends the pass; it comes last.
    """
    faults: list[BadStatement] = []
    try:
        _read(_Reader(text, issues, tokens_of(text), faults))
    except BadStatement as fault:
        faults.append(fault)
    return faults


def _read(reader: _Reader) -> Formula:
    formula = _operators(reader, 1, 1)
    tokens = reader.tokens
    if reader.at < len(tokens) - 1:
        raise _unexpected(reader, "`and`, `or`, `if`, `iff` or the end", _wrong.after_a_part)
    if tokens.count("(") + tokens.count("not") > _SAFE_BRACKETS and _depth(formula) > MAX_DEPTH:
        raise _too_deep(1)
    return formula


def _operators(reader: _Reader, lowest: int, depth: int) -> Formula:
    """Read operands joined by operators that bind at least as tightly as `lowest`."""
    if depth > MAX_DEPTH:
        raise _too_deep(_column(reader, reader.at))
    tokens = reader.tokens
    left = _operand(reader, depth)
    while True:
        word = tokens[reader.at]
        binding = _BINDING.get(word, 0)
        if binding < lowest:
            return left
        if binding <= _BINDING["if"]:
            reader.at += 1
            right = _operators(reader, binding + 1, depth + 1)
            if tokens[reader.at] == word:
                raise _unexpected(reader, "brackets around one of the two", _wrong.chain)
            left = If(left, right) if word == "if" else Iff(left, right)
            continue
        parts = [left]
        while tokens[reader.at] == word:
            reader.at += 1
            parts.append(_operators(reader, binding + 1, depth + 1))
        left = And(tuple(parts)) if word == "and" else Or(tuple(parts))


def _operand(reader: _Reader, depth: int) -> Formula:
    tokens = reader.tokens
    word = tokens[reader.at]
    nots = 0
    while word == "not":
        nots += 1
        reader.at += 1
        word = tokens[reader.at]
    if depth + nots > MAX_DEPTH:
        raise _too_deep(_column(reader, reader.at))
    formula: Formula
    if word == "(":
        opened = reader.at
        reader.at += 1
        formula = _operators(reader, 1, depth + nots + 1)
        if tokens[reader.at] != ")":
            column = _column(reader, opened)
            wanted = f"`)` for the bracket opened at column {column}"
            raise _unexpected(reader, wanted, _wrong.after_a_part)
        reader.at += 1
    elif word in ("true", "false"):
        reader.at += 1
        formula = Const(word == "true")
    else:
        formula = _atom(reader)
    for _ in range(nots):
        formula = Not(formula)
    return formula


def _atom(reader: _Reader) -> Formula:
    """Read an issue, a relation and what stands right of it."""
    tokens, at = reader.tokens, reader.at
    name = tokens[at]
    domain = reader.issues.get(name)
    if domain is None or name in KEYWORDS:
        domain = None
        _no_issue(reader, name)
    reader.last_issue = name
    relation = tokens[at + 1]
    if relation == "=" or relation == "!=" or relation == "≠":
        reader.at = at + 2
        equal = In(name, frozenset((_value(reader, name, domain),)))
        return equal if relation == "=" else Not(equal)
    if relation in _COMPARISON:
        reader.at = at + 2
        return _comparison(reader, name, domain, _COMPARISON[relation])
    negated = relation == "not" and tokens[at + 2] == "in"
    if relation == "in" or negated:
        reader.at = at + 2 + negated
        inside = In(name, _listed(reader, name, domain))
        return Not(inside) if negated else inside
    reader.at = at + 1
    raise _unexpected(reader, f"`=`, `!=`, `in` or a comparison after '{name}'", _wrong.relation)


def _listed(reader: _Reader, name: str, domain: Domain | None) -> frozenset[str]:
    """Read `{value, value}`."""
    tokens = reader.tokens
    if tokens[reader.at] != "{":
        raise _unexpected(reader, "`{` and a list of values after `in`", _wrong.braces)
    found: list[str] = []
    while tokens[reader.at] in ("{", ",") and (not found or tokens[reader.at] == ","):
        reader.at += 1
        found.append(_value(reader, name, domain))
    if tokens[reader.at] != "}":
        raise _unexpected(reader, "`,` or `}` in the list of values", _wrong.braces)
    reader.at += 1
    return frozenset(found)


def _comparison(reader: _Reader, name: str, domain: Domain | None, relation: str) -> Formula:
    if domain is not None and not domain.ordered:
        message = f"expected `=`, `!=` or `in`: the values of '{name}' have no order"
        hint = f"use `in {{...}}`, or set `ordered: true` where '{name}' is declared"
        _note(reader, reader.at - 1, message, hint)
        domain = None
    bound: str | float = _value(reader, name, domain, comparing=True)
    if domain is None or (domain.numbers is None and bound not in domain.place):
        return Const(True)  # a stand-in: the fault is noted
    if domain.numbers is not None:
        number = number_text(str(bound))
        if number is None:
            return Const(True)
        bound = float(number)
    allowed = cut(domain, relation, bound)
    reader.spread += len(allowed)
    if reader.spread > MAX_SPREAD:
        message = f"expected comparisons over at most {MAX_SPREAD:,} values together, got more"
        raise BadStatement(message, _column(reader, reader.at - 1), "split the statement")
    return In(name, allowed)


def _value(reader: _Reader, name: str, domain: Domain | None, comparing: bool = False) -> str:
    """Read one value; a wrong one is noted, and returned as it stands."""
    at = reader.at
    token = reader.tokens[at]
    reader.at = at + 1
    if domain is not None and token in domain.place and not (comparing and domain.numbers):
        return token
    if _QUOTED.fullmatch(token):
        token = _ESCAPED.sub(r"\1", token[1:-1])
    elif not _WORD.match(token):
        reader.at = at
        raise _unexpected(reader, f"a value after '{name}'", _wrong.value)
    value = number_text(token) or token
    if domain is None:
        return value
    if comparing and domain.numbers is not None:
        if number_text(token) is None:
            _note(reader, at, f"expected a number, got {_wrong.got(token)}", _wrong.number(token))
    elif value not in domain.place:
        hint = _hint(reader, f"{name} {token}", lambda: _wrong.known_values(token, domain))
        _note(reader, at, f"expected a value of '{name}', got {_wrong.got(token)}", hint)
    return value


def _no_issue(reader: _Reader, name: str) -> None:
    if name in KEYWORDS or not _WORD.match(name):
        raise _unexpected(reader, "an issue, `not`, `(`, `true` or `false`", _wrong.start)
    if reader.tokens[reader.at + 1] not in (*_COMPARISON, "=", "!=", "≠", "in", "not"):
        hint = _wrong.start(reader.tokens, reader.at)
        if hint:
            message = f"expected an issue, got {_wrong.got(name)}"
            raise BadStatement(message, _column(reader, reader.at), hint)
    last = reader.last_issue
    issues = reader.issues
    hint = _hint(reader, f"{last} : {name}", lambda: _wrong.known_issues(name, issues, last))
    _note(reader, reader.at, f"expected an issue, got {_wrong.got(name)}", hint)


def _hint(reader: _Reader, key: str, find: Callable[[], str | None]) -> str | None:
    """Look a hint up once for each word, and for so many words only."""
    if key not in reader.hints and len(reader.hints) < _wrong.MOST_HINTS:
        reader.hints[key] = find()
    return reader.hints.get(key)


def _note(reader: _Reader, index: int, message: str, hint: str | None) -> None:
    fault = BadStatement(message, _column(reader, index), hint)
    if reader.faults is None:
        raise fault
    reader.faults.append(fault)


def _unexpected(
    reader: _Reader, wanted: str, mend: Callable[[list[str], int], str | None]
) -> BadStatement:
    """The fault of the token that stands where something else was wanted."""
    at = reader.at
    message = f"expected {wanted}, got {_wrong.got(reader.tokens[at])}"
    return BadStatement(message, _column(reader, at), mend(reader.tokens, at))


def _too_deep(column: int) -> BadStatement:
    message = f"expected at most {MAX_DEPTH} levels of nesting, got more"
    return BadStatement(message, column, "remove brackets, or split the statement")


def _column(reader: _Reader, index: int) -> int:
    """Where a token stands, from 1; found again from the text, because only faults need it."""
    if not reader.starts:
        reader.starts.extend(starts_of(reader.text))
    return reader.starts[index] + 1


def _depth(formula: Formula) -> int:
    deepest = 0
    todo = [(formula, 1)]
    while todo:
        part, depth = todo.pop()
        deepest = max(deepest, depth)
        todo.extend((inner, depth + 1) for inner in parts_of(part))
    return deepest
