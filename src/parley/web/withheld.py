"""What a party may not see of an entry that it knew: papers that it had not come to know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from parley.brief.cards.card import Card, Part, Row
from parley.web.desk import Desk, unseen_sources

__all__ = ["shown_card", "shown_entry", "shown_sources"]


def shown_sources(desk: Desk, names: Iterable[str]) -> tuple[str, ...]:
    """Return the passages of those sources that may be shown."""
    hidden = unseen_sources(desk)
    return tuple(name for name in names if name.partition("#")[0] not in hidden)


def shown_entry(desk: Desk, data: dict[str, Any]) -> dict[str, Any]:
    """Return an entry as plain data, without sources that may not be shown."""
    if "sources" not in data:
        return data
    return {**data, "sources": list(shown_sources(desk, data["sources"]))}


def shown_card(desk: Desk, card: Card) -> Card:
    """Return a card without sources that may not be shown."""
    if not unseen_sources(desk):
        return card
    parts = tuple(Part(part.title, tuple(_rows(desk, part.rows))) for part in card.parts)
    return replace(card, parts=parts, data=shown_entry(desk, card.data))


def _rows(desk: Desk, rows: Iterable[Row]) -> Iterable[Row]:
    for label, text in rows:
        if label in ("sources", "passages"):
            left = shown_sources(desk, text.split(", "))
            if left:
                yield label, ", ".join(left)
        elif label == "source" and text in unseen_sources(desk):
            continue
        else:
            yield label, text
