"""Search over everything: entries, documents, what is noted of sources, and the names of things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from parley.brief.cards.short import one_line, short_time
from parley.brief.searching import Item, cited_by, excerpt_parts, items_of
from parley.dossier.dossier import Dossier
from parley.dossier.vocabulary.entries import Entry
from parley.kernel.errors import ParleyError
from parley.mandate.running import Report
from parley.record.search import Hit, Index, index_of, read_query, search_index
from parley.record.search import part_of as part_of_index
from parley.web.checking import checked
from parley.web.desk import Desk, known, unseen_sources, worked_out
from parley.web.keeping import remembered
from parley.web.paging import Paged, part_of
from parley.web.registry import Page, Rows
from parley.web.times import to_second

__all__ = ["PAGE", "Excerpt", "Name", "Place", "Search", "hits_table", "search"]

_HITS, _NAMES = 40, 20
_FIELDS = 2  # of a hit that are shown


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words around what was found: parts of the text, and of each whether it was found."""

    field: str
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place where all words were found; `id` is that of an entry, or a source's or passage's."""

    kind: str
    id: str
    when: str | None
    language: str
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A thing whose name, title or question has the words."""

    kind: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Search:
    """What was found for some words; `fault` says what is wrong with them, if anything.

    `checking` tells that findings are not among them yet, as the checks are running.
    """

    words: str
    named: tuple[Name, ...]
    hits: tuple[Place, ...]
    paged: Paged
    fault: str | None = None
    checking: bool = False


def search(desk: Desk, q: str = "", page: int = 1) -> Search:
    """Return where words are found, in any form and all languages; best first."""
    words = " ".join(q.split())
    if not words:
        return Search("", (), (), Paged(1, 1, 0))
    try:
        items, hits = _hits(desk, words)
    except ParleyError as error:
        return Search(words, (), (), Paged(1, 1, 0), str(error))
    shown, paged = part_of(hits, page, _HITS)
    found = checked(desk)
    named = tuple(_named(desk, words, found.report))[:_NAMES] if page == 1 else ()
    places = tuple(_place(desk, items[hit.key], hit) for hit in shown)
    return Search(words, named, places, paged, None, found.report is None)


def _hits(desk: Desk, words: str) -> tuple[Mapping[str, Item], tuple[Hit, ...]]:
    query = read_query(words)
    items, index = remembered(
        desk.bench.kept, desk.state, "searched", lambda: _searched(desk.dossier)
    )
    part = worked_out(
        desk, "found in", lambda: part_of_index(index, _visible(desk, items.values()))
    )
    hits = worked_out(desk, ("search", words), lambda: search_index(index, query, part))
    return items, hits


def _searched(dossier: Dossier) -> tuple[Mapping[str, Item], Index]:
    """Everything that can be searched in, and which words stand where; once for all viewpoints."""
    items = {one.searched.key: one for one in items_of(dossier, dossier.entries, None)}
    return items, index_of(one.searched for one in items.values())


def _visible(desk: Desk, items: Iterable[Item]) -> frozenset[str]:
    """What of it the party that looks knew, and none of the papers that it did not know."""
    hidden, seen = unseen_sources(desk), known(desk)
    cited = cited_by(seen.entries) if desk.seen.party is not None else None

    def is_seen(one: Item) -> bool:
        key = one.searched.key.strip()
        if one.kind == "entry":
            return key in seen.ids
        return (cited is None or key in cited) and key.partition("#")[0] not in hidden

    return frozenset(one.searched.key for one in items if is_seen(one))


def _place(desk: Desk, item: Item, hit: Hit) -> Place:
    excerpts = tuple(
        Excerpt(name, excerpt_parts(item.searched.fields[name], marks))
        for name, marks in list(hit.marks.items())[:_FIELDS]
    )
    when = short_time(to_second(item.when), desk.seen.zone) if item.when is not None else None
    return Place(item.kind, hit.key.strip(), when, item.searched.language, excerpts)


def _named(desk: Desk, words: str, report: Report | None) -> Iterator[Name]:
    sought = words.casefold()
    declared = desk.dossier.declared
    for kind, names in (
        ("party", {name: one.name for name, one in declared.parties.items()}),
        ("issue", {name: one.question for name, one in declared.issues.items()}),
        ("agenda", {name: one.title for name, one in declared.agenda.items()}),
        (
            "entry",
            {one.id: one.text or "" for one in _entries_named(desk, sought)},
        ),
        ("finding", {one.address: one.message for one in (report.findings if report else ())}),
    ):
        for name, title in names.items():
            if sought in name.casefold() or sought in title.casefold():
                yield Name(kind, name, one_line(title, 160))


def _entries_named(desk: Desk, sought: str) -> Iterator[Entry]:
    """The entries known with some letters in their id; `sought` is in small letters."""
    dossier, ids = desk.dossier, known(desk).ids
    small = remembered(
        desk.bench.kept,
        desk.state,
        "small ids",
        lambda: tuple((one.id.casefold(), one) for one in dossier.entries),
    )
    return (one for name, one in small if sought in name and one.id in ids)


def hits_table(desk: Desk, q: str = "") -> Rows:
    """Return everything that was found as a table."""
    items, hits = _hits(desk, " ".join(q.split())) if q.strip() else ({}, ())
    rows = []
    for hit in hits:
        one = _place(desk, items[hit.key], hit)
        told = " … ".join("".join(text for text, _ in each.parts) for each in one.excerpts)
        rows.append((one.kind, one.id, one.when, one.language, told))
    return Rows(("kind", "id", "when", "language", "excerpt"), tuple(rows))


PAGE = Page("search", "/search", search, key="f", tables={"hits": hits_table})
