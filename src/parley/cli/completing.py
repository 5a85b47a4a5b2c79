"""What the shell may complete: parties, issues and ids of the dossier on the command line.

A dossier that cannot be read completes to nothing; a shell is no place for messages.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from parley.cli.viewing import READER_VARIABLE, reader_of
from parley.kernel.errors import ParleyError

if TYPE_CHECKING:
    from parley.dossier.dossier import Dossier
    from parley.dossier.vocabulary.entries import Entry

__all__ = [
    "complete_agenda",
    "complete_agenda_item",
    "complete_code",
    "complete_field",
    "complete_id",
    "complete_issue",
    "complete_party",
    "complete_type",
]

_LONGEST_HELP = 50  # characters
_MOST = 500  # candidates handed to the shell


def complete_party(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a party of the dossier."""
    return _matching(_declared(ctx)[0], incomplete)


def complete_issue(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete an issue of the dossier."""
    return _matching(_declared(ctx)[1], incomplete)


def complete_agenda_item(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete an agenda item of the dossier."""
    dossier = _dossier(ctx)
    items = dossier.declared.agenda if dossier is not None else {}
    return _matching({name: item.title for name, item in items.items()}, incomplete)


def complete_agenda(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete an entry that holds an agenda."""
    dossier = _dossier(ctx)
    entries = dossier.entries if dossier is not None else ()
    drafted = {one.id: one.text or "" for one in entries if getattr(one, "agenda", ())}
    return _matching(drafted, incomplete)


def complete_type(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete a type of entry."""
    from parley.dossier.vocabulary.entries import ENTRY_TYPES

    types = {name: record.__doc__ or "" for name, record in sorted(ENTRY_TYPES.items())}
    return _matching(types, incomplete)


def complete_code(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete the code of a finding."""
    from parley.cli.explained import all_explanations

    return _matching({one.code: one.meaning for one in all_explanations()}, incomplete)


def complete_id(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete whatever `parley show` can show: entries, parties, issues, agenda items, sources."""
    dossier = _dossier(ctx)
    if dossier is None:
        return []
    declared = dossier.declared
    names: dict[str, str] = {name: party.name for name, party in declared.parties.items()}
    names.update((name, issue.question) for name, issue in declared.issues.items())
    names.update((name, item.title) for name, item in declared.agenda.items())
    names.update((name, source.title) for name, source in declared.sources.items())
    names.update((entry.id, entry.text or "") for entry in dossier.entries)
    for name, source in declared.sources.items():
        if incomplete.startswith(f"{name}#"):
            names.update((f"{name}#{part}", says) for part, says in source.passages.items())
    return _matching(names, incomplete)


def complete_field(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Complete `TYPE` or `KEY=VALUE` of an entry to add; values where they name a thing."""
    from parley.dossier.vocabulary.entries import ENTRY_TYPES
    from parley.dossier.vocabulary.shapes import fields_of

    words = [word for word in ctx.params.get("words") or () if "=" not in word]
    if not words and "=" not in incomplete:
        return complete_type(ctx, param, incomplete)
    record = ENTRY_TYPES.get(words[0] if words else "")
    if record is None:
        return []
    key, given, value = incomplete.partition("=")
    if not given:
        keys = {f"{name}=": "" for name in fields_of(record)}
        return _matching(keys, incomplete)
    values = _values(ctx, key, record)
    return [
        CompletionItem(f"{key}={item.value}", help=item.help) for item in _matching(values, value)
    ]


def _values(ctx: click.Context, key: str, record: type[Entry]) -> Mapping[str, str]:
    from parley.dossier.references import kind_of_field
    from parley.dossier.vocabulary.shapes import fields_of

    kind = kind_of_field(key, record)
    if kind == "party":
        return _declared(ctx)[0]
    if kind == "issue":
        return _declared(ctx)[1]
    dossier = _dossier(ctx)
    if dossier is None or kind not in ("entry", "source", "compartment"):
        field = fields_of(record).get(key)
        return dict.fromkeys(field.shape.words, "") if field is not None else {}
    if kind == "compartment":
        return {name: one.title for name, one in dossier.declared.compartments.items()}
    if kind == "source":
        return {name: source.title for name, source in dossier.declared.sources.items()}
    return {entry.id: entry.text or "" for entry in dossier.entries}


def _declared(ctx: click.Context) -> tuple[Mapping[str, str], Mapping[str, str]]:
    dossier = _dossier(ctx)
    if dossier is None:
        return {}, {}
    declared = dossier.declared
    return (
        {name: party.name for name, party in declared.parties.items()},
        {name: issue.question for name, issue in declared.issues.items()},
    )


def _dossier(ctx: click.Context) -> Dossier | None:
    from parley.dossier.compartments.need_to_know import for_reader
    from parley.dossier.reading import read_dossier

    # With an option that still lacks its value, click leaves the arguments where they were.
    path = ctx.params.get("path") or next(iter(ctx.args), None)
    if not path:
        return None
    reader = reader_of(ctx) or os.environ.get(READER_VARIABLE)
    try:
        dossier = read_dossier(path)
        return for_reader(dossier, reader).dossier if reader else dossier
    except ParleyError:
        return None


def _matching(names: Mapping[str, str], incomplete: str) -> list[CompletionItem]:
    found = (
        CompletionItem(name, help=_short(text))
        for name, text in names.items()
        if name.startswith(incomplete)
    )
    return [item for item, _ in zip(found, range(_MOST), strict=False)]


def _short(text: str) -> str | None:
    plain = " ".join(text.split())
    if len(plain) > _LONGEST_HELP:
        plain = plain[: _LONGEST_HELP - 1].rstrip() + "…"
    return plain or None
