"""Searching a dossier: entries, imported documents, and what the index of sources says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from parley.dossier.dossier import Dossier
from parley.dossier.sources.stored_documents import stored_document
from parley.dossier.vocabulary.entries import Entry
from parley.kernel.errors import BadTime
from parley.kernel.times import Span, iso, read_time
from parley.record.language import language_of
from parley.record.passages import passages_of
from parley.record.search import Hit, Searched

__all__ = [
    "KINDS",
    "Item",
    "SearchKind",
    "cited_by",
    "excerpt",
    "excerpt_parts",
    "found_data",
    "items_of",
]

SearchKind = Literal["entries", "documents", "sources"]
#: What can be searched in: the log, imported documents, what is noted of sources.
KINDS: tuple[SearchKind, ...] = ("entries", "documents", "sources")
_AROUND = 70  # characters shown on each side of the first word found
#: Fields of an entry that are names of things, not words to look for.
_NAMES = ("id", "sources", "at", "by", "to", "known", "via")


@dataclass(frozen=True, slots=True)
class Item:
    """Something to search in, and when it was."""

    kind: Literal["entry", "passage", "source"]
    searched: Searched
    when: Span | None


def items_of(
    dossier: Dossier,
    known: Sequence[Entry],
    party: str | None,
    kinds: Iterable[SearchKind] = KINDS,
) -> Iterator[Item]:
    """Give everything to search in; for a party only what it knew, and the passages cited there.

    Parameters:
        known: the entries that the party knew.
    """
    cited = cited_by(known) if party is not None else None
    wanted = tuple(kinds)
    if "entries" in wanted:
        yield from (_entry(dossier, entry) for entry in known)
    if "sources" in wanted:
        yield from _noted(dossier, cited)
    if "documents" in wanted and dossier.root is not None:
        yield from _documents(dossier, dossier.root, cited)


def cited_by(known: Iterable[Entry]) -> set[str]:
    """Return the sources and passages that entries cite; those a party knew of by them."""
    return {name for entry in known for name in _cited(entry)}


def _cited(entry: Entry) -> Iterator[str]:
    for name in entry.sources:
        yield name
        yield name.partition("#")[0]


def _entry(dossier: Dossier, entry: Entry) -> Item:
    data = msgspec.to_builtins(entry)
    fields = {name: " \n".join(_texts(value)) for name, value in data.items() if name not in _NAMES}
    searched = _searched(entry.id, {name: text for name, text in fields.items() if text})
    return Item("entry", searched, dossier.spans[entry.id])


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _NAMES:
                yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _noted(dossier: Dossier, cited: set[str] | None) -> Iterator[Item]:
    for name, source in dossier.declared.sources.items():
        if cited is not None and name not in cited:
            continue
        about = {
            key: value
            for key in ("title", "author", "addressee", "archive", "shelfmark", "note")
            if (value := getattr(source, key))
        }
        when = _when(dossier, source.date)
        yield Item("source", _searched(name, about), when)
        for passage, says in source.passages.items():
            address = f"{name}#{passage}"
            if cited is None or address in cited:
                # What is noted of a passage, not its words, which may be there as well.
                yield Item("source", _searched(f"{address} ", {"says": says}), when)


def _documents(dossier: Dossier, path: Path, cited: set[str] | None) -> Iterator[Item]:
    for name, source in dossier.declared.sources.items():
        if cited is not None and name not in cited:
            continue
        imported = stored_document(path, source)
        for passage in passages_of(imported) if imported is not None else ():
            address = f"{name}#{passage.address}"
            if cited is None or address in cited:
                searched = _searched(address, {"text": passage.text})
                yield Item("passage", searched, _when(dossier, source.date))


def _when(dossier: Dossier, text: str | None) -> Span | None:
    try:
        return read_time(text, dossier.declared.zone) if text is not None else None
    except BadTime:
        return None


def _searched(key: str, fields: Mapping[str, str]) -> Searched:
    language = language_of("\n".join(fields.values()))
    return Searched(key, language if language != "und" else "en", fields)


def found_data(
    hits: Sequence[Hit], shown: Sequence[Hit], items: Mapping[str, Item]
) -> dict[str, Any]:
    """Return what was found as plain data.

    Parameters:
        hits: everything found; it is counted.
        shown: what of it is told.
        items: key -> what was searched.
    """
    return {
        "found": len(hits),
        "hits": [
            {
                "kind": items[hit.key].kind,
                "id": hit.key.strip(),
                "when": iso(when) if (when := items[hit.key].when) is not None else None,
                "language": items[hit.key].searched.language,
                "fields": {
                    name: {
                        "text": items[hit.key].searched.fields[name],
                        "marks": list(map(list, m)),
                    }
                    for name, m in hit.marks.items()
                },
            }
            for hit in shown
        ],
    }


def excerpt(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """Return the words around the first word found, all found among them between angle quotes."""
    return "".join(f"»{part}«" if found else part for part, found in excerpt_parts(text, marks))


def excerpt_parts(text: str, marks: Sequence[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """Return the words around the first word found, in parts, and of each whether it was found."""
    if not marks:
        return ((text, False),)
    start = max(marks[0][0] - _AROUND, 0)
    end = min(marks[0][1] + 2 * _AROUND, len(text))
    start = text.find(" ", start) + 1 if start else 0
    cut = text.rfind(" ", marks[0][1], end)
    end = cut if cut > 0 and end < len(text) else end
    parts: list[tuple[str, bool]] = [("... " if start else "", False)]
    at = start
    for first, last in marks:
        if last <= end:
            parts += [(text[at:first], False), (text[first:last], True)]
            at = last
    parts += [(text[at:end], False), (" ..." if end < len(text) else "", False)]
    return tuple(part for part in parts if part[0])
