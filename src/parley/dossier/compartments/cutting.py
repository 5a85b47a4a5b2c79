"""Cutting out of records what names something withheld, so that what remains is a valid dossier."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from parley.dossier.compartments.clearance import MarkedPassages, is_marked
from parley.dossier.references import Kind, kind_of_field
from parley.dossier.vocabulary.declarations import Line, NoAgreement, Priority, Ranking, Weight
from parley.dossier.vocabulary.entries import (
    Assertion,
    Dissent,
    Document,
    Entry,
    Reply,
    Response,
    Waiver,
)
from parley.dossier.vocabulary.field_types import Record
from parley.dossier.vocabulary.shapes import FieldShape, fields_of

__all__ = ["Gone", "cut", "rests_on"]

#: Claims inside other records: they go where nothing that proves them is left. The rest of what is
#: declared is the frame of the talks, which everybody shares, and only loses its citations.
_CLAIMS = (Dissent, Line, NoAgreement, Priority, Ranking, Weight)


@dataclass(frozen=True, slots=True)
class Gone:
    """What a reader may not see: the ids of entries, and passages of sources."""

    entries: Collection[str]
    passages: MarkedPassages


def rests_on(entry: Entry, gone: Gone) -> tuple[str, ...]:
    """Return what an entry cannot stand without and is gone, as ids and citations; else nothing.

    An entry goes with the paper that it is or by which alone it became known, with what it
    answers, with what it speaks about, and with its proof where all of that is gone.
    """
    named: list[str] = []
    if isinstance(entry, Reply | Response) and entry.re in gone.entries:
        named.append(str(entry.re))
    if entry.via in gone.entries and entry.known is None:
        named.append(str(entry.via))
    if isinstance(entry, Document) and entry.source and is_marked(gone.passages, entry.source):
        named.append(entry.source)
    if isinstance(entry, Assertion):
        named.extend(_about(entry, gone))
    if not named and _unproved(entry, gone.passages):
        own = isinstance(entry, Document) and entry.source is not None
        if not own and not isinstance(entry, Waiver):
            named.extend(entry.sources)
    return tuple(named)


def _about(entry: Assertion, gone: Gone) -> tuple[str, ...]:
    """What an assertion is about, where that is an id, or an id and what of it."""
    thing = entry.about.partition("/")[0]
    if thing in gone.entries or is_marked(gone.passages, thing):
        return (thing,)
    return (entry.about,) if is_marked(gone.passages, entry.about) else ()


def _unproved(record: Any, passages: MarkedPassages) -> bool:
    """Whether there was proof, all of it is gone, and nobody is named who assumes it."""
    cites: tuple[str, ...] = record.sources
    return bool(cites) and not record.assumed and all(is_marked(passages, one) for one in cites)


def cut(value: Any, gone: Gone) -> Any:
    """Return a value of a record without what names something gone; None if nothing is left.

    A record that loses a key it must have is gone as well, and so is a claim without its proof.
    """
    if isinstance(value, Record):
        return _record(value, gone)
    if isinstance(value, tuple):
        return tuple(kept for one in value if (kept := cut(one, gone)) is not None)
    if isinstance(value, Mapping):
        return {key: kept for key, one in value.items() if (kept := cut(one, gone)) is not None}
    return value


def _record(record: Record, gone: Gone) -> Record | None:
    if isinstance(record, _CLAIMS) and _unproved(record, gone.passages):
        return None
    changes: dict[str, Any] = {}
    for field, kind in _naming(type(record)):
        value = getattr(record, field.name)
        if not value:
            continue
        kept = cut(value, gone) if kind is None else _names(value, kind, gone)
        if kept is None and field.required:
            return None
        if kept != value:
            changes[field.name] = field.default if kept is None else kept
    return msgspec.structs.replace(record, **changes) if changes else record


@cache
def _naming(record: type[Record]) -> tuple[tuple[FieldShape, Kind | None], ...]:
    """The fields that name entries or passages, or have records inside: those without a kind."""
    found = [(one, kind_of_field(one.name, record)) for one in fields_of(record).values()]
    return tuple(
        (one, kind)
        for one, kind in found
        if kind in ("entry", "source")
        or (kind is None and one.shape.kind in ("list", "map", "record", "choice"))
    )


def _names(value: Any, kind: Kind, gone: Gone) -> Any:
    def is_gone(name: str) -> bool:
        return name in gone.entries if kind == "entry" else is_marked(gone.passages, name)

    if isinstance(value, str):
        return None if is_gone(value) else value
    return tuple(one for one in value if not is_gone(one))
