"""Reads one log file into entries: all at once where it is in order, else entry by entry."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import msgspec

from parley.dossier.text.yaml_fast import RawEntry, entry_node, read_exactly, read_fast
from parley.dossier.text.yaml_text import Node, YamlFault, duplicate_keys, parse_yaml, said_kind
from parley.dossier.validating.validation import (
    Sheet,
    find_node,
    pruned,
    quoted,
    read_record,
    report,
    spot,
)
from parley.dossier.vocabulary.entries import ENTRY_TYPES, AnyEntry, Entry, Request
from parley.dossier.vocabulary.field_types import ID_PATTERN
from parley.dossier.vocabulary.shapes import normalised
from parley.kernel.findings import Finding
from parley.kernel.suggest import did_you_mean

__all__ = ["LogFile", "node_of", "read_log"]

_IDENTIFIER = re.compile(ID_PATTERN, re.ASCII)
_LONGEST_ID = 200


class LogFile(NamedTuple):
    """A log as read: its entries in order, each with where it came from.

    An entry is None where it could not be read. `name` is the path in the dossier's folder, `raw`
    has data only of what could not be read, and `trees` those that another parsing would not give.
    """

    name: str
    text: str
    entries: list[Entry | None]
    raw: list[RawEntry]
    trees: dict[int, Node]


def read_log(name: str, text: str, faults: list[Finding]) -> LogFile:
    """Read the text of a log file; what is wrong with it is written to `faults`.

    Statements, times and references in the entries are looked at later.
    """
    text = text.replace("\r\n", "\n")
    trees: dict[int, Node] = {}
    raw = read_fast(text, name)
    if raw is None:
        raw = _by_parser(name, text, faults)
        trees = {at: one.node for at, one in enumerate(raw) if one.node is not None}
    for one in raw:
        if one.node is not None:
            faults.extend(duplicate_keys(one.node, name))
    entries = _all_at_once(raw)
    if entries is None:
        entries = []
        for at, one in enumerate(raw):
            sheet = Sheet(name, faults)
            entries.append(_one_by_one(one, text, sheet))
            if sheet.lost:
                trees[at] = pruned(entry_node(one, text, name), sheet)
    kept = [
        RawEntry(None if entry else one.data, one.line, one.start, one.end, None)
        for one, entry in zip(raw, entries, strict=True)
    ]
    file = LogFile(name, text, entries, kept, trees)
    _check_identifiers(file, faults)
    return file


def node_of(file: LogFile, at: int) -> Node:
    """Return the tree of the entry at a position."""
    return file.trees.get(at) or entry_node(file.raw[at], file.text, file.name)


def _by_parser(name: str, text: str, faults: list[Finding]) -> list[RawEntry]:
    try:
        tree = parse_yaml(text, name)
    except YamlFault as fault:
        faults.append(fault.finding)
        return []
    if tree.kind == "list":
        return read_exactly(tree)
    if tree.kind == "map" or tree.value is not None:
        message = f"the file {said_kind(tree)}; expected a list of entries"
        hint = "begin every entry with `- id: ...` at the margin"
        report(Sheet(name, faults), "wrong-type", spot(tree), message, hint)
    return []


def _all_at_once(raw: list[RawEntry]) -> list[Entry | None] | None:
    """Return the records of all entries; None as soon as one is not in order."""
    written = []
    for one in raw:
        data = one.data
        record = _record_of(data)
        if record is None:
            return None
        written.append(normalised(data, record))
    try:
        return list(msgspec.convert(written, list[AnyEntry], strict=False))
    except msgspec.ValidationError:
        return None


def _record_of(data: Any) -> type[Entry] | None:
    named = data.get("type") if type(data) is dict else None
    return ENTRY_TYPES.get(named) if type(named) is str else None


def _one_by_one(one: RawEntry, text: str, sheet: Sheet) -> Entry | None:
    record = _record_of(one.data)
    if record is not None:
        try:
            return msgspec.convert(normalised(one.data, record), record, strict=False)
        except msgspec.ValidationError:
            pass  # the thorough way will tell why
    node = entry_node(one, text, sheet.file)
    identifier = one.data.get("id") if type(one.data) is dict else None
    if isinstance(identifier, str):
        sheet = Sheet(sheet.file, sheet.faults, (identifier,), sheet.lost)
    if record is None:
        _report_type(node, sheet)
        return None
    return read_record(node, record, sheet)


def _report_type(node: Node, sheet: Sheet) -> None:
    if node.kind != "map":
        message = f"an entry is a {node.kind}; expected a map with `id`, `type` and `at`"
        report(sheet, "wrong-type", spot(node), message, "write `- id: ...`, then `  type: ...`")
        return
    types = ", ".join(ENTRY_TYPES)
    found = find_node(node, ("type",))
    if found is node or (found.kind == "scalar" and found.value is None):
        message = f"'type' is missing; expected one of {types}"
        report(sheet, "missing-key", spot(node, ("type",)), message, "add `type:`")
        return
    name = found.value or ""
    meant = did_you_mean(name, ENTRY_TYPES)
    got = quoted(name) if name else f"(a {found.kind})"
    message = f"unknown type {got}; expected one of {types}"
    hint = f"did you mean `{meant}`?" if meant else "use `event` for what has no type of its own"
    report(sheet, "unknown-type", spot(found, ("type",)), message, hint)


def _check_identifiers(file: LogFile, faults: list[Finding]) -> None:
    fits = _IDENTIFIER.fullmatch
    for at, entry in enumerate(file.entries):
        if entry is None:
            continue
        if fits(entry.id) is None or len(entry.id) > _LONGEST_ID:
            _report_identifier(entry.id, file, at, ("id",), faults)
        if type(entry) is Request:
            seen: set[str] = set()
            for index, question in enumerate(entry.questions):
                if fits(question.id) is None:
                    path = ("questions", index, "id")
                    _report_identifier(question.id, file, at, path, faults)
                elif question.id in seen:
                    node = find_node(node_of(file, at), ("questions", index, "id"))
                    message = f"question '{question.id}' is asked twice in one request"
                    sheet = Sheet(file.name, faults, (entry.id,))
                    where = spot(node, ("questions", index, "id"))
                    report(sheet, "duplicate-id", where, message, "give one of them another id")
                seen.add(question.id)


def _report_identifier(
    name: str, file: LogFile, at: int, path: tuple[str | int, ...], faults: list[Finding]
) -> None:
    node = find_node(node_of(file, at), path)
    message = f"{quoted(name)} is no id; expected up to {_LONGEST_ID} letters, figures, _ . and -"
    report(Sheet(file.name, faults), "bad-identifier", spot(node), message, "rename it")
