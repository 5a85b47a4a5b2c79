"""A card laid out for a terminal, as `parley show` prints it."""

from __future__ import annotations

from collections.abc import Iterable

from parley.brief.cards.card import Card, Part, Row
from parley.cli.layout import heading, labelled, wrapped
from parley.dossier.references import Reference

__all__ = ["card_lines"]


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
