"""The entries of a dossier chosen by what they are about, and as rows of a timeline."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from parley.brief.cards.seen import Seen
from parley.dossier.dossier import Dossier, members
from parley.dossier.fold import known_to
from parley.dossier.references import references
from parley.dossier.vocabulary.entries import Entry
from parley.kernel.times import Span, iso
from parley.mandate.concerns import concerns

__all__ = [
    "Filter",
    "as_csv",
    "as_data",
    "chosen",
    "entry_data",
    "safe_cell",
    "said",
    "said_by",
    "texts_of",
]

_COLUMNS = (
    "id",
    "type",
    "at",
    "happened",
    "by",
    "to",
    "issues",
    "says",
    "text",
    "sources",
    "file",
    "line",
)


@dataclass(frozen=True, slots=True)
class Filter:
    """What entries must be about; empty lists and None let everything through.

    `since` and `until` are instants; an entry that may have happened between them counts.
    """

    issues: Sequence[str] = ()
    parties: Sequence[str] = ()
    types: Sequence[str] = ()
    since: int | None = None
    until: int | None = None
    text: str | None = None


def chosen(dossier: Dossier, entries: Iterable[Entry], wanted: Filter) -> tuple[Entry, ...]:
    """Return the entries that a filter lets through, in their order."""
    about = concerns(dossier) if wanted.issues else {}
    named = _naming(dossier, wanted.parties) if wanted.parties else set()
    text = (wanted.text or "").casefold()
    return tuple(
        entry
        for entry in entries
        if (not wanted.issues or not about[entry.id].isdisjoint(wanted.issues))
        and (not wanted.parties or entry.id in named)
        and (not wanted.types or entry.__struct_config__.tag in wanted.types)
        and _between(dossier.spans[entry.id], wanted)
        and (not text or any(text in part.casefold() for part in texts_of(entry)))
    )


def _naming(dossier: Dossier, parties: Sequence[str]) -> set[str]:
    """The ids of entries that name one of the parties, or somebody inside one."""
    meant = frozenset().union(*(members(dossier, name) for name in parties))
    return {one.holder for one in references(dossier) if one.kind == "party" and one.name in meant}


def _between(span: Span, wanted: Filter) -> bool:
    return (wanted.since is None or span.latest >= wanted.since) and (
        wanted.until is None or span.earliest <= wanted.until
    )


def texts_of(value: object) -> Iterator[str]:
    """Give every text of an entry, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        for inner in msgspec.structs.astuple(value):
            yield from texts_of(inner)
    elif isinstance(value, dict):
        yield from texts_of(tuple(value.items()))
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts_of(inner)


def said_by(entry: Entry) -> str:
    """Say who did something to whom, as `red to blue`; empty where nobody is named."""
    by, to = ", ".join(entry.by), ", ".join(entry.to)
    return f"{by} to {to}" if by and to else by or (f"to {to}" if to else "")


def said(entry: Entry) -> str:
    """Return what an entry says as a statement, with the word that tells how."""
    mode = getattr(entry, "mode", None) or getattr(entry, "answer", None)
    says = getattr(entry, "says", None)
    condition = getattr(entry, "if_", None)
    give, get = getattr(entry, "give", None), getattr(entry, "get", None)
    if give is not None:
        return f"give {give} for {get}"
    parts = [mode, says, f"if {condition}" if condition else None]
    return " ".join(part for part in parts if part)


def as_data(dossier: Dossier, entries: Iterable[Entry], seen: Seen) -> list[dict[str, Any]]:
    """Return entries as plain data."""
    return [entry_data(dossier, entry, seen) for entry in entries]


def entry_data(dossier: Dossier, entry: Entry, seen: Seen) -> dict[str, Any]:
    """Return an entry as plain data: its own fields, where it stands, and its times in UTC.

    `happened` is an instant or `start/end`; `learned` is when the party asked for knew of it.
    """
    place = dossier.places[entry.id]
    data: dict[str, Any] = msgspec.to_builtins(entry)
    data["happened"] = iso(dossier.spans[entry.id])
    if seen.party is not None:
        learned = known_to(dossier, entry, seen.party)
        data["learned"] = iso(learned) if learned is not None else None
    return {**data, "file": place.file, "line": place.line}


def as_csv(dossier: Dossier, entries: Iterable[Entry]) -> str:
    """Return entries as a table for a spreadsheet, lists joined by `; `.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    about = concerns(dossier)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for entry in entries:
        place = dossier.places[entry.id]
        row = (
            entry.id,
            str(entry.__struct_config__.tag),
            entry.at,
            iso(dossier.spans[entry.id]),
            "; ".join(entry.by),
            "; ".join(entry.to),
            "; ".join(sorted(about[entry.id])),
            said(entry),
            entry.text or "",
            "; ".join(entry.sources),
            place.file,
            str(place.line),
        )
        writer.writerow([safe_cell(value) for value in row])
    return text.getvalue()


def safe_cell(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
