"""Asking for an entry field by field, with completion of what the dossier knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from parley.cli.fields import present
from parley.dossier.dossier import Dossier, zone_for
from parley.dossier.entries import Entry
from parley.dossier.references import kind_of_field
from parley.dossier.shapes import FieldShape, fields_of
from parley.dossier.statements import all_faults, parse
from parley.dossier.vocabulary import Record
from parley.kernel.digests import new_id
from parley.kernel.errors import BadStatement, ParleyError
from parley.kernel.suggest import did_you_mean
from parley.kernel.times import read_duration, read_time

__all__ = ["ask_entry"]

#: What every entry is asked first; then what its type alone has; then what proves it.
_FIRST = ("at", "by", "to", "text")
_LAST = ("sources", "assumed")
#: Seldom wanted: they can be given as KEY=VALUE.
_UNASKED = ("id", "known", "via", "issues", "note", "revives", "triggers", "authorises", "texts")


def ask_entry(dossier: Dossier, record: type[Entry], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for the fields of an entry that are not given yet; an empty answer leaves one out.

    Answers that cannot be right are asked for again. Raises click.Abort on Ctrl-C and Ctrl-D.
    """
    shapes = fields_of(record)
    special = [name for name in shapes if name not in fields_of(Entry)]
    answers = dict(fields)
    answers.setdefault("id", new_id(str(fields["type"])))
    click.echo("An empty answer leaves a field out. Tab completes, Ctrl-C ends without writing.")
    for key in (*_FIRST, *special, "replaces", "revokes", *_LAST):
        if key in answers or key in _UNASKED or (key == "assumed" and answers.get("sources")):
            continue
        zone = zone_for(dossier, _names(answers.get("by")))
        answer = _ask(dossier, shapes[key], zone, "")
        if answer not in (None, "", []):
            answers[key] = answer
    return answers


def _names(by: object) -> tuple[str, ...]:
    if isinstance(by, str):
        return (by,)
    return tuple(str(name) for name in by) if isinstance(by, list) else ()


def _ask(dossier: Dossier, field: FieldShape, zone: str, indent: str) -> Any:
    shape = field.shape
    if shape.kind == "map":
        return None  # no prompt for a map: KEY={...} takes one
    inner = shape.item.record if shape.kind == "list" and shape.item is not None else None
    if inner is not None:
        return _ask_records(dossier, field, inner, zone, indent)
    words = shape.words or (shape.item.words if shape.item is not None else ())
    known = _candidates(dossier, field.key) or dict.fromkeys(words, "")
    many = shape.kind == "list"

    def checked(text: str) -> Any:
        parts = [part.strip() for part in text.split(",")] if many else [text.strip()]
        parts = [part for part in parts if part]
        for part in parts:
            _check(dossier, field, part, zone, known)
        if not parts:
            return "" if not field.required else _again(f"`{field.key}` is needed")
        return parts if many and len(parts) > 1 else parts[0]

    told = " (several: with commas)" if many else f" ({', '.join(words)})" if words else ""
    with _completing(known):
        return click.prompt(
            f"{indent}{field.key}{told}",
            default=present() if field.key == "at" else "",
            show_default=field.key == "at",
            value_proc=checked,
        )


def _ask_records(
    dossier: Dossier, field: FieldShape, record: type[Record], zone: str, indent: str
) -> list[dict[str, Any]]:
    """Ask for a list of records one by one, until no other is wanted."""
    found: list[dict[str, Any]] = []
    while click.confirm(
        f"{indent}{field.key}: add {'another' if found else 'one'}?", default=False
    ):
        answers: dict[str, Any] = {}
        for inner in fields_of(record).values():
            answer = _ask(dossier, inner, zone, f"{indent}  ")
            if answer not in (None, "", []):
                answers[inner.key] = answer
        found.append(answers)
    return found


def _candidates(dossier: Dossier, key: str) -> Mapping[str, str]:
    declared = dossier.declared
    kind = kind_of_field(key)
    if kind == "party":
        return {name: party.name for name, party in declared.parties.items()}
    if kind == "issue":
        return {name: issue.question for name, issue in declared.issues.items()}
    if kind == "agenda":
        return {name: item.title for name, item in declared.agenda.items()}
    if kind == "entry":
        return {entry.id: entry.text or "" for entry in dossier.entries}
    if kind == "source":
        return {name: source.title for name, source in declared.sources.items()}
    return {}


def _check(
    dossier: Dossier, field: FieldShape, text: str, zone: str, known: Mapping[str, str]
) -> None:
    """Have an answer asked for again that names nothing, or is no time or statement."""
    role = field.shape.role
    try:
        if role == "time":
            read_time(text, zone)
        elif role == "duration":
            read_duration(text)
        elif role == "statement":
            parse(text, dossier.domains)
    except BadStatement as error:
        faults = all_faults(text, dossier.domains) or [error]
        _again("; ".join(f"column {fault.column}: {fault}" for fault in faults))
    except ParleyError as error:
        _again(str(error))
    if known and not role and text.partition("#")[0] not in known:
        meant = did_you_mean(text, known)
        _again(f"there is no `{text}`" + (f"; did you mean `{meant}`?" if meant else ""))


def _again(message: str) -> None:
    raise click.UsageError(message)


@contextmanager
def _completing(names: Iterable[str]) -> Iterator[None]:
    """Let Tab complete these names while the block asks, where the system has readline."""
    try:
        import readline
    except ImportError:
        yield
        return
    words = sorted(names)

    def complete(text: str, state: int) -> str | None:
        found = [word for word in words if word.startswith(text)]
        return found[state] if state < len(found) else None

    before = readline.get_completer()
    readline.set_completer_delims(" ,")
    readline.set_completer(complete)
    readline.parse_and_bind("tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before)
