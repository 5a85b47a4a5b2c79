"""Reads a tree into a record, field by field, and says what is wrong with each that is.

This is the slow and thorough way: it knows lines and columns, keeps the good fields of a record
that has bad ones, and explains. A log whose entries are all in order never comes here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

import msgspec

from parley.dossier.text.yaml_text import Node, plain
from parley.dossier.vocabulary.field_types import Record
from parley.dossier.vocabulary.shapes import ESSENTIAL, FieldShape, Path, Shape, fields_of
from parley.kernel.findings import Finding, Severity
from parley.kernel.suggest import did_you_mean

__all__ = [
    "Sheet",
    "Spot",
    "find_node",
    "pruned",
    "quoted",
    "read_fields",
    "read_record",
    "report",
    "spot",
]

AnyRecord = TypeVar("AnyRecord", bound=Record)

#: Words that people use for keys which have another name here.
_SYNONYMS = {
    "author": "by",
    "condition": "if",
    "date": "at",
    "from": "by",
    "provided": "if",
    "statement": "says",
    "supersedes": "replaces",
    "time": "at",
    "when": "if",
    "withdraws": "revokes",
}
_EXPECTED = {
    "text": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "`true` or `false`",
    "list": "a list",
    "map": "a map (`key: value`)",
    "record": "a map (`key: value`)",
}
_BAD = msgspec.UNSET


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where faults are written down while one file, or one entry of it, is read.

    `lost` has the offsets of members that were left out of their lists.
    """

    file: str
    faults: list[Finding]
    entries: tuple[str, ...] = ()
    lost: set[int] = field(default_factory=set)


class Spot(NamedTuple):
    """Where a fault is: in the text, and on which way inside the record."""

    line: int
    column: int
    path: Path = ()


def spot(node: Node, path: Path = ()) -> Spot:
    """Return where a node begins."""
    return Spot(node.line, node.column, path)


def report(
    sheet: Sheet, code: str, at: Spot, message: str, hint: str, severity: Severity = "error"
) -> None:
    """Write down a fault."""
    sheet.faults.append(
        Finding(
            code,
            severity,
            message,
            sheet.file,
            at.line,
            at.column,
            entries=sheet.entries,
            hint=hint,
            subject=".".join(map(str, at.path)) if sheet.entries else "",
        )
    )


def read_record(node: Node, record: type[AnyRecord], sheet: Sheet) -> AnyRecord | None:
    """Return what a tree says as a record, without its bad fields; None where it is not one.

    Every fault is written down in `sheet`.
    """
    data = _record(node, record, sheet, ())
    if data is _BAD:
        return None
    try:
        return msgspec.convert(data, record, strict=False)
    except msgspec.ValidationError as error:
        message = f"{error}; the entry is left out"
        report(sheet, "wrong-type", spot(node), message, "look the field up in the reference")
        return None


def find_node(node: Node, path: Path) -> Node:
    """Return the node at the end of a path, or the nearest above it that stands in the text."""
    for step in path:
        if node.kind == "map":
            inner = next((value for key, value in node.pairs if key.value == step), None)
        elif node.kind == "list" and isinstance(step, int) and step < len(node.items):
            inner = node.items[step]
        else:
            continue  # one text where a list may stand
        if inner is None:
            return node
        node = inner
    return node


def pruned(node: Node, sheet: Sheet) -> Node:
    """Return a tree without the members that were left out, so that positions in lists agree."""
    if not sheet.lost:
        return node
    kept = [item for item in node.items if node.kind != "list" or item.start not in sheet.lost]
    return msgspec.structs.replace(node, items=tuple(pruned(item, sheet) for item in kept))


def quoted(text: str | None) -> str:
    """Return a text of the dossier as a message shows it: in quotes, and not too long."""
    if text is None:
        return "nothing"
    return f"'{text}'" if len(text) <= 60 else f"'{text[:57]}...'"


def read_fields(
    node: Node, record: type[Record], sheet: Sheet, path: Path = (), excused: str = ""
) -> tuple[dict[str, Any], bool]:
    """Return the good fields of a map, and whether all that must be there is.

    Every fault is written down in `sheet`, but not that the key `excused` is missing.
    """
    fields = fields_of(record)
    tag = record.__struct_config__.tag_field
    data: dict[str, Any] = {}
    bad: set[str] = set()
    for key_node, value in node.pairs:
        key = key_node.value or ""
        if key == tag:
            data[key] = value.value
        elif key not in fields:
            bad.add(_unknown_key(key_node, fields, sheet, path))
        elif (value.kind != "scalar" or value.value is not None) and key not in data:
            data[key] = _value(value, fields[key].shape, sheet, (*path, key))
            if data[key] is _BAD:
                bad.add(key)
                del data[key]
    there = data.keys() | bad | {excused}
    missing = [field for field in fields.values() if field.required and field.key not in there]
    for lacking in missing:
        _missing_key(node, lacking, sheet, path)
    lost = {key for key in bad - data.keys() if key in fields}
    return data, not missing and not any(key in ESSENTIAL or fields[key].required for key in lost)


def _record(node: Node, record: type[Record], sheet: Sheet, path: Path) -> Any:
    if node.kind != "map":
        return _wrong(node, "a map (`key: value`)", sheet, path)
    data, usable = read_fields(node, record, sheet, path)
    return data if usable else _BAD


def _missing_key(node: Node, lacking: FieldShape, sheet: Sheet, path: Path) -> None:
    report(
        sheet,
        "missing-key",
        spot(node, (*path, lacking.key)),
        f"'{lacking.key}' is missing{_inside(path)}; expected {_expected(lacking.shape)}",
        f"add `{lacking.key}:`",
    )


def _unknown_key(node: Node, fields: Any, sheet: Sheet, path: Path) -> str:
    """Report a key that is not known, and return the one that was probably meant."""
    key = node.value or ""
    meant = _SYNONYMS.get(key.lower())
    if meant not in fields:
        meant = did_you_mean(key, fields)
    report(
        sheet,
        "unknown-key",
        spot(node, (*path, key)),
        f"unknown key {quoted(node.value)}{_inside(path)}; expected one of {', '.join(fields)}",
        f"did you mean `{meant}`?" if meant else "put what has no key of its own into `note`",
    )
    return meant or ""


def _value(node: Node, shape: Shape, sheet: Sheet, path: Path) -> Any:
    if shape.kind == "choice":
        shape = _fitting(node, shape)
    if shape.kind == "record" and shape.record is not None:
        return _record(node, shape.record, sheet, path)
    if shape.kind == "list":
        return _list(node, shape, sheet, path)
    if shape.kind == "map":
        return _map(node, shape, sheet, path)
    if node.kind != "scalar" or node.value is None or not _scalar_fits(node.value, shape):
        return _wrong(node, _expected(shape), sheet, path, shape)
    return node.value


def _fitting(node: Node, shape: Shape) -> Shape:
    """Return the option that is written the way the node is."""
    kinds = {"list": ("list",), "map": ("map", "record")}.get(node.kind)
    for option in shape.options:
        if option.kind in kinds if kinds else option.kind not in ("list", "map", "record"):
            return option
    return next((one for one in shape.options if one.takes_one), shape.options[0])


def _list(node: Node, shape: Shape, sheet: Sheet, path: Path) -> Any:
    item = shape.item or Shape("text")
    if node.kind == "scalar" and shape.takes_one:
        value = _value(node, item, sheet, path)
        return _BAD if value is _BAD else (value,)
    if node.kind != "list" or (shape.fixed and len(node.items) != shape.fixed):
        return _wrong(node, _expected(shape), sheet, path)
    values = [_value(one, item, sheet, (*path, at)) for at, one in enumerate(node.items)]
    good = [value for value in values if value is not _BAD]
    sheet.lost.update(
        one.start for one, value in zip(node.items, values, strict=True) if value is _BAD
    )
    return _BAD if len(good) < len(values) and (shape.fixed or not good) else good


def _map(node: Node, shape: Shape, sheet: Sheet, path: Path) -> Any:
    if node.kind != "map":
        return _wrong(node, _expected(shape), sheet, path)
    item = shape.item or Shape("text")
    data: dict[str, Any] = {}
    for key_node, value in node.pairs:
        key = key_node.value
        if key is None or (shape.words and key not in shape.words):
            _wrong(key_node, _expected(Shape("word", words=shape.words)), sheet, path)
        elif key not in data:
            read = _value(value, item, sheet, (*path, key))
            if read is not _BAD:
                data[key] = read
    return _BAD if node.items and not data else data


def _scalar_fits(text: str, shape: Shape) -> bool:
    if shape.kind == "text":
        return True
    if shape.kind == "word":
        return text in shape.words
    types: dict[str, type] = {"int": int, "float": float, "bool": bool}
    try:
        value: Any = msgspec.convert(text, types[shape.kind], strict=False)
    except msgspec.ValidationError:
        return False
    return shape.kind != "float" or abs(value) < float("inf")


def _wrong(node: Node, expected: str, sheet: Sheet, path: Path, shape: Shape | None = None) -> Any:
    where = f"'{path[-1]}'" if path and isinstance(path[-1], str) else "this"
    if path and isinstance(path[-1], int):
        where = f"member {path[-1] + 1} of '{path[-2]}'" if len(path) > 1 else "this entry"
    meant = did_you_mean(node.value, shape.words) if shape and node.value else None
    report(
        sheet,
        "wrong-type",
        spot(node, path),
        f"{where} is {_got(node)}; expected {expected}",
        f"did you mean `{meant}`?" if meant else _instead(expected),
    )
    return _BAD


def _instead(expected: str) -> str:
    """How to mend it, without a list that was just told."""
    if expected == _EXPECTED["map"]:
        return "write each of its keys on a line of its own"
    if expected == _EXPECTED["list"]:
        return "write each of its members on a line that begins with `- `"
    return "put one of these there" if expected.startswith("one of ") else f"write {expected}"


def _got(node: Node) -> str:
    if node.kind == "scalar":
        return "empty" if node.value is None else quoted(node.value)
    return f"a {node.kind}" if plain(node) else f"an empty {node.kind}"


def _expected(shape: Shape) -> str:
    if shape.role:
        return {
            "statement": "a statement over issues",
            "time": "a time",
            "duration": "a length of time, like `2d`",
            "known": "a time, or a map of party to time",
        }[shape.role]
    if shape.kind == "word":
        return f"one of {', '.join(shape.words)}" if shape.words else "a name"
    if shape.kind == "choice":
        return " or ".join(_expected(option) for option in shape.options)
    if shape.fixed:
        return f"a list of {shape.fixed}"
    if shape.takes_one:
        return "a text or a list of texts"
    return _EXPECTED[shape.kind]


def _inside(path: Path) -> str:
    named = [str(step + 1) if isinstance(step, int) else step for step in path]
    return f" in {'.'.join(named)}" if named else ""
