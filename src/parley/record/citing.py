"""A passage by its address: `en/10` is a paragraph, `en/10.2` a sentence of it, `en/foot` the foot.

The address counts paragraphs of a part, so it means the same in print; the digest of the words
tells whether they are still those that were cited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parley.kernel.digests import digest_of
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.record.document import Document, Imported, Paragraph, Place

__all__ = ["Cited", "cited", "context_of"]

_ADDRESS = re.compile(
    r"(?P<before>(?:(?:document|inside)-[0-9]+:)*)(?P<part>[A-Za-z0-9-]+)/"
    r"(?P<paragraph>[0-9]+|[a-z]+)(?:\.(?P<sentence>[0-9]+))?"
)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Cited:
    """What an address leads to.

    Parameters:
        address: as given.
        paragraphs: what it is, or is in; several where a head or foot has several.
        text: the words themselves.
        mark: where these words stand in `text` of the only paragraph; None for all of it.
        places: where they stand in the text of the reading.
        digest: of the words, whatever the white space between them.
    """

    address: str
    paragraphs: tuple[Paragraph, ...]
    text: str
    mark: Place | None
    places: tuple[Place, ...]
    digest: str


def cited(imported: Imported, address: str) -> Cited:
    """Return the passage that an address names.

    Raises Refused for an address that leads nowhere, saying how far it led.
    """
    found = _ADDRESS.fullmatch(address) if len(address) <= _LONGEST else None
    if found is None:
        raise Refused(
            f"expected the address of a passage, got '{address[:_LONGEST]}'",
            hint="write part and paragraph, as in en/10, or a sentence of it, as in en/10.2",
        )
    part = found["before"] + found["part"]
    parts = dict(_parts(imported))
    if part not in parts:
        meant = did_you_mean(part, parts)
        raise Refused(
            f"{address}: the document has no part `{part}`",
            hint=f"did you mean `{meant}`?" if meant else f"it has: {', '.join(parts) or 'none'}",
        )
    name = found["paragraph"]
    own = tuple(
        one
        for one in parts[part]
        if (one.number == int(name) and one.number if name.isdigit() else one.kind == name)
    )
    if not own:
        last = max((one.number for one in parts[part]), default=0)
        kinds = dict.fromkeys(one.kind for one in parts[part] if not one.number)
        more = f", and {', '.join(kinds)}" if kinds else ""
        raise Refused(
            f"{address}: part `{part}` has no such paragraph",
            hint=f"it has {_up_to(last)}{more}" if last else f"it has none that is counted{more}",
        )
    if found["sentence"] is None:
        text = "\n".join(one.text for one in own)
        places = tuple(place for one in own for place in one.places)
        return Cited(address, own, text, None, places, _digest(text))
    return _sentence(imported, address, own[0], int(found["sentence"]))


def _up_to(last: int) -> str:
    return "1" if last == 1 else f"1 to {last}"


def context_of(imported: Imported, found: Cited, around: int = 1) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a passage with so many before and after it in its part."""
    for _, paragraphs in _parts(imported):
        places = [at for at, one in enumerate(paragraphs) if one in found.paragraphs]
        if places and paragraphs[places[0]] is found.paragraphs[0]:
            return paragraphs[max(places[0] - around, 0) : places[-1] + around + 1]
    return found.paragraphs


def _parts(imported: Imported) -> Iterator[tuple[str, tuple[Paragraph, ...]]]:
    for nth, document in enumerate(imported.documents, 1):
        yield from _parts_of(document, "" if nth == 1 else f"document-{nth}:")


def _parts_of(document: Document, before: str) -> Iterator[tuple[str, tuple[Paragraph, ...]]]:
    seen: dict[str, int] = {}
    for part in document.parts:
        nth = seen[part.language] = seen.get(part.language, 0) + 1
        yield before + part.language + (f"-{nth}" if nth > 1 else ""), part.paragraphs
    for nth, inside in enumerate(document.wrapped, 1):
        yield from _parts_of(inside, f"{before}inside-{nth}:")


def _sentence(imported: Imported, address: str, one: Paragraph, number: int) -> Cited:
    if not 1 <= number <= len(one.sentences):
        raise Refused(
            f"{address}: the paragraph has no sentence {number}",
            hint=f"it has 1 to {len(one.sentences)}",
        )
    start, end = one.sentences[number - 1]
    text = one.text[start:end]
    places = _places_of(imported.reading.text, one, start, end)
    return Cited(address, (one,), text, (start, end), places, _digest(text))


def _places_of(whole: str, one: Paragraph, start: int, end: int) -> tuple[Place, ...]:
    """Where some letters of a paragraph stand in the reading, whatever white space was mended.

    Letters are counted in both, so that hyphens and breaks that were mended do no harm as long
    as no other letter was; else the paragraph as a whole is meant.
    """
    letters = [at for place in one.places for at in range(*place) if not whole[at].isspace()]
    wanted = [at for at, letter in enumerate(one.text) if not letter.isspace()]
    if [whole[at] for at in letters] != [one.text[at] for at in wanted]:
        return one.places
    mine = [place for place, at in zip(letters, wanted, strict=True) if start <= at < end]
    found: list[Place] = []
    for first, last in one.places:
        inside = [at for at in mine if first <= at < last]
        if inside:
            found.append((inside[0], inside[-1] + 1))
    return tuple(found)


def _digest(text: str) -> str:
    return digest_of(" ".join(text.split()))
