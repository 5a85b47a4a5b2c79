"""Documents for the tests of proposals, made by hand from plain text."""

from __future__ import annotations

import re

from parley.record.document import Document, Paragraph, Part, Reading
from parley.record.layouts.parsing import parse
from parley.record.readers.reading import read_file
from parley.record.sentences import split_sentences
from tests.meta.repository import ROOT

__all__ = ["CABLE", "cable", "document_of", "part_of", "reading_of"]

CABLE = ROOT.parent / "shared" / "originals" / "cable-21756.txt"

_ITEM = re.compile(r"(?:- )?\(?([0-9]+)[.)] ")
_BLOCK = re.compile(r"\S[^\n]*(?:\n(?!- |\(?[0-9]+[.)] )[^\n]*\S[^\n]*)*")


def reading_of(text: str) -> Reading:
    """A reading of a plain text."""
    return Reading(text, "text", "0" * 64, "utf-8")


def part_of(text: str, language: str) -> Part:
    """The paragraphs of a text: blank lines part them, points have a number."""
    paragraphs: list[Paragraph] = []
    for block in _BLOCK.finditer(text):
        words = " ".join(block[0].split())
        item = _ITEM.match(words)
        number = len(paragraphs) + 1
        if item is not None:
            told = words[item.end() :]
            places = ((block.start() + item.end(), block.end()),)
            paragraphs.append(
                Paragraph(number, "item", told, places, split_sentences(told, language), item[1])
            )
        else:
            paragraphs.append(_paragraph(number, words, (block.span(),), language))
    return Part(language, "transcript", tuple(paragraphs))


def _paragraph(
    number: int, text: str, places: tuple[tuple[int, int], ...], language: str
) -> Paragraph:
    return Paragraph(number, "body", text, places, split_sentences(text, language))


def document_of(text: str, language: str) -> Document:
    """A document of one part."""
    return Document(parts=(part_of(text, language),))


def cable() -> tuple[Document, Reading]:
    """The founding cable as it is imported."""
    imported = parse(read_file(CABLE))
    return imported.documents[0], imported.reading
