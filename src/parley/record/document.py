"""A document as it was read: fields, parts in their languages, paragraphs, and what is left over.

Everything points into one text, that of the file as it was extracted, so that a reader can always
see what a value was taken from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

__all__ = [
    "FIELDS",
    "Document",
    "Field",
    "Imported",
    "Paragraph",
    "Part",
    "Place",
    "Reading",
    "Suggestion",
    "Unread",
]

#: From which character to before which, in the text of the reading.
Place: TypeAlias = tuple[int, int]

#: The names of fields, in the order in which they are shown.
FIELDS = (
    "title",
    "citation",
    "summary",
    "credits",
    "rights",
    "archive",
    "shelfmark",
    "original_language",
    "author",
    "addressee",
    "number",
    "sender_number",
    "series",
    "incoming_number",
    "handling",
    "copies",
    "sent",
    "received",
    "deciphered",
    "printed",
    "verified",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file.

    Parameters:
        text: all of it, lines ended by a newline alone.
        kind: what the file was: `text`, `html`, `pdf`, `docx` or `email`.
        digest: SHA-256 of the file's bytes, in hexadecimal.
        encoding: of a text, how its bytes were read; empty for other kinds.
        notes: what a person must know, such as pages without text or hidden text left out.
    """

    text: str
    kind: Literal["text", "html", "pdf", "docx", "email"]
    digest: str
    encoding: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a field.

    Parameters:
        value: as plain text; of times in ISO 8601, as far as they are known.
        place: what it was taken from.
        precision: of times: `minute`, `hour`, `day`, `month`, `year`; else empty.
        by: the name that stands with it, such as who deciphered or whence it came; else empty.
        of: where it was found: `page` about the document, `title`, or the document's own `text`.
    """

    value: str
    place: Place
    precision: str = ""
    by: str = ""
    of: Literal["page", "title", "text"] = "text"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    Parameters:
        number: its number in its part, from 1; 0 for what is not counted.
        kind: `body`; a numbered `item`; else `head`, `salutation`, `signature`, `foot` or `note`.
        text: its words, breaks of lines and pages mended.
        places: what it was taken from; several where a page break or a stamp cut it.
        sentences: from which character of `text` to before which, in order.
        item: of an item, its number or letter as written.
    """

    number: int
    kind: Literal["body", "item", "head", "salutation", "signature", "foot", "note"]
    text: str
    places: tuple[Place, ...]
    sentences: tuple[Place, ...] = ()
    item: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A document in one language.

    Parameters:
        language: BCP 47 tag; `und` where it is not known.
        kind: `transcript` in the original language, or `translation`.
        paragraphs: in order; `number` counts those that are body and items.
    """

    language: str
    kind: Literal["transcript", "translation"]
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A slip that a person may want to mend; nothing was changed."""

    place: Place
    got: str
    meant: str
    why: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Text that is part of no field and of no paragraph but, perhaps, of a head or foot."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document.

    Parameters:
        fields: name of `FIELDS` -> its values, the most trustworthy first; differing ones are kept.
        parts: in the order in which they stand.
        wrapped: documents inside this one, each with its own header.
        not_understood: what is left over.
        suggestions: slips that a person may want to mend.
        layout: the name of the layout that was recognised.
    """

    fields: Mapping[str, tuple[Field, ...]] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    wrapped: tuple[Document, ...] = ()
    not_understood: tuple[Unread, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    layout: str = "plain"


@dataclass(frozen=True, slots=True)
class Imported:
    """A file and the documents in it."""

    reading: Reading
    documents: tuple[Document, ...]
