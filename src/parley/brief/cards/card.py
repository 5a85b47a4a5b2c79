"""A card: everything about one thing, as `parley show` writes it as JSON and the page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

import msgspec

from parley.brief.cards.entries import said
from parley.brief.cards.kept import references_of
from parley.brief.cards.seen import Seen
from parley.brief.cards.short import one_line, short_time
from parley.dossier.dossier import Dossier, Place
from parley.dossier.fold import View
from parley.dossier.references import Kind, Reference
from parley.dossier.vocabulary.field_types import Record

__all__ = [
    "Card",
    "CardData",
    "Part",
    "PartData",
    "ReferenceData",
    "Row",
    "RowData",
    "card_data",
    "listed",
    "newest",
    "referring",
    "rows_of",
]

Row = tuple[str, str]

_MOST_LISTED = 50
_TEASER = 60  # characters of an entry that is only mentioned


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a card, in two columns."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One thing of a dossier.

    Parameters:
        kind: what it is, such as `entry` or `party`.
        name: its id or address.
        title: the words at the top.
        place: where it is written.
        parts: what there is to say, in order; empty ones are not shown.
        data: the thing itself, as plain data.
        references: who refers to it.
    """

    kind: str
    name: str
    title: str
    place: Place | None
    parts: tuple[Part, ...]
    data: dict[str, Any]
    references: tuple[Reference, ...] = ()


class RowData(TypedDict):
    """A row of a card as plain data."""

    label: str
    text: str


class PartData(TypedDict):
    """A part of a card as plain data."""

    title: str
    rows: list[RowData]


class ReferenceData(TypedDict):
    """Who refers to the thing, and in which field."""

    holder: str
    field: str


class CardData(TypedDict):
    """A card as plain data: `data` is the thing itself, as its file has it."""

    kind: str
    id: str
    title: str
    file: str | None
    line: int | None
    data: dict[str, Any]
    parts: list[PartData]
    referred_to_by: list[ReferenceData]


def card_data(card: Card) -> CardData:
    """Return a card as plain data: the thing itself, and each part as labels and texts."""
    return {
        "kind": card.kind,
        "id": card.name,
        "title": card.title,
        "file": card.place.file if card.place else None,
        "line": card.place.line if card.place else None,
        "data": card.data,
        "parts": [
            {
                "title": part.title or card.kind,
                "rows": [{"label": label.strip(), "text": text} for label, text in part.rows],
            }
            for part in card.parts
            if part.rows
        ],
        "referred_to_by": [{"holder": one.holder, "field": one.field} for one in card.references],
    }


def rows_of(record: Record, but: Sequence[str] = ()) -> tuple[Row, ...]:
    """Return the fields of a record that say something, in the words of the file."""
    rows: list[Row] = []
    for key, value in msgspec.to_builtins(record).items():
        if key not in but:
            rows.extend(_rows(key, value))
    return tuple(rows)


def _rows(key: str, value: object) -> Iterable[Row]:
    if isinstance(value, dict):
        yield key, ""
        for name, inner in value.items():
            yield f"  {name}", _plain(inner)
    elif isinstance(value, (list, tuple)) and any(isinstance(one, dict) for one in value):
        for number, one in enumerate(value, 1):
            yield f"{key} {number}", _plain(one)
    else:
        yield key, _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_plain(inner)}" for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def referring(
    dossier: Dossier, known: View, kind: Kind, name: str, but: Iterable[str] = ()
) -> tuple[Reference, ...]:
    """Return what refers to a thing: entries of a view, and what `dossier.yaml` declares.

    Parameters:
        but: holders that are shown elsewhere.
    """
    shown = {name, f"{kind}:{name}", *but}
    return tuple(
        one
        for one in references_of(dossier).get((kind, name), ())
        if (one.holder in known.ids or one.holder not in dossier.by_id) and one.holder not in shown
    )


def listed(dossier: Dossier, names: Iterable[str], seen: Seen) -> tuple[Row, ...]:
    """Return entries as rows: the id, then when it was and how its text begins."""
    return tuple((name, _teaser(dossier, name, seen)) for name in dict.fromkeys(names))


def newest(dossier: Dossier, names: Sequence[str], seen: Seen, rest: str) -> tuple[Row, ...]:
    """Return the newest of many entries as rows; `rest` is the command that lists them all."""
    rows = listed(dossier, names[-_MOST_LISTED:], seen)
    more = len(names) - _MOST_LISTED
    return ((f"{more:,} earlier", f"see `{rest}`"), *rows) if more > 0 else rows


def _teaser(dossier: Dossier, name: str, seen: Seen) -> str:
    entry = dossier.by_id.get(name)
    if entry is None:
        return ""
    when = short_time(dossier.spans[name], seen.zone)
    kind = str(entry.__struct_config__.tag)
    text = entry.text or ": ".join(filter(None, (kind, said(entry))))
    return f"{when}: {one_line(text, _TEASER)}"
