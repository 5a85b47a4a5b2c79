"""A card: everything about one thing, as `parley show` prints it or writes it as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from parley.cli.layout import heading, labelled, one_line, short_time, wrapped
from parley.cli.timeline import said
from parley.cli.viewpoint import Viewpoint
from parley.dossier.dossier import Dossier, Place
from parley.dossier.fold import View
from parley.dossier.references import Kind, Reference, references_to
from parley.dossier.vocabulary import Record

__all__ = [
    "Card",
    "Part",
    "Row",
    "card_data",
    "card_lines",
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


def card_lines(card: Card) -> list[str]:
    """Lay a card out for a terminal."""
    where = f" ({card.place.file}:{card.place.line})" if card.place is not None else ""
    lines = [heading(f"{card.kind} {card.name}") + where]
    lines.extend(wrapped(card.title))
    for part in (*card.parts, Part("Referred to by", _by_field(card.references))):
        if part.rows:
            title = [heading(part.title)] if part.title else []
            lines.extend(("", *title, *labelled(part.rows)))
    return lines


def _by_field(found: Iterable[Reference]) -> tuple[Row, ...]:
    fields: dict[str, dict[str, None]] = {}
    for one in found:
        fields.setdefault(one.field, {})[one.holder] = None
    return tuple((f"{field}:", ", ".join(holders)) for field, holders in fields.items())


def card_data(card: Card) -> dict[str, Any]:
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
        for one in references_to(dossier, kind, name)
        if (one.holder in known.ids or one.holder not in dossier.by_id) and one.holder not in shown
    )


def listed(dossier: Dossier, names: Iterable[str], seen: Viewpoint) -> tuple[Row, ...]:
    """Return entries as rows: the id, then when it was and how its text begins."""
    return tuple((name, _teaser(dossier, name, seen)) for name in dict.fromkeys(names))


def newest(dossier: Dossier, names: Sequence[str], seen: Viewpoint, rest: str) -> tuple[Row, ...]:
    """Return the newest of many entries as rows; `rest` is the command that lists them all."""
    rows = listed(dossier, names[-_MOST_LISTED:], seen)
    more = len(names) - _MOST_LISTED
    return ((f"{more:,} earlier", f"see `{rest}`"), *rows) if more > 0 else rows


def _teaser(dossier: Dossier, name: str, seen: Viewpoint) -> str:
    entry = dossier.by_id.get(name)
    if entry is None:
        return ""
    when = short_time(dossier.spans[name], seen.zone)
    kind = str(entry.__struct_config__.tag)
    text = entry.text or ": ".join(filter(None, (kind, said(entry))))
    return f"{when}: {one_line(text, _TEASER)}"
