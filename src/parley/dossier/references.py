"""Who refers to what: every place of a dossier that names a party, an issue, an entry or a source.

The names come from the records themselves: a field refers to the same kind of thing in every
record, whatever the depth, and a statement refers to the issues in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from parley.dossier.dossier import Dossier
from parley.dossier.language.formulas import issues_of
from parley.dossier.vocabulary.declarations import Declarations
from parley.dossier.vocabulary.entries import Assertion, Entry, Question
from parley.dossier.vocabulary.field_types import Record
from parley.dossier.vocabulary.shapes import fields_of, marked

__all__ = [
    "Kind",
    "Reference",
    "kind_of_field",
    "references",
    "references_of_entry",
    "references_to",
]

Kind = Literal["party", "issue", "entry", "source", "agenda", "finding", "compartment"]

_FIELDS: Mapping[str, Kind] = {
    **dict.fromkeys(
        ("by", "consent", "conveys", "decided_by", "mandator", "on_behalf_of", "owner", "present"),
        "party",
    ),
    **dict.fromkeys(("readers", "reader", "to", "who", "whom", "within"), "party"),
    **dict.fromkeys(("issue", "issues", "matters", "reserves", "wording_of"), "issue"),
    **dict.fromkeys(("authorises", "re", "replaces", "revives", "revokes"), "entry"),
    **dict.fromkeys(("trade", "triggers", "under", "via"), "entry"),
    **dict.fromkeys(("source", "sources"), "source"),
    "compartment": "compartment",
    "item": "agenda",
    "waives": "finding",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """`holder` names a thing in one of its fields.

    Parameters:
        holder: an entry's id, or a key of `Dossier.places` such as `party:ID`.
        field: the field of the holder, as the file names it.
        kind: what kind of thing is named.
        name: its name; of a source also the passage, as `SOURCE#PASSAGE`.
    """

    holder: str
    field: str
    kind: Kind
    name: str


def kind_of_field(key: str, record: type[Record]) -> Kind | None:
    """Return what kind of thing the values of a record's field name; None where they do not."""
    if key == "about":  # a party of an assessment, the trades and fallbacks of a question
        if record is Assertion:  # words, or the id of anything
            return None
        return "entry" if record is Question else "party"
    return _FIELDS.get(key)


def references(dossier: Dossier) -> tuple[Reference, ...]:
    """Return every reference of a dossier, those of entries first, each once.

    Names that nothing bears are among them.
    """
    found: dict[Reference, None] = {}
    for entry in dossier.entries:
        found.update(dict.fromkeys(_of_entry(dossier, entry)))
    found.update(dict.fromkeys(_of_declarations(dossier)))
    return tuple(found)


def references_of_entry(dossier: Dossier, entry: Entry) -> tuple[Reference, ...]:
    """Return every reference of one entry, each once."""
    return tuple(dict.fromkeys(_of_entry(dossier, entry)))


def references_to(dossier: Dossier, kind: Kind, name: str) -> tuple[Reference, ...]:
    """Return what refers to one thing; for a whole source also what cites a passage of it."""
    whole_source = kind == "source" and "#" not in name
    return tuple(
        one
        for one in references(dossier)
        if one.kind == kind
        and (one.name == name or (whole_source and one.name.partition("#")[0] == name))
    )


def _of_entry(dossier: Dossier, entry: Entry) -> Iterator[Reference]:
    yield from _named(entry, entry.id)
    if isinstance(entry.known, Mapping):
        yield from (Reference(entry.id, "known", "party", name) for name in entry.known)
    for party, issues in getattr(entry, "raises", {}).items():
        yield Reference(entry.id, "raises", "party", party)
        yield from (Reference(entry.id, "raises", "issue", name) for name in issues)
    yield from _in_statements(dossier, entry, entry.id)


def _of_declarations(dossier: Dossier) -> Iterator[Reference]:
    declared = dossier.declared
    for holder, record in _holders(declared):
        yield from _named(record, holder)
        yield from _in_statements(dossier, record, holder)
    for name, item in declared.agenda.items():
        for wording in item.wordings.values():
            for opened in wording.opens:
                yield from _opened(dossier, f"agenda:{name}", opened)
    for name in declared.preferences:
        yield Reference(f"preferences:{name}", "preferences", "party", name)
    for holder, part in (("conflict", declared.conflict), ("bargaining", declared.bargaining)):
        for name in part.preferences if part is not None else ():
            yield Reference(holder, "preferences", "party", name)


def _holders(declared: Declarations) -> Iterator[tuple[str, Record]]:
    """Give every record of `dossier.yaml` that has a name, with that name."""
    yield from ((f"party:{name}", one) for name, one in declared.parties.items())
    yield from ((f"authority:{at}", one) for at, one in enumerate(declared.authority, 1))
    yield from ((f"issue:{name}", one) for name, one in declared.issues.items())
    yield from ((f"feasibility:{one.id}", one) for one in declared.feasibility)
    yield from ((f"agenda:{name}", one) for name, one in declared.agenda.items())
    yield from ((f"preferences:{name}", one) for name, one in declared.preferences.items())
    yield from ((f"compartment:{name}", one) for name, one in declared.compartments.items())
    if declared.conflict is not None:
        yield "conflict", declared.conflict
    if declared.bargaining is not None:
        yield "bargaining", declared.bargaining


def _opened(dossier: Dossier, holder: str, text: str) -> Iterator[Reference]:
    said = dossier.formulas.get(text)
    names: Iterable[str] = (text,) if text in dossier.domains else ()
    for name in sorted(issues_of(said)) if said is not None else names:
        yield Reference(holder, "opens", "issue", name)


def _named(record: Record, holder: str, above: str | None = None) -> Iterator[Reference]:
    """Give what the fields of a record name, and those of the records inside it."""
    for name, key, kind in _telling(type(record)):
        value = getattr(record, name)
        if not value:
            continue
        place = above or key
        if kind is not None:
            for one in (value,) if isinstance(value, str) else value:
                yield Reference(holder, place, kind, one)
            continue
        for inner in value.values() if isinstance(value, Mapping) else _members(value):
            if isinstance(inner, Record):
                yield from _named(inner, holder, place)


@cache
def _telling(record: type[Record]) -> tuple[tuple[str, str, Kind | None], ...]:
    """The fields of a record that name things, or may have records inside: name, key, kind."""
    fields = [(one, kind_of_field(one.name, record)) for one in fields_of(record).values()]
    return tuple(
        (one.name, one.key, kind)
        for one, kind in fields
        if kind is not None or one.shape.kind in ("list", "map", "record", "choice")
    )


def _members(value: object) -> Iterable[object]:
    return value if isinstance(value, tuple) else (value,)


def _in_statements(dossier: Dossier, record: Record, holder: str) -> Iterator[Reference]:
    for role, path, text in marked(record):
        said = dossier.formulas.get(text) if role == "statement" else None
        if said is not None:
            for name in sorted(issues_of(said)):
                yield Reference(holder, str(path[0]), "issue", name)
