"""Compartments: which a reader is cleared for, and which passages lie in one.

A reader is a post or a person by its own id. Who stands inside or around a reader is not cleared
with it: need to know is personal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from parley.dossier.dossier import Dossier
from parley.dossier.sources.passage_known import document_of, passage_known
from parley.dossier.vocabulary.declarations import Compartment
from parley.kernel.errors import ParleyError
from parley.record.citing import Cited, cited
from parley.record.document import Imported

__all__ = [
    "MarkedDocument",
    "MarkedPassages",
    "is_marked",
    "marked_in",
    "marked_passages",
    "marking_faults",
    "twins",
    "uncleared",
]

_SENTENCE = re.compile(r"\.[0-9]+$")
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """The passages of an imported document that are withheld.

    Parameters:
        imported: the document as it is stored.
        passages: address -> what it leads to, and the compartments that it lies in.
    """

    imported: Imported
    passages: Mapping[str, tuple[Cited, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class MarkedPassages:
    """What is withheld of sources: each with the compartments that the reader is not cleared for.

    Parameters:
        sources: whole sources.
        passages: `SOURCE#PASSAGE`, as the compartments name them.
        touched: paragraphs of which a sentence is withheld.
        documents: source -> its document, of sources with passages that are withheld.
    """

    sources: dict[str, frozenset[str]] = field(default_factory=dict)
    passages: dict[str, frozenset[str]] = field(default_factory=dict)
    touched: dict[str, frozenset[str]] = field(default_factory=dict)
    documents: dict[str, MarkedDocument] = field(default_factory=dict)


def uncleared(dossier: Dossier, reader: str) -> Mapping[str, Compartment]:
    """Return the compartments that `reader` is not cleared for, by their ids."""
    declared = dossier.declared.compartments
    return {name: one for name, one in declared.items() if reader not in one.readers}


def marking_faults(dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    """Give what compartments name and the dossier does not have: holder, kind of thing, name.

    The holder is an entry's id or `compartment:ID`. Where there is such a fault nobody can say
    what a reader may see.
    """
    declared = dossier.declared
    for entry in dossier.entries:
        for name in entry.compartment:
            if name not in declared.compartments:
                yield entry.id, "compartment", name
    for identifier, one in declared.compartments.items():
        holder = f"compartment:{identifier}"
        yield from ((holder, "party", name) for name in one.readers if name not in declared.parties)
        for named in one.sources:
            source, _, passage = named.partition("#")
            if source not in declared.sources:
                yield holder, "source", source
            elif passage and not passage_known(dossier, source, passage):
                yield holder, "passage", named


def marked_passages(dossier: Dossier, reader: str) -> MarkedPassages:
    """Return the passages that lie in compartments which `reader` is not cleared for."""
    marked = MarkedPassages()
    for identifier, one in uncleared(dossier, reader).items():
        for written in one.sources:
            source, _, passage = written.partition("#")
            for twin in twins(dossier, source):
                named = f"{twin}#{passage}" if passage else twin
                kept = marked.passages if passage else marked.sources
                kept[named] = kept.get(named, _NONE) | {identifier}
                if passage and _SENTENCE.search(passage):
                    around = _SENTENCE.sub("", named)
                    marked.touched[around] = marked.touched.get(around, _NONE) | {identifier}
    by_source: dict[str, dict[str, frozenset[str]]] = {}
    for named, lacking in marked.passages.items():
        source, _, passage = named.partition("#")
        by_source.setdefault(source, {})[passage] = lacking
    for source, passages in by_source.items():
        imported = document_of(dossier, dossier.declared.sources[source])
        if imported is not None:
            found = {
                passage: (leads, lacking)
                for passage, lacking in passages.items()
                if (leads := _leads(imported, passage)) is not None
            }
            marked.documents[source] = MarkedDocument(imported, found)
    return marked


def twins(dossier: Dossier, source: str) -> tuple[str, ...]:
    """Return a source and all others that have the same file or the same document."""
    declared = dossier.declared.sources
    one = declared.get(source)
    if one is None or (one.file is None and one.digest is None):
        return (source,)
    return tuple(
        name
        for name, other in declared.items()
        if (one.file is not None and one.file == other.file)
        or (one.digest is not None and one.digest == other.digest)
    )


def is_marked(marked: MarkedPassages, named: str) -> bool:
    """Whether a citation, `SOURCE` or `SOURCE#PASSAGE`, is of something that is withheld."""
    return bool(marked_in(marked, named))


def marked_in(marked: MarkedPassages, named: str) -> frozenset[str]:
    """Return the compartments for which a citation is withheld; none where it is not.

    A sentence is withheld with its paragraph, and a paragraph with any of its sentences. Where the
    document is there, what counts is the words that an address leads to, however it is spelled.
    """
    source, _, passage = named.partition("#")
    found = marked.sources.get(source, _NONE)
    if not passage:
        return found
    found |= marked.passages.get(named, _NONE) | marked.touched.get(named, _NONE)
    found |= marked.passages.get(_SENTENCE.sub("", named), _NONE)
    document = marked.documents.get(source)
    leads = _leads(document.imported, passage) if document is not None else None
    if document is not None and leads is not None:
        found = found.union(
            *(lacking for one, lacking in document.passages.values() if _overlap(one, leads))
        )
    return found


def _leads(imported: Imported, passage: str) -> Cited | None:
    try:
        return cited(imported, passage)
    except ParleyError:
        return None


def _overlap(one: Cited, other: Cited) -> bool:
    """Whether two addresses have words in common; paragraphs of the same words are not the same."""
    mine = {id(paragraph) for paragraph in one.paragraphs}
    if mine.isdisjoint(id(paragraph) for paragraph in other.paragraphs):
        return False
    return one.mark is None or other.mark is None or one.mark == other.mark
