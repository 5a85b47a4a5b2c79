"""Which agenda items the log's own trades set against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from parley.dossier.dossier import Dossier, formula
from parley.dossier.language.formulas import issues_of
from parley.dossier.vocabulary.entries import Entry, Trade
from parley.space.openings import Item

__all__ = ["traded_items"]


def traded_items(
    dossier: Dossier, entries: Iterable[Entry], items: Sequence[Item]
) -> tuple[tuple[str, str], ...]:
    """Return the pairs of items that trades link: what words are given for, and what is had.

    Parameters:
        entries: those of the log that count.
        items: the items compared.

    An item belongs to a statement where one of its choices settles an issue that it names.
    """
    found = (
        pair
        for entry in entries
        if isinstance(entry, Trade)
        for pair in _pairs(dossier, entry, items)
    )
    return tuple(dict.fromkeys(found))


def _pairs(dossier: Dossier, trade: Trade, items: Sequence[Item]) -> Iterator[tuple[str, str]]:
    for given in _settling(dossier, trade.give, items):
        for had in _settling(dossier, trade.get, items):
            if given != had:
                yield given, had


def _settling(dossier: Dossier, text: str | None, items: Sequence[Item]) -> Iterator[str]:
    said = formula(dossier, text)
    if said is None:
        return
    named = issues_of(said)
    for item in items:
        settled = (issues_of(one.formula) for choice in item.choices for one in choice.says)
        if any(not issues.isdisjoint(named) for issues in settled):
            yield item.name
