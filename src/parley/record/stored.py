"""An imported document as plain data, as `parley import --format json` prints it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from parley.kernel.errors import Refused
from parley.record.document import (
    Document,
    Field,
    Imported,
    Paragraph,
    Part,
    Place,
    Reading,
    Suggestion,
    Unread,
)

__all__ = ["document_data", "imported_data", "imported_from_data"]

_FORMAT = 1


def imported_data(imported: Imported) -> dict[str, Any]:
    """Return an import as plain data; its text is kept beside it, not in it."""
    reading = imported.reading
    return {
        "format": _FORMAT,
        "kind": reading.kind,
        "digest": reading.digest,
        "encoding": reading.encoding,
        "notes": list(reading.notes),
        "documents": [document_data(one) for one in imported.documents],
    }


def document_data(document: Document) -> dict[str, Any]:
    """Return a document as plain data.

    Of a field the first value is the most trustworthy; `also` has the others. Spans are from which
    character to before which, in the text of the reading; those of sentences in the paragraph.
    """
    return {
        "layout": document.layout,
        "fields": {name: _field(values) for name, values in document.fields.items()},
        "parts": [_part(one) for one in document.parts],
        "wrapped": [document_data(one) for one in document.wrapped],
        "not_understood": [
            {"text": one.text, "span": list(one.place)} for one in document.not_understood
        ],
        "suggestions": [
            {"span": list(one.place), "got": one.got, "meant": one.meant, "why": one.why}
            for one in document.suggestions
        ],
    }


def _field(values: tuple[Field, ...]) -> dict[str, Any]:
    first, *more = (_value(one) for one in values)
    return {**first, "also": more} if more else first


def _value(one: Field) -> dict[str, Any]:
    data: dict[str, Any] = {"value": one.value, "span": list(one.place), "of": one.of}
    if one.precision:
        data["precision"] = one.precision
    if one.by:
        data["by"] = one.by
    return data


def _part(part: Part) -> dict[str, Any]:
    return {
        "language": part.language,
        "kind": part.kind,
        "paragraphs": [_paragraph(one) for one in part.paragraphs],
    }


def _paragraph(one: Paragraph) -> dict[str, Any]:
    data: dict[str, Any] = {
        "number": one.number,
        "kind": one.kind,
        "text": one.text,
        "spans": [list(place) for place in one.places],
        "sentences": [list(place) for place in one.sentences],
    }
    return {**data, "item": one.item} if one.item else data


def imported_from_data(data: Mapping[str, Any], text: str, name: str) -> Imported:
    """Return the import that was stored as data, with its text.

    Parameters:
        name: where the data stand, for messages.

    Raises Refused for data that are not what `imported_data` makes.
    """
    try:
        if data["format"] != _FORMAT:
            raise Refused(
                f"{name}: expected format {_FORMAT}, got {data['format']}",
                hint="import the document again",
            )
        reading = Reading(
            text, data["kind"], data["digest"], data["encoding"], tuple(data["notes"])
        )
        return Imported(reading, tuple(_document(one) for one in data["documents"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused(
            f"{name}: is no stored reading of a document", hint="import the document again"
        ) from None


def _document(data: Mapping[str, Any]) -> Document:
    return Document(
        {name: tuple(_values(one)) for name, one in data["fields"].items()},
        tuple(
            Part(one["language"], one["kind"], tuple(map(_read_paragraph, one["paragraphs"])))
            for one in data["parts"]
        ),
        tuple(_document(one) for one in data["wrapped"]),
        tuple(Unread(_place(one["span"]), one["text"]) for one in data["not_understood"]),
        tuple(
            Suggestion(_place(one["span"]), one["got"], one["meant"], one["why"])
            for one in data["suggestions"]
        ),
        data["layout"],
    )


def _values(data: Mapping[str, Any]) -> Iterable[Field]:
    for one in (data, *data.get("also", ())):
        yield Field(
            one["value"],
            _place(one["span"]),
            one.get("precision", ""),
            one.get("by", ""),
            one["of"],
        )


def _read_paragraph(data: Mapping[str, Any]) -> Paragraph:
    return Paragraph(
        data["number"],
        data["kind"],
        data["text"],
        tuple(map(_place, data["spans"])),
        tuple(map(_place, data["sentences"])),
        data.get("item", ""),
    )


def _place(span: Iterable[int]) -> Place:
    start, end = span
    return int(start), int(end)
