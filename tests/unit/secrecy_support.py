"""A paper that the other side saw first, and a brief in all its forms to look for secrets in."""

from __future__ import annotations

import json
from typing import Any

from parley.brief import Brief, brief_as_json, make_brief, render_html, render_terminal
from parley.kernel.times import read_time
from tests.semantics.negotiation import Entry, day, dossier

__all__ = ["PAPER", "brief", "everything"]

PAPER: Entry = {
    "id": "paper-seen",
    "type": "document",
    "by": "blue",
    "to": "blue",
    "at": day(2),
    "source": "paper",
    "sources": ["paper"],
}


def brief(entries: list[Entry], head: dict[str, Any], party: str = "red") -> Brief:
    """Make a brief as of the twentieth."""
    return make_brief(dossier(entries, head), party, read_time(day(20, 12), "UTC").latest)


def everything(made: Brief) -> str:
    """Return the brief in three forms."""
    return json.dumps(brief_as_json(made)) + render_terminal(made, full=True) + render_html(made)
