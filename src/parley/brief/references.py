"""Sources: every document that the brief cites, with what the cited passages say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parley.brief.blocks import (
    Block,
    Line,
    Paragraph,
    Run,
    Table,
    counted,
    line,
)
from parley.brief.desk import Desk
from parley.brief.model import Header

__all__ = ["Passage", "Reference", "References", "lay_out", "references"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A cited passage and what it says in the dossier's words, if it tells."""

    name: str
    says: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited document; `declared` is false for one that the dossier's index lacks."""

    source: str
    title: str | None
    whose: str
    date: str | None
    where: str
    grade: str | None
    passages: tuple[Passage, ...]
    declared: bool


@dataclass(frozen=True, slots=True)
class References:
    """All cited documents, in the dossier's order."""

    sources: tuple[Reference, ...]


def references(desk: Desk) -> References:
    """The documents behind what the brief says."""
    cited: dict[str, list[str]] = {}
    for name in desk.passages:
        source, _, passage = name.partition("#")
        found = cited.setdefault(source, [])
        if passage:
            found.append(passage)
    declared = desk.case.dossier.declared.sources
    order = [name for name in declared if name in cited]
    order.extend(name for name in cited if name not in declared)
    return References(tuple(_reference(desk, name, cited[name]) for name in order))


def _reference(desk: Desk, name: str, passages: Iterable[str]) -> Reference:
    source = desk.case.dossier.declared.sources.get(name)
    if source is None:
        return Reference(
            name, None, "", None, "", None, tuple(Passage(one, None) for one in passages), False
        )
    whose = source.author or ""
    if source.addressee:
        whose += f" to {source.addressee}"
    where = "; ".join(part for part in (source.archive, source.shelfmark, source.url) if part)
    # In the order of the index, which is that of the document.
    known = [one for one in source.passages if one in set(passages)]
    others = sorted(one for one in passages if one not in source.passages)
    return Reference(
        name,
        source.title,
        whose.strip(),
        source.date,
        where,
        source.grade,
        tuple(Passage(one, source.passages.get(one)) for one in (*known, *others)),
        True,
    )


def lay_out(content: References, header: Header, short: bool) -> tuple[Block, ...]:
    """One table; the short form only counts."""
    if not content.sources:
        return (Paragraph(line("Nothing in this brief cites a source.")),)
    if short:
        count = counted(len(content.sources), "document is", "documents are")
        return (Paragraph(line(f"{count} cited; see the full brief.")),)
    return (
        Table(
            "Documents cited, and what the cited passages say",
            ("Source", "Document", "Passages"),
            tuple(_row(one) for one in content.sources),
            (20, 36, 44),
        ),
    )


def _row(one: Reference) -> tuple[tuple[Line, ...], ...]:
    if not one.declared:
        document: tuple[Line, ...] = (line("not in the dossier's index of sources"),)
    else:
        parts = (one.title, one.whose, one.date, one.grade)
        document = (line(", ".join(part for part in parts if part)),)
        if one.where:
            document += (line(Run(one.where, "muted")),)
    passages = tuple(
        line(Run(passage.name, "strong"), f": {passage.says}" if passage.says else "")
        for passage in one.passages
    )
    return (
        (line(Run(one.source, "passage")),),
        document,
        passages or (line(Run("the whole document", "muted")),),
    )
