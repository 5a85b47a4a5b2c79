"""A document as rows: original and translation in step, each passage with its address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # aligning needs numpy, which no page but this one waits for
    from parley.record.align.comparing import Compared
    from parley.record.document import Document, Imported, Paragraph, Part

__all__ = ["Passage", "Row", "Sentence", "document_rows"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or what stands between two; only a sentence has an address."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a document.

    Parameters:
        address: in its source, as `en/10`; further paragraphs of a head or foot have none.
        label: how it is counted, or what it is.
        language: BCP 47 tag.
        sentences: its words, sentence by sentence.
        says: what the index of sources notes of it.
        cited_by: who cites it.
    """

    address: str
    label: str
    language: str
    sentences: tuple[Sentence, ...]
    says: str | None = None
    cited_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What stands beside what; `right` is empty where there is no second language.

    Parameters:
        notes: what differs here, in words.
        marked: whether something does.
    """

    left: tuple[Passage, ...]
    right: tuple[Passage, ...]
    notes: tuple[str, ...] = ()
    marked: bool = False
    title: str = ""
    paired: bool = False


def document_rows(imported: Imported) -> tuple[Row, ...]:
    """Lay a document out; an original and its translation stand in step."""
    return tuple(
        row
        for nth, one in enumerate(imported.documents, 1)
        for row in _rows(one, "" if nth == 1 else f"document-{nth}:")
    )


def _rows(document: Document, before: str) -> Iterator[Row]:
    from parley.record.align.comparing import compare_parts, parts_to_compare

    names = _names(document, before)
    pair = parts_to_compare([replace(document, wrapped=())])
    if before:
        yield Row((), (), title=before.rstrip(":"))
    for part, name in zip(document.parts, names, strict=True):
        if pair is not None and part is pair[1]:
            continue
        if pair is not None and part is pair[0]:
            other = next(n for p, n in zip(document.parts, names, strict=True) if p is pair[1])
            yield from _in_step(compare_parts(*pair), name, other)
        else:
            yield from (Row((one,), ()) for one in _passages(part, name))
    for nth, inside in enumerate(document.wrapped, 1):
        yield from _rows(inside, f"{before}inside-{nth}:")


def _names(document: Document, before: str) -> tuple[str, ...]:
    """The names of the parts as addresses have them: a second one in a language has a number."""
    seen: dict[str, int] = {}
    found = []
    for part in document.parts:
        nth = seen[part.language] = seen.get(part.language, 0) + 1
        found.append(before + part.language + (f"-{nth}" if nth > 1 else ""))
    return tuple(found)


def _in_step(compared: Compared, left: str, right: str) -> Iterator[Row]:
    from parley.brief.alignments.rows import address
    from parley.record.align.differences import differences

    notes: dict[str, list[str]] = {}
    marked: set[str] = set()
    for one in differences(compared):
        places = [address(compared.left, at) for at in one.left]
        places += [address(compared.right, at) for at in one.right]
        marked.update(places)
        if places:
            notes.setdefault(places[0], []).append(one.message)
    mine, theirs = _passages(compared.left, left), _passages(compared.right, right)
    lacking: Row | None = None  # what stands on one side alone is told once, however long it is
    for bead in compared.paragraphs:
        ours, others = mine[slice(*bead.left)], theirs[slice(*bead.right)]
        here = [address(compared.left, at) for at in range(*bead.left)]
        here += [address(compared.right, at) for at in range(*bead.right)]
        told = tuple(note for place in here for note in notes.pop(place, ()))
        differs = bool(told) or not (ours and others) or any(one in marked for one in here)
        row = Row(ours, others, told, differs, paired=True)
        if lacking is not None and not told and _same_side(lacking, row):
            lacking = replace(lacking, left=lacking.left + ours, right=lacking.right + others)
            continue
        if lacking is not None:
            yield lacking
        lacking = row if not (ours and others) else None
        if lacking is None:
            yield row
    if lacking is not None:
        yield lacking


def _same_side(one: Row, other: Row) -> bool:
    """Whether two rows both lack the same side."""
    return bool(one.left) == bool(other.left) and bool(one.right) == bool(other.right)


def _passages(part: Part, name: str) -> tuple[Passage, ...]:
    seen: set[str] = set()
    found = []
    for one in part.paragraphs:
        label = str(one.number) if one.number else one.kind
        place = "" if label in seen else f"{name}/{label}"
        seen.add(label)
        found.append(Passage(place, label, part.language, tuple(_sentences(one, place))))
    return tuple(found)


def _sentences(one: Paragraph, place: str) -> Iterator[Sentence]:
    """The words of a paragraph; each sentence of one that is counted has an address."""
    at = 0
    for nth, (start, end) in enumerate(one.sentences if one.number else (), 1):
        if start > at:
            yield Sentence("", one.text[at:start])
        yield Sentence(f"{place}.{nth}" if place else "", one.text[start:end])
        at = end
    if at < len(one.text):
        yield Sentence("", one.text[at:])
