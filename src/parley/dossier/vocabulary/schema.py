"""The JSON Schemas of the file format, for editors and for other programs."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from parley.dossier.vocabulary.declarations import FORMAT_VERSION, Declarations
from parley.dossier.vocabulary.entries import AnyEntry

__all__ = ["json_schema"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# A text may be written without quotes though YAML takes it for a number or a truth value.
_WRITTEN = ["string", "number", "boolean"]


def json_schema(kind: Literal["dossier", "log"]) -> dict[str, Any]:
    """Return the schema of `dossier.yaml`, or of a log file, as JSON Schema 2020-12.

    It says what an editor needs: keys, types, words to choose from, and what each is for. That
    statements and times can be read is for `parley check` to tell.

    >>> json_schema("log")["$id"]
    'urn:parley:schema:log:1'
    """
    if kind == "dossier":
        title, described = "dossier.yaml", msgspec.json.schema(Declarations)
    else:
        title, described = "a log of entries", msgspec.json.schema(list[AnyEntry])
    schema = {key: _loosened(value) for key, value in described.items()}
    if kind == "log":
        schema["type"] = ["array", "null"]  # a log may still be empty
    return {
        "$schema": _DIALECT,
        "$id": f"urn:parley:schema:{kind}:{FORMAT_VERSION}",
        "title": f"parley: {title}",
        **schema,
    }


def _loosened(schema: Any) -> Any:
    """Allow what the reader allows: one text for a list, and texts that look like numbers."""
    if isinstance(schema, list):
        return [_loosened(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    loose = {key: _loosened(value) for key, value in schema.items() if key != "discriminator"}
    if schema.get("type") == "string" and "enum" not in schema:
        loose["type"] = _WRITTEN
    options = loose.get("anyOf", [])
    if len(options) > 1 and all(set(option) == {"type"} for option in options):
        del loose["anyOf"]
        types = [kind for option in options for kind in _as_list(option["type"])]
        loose["type"] = list(dict.fromkeys(types))
    elif len(options) == 2 and "description" in options[0] and options[1] == {"type": "null"}:
        loose = {"description": options[0].pop("description"), **loose}  # where editors look
    items = loose.get("items")
    if schema.get("type") == "array" and isinstance(items, dict) and _is_text(items):
        outer = {key: loose.pop(key) for key in ("description", "default") if key in loose}
        return {**outer, "anyOf": [items, loose]}
    return loose


def _is_text(schema: dict[str, Any]) -> bool:
    """Whether a text, or one of some words, is allowed."""
    if any(_is_text(option) for option in schema.get("anyOf", ())):
        return True
    words = schema.get("enum", ())
    return "string" in _as_list(schema.get("type")) or isinstance(next(iter(words), None), str)


def _as_list(kind: Any) -> list[Any]:
    return kind if isinstance(kind, list) else [kind]
