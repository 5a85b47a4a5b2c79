"""Asking for an entry field by field, with completion of what the dossier knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import click

from parley.cli.fields import present
from parley.dossier.dossier import Dossier, zone_for
from parley.dossier.language.statements import all_faults, parse
from parley.dossier.references import kind_of_field
from parley.dossier.vocabulary.entries import Entry
from parley.dossier.vocabulary.field_types import Record
from parley.dossier.vocabulary.shapes import FieldShape, fields_of
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


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every prompt needs: the dossier, the zone of the author, and how far to indent."""

    dossier: Dossier
    zone: str
    indent: str = ""


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
        desk = _Desk(dossier, zone_for(dossier, _names(answers.get("by"))))
        answer = _ask(desk, record, shapes[key])
        if answer not in (None, "", []):
            answers[key] = answer
    return answers


def _names(by: object) -> tuple[str, ...]:
    if isinstance(by, str):
        return (by,)
    return tuple(str(name) for name in by) if isinstance(by, list) else ()


def _ask(desk: _Desk, record: type[Record], field: FieldShape) -> Any:
    shape = field.shape
    if shape.kind == "map":
        return None  # no prompt for a map: KEY={...} takes one
    inner = shape.item.record if shape.item is not None else None
    if inner is not None:
        return _ask_records(desk, field, inner)
    words = shape.words or (shape.item.words if shape.item is not None else ())
    known = _candidates(desk.dossier, record, field.key) or dict.fromkeys(words, "")
    many = shape.kind == "list"

    def checked(text: str) -> Any:
        parts = [part.strip() for part in text.split(",")] if many else [text.strip()]
        parts = [part for part in parts if part]
        if not parts and field.required:
            raise click.UsageError(f"`{field.key}` is needed")
        for part in parts:
            wrong = _wrong(desk, field, part, known)
            if wrong is not None:
                raise click.UsageError(wrong)
        return parts if len(parts) > 1 else "".join(parts)

    notes = [", ".join(words)] if words else []
    notes.extend(["several with commas"] if many else [])
    told = f" ({'; '.join(notes)})" if notes else ""
    with _completing(known):
        return click.prompt(
            f"{desk.indent}{field.key}{told}",
            default=present() if field.key == "at" else "",
            show_default=field.key == "at",
            value_proc=checked,
        )


def _ask_records(desk: _Desk, field: FieldShape, record: type[Record]) -> list[dict[str, Any]]:
    """Ask for a list of records one by one, until no other is wanted."""
    found: list[dict[str, Any]] = []
    inside = replace(desk, indent=f"{desk.indent}  ")
    while click.confirm(
        f"{desk.indent}{field.key}: add {'another' if found else 'one'}?", default=False
    ):
        answers = {inner.key: _ask(inside, record, inner) for inner in fields_of(record).values()}
        found.append({key: one for key, one in answers.items() if one not in (None, "", [])})
    return found


def _candidates(dossier: Dossier, record: type[Record], key: str) -> Mapping[str, str]:
    declared = dossier.declared
    kind = kind_of_field(key, record)
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


def _wrong(desk: _Desk, field: FieldShape, text: str, known: Mapping[str, str]) -> str | None:
    """Say what is wrong with an answer: it names nothing, or is no time or statement."""
    role, domains = field.shape.role, desk.dossier.domains
    try:
        if role == "time":
            read_time(text, desk.zone)
        elif role == "duration":
            read_duration(text)
        elif role == "statement":
            parse(text, domains)
    except BadStatement as error:
        faults = all_faults(text, domains) or [error]
        return "; ".join(f"column {fault.column}: {fault}" for fault in faults)
    except ParleyError as error:
        return str(error)
    if known and not role and text.partition("#")[0] not in known:
        meant = did_you_mean(text, known)
        return f"there is no `{text}`" + (f"; did you mean `{meant}`?" if meant else "")
    return None


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
