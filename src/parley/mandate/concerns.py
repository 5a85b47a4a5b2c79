"""Which issues an entry is about: those it names, and those its text settles by an agenda."""

from __future__ import annotations

from parley.dossier.dossier import Dossier
from parley.dossier.language.formulas import issues_of
from parley.dossier.references import references_of_entry
from parley.dossier.vocabulary.entries import Entry, Reply, Response
from parley.mandate.acts import content_of

__all__ = ["concerns", "concerns_of_entry"]


def concerns(dossier: Dossier) -> dict[str, frozenset[str]]:
    """Return, for every entry, the issues it is about.

    An answer that names none is about those of what it answers.
    """
    named = {entry.id: _named(dossier, entry) for entry in dossier.entries}
    return {
        entry.id: named[entry.id] or named.get(_answered(entry) or "", frozenset())
        for entry in dossier.entries
    }


def concerns_of_entry(dossier: Dossier, entry: Entry) -> frozenset[str]:
    """Return the issues that one entry is about, as `concerns` does for all."""
    named = _named(dossier, entry)
    answered = dossier.by_id.get(_answered(entry) or "")
    if named or answered is None:
        return named
    return _named(dossier, answered)


def _named(dossier: Dossier, entry: Entry) -> frozenset[str]:
    content = content_of(dossier, entry)
    return issues_of(content.says).union(
        *map(issues_of, content.readings),
        (one.name for one in references_of_entry(dossier, entry) if one.kind == "issue"),
    )


def _answered(entry: Entry) -> str | None:
    return entry.re if isinstance(entry, (Response, Reply)) else None
