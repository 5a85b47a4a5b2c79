"""Questions that the dossier raises, worded for people who do not know its ids."""

from __future__ import annotations

import re

from parley.brief.cards.short import one_line
from parley.dossier.vocabulary.entries import Entry
from parley.kernel.times import show_time
from parley.web.desk import Desk, known

__all__ = ["in_plain_words"]

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*[A-Za-z0-9_]")
_IN_BRACKETS = re.compile(r" \((?P<name>[A-Za-z0-9_.-]+)\)$")
_SENTENCE = re.compile(r"(?<=[a-z][.!?]) +(?=[A-Z])")
_LONGEST = 90  # characters of an entry's words in a question


def in_plain_words(desk: Desk, text: str) -> str:
    """Return a question with the words of entries in place of their ids.

    An issue's id in brackets at the end goes: the question before it is the issue's own. What the
    party that looks does not know keeps its id.
    """
    last = _IN_BRACKETS.search(text)
    if last is not None and last["name"] in desk.dossier.declared.issues:
        text = text[: last.start()]
    ids = known(desk).ids

    def worded(match: re.Match[str]) -> str:
        name = match[0]
        plain = "-" not in name and "_" not in name  # may be a word of the sentence
        return name if plain or name not in ids else _words(desk, desk.dossier.by_id[name])

    return _NAME.sub(worded, text)


def _words(desk: Desk, entry: Entry) -> str:
    """The first sentence of an entry, or what kind of entry it is and when."""
    text = " ".join((entry.text or "").split())
    if text:
        return f"“{one_line(_SENTENCE.split(text, 1)[0], _LONGEST).rstrip('.')}”"
    day = show_time(desk.dossier.spans[entry.id], desk.seen.zone)[:10]
    return f"the {entry.__struct_config__.tag!s} of {day}"
