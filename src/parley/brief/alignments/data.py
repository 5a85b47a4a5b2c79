"""A comparison of two languages as plain data, for JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parley.brief.alignments.rows import address, of_sentence
from parley.record.align.comparing import Compared
from parley.record.align.differences import Difference
from parley.record.document import Part

__all__ = ["comparison_as_data"]


def comparison_as_data(compared: Compared, found: Sequence[Difference]) -> Mapping[str, Any]:
    """Return what the reference describes under `parley align`."""
    left, right = compared.left, compared.right
    return {
        "left": _part(left, len(compared.left_sentences)),
        "right": _part(right, len(compared.right_sentences)),
        "characters_ratio": round(compared.ratio, 3),
        "paragraphs": [
            {
                "left": [address(left, at) for at in range(*bead.left)],
                "right": [address(right, at) for at in range(*bead.right)],
                "moved": bead.moved,
                "cost": round(bead.cost, 2),
            }
            for bead in compared.paragraphs
        ],
        "sentences": [
            {
                "left": [of_sentence(left, one) for one in compared.left_sentences[slice(*b.left)]],
                "right": [
                    of_sentence(right, one) for one in compared.right_sentences[slice(*b.right)]
                ],
                "moved": b.moved,
                "cost": round(b.cost, 2),
            }
            for b in compared.sentences
        ],
        "differences": [
            {
                "code": one.code,
                "message": one.message,
                "left": [address(left, at) for at in one.left],
                "right": [address(right, at) for at in one.right],
                "sentences": one.sentences,
            }
            for one in found
        ],
        "word_pairs": [
            {"left": one.left, "right": one.right, "kept": round(one.kept, 3)}
            for one in compared.links
        ],
    }


def _part(part: Part, sentences: int) -> Mapping[str, Any]:
    return {
        "language": part.language,
        "kind": part.kind,
        "paragraphs": len(part.paragraphs),
        "sentences": sentences,
    }
