"""The statements of a dossier, each parsed once, however often it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import And, Const, Formula, In, Not, evaluate
from parley.dossier.language.logic import (
    Logic,
    conflict,
    consistent,
    entails,
    make_logic,
    never_true,
    why,
)
from parley.dossier.language.statements import all_faults, parse
from parley.dossier.language.witnesses import find_witnesses
from parley.dossier.text.yaml_text import Node
from parley.dossier.validating.validation import Sheet, Spot, quoted, report
from parley.dossier.vocabulary.entries import Entry, Fallback, Instruction, Procedure, Trade
from parley.dossier.vocabulary.field_types import Record
from parley.dossier.vocabulary.shapes import Path
from parley.kernel.errors import BadStatement, Refused
from parley.kernel.findings import Severity

__all__ = [
    "StatementBook",
    "Verdict",
    "learn",
    "new_book",
    "report_statement",
    "report_verdict",
    "verdict_on",
]

#: What may be spent on statements that no witness decides: some seconds of solving, so that a
#: hostile dossier cannot ask for hours.
_EFFORT = 50_000
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)


class Verdict(NamedTuple):
    """That a statement can never be true, or always is; `because` names what makes it so."""

    never: bool
    because: tuple[str, ...]


@dataclass(slots=True)
class StatementBook:
    """What is known of statements so far.

    `broken` are issues whose declaration is faulty, None means all: a statement about them is left
    out, and the fault is told once, where the issue is declared. `feasibility` has the ids of the
    feasibility statements, `tied` the issues in them. `verdicts` has only what is worth telling,
    None standing for what is still to be found out. `witnesses` are made when first asked for, and
    `effort` is what may still be spent on a solver before statements are only parsed.
    """

    domains: dict[str, Domain]
    broken: frozenset[str] | None
    logic: Logic
    feasibility: tuple[str, ...] = ()
    tied: frozenset[str] = frozenset()
    formulas: dict[str, Formula] = field(default_factory=dict)
    faults: dict[str, tuple[BadStatement, ...]] = field(default_factory=dict)
    verdicts: dict[str, Verdict | None] = field(default_factory=dict)
    witnesses: list[dict[str, str]] | None = None
    effort: int = _EFFORT


def new_book(domains: dict[str, Domain], broken: frozenset[str] | None) -> StatementBook:
    """Return a book in which no statement stands yet, and nothing is infeasible."""
    return StatementBook(domains, broken, make_logic(domains, ()))


def learn(book: StatementBook, text: str) -> bool:
    """Parse a statement and judge it, unless that was done; return whether it is a good one."""
    if text in book.formulas:
        return True
    if text in book.faults:
        return False
    broken = book.broken
    if broken is None or (broken and not broken.isdisjoint(_NAME.findall(text))):
        book.faults[text] = ()
        return False
    try:
        formula = parse(text, book.domains)
    except BadStatement as first:
        book.faults[text] = tuple(all_faults(text, book.domains)) or (first,)
        return False
    book.formulas[text] = formula
    verdict = _judged(book, formula)
    if verdict is not None:
        book.verdicts[text] = verdict
    return True


def verdict_on(book: StatementBook, text: str) -> Verdict | None:
    """Return that a statement which was learned can never be true, or always is."""
    if text in book.verdicts and book.verdicts[text] is None:
        verdict = _judged(book, book.formulas[text])
        if verdict is None:
            del book.verdicts[text]
        else:
            book.verdicts[text] = verdict
    return book.verdicts.get(text)


def _judged(book: StatementBook, formula: Formula) -> Verdict | None:
    if isinstance(formula, Const):
        return None  # written on purpose
    sizes = _sizes(book, formula)
    if sizes is not None:
        if all(0 < size < whole for size, whole in sizes):
            return None
        never = any(not size for size, _ in sizes)
        always = all(size == whole for size, whole in sizes)
        return Verdict(never, ()) if never or always else None
    if _both_ways(book, formula) or book.effort <= 0:
        return None
    logic = book.logic
    book.effort -= 10 + len(logic.feasibility)
    try:
        if not consistent(logic, (formula,)):
            if never_true(logic, formula):
                return Verdict(True, ())
            proof = conflict(logic, (formula,))
            return Verdict(True, _named(book, proof.feasibility if proof else ()))
        if entails(logic, (), formula):
            proof = why(logic, (), formula)
            return Verdict(False, _named(book, proof.feasibility if proof else ()))
    except Refused:  # too entangled to decide: then it is not plainly a slip either
        return None
    return None


def _both_ways(book: StatementBook, formula: Formula) -> bool:
    """Whether outcomes are at hand of which the formula is true, and false."""
    if book.witnesses is None:
        book.witnesses = find_witnesses(book.domains, book.logic.feasibility)
    seen: bool | None = None
    for outcome in book.witnesses:
        now = evaluate(formula, outcome)
        if seen is not None and now != seen:
            return True
        seen = now
    return False


def _sizes(book: StatementBook, formula: Formula) -> list[tuple[int, int]] | None:
    """Return how many values each part leaves of how many; None where parts are not independent.

    This is what nearly every statement is: a few issues, each with its own values.
    """
    sizes: list[tuple[int, int]] = []
    seen: set[str] = set()
    for part in formula.parts if type(formula) is And else (formula,):
        inner = part.a if type(part) is Not else part
        if type(inner) is not In or inner.issue in book.tied or inner.issue in seen:
            return None
        seen.add(inner.issue)
        whole = len(book.domains[inner.issue].values)
        allowed = len(inner.allowed)
        sizes.append((allowed if inner is part else whole - allowed, whole))
    return sizes


def _named(book: StatementBook, indexes: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(book.feasibility[index] for index in indexes)


def report_statement(
    sheet: Sheet, node: Node, path: Path, text: str, faults: tuple[BadStatement, ...]
) -> None:
    """Write down what is wrong with a statement that stands at `node`."""
    length = node.end - node.start
    within = {"": 0, "'": 1, '"': 1}.get(node.style, -1)
    direct = node.kind == "scalar" and within >= 0 and length == len(text) + 2 * within
    for fault in faults:
        column = node.column + within + fault.column - 1 if direct else node.column
        also = "" if direct else f" (character {fault.column} of the statement)"
        where = f"'{path[-1]}': " if path and isinstance(path[-1], str) else ""
        hint = fault.hint or "see the reference of the statement language"
        at = Spot(node.line, column, (*path, fault.column))
        report(sheet, "bad-statement", at, f"{where}{fault.message}{also}", hint)


def report_verdict(sheet: Sheet, at: Spot, record: Record, text: str, verdict: Verdict) -> None:
    """Write down that a statement says too much or nothing, where that is a fault."""
    severity = _severity(verdict, record, at.path)
    if severity is None:
        return
    because = f", because of feasibility {', '.join(verdict.because)}" if verdict.because else ""
    if verdict.never:
        message = f"{quoted(text)} can never be true{because}; expected a statement that can"
    else:
        message = f"{quoted(text)} is always true{because}; expected one that can be false"
    hint = "look for `and` in place of `or`, or for a value that was left out"
    report(sheet, "never-true" if verdict.never else "always-true", at, message, hint, severity)


def _severity(verdict: Verdict, record: Record, path: Path) -> Severity | None:
    inside = set(path)
    if not verdict.never:
        demands = isinstance(record, Instruction | Procedure | Trade | Fallback) or not (
            inside.isdisjoint({"if", "red_lines", "bottom_lines"})
        )
        tells = "opens" not in inside and (demands or not verdict.because)
        return "warning" if tells else None
    forbids = "red_lines" in inside or (
        isinstance(record, Instruction) and record.mode in ("must-not", "red-line")
    )
    mild = verdict.because and (
        (forbids and "if" not in inside)
        or ("preferences" in inside and not isinstance(record, Entry))
    )
    return "warning" if mild else "error"
