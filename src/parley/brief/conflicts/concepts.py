"""The concepts of stability in words: their names, and when a party stays under each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["ConceptWords", "concept_words"]


class ConceptWords(NamedTuple):
    """A concept's name in full, and in one line when a party stays under it."""

    name: str
    meaning: str


_CONCEPTS: Mapping[str, ConceptWords] = {
    "R": ConceptWords("Nash", "a party stays if no move of its own leads to anything better"),
    "SMR": ConceptWords(
        "symmetric metarationality",
        "it also stays if the others can answer every such move so that it ends no better off, and "
        "it has no move out of that",
    ),
    "SSEQ": ConceptWords(
        "symmetric sequential stability",
        "it also stays if the others can answer every such move so that it ends no better off, by "
        "moves each of which is a gain to whoever makes it, and it has no move out of that",
    ),
    "SEQ": ConceptWords(
        "sequential stability",
        "it also stays if the others can answer every such move so that it ends no better off, by "
        "moves each of which is a gain to whoever makes it",
    ),
    "GMR": ConceptWords(
        "general metarationality",
        "it also stays if the others can answer every such move so that it ends no better off, "
        "whatever that costs them",
    ),
    "SIM": ConceptWords(
        "simultaneous stability",
        "it also stays if every such move, made while the others make theirs, can end no better",
    ),
    "NM": ConceptWords(
        "non-myopic stability", "it stays if that is still so however far both look ahead"
    ),
}


def concept_words(concept: str, parties: Mapping[str, str]) -> ConceptWords:
    """Return the name and the meaning of a concept; `parties` are names in words.

    >>> concept_words("R", {}).name
    'Nash'

    Raises KeyError for one that is none.
    """
    if concept.startswith("ST-"):
        leader = parties.get(concept[3:], concept[3:])
        return ConceptWords(
            "Stackelberg", f"{leader} moves first, knowing how the other will answer"
        )
    if concept[0] == "L" and concept[1:].isdigit():
        ahead = concept[1:]
        return ConceptWords(
            "limited foresight", f"it stays if looking {ahead} moves ahead shows it nothing better"
        )
    return _CONCEPTS[concept]
