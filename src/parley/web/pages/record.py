"""The record: all sources, what cites them, and the entries that rest on none."""

from __future__ import annotations

from dataclasses import dataclass

from parley.dossier.vocabulary.entries import Waiver
from parley.web.desk import Desk, known, unseen_sources
from parley.web.pages.source import citing, is_whole
from parley.web.registry import Page, Rows

__all__ = ["PAGE", "Listed", "Record", "record", "sources_table"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A source in the list: what it is, whether its document is there, how often it is cited."""

    id: str
    title: str
    date: str | None
    language: str | None
    grade: str | None
    stored: bool
    passages: int
    cited: int


@dataclass(frozen=True, slots=True)
class Record:
    """All sources that may be seen, and the entries that cite nothing and that nobody assumes."""

    sources: tuple[Listed, ...]
    without_source: tuple[str, ...]


def record(desk: Desk) -> Record:
    """Return all sources, what cites them, and the entries that rest on none."""
    hidden = unseen_sources(desk)
    found = []
    for name, source in desk.dossier.declared.sources.items():
        if name in hidden:
            continue
        by = citing(desk, name)
        if desk.seen.party is not None and not by and not is_whole(desk, name):
            continue
        places = set(by) - {""}
        found.append(
            Listed(
                name,
                source.title,
                source.date,
                source.language,
                source.grade,
                source.file is not None,
                len({*source.passages, *places}) if is_whole(desk, name) else len(places),
                len({holder for holders in by.values() for holder in holders}),
            )
        )
    return Record(tuple(found), tuple(_bare(desk)))


def _bare(desk: Desk) -> list[str]:
    return [
        entry.id
        for entry in known(desk).entries
        if not (entry.sources or entry.assumed or isinstance(entry, Waiver))
        and getattr(entry, "source", None) is None  # a document is its own source
    ]


def sources_table(desk: Desk) -> Rows:
    """Return all sources as a table."""
    columns = ("id", "title", "date", "language", "grade", "stored", "passages", "cited")
    return Rows(
        columns,
        tuple(
            (
                one.id,
                one.title,
                one.date,
                one.language,
                one.grade,
                one.stored,
                one.passages,
                one.cited,
            )
            for one in record(desk).sources
        ),
    )


PAGE = Page("record", "/record", record, key="r", order=40, tables={"sources": sources_table})
