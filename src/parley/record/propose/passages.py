"""The passages of a document: its paragraphs and sentences, each with an address and a place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from parley.record.document import Document, Paragraph, Part, Place, Reading
from parley.record.sentences import split_sentences

__all__ = ["Passage", "parts_in", "passages_of", "places_of", "placing", "sentences_of"]


_FARTHEST = 200  # characters that may have been dropped before a letter


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence.

    Parameters:
        address: `PART/PARAGRAPH.SENTENCE`, such as `en/10.2`: that of its paragraph in
            `record.passages`, and the number of the sentence.
        language: BCP 47 tag of its part.
        text: its words.
        places: where it stands in the text of the reading.
    """

    address: str
    language: str
    text: str
    places: tuple[Place, ...]


def passages_of(
    document: Document, reading: Reading | None = None, language: str = "", before: str = ""
) -> tuple[Passage, ...]:
    """Return every sentence of the body of a document and of those inside it, in order.

    Parameters:
        reading: the text that it was read from, for exact places; left out, a sentence has those
            of its paragraph.
        language: only of parts in it; left out, of all.
        before: what its addresses begin with, as in `record.passages`.
    """
    return tuple(_passages(document, reading, language, before))


def _passages(
    document: Document, reading: Reading | None, language: str, before: str
) -> Iterator[Passage]:
    for name, part in parts_in(document, language, before):
        for paragraph in part.paragraphs:
            if paragraph.number:
                places = placing(paragraph, reading)
                for nth, place in enumerate(sentences_of(paragraph, part.language), 1):
                    yield Passage(
                        f"{name}/{paragraph.number}.{nth}",
                        part.language,
                        paragraph.text[slice(*place)].strip(),
                        places(place),
                    )


def parts_in(
    document: Document, language: str = "", before: str = ""
) -> Iterator[tuple[str, Part]]:
    """Give the parts of a document and of those inside it, each with its name in addresses.

    Names are those of `record.passages`: `en`, `en-2` for a second part in English, and
    `inside-1:en` in the first document inside.
    """
    seen: dict[str, int] = {}
    for part in document.parts:
        nth = seen[part.language] = seen.get(part.language, 0) + 1
        if not language or part.language == language:
            yield f"{before}{part.language}" + (f"-{nth}" if nth > 1 else ""), part
    for nth, inside in enumerate(document.wrapped, 1):
        yield from parts_in(inside, language, f"{before}inside-{nth}:")


def sentences_of(paragraph: Paragraph, language: str) -> tuple[Place, ...]:
    """Return where the sentences of a paragraph stand in its text."""
    if paragraph.sentences:
        return paragraph.sentences
    return split_sentences(paragraph.text, language)


def placing(paragraph: Paragraph, reading: Reading | None) -> Callable[[Place], tuple[Place, ...]]:
    """Return what tells where a piece of a paragraph's text stands in the text of the reading.

    The mended text is followed letter by letter; what was dropped on the way, such as a break of
    line or the hyphen before it, is passed over. That is done once, when it is first asked for.

    Parameters:
        reading: left out, every piece stands where the paragraph does.
    """
    followed: list[tuple[int, int] | None] = []

    def places(within: Place) -> tuple[Place, ...]:
        if reading is None:
            return paragraph.places
        if not followed:
            followed.extend(_followed(paragraph, reading.text))
        found = [one for one in followed[slice(*within)] if one is not None]
        return _joined(found) or paragraph.places

    return places


def places_of(
    paragraph: Paragraph, within: Place, reading: Reading | None = None
) -> tuple[Place, ...]:
    """Return where one piece of a paragraph stands in the text of the reading; see `placing`.

    Parameters:
        within: from which character of the paragraph's text to before which.
    """
    return placing(paragraph, reading)(within)


def _followed(paragraph: Paragraph, text: str) -> Iterator[tuple[int, int] | None]:
    """Give for each letter of a paragraph where it stands, and in which piece; None for blanks
    and for letters that were mended."""
    letters = [
        (at, nth)
        for nth, (start, end) in enumerate(paragraph.places)
        for at in range(start, min(end, len(text)))
    ]
    at = 0
    for letter in paragraph.text:
        found = None
        if not letter.isspace():
            for seek in range(at, min(at + _FARTHEST, len(letters))):
                if text[letters[seek][0]] == letter:
                    found, at = letters[seek], seek + 1
                    break
        yield found


def _joined(found: list[tuple[int, int]]) -> tuple[Place, ...]:
    """Return one place for each piece of the paragraph that the letters are in."""
    ends: dict[int, Place] = {}
    for at, nth in found:
        first = ends.get(nth, (at, at))[0]
        ends[nth] = (first, at + 1)
    return tuple(ends[nth] for nth in sorted(ends))
