"""The fields of an entry in a form: made of the record that describes its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, make_dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal

from parley.dossier.references import kind_of_field
from parley.dossier.text.rendering import list_lines, map_lines
from parley.dossier.text.yaml_text import parse_yaml, plain
from parley.dossier.vocabulary.entries import ENTRY_TYPES, Entry
from parley.dossier.vocabulary.schema import json_schema
from parley.dossier.vocabulary.shapes import FieldShape, Shape, fields_of
from parley.kernel.digests import new_id
from parley.kernel.errors import ParleyError
from parley.kernel.suggest import did_you_mean

__all__ = ["FORM", "FormField", "entry_fields", "fields_form", "given_fields", "with_defaults"]

#: What stands before a key in the name of its input: keys may be words that the form uses itself.
_BEFORE = "f_"
_FIRST = ("type", "id", "at", "by", "to", "text")
#: What is shown though it is empty; the rest of what a type may have is a click away.
_USUAL = frozenset({*_FIRST, "sources", "assumed", "says", "mode", "re", "answer", "reason"}) | {
    "about",
    "agenda",
    "answers",
    "due",
    "kind",
    "questions",
    "rungs",
    "source",
    "when",
}
_LONG = frozenset({"text", "note", "reason"})


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of an entry, for an input.

    Parameters:
        key: its key in the file; `name` that of its input.
        kind: one line; a text of several; a choice of `words`; a list with one member on each
            line; or anything else, in YAML.
        value: what it says now.
        about: what it is for.
        names: the kind of things that it names: `party`, `issue`, `entry`, `source`, `agenda`.
        seldom: whether it is empty, and seldom filled in.
    """

    key: str
    name: str
    kind: Literal["line", "text", "choice", "list", "yaml"]
    value: str
    about: str
    required: bool
    words: tuple[str, ...] = ()
    names: str = ""
    seldom: bool = False


def _all_keys() -> tuple[str, ...]:
    keys = [key for record in ENTRY_TYPES.values() for key in fields_of(record)]
    return tuple(dict.fromkeys(keys))


def fields_form(name: str, own: tuple[tuple[str, Any, Any], ...]) -> type[Any]:
    """Return the record of a form that has the fields of every type of entry.

    Parameters:
        name: of the record.
        own: the form's other fields: name, type, default; `...` where there is none.
    """
    needed = [(key, kind) for key, kind, default in own if default is ...]
    free = [(key, kind, field(default=default)) for key, kind, default in own if default is not ...]
    keys = [(f"{_BEFORE}{key}", str, field(default="")) for key in _all_keys()]
    return make_dataclass(name, [*needed, *free, *keys], frozen=True, slots=True)


#: The form of the page that edits an entry.
FORM = fields_form("EntryFieldsForm", (("entry", str, ...), ("base", str, ""), ("type", str, "")))


@cache
def _about(type_name: str) -> Mapping[str, str]:
    """What each key of a type is for, from the description of the file format."""
    described = json_schema("log")["$defs"]
    record = described.get(ENTRY_TYPES[type_name].__name__, {})
    return {
        key: str(one.get("description", "")) for key, one in record.get("properties", {}).items()
    }


def entry_fields(type_name: str, data: Mapping[str, Any]) -> tuple[FormField, ...]:
    """Return the fields of a type of entry, with what an entry says.

    Parameters:
        type_name: `event`, `proposal` and so on.
        data: key -> value, every scalar as a text.

    Raises ParleyError for a type that there is none of.
    """
    record = ENTRY_TYPES.get(type_name)
    if record is None:
        meant = did_you_mean(type_name, ENTRY_TYPES)
        raise ParleyError(
            f"there is no type of entry `{type_name}`",
            hint=f"did you mean `{meant}`?" if meant else f"one of {', '.join(ENTRY_TYPES)}",
        )
    shapes = fields_of(record)
    common = fields_of(Entry)
    own = [key for key in shapes if key not in common]
    order = dict.fromkeys((*_FIRST, *own, *shapes))
    made = [
        _field(record, shapes[key], data.get(key), _about(type_name).get(key, ""))
        for key in order
        if key in shapes and key != "type"
    ]
    marked = (
        replace(one, seldom=not (one.value or one.required or one.key in _USUAL)) for one in made
    )
    return tuple(sorted(marked, key=lambda one: one.seldom))


def _field(record: type[Entry], one: FieldShape, value: Any, about: str) -> FormField:
    kind = _kind(one, value)
    names = kind_of_field(one.key, record) or ""
    words = _words(one.shape)
    if kind == "choice" and one.shape.kind == "bool":
        words = ("true", "false")
    return FormField(
        one.key, f"{_BEFORE}{one.key}", kind, _shown(value, kind), about, one.required, words, names
    )


def _words(shape: Shape) -> tuple[str, ...]:
    if shape.words:
        return shape.words
    return shape.item.words if shape.item is not None else ()


def _kind(one: FieldShape, value: Any) -> Literal["line", "text", "choice", "list", "yaml"]:
    shape = one.shape
    if isinstance(value, dict) or (isinstance(value, list) and any(map(_is_deep, value))):
        return "yaml"
    if shape.kind in ("word", "bool"):
        return "choice"
    if shape.takes_one:
        return "list"
    kinds = {part.kind for part in (shape, *shape.options)}
    if kinds & {"list", "map", "record"} and not kinds & {"text"}:
        return "yaml"
    if one.key in _LONG or (isinstance(value, str) and ("\n" in value or len(value) > 80)):
        return "text"
    return "line"


def _is_deep(value: Any) -> bool:
    return not isinstance(value, str) or "\n" in value


def _shown(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind == "yaml":
        lines = map_lines(value, 0) if isinstance(value, Mapping) else list_lines(value, 0)
        return "\n".join(lines)
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return str(value)


def given_fields(form: Any, type_name: str, old: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of an entry as a form gives them; one that is empty is left out.

    Parameters:
        form: a record of `fields_form`.
        old: what the entry says now: keys that its type does not have stay.

    Raises ParleyError for what should be YAML and is none.
    """
    shown = entry_fields(type_name, old)
    found: dict[str, Any] = {"type": type_name}
    known = {one.key for one in shown}
    found |= {key: value for key, value in old.items() if key not in known and key != "type"}
    for one in shown:
        text = str(getattr(form, one.name)).replace("\r\n", "\n")
        if not text.strip():
            continue
        if text.rstrip("\n") == one.value.rstrip("\n"):
            found[one.key] = old[one.key]
        else:
            found[one.key] = _read(text, one, old.get(one.key))
    return found


def _read(text: str, one: FormField, old: Any) -> Any:
    if one.kind == "yaml":
        return plain(parse_yaml(text, one.key))
    if one.kind == "list":
        members = [line.strip() for line in text.split("\n") if line.strip()]
        return members[0] if len(members) == 1 else members
    if one.kind == "text" and "\n" in text.strip("\n"):
        ended = not isinstance(old, str) or old.endswith("\n") or "\n" not in old
        return text.rstrip("\n") + ("\n" if ended else "")
    return text.strip()


def with_defaults(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry with a new `id`, and the present minute as `at`, where there is none."""
    kind = str(data.get("type") or "entry")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return {**data, "id": data.get("id") or new_id(kind), "at": data.get("at") or now}
