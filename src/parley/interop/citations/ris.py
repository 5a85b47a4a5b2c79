"""RIS: what EndNote and most other reference managers read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from parley.dossier.vocabulary.declarations import Source
from parley.interop.citations.issued import issued, kind_of

__all__ = ["write_ris"]

_TYPES = {"archival": "MANSCPT", "online": "ELEC", "other": "GEN"}


def write_ris(sources: Mapping[str, Source]) -> str:
    """Return sources as RIS records, their ids as `ID`; lines end as the format wants, in CRLF."""
    lines = [line for name, source in sources.items() for line in _record(name, source)]
    return "".join(f"{line}\r\n" for line in lines)


def _record(name: str, source: Source) -> Iterator[str]:
    yield f"TY  - {_TYPES[kind_of(source)]}"
    yield f"ID  - {name}"
    for tag, value in (
        ("TI", source.title),
        ("AU", source.author),
        ("A2", source.addressee),
        ("AV", ", ".join(one for one in (source.archive, source.shelfmark) if one)),
        ("LA", source.language),
        ("UR", source.url),
        ("N1", source.note),
    ):
        if value:
            yield f"{tag}  - {' '.join(value.split())}"
    if source.date:
        yield from _date(source.date)
    yield "ER  - "


def _date(text: str) -> Iterator[str]:
    date = issued(text)
    if not date.parts:
        yield f"DA  - {' '.join(text.split())}"
        return
    yield f"PY  - {date.parts[0]:04}"
    year, *rest = date.parts
    parts = [f"{year:04}", *(f"{part:02}" for part in rest), "", ""][:3]
    about = "about" if date.about else ""
    if date.end:
        about = "to " + "-".join(f"{part:02}" for part in date.end)
    yield f"DA  - {'/'.join(parts)}/{about}"
