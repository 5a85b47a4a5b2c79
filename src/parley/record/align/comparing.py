"""Two parts of a document compared: paragraphs paired, and the sentences inside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import merge

from parley.record.align.aligning import Aligned, align_segments
from parley.record.align.beads import PARAGRAPH_STEPS, Bead
from parley.record.align.evidence import Link
from parley.record.document import Document, Part
from parley.record.language import script_of

__all__ = ["Compared", "Sentence", "compare_parts", "main_script", "parts_to_compare"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a part; a paragraph without sentences counts as one.

    Parameters:
        paragraph: place of its paragraph among those of the part, from 0.
        nth: its number in the paragraph, from 1.
        text: its words.
    """

    paragraph: int
    nth: int
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two parts side by side.

    Parameters:
        left, right: the parts.
        paragraphs: beads of their paragraphs, in the order of the left part.
        left_sentences, right_sentences: the sentences of each, in order.
        sentences: beads of those, in the order of the left part.
        links: word pairs learnt on the way.
        ratio: characters of the right part for one of the left.
    """

    left: Part
    right: Part
    paragraphs: tuple[Bead, ...]
    left_sentences: tuple[Sentence, ...]
    right_sentences: tuple[Sentence, ...]
    sentences: tuple[Bead, ...]
    links: tuple[Link, ...]
    ratio: float


def parts_to_compare(documents: Iterable[Document]) -> tuple[Part, Part] | None:
    """Return the transcript and the first translation of the first document that has both."""
    for one in documents:
        originals = [part for part in one.parts if part.kind == "transcript"]
        others = [part for part in one.parts if part.kind == "translation"]
        if originals and others:
            return originals[0], others[0]
        if len(one.parts) > 1:
            return one.parts[0], one.parts[1]
        inside = parts_to_compare(one.wrapped)
        if inside:
            return inside
    return None


def compare_parts(left: Part, right: Part, dictionary: Iterable[Link] = ()) -> Compared:
    """Pair the paragraphs of two parts, then the sentences of paragraphs that are paired.

    Parameters:
        dictionary: word pairs known beforehand, by their stems.
    """
    paragraphs = align_segments(
        [one.text for one in left.paragraphs],
        [one.text for one in right.paragraphs],
        steps=PARAGRAPH_STEPS,
        dictionary=dictionary,
        kinds=(_kinds(left), _kinds(right)),
    )
    mine, theirs = _sentences_of(left), _sentences_of(right)
    beads = _pair_sentences(mine, theirs, paragraphs)
    return Compared(
        left, right, paragraphs.beads, mine, theirs, beads, paragraphs.links, paragraphs.ratio
    )


def _sentences_of(part: Part) -> tuple[Sentence, ...]:
    """Return the sentences of a part."""
    found = []
    for at, one in enumerate(part.paragraphs):
        places = one.sentences or ((0, len(one.text)),)
        found += [Sentence(at, nth, one.text[a:b]) for nth, (a, b) in enumerate(places, 1)]
    return tuple(found)


def main_script(part: Part) -> str:
    """Return the script of most paragraphs of a part."""
    counts = Counter(script_of(one.text) for one in part.paragraphs)
    counts.pop("", None)
    return counts.most_common(1)[0][0] if counts else ""


def _kinds(part: Part) -> list[str]:
    """Return what each paragraph is; one in a foreign script is joined with none in the own."""
    script = main_script(part)
    return [
        script_of(one.text) if script_of(one.text) not in ("", script)
        else "" if one.kind == "body" else one.kind
        for one in part.paragraphs
    ]  # fmt: skip


def _pair_sentences(
    mine: Sequence[Sentence], theirs: Sequence[Sentence], paragraphs: Aligned
) -> tuple[Bead, ...]:
    """Pair sentences within paired paragraphs; those that stand in another order by themselves."""
    groups = _groups(paragraphs.beads)
    places = (
        [groups[0][one.paragraph] for one in mine],
        [groups[1][one.paragraph] for one in theirs],
    )
    texts = [one.text for one in mine], [one.text for one in theirs]
    aligned = align_segments(*texts, dictionary=paragraphs.links, groups=places)
    return _with_moved(aligned.beads, mine, theirs, paragraphs)


def _groups(beads: Sequence[Bead]) -> tuple[dict[int, int], dict[int, int]]:
    """Number the paragraphs of both sides by bead; those without counterpart have their own."""
    found: tuple[dict[int, int], dict[int, int]] = {}, {}
    fixed = {at: bead for at, bead in enumerate(beads) if not bead.moved}
    for at, bead in fixed.items():
        found[0].update({one: at for one in range(*bead.left)})
        found[1].update({one: at for one in range(*bead.right)})
    for bead in beads:
        if bead.moved:  # between its neighbours, and unlike every group of the other side
            found[0][bead.left[0]] = -2 - 2 * bead.left[0]
            found[1][bead.right[0]] = -3 - 2 * bead.right[0]
    return found


def _with_moved(
    beads: Sequence[Bead],
    mine: Sequence[Sentence],
    theirs: Sequence[Sentence],
    paragraphs: Aligned,
) -> tuple[Bead, ...]:
    """Pair the sentences of moved paragraphs, and take out what they were before."""
    left, right = _by_paragraph(mine), _by_paragraph(theirs)
    new: list[Bead] = []
    for bead in paragraphs.beads:
        if bead.moved:
            own, other = left[bead.left[0]], right[bead.right[0]]
            texts = [one.text for one in mine[own]], [one.text for one in theirs[other]]
            inner = align_segments(*texts, dictionary=paragraphs.links).beads
            new += [_shifted(one, own.start, other.start) for one in inner]
    taken = {at for one in new for at in range(*one.left)}
    others = {at for one in new for at in range(*one.right)}
    kept = [
        one
        for one in beads
        if taken.isdisjoint(range(*one.left)) and others.isdisjoint(range(*one.right))
    ]
    return tuple(merge(kept, new, key=lambda one: one.left[0]))


def _by_paragraph(sentences: Sequence[Sentence]) -> dict[int, slice]:
    """Return which sentences each paragraph has."""
    found: dict[int, slice] = {}
    for at, one in enumerate(sentences):
        before = found.get(one.paragraph)
        found[one.paragraph] = slice(before.start if before else at, at + 1)
    return found


def _shifted(one: Bead, left: int, right: int) -> Bead:
    return Bead(
        (one.left[0] + left, one.left[1] + left),
        (one.right[0] + right, one.right[1] + right),
        one.cost,
        True,
    )
