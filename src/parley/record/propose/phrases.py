"""What of a language tells proposals apart: a file of phrases for each language.

To add a language is to add a file to `languages/`, named by its tag. Its groups of phrases:

    conditions   words after which a condition stands: `if`, `provided that`
    strong       those of them that promise something by themselves: `on condition that`
    not_after    words behind which these are no conditions: `ask if`, `as if`
    then         words that end the condition
    back         words that point to the sentence before as the condition: `in that case`
    refused      a condition that is a refusal or a failure: `reject*`
    concede      giving something
    insist       not giving way
    refusal      saying what one will not do
    intend       what one will do, wants or thinks right
    acts         doing anything at all, looked for only where the condition is a refusal
    request      asking for an answer or instructions
    excluded     leaving something out
    therefore    words behind which the consequence stands, so that the reason is before them
    because      words behind which the reason stands
    agenda       words by which the text before numbered points calls them an agenda
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from parley.kernel.errors import Refused
from parley.record.propose.words import PhraseBook, make_book

__all__ = ["GROUPS", "Phrases", "phrase_languages", "phrases_for", "read_phrases"]

#: The groups of phrases that a language's file has.
GROUPS = (
    "conditions", "strong", "not_after", "then", "back", "refused", "concede", "insist",
    "refusal", "intend", "acts", "request", "excluded", "therefore", "because", "agenda",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language."""

    tag: str
    book: PhraseBook


def phrase_languages() -> tuple[str, ...]:
    """Return the tags of the languages that there are files of."""
    folder = files("parley.record.propose") / "languages"
    found = (one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    return tuple(sorted(name.removesuffix(".toml") for name in found))


@lru_cache(maxsize=32)
def phrases_for(language: str) -> Phrases | None:
    """Return the phrases of a language by its tag; None where there is no file of it.

    A file of the whole tag comes before one of its language alone: `pt-BR` before `pt`.
    """
    known = {one.casefold(): one for one in phrase_languages()}
    whole = language.replace("_", "-").casefold()
    tag = known.get(whole) or known.get(whole.partition("-")[0])
    if tag is None:
        return None
    place = files("parley.record.propose") / "languages" / f"{tag}.toml"
    return read_phrases(tag, place.read_text(encoding="utf-8"))


def read_phrases(tag: str, text: str) -> Phrases:
    """Read the file of a language.

    Raises Refused for a file that is no TOML, lacks a group, has an unknown one, or has a phrase
    that cannot be read.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"phrases of '{tag}': {error}", hint="mend the file") from None
    wrong = sorted(data.keys() ^ {*GROUPS, "negations"})
    if wrong:
        raise Refused(
            f"phrases of '{tag}': missing or unknown: {', '.join(wrong)}",
            hint=f"a file has `negations` and {', '.join(GROUPS)}",
        )
    for name, some in data.items():
        if not isinstance(some, list) or not all(isinstance(one, str) for one in some):
            raise Refused(f"phrases of '{tag}': '{name}' is no list of texts", hint="mend the file")
    negations = data.pop("negations")
    return Phrases(tag, make_book(data, negations))
