"""CSL-JSON: what Zotero, Pandoc and citeproc read."""

from __future__ import annotations

import json
from collections.abc import Mapping

from parley.dossier.vocabulary.declarations import Source
from parley.interop.citations.issued import issued, kind_of

__all__ = ["write_csl"]

_TYPES = {"archival": "manuscript", "online": "webpage", "other": "document"}


def write_csl(sources: Mapping[str, Source]) -> str:
    """Return sources as a CSL-JSON list; what a person or a body wrote is a literal name.

    The archive and the shelf mark go to `archive` and `archive_location`, as archives ask for.
    """
    return json.dumps(
        [_item(name, source) for name, source in sources.items()], ensure_ascii=False, indent=2
    )


def _item(name: str, source: Source) -> dict[str, object]:
    found: dict[str, object] = {
        "id": name,
        "type": _TYPES[kind_of(source)],
        "title": source.title,
    }
    for key, who in (("author", source.author), ("recipient", source.addressee)):
        if who:
            found[key] = [{"literal": who}]
    if source.date:
        found["issued"] = _date(source.date)
    for key, value in (
        ("archive", source.archive),
        ("archive_location", source.shelfmark),
        ("language", source.language),
        ("URL", source.url),
        ("note", source.note),
    ):
        if value:
            found[key] = " ".join(value.split())
    return found


def _date(text: str) -> dict[str, object]:
    date = issued(text)
    if not date.parts:
        return {"literal": text}
    found: dict[str, object] = {
        "date-parts": [list(date.parts), list(date.end)] if date.end else [list(date.parts)]
    }
    if date.about:
        found["circa"] = True
    return found
