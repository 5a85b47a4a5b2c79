"""Entries laid out for a terminal, one below the other."""

from __future__ import annotations

import click

from parley.brief.cards.entries import said, said_by
from parley.brief.cards.short import short_time
from parley.cli.layout import dim, wrapped
from parley.dossier.dossier import Dossier
from parley.dossier.vocabulary.entries import Entry

__all__ = ["entry_lines"]


def entry_lines(dossier: Dossier, entry: Entry, zone: str) -> list[str]:
    """Lay an entry out: when, what, who, and below it what it says."""
    kind = entry.__struct_config__.tag
    when = short_time(dossier.spans[entry.id], zone)
    head = f"{when}  {click.style(entry.id, bold=True)}"
    lines = [head, *dim(wrapped(": ".join(filter(None, (str(kind), said_by(entry)))), 4, 6))]
    statement = said(entry)
    if statement:
        lines.extend(wrapped(statement, 4, 6))
    if entry.text:
        lines.extend(wrapped(entry.text, 4))
    return lines
