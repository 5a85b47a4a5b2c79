"""The canonical form of a dossier's files: which key comes first, and what is a statement."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from parley.dossier.text.scalars import spaced
from parley.dossier.text.yaml_text import Node
from parley.dossier.vocabulary.declarations import Declarations
from parley.dossier.vocabulary.entries import ENTRY_TYPES, Entry
from parley.dossier.vocabulary.field_types import Record
from parley.dossier.vocabulary.shapes import Shape, fields_of

__all__ = ["ROOTS", "Kind", "fitting", "inner_shape", "key_ranks", "record_of", "same_data"]

#: What a file of a dossier is: `dossier.yaml`, or one of the logs.
Kind = Literal["dossier", "log"]

#: What stands at the top of each kind of file.
ROOTS: Mapping[Kind, Shape] = {
    "dossier": Shape("record", record=Declarations),
    "log": Shape("list", item=Shape("record", record=Entry)),
}
# What an entry is and when; then what its type is about; then what all entries may have.
_HEAD = ("id", "type", "at", "known", "via", "by", "to")


@cache
def key_ranks(record: type[Record]) -> Mapping[str, int]:
    """Return the place of each key of a record in its canonical order."""
    keys = list(fields_of(record))
    if issubclass(record, Entry):
        common = fields_of(Entry)
        own = [key for key in keys if key not in common]
        keys = [*_HEAD, *own, *(key for key in common if key not in _HEAD)]
    return {key: rank for rank, key in enumerate(keys)}


def record_of(node: Node, shape: Shape | None) -> type[Record] | None:
    """Return the record type that a map is, if it is one; for an entry, that of its `type`."""
    if shape is None or shape.record is not Entry:
        return shape.record if shape else None
    for key, value in node.pairs:
        if key.value == "type":
            return ENTRY_TYPES.get(value.value or "", Entry)
    return Entry


def inner_shape(node: Node, shape: Shape | None, key: str | None = None) -> Shape | None:
    """Return what must stand in a list, or under `key` of a map; None where nothing is known."""
    record = record_of(node, shape)
    if record is not None:
        field = fields_of(record).get(key or "")
        return field.shape if field else None
    if shape is None or shape.item is None:
        return None
    role = shape.role or shape.item.role
    return shape.item._replace(role=role)


def fitting(node: Node, shape: Shape | None) -> Shape | None:
    """Return of several shapes that a value may have the one that it is written like."""
    if shape is None or not shape.options:
        return shape
    kinds = {"list": ("list",), "map": ("map", "record")}.get(node.kind, ("text", "word"))
    return next((one for one in shape.options if one.kind in kinds), None)


def same_data(first: Node, second: Node, shape: Shape | None) -> bool:
    """Say whether two texts mean the same, but for the order of keys and the blanks of statements.

    A text and a list of that one text are the same where either may stand.
    """
    takes_one = shape is not None and shape.takes_one
    shape = fitting(first, shape)
    if first.kind != second.kind:
        listed = first.kind == "list" and second.kind == "scalar" and len(first.items) == 1
        return listed and takes_one and same_data(first.items[0], second, inner_shape(first, shape))
    if first.kind == "scalar":
        return first.value == second.value or _same_statement(first, second, shape)
    if len(first.items) != len(second.items):
        return False
    if first.kind == "list":
        inner = inner_shape(first, shape)
        return all(
            same_data(one, other, inner)
            for one, other in zip(first.items, second.items, strict=True)
        )
    return all(
        key.value == other_key.value and same_data(one, other, inner_shape(first, shape, key.value))
        for (key, one), (other_key, other) in zip(_sorted(first), _sorted(second), strict=True)
    )


def _sorted(node: Node) -> list[tuple[Node, Node]]:
    return sorted(node.pairs, key=lambda pair: pair[0].value or "")


def _same_statement(first: Node, second: Node, shape: Shape | None) -> bool:
    if shape is None or shape.role != "statement" or not (first.value and second.value):
        return False
    return spaced(first.value) == second.value
