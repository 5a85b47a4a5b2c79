"""Looks at what entries and declarations say: their times, lengths of time and statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from parley.dossier.dossier import Dossier, zone_for
from parley.dossier.language.formulas import issues_of
from parley.dossier.language.logic import conflict, consistent, make_logic
from parley.dossier.text.yaml_text import Node
from parley.dossier.validating.declared import Declared
from parley.dossier.validating.log_files import LogFile, node_of
from parley.dossier.validating.statement_book import (
    StatementBook,
    learn,
    report_statement,
    report_verdict,
    verdict_on,
)
from parley.dossier.validating.validation import Sheet, find_node, report, spot
from parley.dossier.vocabulary.declarations import Declarations
from parley.dossier.vocabulary.entries import Entry
from parley.dossier.vocabulary.shapes import Path, Role, marked, without
from parley.kernel.errors import BadTime, Refused
from parley.kernel.findings import Finding
from parley.kernel.times import Span, read_duration, read_time

__all__ = ["Reader", "read_declared_contents", "read_entry_contents", "read_feasibility"]


#: What has none of these in it is the name of an issue, and no statement.
_OF_STATEMENTS = frozenset(" =<>!()\u2260\u2264\u2265")


class _Fault(NamedTuple):
    """A text that is not what its role says; `error` is None where a statement is at fault."""

    role: Role
    path: Path
    text: str
    error: BadTime | None


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading the contents of entries needs, and what it gathers.

    `base` is the dossier without its entries; `zones` are all zones in it, for what each party
    reads by its own clock.
    """

    base: Dossier
    book: StatementBook
    zones: tuple[str, ...]
    faults: list[Finding]
    spans: dict[str, Span] = field(default_factory=dict)
    zone_of: dict[tuple[str, ...], str] = field(default_factory=dict)


def read_feasibility(
    declared: Declared, book: StatementBook, faults: list[Finding]
) -> Declarations:
    """Parse the feasibility statements and give the book its logic.

    Returns the declarations with the good ones alone. Where together they leave no outcome, that
    is reported, and none of them counts until it is mended.
    """
    content = declared.content
    sheet = Sheet("dossier.yaml", faults)
    good = []
    for at, one in enumerate(content.feasibility):
        path: Path = ("feasibility", at, "says")
        if learn(book, one.says):  # judged by itself: the book has no logic yet
            good.append((at, one))
            if (verdict := verdict_on(book, one.says)) is not None and not verdict.never:
                where = spot(find_node(declared.tree, path), path)
                report_verdict(sheet, where, content, one.says, verdict)
            continue
        _report_text(_Fault("statement", path, one.says, None), declared.tree, sheet, book)
    formulas = tuple(book.formulas[one.says] for _, one in good)
    book.verdicts = {one.says: None for _, one in good}  # an entry may say the same
    logic = make_logic(book.domains, formulas)
    try:
        if not consistent(logic, ()):
            proof = conflict(logic, ())
            blamed = [good[index] for index in proof.feasibility] if proof else good
            names = ", ".join(one.id for _, one in blamed)
            node = find_node(declared.tree, ("feasibility", blamed[0][0], "says"))
            message = f"no outcome satisfies the feasibility statements together: {names}"
            report(sheet, "infeasible", spot(node), message, "weaken or delete one of them")
            return msgspec.structs.replace(content, feasibility=())
    except Refused as error:
        message = f"the feasibility statements cannot be decided: {error.message}"
        report(sheet, "infeasible", spot(declared.tree), message, "write fewer and simpler ones")
        return msgspec.structs.replace(content, feasibility=())
    book.logic = logic
    book.witnesses = None  # the former knew of no feasibility statement
    book.feasibility = tuple(one.id for _, one in good)
    book.tied = frozenset().union(*map(issues_of, formulas))
    return msgspec.structs.replace(content, feasibility=tuple(one for _, one in good))


def read_declared_contents(
    content: Declarations, declared: Declared, reader: Reader
) -> Declarations:
    """Report what is wrong with the times and statements of `dossier.yaml`; return what is left.

    Feasibility statements have been looked at before.
    """
    sheet = Sheet("dossier.yaml", reader.faults)
    found = []
    texts = [one for one in marked(content) if one[1][0] != "feasibility"]
    for role, path, text in (*texts, *_opened(content)):
        fault = _wrong(role, path, text, reader, reader.zones)
        if fault is not None:
            _report_text(fault, declared.tree, sheet, reader.book)
            found.append(path)
        elif role == "statement" and (verdict := verdict_on(reader.book, text)) is not None:
            at = spot(find_node(declared.tree, path), path)
            report_verdict(sheet, at, content, text, verdict)
    return without(content, found) or content if found else content


def _opened(content: Declarations) -> Iterable[tuple[Role, Path, str]]:
    """Give the statements among what wordings open: what is no single word, or no issue's name."""
    for name, item in content.agenda.items():
        for key, wording in item.wordings.items():
            for at, text in enumerate(wording.opens):
                if not _OF_STATEMENTS.isdisjoint(text):
                    yield "statement", ("agenda", name, "wordings", key, "opens", at), text


def read_entry_contents(file: LogFile, reader: Reader) -> list[Entry | None]:
    """Report what is wrong with the times and statements of a log; return what is left of it."""
    kept: list[Entry | None] = []
    zone_of, formulas, verdicts = reader.zone_of, reader.book.formulas, reader.book.verdicts
    for at, entry in enumerate(file.entries):
        if entry is None:
            kept.append(None)
            continue
        zone = zone_of.get(entry.by)
        if zone is None:
            zone = zone_of[entry.by] = zone_for(reader.base, entry.by)
        zones = (zone,)
        found: list[_Fault] = []
        telling: list[tuple[Path, str]] = []
        for role, path, text in marked(entry):
            if role != "statement" or text not in formulas:
                fault = _wrong(role, path, text, reader, zones)
                if fault is not None:
                    found.append(fault)
                    continue
            if role == "statement" and text in verdicts:
                telling.append((path, text))
        if found or telling:
            entry = _with_faults(file, at, entry, found, telling, reader)
        if entry is not None:
            reader.spans.setdefault(entry.id, read_time(entry.at, zone))
        kept.append(entry)
    return kept


def _with_faults(
    file: LogFile,
    at: int,
    entry: Entry,
    faults: Sequence[_Fault],
    telling: Sequence[tuple[Path, str]],
    reader: Reader,
) -> Entry | None:
    node = node_of(file, at)
    sheet = Sheet(file.name, reader.faults, (entry.id,))
    for path, text in telling:
        verdict = verdict_on(reader.book, text)
        if verdict is not None:
            report_verdict(sheet, spot(find_node(node, path), path), entry, text, verdict)
    for fault in faults:
        _report_text(fault, node, sheet, reader.book)
    return without(entry, [fault.path for fault in faults]) if faults else entry


def _wrong(
    role: Role, path: Path, text: str, reader: Reader, zones: tuple[str, ...]
) -> _Fault | None:
    if role == "statement":
        return None if learn(reader.book, text) else _Fault(role, path, text, None)
    try:
        if role == "time":
            for zone in zones:
                read_time(text, zone)
        elif role == "duration":
            read_duration(text)
        elif text != "never":  # `known`: each party reads it by its own clock
            for zone in reader.zones:
                read_time(text, zone)
    except BadTime as error:
        return _Fault(role, path, text, error)
    return None


def _report_text(fault: _Fault, tree: Node, sheet: Sheet, book: StatementBook) -> None:
    node = find_node(tree, fault.path)
    if fault.error is None:
        report_statement(sheet, node, fault.path, fault.text, book.faults[fault.text])
        return
    key = next((step for step in reversed(fault.path) if isinstance(step, str)), "")
    hint = fault.error.hint or "write `1951-07-13`, or `1951-07-13 15:00 Asia/Tokyo`"
    message = f"'{key}': {fault.error.message}"
    report(sheet, "bad-time", spot(node, fault.path), message, hint)
