"""The JSON Schemas: what they allow is what the reader allows."""

import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from parley.dossier.text.yaml_text import parse_yaml
from parley.dossier.vocabulary.declarations import Declarations
from parley.dossier.vocabulary.entries import ENTRY_TYPES
from parley.dossier.vocabulary.schema import json_schema
from parley.dossier.vocabulary.shapes import fields_of
from tests.meta.repository import ROOT

EXAMPLES = sorted(path.parent for path in ROOT.glob("examples/*/dossier.yaml"))
NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?")


def as_an_editor(node: Any) -> Any:
    """Return a tree as YAML 1.2 readers do, with numbers and truth values."""
    if node.kind == "list":
        return [as_an_editor(item) for item in node.items]
    if node.kind == "map":
        return {key.value: as_an_editor(value) for key, value in node.pairs}
    if node.style or node.value is None:
        return node.value
    if node.value in ("true", "false"):
        return node.value == "true"
    if NUMBER.fullmatch(node.value):
        return float(node.value) if "." in node.value else int(node.value)
    return node.value


def faults(kind: Any, text: str) -> list[str]:
    """Return what a schema says against a text."""
    validator = Draft202012Validator(json_schema(kind))
    return [fault.message for fault in validator.iter_errors(as_an_editor(parse_yaml(text, "f")))]


@pytest.mark.parametrize("kind", ["dossier", "log"])
def test_schemas_are_schemas(kind: Any) -> None:
    """Both are valid JSON Schema 2020-12, and name themselves without an address."""
    schema = json_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].startswith("urn:")


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_examples_keep_to_the_schemas(folder: Path) -> None:
    """An editor with the schemas marks nothing in the examples."""
    assert faults("dossier", (folder / "dossier.yaml").read_text(encoding="utf-8")) == []
    for log in sorted(folder.glob("log/**/*.yaml")):
        assert faults("log", log.read_text(encoding="utf-8")) == [], log.name


def test_every_field_is_described() -> None:
    """Every entry type and field is there, and what an editor shows says what it is for."""
    schema = json_schema("log")
    for record in ENTRY_TYPES.values():
        described = schema["$defs"][record.__name__]
        assert set(described["properties"]) == {"type", *fields_of(record)}
        assert described["description"]
        assert described["additionalProperties"] is False
    assert set(json_schema("dossier")["$defs"]["Declarations"]["properties"]) == set(
        fields_of(Declarations)
    )


@pytest.mark.parametrize(
    ("entry", "good"),
    [
        ("{id: e1, type: event, at: 1951-07-13, by: red}", True),
        ("{id: 7, type: event, at: 1951, by: [red, blue]}", True),
        ("{id: e1, type: session, at: 1951-07-13, raises: {red: line}}", True),
        ("{id: e1, type: event, at: 1951-07-13, says: false}", True),
        ("{id: e1, type: event}", False),
        ("{id: e1, type: evnt, at: 1951-07-13}", False),
        ("{id: e1, type: event, at: 1951-07-13, form: red}", False),
        ("{id: e1, type: event, at: [1951-07-13]}", False),
        ("{id: a b, type: event, at: 1951-07-13}", False),
    ],
)
def test_log_schema_tells_good_from_bad(entry: str, good: bool) -> None:
    """One text may stand for a list; unknown keys, missing keys and wrong kinds are marked."""
    assert (faults("log", f"- {entry}\n") == []) is good
