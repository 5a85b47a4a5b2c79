"""Passages with addresses: `en/10`, `ru/head`; and which still hold when a document changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parley.kernel.digests import digest_of
from parley.record.document import Document, Imported

__all__ = ["Kept", "Passage", "passages_kept", "passages_of"]

#: Paragraphs that are not counted, and the word of their address.
_TOGETHER = ("head", "salutation", "signature", "foot", "note")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or the head or foot of a part as a whole.

    Parameters:
        address: part and paragraph, as in `en/10` and `en/foot`; of a document inside another with
            its number before it, as in `inside-1:en/2`.
        text: its words.
        digest: of its words, whatever the white space between them.
    """

    address: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the passages of a document that changed.

    Parameters:
        same: addresses at which the same words stand.
        moved: old address -> the one at which the same words stand now.
        changed: addresses at which other words stand now.
        gone: addresses that there are no more, nor their words.
    """

    same: tuple[str, ...]
    moved: Mapping[str, str]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def passages_of(imported: Imported) -> tuple[Passage, ...]:
    """Return the passages of an import, in order; their addresses are all different.

    Two parts in one language have addresses such as `en/1` and `en-2/1`.
    """
    found: list[Passage] = []
    for nth, document in enumerate(imported.documents, 1):
        found.extend(_passages(document, "" if nth == 1 else f"document-{nth}:"))
    return tuple(found)


def _passages(document: Document, before: str) -> Iterator[Passage]:
    seen: dict[str, int] = {}
    for part in document.parts:
        seen[part.language] = seen.get(part.language, 0) + 1
        nth = seen[part.language]
        name = f"{before}{part.language}" + (f"-{nth}" if nth > 1 else "")
        for one in part.paragraphs:
            if one.number:
                yield _passage(f"{name}/{one.number}", one.text)
        for kind in _TOGETHER:
            texts = [one.text for one in part.paragraphs if one.kind == kind]
            if texts:
                yield _passage(f"{name}/{kind}", "\n".join(texts))
    for nth, inside in enumerate(document.wrapped, 1):
        yield from _passages(inside, f"{before}inside-{nth}:")


def _passage(address: str, text: str) -> Passage:
    return Passage(address, text, digest_of(" ".join(text.split())))


def passages_kept(old: Imported | Sequence[Passage], new: Imported | Sequence[Passage]) -> Kept:
    """Compare the passages of two versions of a document by their words.

    Words that stand at several addresses count as moved to the first that is free.
    """
    before = passages_of(old) if isinstance(old, Imported) else old
    after = passages_of(new) if isinstance(new, Imported) else new
    there = {one.address: one.digest for one in after}
    same = [one.address for one in before if there.get(one.address) == one.digest]
    held = set(same)
    free: dict[str, list[str]] = {}
    for one in reversed(after):
        if one.address not in held:
            free.setdefault(one.digest, []).append(one.address)
    moved: dict[str, str] = {}
    changed: list[str] = []
    gone: list[str] = []
    for one in before:
        if one.address in held:
            continue
        places = free.get(one.digest)
        if places:
            moved[one.address] = places.pop()
        elif one.address in there:
            changed.append(one.address)
        else:
            gone.append(one.address)
    return Kept(tuple(same), moved, tuple(changed), tuple(gone))
