"""What the record types say about their fields, in a form that reading can follow.

The record types are the only place that lists fields. From them are derived here: which fields
take one text or a list of them, where statements, times and lengths of time stand, and what may be
left out.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import (
    Annotated,
    Any,
    Literal,
    NamedTuple,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import msgspec

from parley.dossier.vocabulary.entries import Known
from parley.dossier.vocabulary.field_types import DurationText, Record, StatementText, TimeText

__all__ = [
    "ESSENTIAL",
    "FieldShape",
    "Path",
    "Role",
    "Shape",
    "fields_of",
    "marked",
    "normalised",
    "without",
]

#: Keys that change what the rest of an entry means: without them it would say something else.
ESSENTIAL = frozenset({"if"})

Role = Literal["", "statement", "time", "duration", "known"]
#: The way to a value inside a record: the keys of the file, and positions in lists.
Path: TypeAlias = tuple[str | int, ...]

_ROLES: dict[int, Role] = {
    id(get_args(StatementText)[1]): "statement",
    id(get_args(TimeText)[1]): "time",
    id(get_args(DurationText)[1]): "duration",
    id(get_args(Known)[1]): "known",
}


class Shape(NamedTuple):
    """What a value must be.

    Parameters:
        kind: a text, one of the `words`, a number, a whole number, true or false; a list of `item`
            (`fixed` says how many, 0 any number); a map to `item`, with keys from `words` if there
            are any; a `record`; or whichever of `options` fits how the value is written.
    """

    kind: Literal["text", "word", "int", "float", "bool", "list", "map", "record", "choice"]
    role: Role = ""
    words: tuple[str, ...] = ()
    item: Shape | None = None
    fixed: int = 0
    record: type[Record] | None = None
    options: tuple[Shape, ...] = ()

    @property
    def takes_one(self) -> bool:
        """Whether it is a list in whose place one text may stand."""
        item = self.item
        if self.kind != "list" or self.fixed or item is None:
            return False
        return any(one.kind in ("text", "word") for one in item.options or (item,))


class FieldShape(NamedTuple):
    """A field of a record: its key in the file, its name in Python, and what it must be."""

    key: str
    name: str
    shape: Shape
    required: bool
    default: Any  # never changed in place: the records are frozen


@cache
def fields_of(record: type[Record]) -> Mapping[str, FieldShape]:
    """Return the fields of a record type by their keys in the file."""
    hints = get_type_hints(record, include_extras=True)
    return {
        field.encode_name: FieldShape(
            field.encode_name,
            field.name,
            _shape(hints[field.name]),
            field.required,
            _default(field),
        )
        for field in msgspec.structs.fields(record)
    }


def _default(field: msgspec.structs.FieldInfo) -> Any:
    made = field.default_factory
    return field.default if made is msgspec.NODEFAULT else made()


_SCALARS: dict[Any, Shape] = {
    str: Shape("text"),
    int: Shape("int"),
    float: Shape("float"),
    bool: Shape("bool"),
}


def _shape(hint: Any) -> Shape:
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *metas = get_args(hint)
        roles = [_ROLES[id(meta)] for meta in metas if id(meta) in _ROLES]
        shape = _shape(inner)
        return shape._replace(role=roles[0]) if roles else shape
    if origin in (Union, types.UnionType):
        return _choice([part for part in get_args(hint) if part is not type(None)])
    if origin is Literal:
        return Shape("word", words=get_args(hint))
    if origin is tuple:
        parts = get_args(hint)
        return Shape("list", item=_shape(parts[0]), fixed=0 if parts[-1] is ... else len(parts))
    if origin is dict:
        key, value = get_args(hint)
        return Shape("map", words=_shape(key).words, item=_shape(value))
    if hint in _SCALARS:
        return _SCALARS[hint]
    return Shape("record", record=hint)


def _choice(parts: list[Any]) -> Shape:
    shapes = [_shape(part) for part in parts]
    if str in parts:  # as read, every scalar is a text: what it means is for the field to say
        shapes = [shape for shape in shapes if shape.kind not in ("int", "float", "bool")]
    return shapes[0] if len(shapes) == 1 else Shape("choice", options=tuple(shapes))


def normalised(data: dict[str, Any], record: type[Record]) -> dict[str, Any]:
    """Write a record's data in full, in place: lists where one text stood, nothing where empty."""
    lists, deeper = _lists_and_deeper(record)
    absent: list[str] = []
    for key, value in data.items():
        if type(value) is str:
            if key in lists:
                data[key] = (value,)
        elif value is None:
            absent.append(key)
        elif key in deeper:
            data[key] = _in_full(value, deeper[key])
    for key in absent:
        del data[key]
    return data


@cache
def _lists_and_deeper(record: type[Record]) -> tuple[frozenset[str], Mapping[str, Shape]]:
    fields = fields_of(record).values()
    return (
        frozenset(field.key for field in fields if field.shape.takes_one),
        {
            field.key: field.shape
            for field in fields
            if field.shape.item is not None and field.shape.item.kind not in ("text", "word")
        },
    )


def _in_full(value: Any, shape: Shape) -> Any:
    if shape.record is not None and type(value) is dict:
        return normalised(value, shape.record)
    if shape.takes_one and type(value) is str:
        return (value,)
    item = shape.item
    if item is not None and type(value) is list:
        return [_in_full(one, item) for one in value]
    if item is not None and type(value) is dict:
        return {key: _in_full(one, item) for key, one in value.items()}
    return value


class _Plan(NamedTuple):
    """Where a record has texts with a role: at once, or further inside."""

    direct: tuple[tuple[str, Path, Role], ...]
    inside: tuple[tuple[str, Path, Shape], ...]


def marked(record: Record) -> list[tuple[Role, Path, str]]:
    """Return every statement, time and length of time of a record, each with the way to it."""
    plan = _plan(type(record))
    found: list[tuple[Role, Path, str]] = []
    for name, path, role in plan.direct:
        value = getattr(record, name)
        if value is not None:
            found.append((role, path, value))
    for name, path, shape in plan.inside:
        value = getattr(record, name)
        if value:
            found.extend(_marked_in(value, shape, path))
    return found


@cache
def _plan(record: type[Record]) -> _Plan:
    direct: list[tuple[str, Path, Role]] = []
    inside: list[tuple[str, Path, Shape]] = []
    for field in fields_of(record).values():
        if field.shape.kind == "text" and field.shape.role:
            direct.append((field.name, (field.key,), field.shape.role))
        elif _has_roles(field.shape, frozenset((record,))):
            inside.append((field.name, (field.key,), field.shape))
    return _Plan(tuple(direct), tuple(inside))


def _has_roles(shape: Shape, seen: frozenset[type[Record]]) -> bool:
    if shape.role:
        return True
    if shape.record is not None:
        inner = fields_of(shape.record).values()
        return shape.record not in seen and any(
            _has_roles(field.shape, seen | {shape.record}) for field in inner
        )
    parts = (*shape.options, shape.item) if shape.item is not None else shape.options
    return any(_has_roles(part, seen) for part in parts)


def _marked_in(value: Any, shape: Shape, path: Path) -> Iterator[tuple[Role, Path, str]]:
    if isinstance(value, str):
        if role := shape.role or next((one.role for one in shape.options if one.role), ""):
            yield role, path, value
    elif isinstance(value, Record):
        for role, inner, text in marked(value):
            yield role, path + inner, text
    elif isinstance(value, tuple | dict):
        parts = enumerate(value) if isinstance(value, tuple) else value.items()
        for key, part in parts:
            if shape.options:
                fitting = next((one for one in shape.options if one.item is not None), shape)
            else:
                fitting = shape
            inner_shape = fitting.item or fitting
            yield from _marked_in(part, _with_role(inner_shape, shape.role), (*path, key))


def _with_role(shape: Shape, role: Role) -> Shape:
    return shape._replace(role=role) if role and not shape.role else shape


def without(value: Any, paths: Sequence[Path]) -> Any:
    """Return a record without the parts at the ends of `paths`; None where it cannot stand.

    What is left out of a list or map is left out of it; a record that loses a part it must have,
    or one that changes what the rest means, is left out of what it stands in.
    """
    if () in paths:
        return None
    steps: dict[str | int, list[Path]] = {}
    for step, *rest in paths:
        steps.setdefault(step, []).append(tuple(rest))
    if isinstance(value, Record):
        return _record_without(value, steps)
    if isinstance(value, dict):
        changed = {
            key: without(one, steps[key]) if key in steps else one for key, one in value.items()
        }
        return {key: one for key, one in changed.items() if one is not None} or None
    if not isinstance(value, tuple):
        return None
    members = (without(one, steps[at]) if at in steps else one for at, one in enumerate(value))
    return tuple(one for one in members if one is not None) or None


def _record_without(record: Record, steps: Mapping[str | int, list[Path]]) -> Record | None:
    changes: dict[str, Any] = {}
    for key, field in fields_of(type(record)).items():
        if key in steps:
            kept = without(getattr(record, field.name), steps[key])
            if kept is None and (field.required or key in ESSENTIAL):
                return None
            changes[field.name] = field.default if kept is None else kept
    return msgspec.structs.replace(record, **changes)
