"""BibTeX, in the fields that biblatex knows: archival documents are `@unpublished`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from parley.dossier.vocabulary.declarations import Source
from parley.interop.citations.issued import issued, kind_of

__all__ = ["write_bibtex"]

_TYPES = {"archival": "unpublished", "online": "online", "other": "misc"}
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_MARKS = re.compile("|".join(map(re.escape, _SPECIAL)))


def write_bibtex(sources: Mapping[str, Source]) -> str:
    """Return sources as BibTeX entries, their ids as keys; the file is UTF-8.

    Names are kept whole in double braces, for most are of posts, or have the family name first.
    """
    return "\n\n".join(_entry(name, source) for name, source in sources.items())


def _entry(name: str, source: Source) -> str:
    kind = _TYPES[kind_of(source)]
    body = ",\n".join(f"  {key} = {{{value}}}" for key, value in _fields(source))
    return f"@{kind}{{{name},\n{body}\n}}"


def _fields(source: Source) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{_escaped(source.title)}}}"
    if source.author:
        yield "author", f"{{{_escaped(source.author)}}}"
    if source.date:
        date = issued(source.date)
        shown = "/".join(
            "-".join(f"{part:02}" for part in parts) for parts in (date.parts, date.end) if parts
        )
        yield "date", shown + ("~" if date.about else "") if shown else _escaped(source.date)
    if source.addressee:
        yield "titleaddon", f"To {_escaped(source.addressee)}"
    where = [one for one in (source.archive, source.shelfmark) if one]
    if where:
        yield "howpublished", _escaped(", ".join(where))
    if source.language:
        yield "language", source.language
    if source.url:
        # A link is not escaped: biblatex reads it letter by letter. Braces would end the field.
        yield "url", source.url.replace("{", "%7B").replace("}", "%7D")
    if source.note:
        yield "note", _escaped(source.note)


def _escaped(text: str) -> str:
    return _MARKS.sub(lambda found: _SPECIAL[found[0]], " ".join(text.split()))
