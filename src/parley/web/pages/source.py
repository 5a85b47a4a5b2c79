"""A source: what is known of the paper, and its words, each passage at an address of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from parley.brief.cards.card import CardData, card_data
from parley.brief.cards.declared import source_card
from parley.dossier.references import references
from parley.dossier.sources.stored_documents import stored_document
from parley.dossier.vocabulary.entries import Document
from parley.kernel.errors import Refused
from parley.kernel.suggest import did_you_mean
from parley.web.desk import Desk, known, unseen_sources, worked_out
from parley.web.keeping import remembered
from parley.web.paging import Paged, part_of
from parley.web.record_rows import Passage, Row, Sentence, document_rows
from parley.web.registry import Page, Rows

__all__ = ["PAGE", "Source", "citing", "is_whole", "passages_table", "source"]

_ROWS = 150


@dataclass(frozen=True, slots=True)
class Source:
    """A source and its passages.

    Parameters:
        card: as `parley show` has it.
        whole: whether the party may see all of it, or only what is cited of it.
        stored: whether the document itself is in the dossier; else there are only notes of it.
        rows: the part of the document that is shown.
        cited_by: who cites the source as a whole.
    """

    card: CardData
    title: str
    whole: bool
    stored: bool
    rows: tuple[Row, ...]
    paged: Paged
    cited_by: tuple[str, ...]


def source(desk: Desk, name: str, page: int = 1, at: str = "") -> Source:
    """Return a source: what is known of it, its words, and who cites which passage.

    `at` is the address of a passage, whose part of a long document is then shown.
    """
    declared = desk.dossier.declared.sources.get(name)
    if declared is None or name in unseen_sources(desk):
        others = desk.dossier.declared.sources.keys() - unseen_sources(desk)
        meant = did_you_mean(name, sorted(others))
        raise Refused(
            f"there is no source `{name}` from where you look",
            hint=f"did you mean `{meant}`?" if meant else "look as another party",
        )
    whole = is_whole(desk, name)
    by = citing(desk, name)
    rows = _rows(desk, name)
    stored = bool(rows)
    rows = tuple(_noted(row, declared.passages, by) for row in rows)
    if not whole:
        rows = tuple(_cited_only(row, by) for row in rows)
        rows = tuple(row for row in rows if row.left or row.right)
    if not stored:
        rows = tuple(_notes(declared.passages, by, whole))
    shown, paged = part_of(rows, _page_of(rows, at) or page, _ROWS)
    card = card_data(source_card(desk.dossier, known(desk), desk.seen, name))
    if not whole:
        card = {**card, "data": {**card["data"], "passages": {}}, "parts": card["parts"][:1]}
    return Source(card, declared.title, whole, stored, tuple(shown), paged, tuple(by.get("", ())))


def is_whole(desk: Desk, name: str) -> bool:
    """Whether all of a source may be seen: by all together, and by a party that knew the paper."""
    if desk.seen.party is None:
        return True
    return any(isinstance(one, Document) and one.source == name for one in known(desk).entries)


def citing(desk: Desk, name: str) -> Mapping[str, tuple[str, ...]]:
    """Return who cites a source, by passage; the empty one is the source as a whole."""
    return worked_out(desk, "citing", lambda: _citing(desk)).get(name, {})


def _citing(desk: Desk) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    found: dict[str, dict[str, dict[str, None]]] = {}
    ids, by_id = known(desk).ids, desk.dossier.by_id
    for one in references(desk.dossier):
        if one.kind == "source" and (one.holder in ids or one.holder not in by_id):
            source, _, passage = one.name.partition("#")
            found.setdefault(source, {}).setdefault(passage, {})[one.holder] = None
    return {
        name: {passage: tuple(holders) for passage, holders in passages.items()}
        for name, passages in found.items()
    }


def _rows(desk: Desk, name: str) -> tuple[Row, ...]:
    def make() -> tuple[Row, ...]:
        declared = desk.dossier.declared.sources[name]
        root = desk.dossier.root
        imported = stored_document(root, declared) if root is not None else None
        return document_rows(imported) if imported is not None else ()

    return remembered(desk.bench.kept, desk.state, ("document", name), make)


def _noted(row: Row, notes: Mapping[str, str], by: Mapping[str, tuple[str, ...]]) -> Row:
    """A row with what is noted of its passages, and who cites them or a sentence of them."""

    def add(one: Passage) -> Passage:
        if not one.address:
            return one
        holders = [*by.get(one.address, ())]
        for sentence in one.sentences:
            holders += by.get(sentence.address, ()) if sentence.address else ()
        return replace(one, says=notes.get(one.address), cited_by=tuple(dict.fromkeys(holders)))

    return replace(row, left=tuple(map(add, row.left)), right=tuple(map(add, row.right)))


def _cited_only(row: Row, by: Mapping[str, tuple[str, ...]]) -> Row:
    left = tuple(one for one in row.left if one.cited_by)
    right = tuple(one for one in row.right if one.cited_by)
    return Row(left, right, paired=row.paired)


def _notes(notes: Mapping[str, str], by: Mapping[str, tuple[str, ...]], whole: bool) -> list[Row]:
    """What is noted of the passages of a document that is not in the dossier itself."""
    names = [*notes, *(name for name in by if name and name not in notes)]
    return [
        Row(
            (
                Passage(
                    name, name, "", (Sentence("", notes.get(name, "")),), None, by.get(name, ())
                ),
            ),
            (),
        )
        for name in names
        if whole or name in by
    ]


def _page_of(rows: tuple[Row, ...], at: str) -> int | None:
    """The part of a long document that holds a passage, or the paragraph of a sentence."""
    if not at:
        return None
    wanted = {at, at.rpartition(".")[0] if at.rpartition(".")[2].isdigit() else at}
    for place, row in enumerate(rows):
        if any(one.address in wanted for one in (*row.left, *row.right)):
            return place // _ROWS + 1
    return None


def passages_table(desk: Desk, name: str) -> Rows:
    """Return the passages of a source as a table, with what is noted of them and who cites them."""
    columns = ("address", "language", "text", "says", "cited_by")
    found = []
    page = 1
    while True:
        part = source(desk, name, page)
        for row in part.rows:
            for one in (*row.left, *row.right):
                text = "".join(sentence.text for sentence in one.sentences)
                address = f"{name}#{one.address}" if one.address else None
                found.append((address, one.language, text, one.says, one.cited_by))
        if page >= part.paged.pages:
            return Rows(columns, tuple(found))
        page += 1


PAGE = Page("source", "/source/{name}", source, tables={"passages": passages_table})
