"""The tables of every key of every record of the file format, made from the records themselves."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from docs._ext.key_meanings import MEANINGS
from parley.dossier.vocabulary import declarations, entries
from parley.dossier.vocabulary import field_types as vocabulary
from parley.dossier.vocabulary.field_types import Record

__all__ = ["all_records", "key_tables", "meaning_of", "needs_a_meaning"]

#: What the shared field types are called in the tables.
_WORDS = {
    "Identifier": "id",
    "Text": "text",
    "TimeText": "[time](times.md)",
    "DurationText": "[length of time](times.md#lengths-of-time)",
    "StatementText": "[statement](statements.md)",
    "EntryRef": "entry id",
    "PartyRef": "party id",
    "Refs": "entry ids",
    "PartyRefs": "party ids",
    "IssueRefs": "issue ids",
    "SourceRefs": "citations",
    "CompartmentRefs": "compartment ids",
}
_ALIASES = {id(getattr(vocabulary, name).__metadata__[0]): word for name, word in _WORDS.items()}
#: Shared types whose own description says enough wherever they stand.
_TELLING = {
    id(getattr(vocabulary, name).__metadata__[0])
    for name in ("Identifier", "SourceRefs", "CompartmentRefs")
}
_KNOWN = id(get_args(entries.Known)[1])
_PLAIN = {str: "text", int: "whole number", float: "number", bool: "`true` or `false`"}

#: Parts of `dossier.yaml`, then parts of entries, are shown in the order a reader meets them.
_DECLARED = (
    "Declarations", "Party", "Line", "NoAgreement", "AuthorityRule", "Issue", "Feasibility",
    "AgendaItem", "Wording", "Source", "Compartment", "Preferences", "Priority",
    "Weight", "Ranking", "Conflict", "Bargaining", "Excerpt", "Withheld",
)  # fmt: skip
_PARTS = (
    "AgendaDraftItem", "Annex", "Question", "Answer", "Rung", "Requirement", "Dissent",
)  # fmt: skip


def all_records() -> dict[str, type[Record]]:
    """Return every record of the format by its name, those of the two modules together."""
    found = {
        name: record
        for module in (declarations, entries)
        for name in module.__all__
        if isinstance(record := getattr(module, name), type) and issubclass(record, Record)
    }
    shown = {*_DECLARED, *_PARTS, "Entry", *(one.__name__ for one in entries.ENTRY_TYPES.values())}
    if found.keys() != shown:
        raise LookupError(f"records that no table shows, or none is: {found.keys() ^ shown}")
    return found


def key_tables() -> str:
    """Return the tables as Markdown, with a heading and a label for each record.

    Raises LookupError for a key without a meaning, which fails the build.
    """
    records = all_records()
    parts = ["### Keys of dossier.yaml", *(_section(records[name]) for name in _DECLARED)]
    parts += ["### Keys of every entry", _section(entries.Entry)]
    parts += ["### Keys of each type of entry"]
    parts += [_section(record) for record in sorted(entries.ENTRY_TYPES.values(), key=_title)]
    parts += ["### Parts of entries", *(_section(records[name]) for name in _PARTS)]
    return "\n\n".join(parts)


def _title(record: type[Record]) -> str:
    tag = record.__struct_config__.tag
    if record is entries.Entry:
        return "every entry"
    if tag is not None:
        return f"type: {tag}"
    if record is declarations.Declarations:
        return "dossier.yaml"
    return "".join(f" {one.lower()}" if one.isupper() else one for one in record.__name__).strip()


def _label(record: type[Record]) -> str:
    return f"keys-{record.__name__.lower()}"


def _section(record: type[Record]) -> str:
    doc = " ".join((record.__doc__ or "").split())
    heading = f"({_label(record)})=\n\n#### {_title(record)}\n\n{doc}"
    rows = [
        f"| `{key}` | {_words(hint)} | {_default(field)} | {meaning_of(record, key)} |"
        for key, field, hint in _own_fields(record)
    ]
    table = ["| key | what it takes | if left out | meaning |", "|---|---|---|---|", *rows]
    if issubclass(record, entries.Entry) and record is not entries.Entry:
        shared = f"Besides the keys of [every entry](#{_label(entries.Entry)})"
        heading += f"\n\n{shared}:" if rows else f"\n\n{shared}, none."
    return heading + ("\n\n" + "\n".join(table) if rows else "")


def _own_fields(record: type[Record]) -> Iterator[tuple[str, Any, Any]]:
    hints = get_type_hints(record, include_extras=True)
    shared = {field.name for field in msgspec.structs.fields(entries.Entry)}
    inherits = issubclass(record, entries.Entry) and record is not entries.Entry
    for field in msgspec.structs.fields(record):
        if not (inherits and field.name in shared):
            yield field.encode_name, field, hints[field.name]


def _default(field: Any) -> str:
    if field.required:
        return "**required**"
    default = field.default
    if default in (None, (), msgspec.NODEFAULT):
        return "–"
    if isinstance(default, tuple):
        return ", ".join(f"`{one}`" for one in default)
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _words(hint: Any) -> str:
    """Say in words what a value must be."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        for meta in hint.__metadata__:
            if id(meta) == _KNOWN:
                return "[time](times.md) or `never`, or a map of party id to one"
            if id(meta) in _ALIASES:
                return _ALIASES[id(meta)]
        return _words(args[0])
    if origin in (Union, types.UnionType):
        return " or ".join(_words(one) for one in args if one is not type(None))
    if origin is Literal:
        return " / ".join(f"`{one}`" for one in args)
    if origin is tuple:
        if args[-1] is not ...:
            return f"`[{', '.join(_words(one) for one in args)}]`"
        inner = _words(args[0])
        return f"list of: {inner}"
    if origin is dict:
        return f"map to: {_words(args[1])}"
    if isinstance(hint, type) and issubclass(hint, Record):
        return f"[{_title(hint)}](#{_label(hint)})"
    return _PLAIN[hint]


def meaning_of(record: type[Record], key: str) -> str:
    """Return what a key means: by its own description, the record it holds, or `MEANINGS`.

    Raises LookupError where nothing says it.
    """
    hint = next(hint for name, _, hint in _own_fields(record) if name == key)
    said = _described(hint) or _held(hint)
    if said is None:
        said = MEANINGS.get((record.__name__, key)) or MEANINGS.get(("", key))
    if said is None:
        raise LookupError(
            f"the key `{key}` of {record.__name__} has no description: add one to its record"
        )
    return " ".join(said.split()).replace("|", "\\|")


def needs_a_meaning(record: type[Record], key: str) -> bool:
    """Whether only `MEANINGS` can say what a key means."""
    hint = next(hint for name, _, hint in _own_fields(record) if name == key)
    return (_described(hint) or _held(hint)) is None


def _described(hint: Any) -> str | None:
    """The description that a field has of its own; the outermost says most."""
    if get_origin(hint) is Annotated:
        for meta in reversed(hint.__metadata__):
            own = id(meta) not in _ALIASES or id(meta) in _TELLING
            if isinstance(meta, Meta) and meta.description and own:
                return meta.description
        return _described(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        return next((said for one in get_args(hint) if (said := _described(one))), None)
    return None


def _held(hint: Any) -> str | None:
    """What the record says that a field holds, or holds a list or map of."""
    if isinstance(hint, type) and issubclass(hint, Record):
        return hint.__doc__
    return next((said for one in get_args(hint) if (said := _held(one))), None)
