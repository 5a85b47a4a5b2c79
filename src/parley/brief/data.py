"""The brief as plain data, ready to be written as JSON.

The shape, stable within one format number:

    {"format": 1,
     "header":   {"dossier", "title", "party", "party_name", "zone", "as_of", "as_of_utc",
                  "known_as_of", "known_as_of_utc", "digest", "version", ...},
     "glance":   [{"label", "value", "section", "alarming"}, ...],
     "sections": [{"key", "title", "content": {...}}, ...]}

`content` is the section's record, field by field: see the record that makes it (`Faults` for
`findings`, `Asking` for `questions`, and so on). A claim is always
`{"kind", "says", "text", "by", "at", "cite": {"entries", "passages", "assumed"}}`. Fields and
sections may be added; none is renamed or removed without a new format number.
"""

from __future__ import annotations

from typing import Any

import msgspec

from parley.brief.model import Brief

__all__ = ["FORMAT", "brief_as_json"]

FORMAT = 1


def brief_as_json(brief: Brief) -> dict[str, Any]:
    """Return a brief as dictionaries, lists, texts and numbers."""
    content: dict[str, Any] = msgspec.to_builtins(brief)
    for section in content["sections"]:
        # Pictures, and what they are drawn from, say nothing that the rest does not.
        section["content"].pop("marks", None)
        section["content"].pop("picture", None)
    return {"format": FORMAT, **content}
