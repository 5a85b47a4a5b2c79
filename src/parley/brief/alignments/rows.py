"""What stands beside what: one row for each bead, with what differs in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parley.record.align.beads import Bead
from parley.record.align.comparing import Compared, Sentence
from parley.record.align.differences import Difference
from parley.record.document import Paragraph, Part

__all__ = ["Row", "Words", "address", "of_sentence", "rows_of"]


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph or a sentence: the end of its address, and its text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """What stands beside what.

    Parameters:
        left, right: paragraphs or sentences; one side is empty where it lacks them.
        notes: what differs here; of a run of rows it stands at the first.
        marked: whether something differs here, or in a run that the row belongs to.
    """

    left: tuple[Words, ...]
    right: tuple[Words, ...]
    notes: tuple[Difference, ...]
    marked: bool


def address(part: Part, place: int) -> str:
    """Return the address of a paragraph, such as `en/10`; of one that is not counted `en/head`."""
    return f"{part.language}/{_label(part.paragraphs[place])}"


def of_sentence(part: Part, one: Sentence) -> str:
    """Return the address of a sentence, such as `en/10.2`."""
    return f"{part.language}/{_sentence_label(part, one)}"


def _label(one: Paragraph) -> str:
    return str(one.number) if one.number else one.kind


def _sentence_label(part: Part, one: Sentence) -> str:
    paragraph = part.paragraphs[one.paragraph]
    return f"{_label(paragraph)}.{one.nth}" if paragraph.number else _label(paragraph)


def rows_of(compared: Compared, found: Sequence[Difference], sentences: bool) -> tuple[Row, ...]:
    """Lay two parts side by side.

    Parameters:
        found: what differs.
        sentences: whether to show sentences, or paragraphs.
    """
    first, touched = _by_paragraph(found)
    rows = []
    told: set[int] = set()
    for bead in compared.sentences if sentences else compared.paragraphs:
        left, right = _words(compared, bead, sentences)
        places = _places(compared, bead, sentences)
        notes = [at for place in places for at in first.get(place, ()) if at not in told]
        notes = list(dict.fromkeys(notes))
        told.update(notes)
        marked = any(place in touched for place in places) or not (left and right)
        rows.append(Row(left, right, tuple(found[at] for at in notes), marked))
    return tuple(rows)


def _by_paragraph(
    found: Sequence[Difference],
) -> tuple[Mapping[tuple[str, int], list[int]], set[tuple[str, int]]]:
    """Return which differences begin at each paragraph, and which paragraphs have any."""
    first: dict[tuple[str, int], list[int]] = {}
    touched: set[tuple[str, int]] = set()
    for at, one in enumerate(found):
        places = [("left", place) for place in one.left] + [("right", place) for place in one.right]
        touched.update(places if one.code != "list-differs" else places[:1])
        if places:
            first.setdefault(places[0], []).append(at)
    return first, touched


def _places(compared: Compared, bead: Bead, sentences: bool) -> list[tuple[str, int]]:
    left, right = range(*bead.left), range(*bead.right)
    if not sentences:
        return [("left", at) for at in left] + [("right", at) for at in right]
    mine = [("left", compared.left_sentences[at].paragraph) for at in left]
    return mine + [("right", compared.right_sentences[at].paragraph) for at in right]


def _words(
    compared: Compared, bead: Bead, sentences: bool
) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    if sentences:
        mine = (compared.left_sentences[at] for at in range(*bead.left))
        theirs = (compared.right_sentences[at] for at in range(*bead.right))
        return (
            tuple(Words(_sentence_label(compared.left, one), one.text) for one in mine),
            tuple(Words(_sentence_label(compared.right, one), one.text) for one in theirs),
        )
    return (
        tuple(_paragraph(compared.left.paragraphs[at]) for at in range(*bead.left)),
        tuple(_paragraph(compared.right.paragraphs[at]) for at in range(*bead.right)),
    )


def _paragraph(one: Paragraph) -> Words:
    return Words(_label(one), one.text)
