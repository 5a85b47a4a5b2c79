"""Statements typed as on GMCR+'s screen, and the wider language of option prioritisation.

From the loosest binding to the tightest, in capitals or not:

    A iff B, A if B         both or neither; A wherever B
    A or B, A | B           at least one
    A and B, A & B, A, B    all
    not A                   the opposite
    3, -3, ( A )            option 3 is taken; is not; as a unit

GMCR+ itself takes only `-1, 2` and one option on either side of `if` and `iff`; and patterns such
as `Y-N`, with a sign for each option.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parley.dossier.language.formulas import And, Const, Formula, If, Iff, Not, Or
from parley.interop.gmcr.faults import fault, got
from parley.interop.gmcr.literals import all_of, literal
from parley.kernel.errors import quoted

__all__ = ["read_text"]

_LONGEST = 10_000
_DEEPEST = 100

_TOKEN = re.compile(r"\s*(-\s*[0-9]+|[0-9]+|[^\W\d_]+|\S)")
_BINDING = {"iff": 1, "if": 1, "or": 2, "|": 2, "and": 3, "&": 3, ",": 3}


class _Wrong(Exception):
    """Where reading stopped: the column, what was expected there, and how to mend it."""

    def __init__(self, column: int, expected: str, found: str, hint: str) -> None:
        super().__init__(expected)
        self.column, self.expected, self.found, self.hint = column, expected, found, hint


@dataclass(slots=True)
class _Reader:
    """Where the reading of one statement stands; the last token is empty."""

    tokens: list[str]
    starts: list[int]
    issues: Sequence[str]
    where: str
    faults: list[str]
    at: int = 0


def read_text(text: str, where: str, issues: Sequence[str], faults: list[str]) -> Formula:
    """Turn a typed statement into a formula, and note its faults: every unknown number, and the
    first place where the grammar breaks.

    Parameters:
        issues: the ids of the options; `3` is the third.
    """
    if len(text) > _LONGEST:
        wanted = f"at most {_LONGEST:,} characters"
        faults.append(fault(where, wanted, f"{len(text):,}", "split the statement"))
        return Const(True)
    pattern = text.strip().upper()
    if len(pattern) == len(issues) and not set(pattern) - set("YN-"):
        return _pattern(pattern, issues)
    matches = list(_TOKEN.finditer(text))
    tokens = [match[1].lower() for match in matches]
    starts = [match.start(1) + 1 for match in matches]
    reader = _Reader([*tokens, ""], [*starts, len(text) + 1], issues, where, faults)
    try:
        formula = _operators(reader, 1, 1)
        if reader.at < len(tokens):
            raise _unexpected(reader, "an operator or the end", "write and, or, if or iff there")
    except _Wrong as wrong:
        spot = f"{where}, column {wrong.column}"
        faults.append(fault(spot, wrong.expected, wrong.found, wrong.hint))
        return Const(True)
    return formula


def _pattern(pattern: str, issues: Sequence[str]) -> Formula:
    signs = zip(issues, pattern, strict=True)
    return all_of([literal(issue, sign == "Y") for issue, sign in signs if sign != "-"])


def _operators(reader: _Reader, lowest: int, depth: int) -> Formula:
    """Read operands joined by operators that bind at least as tightly as `lowest`."""
    if depth > _DEEPEST:
        wanted = f"at most {_DEEPEST} levels of brackets and `not`"
        raise _Wrong(reader.starts[reader.at], wanted, "more", "split the statement")
    parts = [_tighter(reader, lowest, depth)]
    word = ""
    while _BINDING.get(reader.tokens[reader.at], 0) == lowest:
        if lowest == 1 and word:
            hint = "people read two of them in different ways"
            raise _unexpected(reader, "brackets around one `if` or `iff`", hint)
        word = reader.tokens[reader.at]
        reader.at += 1
        parts.append(_tighter(reader, lowest, depth))
    if len(parts) == 1:
        return parts[0]
    if lowest == 1:
        return If(parts[0], parts[1]) if word == "if" else Iff(parts[0], parts[1])
    return Or(tuple(parts)) if lowest == 2 else And(tuple(parts))


def _tighter(reader: _Reader, lowest: int, depth: int) -> Formula:
    return _operators(reader, lowest + 1, depth) if lowest < 3 else _operand(reader, depth)


def _operand(reader: _Reader, depth: int) -> Formula:
    token = reader.tokens[reader.at]
    if token == "not":
        reader.at += 1
        if depth >= _DEEPEST:
            return _operators(reader, 1, depth + 1)  # it says that this is too deep
        return Not(_operand(reader, depth + 1))
    if token == "(":
        opened = reader.starts[reader.at]
        reader.at += 1
        formula = _operators(reader, 1, depth + 1)
        if reader.tokens[reader.at] != ")":
            wanted = f"`)` for the bracket opened at column {opened}"
            raise _unexpected(reader, wanted, "close the bracket")
        reader.at += 1
        return formula
    digits = token.lstrip("- \t\r\n")
    if not (digits.isascii() and digits.isdigit()):
        raise _unexpected(
            reader, "an option's number, `not` or `(`", "write 3, or -3 for its opposite"
        )
    formula = _option(reader, digits, taken=not token.startswith("-"))
    reader.at += 1
    return formula


def _option(reader: _Reader, digits: str, taken: bool) -> Formula:
    number = int(digits) if len(digits) < 9 else 0
    if not 1 <= number <= len(reader.issues):
        spot = f"{reader.where}, column {reader.starts[reader.at]}"
        wanted = f"an option's number from 1 to {len(reader.issues)}"
        hint = "in a text the first option is 1"
        reader.faults.append(fault(spot, wanted, quoted(digits), hint))
        return Const(True)
    return literal(reader.issues[number - 1], taken)


def _unexpected(reader: _Reader, wanted: str, hint: str) -> _Wrong:
    token = reader.tokens[reader.at]
    return _Wrong(reader.starts[reader.at], wanted, got(token) if token else "the end", hint)
