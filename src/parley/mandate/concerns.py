"""Which issues an entry is about: those it names, and those its text settles by an agenda."""

from __future__ import annotations

from parley.dossier.dossier import Dossier
from parley.dossier.entries import Entry, Reply, Response
from parley.dossier.formulas import issues_of
from parley.dossier.references import references
from parley.mandate.acts import content_of

__all__ = ["concerns"]


def concerns(dossier: Dossier) -> dict[str, frozenset[str]]:
    """Return, for every entry, the issues it is about.

    An answer that names none is about those of what it answers.
    """
    named: dict[str, set[str]] = {entry.id: set() for entry in dossier.entries}
    for one in references(dossier):
        if one.kind == "issue" and one.holder in named:
            named[one.holder].add(one.name)
    for entry in dossier.entries:
        content = content_of(dossier, entry)
        named[entry.id] |= issues_of(content.says).union(*map(issues_of, content.readings))
    return {
        entry.id: frozenset(named[entry.id] or _answered(entry, named)) for entry in dossier.entries
    }


def _answered(entry: Entry, named: dict[str, set[str]]) -> set[str]:
    if isinstance(entry, (Response, Reply)) and entry.re is not None:
        return named.get(entry.re, set())
    return set()
