"""Which citations of a document no longer lead to the words that were cited.

A citation counts paragraphs and sentences. When a better copy of a document comes, some of them
lead elsewhere; each is named with what cites it, so that a person can look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from parley.dossier.dossier import Dossier
from parley.dossier.references import references
from parley.record.passages import Kept

__all__ = ["Broken", "broken_citations"]

_SENTENCE = re.compile(r"\.[0-9]+")


@dataclass(frozen=True, slots=True)
class Broken:
    """A citation that needs a look.

    Parameters:
        holder: what cites, an entry's id or a key of `Dossier.places`.
        address: the passage, as cited.
        why: its words stand at another address now, other words stand there, or nothing does.
        now: of words that moved, their new address; else empty.
    """

    holder: str
    address: str
    why: Literal["moved", "changed", "gone"]
    now: str = ""


def broken_citations(dossier: Dossier, source: str, kept: Kept) -> tuple[Broken, ...]:
    """Return the citations of a source that its new version breaks.

    Parameters:
        kept: what became of its passages.

    A sentence counts with its paragraph.
    """
    return tuple(_broken(dossier, source, kept))


def _broken(dossier: Dossier, source: str, kept: Kept) -> Iterator[Broken]:
    for one in references(dossier):
        name, _, passage = one.name.partition("#")
        if one.kind != "source" or name != source or not passage:
            continue
        paragraph, sentence = _SENTENCE.sub("", passage), _SENTENCE.findall(passage)
        if paragraph in kept.moved:
            now = kept.moved[paragraph] + "".join(sentence)
            yield Broken(one.holder, passage, "moved", now)
        elif paragraph in kept.changed:
            yield Broken(one.holder, passage, "changed")
        elif paragraph in kept.gone:
            yield Broken(one.holder, passage, "gone")
