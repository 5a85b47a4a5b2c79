"""The fields of an entry as they are given on the command line or on standard input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from parley.dossier.text.yaml_text import parse_yaml, plain
from parley.dossier.vocabulary.entries import ENTRY_TYPES, Entry
from parley.dossier.vocabulary.shapes import fields_of
from parley.kernel.digests import new_id
from parley.kernel.errors import ParleyError
from parley.kernel.suggest import did_you_mean

__all__ = ["entry_type", "given_fields", "present", "read_entry", "with_defaults"]


def given_fields(settings: Iterable[str], record: type[Entry] | None = None) -> dict[str, Any]:
    """Read `KEY=VALUE` settings; a key given twice is a list, `[...]` and `{...}` are YAML.

    Parameters:
        record: the type of entry, if known: where it has a plain text, a bracket is only a sign.

    Raises ParleyError for a setting without `=`, or with a list or map that is not YAML.

    >>> given_fields(["by=red", "by=blue", "says=x = a"])
    {'by': ['red', 'blue'], 'says': 'x = a'}
    """
    fields: dict[str, Any] = {}
    shapes = fields_of(record) if record is not None else {}
    for setting in settings:
        key, equals, text = setting.partition("=")
        if not equals or not key.strip():
            raise ParleyError(
                f"expected KEY=VALUE, got '{setting}'", hint="write for example by=us"
            )
        key, value = key.strip(), cast("Any", text.strip())
        if value.startswith(("[", "{")) and not (
            key in shapes and shapes[key].shape.kind == "text"
        ):
            value = plain(parse_yaml(value, f"{key}="))
        if key not in fields:
            fields[key] = value
        elif isinstance(fields[key], list):
            fields[key] = [*fields[key], value]
        else:
            fields[key] = [fields[key], value]
    return fields


def read_entry(text: str) -> dict[str, Any]:
    """Read one entry in YAML: its keys, with or without the `- ` of a log.

    Raises ParleyError for anything else.
    """
    data = plain(parse_yaml(text, "standard input"))
    if isinstance(data, list) and len(data) == 1:
        (data,) = data
    if not isinstance(data, dict):
        got = f"a list of {len(data)}" if isinstance(data, list) else "none"
        raise ParleyError(
            f"standard input: expected one entry as `key: value` lines, got {got}",
            hint="give the fields as KEY=VALUE, or --ask to be asked for them",
        )
    return data


def entry_type(fields: Mapping[str, Any]) -> type[Entry]:
    """Return the record of the type that the fields name; raises ParleyError for none."""
    name = fields.get("type")
    record = ENTRY_TYPES.get(name) if isinstance(name, str) else None
    if record is None:
        meant = did_you_mean(str(name), ENTRY_TYPES) if name else None
        raise ParleyError(
            f"expected a type of entry, got {f'`{name}`' if name else 'none'}",
            hint=f"did you mean `{meant}`?" if meant else f"one of {', '.join(ENTRY_TYPES)}",
        )
    return record


def with_defaults(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields with a new `id`, and the present time as `at`, where there is none."""
    name = fields.get("id") or new_id(str(fields["type"]))
    return {**fields, "id": name, "at": fields.get("at") or present()}


def present() -> str:
    """Return the present minute as a dossier writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")
