"""Plain data as text of a dossier: maps, lists and scalars in lines, and whole files of records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from parley.dossier.text.canonical import key_ranks
from parley.dossier.text.scalars import in_quotes, new_scalar, spaced
from parley.dossier.text.yaml_text import MAX_DEPTH
from parley.dossier.vocabulary.declarations import Declarations
from parley.dossier.vocabulary.entries import Entry
from parley.dossier.vocabulary.field_types import Record
from parley.dossier.vocabulary.shapes import FieldShape, Shape, fields_of
from parley.kernel.errors import ParleyError

__all__ = ["declarations_text", "list_lines", "log_text", "map_lines"]

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def declarations_text(declared: Declarations) -> str:
    """Return what is declared as the text of a `dossier.yaml`, in canonical form.

    Read again it says the same; there are no comments in it.
    """
    parts: list[list[str]] = [[]]
    for key, value in _arranged(declared).items():
        lines = map_lines({key: value}, 0)
        if isinstance(value, dict | list) and value:
            parts.append(lines)
        else:
            parts[0].extend(lines)
    return "\n".join("\n".join(part) + "\n" for part in parts)


def log_text(entries: Iterable[Entry]) -> str:
    """Return entries as the text of a log, in canonical form, with a blank line between them.

    Read again they say the same; there are no comments among them.
    """
    chunks: list[str] = []
    for entry in entries:
        lines = map_lines(_arranged(entry), 2)
        lines[0] = f"- {lines[0][2:]}"
        chunks.append("\n".join(lines) + "\n")
    return "\n".join(chunks)


def _arranged(record: Record) -> dict[str, object]:
    """Return a record as plain data: keys in canonical order, without what is as if left out."""
    data: dict[str, object] = {}
    tag = record.__struct_config__.tag
    for key, field in _plan(type(record)):
        if field is None:
            data[key] = tag
            continue
        value = getattr(record, field.name)
        if field.required or (value is not field.default and value != field.default):
            data[key] = _plain(value, field.shape)
    return data


@cache
def _plan(record: type[Record]) -> tuple[tuple[str, FieldShape | None], ...]:
    """The keys of a record in order, each with its field; that of the type has none."""
    ranks, fields = key_ranks(record), fields_of(record)
    return tuple((key, fields.get(key)) for key in sorted(ranks, key=lambda key: ranks[key]))


def _plain(value: object, shape: Shape) -> object:
    """Return a value as plain data; a list of one text as the text, where it may stand for it."""
    if isinstance(value, Record):
        return _arranged(value)
    if isinstance(value, Mapping):
        inner = _inner(shape, "map")
        return {key: _plain(one, inner) for key, one in value.items()}
    if isinstance(value, tuple | list):
        inner = _inner(shape, "list")
        if len(value) == 1 and isinstance(value[0], str) and shape.takes_one:
            return _plain(value[0], inner)
        return [_plain(one, inner) for one in value]
    statement = "statement" in (shape.role, *(one.role for one in shape.options))
    return spaced(value) if statement and isinstance(value, str) else value


def _inner(shape: Shape, kind: str) -> Shape:
    """The shape of the members of a list or map."""
    for one in (shape, *shape.options):
        if one.kind == kind and one.item is not None:
            return one.item
    return shape


def map_lines(value: Mapping[str, object], indent: int) -> list[str]:
    """Return a map as lines, each moved to `indent`; a key with None is left out.

    Parameters:
        value: key -> text, number, truth value, list or map.

    Raises ParleyError for a value that has no place in a file.
    """
    lines: list[str] = []
    for key, one in value.items():
        if one is None:
            continue
        spelled = [key] if _KEY.fullmatch(key) else new_scalar(key, 0)
        name = spelled[0] if len(spelled) == 1 else in_quotes(key)
        first, *more = _value(one, indent)
        glue = " " if first else ""
        lines.extend([f"{' ' * indent}{name}:{glue}{first}", *more])
    return lines


def _value(value: object, indent: int) -> list[str]:
    """Return the lines of a value: the first goes behind the key, the others stand below it."""
    if indent > 2 * MAX_DEPTH:
        raise ParleyError("an entry is nested too deeply", hint="lists and maps end somewhere")
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, int | float):
        return [str(value)]
    if isinstance(value, str):
        return new_scalar(value, indent + 2)
    if isinstance(value, Mapping):
        return ["", *map_lines(value, indent + 2)] if value else ["{}"]
    if isinstance(value, list | tuple):
        return ["", *list_lines(value, indent + 2)] if value else ["[]"]
    raise ParleyError(
        f"expected a text, number, truth value, list or map, got a {type(value).__name__}",
        hint="write it as a text",
    )


def list_lines(value: Sequence[object], indent: int) -> list[str]:
    """Return a list as lines, each moved to `indent`.

    Parameters:
        value: texts, numbers, truth values, lists and maps.

    Raises ParleyError for a value that has no place in a file.
    """
    lines: list[str] = []
    for one in value:
        first, *more = _value(one, indent)
        if not first and more:  # a list or map begins on the line of its dash
            first, more = more[0].strip(" "), more[1:]
        lines.extend([f"{' ' * indent}- {first}", *more])
    return lines
