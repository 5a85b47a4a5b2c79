"""What sources claim of a date, a number or another fact, wherever the dossier says it.

Claims come from assertions with their dissent, from the dates in the index of sources, and from
what the documents of that index say of themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from parley.dossier.dossier import Dossier, Place, zone_for
from parley.dossier.sources.measures import Measure, show_number
from parley.dossier.sources.stored_documents import stored_document
from parley.dossier.vocabulary.declarations import Source
from parley.dossier.vocabulary.entries import Assertion, Dissent
from parley.kernel.errors import ParleyError
from parley.kernel.times import Span, read_time
from parley.record.document import Document, Field

__all__ = ["Claim", "ClaimKind", "Claims", "claims_of", "subject_of"]

ClaimKind: TypeAlias = Literal["date", "number", "words"]

_NUMBER_IN_TITLE = re.compile(
    r"(?<!\w)(?:no|nos|nr|n[º°o]|№|number)[.:]?\s*([0-9]{1,9})(?![\w/])", re.IGNORECASE
)
_ONLY_NUMBER = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Claim:
    """One source's claim.

    Parameters:
        about: the subject as it is written.
        kind: what it claims.
        said: the claim as it is written, or for numbers as it is read.
        span: of a date, when it was.
        zone: of a date, in whose zone it was read, where it says none itself.
        measure: of a number.
        holder: the id of the entry, or `source:ID`.
        place: where the dossier says it.
        sources: the passages that prove it.
        assumed: who assumes it.
        by: the parties who say so.
        confidence: how sure it is.
        dissent: it is the dissent of an assertion.
    """

    about: str
    kind: ClaimKind
    said: str
    holder: str
    span: Span | None = None
    zone: str = ""
    measure: Measure | None = None
    place: Place | None = None
    sources: tuple[str, ...] = ()
    assumed: str | None = None
    by: tuple[str, ...] = ()
    confidence: str | None = None
    dissent: bool = False


@dataclass(frozen=True, slots=True)
class Claims:
    """All claims of a dossier.

    Parameters:
        notes: what could not be looked into, and assertions that claim nothing, in words.
    """

    claims: tuple[Claim, ...]
    notes: tuple[str, ...] = ()


def subject_of(about: str) -> str:
    """Return the words under which a subject is compared: case and blanks do not count.

    >>> subject_of("Boats  lost in the Flood")
    'boats lost in the flood'
    """
    return " ".join(about.casefold().split())


def claims_of(dossier: Dossier) -> Claims:
    """Return what sources claim, by everything in a dossier that has not been replaced."""
    found = list(_asserted(dossier))
    notes = list(_empty(dossier))
    for name, source in dossier.declared.sources.items():
        found.extend(_indexed(dossier, name, source))
        try:
            document = _document(dossier, source)
        except ParleyError as error:
            notes.append(f"{name}: not looked into: {error.message}")
        else:
            if document is not None:
                found.extend(_of_itself(dossier, name, document))
    return Claims(tuple(found), tuple(notes))


def _empty(dossier: Dossier) -> Iterator[str]:
    for entry in dossier.entries:
        if isinstance(entry, Assertion):
            if _claims_nothing(entry):
                yield f"{entry.id} claims nothing: give `date`, `number` or `value`"
            if any(_claims_nothing(one) for one in entry.dissent):
                yield f"a dissent of {entry.id} claims nothing: give `date`, `number` or `value`"


def _claims_nothing(one: Assertion | Dissent) -> bool:
    return one.date is None and one.number is None and one.value is None


def _asserted(dossier: Dossier) -> Iterator[Claim]:
    ended = {name for entry in dossier.entries for name in (*entry.replaces, *entry.revokes)}
    for entry in dossier.entries:
        if isinstance(entry, Assertion) and entry.id not in ended:
            yield from _said(dossier, entry, entry)
            for other in entry.dissent:
                yield from _said(dossier, entry, other)


def _said(dossier: Dossier, entry: Assertion, one: Assertion | Dissent) -> Iterator[Claim]:
    zone = zone_for(dossier, one.by or entry.by)

    def claim(kind: ClaimKind, said: str, span: Span | None, measure: Measure | None) -> Claim:
        return Claim(
            entry.about,
            kind,
            said,
            entry.id,
            span,
            zone if span is not None else "",
            measure,
            dossier.places.get(entry.id),
            one.sources,
            one.assumed,
            one.by,
            one.confidence,
            isinstance(one, Dissent),
        )

    if one.date is not None:
        yield claim("date", one.date, read_time(one.date, zone), None)
    if one.number is not None:
        low, high = one.number if isinstance(one.number, tuple) else (one.number, one.number)
        measure = Measure(min(low, high), max(low, high), one.unit or entry.unit or "")
        yield claim("number", show_number(measure), None, measure)
    if one.value is not None:
        yield claim("words", one.value, None, None)


def _indexed(dossier: Dossier, name: str, source: Source) -> Iterator[Claim]:
    """What the index says of a source: its date, and the number in its title."""
    place = dossier.places.get(f"source:{name}")
    zone = dossier.declared.zone
    holder, cited = f"source:{name}", (name,)
    if source.date is not None:
        span = read_time(source.date, zone)
        yield Claim(f"{name}/date", "date", source.date, holder, span, zone, None, place, cited)
    number = _NUMBER_IN_TITLE.search(source.title)
    if number is not None:
        yield _numbered(name, number[1], holder, place)


def _numbered(name: str, written: str, holder: str, place: Place | None) -> Claim:
    measure = Measure(float(written), float(written))
    return Claim(f"{name}/number", "number", written, holder, None, "", measure, place, (name,))


def _document(dossier: Dossier, source: Source) -> Document | None:
    """Return the document that a source was imported from; None where it was not."""
    if dossier.root is None:
        return None
    imported = stored_document(dossier.root, source)
    return imported.documents[0] if imported is not None and imported.documents else None


def _of_itself(dossier: Dossier, name: str, document: Document) -> Iterator[Claim]:
    """What a document says of itself: when it was sent, and its numbers."""
    zone = dossier.declared.zone
    for one in document.fields.get("sent", ()):
        if one.precision:
            span = read_time(one.value, zone)
            yield Claim(
                f"{name}/date", "date", one.value, _holder(name, one), span, zone, None, None,
                (name,),
            )  # fmt: skip
    for one in document.fields.get("number", ()):
        if _ONLY_NUMBER.fullmatch(one.value):
            yield _numbered(name, one.value, _holder(name, one), None)


def _holder(name: str, one: Field) -> str:
    return f"document:{name} ({one.of})"
