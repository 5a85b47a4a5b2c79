"""A dossier as read: what it declares, its entries, and where each of them stands in the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from parley.dossier.language.domain import Domain
from parley.dossier.language.formulas import Formula
from parley.dossier.language.logic import Logic
from parley.dossier.vocabulary.declarations import Declarations
from parley.dossier.vocabulary.entries import Entry
from parley.kernel.findings import Finding
from parley.kernel.times import Span, read_time

__all__ = [
    "Dossier",
    "Place",
    "ancestors",
    "formula",
    "members",
    "moment",
    "side_of",
    "zone_for",
]


class Place(NamedTuple):
    """Where something is written: the file, relative to the dossier's folder, and the line."""

    file: str
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Dossier:
    """Everything that was read of one dossier; faults found on the way are values in `faults`.

    `places` gives where an entry begins, and, under `party:ID`, `issue:ID`, `agenda:ID`,
    `source:ID`, `feasibility:ID` and `line:ID`, where `dossier.yaml` declares a thing.
    `formulas` maps the text of every valid statement to what it says; `spans` maps an entry's id
    to when it happened; `digest` names the content of all files that were read.
    """

    root: Path | None
    declared: Declarations
    entries: tuple[Entry, ...]
    by_id: Mapping[str, Entry]
    places: Mapping[str, Place]
    domains: Mapping[str, Domain]
    formulas: Mapping[str, Formula]
    feasibility: tuple[Formula, ...]
    logic: Logic
    spans: Mapping[str, Span]
    faults: tuple[Finding, ...]
    digest: str
    # Found on demand and kept, because every check asks again: no part of what the record says.
    _inside: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)


def formula(dossier: Dossier, text: str | None) -> Formula | None:
    """Return what a statement of the dossier says; None without one, or where it was faulty."""
    return None if text is None else dossier.formulas.get(text)


def zone_for(dossier: Dossier, parties: Sequence[str]) -> str:
    """Return the time zone of the first of `parties` that has one, by itself or around it.

    The dossier's own zone, if none has.
    """
    declared = dossier.declared
    for name in parties:
        for around in ancestors(dossier, name):
            party = declared.parties.get(around)
            if party is not None and party.zone:
                return party.zone
    return declared.zone


def moment(dossier: Dossier, entry: Entry, text: str) -> Span:
    """Return the time that `text` means in `entry`: in the zone of its author.

    Raises BadTime for a text that is no time; the times of a dossier that was read are good ones.
    """
    return read_time(text, zone_for(dossier, entry.by))


def side_of(dossier: Dossier, party: str) -> str:
    """Return the side that `party` belongs to: itself, if it stands within no other."""
    return ancestors(dossier, party)[-1]


def ancestors(dossier: Dossier, party: str) -> tuple[str, ...]:
    """Return `party` and all that it stands within, from the inside out."""
    parties = dossier.declared.parties
    found = [party]
    at = parties.get(party)
    while at is not None and at.within is not None and at.within in parties:
        if at.within in found:  # a ring, which reading reports; here it only must end
            break
        found.append(at.within)
        at = parties[at.within]
    return tuple(found)


def members(dossier: Dossier, party: str) -> frozenset[str]:
    """Return `party` and everything inside it, at any depth."""
    inside = dossier._inside
    if not inside:
        found: dict[str, set[str]] = {}
        for name in dossier.declared.parties:
            for around in ancestors(dossier, name):
                found.setdefault(around, set()).add(name)
        inside.update((name, frozenset(names)) for name, names in found.items())
    return inside.get(party, frozenset((party,)))
