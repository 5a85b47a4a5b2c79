"""A stub: what a passage may become, and why; nothing is written before a person accepts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from parley.record.document import Place

__all__ = ["KINDS", "Stub", "StubKind", "titled"]

StubKind: TypeAlias = Literal[
    "agenda-item", "trade", "fallback", "question", "position", "exclusion"
]
#: Every kind of stub.
KINDS: tuple[StubKind, ...] = get_args(StubKind)

_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Stub:
    """What one passage may become.

    Parameters:
        id: `KIND:PASSAGE`, with `~2` and so on where a passage has several of a kind.
        kind: of `KINDS`.
        title: its words, cut short.
        text: the words of the passage.
        fields: what the rule took apart, as words: `condition` and `consequence` of a trade or
            fallback, with `refused` where the condition is a refusal; `reason` of an exclusion;
            `number` of an agenda item.
        passage: its address in the document, such as `en/10.2`.
        places: where it stands in the text of the reading; several where a page break cut it, or
            where a condition stands in the sentence before.
        rule: the rule that found it.
        why: the same for people, with the words that told.
        source: `rules`, or `model` for a language model of the user's own.
    """

    id: str
    kind: StubKind
    title: str
    text: str
    passage: str
    places: tuple[Place, ...]
    rule: str
    why: str
    fields: Mapping[str, str] = field(default_factory=dict)
    source: Literal["rules", "model"] = "rules"


def titled(text: str) -> str:
    """Return words as a title: without the full stop, cut at a word after 80 characters.

    >>> titled("Adoption of the agenda.")
    'Adoption of the agenda'
    """
    words = " ".join(text.split()).rstrip(" .;,:")
    if len(words) <= _LONGEST_TITLE:
        return words
    cut = words[: _LONGEST_TITLE - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"
